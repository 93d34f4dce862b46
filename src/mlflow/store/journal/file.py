"""One journal file: appended to and locked by its owner, read by whoever ships it."""

from __future__ import annotations

import os
import stat
import struct
import sys
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Final

from mlflow.store.journal.records import HEAD, Record, frame, record_at, records_in, wanted_length

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

SUFFIX: Final = ".journal"
_MAGIC: Final = b"PENSTK\x00\x01"
_PROGRESS: Final = struct.Struct("<QQ")
_PROGRESS_AT: Final = len(_MAGIC)
_FIRST: Final = _PROGRESS_AT + _PROGRESS.size
_ALL_ONES: Final = 2**64 - 1
#: A journal lies beside a database that may be somebody else's: nothing is read or written through a link there.
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
#: Bytes read at a time.
_CHUNK: Final = 1 << 20


def _write_at_windows(fd: int, data: bytes, at: int) -> int:
    os.lseek(fd, at, os.SEEK_SET)
    return os.write(fd, data)


write_at = getattr(os, "pwrite", _write_at_windows)


class JournalFile:
    """A journal file that this process holds locked.

    Attributes:
        path: Where it is.
        end: Where the next record goes.
        shipped: Up to where the store has it.
        pending: Records after ``shipped``, each with the end of its frame, unless ``spilled``.
        spilled: Whether records are only in the file, since memory held enough of them.
        is_adopted: Whether another process began it.
    """

    __slots__ = ("end", "fd", "first", "is_adopted", "path", "pending", "shipped", "spilled")

    def __init__(self, path: Path, fd: int, first: int, end: int, shipped: int, is_adopted: bool = False) -> None:
        self.path = path
        self.fd = fd
        self.first = first
        self.end = end
        self.shipped = shipped
        self.pending: deque[tuple[int, Record]] = deque()
        self.spilled = shipped < end
        self.is_adopted = is_adopted

    @classmethod
    def create(cls, folder: Path, address: str) -> JournalFile:
        """Begin a file of this process.

        Raises:
            OSError: The folder cannot be written, or the file not be locked.
        """
        path = folder / f"{os.getpid()}-{os.urandom(4).hex()}{SUFFIX}"
        new = path.with_suffix(".new")  # nobody takes it for left behind before it is locked
        head = frame((HEAD, address, os.getpid(), _host(), int(time.time() * 1000)))
        first = _FIRST + len(head)
        fd = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            if not lock(fd):
                raise OSError(f"{path} is locked already")
            data = _MAGIC + _PROGRESS.pack(first, _ALL_ONES - first) + head
            if write_at(fd, data, 0) != len(data):
                raise OSError(f"the disk of {path} is full")
            new.rename(path)
        except OSError:
            os.close(fd)
            new.unlink(missing_ok=True)
            raise
        return cls(path, fd, first, first, first)

    @classmethod
    def claim(cls, path: Path) -> JournalFile | None:
        """Take over a file whose owner is gone; None where someone holds it, or it is gone or empty."""
        try:
            fd = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | _NO_LINK)
        except OSError:
            return None
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode) or not lock(fd) or os.fstat(fd).st_nlink == 0:
            # It is none; or another process has it, or shipped and removed it meanwhile.
            os.close(fd)
            return None
        size = os.fstat(fd).st_size
        beginning = os.pread(fd, _CHUNK, 0) if hasattr(os, "pread") else _read(fd, 0, _CHUNK)
        first = _first(beginning)
        if first is None:
            os.close(fd)
            path.unlink(missing_ok=True)
            return None
        return cls(path, fd, first, size, _shipped(beginning, first), is_adopted=True)

    def read(self, start: int, most: int = _CHUNK) -> list[tuple[int, Record | None]]:
        """The records from ``start`` on, about ``most`` bytes of them; see :func:`records_in`."""
        size = self.end - start
        if size <= 0:
            return []
        data = _read(self.fd, start, min(size, most))
        if len(data) < size:  # the last frame may reach beyond what was read
            needed = self._whole(data, start)
            if needed > len(data):
                data += _read(self.fd, start + len(data), min(needed, size) - len(data))
        found = [(start + end, record) for end, record in records_in(data)]
        if len(data) < size and found[-1][1] is None:
            if len(found) == 1:
                return self.read(start, 4 * most)  # what is whole may begin in what was read and end beyond it
            found.pop()  # judged when it is read from its beginning
        return found

    def content(self, start: int, end: int) -> bytes:
        """What stands between two places."""
        return _read(self.fd, start, end - start)

    def _whole(self, data: bytes, start: int) -> int:
        """Bytes that the first frame takes."""
        return wanted_length(data, 0) if record_at(data, 0) is None else 0

    def mark(self, shipped: int) -> None:
        """Note up to where the store has it. Whoever finds no note ships the same again, which does no harm."""
        self.shipped = shipped
        with suppress(OSError):
            write_at(self.fd, _PROGRESS.pack(shipped, _ALL_ONES - shipped), _PROGRESS_AT)

    def empty(self) -> None:
        """Forget all records, which the store has."""
        os.ftruncate(self.fd, self.first)
        self.end = self.first
        self.mark(self.first)

    def close(self, *, remove: bool) -> None:
        """Let go of the file."""
        if remove:
            self.path.unlink(missing_ok=True)
        os.close(self.fd)
        self.fd = -1

    def abandon(self) -> None:
        """Let a forked child go of its parent's file, which stays locked by the parent."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else ""


def append_to(path: Path, data: bytes) -> None:
    """Append to a file beside a journal.

    Raises:
        OSError: It cannot be written, or is a link.
    """
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | _NO_LINK, 0o600)
    with open(fd, "ab") as file:
        file.write(data)


def lock(fd: int) -> bool:
    """Lock a file for this process; False where another holds it."""
    try:
        if sys.platform == "win32":
            os.lseek(fd, 1 << 40, os.SEEK_SET)  # beyond the content, which others may read
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return not isinstance(error, BlockingIOError | PermissionError)  # a file system without locks
    return True


def is_behind(path: Path, size: int) -> bool:
    """Whether the owner of a journal has not shipped the first ``size`` bytes of it yet."""
    try:
        with path.open("rb") as file:
            beginning = file.read(_FIRST)
            if os.fstat(file.fileno()).st_size < size:
                return False  # emptied, since all of it was shipped
    except OSError:
        return False  # removed, for the same reason
    return _shipped(beginning, 0) < size


def origin_of(path: Path) -> tuple[int, str, int]:
    """Process id and host of a journal's writer, and when it was begun; zeros where its beginning is damaged."""
    try:
        with path.open("rb") as file:
            found = record_at(file.read(_CHUNK), _FIRST)
    except OSError:
        return 0, "", 0
    if found is None or found[1][0] != HEAD or len(found[1]) < 5:
        return 0, "", 0
    _, _, process, host, began = found[1][:5]
    return int(process), str(host), int(began)


