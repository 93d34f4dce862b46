"""The engine on PostgreSQL and MariaDB keeps every law of a store, as the embedded one does."""

from __future__ import annotations

import pytest

from mlflow.store.sql.store import SqlStore, open_store
from mlflow.testing.stores import StoreContract
from mlflow.uris import StoreUri
from tests.databases import DatabaseServer


@pytest.fixture(scope="module")
def in_postgresql(postgresql_server: DatabaseServer) -> SqlStore:
    return open_store(StoreUri("sql", postgresql_server.fresh()), "/artifacts")


@pytest.fixture(scope="module")
def in_mariadb(mariadb_server: DatabaseServer) -> SqlStore:
    return open_store(StoreUri("sql", mariadb_server.fresh()), "/artifacts")


class TestPostgresql(StoreContract):
    @pytest.fixture
    def store(self, in_postgresql: SqlStore) -> SqlStore:
        return in_postgresql


class TestMariadb(StoreContract):
    @pytest.fixture
    def store(self, in_mariadb: SqlStore) -> SqlStore:
        return in_mariadb
