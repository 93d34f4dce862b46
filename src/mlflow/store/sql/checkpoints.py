"""Copying SQLite's write-ahead log into the database aside from the writers.

A writer that does it itself, as SQLite's writers do, waits for the disk, and every caller of a server with it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Final

#: Seconds between two looks at the log.
_PAUSE: Final = 0.25
#: Bytes that are added to the log before they are copied.
_WORTH: Final = 4 << 20
#: Bytes of a log that is cut off; writers wait for what was added since the last copying, which is little.
_LONG: Final = 64 << 20
#: Milliseconds that readers, who keep a log from being cut off, are waited for.
_PATIENCE: Final = 50


class Checkpoints:
    """A thread that copies the log of one database, until :meth:`stop`.

    Args:
        file: Path of the database.
        connect: Makes a connection to it.
        alone: Keeps the process's own writers out.
    """

    def __init__(
        self, file: str, connect: Callable[[], sqlite3.Connection], alone: AbstractContextManager[object]
    ) -> None:
        self._log = f"{file}-wal"
        self._connect = connect
        self._alone = alone
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and its connection with it."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        connection = self._connect()
        try:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            copied = 0
            while not self._stopping.wait(_PAUSE):
                size = self._size()
                if size < copied:  # it was begun anew
                    copied = 0
                if size < copied + _WORTH and size < _LONG:
                    continue
                # What cannot be done now is done at the next look; a disk in trouble is told by the writers.
                with suppress(sqlite3.OperationalError):
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                    copied = size
                    if size >= _LONG:
                        with self._alone:
                            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()

    def _size(self) -> int:
        try:
            return os.stat(self._log).st_size
        except OSError:
            return 0
