"""Reading what tables of runs are made of from the disk, once a server has started, before somebody asks for it.

A sort by a metric looks at a row of each run. After a start of the machine, or when something else has filled its
memory, these lie on the disk, among series and texts, and whoever is the first to sort waits seconds for them.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

#: Seconds that reading takes at most: 100,000 runs of 24 metrics take three, or 0.3 where memory has them already.
_LONGEST: Final = 10.0
#: Runs that are read together, from the newest on: people look at these first.
_TOGETHER: Final = 2_000
#: SQLite's instructions between two looks at the clock.
_STEPS: Final = 10_000
#: Each names a column behind the key, so that rows are read and no index does.
_STATEMENTS: Final = (
    "SELECT count(location) FROM runs WHERE id > :low AND id <= :high",
    "SELECT count(value_last) FROM metrics WHERE run > :low AND run <= :high",
    "SELECT count(value) FROM params WHERE run > :low AND run <= :high",
    "SELECT count(value) FROM run_tags WHERE run > :low AND run <= :high",
)


class Warming:
    """A thread that reads the newest runs of one database, until all are read, time is over, or :meth:`stop`.

    Args:
        connect: Makes a connection to the database.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connect()
        self._end = time.monotonic() + _LONGEST
        self._thread = threading.Thread(target=self._run, name="warming", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and its connection with it."""
        self._end = 0.0
        self._thread.join()

    def _run(self) -> None:
        connection = self._connection
        try:
            connection.set_progress_handler(lambda: time.monotonic() > self._end, _STEPS)
            # Interrupted, or the place is in trouble, which whoever asks will be told.
            with suppress(sqlite3.Error):
                ((newest,),) = connection.execute("SELECT max(id) FROM runs")
                for high in range(newest or 0, 0, -_TOGETHER):
                    for statement in _STATEMENTS:
                        connection.execute(statement, {"low": high - _TOGETHER, "high": high}).fetchone()
        finally:
            connection.close()
