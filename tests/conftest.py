"""What holds for every test: it begins as a new process would, in a folder of its own, with nothing set by its user."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlflow
from mlflow.active import addresses, experiments, models, runs
from mlflow.active.stores import close_stores
from tests.databases import any_database, mariadb_server, mariadb_url, postgresql_server, postgresql_url

#: Fixtures that any test may ask for.
__all__ = ["any_database", "mariadb_server", "mariadb_url", "postgresql_server", "postgresql_url"]

#: Marks of tests that take long.
_LONG = ("slow", "compat", "e2e")

_STATE = tempfile.TemporaryDirectory(prefix="penstock-tests-")


def pytest_configure() -> None:
    # Journals of servers go to the user's state folder, which is none of the tests' business.
    os.environ["XDG_STATE_HOME"] = _STATE.name
    for name in [name for name in os.environ if name.startswith("MLFLOW_")]:
        del os.environ[name]


@pytest.hookimpl(trylast=True)  # when the rooms have marked theirs
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with tests that take long come first: of two processes, neither is left alone with them at the end."""
    long = {item.path for item in items if any(map(item.get_closest_marker, _LONG))}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default store is a folder below the current one: none may land in the checkout."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _new_process(_own_folder: None) -> Iterator[None]:
    """Nothing set, nothing open."""
    addresses.forget_addresses()
    experiments.forget_experiment()
    yield
    mlflow.flush_async_logging()
    runs.forget_runs()
    models.activate_model(None)
    addresses.forget_addresses()
    experiments.forget_experiment()
    close_stores()
