"""A database of MLflow on a server: PostgreSQL, MySQL or MariaDB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from mlflow.store.mlflow_sql.tables import Tables
from mlflow.store.sql.drivers import dialect_of, driver_of, read_url
from mlflow.store.sql.faults import told

#: What a table's columns are called, in the schema or database that the URL names.
_COLUMNS: Final = (
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = "
)  # fmt: skip
_HERE: Final = {"PostgreSQL": "current_schema()", "MySQL": "database()"}
_QUOTES: Final = {"PostgreSQL": '"', "MySQL": "`"}


class ServerTables(Tables):
    """A database of MLflow on a server, read in one transaction that sees it as it was when it was opened.

    Args:
        address: Its URL, as MLflow takes it.

    Raises:
        InvalidParameterValue: The URL cannot be read, or it is no database of MLflow.
        ResourceDoesNotExist: There is no such database.
        TemporarilyUnavailable: It cannot be reached.
    """

    def __init__(self, address: str) -> None:
        url = read_url(address)
        self.name, self.folder = url.render_as_string(hide_password=True), Path.cwd()
        self._secret = str(url.password or "")
        self._dialect = dialect_of(url)
        self._driver = driver_of(url, self._dialect)
        self._errors: type[Exception] = self._driver.loaded_dbapi.Error
        self._quote = _QUOTES.get(self._dialect.name, '"')
        arguments, options = self._driver.create_connect_args(url.set(drivername=self._dialect.driver))
        options = self._dialect.arguments(options)
        options.pop("conv", None)  # numbers are told as they are, as in a file
        try:
            self._connection = self._driver.connect(*arguments, **options)
            cursor = self._connection.cursor()
            self._dialect.greet(cursor)
            for statement in self._dialect.begin_reading:
                cursor.execute(statement)
            cursor.execute(_COLUMNS + _HERE.get(self._dialect.name, "schema_name()"))
            columns: dict[str, set[str]] = {}
            for table, column in cursor.fetchall():
                columns.setdefault(str(table), set()).add(str(column))
        except self._errors as error:
            raise self._told(error) from None
        super().__init__({table: frozenset(names) for table, names in columns.items()})

    def close(self) -> None:
        self._connection.close()

    def ask(self, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql.replace("%", "%%").replace("?", "%s"), list(values))
            yield from cursor.fetchall()
        except self._errors as error:
            raise self._told(error) from None
        finally:
            cursor.close()

    def quoted(self, name: str) -> str:
        return f"{self._quote}{name}{self._quote}"

    def _told(self, error: Exception) -> BaseException:
        return told(error, self._errors, self._dialect, self.name, False, self._secret)
