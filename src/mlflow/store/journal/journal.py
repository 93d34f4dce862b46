"""The journal of one process and store: where logging calls append, and what is not shipped yet.

Only :meth:`Journal.append` runs in the caller's thread. It costs an encoding, a checksum and one write.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from mlflow.exceptions import TemporarilyUnavailable
from mlflow.store.journal.file import JournalFile, append_to, write_at
from mlflow.store.journal.places import forget_folder, note_address
from mlflow.store.journal.records import Record, frame
from mlflow.store.journal.staging import has_files

_log = logging.getLogger(__name__)

#: Bytes of unshipped records that memory holds; the rest is read from the file again.
_IN_MEMORY: Final = 8 << 20
#: Bytes of a file after which the next is begun, so that what is shipped does not fill the disk.
_ROTATE: Final = 64 << 20
#: Records held in memory alone while the disk is full.
_HELD: Final = 50_000
#: Seconds between two warnings of a full disk.
_SILENCE: Final = 60.0
#: Records shipped at a time.
_WINDOW: Final = 4000


class Journal:
    """Records of this process for one store, in order, behind those that processes before it left.

    Args:
        folder: Where the files are.
        address: Of the store, noted in each file.
        is_noted: Whether the folder says which store it is for.
        rouse: Called when there is something to ship after there was nothing.
        finished: Called with each other file of whose records the store has all, before it is removed.

    Attributes:
        appended: How many records were appended; a file of another process counts as one.
        shipped: How many of them the store has, or has refused.
    """

    def __init__(
        self,
        folder: Path,
        address: str,
        is_noted: bool,
        rouse: Callable[[], None],
        finished: Callable[[Path], None],
    ) -> None:
        self.folder = folder
        self._address = address
        self._is_noted = is_noted
        self._rouse = rouse
        self._finished = finished
        self.begin()

    def begin(self) -> None:
        """Start with nothing, as a new process."""
        # Reentrant, and a call inside a call is put off: a signal's handler may log while it interrupts a call.
        self._lock = threading.RLock()
        self._file: JournalFile | None = None
        #: The file whose records are being shipped.
        self.taken: JournalFile | None = None
        #: The first file of this process.
        self.first_path = self.folder / "none"
        self.files: deque[JournalFile] = deque()
        self._appending = False
        self._late: list[Record] = []
        self._tell_again = 0.0
        self._held = 0
        self.lost = 0
        self.appended = 0
        self.shipped = 0
        #: Whether no more is written down, since nobody would ship it.
        self.is_closed = False
        #: Whether whoever ships waits to be roused.
        self.resting = True

    def adopt(self, file: JournalFile) -> None:
        """Ship a file that another process left, before what is appended here."""
        with self._lock:
            self.files.insert(len(self.files) - (self._file is not None), file)
            self.appended += 1

    def open(self) -> None:
        """Make the file, unless it is there.

        Raises:
            OSError: It cannot be made.
        """
        with self._lock:
            if self._file is None:
                if self.is_closed:
                    raise OSError(f"the journal in {self.folder} is closed")
                self._file = self._new_file()
                self.files.append(self._file)
                self.first_path = self._file.path

    def _new_file(self) -> JournalFile:
        while True:
            try:
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                if self._is_noted:
                    note_address(self.folder, self._address)
                return JournalFile.create(self.folder, self._address)
            except FileNotFoundError:  # another process that was done has just removed the empty folder
                if not self.folder.parent.is_dir():
                    raise

    def append(self, record: Record) -> None:
        """Write a record down; it outlives this process from then on.

        Raises:
            InvalidParameterValue: A text in it is no valid Unicode.
            TemporarilyUnavailable: The disk is full, and so is what memory may hold.
        """
        data = frame(record)
        with self._lock:
            if self._appending:
                self._late.append(record)
                return
            try:
                self._appending = True
                file = self._file
                if file is None:
                    self.open()
                    file = self._file
                    assert file is not None
                end = file.end
                try:
                    written = write_at(file.fd, data, end)
                except OSError:
                    written = 0
                if written == len(data):
                    file.end = end = end + written
                else:
                    self._hold(file)
                if not file.spilled:
                    file.pending.append((end, record))
                    if end - file.shipped > _IN_MEMORY:
                        file.spilled = True
                self.appended += 1
                if end > _ROTATE:
                    self._rotate()
            finally:
                self._appending = False
        if self._late:
            self._append_late()
        if self.resting:
            self.resting = False
            self._rouse()

    def _append_late(self) -> None:
        while self._late:
            self.append(self._late.pop(0))

    def _hold(self, file: JournalFile) -> None:
        """The disk is full: keep the record in memory, from where it is shipped."""
        if time.monotonic() > self._tell_again:
            self._tell_again = time.monotonic() + _SILENCE
            _log.warning(
                "The journal %s cannot be written: is the disk full? What is logged is kept in memory until the store "
                "has it, and does not outlive this process.",
                file.path,
            )
        if file.spilled or self._held >= _HELD:
            self.lost += 1
            raise TemporarilyUnavailable(
                f"The journal {file.path} cannot be written and {self._held:,} records wait in memory for the store. "
                "Make room on the disk."
            )
        self._held += 1

    def _rotate(self) -> None:
        try:
            new = self._new_file()
        except OSError:
            return  # the file in use goes on
        new.spilled = self._file is not None and self._file.spilled  # memory is full of records of the files before
        self.files.append(new)
        self._file = new

    @property
    def waiting(self) -> int:
        """How many records are not shipped."""
        return self.appended - self.shipped

    def window(self) -> list[tuple[int, Record]]:
        """The next records to ship, with the ends of their frames; :meth:`done` says that they are shipped.

        Raises:
            Exception: A file is done and what belongs to it could not be sent.
        """
        while self.files:
            file = self.taken = self.files[0]
            found: list[tuple[int, Record]] = []
            pending = file.pending
            while len(found) < _WINDOW:
                try:
                    found.append(pending.popleft())
                except IndexError:
                    break
            if found:
                return found
            with self._lock:
                if pending:
                    continue
                if file.shipped < file.end:
                    found = self._read(file)
                    if found:
                        return found
                    continue
                file.spilled = False
                if file is self._file:
                    self.shipped = self.appended
                    return []
            self._finished(file.path)
            with self._lock:
                self.files.remove(file)
                if file.is_adopted:
                    self.shipped += 1
                elif self._file is None and not self.files:
                    self.shipped = self.appended
            file.close(remove=True)
        return []

    def _read(self, file: JournalFile) -> list[tuple[int, Record]]:
        """The next records of a file; what is damaged is passed over and told."""
        start = file.shipped
        found: list[tuple[int, Record]] = []
        for end, record in file.read(start):
            if record is not None:
                found.append((end, record))
            elif end < file.end:  # at the end it is only what its writer was killed over
                self._damaged(file, start, end)
            elif not found:
                file.mark(end)
            start = end
        if not found and start > file.shipped:
            file.mark(start)
        return found

    def _damaged(self, file: JournalFile, start: int, end: int) -> None:
        copy = file.path.with_suffix(".damaged")
        _log.warning(
            "%s is damaged: %d bytes from byte %d on are no record. They are kept in %s; what follows is sent.",
            file.path,
            end - start,
            start,
            copy,
        )
        with suppress(OSError):  # the warning has told
            append_to(copy, file.content(start, end))

    def done(self, window: list[tuple[int, Record]]) -> None:
        """The store has these, or has refused them."""
        file = self.taken
        assert file is not None
        if file.shipped != window[-1][0]:
            file.mark(window[-1][0])
        with self._lock:
            if not file.is_adopted:
                self.shipped += len(window)
            if self._held and not file.pending:
                self._held = 0
            if file.shipped == file.end and file is self._file and not file.pending and file.end > _IN_MEMORY:
                file.spilled = False
                file.empty()

    def close(self) -> list[Path]:
        """Let go of the files; what is shipped is removed, and what is left is told."""
        left = []
        with self._lock:
            files, self.files, self._file = list(self.files), deque(), None
            for file in files:
                is_done = file.shipped >= file.end and not has_files(file.path)
                if not is_done:
                    left.append(file.path)
                file.close(remove=is_done)
        forget_folder(self.folder)
        return left

    def abandon(self) -> None:
        """In a forked child: what was appended is the parent's to ship."""
        for file in self.files:
            file.abandon()
        self.begin()
