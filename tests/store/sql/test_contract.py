"""The embedded engine keeps every law of a store: in a folder, in memory, and however series are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.store.sql import charts, history, series
from mlflow.store.sql.engine import SqliteDatabase
from mlflow.store.sql.places import Places
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.store.sql.upgrades import prepare
from mlflow.testing.stores import StoreContract
from mlflow.uris import StoreUri


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mlruns")


class TestDirectoryStore(StoreContract):
    @pytest.fixture
    def store(self, folder: Path) -> SqlStore:
        return open_store(StoreUri("directory", str(folder)))


class TestStoreInMemory(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[SqlStore]:
        places = Places(None, "/artifacts")
        database = SqliteDatabase("")
        prepare(database, "sqlite://", places.of_experiment(0))
        yield SqlStore(database, places)
        database.close()


def test_parts_of_the_store_do_not_shadow_each_other() -> None:
    seen: dict[str, str] = {}
    for part in SqlStore.__bases__[:-1]:
        for name in vars(part):
            if name.startswith("__") or name in ("_abc_impl", "_is_protocol"):
                continue
            assert name not in seen, f"{name} is in {seen[name]} and in {part.__name__}"
            seen[name] = part.__name__


def test_laws_of_the_contract_do_not_shadow_each_other() -> None:
    seen: dict[str, str] = {}
    for suite in StoreContract.__mro__:
        for name in vars(suite):
            if name.startswith("test_"):
                assert name not in seen, f"{name} is in {seen[name]} and in {suite.__name__}"
                seen[name] = suite.__name__
    assert len(seen) > 90


class TestSqueezed(StoreContract):
    """Series are merged and squeezed all the time, read by NumPy, in pages, and charted in pieces."""

    @pytest.fixture
    def store(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqlStore:
        for name, value in (("_LOOSE", 3), ("_FULL", 10), ("MANY", 2), ("_SHORT", 6)):
            monkeypatch.setattr(series, name, value)
        monkeypatch.setattr(history, "_SHORT", 5)
        monkeypatch.setattr(charts, "_ONE_PIECE", 0)
        monkeypatch.setattr(charts, "_AT_ONCE", 20)
        return open_store(StoreUri("sql", f"sqlite:///{tmp_path / 'x.db'}"))
