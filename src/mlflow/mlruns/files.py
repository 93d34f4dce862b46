"""Reading files and folders that somebody else made: nothing is followed, nothing is larger than it may be."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from mlflow.exceptions import InvalidParameterValue

_LARGEST_TEXT: Final = 16 << 20
_LARGEST_SERIES: Final = 4 << 30
_DEEPEST: Final = 250
_MOST_FILES: Final = 1_000_000
#: Files that file managers leave behind.
_LITTER: Final = frozenset({".DS_Store"})
#: Never through a link, and never waiting for the other end of a pipe.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def subfolders(folder: Path, *, is_root: bool = False) -> tuple[list[Path], list[Path]]:
    """The folders in a folder, and the links in it, each by name; none of both where there is no such folder.

    Args:
        folder: The folder.
        is_root: Whether it may be a link itself, since the user named it.

    Raises:
        InvalidParameterValue: It is a link.
    """
    folders, links = [], []
    if not is_root and folder.is_symlink():
        raise _linked(folder.name)
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_symlink():
                    links.append(Path(entry.path))
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
    except (FileNotFoundError, NotADirectoryError):
        return [], []
    return sorted(folders), sorted(links)


def is_folder(path: Path) -> bool:
    """Whether a folder is there, and no link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether a file is there, and no link to one; one that must not be looked at counts, so that reading it tells."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except PermissionError:
        return True
    except OSError:
        return False


@contextmanager
def opened(path: Path, largest: int = _LARGEST_SERIES) -> Iterator[tuple[BinaryIO, int]]:
    """A plain file, to be read, and how many bytes it has.

    Raises:
        InvalidParameterValue: It is a link, a device or a pipe, or larger than it may be.
    """
    try:
        handle = os.open(path, _FLAGS)
    except FileNotFoundError:
        raise InvalidParameterValue(f"{path.name} is missing") from None
    except OSError as error:
        raise InvalidParameterValue(f"{path.name} cannot be read: {error.strerror}") from None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise InvalidParameterValue(f"{path.name} is no plain file")
        if found.st_size > largest:
            raise InvalidParameterValue(f"{path.name} is larger than {largest:,} bytes")
        with open(handle, "rb", buffering=0, closefd=False) as file:
            yield file, found.st_size
    finally:
        os.close(handle)


def read_bytes(path: Path, largest: int = _LARGEST_TEXT) -> bytes:
    """The content of a plain file.

    Raises:
        InvalidParameterValue: As :func:`opened`.
    """
    with opened(path, largest) as (file, size):
        return file.read(size)  # not more: room for all that is asked for is made beforehand


def read_text(path: Path) -> str:
    """The content of a plain file of text, with the line ends it has.

    Raises:
        InvalidParameterValue: As :func:`read_bytes`, or it is no UTF-8.
    """
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError:
        raise InvalidParameterValue(f"{path.name} is no text in UTF-8") from None


def keyed_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Key and file of each value below a folder; a key with slashes lies in folders.

    Raises:
        InvalidParameterValue: There is a link among them, or too many, or too deep.
    """
    if folder.is_symlink():
        raise _linked(folder.name)
    count = 0
    waiting = [("", folder, 0)]
    while waiting:
        prefix, here, depth = waiting.pop()
        try:
            with os.scandir(here) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            if entry.name in _LITTER:
                continue
            key = prefix + entry.name
            count += 1
            if entry.is_symlink():
                raise _linked(f"{folder.name}/{key}")
            if count > _MOST_FILES or depth >= _DEEPEST:
                raise InvalidParameterValue(f"{folder.name} holds too many files or folders")
            if entry.is_dir(follow_symlinks=False):
                waiting.append((f"{key}/", Path(entry.path), depth + 1))
            else:
                yield key, Path(entry.path)


def plain_subfolders(folder: Path) -> list[Path]:
    """The folders in a folder.

    Raises:
        InvalidParameterValue: There is a link among them.
    """
    folders, links = subfolders(folder)
    if links:
        raise _linked(f"{folder.name}/{links[0].name}")
    return folders


def _linked(name: str) -> InvalidParameterValue:
    return InvalidParameterValue(f"{name} is a link, which is not followed")


def labels(folder: Path) -> dict[str, str]:
    """Text by key: the params or tags in a folder."""
    return {key: read_text(path) for key, path in keyed_files(folder)}
