"""Files in an object store: S3 and what speaks like it, Google Cloud Storage, Azure Blob."""

from __future__ import annotations

import contextlib
import mimetypes
import os
import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError, NotFoundError, PermissionDeniedError, UnauthenticatedError

from mlflow import environment_variables as variables
from mlflow.artifacts.contract import CHUNK, ArtifactStore, Content, local_files
from mlflow.artifacts.progress import advance, telling
from mlflow.artifacts.sources import Source
from mlflow.artifacts.together import together
from mlflow.entities import FileInfo
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    PermissionDenied,
    ResourceDoesNotExist,
    TemporarilyUnavailable,
)
from mlflow.uris import relative_path

#: Parts of one file under way at once; with the size of a part, what an upload takes of memory.
_PARTS_AT_ONCE = 4
#: Parts that a file may have at most; stores allow 10,000.
_MOST_PARTS = 9_000
_SMALLEST_PART = 5 << 20
_LISTED_AT_ONCE = 1_000

_NO_BUCKET = re.compile(r"NoSuchBucket|ContainerNotFound|bucket does not exist", re.IGNORECASE)
_REFUSED = re.compile(r"status code: 40[13]")
_AWAY = re.compile(r"error sending request|client error \(Connect\)|connection|dns error|timed out", re.IGNORECASE)
_ELSEWHERE = re.compile(r"PermanentRedirect|AuthorizationHeaderMalformed|301 Moved|redirect", re.IGNORECASE)


class _Forks:
    """The library's threads do not live on in a forked process: a call there would wait for ever."""

    used = False
    cut_off = False

    @classmethod
    def forked(cls) -> None:
        cls.cut_off = cls.used


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_Forks.forked)


