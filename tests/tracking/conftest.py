"""Each test begins as a new process would: nothing set, nothing open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import mlflow
from mlflow.active import addresses, experiments, models, runs
from mlflow.active.stores import close_stores
from mlflow.tracking import MlflowClient


@pytest.fixture(autouse=True)
def _new_process() -> Iterator[None]:
    addresses.forget_addresses()
    experiments.forget_experiment()
    yield
    mlflow.flush_async_logging()
    runs.forget_runs()
    models.activate_model(None)
    addresses.forget_addresses()
    experiments.forget_experiment()
    close_stores()


@pytest.fixture
def client() -> MlflowClient:
    return MlflowClient()
