"""Settings of system metrics (load of processor, memory and disk), which are kept but not acted on yet."""

from __future__ import annotations

import logging
from typing import Any

from mlflow.environment_variables import (
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING,
    MLFLOW_SYSTEM_METRICS_NODE_ID,
    MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING,
    MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL,
    EnvironmentVariable,
)

_log = logging.getLogger(__name__)


def enable_system_metrics_logging() -> None:
    """Ask for the machine's load to be recorded with runs; this version warns that it does not."""
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING.set(True)
    _log.warning("System metrics are not recorded by this version; the runs are logged without them.")


def disable_system_metrics_logging() -> None:
    """Ask for it no more."""
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING.set(False)


def set_system_metrics_sampling_interval(interval: float | None) -> None:
    """Seconds between two looks at the machine; None for the default."""
    _keep(MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL, interval)


def set_system_metrics_samples_before_logging(samples: int | None) -> None:
    """How many looks make one point; None for the default."""
    _keep(MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING, samples)


def set_system_metrics_node_id(node_id: str | None) -> None:
    """What this machine is called in the names of the metrics; None for the default."""
    _keep(MLFLOW_SYSTEM_METRICS_NODE_ID, node_id)


def _keep(variable: EnvironmentVariable[Any], value: Any) -> None:
    if value is None:
        variable.unset()
    else:
        variable.set(value)
