"""Folders and paths of this machine, by the names that code for MLflow 1 and 2 has for them."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from mlflow.uris import Location, parse_location


class TempDir:
    """A temporary folder, as a context.

    Args:
        chdr: Whether it is the current folder meanwhile.
        remove_on_exit: Whether it goes at the end.
    """

    def __init__(self, chdr: bool = False, remove_on_exit: bool = True) -> None:
        self._chdr = chdr
        self._remove = remove_on_exit
        self._before = ""
        self._path = ""

    def __enter__(self) -> TempDir:
        self._before = os.getcwd()
        self._path = os.path.realpath(tempfile.mkdtemp(prefix="mlflow-"))
        if self._chdr:
            os.chdir(self._path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._chdr:
            os.chdir(self._before)
        if self._remove:
            shutil.rmtree(self._path, ignore_errors=True)

    def path(self, *path: str) -> str:
        """The folder, or a path in it; relative where it is the current one."""
        return os.path.join("./" if self._chdr else self._path, *path)


def path_to_local_file_uri(path: str | Path) -> str:
    """A path of this machine as a ``file:`` URI."""
    return str(Location("file", "", os.path.abspath(path), as_uri=True))


def local_file_uri_to_path(uri: str) -> str:
    """The path that a ``file:`` URI names; a path is given back."""
    return str(parse_location(uri).local_path) if str(uri).startswith("file:") else str(uri)


def mkdir(root: str, name: str | None = None) -> str:
    """Make a folder, and those it lies in, where it is missing; returns its path."""
    target = root if name is None else os.path.join(root, name)
    os.makedirs(target, exist_ok=True)
    return target


def write_to(filename: str, data: str) -> None:
    """Write a text to a file, in UTF-8."""
    Path(filename).write_text(data, encoding="utf-8")


def read_file(parent_path: str, file_name: str) -> str:
    """The text of a file, in UTF-8."""
    return Path(parent_path, file_name).read_text(encoding="utf-8")