class ObjectArtifacts(ArtifactStore):
    """A folder of a bucket; the objects below it are the files, by the names that clients of MLflow gave them.

    A small file is one request. A large one goes up in parts, several at a time, and appears when the last has arrived.

    Args:
        store: The bucket, opened at the folder.
        place: What messages call it.
        attributes: Attributes that every new object gets, such as ``Cache-Control``.
    """

    def __init__(self, store: Any, place: str, attributes: dict[str, str] | None = None) -> None:
        self._store = store
        self._place = place
        self._attributes = attributes or {}

    def address(self, path: str) -> str:
        """The web address of an object, without a query."""
        return str(obstore.sign(self._store, "GET", path, timedelta(hours=1))).partition("?")[0]

    def entries(self, path: str = "") -> list[FileInfo]:
        below = relative_path(path)
        with self._told(below):
            found = obstore.list_with_delimiter(self._store, below or None)
        folders = [FileInfo(relative_path(name), True) for name in found["common_prefixes"]]
        # An object named like the folder marks it, as some tools do, and is no file in it.
        files = [_file(meta) for meta in found["objects"] if meta["path"] != below]
        return sorted(folders + files, key=lambda f: f.path)

    def stat(self, path: str) -> FileInfo | None:
        path = relative_path(path)
        if not path:
            return FileInfo("", True)
        with self._told(path), contextlib.suppress(NotFoundError, FileNotFoundError):
            return FileInfo(path, False, obstore.head(self._store, path)["size"])
        with self._told(path):
            below = next(iter(obstore.list(self._store, path, chunk_size=1)), None)
        return FileInfo(path, True) if below else None

    def walk(self, path: str = "") -> Iterator[FileInfo]:
        below = relative_path(path)
        with self._told(below):
            for page in obstore.list(self._store, below or None, chunk_size=_LISTED_AT_ONCE):
                yield from (_file(meta) for meta in page if meta["path"] != below)

    def read(self, path: str, offset: int = 0) -> Content:
        path = self._named(path)
        with self._told(path):
            # Stores refuse to read nothing, and say so differently; that a file ends there is known from its size.
            if offset and offset >= (size := int(obstore.head(self._store, path)["size"])):
                return Content(iter(()), size)
            found = obstore.get(self._store, path, options={"range": {"offset": offset}} if offset else None)
        return _Content(self, path, found, offset)

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        path = self._named(path)
        part = max(variables.MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE.get(), _SMALLEST_PART)
        source = Source(chunks)
        begun: deque[bytes] = deque()
        size = 0
        for chunk in source:
            begun.append(chunk)
            size += len(chunk)
            if size > part:
                break
        with self._told(path, source):
            if size <= part:
                self._put(path, b"".join(begun), use_multipart=False)
            else:
                self._put(path, chain(_taken(begun), source), use_multipart=True, chunk_size=part)

    def upload_file(self, local_path: str | Path, path: str) -> None:
        path = self._named(path)
        if not os.path.isfile(local_path):
            raise FileNotFoundError(f"There is no file {os.fspath(local_path)!r}.")
        with open(local_path, "rb") as source:  # what is wrong with it is told as what it is
            size = os.fstat(source.fileno()).st_size
        part = max(variables.MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE.get(), _SMALLEST_PART, size // _MOST_PARTS)
        with telling(f"Uploading {os.path.basename(local_path)}", size), self._told(path):
            self._put(path, Path(local_path), use_multipart=size > part, chunk_size=part)
            advance(size)

    def _put(self, path: str, content: Any, **how: Any) -> None:
        kind = mimetypes.guess_type(path)[0]
        attributes = {**({"Content-Type": kind} if kind else {}), **self._attributes}
        obstore.put(
            self._store, path, content, attributes=attributes or None, max_concurrency=_PARTS_AT_ONCE, **how
        )  # fmt: skip

    def upload_folder(self, local_folder: str | Path, path: str = "") -> None:
        def upload(file: tuple[str, str]) -> None:
            self.upload_file(file[0], f"{path}/{file[1]}" if path else file[1])

        files = list(local_files(local_folder))
        with telling(f"Uploading {os.path.basename(local_folder)}", sum(os.path.getsize(f) for f, _ in files)):
            together(upload, files)

    def fetch(self, files: Iterable[tuple[str, Path]]) -> None:
        together(lambda file: self.fetch_file(*file), list(files))

    def delete(self, path: str = "") -> None:
        below = relative_path(path)
        with self._told(below):
            for page in obstore.list(self._store, below or None, chunk_size=_LISTED_AT_ONCE):
                self._delete([meta["path"] for meta in page])
            if below:
                self._delete([below])

    def _delete(self, paths: list[str]) -> None:
        with contextlib.suppress(NotFoundError, FileNotFoundError):
            obstore.delete(self._store, paths)

    @staticmethod
    def _named(path: str) -> str:
        path = relative_path(path)
        if not path:
            raise InvalidParameterValue("A file needs a name; the path is the root of the artifacts.")
        return path

    @contextlib.contextmanager
    def _told(self, path: str, source: Source | None = None) -> Iterator[None]:
        """Says in our words what a call of the library failed of.

        Args:
            path: The file or folder.
            source: What is being written; its own errors are the caller's and pass.
        """
        if _Forks.cut_off:
            raise MlflowException(
                "Object storage was used before this process was forked from its parent and cannot be used here. Start "
                "processes with multiprocessing.get_context('spawn'), or log artifacts in the parent."
            )
        _Forks.used = True
        try:
            yield
        except (BaseError, FileNotFoundError, PermissionError, ValueError, OSError) as error:
            if source is not None and source.failed is not None:
                raise source.failed from None
            raise self._error(error, path) from None

    def _error(self, error: Exception, path: str) -> Exception:
        # The first line, without queries of URLs: those of Azure hold a signature.
        said = re.sub(r"\?[^\s)\"]*", "", str(error).partition("\n\nDebug source")[0])
        if _NO_BUCKET.search(said):
            elsewhere = (
                " One that is not at Amazon needs MLFLOW_S3_ENDPOINT_URL." if self._place.startswith("s3:") else ""
            )
            return ResourceDoesNotExist(
                f"There is no bucket for {self._place}. Make it with its provider's tools, or correct the location."
                f"{elsewhere}"
            )
        if isinstance(error, NotFoundError | FileNotFoundError):
            return ResourceDoesNotExist(f"There is no file {path!r} among the artifacts.")
        if isinstance(error, PermissionDeniedError | UnauthenticatedError | PermissionError) or _REFUSED.search(said):
            return PermissionDenied(
                f"{self._place} refuses {path or 'its list'!r}. Check that the credentials in use may read and write "
                f"there. It said: {said[:500]}"
            )
        if isinstance(error, MlflowException):
            return error
        if _ELSEWHERE.search(said):
            return MlflowException(
                f"{self._place} is in another region; set AWS_REGION to the bucket's. It said: {said[:500]}"
            )
        if _AWAY.search(said):
            return TemporarilyUnavailable(
                f"{self._place} cannot be reached. Check the network and the store's address. It said: {said[:500]}"
            )
        return MlflowException(f"{self._place} failed with {path!r}: {said[:500]}")


def _taken(chunks: deque[bytes]) -> Iterator[bytes]:
    while chunks:
        yield chunks.popleft()


class _Content(Content):
    """An object's content in chunks."""

    def __init__(self, files: ObjectArtifacts, path: str, found: Any, offset: int) -> None:
        self._files = files
        self._path = path
        self._stream = found.stream(min_chunk_size=CHUNK // 2)
        self._rest = memoryview(b"")
        size = int(found.meta["size"])
        self._left = size - offset
        etag = found.meta["e_tag"]
        super().__init__(iter(()), size, etag if etag and etag.startswith('"') else None)

    def __next__(self) -> bytes:
        if not self._rest:
            with self._files._told(self._path):
                self._rest = memoryview(next(self._stream, b""))
        if not self._rest:
            if self._left:
                raise MlflowException(f"The connection broke off before all of {self._path!r} had arrived; try again.")
            raise StopIteration
        chunk = bytes(self._rest[:CHUNK])
        self._rest = self._rest[CHUNK:]
        self._left -= len(chunk)
        return chunk


def _file(meta: Any) -> FileInfo:
    # What a bucket lists is input: a name that would lead elsewhere is refused, not written to.
    return FileInfo(relative_path(meta["path"]), False, int(meta["size"]))
