"""Parts of files that the server holds until they are whole.

An upload is a folder, so that every worker process of a server finds it, and a server that was killed too. A part is
written to its place in the file as it arrives: all parts but the last are of one length, so a part's number and length
say where that is. Only the last may arrive before that is known; it waits in a file of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from mlflow.artifacts.contract import PART, ArtifactStore
from mlflow.artifacts.digests import Hashed
from mlflow.artifacts.local import LocalArtifacts
from mlflow.artifacts.parts import Part, PartedUploads, Target, checked_count, in_order, no_upload
from mlflow.exceptions import BadRequest, InvalidParameterValue, InvalidState, ResourceDoesNotExist
from mlflow.uris import relative_path

_ID = re.compile(r"[0-9a-f]{32}")
_BLOCK = 1 << 20
#: Bytes that no file system takes.
_LONGEST = 1 << 60
#: What is left of an upload that was finished: who asks again because the answer was lost is told the same.
_DONE = "done"


class HeldParts(PartedUploads):
    """Uploads on the way to a store.

    Args:
        store: Where files go when they are whole. Beside a folder's files the parts need no copying; on the way to
            other stores they are in a folder of the system for temporary files.
        place: What the store is called, so that the servers of two stores keep apart.
    """

    def __init__(self, store: ArtifactStore, place: str = "") -> None:
        self._store = store
        if isinstance(store, LocalArtifacts):
            self._folder = store.root / f"{PART}uploads"
        else:
            self._folder = Path(tempfile.gettempdir()) / f"penstock-uploads-{os.getuid()}" / _short(place)

    def begin(self, path: str, count: int) -> tuple[str, list[Target]]:
        path = _named(path)
        upload_id = secrets.token_hex(16)
        if not isinstance(self._store, LocalArtifacts):
            _own(self._folder.parent)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder = self._folder / upload_id
        folder.mkdir(mode=0o700)
        _put(folder / "about", {"path": path, "count": checked_count(count)})
        return upload_id, [Target(number) for number in range(1, count + 1)]

    def receive(
        self, path: str, upload_id: str, number: int, chunks: Iterable[bytes], size: int | None, digest: str | None
    ) -> str:
        """Take a part; returns its ETag.

        Args:
            path: The file.
            upload_id: The upload.
            number: The part, from 1.
            chunks: Its content.
            size: Its bytes; all parts but the last are of one size.
            digest: SHA-256 that it should have, in hexadecimal, where the sender says it.

        Raises:
            ResourceDoesNotExist: There is no such upload of this file.
            InvalidParameterValue: There is no such part, or it has not the size it said.
            MlflowException: It was damaged on the way.
        """
        folder, about = self._found(path, upload_id)
        if (folder / _DONE).exists():
            raise InvalidState("The upload is finished already.")
        if not 1 <= number <= about["count"]:
            raise InvalidParameterValue(f"The file has {about['count']} parts; there is no number {number}.")
        if size is None:
            raise BadRequest("A part needs a Content-Length, which says where it goes.")
        if number * size > _LONGEST:
            raise InvalidParameterValue(f"No file has {number} parts of {size:,} bytes.")
        last = number == about["count"] and number > 1
        # What was there counts no more: a part that is damaged when it is sent again leaves none.
        (folder / f"part-{number}").unlink(missing_ok=True)
        aside = folder / f"last-{secrets.token_hex(8)}"
        hashed = Hashed(chunks, lambda: digest, f"part {number} of {path}")
        try:
            with _opened(aside if last else folder / "whole") as handle:
                _fill(handle, 0 if last else (number - 1) * size, hashed, size)
            if last:
                os.replace(aside, folder / "last")
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        etag = f'"{hashed.hexdigest()}"'
        _put(folder / f"part-{number}", {"size": size, "etag": etag})
        return etag

    def finish(self, path: str, upload_id: str, parts: list[Part]) -> None:
        folder, about = self._found(path, upload_id)
        parts = in_order(parts)
        with _locked(folder):
            if (folder / _DONE).exists():
                return
            if len(parts) != about["count"]:
                raise InvalidParameterValue(f"The file has {about['count']} parts, and {len(parts)} were named.")
            arrived = [_get(folder / f"part-{part.number}") for part in parts]
            for part, found in zip(parts, arrived, strict=True):
                if found is None or found["etag"].strip('"') != part.etag.strip('"'):
                    raise InvalidParameterValue(f"Part {part.number} has not arrived as it was named; send it again.")
            sizes = [found["size"] for found in arrived if found is not None]
            if len(set(sizes[:-1])) > 1:
                raise InvalidParameterValue("All parts but the last must be of one size.")
            with _opened(folder / "whole") as handle:
                if len(parts) > 1:
                    _append(handle, sum(sizes[:-1]), folder / "last")
                os.ftruncate(handle, sum(sizes))
            self._keep(folder / "whole", about["path"])
            (folder / _DONE).touch()
        for left in folder.iterdir():
            if left.name not in ("about", _DONE, "lock"):
                left.unlink(missing_ok=True)

    def _keep(self, whole: Path, path: str) -> None:
        if isinstance(self._store, LocalArtifacts):
            self._store.adopt(whole, path)
        else:
            self._store.upload_file(whole, path)

    def abandon(self, path: str, upload_id: str) -> None:
        with contextlib.suppress(ResourceDoesNotExist):
            folder, _ = self._found(path, upload_id)
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self, seconds: float) -> int:
        """Forget uploads that nothing was sent to for so long; returns how many."""
        swept = 0
        with contextlib.suppress(FileNotFoundError):
            for folder in self._folder.iterdir():
                times = [_written(folder), *map(_written, folder.iterdir())] if folder.is_dir() else []
                if times and max(times) < time.time() - seconds:
                    shutil.rmtree(folder, ignore_errors=True)
                    swept += 1
        return swept

    def _found(self, path: str, upload_id: str) -> tuple[Path, dict[str, Any]]:
        """The folder of an upload and what it is about; the upload of another file is none of this one's."""
        folder = self._folder / upload_id
        about = _get(folder / "about") if _ID.fullmatch(upload_id) else None
        if about is None or about["path"] != _named(path):
            raise no_upload()
        return folder, about


