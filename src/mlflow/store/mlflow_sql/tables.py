"""The tables of a database that MLflow made, whichever database it is: which columns they have, and their rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from mlflow.exceptions import InvalidParameterValue

#: Tables that every MLflow since 1.0 has.
_NEEDED: Final = frozenset({"alembic_version", "experiments", "runs", "metrics", "params", "tags"})
#: Rows that are read at once from a table that may be large.
_PAGE: Final = 1000
_WORKSPACE: Final = "workspace"
_EVERY: Final[dict[str, Any]] = {}


class MadeByPenstock(InvalidParameterValue):
    """A database that is no source of MLflow's records, since Penstock made it.

    Args:
        name: What people call it.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a database of Penstock, not of MLflow.")
        self.name = name


class Tables(ABC):
    """A database of MLflow, opened to be read, and seen as it was then.

    Args:
        columns: The columns of each table.
    """

    #: What people call it.
    name: str
    #: The folder that relative places are taken from.
    folder: Path

    def __init__(self, columns: Mapping[str, frozenset[str]]) -> None:
        self._columns = columns
        if is_ours(columns):
            self.close()
            raise MadeByPenstock(self.name)
        if not columns.keys() >= _NEEDED:
            self.close()
            raise InvalidParameterValue(f"{self.name} is no database of MLflow: it lacks its tables.")

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    @abstractmethod
    def ask(self, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement, whose placeholders are ``?``.

        Raises:
            MlflowException: The database cannot answer.
        """

    @abstractmethod
    def quoted(self, name: str) -> str:
        """The name of a column or table as it stands in a statement."""

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether there is such a table, or such a column in it."""
        columns = self._columns.get(table, frozenset())
        return bool(columns) if column is None else column in columns

    def rows(
        self,
        table: str,
        columns: Sequence[str],
        where: Mapping[str, Any] = _EVERY,
        order: Sequence[str] = (),
        most: int | None = None,
        skipped: int = 0,
    ) -> Iterator[tuple[Any, ...]]:
        """Some columns of a table; those that its version does not have are None, and no table has no rows.

        Only rows of the default workspace are told, where there are workspaces.

        Args:
            table: Name of the table.
            columns: Names of the columns.
            where: Values that columns must have.
            order: Columns that rows are sorted by; those that there are not do not count.
            most: How many rows at most.
            skipped: How many rows are left out before.
        """
        if not self.has(table):
            return iter(())
        conditions = [f"{self.quoted(column)} = ?" for column in where]
        return self._select(table, columns, conditions, [*where.values()], order, most, skipped)

    def each(self, table: str, columns: Sequence[str], key: str) -> Iterator[tuple[Any, ...]]:
        """As :meth:`rows`, every row of a table that may be large, in the order of its primary key.

        Args:
            table: Name of the table.
            columns: Names of the columns, the key first.
            key: The column.
        """
        if not self.has(table):
            return
        page = list(self._select(table, columns, [], [], [key], _PAGE))
        while page:
            yield from page
            if len(page) < _PAGE:
                return
            page = list(self._select(table, columns, [f"{self.quoted(key)} > ?"], [page[-1][0]], [key], _PAGE))

    def _select(
        self,
        table: str,
        columns: Sequence[str],
        conditions: list[str],
        values: list[Any],
        order: Sequence[str],
        most: int | None = None,
        skipped: int = 0,
    ) -> Iterator[tuple[Any, ...]]:
        known = self._columns[table]
        chosen = ", ".join(self.quoted(c) if c in known else f"NULL AS {self.quoted(c)}" for c in columns)
        sql = f"SELECT {chosen} FROM {self.quoted(table)}"
        if _WORKSPACE in known:
            conditions = [*conditions, f"{self.quoted(_WORKSPACE)} = 'default'"]
        if conditions:
            sql += f" WHERE {' AND '.join(conditions)}"
        if sorted_by := [self.quoted(column) for column in order if column in known]:
            sql += f" ORDER BY {', '.join(sorted_by)}"
        if most is not None:
            sql += f" LIMIT {most} OFFSET {skipped}"
        return self.ask(sql, values)

    def count(self, table: str, where: Mapping[str, Any] = _EVERY) -> int:
        """How many rows a table has, those of all workspaces."""
        if not self.has(table):
            return 0
        conditions = " AND ".join(f"{self.quoted(column)} = ?" for column in where)
        sql = f"SELECT count(*) FROM {self.quoted(table)}" + (f" WHERE {conditions}" if conditions else "")
        return int(next(self.ask(sql, [*where.values()]))[0])

    def elsewhere(self, table: str) -> int:
        """How many rows a table has in other workspaces than the default one."""
        if not self.has(table, _WORKSPACE):
            return 0
        return self.count(table) - self.count(table, {_WORKSPACE: "default"})


def is_ours(columns: Mapping[str, object]) -> bool:
    """Whether tables are those of Penstock."""
    return "facts" in columns and "metric_names" in columns


def whole(value: object, what: str) -> int:
    """A whole number of a column."""
    if isinstance(value, int):
        return value
    raise InvalidParameterValue(f"its {what} is no whole number")


def whole_or_none(value: object, what: str) -> int | None:
    """A whole number of a column, or NULL."""
    return None if value is None else whole(value, what)


def text(value: object, what: str) -> str:
    """A text of a column; NULL reads as empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise InvalidParameterValue(f"its {what} is no text")


def text_or_none(value: object, what: str) -> str | None:
    """A text of a column, or NULL."""
    return None if value is None else text(value, what)


def number(value: object, what: str) -> float:
    """A number of a column; NULL reads as NaN."""
    if value is None:
        return float("nan")
    if isinstance(value, int | float):
        return float(value)
    raise InvalidParameterValue(f"its {what} is no number")
