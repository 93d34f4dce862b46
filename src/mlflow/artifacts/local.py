"""Files in a folder of this machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat as modes
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from mlflow.artifacts.contract import CHUNK, ArtifactStore, local_files
from mlflow.entities import FileInfo
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.uris import relative_path

_PART = ".penstock-"


class LocalArtifacts(ArtifactStore):
    """A folder of this machine.

    Links inside the folder are followed as long as they stay inside it; one that leads out is not listed, read,
    written through or deleted through.

    Args:
        root: The folder; made when the first file is written.
    """

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root).absolute()

    def _inside(self, path: str) -> str:
        """The real place of a path, checked after all links are resolved."""
        base = os.path.realpath(self.root)
        below = relative_path(path)
        if not below:
            return base
        real = os.path.realpath(os.path.join(base, below))
        if not real.startswith(base.rstrip("/") + "/"):
            raise InvalidParameterValue(f"The path {path!r} leads out of the folder of the artifacts.")
        return real

    def entries(self, path: str = "") -> list[FileInfo]:
        folder, below = self._inside(path), relative_path(path)
        if not os.path.isdir(folder):
            return []
        found = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith(_PART):
                    info = self._info(f"{below}/{entry.name}" if below else entry.name, entry)
                    if info is not None:
                        found.append(info)
        return sorted(found, key=lambda f: f.path)

    def _info(self, path: str, entry: os.DirEntry[str]) -> FileInfo | None:
        if entry.is_symlink():
            try:
                return self.stat(path)
            except InvalidParameterValue:
                return None
        if entry.is_dir():
            return FileInfo(path, True)
        return FileInfo(path, False, entry.stat().st_size) if entry.is_file() else None

    def stat(self, path: str) -> FileInfo | None:
        try:
            found = os.stat(self._inside(path))
        except (FileNotFoundError, NotADirectoryError):
            return None
        if modes.S_ISDIR(found.st_mode):
            return FileInfo(relative_path(path), True)
        return FileInfo(relative_path(path), False, found.st_size) if modes.S_ISREG(found.st_mode) else None

    def read(self, path: str) -> Iterator[bytes]:
        return _chunks(self._open(path))

    def _open(self, path: str) -> int:
        try:
            # The path is free of links, so a link that appears between check and use is refused here.
            handle = os.open(self._inside(path), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except OSError:
            raise ResourceDoesNotExist(f"There is no file {path!r} among the artifacts.") from None
        if not modes.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise ResourceDoesNotExist(f"{path!r} is not a file.")
        return handle

    def local_path(self, path: str = "") -> Path:
        """Where a path lies on this machine, for a caller that reads it in place."""
        return Path(self._inside(path))

    def _place(self, path: str) -> tuple[str, str]:
        """``(final path, name of a part file beside it)``, their folder made."""
        if not relative_path(path):
            raise InvalidParameterValue("A file needs a name; the path is the root of the artifacts.")
        target = self._inside(path)
        folder = os.path.dirname(target)
        os.makedirs(folder, exist_ok=True)
        if os.path.isdir(target):
            raise InvalidParameterValue(f"{path!r} is a folder; a file cannot take its place.")
        return target, os.path.join(folder, _PART + uuid.uuid4().hex)

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        target, part = self._place(path)
        try:
            with open(part, "xb") as sink:
                for chunk in chunks:
                    sink.write(chunk)
            os.replace(part, target)
        except BaseException:
            _remove(part)
            raise

    def upload_file(self, local_path: str | Path, path: str) -> None:
        if not os.path.isfile(local_path):
            raise FileNotFoundError(f"There is no file {os.fspath(local_path)!r}.")
        target, part = self._place(path)
        try:
            shutil.copyfile(local_path, part)
            os.replace(part, target)
        except BaseException:
            _remove(part)
            raise

    def upload_folder(self, local_folder: str | Path, path: str = "") -> None:
        # The sources are listed before anything is written: the folder may hold the root of the artifacts.
        inside = os.path.realpath(self.root) + os.sep
        for source, below in list(local_files(local_folder)):
            if not os.path.realpath(source).startswith(inside):
                self.upload_file(source, f"{path}/{below}" if path else below)

    def fetch_file(self, path: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(self._open(path), "rb") as source, open(target, "wb") as sink:
            shutil.copyfileobj(source, sink, CHUNK)

    def delete(self, path: str = "") -> None:
        target = self._inside(path)
        below = relative_path(path)
        linked = os.path.join(os.path.realpath(self.root), below)
        if below and os.path.islink(linked):
            os.unlink(linked)
        elif os.path.isdir(target):
            shutil.rmtree(target)
        else:
            _remove(target)


def _chunks(handle: int) -> Iterator[bytes]:
    with os.fdopen(handle, "rb", buffering=0) as source:
        while chunk := source.read(CHUNK):
            yield chunk


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