def _named(path: str) -> str:
    path = relative_path(path)
    if not path:
        raise InvalidParameterValue("A file needs a name; the path is the root of the artifacts.")
    return path


def _short(place: str) -> str:
    return sha256(place.encode()).hexdigest()[:16]


def _own(folder: Path) -> None:
    """Make the folder, or see that the one that is there is nobody else's."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or folder.is_symlink() or found.st_mode & 0o022:
        raise InvalidState(f"The folder {str(folder)!r} is somebody else's; remove it, or set TMPDIR to another place.")


def _written(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except FileNotFoundError:
        return 0.0


def _put(path: Path, content: dict[str, Any]) -> None:
    part = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
    part.write_text(json.dumps(content), encoding="utf-8")
    os.replace(part, path)


def _get(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        yield handle
    finally:
        os.close(handle)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with _opened(folder / "lock") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _fill(handle: int, offset: int, chunks: Iterable[bytes], size: int) -> None:
    left = size
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            break
        _write(handle, chunk, offset)
        offset += len(chunk)
    if left:
        raise InvalidParameterValue(f"The part was to have {size} bytes, and has {'more' if left < 0 else 'fewer'}.")


def _write(handle: int, chunk: bytes, offset: int) -> None:
    rest = memoryview(chunk)
    while rest:
        written = os.pwrite(handle, rest, offset)
        rest, offset = rest[written:], offset + written


def _append(handle: int, offset: int, source: Path) -> None:
    with source.open("rb") as last:
        while block := last.read(_BLOCK):
            _write(handle, block, offset)
            offset += len(block)
