"""Databases of MLflow on real servers, taken in as the same ones in a file are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
import pymysql
import pytest

from mlflow.exceptions import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist, TemporarilyUnavailable
from mlflow.store.mlflow_sql.file import FileTables
from mlflow.store.mlflow_sql.server import ServerTables
from mlflow.store.mlflow_sql.source import DatabaseSource
from mlflow.store.mlflow_sql.tables import MadeByPenstock
from mlflow.store.sql.leaving import Leaving
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.store.sql.taking_in import take_in
from mlflow.uris import StoreUri
from tests.databases import DatabaseServer
from tests.store.mlflow_sql.databases import OTHER, RUN, SCHEMAS, filled
from tests.store.sql.test_taking_in import everything


@pytest.fixture(params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> DatabaseServer:
    found: DatabaseServer = request.getfixturevalue(f"{request.param}_server")
    return found


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


def connected(url: str) -> Any:
    parts = urlsplit(url)
    given: dict[str, Any] = {
        "host": parts.hostname, "port": parts.port, "user": parts.username, "password": unquote(parts.password or "")
    }  # fmt: skip
    name = parts.path.strip("/")
    if parts.scheme == "postgresql":
        return psycopg.connect(**given, dbname=name, autocommit=True)
    return pymysql.connect(**given, database=name, autocommit=True, charset="utf8mb4")


def copied(file: Path, url: str) -> None:
    """The tables of a file on a server, with the types that MLflow gives them there."""
    quote = '"' if url.startswith("postgresql") else "`"
    source = sqlite3.connect(file)
    with connected(url) as connection:
        cursor = connection.cursor()
        for (table,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            columns = [row[1] for row in source.execute(f'PRAGMA table_info("{table}")')]
            rows = source.execute(f'SELECT * FROM "{table}"').fetchall()
            kinds = [_kind(name, [row[at] for row in rows]) for at, name in enumerate(columns)]
            named = ", ".join(f"{quote}{n}{quote} {k}" for n, k in zip(columns, kinds, strict=True))
            text = "" if quote == '"' else " CHARACTER SET utf8mb4"
            cursor.execute(f"CREATE TABLE {quote}{table}{quote} ({named}){text}")
            marks = ", ".join(["%s"] * len(columns))
            for row in rows:
                values = [bool(v) if k == "BOOLEAN" else v for v, k in zip(row, kinds, strict=True)]
                cursor.execute(f"INSERT INTO {quote}{table}{quote} VALUES ({marks})", values)
    source.close()


def _kind(name: str, values: list[Any]) -> str:
    if name == "is_nan":
        return "BOOLEAN"
    if any(isinstance(value, float) for value in values):
        return "DOUBLE PRECISION"
    if any(isinstance(value, int) for value in values):
        return "BIGINT"
    return "VARCHAR(500)"


def here(folder: Path, name: str) -> SqlStore:
    return open_store(StoreUri("sql", f"sqlite:///{folder}/{name}.db"))


@pytest.mark.parametrize("version", list(SCHEMAS))
def test_every_schema_is_read_as_from_a_file(
    server: DatabaseServer, version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlflow.store.mlflow_sql.runs._PAGE", 2)
    monkeypatch.setattr("mlflow.store.mlflow_sql.tables._PAGE", 1)
    made = filled(tmp_path / "mlflow.db", version)
    made.add("params", key="odd %s ? 'x'", value="ü\n%d 'y' \U0001f600", run_uuid=RUN)
    made.close()
    url = server.fresh()
    copied(made.file, url)
    source = DatabaseSource(ServerTables(url))
    first, second = here(tmp_path, "first"), here(tmp_path, "second")
    summary = take_in(first, source)
    assert not summary.refused and source.size() == (7 if version != "1.30" else 6)
    assert "p%40ss" not in source.name and "***" in source.name
    source.close()
    assert take_in(second, DatabaseSource(FileTables(made.file))).taken == summary.taken
    assert everything(first) == everything(second)  # relative places are those of this folder in both
    again = DatabaseSource(ServerTables(url))
    assert take_in(first, again).taken == {}
    again.close()


def test_it_is_seen_as_it_was_while_mlflow_writes(server: DatabaseServer, tmp_path: Path) -> None:
    made = filled(tmp_path / "mlflow.db", "3.6")
    made.close()
    url = server.fresh()
    copied(made.file, url)
    source = DatabaseSource(ServerTables(url))
    records = source.records()
    next(records)
    with connected(url) as connection:
        connection.cursor().execute(f"DELETE FROM params WHERE run_uuid = '{RUN}'")
        connection.cursor().execute(f"DELETE FROM runs WHERE run_uuid = '{OTHER}'")
    store = here(tmp_path, "here")
    assert take_in(store, source).taken["runs"] == 2
    assert store.get_run(RUN).data.params == {"alpha": "0.5", "empty": ""}
    source.close()


def test_what_is_no_database_of_mlflow(server: DatabaseServer) -> None:
    url = server.fresh()
    with pytest.raises(InvalidParameterValue, match="lacks its tables"):
        ServerTables(url)
    open_store(StoreUri("sql", url))
    with pytest.raises(MadeByPenstock):
        ServerTables(url)
    with pytest.raises((PermissionDenied, TemporarilyUnavailable)) as refused:
        ServerTables(url.replace("p%40ss", "wrong"))
    assert "wrong" not in str(refused.value)
    with pytest.raises(ResourceDoesNotExist):
        ServerTables(url + "_missing")
    with pytest.raises(TemporarilyUnavailable):
        ServerTables(url.replace(f":{server.port}/", ":1/"))


def test_a_store_of_penstock_moves_to_a_server(server: DatabaseServer, tmp_path: Path) -> None:
    made = filled(tmp_path / "mlflow.db", "3.6")
    made._connection.execute("UPDATE metrics SET value = 1e300 WHERE value > 1e300")  # where MySQL keeps infinity
    made._connection.commit()
    made.close()
    old = here(tmp_path, "old")
    take_in(old, DatabaseSource(FileTables(made.file)))
    new = open_store(StoreUri("sql", server.fresh()))
    from_old = Leaving(*old.foundation)
    assert not take_in(new, from_old).refused
    assert everything(new) == everything(old)
    assert take_in(new, from_old).taken == {}
