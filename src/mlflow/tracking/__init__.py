"""Tracking: the client, the functions that log to the active run, and where both keep things."""

from __future__ import annotations

from mlflow._door import door
from mlflow.tracking.names import FLUENT

__getattr__, __dir__ = door(
    globals(),
    {
        **FLUENT,
        "MlflowClient": "mlflow.tracking.client.whole",
        **dict.fromkeys(
            ("set_tracking_uri", "get_tracking_uri", "is_tracking_uri_set", "set_registry_uri", "get_registry_uri"),
            "mlflow.active.addresses",
        ),
    },
    ("client", "fluent", "artifacts", "content"),
)