def unshipped(path: Path) -> list[Record]:
    """The records of a journal that are not known to be shipped; it may be somebody's."""
    return _records(path, from_first=False)


def all_records(path: Path) -> list[Record]:
    """Every record that a journal holds; it may be somebody's."""
    return _records(path, from_first=True)


def _records(path: Path, *, from_first: bool) -> list[Record]:
    try:
        data = path.read_bytes()
    except OSError:
        return []
    first = _first(data)
    if first is None:
        return []
    start = first if from_first else _shipped(data, first)
    return [record for _, record in records_in(data, start) if record is not None]


def _first(data: bytes) -> int | None:
    """Where the records begin, also of a file whose beginning is damaged; None where there are none."""
    if len(data) < _FIRST:
        return None
    found = record_at(data, _FIRST)
    return found[0] if found is not None and found[1][0] == HEAD else _FIRST


def _shipped(data: bytes, first: int) -> int:
    if len(data) < _FIRST:
        return first
    shipped, inverse = _PROGRESS.unpack_from(data, _PROGRESS_AT)
    return max(int(shipped), first) if shipped == _ALL_ONES - inverse else first


def _read(fd: int, at: int, size: int) -> bytes:
    parts = []
    while size > 0:
        if hasattr(os, "pread"):
            part = os.pread(fd, size, at)
        else:
            os.lseek(fd, at, os.SEEK_SET)
            part = os.read(fd, size)
        if not part:
            break
        parts.append(part)
        at += len(part)
        size -= len(part)
    return b"".join(parts)
