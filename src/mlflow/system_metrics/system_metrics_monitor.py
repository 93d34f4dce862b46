"""The thread that samples the machine while a run is active."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Mapping

from mlflow._door import resolve
from mlflow.active.stores import tracking_store
from mlflow.contracts.stores import Store
from mlflow.entities import Metric
from mlflow.exceptions import MlflowException
from mlflow.system_metrics.metrics.base_metrics_monitor import BaseMetricsMonitor

_log = logging.getLogger(__name__)

#: Seconds that the end of a run waits for a sample that is just being taken or sent.
_PATIENCE = 5.0
_PREFIX = "system/"

#: What samples a device, and what to install for it; of GPUs the first kind that is there counts.
_DEVICES = tuple(
    f"mlflow.system_metrics.metrics.{place}"
    for place in ("cpu_monitor:CPUMonitor", "disk_monitor:DiskMonitor", "network_monitor:NetworkMonitor")
)
_GPUS = tuple(
    f"mlflow.system_metrics.metrics.{place}" for place in ("gpu_monitor:GPUMonitor", "rocm_monitor:ROCMMonitor")
)
_INSTALL = "pip install 'penstock[system-metrics]'"


class SystemMetricsMonitor:
    """Samples the machine every so often and logs the means to a run, in a thread of its own.

    Nothing that goes wrong here is raised into the program that trains: it is told once and passed over.

    Args:
        run_id: The run.
        sampling_interval: Seconds between two samples.
        samples_before_logging: How many samples make one point.
        resume_logging: Whether steps go on where the run's system metrics end, instead of at 0.
        node_id: What this machine is called in the names of the metrics.
        store: Where the run is kept; the store of the tracking URI in force where None.

    Raises:
        MlflowException: psutil, which most is measured with, is not installed.
    """

    def __init__(
        self,
        run_id: str,
        sampling_interval: float = 10,
        samples_before_logging: int = 1,
        resume_logging: bool = False,
        node_id: str | None = None,
        *,
        store: Store | None = None,
    ) -> None:
        self.sampling_interval = sampling_interval
        self.samples_before_logging = samples_before_logging
        self.node_id = node_id
        self.monitors = _monitors()
        self._run_id = run_id
        self._store = store if store is not None else tracking_store()
        self._prefix = _PREFIX if node_id is None else f"{_PREFIX}{node_id}/"
        self._resumes = resume_logging
        self._logging_step = 0
        self._shutdown_event = threading.Event()
        self._process: threading.Thread | None = None
        self._told = False
        self._pid = os.getpid()

    def start(self) -> None:
        """Begin to sample."""
        self._process = threading.Thread(target=self.monitor, name="SystemMetricsMonitor", daemon=True)
        try:
            self._process.start()
        except RuntimeError as error:  # no more threads
            self._process = None
            self._tell(error)

    def monitor(self) -> None:
        """Sample and log until :meth:`finish`; what the thread does."""
        try:
            if self._resumes:
                self._logging_step = self._next_step()
        except Exception as error:
            self._tell(error)
        while True:
            for _ in range(self.samples_before_logging):
                if self._shutdown_event.wait(self.sampling_interval):
                    return
                self.collect_metrics()
            try:
                self.publish_metrics(self.aggregate_metrics())
            except Exception as error:
                self._tell(error)

    def collect_metrics(self) -> dict[str, list[float]]:
        """Take a sample of every device; return all samples since the last point."""
        found: dict[str, list[float]] = {}
        for monitor in self.monitors:
            try:
                monitor.collect_metrics()
            except Exception as error:
                self._tell(error)
            found.update(monitor.metrics)
        return found

    def aggregate_metrics(self) -> dict[str, float]:
        """The means of the samples since the last point."""
        found: dict[str, float] = {}
        for monitor in self.monitors:
            found.update(monitor.aggregate_metrics())
        return found

    def publish_metrics(self, metrics: Mapping[str, float]) -> None:
        """Log one point of each metric, and forget the samples."""
        for monitor in self.monitors:
            monitor.clear_metrics()
        moment, step = time.time_ns() // 1_000_000, self._logging_step
        self._logging_step += 1
        points = [Metric(self._prefix + name, float(value), moment, step) for name, value in metrics.items()]
        if points:
            self._store.log_batch(self._run_id, metrics=points)

    def finish(self) -> None:
        """Sample no more. Returns when nothing more is logged, after some seconds at the latest."""
        self._shutdown_event.set()
        if self._process is not None and self._pid == os.getpid():  # a forked child has not its parent's threads
            self._process.join(_PATIENCE)

    def _next_step(self) -> int:
        points = self._store.get_run(self._run_id).data._metric_objs
        return max((point.step + 1 for point in points if point.key.startswith(_PREFIX)), default=0)

    def _tell(self, error: Exception) -> None:
        if not self._told:
            self._told = True
            _log.warning("The load of the machine is not recorded as it should be, training goes on: %s", error)


def _monitors() -> list[BaseMetricsMonitor]:
    found: list[BaseMetricsMonitor] = []
    for device in _DEVICES:
        try:
            monitor = resolve(device)
        except ModuleNotFoundError as error:
            raise MlflowException(f"System metrics need {error.name}, which is not installed: {_INSTALL}.") from None
        try:
            found.append(monitor())
        except Exception as error:  # such as a container that shows no network
            _log.debug("%s is left out: %s", device, error)
    for device in _GPUS:
        try:
            return [*found, resolve(device)()]
        except (ModuleNotFoundError, MlflowException) as error:
            _log.debug("%s is left out: %s", device, error)
    return found
