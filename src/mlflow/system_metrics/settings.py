"""Whether the load of the machine is recorded with runs, and how often; kept in the environment, for children too."""

from __future__ import annotations

from typing import Any

from mlflow.environment_variables import (
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING,
    MLFLOW_SYSTEM_METRICS_NODE_ID,
    MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING,
    MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL,
)
from mlflow.exceptions import InvalidParameterValue


def enable_system_metrics_logging() -> None:
    """Record the load of this machine with every run that is started from now on."""
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING.set(True)


def disable_system_metrics_logging() -> None:
    """Record it no more, except for runs that ask for it."""
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING.set(False)


def set_system_metrics_sampling_interval(interval: float | None) -> None:
    """Seconds between two samples; None for the default, 10.

    Raises:
        InvalidParameterValue: It is no positive number.
    """
    if interval is None:
        MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL.unset()
        return
    try:
        seconds = float(interval)
    except (TypeError, ValueError):
        seconds = 0
    if not seconds > 0:
        raise InvalidParameterValue(f"The sampling interval is a positive number of seconds, not {interval!r}.")
    MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL.set(interval)


def set_system_metrics_samples_before_logging(samples: int | None) -> None:
    """How many samples are averaged to one point; None for the default, 1.

    Raises:
        InvalidParameterValue: It is no positive whole number.
    """
    if samples is None:
        MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING.unset()
        return
    given: Any = samples
    if not isinstance(given, int) or given < 1:
        raise InvalidParameterValue(f"The number of samples is a positive whole number, not {samples!r}.")
    MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING.set(samples)


def set_system_metrics_node_id(node_id: str | None) -> None:
    """What this machine is called in the names of the metrics, ``system/<node_id>/…``; None for ``system/…``."""
    if node_id is None:
        MLFLOW_SYSTEM_METRICS_NODE_ID.unset()
    else:
        MLFLOW_SYSTEM_METRICS_NODE_ID.set(node_id)
