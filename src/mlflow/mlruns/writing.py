"""Writing files of the layout: each appears whole or not at all, and what is there already is not touched."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from mlflow.mlruns.files import keyed_files

#: Bytes that a file system takes for a name.
_LONGEST: Final = 255
#: The end of a hidden name, and seconds after which nobody writes to such a file any more.
_PART: Final = ".part"
_OLD: Final = 60.0
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def write_new(path: str, content: bytes) -> None:
    """Write a file that nobody reads yet."""
    handle = open_new(path)
    try:
        while content:
            content = content[os.write(handle, content) :]
    finally:
        os.close(handle)


def open_new(path: str) -> int:
    """Open an empty file to be written, never one behind a link."""
    return os.open(path, _NEW, 0o666)


def replace(path: str, content: bytes, aside: str) -> bool:
    """Write a file in one step; returns whether that changed it.

    Args:
        path: The file; its folder is made where there is none.
        content: What it is to hold.
        aside: Folder of the same disk where the content is put first, under a hidden name.
    """
    try:
        if os.path.getsize(path) == len(content):
            with open(path, "rb") as file:
                if file.read() == content:
                    return False
    except OSError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    passing = aside_name(aside)
    try:
        write_new(passing, content)
        os.replace(passing, path)
    except OSError:
        _forget(passing)
        raise
    return True


def aside_name(folder: str) -> str:
    """A hidden name in a folder that no other thread or process writes to."""
    return os.path.join(folder, f".{os.getpid()}-{threading.get_ident()}{_PART}")


def sweep(folder: str) -> None:
    """Remove files under hidden names that a process left there when it was killed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") and entry.name.endswith(_PART):
                if entry.stat(follow_symlinks=False).st_mtime < time.time() - _OLD:
                    _forget(entry.path)


def _forget(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


def split_keys(keys: Collection[str]) -> tuple[list[str], list[str]]:
    """Keys that can be names of files side by side, and those that cannot.

    A key becomes a path, so one that is the folder of another gives way to it, and one that is no plain relative path
    has no place.
    """
    fit: list[str] = []
    unfit: list[str] = []
    taken = set(keys)
    for key in sorted(keys):
        (fit if _is_path(key) and not _has_parent(key, taken) else unfit).append(key)
    return fit, unfit


def _is_path(key: str) -> bool:
    if "/" not in key and key.isascii() and 0 < len(key) <= _LONGEST and key not in (".", "..") and "\0" not in key:
        return True
    try:
        parts = key.encode().split(b"/")
    except UnicodeEncodeError:
        return False
    return all(part not in (b"", b".", b"..") and b"\0" not in part and len(part) <= _LONGEST for part in parts)


def _has_parent(key: str, keys: Collection[str]) -> bool:
    at = key.find("/")
    while at >= 0:
        if key[:at] in keys:
            return True
        at = key.find("/", at + 1)
    return False


def write_labels(folder: str, values: Mapping[str, str], *, is_new: bool, aside: str) -> list[str]:
    """Write a text a file; returns the keys that cannot be names of files.

    Args:
        folder: Where the files go.
        values: Text by key.
        is_new: Nobody has read the folder yet, so that files are written where they belong at once.
        aside: As for :func:`replace`.
    """
    fit, unfit = split_keys(values)
    if is_new:
        make_folders(folder, fit)
        for key in fit:
            write_new(f"{folder}/{key}", values[key].encode("utf-8", "surrogateescape"))
    else:
        remove_others(folder, fit)
        for key in fit:
            replace(f"{folder}/{key}", values[key].encode("utf-8", "surrogateescape"), aside)
    return unfit


def make_folders(folder: str, keys: Iterable[str]) -> None:
    """Make a folder, and those in it that keys with slashes name."""
    os.makedirs(folder, exist_ok=True)
    for below in {key.rpartition("/")[0] for key in keys if "/" in key}:
        os.makedirs(f"{folder}/{below}", exist_ok=True)


def remove_others(folder: str, keys: Collection[str]) -> None:
    """Remove the files in a folder that belong to none of the keys; a folder that is in the way goes, too."""
    os.makedirs(folder, exist_ok=True)
    kept = set(keys)
    for key, path in list(keyed_files(Path(folder))):
        if key not in kept:
            path.unlink()
            parent = path.parent
            while str(parent) != folder and not any(parent.iterdir()):
                parent.rmdir()
                parent = parent.parent
