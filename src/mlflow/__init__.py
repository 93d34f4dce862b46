"""Penstock: track, package, register and serve models, by MLflow's names.

The public table of contents is ``__init__.pyi``. This module is a front door: it costs nothing until a name is used.
"""

from __future__ import annotations

from mlflow import _moved
from mlflow._door import FLAVORS as _FLAVORS
from mlflow._door import door as _door_of
from mlflow.tracking.names import FLUENT as _FLUENT
from mlflow.tracking.names import LEFT_OUT as _LEFT_OUT
from mlflow.version import VERSION as __version__

_ADDRESSES = "mlflow.active.addresses"
_SYSTEM_METRICS = (
    "disable_system_metrics_logging",
    "enable_system_metrics_logging",
    "set_system_metrics_node_id",
    "set_system_metrics_samples_before_logging",
    "set_system_metrics_sampling_interval",
)

__getattr__, __dir__ = _door_of(
    globals(),
    {
        **_FLUENT,
        "MlflowClient": "mlflow.tracking.client.whole",
        "MlflowException": "mlflow.exceptions",
        "set_tracking_uri": _ADDRESSES,
        "get_tracking_uri": _ADDRESSES,
        "is_tracking_uri_set": _ADDRESSES,
        "set_registry_uri": _ADDRESSES,
        "get_registry_uri": _ADDRESSES,
        **dict.fromkeys(_SYSTEM_METRICS, "mlflow.system_metrics.settings"),
        "doctor": "mlflow.cli.doctor",
        "login": "mlflow.tracking.login",
        "register_model": "mlflow.models.registration",
        "autolog": "mlflow.autologging",
        "evaluate": "mlflow.evaluation",
        "run": "mlflow.projects",
        "validate_evaluation_results": "mlflow.evaluation",
    },
    (
        "artifacts",
        "client",
        "config",
        "data",
        "entities",
        "environment_variables",
        "evaluation",
        "exceptions",
        "metrics",
        "models",
        "projects",
        "pyfunc",
        "server",
        "system_metrics",
        "tracking",
        "types",
        "version",
        *_FLAVORS,
        *_moved.ROOMS,
    ),
    _LEFT_OUT,
)

_moved.install()

__all__ = ["__version__"]
