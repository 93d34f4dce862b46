"""The front door of system metrics: load of processor, memory, disk, network and GPUs, recorded with runs."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(),
    {
        **dict.fromkeys(
            (
                "disable_system_metrics_logging",
                "enable_system_metrics_logging",
                "set_system_metrics_node_id",
                "set_system_metrics_samples_before_logging",
                "set_system_metrics_sampling_interval",
            ),
            "mlflow.system_metrics.settings",
        ),
    },
    ("metrics", "settings", "system_metrics_monitor"),
)
