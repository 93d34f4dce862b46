"""The space that deleted records took: SQLite keeps it in the file until it is told to give it back."""

from __future__ import annotations

import sqlite3
from typing import Final

from mlflow.store.sql.databases import Database
from mlflow.store.sql.engine import SqliteDatabase, told

#: Bytes below which a file is not written anew to be smaller.
_WORTH_IT: Final = 1 << 18
#: Seconds to wait for writers.
_PATIENCE: Final = 10.0


def give_back(database: Database) -> int:
    """Make a database's file smaller by what is free in it, if that is worth it.

    Others may read meanwhile; writers wait. A database server does this by itself.

    Returns:
        Bytes given back; 0 where others keep the file so busy that it is better left alone.

    Raises:
        TemporarilyUnavailable: The disk is too full to write the file anew.
    """
    if not isinstance(database, SqliteDatabase) or not database.file:
        return 0
    try:
        connection = sqlite3.connect(database.file, timeout=_PATIENCE, isolation_level=None)
        try:
            (page,) = connection.execute("PRAGMA page_size").fetchone()
            (before,) = connection.execute("PRAGMA page_count").fetchone()
            (free,) = connection.execute("PRAGMA freelist_count").fetchone()
            if page * free < _WORTH_IT:
                return 0
            connection.execute("VACUUM")
            (after,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return int(page) * max(int(before) - int(after), 0)
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            return 0
        raise told(error, database.file) from error
