"""Load of the processor, and memory in use."""

from __future__ import annotations

import psutil

from mlflow.system_metrics.metrics.base_metrics_monitor import BaseMetricsMonitor


class CPUMonitor(BaseMetricsMonitor):
    """Processor (of all cores, since the sample before) and memory of the whole machine."""

    def __init__(self) -> None:
        super().__init__()
        psutil.cpu_percent()  # the first call tells nothing: load is measured between two

    def collect_metrics(self) -> None:
        memory = psutil.virtual_memory()
        self._metrics["cpu_utilization_percentage"].append(psutil.cpu_percent())
        self._metrics["system_memory_usage_megabytes"].append(memory.used / 1e6)
        self._metrics["system_memory_usage_percentage"].append(memory.used / memory.total * 100)

    def aggregate_metrics(self) -> dict[str, float]:
        return self._means()
