"""Which MLflow this speaks, and which Penstock this is."""

from __future__ import annotations

#: The version of MLflow whose interface is implemented; what ``mlflow.__version__`` says.
VERSION = "3.6.0"
#: Penstock's own version; the distribution's.
PENSTOCK_VERSION = "0.1.0"
IS_MLFLOW_SKINNY = False
IS_TRACING_SDK_ONLY = False


def is_release_version() -> bool:
    """Whether the MLflow interface version names a release."""
    return VERSION.replace(".", "").isdigit()
