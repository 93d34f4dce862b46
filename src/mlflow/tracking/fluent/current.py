"""The client and the run that a call without an id is about."""

from __future__ import annotations

from functools import lru_cache

from mlflow.active.addresses import get_registry_uri, get_tracking_uri
from mlflow.active.experiments import active_experiment_id
from mlflow.active.runs import OpenRun, innermost, open_run
from mlflow.active.stores import open_store
from mlflow.contracts.stores import Store
from mlflow.tracking.client.whole import MlflowClient
from mlflow.tracking.fluent.runs import start_run


@lru_cache(maxsize=8)
def client_of(tracking_uri: str, registry_uri: str) -> MlflowClient:
    """The client of two addresses; the same one each time."""
    return MlflowClient(tracking_uri, registry_uri)


def current_client() -> MlflowClient:
    """The client of the addresses in force."""
    return client_of(get_tracking_uri(), get_registry_uri())


def current_run() -> OpenRun:
    """The active run; one is started where there is none."""
    opened = innermost()
    if opened is None:
        start_run()
        opened = innermost()
        assert opened is not None
    return opened


def run_and_store(run_id: str | None) -> tuple[str, Store]:
    """The run to log to, the active one where no id is given, and its store."""
    opened = current_run() if run_id is None else open_run(run_id)
    if opened is not None:
        return opened.run.info.run_id, opened.store
    assert run_id is not None
    return run_id, open_store(get_tracking_uri())


def run_and_client(run_id: str | None) -> tuple[str, MlflowClient]:
    """The run to log to, the active one where no id is given, and a client of its store."""
    opened = current_run() if run_id is None else open_run(run_id)
    if opened is not None:
        return opened.run.info.run_id, client_of(opened.tracking_uri, get_registry_uri())
    assert run_id is not None
    return run_id, current_client()


def current_experiment_id() -> str:
    """The experiment of the active run, else the one that new runs belong to."""
    opened = innermost()
    if opened is not None:
        return opened.run.info.experiment_id
    return active_experiment_id(open_store(get_tracking_uri()))
