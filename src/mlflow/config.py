"""The front door of settings: where runs and models are kept, and how logging is done."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(),
    {
        **dict.fromkeys(
            ("get_registry_uri", "get_tracking_uri", "is_tracking_uri_set", "set_registry_uri", "set_tracking_uri"),
            "mlflow.active.addresses",
        ),
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
        "enable_async_logging": "mlflow.tracking.operations",
    },
)
