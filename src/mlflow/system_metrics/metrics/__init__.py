"""What is measured, a file per device."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(),
    {},
    ("base_metrics_monitor", "cpu_monitor", "disk_monitor", "gpu_monitor", "network_monitor", "rocm_monitor"),
)
