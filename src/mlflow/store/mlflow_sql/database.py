"""A database that MLflow made, opened to be read: which tables and columns it has, and their rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist

_HEADER: Final = b"SQLite format 3\0"
#: Tables that every MLflow since 1.0 has.
_NEEDED: Final = frozenset({"alembic_version", "experiments", "runs", "metrics", "params", "tags"})


def is_sqlite(path: Path) -> bool:
    """Whether a file is a SQLite database."""
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


class MlflowDatabase:
    """A SQLite database of MLflow.

    Nothing is written to it, and it is seen as it was when it was opened, also while MLflow goes on writing.

    Args:
        file: Path of the file.

    Raises:
        ResourceDoesNotExist: There is no such file.
        InvalidParameterValue: It is no database, or not one of MLflow.
    """

    def __init__(self, file: Path) -> None:
        self.file = file.absolute()
        if not self.file.is_file():
            raise ResourceDoesNotExist(f"There is no file {str(file)!r}.")
        try:
            self._connection = sqlite3.connect(f"{self.file.as_uri()}?mode=ro", uri=True, isolation_level=None)
            self._connection.execute("PRAGMA query_only = ON")
            self._connection.execute("PRAGMA trusted_schema = OFF")  # views of a file from elsewhere run no functions
            self._connection.execute("BEGIN")
            self._columns: dict[str, frozenset[str]] = {
                name: frozenset(row[1] for row in self._connection.execute(f'PRAGMA table_info("{name}")'))
                for (name,) in self._connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                ).fetchall()
                if str(name).isidentifier()
            }
        except sqlite3.Error as error:
            raise InvalidParameterValue(f"{self.file} cannot be read as a database: {error}.") from None
        if "facts" in self._columns and "metric_names" in self._columns:
            self.close()
            raise InvalidParameterValue(f"{self.file} is a database of Penstock already: there is nothing to import.")
        if not self._columns.keys() >= _NEEDED:
            self.close()
            raise InvalidParameterValue(f"{self.file} is no database of MLflow: it lacks its tables.")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether there is such a table, or such a column in it."""
        columns = self._columns.get(table, frozenset())
        return bool(columns) if column is None else column in columns

    def rows(
        self, table: str, columns: Sequence[str], rest: str = "", values: Sequence[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Some columns of a table; those that its version does not have are None, and no table has no rows.

        Args:
            table: Name of the table.
            columns: Names of the columns.
            rest: What stands after ``FROM table``.
            values: Of the placeholders in it.
        """
        known = self._columns.get(table)
        if not known:
            return iter(())
        chosen = ", ".join(column if column in known else f"NULL AS {column}" for column in columns)
        return self._connection.execute(f"SELECT {chosen} FROM {table} {rest}", values)

    def count(self, table: str, rest: str = "") -> int:
        """How many rows a table has."""
        if not self.has(table):
            return 0
        return int(self._connection.execute(f"SELECT count(*) FROM {table} {rest}").fetchone()[0])

    def own(self, table: str) -> str:
        """A condition for the rows of the default workspace; all rows where there are no workspaces."""
        return "workspace = 'default'" if self.has(table, "workspace") else "1 = 1"


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
