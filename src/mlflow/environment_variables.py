"""Every environment variable that is read, with its type and default; the only module that looks at ``os.environ``.

Names, types and defaults of ``MLFLOW_*`` variables are MLflow's documented ones; those of Penstock alone say so.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from mlflow.exceptions import InvalidParameterValue

T = TypeVar("T")

_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0"})


class EnvironmentVariable(Generic[T]):
    """One variable: its name, the type its text is read as, and what holds when it is unset.

    Args:
        name: The variable.
        kind: ``str``, ``int``, ``float`` or ``bool`` (``true``/``1`` or ``false``/``0`` in any case).
        default: Value when unset.
    """

    def __init__(self, name: str, kind: type, default: T) -> None:
        self.name = name
        self.type = kind
        self.default = default

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return repr(self.name)

    @property
    def defined(self) -> bool:
        """Whether the variable is set."""
        return self.name in os.environ

    is_set = property(lambda self: self.defined)

    def get_raw(self) -> str | None:
        """The variable's text, or None."""
        return os.environ.get(self.name)

    def set(self, value: Any) -> None:
        """Set the variable for this process and its children."""
        os.environ[self.name] = str(value)

    def unset(self) -> None:
        """Remove the variable."""
        os.environ.pop(self.name, None)

    def get(self) -> T:
        """The typed value, or the default when unset.

        Raises:
            InvalidParameterValue: The text is not of the variable's type.
        """
        text = os.environ.get(self.name)
        if text is None:
            return self.default
        if self.type is bool:
            lowered = text.lower()
            if lowered in _TRUE:
                return True  # type: ignore[return-value]
            if lowered in _FALSE:
                return False  # type: ignore[return-value]
            raise InvalidParameterValue(f"{self.name} must be one of true, false, 1 or 0, not {text!r}.")
        try:
            return self.type(text)  # type: ignore[no-any-return]
        except ValueError:
            raise InvalidParameterValue(f"{self.name} must be of type {self.type.__name__}, not {text!r}.") from None


def _text(name: str, default: str | None = None) -> EnvironmentVariable[str | None]:
    return EnvironmentVariable(name, str, default)


def _flag(name: str, default: bool) -> EnvironmentVariable[bool]:
    return EnvironmentVariable(name, bool, default)


def _whole(name: str, default: int) -> EnvironmentVariable[int]:
    return EnvironmentVariable(name, int, default)


def _real(name: str, default: float) -> EnvironmentVariable[float]:
    return EnvironmentVariable(name, float, default)


def process_environment() -> Mapping[str, str]:
    """A copy of the whole environment, to hand to a child process."""
    return dict(os.environ)


def load_file(path: str) -> None:
    """Set the variables that a file of ``NAME=value`` lines gives, except those that are set already."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, equals, value = line.strip().removeprefix("export ").partition("=")
            if equals and not name.startswith("#"):
                os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def user_name() -> str | None:
    """Who runs this process, as ``LOGNAME``, ``USER`` or ``USERNAME`` say, in that order."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if value := os.environ.get(name):
            return value
    return None


# Tracking
MLFLOW_TRACKING_URI = _text("MLFLOW_TRACKING_URI")
MLFLOW_REGISTRY_URI = _text("MLFLOW_REGISTRY_URI")
MLFLOW_EXPERIMENT_ID = _text("MLFLOW_EXPERIMENT_ID")
MLFLOW_EXPERIMENT_NAME = _text("MLFLOW_EXPERIMENT_NAME")
MLFLOW_RUN_ID = _text("MLFLOW_RUN_ID")
MLFLOW_RUN_CONTEXT = _text("MLFLOW_RUN_CONTEXT")
MLFLOW_ARTIFACT_URI = _text("MLFLOW_ARTIFACT_URI")
MLFLOW_DFS_TMP = _text("MLFLOW_DFS_TMP", "/tmp/mlflow")
MLFLOW_TRUNCATE_LONG_VALUES = _flag("MLFLOW_TRUNCATE_LONG_VALUES", True)
MLFLOW_ENABLE_ASYNC_LOGGING = _flag("MLFLOW_ENABLE_ASYNC_LOGGING", False)
MLFLOW_ACTIVE_MODEL_ID = _text("MLFLOW_ACTIVE_MODEL_ID")
MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING = _flag("MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING", False)
MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT = _flag("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", False)

