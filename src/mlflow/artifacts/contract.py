"""What a place for files can do, whatever it is made of."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from mlflow.artifacts.digests import Hashed
from mlflow.artifacts.parts import PartedUploads
from mlflow.artifacts.progress import advance, telling
from mlflow.entities import FileInfo
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.uris import relative_path

#: Bytes per chunk of a stream.
CHUNK = 1 << 20
#: How the names of files under way begin; such a file is not one of the artifacts.
PART = ".penstock-"


class Content(Iterator[bytes]):
    """A file's content on its way.

    Args:
        chunks: The content, from the offset on that was asked for.
        size: Bytes of the whole file, where known.
        etag: What changes when the content does, in quotes; None where the store tells none.
    """

    def __init__(self, chunks: Iterator[bytes], size: int | None = None, etag: str | None = None) -> None:
        self._chunks = chunks
        self.size = size
        self.etag = etag

    def __next__(self) -> bytes:
        return next(self._chunks)

    def digest(self, compute: bool = False) -> str | None:
        """SHA-256 of the whole file in hexadecimal, where the store keeps it; else None.

        Args:
            compute: Whether it may be made by reading the file once more, where the store can do that at its own place.
        """
        return None


class ArtifactStore(ABC):
    """A tree of files below one root.

    Paths are relative to the root, with forward slashes, and are refused as :func:`mlflow.uris.relative_path` says
    where they are odd; ``""`` is the root. A folder exists as long as there is a file in it.
    """

    #: Takes files in parts that clients send straight to the store; None where it does not.
    parts: PartedUploads | None = None

    @abstractmethod
    def entries(self, path: str = "") -> list[FileInfo]:
        """Entries of a folder by path; none where ``path`` is a file or does not exist."""

    @abstractmethod
    def stat(self, path: str) -> FileInfo | None:
        """The entry of one path, None where there is nothing."""

    @abstractmethod
    def read(self, path: str, offset: int = 0) -> Content:
        """A file's content in chunks of at most :data:`CHUNK` bytes.

        Args:
            path: The file.
            offset: Bytes at its beginning that are left out; at most as many as it has.

        Raises:
            ResourceDoesNotExist: There is no such file; raised by the call, not by the first chunk.
        """

    @abstractmethod
    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file from chunks: afterwards all of it is there, or, where ``chunks`` raises, what was before."""

    def write_hashed(self, path: str, chunks: Hashed) -> None:
        """As :meth:`write`; the digest of the content is kept with the file, where the store can."""
        self.write(path, chunks)

    @abstractmethod
    def delete(self, path: str = "") -> None:
        """Delete a file, or a folder with all that is in it; nothing happens where there is nothing."""

    def upload_file(self, local_path: str | Path, path: str) -> None:
        """Copy a file of this machine to ``path``.

        Raises:
            FileNotFoundError: There is no such local file.
        """
        with open(local_path, "rb") as source:
            self.write(path, iter(lambda: source.read(CHUNK), b""))

    def upload_folder(self, local_folder: str | Path, path: str = "") -> None:
        """Copy all that is in a folder of this machine into the folder ``path``."""
        for source, below in local_files(local_folder):
            self.upload_file(source, f"{path}/{below}" if path else below)

    def download(self, path: str = "", destination: str | Path | None = None) -> Path:
        """Copy a file or a folder to this machine.

        Args:
            path: The file or folder; ``""`` for all there is.
            destination: A folder that receives it, made where it is missing; a new temporary one where None.

        Returns:
            Where it now lies: below ``destination``, under the last name of ``path``.

        Raises:
            ResourceDoesNotExist: There is nothing at ``path``.
        """
        path = relative_path(path)
        found = self.stat(path)
        if found is None:
            raise ResourceDoesNotExist(f"There is no artifact at {path!r}; list_artifacts() shows what there is.")
        folder = Path(tempfile.mkdtemp(prefix="mlflow-") if destination is None else destination)
        _remove_left_behind(folder)
        target = folder / path.rpartition("/")[2]
        doing = f"Downloading {target.name or 'artifacts'}"
        if not found.is_dir:
            with telling(doing, found.file_size):
                self.fetch_file(path, target)
            return target
        target.mkdir(parents=True, exist_ok=True)
        files = list(self.walk(path))
        with telling(doing, sum(f.file_size or 0 for f in files)):
            self.fetch([(f.path, target / relative_path(f.path[len(path) :].lstrip("/"))) for f in files])
        return target

    def fetch(self, files: Iterable[tuple[str, Path]]) -> None:
        """Copy files, each to a path of this machine."""
        for path, target in files:
            self.fetch_file(path, target)

    def fetch_file(self, path: str, target: Path) -> None:
        """Copy one file to a path of this machine: afterwards all of it is there, or nothing new."""
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{PART}{uuid.uuid4().hex}")
        try:
            with open(part, "xb") as sink:
                for chunk in self.read(path):
                    sink.write(chunk)
                    advance(len(chunk))
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)

    def walk(self, path: str = "") -> Iterator[FileInfo]:
        """Every file in a folder and the folders below it."""
        for entry in self.entries(path):
            if entry.is_dir:
                yield from self.walk(entry.path)
            else:
                yield entry

    def read_bytes(self, path: str) -> bytes:
        """The whole content of a file."""
        return b"".join(self.read(path))


def local_files(folder: str | Path) -> Iterator[tuple[str, str]]:
    """``(path, path relative to the folder with forward slashes)`` of every file in a folder of this machine.

    Links are followed, as copying a folder does; a folder that is linked into itself is read once.

    Raises:
        NotADirectoryError: It is no folder.
    """
    root = os.fspath(folder)
    if not os.path.isdir(root):
        raise NotADirectoryError(f"{root!r} is not a folder.")
    seen: set[str] = set()
    for here, folders, files in os.walk(root, followlinks=True):
        real = os.path.realpath(here)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith(PART))
        relative = os.path.relpath(here, root)
        for name in sorted(name for name in files if not name.startswith(PART)):
            below = name if relative == "." else os.path.join(relative, name)
            yield os.path.join(here, name), PurePosixPath(Path(below)).as_posix()


def _remove_left_behind(folder: Path) -> None:
    """Remove what killed downloads left in a folder a day ago or longer."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(PART) and entry.stat(follow_symlinks=False).st_mtime < time.time() - 86_400:
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def left_out(chunks: Iterator[bytes], offset: int) -> Iterator[bytes]:
    """The chunks without so many bytes at their beginning, for a store that reads from the beginning only."""
    for chunk in chunks:
        if offset < len(chunk):
            yield chunk[offset:] if offset else chunk
        offset = max(0, offset - len(chunk))
