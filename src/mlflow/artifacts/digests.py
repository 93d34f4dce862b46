"""Checksums of files: SHA-256, made while a file is written and kept with it where the file system can.

A digest is noted in an extended attribute beside size and time of the content, so that it stops counting as soon as
the file is written by other means. What changes content without its time, a disk that forgets bits, is found out.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator

from mlflow.exceptions import MlflowException

_NOTE = "user.penstock.sha256"
_BLOCK = 1 << 20
_CAN_NOTE = hasattr(os, "setxattr")


class Hashed(Iterator[bytes]):
    """Chunks that are hashed as they pass, and compared with what they should be when they end.

    Args:
        chunks: The content.
        expected: Asked at the end for the SHA-256 that it should have, in hexadecimal; None where nobody knows.
        name: What messages call it.
    """

    def __init__(
        self, chunks: Iterable[bytes], expected: Callable[[], str | None] | None = None, name: str = ""
    ) -> None:
        self._chunks = iter(chunks)
        self._expected = expected
        self._name = name
        self._hash = hashlib.sha256()
        self.size = 0

    def __next__(self) -> bytes:
        """The next chunk.

        Raises:
            MlflowException: There is none, and what has passed is not what it should be (``DATA_LOSS``).
        """
        try:
            chunk = next(self._chunks)
        except StopIteration:
            expected = self._expected() if self._expected is not None else None
            if expected is not None and expected != self.hexdigest():
                raise damaged(self._name, self.size, expected, self.hexdigest()) from None
            raise
        self._hash.update(chunk)
        self.size += len(chunk)
        return chunk

    def hexdigest(self) -> str:
        """SHA-256 of what has passed, in hexadecimal."""
        return self._hash.hexdigest()


def damaged(name: str, size: int, expected: str, found: str) -> MlflowException:
    """The error for content whose checksum is wrong."""
    return MlflowException(
        f"The {size:,} bytes of {name!r} that arrived are not those that were sent: their SHA-256 is {found}, and "
        f"should be {expected}. Nothing was kept. Try again; if it stays so, the disk or network in between is broken.",
        error_code="DATA_LOSS",
    )


def note(handle: int, digest: str) -> None:
    """Keep the digest of a file with it, where its file system can."""
    if _CAN_NOTE:
        found = os.fstat(handle)
        with contextlib.suppress(OSError):
            os.setxattr(handle, _NOTE, f"{digest} {found.st_size} {found.st_mtime_ns}".encode())


def noted(handle: int) -> str | None:
    """The digest that was kept with a file; None where there is none, or the file was written since."""
    if not _CAN_NOTE:
        return None
    try:
        digest, _, written = os.getxattr(handle, _NOTE).decode("ascii", "replace").partition(" ")
    except OSError:
        return None
    found = os.fstat(handle)
    return digest if written == f"{found.st_size} {found.st_mtime_ns}" else None


def computed(handle: int) -> str:
    """The digest of an open file's content, read from its beginning; its position does not move."""
    hashed = hashlib.sha256()
    position = 0
    while block := os.pread(handle, _BLOCK, position):
        hashed.update(block)
        position += len(block)
    return hashed.hexdigest()


def of_file(path: str | os.PathLike[str]) -> str:
    """The digest of a file of this machine."""
    handle = os.open(path, os.O_RDONLY)
    try:
        return computed(handle)
    finally:
        os.close(handle)


def header(digest: str) -> str:
    """A digest as the value of a ``Repr-Digest`` field (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"


def from_header(value: str | None) -> str | None:
    """The digest that a ``Repr-Digest`` field names; None where it names no SHA-256."""
    for member in (value or "").split(","):
        kind, _, coded = member.strip().partition("=")
        if kind.lower() == "sha-256" and len(coded) > 2 and coded[0] == coded[-1] == ":":
            try:
                found = base64.b64decode(coded[1:-1], validate=True)
            except binascii.Error:
                return None
            return found.hex() if len(found) == hashlib.sha256().digest_size else None
    return None
