"""The front door of :mod:`mlflow.flavors.sklearn`."""

from __future__ import annotations

from mlflow._door import door

_FLAVOR = (
    "FLAVOR_NAME",
    "SERIALIZATION_FORMAT_CLOUDPICKLE",
    "SERIALIZATION_FORMAT_PICKLE",
    "SUPPORTED_SERIALIZATION_FORMATS",
    "_load_pyfunc",
    "get_default_conda_env",
    "get_default_pip_requirements",
    "load_model",
    "log_model",
    "save_model",
)

__getattr__, __dir__ = door(
    globals(), dict.fromkeys(_FLAVOR, "mlflow.flavors.sklearn") | {"autolog": "mlflow.autologging.sklearn"}
)
