"""The front door of :mod:`mlflow.flavors.shap`."""

from __future__ import annotations

from mlflow._door import door

_NAMES = (
    "FLAVOR_NAME",
    "_load_pyfunc",
    "get_default_conda_env",
    "get_default_pip_requirements",
    "get_underlying_model_flavor",
    "load_explainer",
    "log_explainer",
    "log_explanation",
    "save_explainer",
    "save_model",
)

__getattr__, __dir__ = door(globals(), dict.fromkeys(_NAMES, "mlflow.flavors.shap"))
