"""Statements of one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from mlflow.store.sql.dialects.contract import Dialect
from mlflow.store.sql.dialects.sqlite import SQLITE

#: A row of a result.
Row: TypeAlias = "tuple[Any, ...]"
Values: TypeAlias = "Mapping[str, Any]"

_NONE: Final[dict[str, Any]] = {}


class Session:
    """Statements of one transaction.

    Parameters are named (``:name``) and given as a mapping.
    """

    __slots__ = ("execute", "executemany")

    execute: Callable[..., Any]
    executemany: Callable[..., Any]

    #: How the database says what differs.
    dialect: Dialect = SQLITE
    #: What stands behind a SELECT whose rows this transaction is going to change, and must have to itself.
    lock: str = SQLITE.lock
    #: What stands behind a SELECT whose rows must stay as they are until this transaction ends.
    share: str = SQLITE.share

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.execute = connection.execute
        self.executemany = connection.executemany

    def rows(self, sql: str, values: Values = _NONE) -> list[Row]:
        """Every row of a result."""
        found: list[Row] = self.execute(sql, values).fetchall()
        return found

    def row(self, sql: str, values: Values = _NONE) -> Row | None:
        """The first row of a result, or None."""
        found: Row | None = self.execute(sql, values).fetchone()
        return found

    def run(self, sql: str, values: Values = _NONE) -> int:
        """Change rows; returns how many."""
        changed: int = self.execute(sql, values).rowcount
        return changed

    def add(self, sql: str, values: Values) -> int:
        """Insert one row into a table with a serial id; returns the id."""
        added: int = self.execute(sql, values).lastrowid
        return added

    def define(self, statement: str) -> None:
        """Run a statement that makes or changes a table or an index."""
        self.execute(statement)

    def many(self, sql: str, values: Sequence[Values]) -> None:
        """Run a statement once per mapping."""
        if values:
            self.executemany(sql, values)


def names(values: Sequence[Any], prefix: str = "v") -> tuple[str, dict[str, Any]]:
    """``(":v0, :v1", {"v0": …, "v1": …})``: a list of values for IN, which finds nothing where there are none."""
    given = {f"{prefix}{i}": value for i, value in enumerate(values)}
    return ", ".join(f":{name}" for name in given) or "NULL", given


def numbers(values: Sequence[int]) -> str:
    """``"1, 2, 3"``: whole numbers for IN, written out, since a page asks for thousands; none find nothing."""
    return ", ".join(str(int(value)) for value in values) or "NULL"
