"""Settings of system metrics are kept; that nothing is recorded is said."""

from __future__ import annotations

import pytest

import mlflow
from mlflow.environment_variables import (
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING,
    MLFLOW_SYSTEM_METRICS_NODE_ID,
    MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING,
    MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL,
)


def test_settings(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING", "false")
    mlflow.enable_system_metrics_logging()
    assert MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING.get() and "not recorded" in caplog.text
    mlflow.config.disable_system_metrics_logging()
    assert not MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING.get()
    for variable, keep in (
        (MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL, mlflow.set_system_metrics_sampling_interval),
        (MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING, mlflow.set_system_metrics_samples_before_logging),
        (MLFLOW_SYSTEM_METRICS_NODE_ID, mlflow.set_system_metrics_node_id),
    ):
        keep(3)
        assert variable.get() in (3, "3")
        keep(None)
        assert not variable.is_set()