# The connection to a server
MLFLOW_TRACKING_USERNAME = _text("MLFLOW_TRACKING_USERNAME")
MLFLOW_TRACKING_PASSWORD = _text("MLFLOW_TRACKING_PASSWORD")
MLFLOW_TRACKING_TOKEN = _text("MLFLOW_TRACKING_TOKEN")
#: Penstock's: hosts beside the tracking server's that are shown its credentials, comma-separated.
PENSTOCK_CREDENTIAL_HOSTS = _text("PENSTOCK_CREDENTIAL_HOSTS")
MLFLOW_TRACKING_INSECURE_TLS = _flag("MLFLOW_TRACKING_INSECURE_TLS", False)
MLFLOW_TRACKING_SERVER_CERT_PATH = _text("MLFLOW_TRACKING_SERVER_CERT_PATH")
MLFLOW_TRACKING_CLIENT_CERT_PATH = _text("MLFLOW_TRACKING_CLIENT_CERT_PATH")
MLFLOW_HTTP_REQUEST_MAX_RETRIES = _whole("MLFLOW_HTTP_REQUEST_MAX_RETRIES", 7)
MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR = _real("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", 2)
MLFLOW_HTTP_REQUEST_TIMEOUT = _whole("MLFLOW_HTTP_REQUEST_TIMEOUT", 120)

# The server
MLFLOW_BACKEND_STORE_URI = _text("MLFLOW_BACKEND_STORE_URI")
MLFLOW_REGISTRY_STORE_URI = _text("MLFLOW_REGISTRY_STORE_URI")
MLFLOW_DEFAULT_ARTIFACT_ROOT = _text("MLFLOW_DEFAULT_ARTIFACT_ROOT")
MLFLOW_ARTIFACTS_DESTINATION = _text("MLFLOW_ARTIFACTS_DESTINATION")
MLFLOW_SERVE_ARTIFACTS = _flag("MLFLOW_SERVE_ARTIFACTS", True)
MLFLOW_ARTIFACTS_ONLY = _flag("MLFLOW_ARTIFACTS_ONLY", False)
MLFLOW_STATIC_PREFIX = _text("MLFLOW_STATIC_PREFIX")
MLFLOW_HOST = _text("MLFLOW_HOST")
MLFLOW_PORT = _text("MLFLOW_PORT")
MLFLOW_WORKERS = _text("MLFLOW_WORKERS")
MLFLOW_SERVER_ALLOWED_HOSTS = _text("MLFLOW_SERVER_ALLOWED_HOSTS")
MLFLOW_SERVER_CORS_ALLOWED_ORIGINS = _text("MLFLOW_SERVER_CORS_ALLOWED_ORIGINS")
MLFLOW_SERVER_X_FRAME_OPTIONS = _text("MLFLOW_SERVER_X_FRAME_OPTIONS", "SAMEORIGIN")
MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE = _text("MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE")
MLFLOW_GUNICORN_OPTS = _text("MLFLOW_GUNICORN_OPTS")
MLFLOW_UVICORN_OPTS = _text("MLFLOW_UVICORN_OPTS")
#: Penstock's own: places outside the artifact proxy that clients of a server may name as an experiment's location.
PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS = _text("PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS")
#: Seconds that a tracking server's database works on one request that reads; 0 for any time.
PENSTOCK_SERVER_READ_TIMEOUT = _real("PENSTOCK_SERVER_READ_TIMEOUT", 60.0)

# Models and serving
MLFLOW_DEFAULT_PREDICTION_DEVICE = _text("MLFLOW_DEFAULT_PREDICTION_DEVICE")
MLFLOW_ALLOW_PICKLE_DESERIALIZATION = _flag("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", True)
MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT = _whole("MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT", 60)
MLFLOW_MODELS_WORKERS = _text("MLFLOW_MODELS_WORKERS")
#: Penstock's: bytes above which the scoring server refuses a request.
PENSTOCK_SCORING_MAX_BODY_BYTES = _whole("PENSTOCK_SCORING_MAX_BODY_BYTES", 256 << 20)
#: Penstock's: how many predictions a worker of the scoring server runs at once.
PENSTOCK_SCORING_THREADS = _whole("PENSTOCK_SCORING_THREADS", 8)
#: Penstock's: the model that a worker process of the scoring server loads.
PENSTOCK_SERVED_MODEL = _text("PENSTOCK_SERVED_MODEL")

# Projects
MLFLOW_CONDA_HOME = _text("MLFLOW_CONDA_HOME")
MLFLOW_ENV_ROOT = _text("MLFLOW_ENV_ROOT")
MLFLOW_TMP_DIR = _text("MLFLOW_TMP_DIR")

# Autologging
MLFLOW_AUTOLOGGING_TESTING = _flag("MLFLOW_AUTOLOGGING_TESTING", False)
