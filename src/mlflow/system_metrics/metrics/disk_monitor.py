"""Space on the disk."""

from __future__ import annotations

import os

import psutil

from mlflow.system_metrics.metrics.base_metrics_monitor import BaseMetricsMonitor


class DiskMonitor(BaseMetricsMonitor):
    """The file system at the root."""

    def collect_metrics(self) -> None:
        disk = psutil.disk_usage(os.sep)
        self._metrics["disk_usage_percentage"].append(disk.percent)
        self._metrics["disk_usage_megabytes"].append(disk.used / 1e6)
        self._metrics["disk_available_megabytes"].append(disk.free / 1e6)

    def aggregate_metrics(self) -> dict[str, float]:
        return self._means()
