"""What tests of tracking share."""

from __future__ import annotations

import pytest

from mlflow.tracking import MlflowClient


@pytest.fixture
def client() -> MlflowClient:
    return MlflowClient()
