"""Files on what fsspec speaks to: SFTP, FTP, HDFS, DBFS. The fallback for schemes without a store of their own."""

from __future__ import annotations

import contextlib
import posixpath
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from mlflow.artifacts.contract import CHUNK, PART, ArtifactStore, Content
from mlflow.artifacts.progress import advance
from mlflow.artifacts.sources import Source
from mlflow.artifacts.uploads import spooled
from mlflow.entities import FileInfo
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    PermissionDenied,
    ResourceDoesNotExist,
    TemporarilyUnavailable,
)
from mlflow.uris import relative_path

#: What fsspec takes in a path for a pattern, where it deletes.
_PATTERN = re.compile(r"[*?[]")
_REFUSED = re.compile(r"[Aa]uthentication|error_perm: 530")
#: Seconds after which a connection that nobody used is not trusted: servers close those, and say nothing.
_IDLE = 30.0


class FilesystemArtifacts(ArtifactStore):
    """A folder of a file system of fsspec.

    One request at a time: few of these protocols allow more on a connection. A file is written beside its place and
    renamed, so it appears whole.

    Args:
        connect: Opens the file system; called again when the connection broke.
        root: The folder, absolute.
        place: What messages call it; without a password.
    """

    def __init__(self, connect: Callable[[], Any], root: str, place: str) -> None:
        self._connect = connect
        self._root = root.rstrip("/")
        self._place = place
        self._turn = threading.RLock()
        self._opened: Any = None
        self._used = 0.0
        with self._told(""):
            _ = self._fs

    def _at(self, path: str) -> str:
        below = relative_path(path)
        if any(part.startswith(PART) for part in below.split("/")):
            raise InvalidParameterValue(f"Names that begin with {PART!r} are those of files under way.")
        return posixpath.join(self._root, below) if below else self._root or "/"

    @property
    def _fs(self) -> Any:
        now = time.monotonic()
        if self._opened is None or now - self._used > _IDLE:
            self._opened = self._connect()
        self._used = now
        return self._opened

    @contextlib.contextmanager
    def _told(self, path: str, writing: Iterable[bytes] | None = None) -> Iterator[None]:
        """One request at a time, whose failure is said in our words; a broken connection is opened anew for the next.

        Args:
            path: The file or folder.
            writing: What is being written; its own errors are the caller's and pass.
        """
        with self._turn:
            try:
                yield
            except (MlflowException, KeyboardInterrupt, ModuleNotFoundError):
                raise
            except FileNotFoundError:
                raise ResourceDoesNotExist(f"There is no file {path!r} among the artifacts.") from None
            except Exception as error:
                if isinstance(writing, Source) and writing.failed is error:
                    raise
                raise self._error(error, path) from None

    def _error(self, error: Exception, path: str) -> MlflowException:
        self._opened = None  # what broke off in the middle is no connection to go on with
        said = f"{type(error).__name__}: {str(error)[:300]}"
        if "known_hosts" in said or "BadHostKey" in said:
            return PermissionDenied(
                f"{self._place} is not known to be who it says it is: {said}. Log in once with ssh, which notes its "
                "key in ~/.ssh/known_hosts."
            )
        if isinstance(error, PermissionError) or _REFUSED.search(said):
            return PermissionDenied(f"{self._place} refuses {path or 'who asks'!r}. It said: {said}")
        if isinstance(error, (OSError, EOFError)) and not isinstance(error, IsADirectoryError):
            return TemporarilyUnavailable(f"{self._place} cannot be reached, or broke off with {path!r}. {said}")
        return MlflowException(f"{self._place} failed with {path!r}. {said}")

    def _info(self, path: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._fs.info(self._at(path))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found

    def entries(self, path: str = "") -> list[FileInfo]:
        below = relative_path(path)
        with self._told(below):
            found = self._info(below)
            if found is None or found["type"] != "directory":
                return []
            listed = self._fs.ls(self._at(below), detail=True)
        entries = []
        for entry in listed:
            # What a server lists is input: a name that would lead elsewhere is refused, not written to.
            name = relative_path(str(entry["name"]).rstrip("/").rpartition("/")[2])
            if name and not name.startswith(PART) and entry["type"] in ("file", "directory"):
                is_dir = entry["type"] == "directory"
                shown = f"{below}/{name}" if below else name
                entries.append(FileInfo(shown, is_dir, None if is_dir else int(entry.get("size") or 0)))
        return sorted(entries, key=lambda f: f.path)

    def stat(self, path: str) -> FileInfo | None:
        below = relative_path(path)
        with self._told(below):
            found = self._info(below)
        if found is None or found["type"] not in ("file", "directory"):
            return None
        is_dir = found["type"] == "directory"
        return FileInfo(below, is_dir, None if is_dir else int(found.get("size") or 0))

    def read(self, path: str, offset: int = 0) -> Content:
        below = relative_path(path)
        with self._told(below):
            found = self._info(below)
            if found is None or found["type"] != "file":
                raise ResourceDoesNotExist(f"There is no file {path!r} among the artifacts.")
            size = int(found.get("size") or 0)
        return Content(self._chunks(below, offset, size), size)

    def _chunks(self, path: str, position: int, size: int) -> Iterator[bytes]:
        file: Any = None
        try:
            while position < size:
                with self._told(path):
                    file = file or self._fs.open(self._at(path), "rb", size=size)
                    file.seek(position)
                    chunk = bytes(file.read(min(CHUNK, size - position)))
                if not chunk:
                    raise TemporarilyUnavailable(f"{self._place} broke off in the middle of {path!r}; try again.")
                position += len(chunk)
                yield chunk
        finally:
            if file is not None:
                with self._turn, contextlib.suppress(Exception):
                    file.close()

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        with spooled(chunks) as source:  # whoever sends slowly must not keep the connection from others
            self._put(path, iter(lambda: source.read(CHUNK), b""))

    def upload_file(self, local_path: str | Path, path: str) -> None:
        with open(local_path, "rb") as source:
            self._put(path, iter(lambda: source.read(CHUNK), b""))

    def _put(self, path: str, chunks: Iterable[bytes]) -> None:
        below = relative_path(path)
        target = self._at(below)
        if not below:
            raise InvalidParameterValue("A file needs a name; the path is the root of the artifacts.")
        part = posixpath.join(posixpath.dirname(target), PART + uuid.uuid4().hex)
        source = Source(chunks)
        with self._told(below, source):
            found = self._info(below)
            if found is not None and found["type"] == "directory":
                raise InvalidParameterValue(f"{path!r} is a folder; a file cannot take its place.")
            self._make(posixpath.dirname(target))
            try:
                with self._fs.open(part, "wb") as sink:
                    for chunk in source:
                        sink.write(chunk)
                        advance(len(chunk))
                self._rename(part, target)
            except BaseException:
                with contextlib.suppress(Exception):
                    self._fs.rm_file(part)
                raise

    def _make(self, folder: str) -> None:
        if folder not in ("", "/") and not self._fs.isdir(folder):
            self._fs.makedirs(folder, exist_ok=True)

    def _rename(self, part: str, target: str) -> None:
        try:
            self._fs.mv(part, target)
        except Exception:
            if not self._fs.exists(target):  # some do not put a file in the place of another
                raise
            self._fs.rm_file(target)
            self._fs.mv(part, target)

    def delete(self, path: str = "") -> None:
        below = relative_path(path)
        with self._told(below):
            found = self._info(below)
            if found is not None and found["type"] == "directory":
                self._clear(self._at(below))
            elif found is not None:
                self._fs.rm_file(self._at(below))

    def _clear(self, folder: str) -> None:
        if not _PATTERN.search(folder):
            self._fs.rm(folder, recursive=True)
            return
        for entry in self._fs.ls(folder, detail=True):
            inner = posixpath.join(folder, posixpath.basename(str(entry["name"]).rstrip("/")))
            if entry["type"] == "directory":
                self._clear(inner)
            else:
                self._fs.rm_file(inner)
        self._fs.rmdir(folder)
