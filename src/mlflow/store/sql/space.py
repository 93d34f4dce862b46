"""The space that deleted records took: SQLite keeps it in the file until it is told to give it back."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from mlflow.store.sql.databases import Database
from mlflow.store.sql.engine import SqliteDatabase, told

#: Bytes below which a file is not written anew to be smaller.
_WORTH_IT: Final = 1 << 18
#: Bytes that are written anew in passing: while writers wait, they stay within their patience.
_IN_PASSING: Final = 1 << 30
#: Seconds to wait for writers.
_PATIENCE: Final = 10.0


@dataclass(frozen=True)
class Space:
    """What became of the free space of a database's file.

    Args:
        given_back: Bytes by which the file is smaller.
        free: Bytes in it that are still free.
    """

    given_back: int = 0
    free: int = 0


def taken(database: Database) -> tuple[int, int] | None:
    """``(bytes of a database's file, bytes in it that are free)``; None where it is no file."""
    if not isinstance(database, SqliteDatabase) or not database.file:
        return None
    with database.read() as session:
        page, count, free = (
            int(session.rows(f"PRAGMA {name}")[0][0]) for name in ("page_size", "page_count", "freelist_count")
        )
    return page * count, page * free


def give_back(database: Database, *, in_passing: bool = True) -> Space:
    """Make a database's file smaller by what is free in it, if that is worth it.

    Others may read meanwhile; writers wait. A database server does this by itself.

    Args:
        database: The database.
        in_passing: Leave a file alone that is so large that writers would have to wait for long.

    Raises:
        TemporarilyUnavailable: The disk is too full to write the file anew; or others keep it busy, where it is not in
            passing.
    """
    if not isinstance(database, SqliteDatabase) or not database.file:
        return Space()
    try:
        connection = sqlite3.connect(database.file, timeout=_PATIENCE, isolation_level=None)
        try:
            (page,) = connection.execute("PRAGMA page_size").fetchone()
            (before,) = connection.execute("PRAGMA page_count").fetchone()
            (free,) = connection.execute("PRAGMA freelist_count").fetchone()
            size = int(page) * (int(before) - int(free))
            if page * free < _WORTH_IT or (in_passing and size > _IN_PASSING):
                return Space(0, int(page) * int(free))
            connection.execute("VACUUM")
            (after,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return Space(int(page) * max(int(before) - int(after), 0))
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if in_passing and ("locked" in str(error) or "busy" in str(error)):
            return Space()
        raise told(error, database.file) from error
