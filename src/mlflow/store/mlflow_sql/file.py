"""A SQLite database of MLflow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.store.mlflow_sql.tables import Tables

_HEADER: Final = b"SQLite format 3\0"


def is_sqlite(path: Path) -> bool:
    """Whether a file is a SQLite database."""
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


class FileTables(Tables):
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
        self.name, self.folder = str(self.file), self.file.parent
        if not self.file.is_file():
            raise ResourceDoesNotExist(f"There is no file {str(file)!r}.")
        try:
            self._connection = _connected(self.file)
            self._connection.execute("BEGIN")
            columns = _columns(self._connection)
        except sqlite3.Error as error:
            raise InvalidParameterValue(f"{self.file} cannot be read as a database: {error}.") from None
        super().__init__(columns)

    def close(self) -> None:
        self._connection.close()

    def ask(self, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._connection.execute(sql, values)
        except sqlite3.Error as error:
            raise InvalidParameterValue(str(error)) from error

    def quoted(self, name: str) -> str:
        return f'"{name}"'


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")  # views of a file from elsewhere run no functions
    return connection


def _columns(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: frozenset(row[1] for row in connection.execute(f'PRAGMA table_info("{name}")'))
        for (name,) in names
        if str(name).isidentifier()
    }
