"""The monitors of the runs that this process has open."""

from __future__ import annotations

import logging

from mlflow._door import resolve
from mlflow.contracts.stores import Store
from mlflow.environment_variables import (
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING,
    MLFLOW_SYSTEM_METRICS_NODE_ID,
    MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING,
    MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL,
)

_log = logging.getLogger(__name__)

#: Brings threads and the libraries that measure, so it is imported by the first run that is to be monitored.
_MONITOR = "mlflow.system_metrics.system_metrics_monitor:SystemMetricsMonitor"

_INTERVAL = 10.0
_SAMPLES = 1

#: Run → its ``SystemMetricsMonitor``.
_running: dict[str, object] = {}


def monitor_run(run_id: str, store: Store, *, wanted: bool | None, resumed: bool) -> None:
    """Record the load of this machine with a run until :func:`stop_monitoring`, if that is wanted.

    Nothing is raised: what prevents it is told, and the run goes on without.

    Args:
        run_id: The run.
        store: Where it is kept.
        wanted: Whether to do so; where None, ``MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING`` says.
        resumed: Whether the run may have such metrics already.
    """
    try:
        if not (MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING.get() if wanted is None else wanted):
            return
        interval, samples = (
            MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL.get(),
            MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING.get(),
        )
        monitor = resolve(_MONITOR)(
            run_id,
            interval if interval and interval > 0 else _INTERVAL,
            samples if samples and samples > 0 else _SAMPLES,
            resumed,
            MLFLOW_SYSTEM_METRICS_NODE_ID.get(),
            store=store,
        )
        stop_monitoring(run_id)
        _running[run_id] = monitor
        monitor.start()
    except Exception as error:
        _log.warning("The load of the machine is not recorded with the run %s: %s", run_id, error)


def stop_monitoring(run_id: str) -> None:
    """Record no more with a run; nothing happens where nothing is recorded."""
    monitor = _running.pop(run_id, None)
    if monitor is not None:
        monitor.finish()  # type: ignore[attr-defined]
