"""A store with a journal in front keeps every law of a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.contracts.stores import Store
from mlflow.store.journal import store as journals
from mlflow.store.sql import store as sql
from mlflow.testing.stores import StoreContract
from mlflow.uris import StoreUri


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("kept")
    place = StoreUri("sql", f"sqlite:///{folder / 'records.db'}")
    yield journals.open_store(place, lambda: sql.open_store(place, str(folder / "files")))
    journals.finish_all()
    assert not list(Path(folder).rglob("*.journal*"))


class TestJournaledStore(StoreContract):
    @pytest.fixture
    def store(self, opened: Store) -> Store:
        return opened
