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

from mlflow.store.sql import dense

#: Seconds between two looks at the log: fewest while much is written, most while little is.
_SHORTEST: Final = 0.25
_LONGEST: Final = 4.0
#: Pages that are worth the two waits for the disk that copying takes.
_WORTH: Final = 1_000
#: Pages of a log that is begun anew, for which writers wait until what was added since the last copying is copied.
_LONG: Final = 16_000
#: Milliseconds for which another process's copying is waited for.
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
            pause, seen, copied = _LONGEST, 0, 0
            while not self._stopping.wait(pause):
                changed = self._changed()
                if changed == seen:
                    continue
                seen = changed
                # What cannot be done now is done at the next look; a disk in trouble is told by the writers.
                with suppress(sqlite3.OperationalError):
                    pages = _copy(connection)
                    if pages >= _WORTH:
                        dense.squeeze  # noqa: B018  # loads NumPy, lest the first series that is long do it for a caller
                    if pages >= _LONG:
                        # All is copied at the end of this, so the next writer begins at the log's beginning.
                        with self._alone:
                            _copy(connection)
                    is_much = not copied <= pages < copied + _WORTH
                    pause = _SHORTEST if is_much else min(2 * pause, _LONGEST)
                    copied = pages
        finally:
            connection.close()

    def _changed(self) -> int:
        try:
            return os.stat(self._log).st_mtime_ns
        except OSError:
            return 0


def _copy(connection: sqlite3.Connection) -> int:
    """Copy what can be copied while others read and write; returns the pages of the log."""
    ((_, pages, _),) = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    return int(pages)
