"""Statements of one transaction on a database server."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any, Final

from mlflow.store.sql.dialects.server import ServerDialect
from mlflow.store.sql.sessions import Row, Session, Values

#: Where statements are told with ``MLFLOW_SQLALCHEMYSTORE_ECHO``; without their values, which may be anybody's.
_log = logging.getLogger("mlflow.store.sql")
_NONE: Final[dict[str, Any]] = {}
#: Seconds after which nobody looks for a receipt any more.
_FORGOTTEN: Final = 86_400


class ServerSession(Session):
    """A :class:`~mlflow.store.sql.sessions.Session` that speaks a dialect.

    Args:
        cursor: A cursor of the driver's.
        dialect: The database's dialect.
        echo: Whether statements are told to the log.
        writes: Whether what is read may be locked.
    """

    __slots__ = ("_cursor", "_echo", "_speaks", "dialect", "lock", "share")

    def __init__(self, cursor: Any, dialect: ServerDialect, echo: bool, *, writes: bool) -> None:
        self._cursor = cursor
        self._echo = echo
        self._speaks = dialect
        self.dialect = dialect
        self.lock = dialect.lock if writes else ""
        self.share = dialect.share if writes else ""
        self.execute = self._execute
        self.executemany = self._executemany

    def _execute(self, sql: str, values: Values = _NONE) -> Any:
        if self._echo:
            _log.warning("%s", sql)
        speaks, cursor = self._speaks, self._cursor
        cursor.execute(speaks.translated(sql), speaks.values(sql, values))
        return cursor

    def _executemany(self, sql: str, values: Sequence[Values]) -> Any:
        if self._echo:
            _log.warning("%s", sql)
        if len(values) == 1:
            return self._execute(sql, values[0])
        self._speaks.many(self._cursor, sql, values)
        return self._cursor

    def rows(self, sql: str, values: Values = _NONE) -> list[Row]:
        return list(self._execute(sql, values).fetchall())

    def add(self, sql: str, values: Values) -> int:
        if self._echo:
            _log.warning("%s", sql)
        return self._speaks.add(self._cursor, sql, values)

    def define(self, statement: str) -> None:
        self._speaks.define(self._cursor, statement)

    def leave(self, receipt: str, former: str | None = None) -> None:
        """Note that this transaction was committed.

        Args:
            receipt: The note.
            former: What the connection noted before, which is forgotten; where it noted nothing, what others noted long
                ago is.
        """
        now = int(time.time())
        if former is not None:
            self._execute("DELETE FROM facts WHERE name = :name", {"name": former})
        else:
            then = f"{now - _FORGOTTEN:020}"
            self._execute("DELETE FROM facts WHERE name LIKE 'receipt/%' AND value < :then", {"then": then})
        self._execute("INSERT INTO facts (name, value) VALUES (:name, :at)", {"name": receipt, "at": f"{now:020}"})
