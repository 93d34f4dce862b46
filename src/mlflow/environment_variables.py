"""Every environment variable that is read, with its type and default; the only module that looks at ``os.environ``.

Names, types and defaults of ``MLFLOW_*`` variables are MLflow's documented ones; those of Penstock alone say so.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
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
        return f"{self.name} (default: {self.default})"

    def __repr__(self) -> str:
        return repr(self.name)

    @property
    def defined(self) -> bool:
        """Whether the variable is set."""
        return self.name in os.environ

    def is_set(self) -> bool:
        """Whether the variable is set."""
        return self.defined

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


def _unset(name: str, kind: type[T]) -> EnvironmentVariable[T | None]:
    return EnvironmentVariable(name, kind, None)


def process_environment() -> Mapping[str, str]:
    """A copy of the whole environment, to hand to a child process."""
    return dict(os.environ)


def set_variables(variables: Mapping[str, str]) -> None:
    """Set variables of this process, as a user's model wants them."""
    os.environ.update(variables)


def load_file(path: str) -> None:
    """Set the variables that a file of ``NAME=value`` lines gives, except those that are set already."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, equals, value = line.strip().removeprefix("export ").partition("=")
            if equals and not name.startswith("#"):
                os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def proxy_for(scheme: str) -> str | None:
    """The proxy that requests of a scheme go through, as ``http_proxy``, ``https_proxy`` or ``all_proxy`` say."""
    for name in (f"{scheme}_proxy", "all_proxy"):
        # In a CGI program HTTP_PROXY is the header "Proxy" of whoever asked.
        upper = None if name == "http_proxy" and "REQUEST_METHOD" in os.environ else os.environ.get(name.upper())
        if value := os.environ.get(name) or upper:
            return value
    return None


def no_proxy() -> str:
    """Hosts that are reached without a proxy, comma-separated, as ``no_proxy`` says."""
    return os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""


def authorities_file() -> str | None:
    """The certificates of authorities that other HTTP clients of this user trust."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or None


def state_folder() -> Path:
    """Where programs of this user keep what they need again but nobody edits."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    chosen = os.environ.get("XDG_STATE_HOME") or ""
    return Path(chosen) if os.path.isabs(chosen) else Path.home() / ".local" / "state"


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
MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL = _unset("MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL", float)
MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING = _unset("MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING", int)
MLFLOW_SYSTEM_METRICS_NODE_ID = _text("MLFLOW_SYSTEM_METRICS_NODE_ID")
MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT = _flag("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", False)

#: Penstock's: whether a directory store writes a run that ended as a folder, too, as MLflow's file store has it.
PENSTOCK_RUN_FOLDERS = _flag("PENSTOCK_RUN_FOLDERS", True)

# The journal, which is Penstock's own
#: Whether what is logged is written to a file first, and sent from there.
PENSTOCK_JOURNAL = _flag("PENSTOCK_JOURNAL", True)
#: Folder of the journals; where None, beside an embedded database, else below the user's state folder.
PENSTOCK_JOURNAL_DIR = _text("PENSTOCK_JOURNAL_DIR")
#: Seconds that a process waits at its end for what it logged to be sent.
PENSTOCK_JOURNAL_EXIT_SECONDS = _real("PENSTOCK_JOURNAL_EXIT_SECONDS", 5.0)
#: Log to the journal alone, whatever the tracking URI is; ``mlflow sync`` sends it later.
MLFLOW_OFFLINE = _flag("MLFLOW_OFFLINE", False)
MLFLOW_ASYNC_LOGGING_BUFFERING_SECONDS = _unset("MLFLOW_ASYNC_LOGGING_BUFFERING_SECONDS", int)

# The connection to a server
MLFLOW_TRACKING_USERNAME = _text("MLFLOW_TRACKING_USERNAME")
MLFLOW_TRACKING_PASSWORD = _text("MLFLOW_TRACKING_PASSWORD")
MLFLOW_TRACKING_TOKEN = _text("MLFLOW_TRACKING_TOKEN")
#: Penstock's: hosts beside the tracking server's that are shown its credentials, comma-separated.
PENSTOCK_CREDENTIAL_HOSTS = _text("PENSTOCK_CREDENTIAL_HOSTS")
#: The name of a plug-in that signs requests.
MLFLOW_TRACKING_AUTH = _text("MLFLOW_TRACKING_AUTH")
MLFLOW_TRACKING_AWS_SIGV4 = _flag("MLFLOW_TRACKING_AWS_SIGV4", False)
MLFLOW_TRACKING_INSECURE_TLS = _flag("MLFLOW_TRACKING_INSECURE_TLS", False)
MLFLOW_TRACKING_SERVER_CERT_PATH = _text("MLFLOW_TRACKING_SERVER_CERT_PATH")
MLFLOW_TRACKING_CLIENT_CERT_PATH = _text("MLFLOW_TRACKING_CLIENT_CERT_PATH")
MLFLOW_HTTP_REQUEST_MAX_RETRIES = _whole("MLFLOW_HTTP_REQUEST_MAX_RETRIES", 7)
MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR = _real("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", 2)
MLFLOW_HTTP_REQUEST_TIMEOUT = _whole("MLFLOW_HTTP_REQUEST_TIMEOUT", 120)
MLFLOW_HTTP_REQUEST_BACKOFF_JITTER = _real("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", 1.0)
MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER = _flag("MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER", True)
MLFLOW_HTTP_POOL_MAXSIZE = _whole("MLFLOW_HTTP_POOL_MAXSIZE", 10)
MLFLOW_ALLOW_HTTP_REDIRECTS = _flag("MLFLOW_ALLOW_HTTP_REDIRECTS", True)

# Databricks, by the names of its own tools
DATABRICKS_HOST = _text("DATABRICKS_HOST")
DATABRICKS_TOKEN = _text("DATABRICKS_TOKEN")
DATABRICKS_USERNAME = _text("DATABRICKS_USERNAME")
DATABRICKS_PASSWORD = _text("DATABRICKS_PASSWORD")
DATABRICKS_CLIENT_ID = _text("DATABRICKS_CLIENT_ID")
DATABRICKS_CLIENT_SECRET = _text("DATABRICKS_CLIENT_SECRET")
DATABRICKS_INSECURE = _flag("DATABRICKS_INSECURE", False)
DATABRICKS_CONFIG_FILE = _text("DATABRICKS_CONFIG_FILE", "~/.databrickscfg")
DATABRICKS_CONFIG_PROFILE = _text("DATABRICKS_CONFIG_PROFILE")

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
#: Penstock's: scoring servers whose models may be tried from the pages, comma-separated.
PENSTOCK_SERVING_URLS = _text("PENSTOCK_SERVING_URLS")
MLFLOW_GUNICORN_OPTS = _text("MLFLOW_GUNICORN_OPTS")
MLFLOW_UVICORN_OPTS = _text("MLFLOW_UVICORN_OPTS")
MLFLOW_EXPOSE_PROMETHEUS = _text("MLFLOW_EXPOSE_PROMETHEUS")
#: Penstock's own: places outside the artifact proxy that clients of a server may name as an experiment's location.
PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS = _text("PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS")
#: Seconds that a tracking server's database works on one request that reads; 0 for any time.
PENSTOCK_SERVER_READ_TIMEOUT = _real("PENSTOCK_SERVER_READ_TIMEOUT", 60.0)

# Connections to database servers
MLFLOW_MYSQL_SSL_CA = _text("MLFLOW_MYSQL_SSL_CA")
MLFLOW_MYSQL_SSL_CERT = _text("MLFLOW_MYSQL_SSL_CERT")
MLFLOW_MYSQL_SSL_KEY = _text("MLFLOW_MYSQL_SSL_KEY")
MLFLOW_SQLALCHEMYSTORE_ECHO = _flag("MLFLOW_SQLALCHEMYSTORE_ECHO", False)
MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW = _unset("MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW", int)
MLFLOW_SQLALCHEMYSTORE_POOLCLASS = _text("MLFLOW_SQLALCHEMYSTORE_POOLCLASS")
MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE = _unset("MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE", int)
MLFLOW_SQLALCHEMYSTORE_POOL_SIZE = _unset("MLFLOW_SQLALCHEMYSTORE_POOL_SIZE", int)

# Object stores: MLflow's and, by the names of their makers, those that the library which speaks to them does not read
MLFLOW_S3_ENDPOINT_URL = _text("MLFLOW_S3_ENDPOINT_URL")
MLFLOW_S3_IGNORE_TLS = _flag("MLFLOW_S3_IGNORE_TLS", False)
MLFLOW_S3_UPLOAD_EXTRA_ARGS = _text("MLFLOW_S3_UPLOAD_EXTRA_ARGS")
MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE = _text("MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE", "auto")
MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE = _whole("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", 10_485_760)
MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE = _whole("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", 524_288_000)
MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD = _flag("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", False)
MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT = _unset("MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT", int)
MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR = _flag("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", True)
AWS_ACCESS_KEY_ID = _text("AWS_ACCESS_KEY_ID")
AWS_SECRET_ACCESS_KEY = _text("AWS_SECRET_ACCESS_KEY")
AWS_SESSION_TOKEN = _text("AWS_SESSION_TOKEN")
AWS_PROFILE = _text("AWS_PROFILE")
AWS_SHARED_CREDENTIALS_FILE = _text("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
AWS_CONFIG_FILE = _text("AWS_CONFIG_FILE", "~/.aws/config")
AWS_REGION = _text("AWS_REGION")
AWS_DEFAULT_REGION = _text("AWS_DEFAULT_REGION")
AWS_ENDPOINT_URL = _text("AWS_ENDPOINT_URL")
AWS_ENDPOINT_URL_S3 = _text("AWS_ENDPOINT_URL_S3")
AWS_CA_BUNDLE = _text("AWS_CA_BUNDLE")
AWS_SKIP_SIGNATURE = _flag("AWS_SKIP_SIGNATURE", False)
AWS_WEB_IDENTITY_TOKEN_FILE = _text("AWS_WEB_IDENTITY_TOKEN_FILE")
AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = _text("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
AWS_CONTAINER_CREDENTIALS_FULL_URI = _text("AWS_CONTAINER_CREDENTIALS_FULL_URI")
AWS_EC2_METADATA_DISABLED = _flag("AWS_EC2_METADATA_DISABLED", False)
AWS_METADATA_ENDPOINT = _text("AWS_METADATA_ENDPOINT")
AZURE_STORAGE_CONNECTION_STRING = _text("AZURE_STORAGE_CONNECTION_STRING")
AZURE_STORAGE_ACCESS_KEY = _text("AZURE_STORAGE_ACCESS_KEY")
STORAGE_EMULATOR_HOST = _text("STORAGE_EMULATOR_HOST")
OPENAI_API_BASE = _text("OPENAI_API_BASE")
OPENAI_API_TYPE = _text("OPENAI_API_TYPE")
OPENAI_DEPLOYMENT_NAME = _text("OPENAI_DEPLOYMENT_NAME")
MLFLOW_KERBEROS_TICKET_CACHE = _text("MLFLOW_KERBEROS_TICKET_CACHE")
MLFLOW_KERBEROS_USER = _text("MLFLOW_KERBEROS_USER")

# Models and serving
MLFLOW_DEFAULT_PREDICTION_DEVICE = _text("MLFLOW_DEFAULT_PREDICTION_DEVICE")
MLFLOW_ALLOW_PICKLE_DESERIALIZATION = _flag("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", True)
#: Penstock's: whether Python files that a model brings may be run; pickles are asked for with the variable above.
PENSTOCK_ALLOW_MODEL_CODE = _flag("PENSTOCK_ALLOW_MODEL_CODE", True)
MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT = _whole("MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT", 60)
MLFLOW_MODELS_WORKERS = _text("MLFLOW_MODELS_WORKERS")
#: Penstock's: bytes above which the scoring server refuses a request.
PENSTOCK_SCORING_MAX_BODY_BYTES = _whole("PENSTOCK_SCORING_MAX_BODY_BYTES", 256 << 20)
#: Penstock's: how many predictions a worker of the scoring server runs at once.
PENSTOCK_SCORING_THREADS = _whole("PENSTOCK_SCORING_THREADS", 8)
#: Penstock's: how many requests to a scoring server may wait for a thread.
PENSTOCK_SCORING_QUEUE = _whole("PENSTOCK_SCORING_QUEUE", 1024)
#: Penstock's: whether requests that meet are predicted together: ``auto``, ``on``, ``off``.
PENSTOCK_SCORING_BATCHING = _text("PENSTOCK_SCORING_BATCHING", "auto")
#: Penstock's: how many of them at most, and how many milliseconds one may be held up by those before it.
PENSTOCK_SCORING_BATCH_SIZE = _whole("PENSTOCK_SCORING_BATCH_SIZE", 64)
PENSTOCK_SCORING_BATCH_MS = _real("PENSTOCK_SCORING_BATCH_MS", 50.0)
#: Penstock's: seconds between two looks for newer versions of models that are served.
PENSTOCK_SCORING_RELOAD_SECONDS = _real("PENSTOCK_SCORING_RELOAD_SECONDS", 10.0)
#: Penstock's: where the workers of one scoring server keep what they share.
PENSTOCK_SCORING_STATE = _text("PENSTOCK_SCORING_STATE")
#: Penstock's: the models that a worker process of the scoring server loads.
PENSTOCK_SERVED_MODEL = _text("PENSTOCK_SERVED_MODEL")

#: Penstock's: the program that builds images of models, by name or path.
PENSTOCK_CONTAINER_ENGINE = _text("PENSTOCK_CONTAINER_ENGINE")
MLFLOW_DOCKER_OPENJDK_VERSION = _text("MLFLOW_DOCKER_OPENJDK_VERSION", "11")

# Projects
MLFLOW_CONDA_HOME = _text("MLFLOW_CONDA_HOME")
MLFLOW_CONDA_CREATE_ENV_CMD = _text("MLFLOW_CONDA_CREATE_ENV_CMD", "conda")
MLFLOW_ENV_ROOT = _text("MLFLOW_ENV_ROOT")
MLFLOW_TMP_DIR = _text("MLFLOW_TMP_DIR")

# Autologging
MLFLOW_AUTOLOGGING_TESTING = _flag("MLFLOW_AUTOLOGGING_TESTING", False)

# MLflow's others: code that names, sets or reads them runs, but nothing here depends on them
MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH = _whole("MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH", 2048)
MLFLOW_ASYNC_LOGGING_THREADPOOL_SIZE = _whole("MLFLOW_ASYNC_LOGGING_THREADPOOL_SIZE", 10)
MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE = _whole("MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE", 1000)
MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS = _whole("MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS", 10)
MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT = _whole("MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT", 500)
MLFLOW_AUTH_CONFIG_PATH = _text("MLFLOW_AUTH_CONFIG_PATH")
MLFLOW_CONFIGURE_LOGGING = _flag("MLFLOW_CONFIGURE_LOGGING", True)
MLFLOW_CONVERT_MESSAGES_DICT_FOR_LANGCHAIN = _unset("MLFLOW_CONVERT_MESSAGES_DICT_FOR_LANGCHAIN", bool)
MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX = _text("MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX")
MLFLOW_DATABRICKS_ENDPOINT_HTTP_RETRY_TIMEOUT = _whole("MLFLOW_DATABRICKS_ENDPOINT_HTTP_RETRY_TIMEOUT", 500)
MLFLOW_DEPLOYMENTS_CONFIG = _text("MLFLOW_DEPLOYMENTS_CONFIG")
MLFLOW_DEPLOYMENTS_TARGET = _text("MLFLOW_DEPLOYMENTS_TARGET")
MLFLOW_DEPLOYMENT_CLIENT_HTTP_REQUEST_TIMEOUT = _whole("MLFLOW_DEPLOYMENT_CLIENT_HTTP_REQUEST_TIMEOUT", 300)
MLFLOW_DEPLOYMENT_FLAVOR_NAME = _text("MLFLOW_DEPLOYMENT_FLAVOR_NAME")
MLFLOW_DEPLOYMENT_PREDICT_TIMEOUT = _whole("MLFLOW_DEPLOYMENT_PREDICT_TIMEOUT", 120)
MLFLOW_DEPLOYMENT_PREDICT_TOTAL_TIMEOUT = _whole("MLFLOW_DEPLOYMENT_PREDICT_TOTAL_TIMEOUT", 600)
MLFLOW_DISABLE_DATABRICKS_SDK_FOR_RUN_ARTIFACTS = _flag("MLFLOW_DISABLE_DATABRICKS_SDK_FOR_RUN_ARTIFACTS", False)
MLFLOW_DISABLE_ENV_CREATION = _flag("MLFLOW_DISABLE_ENV_CREATION", False)
MLFLOW_DISABLE_ENV_MANAGER_CONDA_WARNING = _flag("MLFLOW_DISABLE_ENV_MANAGER_CONDA_WARNING", False)
MLFLOW_DISABLE_SCHEMA_DETAILS = _flag("MLFLOW_DISABLE_SCHEMA_DETAILS", False)
MLFLOW_DISABLE_TELEMETRY = _flag("MLFLOW_DISABLE_TELEMETRY", False)
MLFLOW_DOWNLOAD_CHUNK_TIMEOUT = _whole("MLFLOW_DOWNLOAD_CHUNK_TIMEOUT", 300)
MLFLOW_ENABLE_ASYNC_TRACE_LOGGING = _flag("MLFLOW_ENABLE_ASYNC_TRACE_LOGGING", True)
MLFLOW_ENABLE_DBFS_FUSE_ARTIFACT_REPO = _flag("MLFLOW_ENABLE_DBFS_FUSE_ARTIFACT_REPO", True)
MLFLOW_ENABLE_DB_SDK = _flag("MLFLOW_ENABLE_DB_SDK", True)
MLFLOW_ENABLE_MULTIPART_DOWNLOAD = _flag("MLFLOW_ENABLE_MULTIPART_DOWNLOAD", True)
MLFLOW_ENABLE_MULTIPART_UPLOAD = _flag("MLFLOW_ENABLE_MULTIPART_UPLOAD", True)
MLFLOW_ENABLE_OTLP_EXPORTER = _flag("MLFLOW_ENABLE_OTLP_EXPORTER", True)
MLFLOW_ENABLE_UC_FUNCTIONS = _flag("MLFLOW_ENABLE_UC_FUNCTIONS", False)
MLFLOW_ENABLE_UC_VOLUME_FUSE_ARTIFACT_REPO = _flag("MLFLOW_ENABLE_UC_VOLUME_FUSE_ARTIFACT_REPO", True)
MLFLOW_ENFORCE_STDIN_SCORING_SERVER_FOR_SPARK_UDF = _flag("MLFLOW_ENFORCE_STDIN_SCORING_SERVER_FOR_SPARK_UDF", True)
MLFLOW_FLASK_SERVER_SECRET_KEY = _text("MLFLOW_FLASK_SERVER_SECRET_KEY")
MLFLOW_GATEWAY_CONFIG = _text("MLFLOW_GATEWAY_CONFIG")
MLFLOW_GATEWAY_RATE_LIMITS_STORAGE_URI = _text("MLFLOW_GATEWAY_RATE_LIMITS_STORAGE_URI")
MLFLOW_GATEWAY_URI = _text("MLFLOW_GATEWAY_URI")
MLFLOW_GCS_DOWNLOAD_CHUNK_SIZE = _unset("MLFLOW_GCS_DOWNLOAD_CHUNK_SIZE", int)
MLFLOW_GCS_UPLOAD_CHUNK_SIZE = _unset("MLFLOW_GCS_UPLOAD_CHUNK_SIZE", int)
MLFLOW_GENAI_EVAL_ENABLE_SCORER_TRACING = _flag("MLFLOW_GENAI_EVAL_ENABLE_SCORER_TRACING", False)
MLFLOW_GENAI_EVAL_MAX_WORKERS = _whole("MLFLOW_GENAI_EVAL_MAX_WORKERS", 10)
MLFLOW_GENAI_EVAL_SKIP_TRACE_VALIDATION = _flag("MLFLOW_GENAI_EVAL_SKIP_TRACE_VALIDATION", False)
MLFLOW_HTTP_POOL_CONNECTIONS = _whole("MLFLOW_HTTP_POOL_CONNECTIONS", 10)
MLFLOW_HUGGINGFACE_DEVICE_MAP_STRATEGY = _text("MLFLOW_HUGGINGFACE_DEVICE_MAP_STRATEGY", "auto")
MLFLOW_HUGGINGFACE_DISABLE_ACCELERATE_FEATURES = _flag("MLFLOW_DISABLE_HUGGINGFACE_ACCELERATE_FEATURES", False)
MLFLOW_HUGGINGFACE_MODEL_MAX_SHARD_SIZE = _text("MLFLOW_HUGGINGFACE_MODEL_MAX_SHARD_SIZE", "500MB")
MLFLOW_HUGGINGFACE_USE_DEVICE_MAP = _flag("MLFLOW_HUGGINGFACE_USE_DEVICE_MAP", False)
MLFLOW_HUGGINGFACE_USE_LOW_CPU_MEM_USAGE = _flag("MLFLOW_HUGGINGFACE_USE_LOW_CPU_MEM_USAGE", True)
MLFLOW_INPUT_EXAMPLE_INFERENCE_TIMEOUT = _whole("MLFLOW_INPUT_EXAMPLE_INFERENCE_TIMEOUT", 180)
MLFLOW_JUDGE_MAX_ITERATIONS = _whole("MLFLOW_JUDGE_MAX_ITERATIONS", 30)
MLFLOW_LOCK_MODEL_DEPENDENCIES = _flag("MLFLOW_LOCK_MODEL_DEPENDENCIES", False)
MLFLOW_LOGGING_LEVEL = _text("MLFLOW_LOGGING_LEVEL")
MLFLOW_LOG_MODEL_COMPRESSION = _text("MLFLOW_LOG_MODEL_COMPRESSION")
MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK = _whole("MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK", 10)
MLFLOW_MODEL_ENV_DOWNLOADING_TEMP_DIR = _text("MLFLOW_MODEL_ENV_DOWNLOADING_TEMP_DIR")
MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE = _whole("MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE", 104_857_600)
MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE = _whole("MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE", 524_288_000)
MLFLOW_OPENAI_SECRET_SCOPE = _text("MLFLOW_OPENAI_SECRET_SCOPE")
MLFLOW_PRINT_MODEL_URLS_ON_CREATION = _flag("MLFLOW_PRINT_MODEL_URLS_ON_CREATION", True)
MLFLOW_PROMPT_CACHE_MAX_SIZE = _whole("MLFLOW_PROMPT_CACHE_MAX_SIZE", 128)
MLFLOW_PYARROW_EXTRA_CONF = _text("MLFLOW_PYARROW_EXTRA_CONF")
MLFLOW_RECORD_ENV_VARS_IN_MODEL_LOGGING = _flag("MLFLOW_RECORD_ENV_VARS_IN_MODEL_LOGGING", True)
MLFLOW_REGISTRY_DIR = _text("MLFLOW_REGISTRY_DIR")
MLFLOW_REQUIREMENTS_INFERENCE_RAISE_ERRORS = _flag("MLFLOW_REQUIREMENTS_INFERENCE_RAISE_ERRORS", False)
MLFLOW_REQUIREMENTS_INFERENCE_TIMEOUT = _whole("MLFLOW_REQUIREMENTS_INFERENCE_TIMEOUT", 120)
MLFLOW_SAGEMAKER_DEPLOY_IMG_URL = _text("MLFLOW_SAGEMAKER_DEPLOY_IMG_URL")
MLFLOW_SEARCH_TRACES_MAX_THREADS = _whole("MLFLOW_SEARCH_TRACES_MAX_THREADS", 32)
MLFLOW_SERVER_ENABLE_JOB_EXECUTION = _flag("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", False)
MLFLOW_SERVER_GRAPHQL_MAX_ALIASES = _whole("MLFLOW_SERVER_GRAPHQL_MAX_ALIASES", 10)
MLFLOW_SERVER_GRAPHQL_MAX_ROOT_FIELDS = _whole("MLFLOW_SERVER_GRAPHQL_MAX_ROOT_FIELDS", 10)
MLFLOW_SERVER_JOB_TRANSIENT_ERROR_MAX_RETRIES = _whole("MLFLOW_SERVER_JOB_TRANSIENT_ERROR_MAX_RETRIES", 3)
MLFLOW_SERVER_JOB_TRANSIENT_ERROR_RETRY_BASE_DELAY = _whole("MLFLOW_SERVER_JOB_TRANSIENT_ERROR_RETRY_BASE_DELAY", 15)
MLFLOW_SERVER_JOB_TRANSIENT_ERROR_RETRY_MAX_DELAY = _whole("MLFLOW_SERVER_JOB_TRANSIENT_ERROR_RETRY_MAX_DELAY", 60)
MLFLOW_SKIP_SIGNATURE_CHECK_FOR_UC_REGISTRY_MIGRATION = _flag(
    "MLFLOW_SKIP_SIGNATURE_CHECK_FOR_UC_REGISTRY_MIGRATION", False
)
MLFLOW_TRACE_BUFFER_MAX_SIZE = _whole("MLFLOW_TRACE_BUFFER_MAX_SIZE", 1000)
MLFLOW_TRACE_BUFFER_TTL_SECONDS = _whole("MLFLOW_TRACE_BUFFER_TTL_SECONDS", 3600)
MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT = _flag("MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT", False)
MLFLOW_TRACE_SAMPLING_RATIO = _real("MLFLOW_TRACE_SAMPLING_RATIO", 1.0)
MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS = _whole("MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS", 1)
MLFLOW_TRACE_TIMEOUT_SECONDS = _unset("MLFLOW_TRACE_TIMEOUT_SECONDS", int)
MLFLOW_TRACING_DESTINATION = _text("MLFLOW_TRACING_DESTINATION")
MLFLOW_TRACING_SQL_WAREHOUSE_ID = _text("MLFLOW_TRACING_SQL_WAREHOUSE_ID")
MLFLOW_TRACKING_DIR = _text("MLFLOW_TRACKING_DIR")
MLFLOW_UC_OSS_TOKEN = _text("MLFLOW_UC_OSS_TOKEN")
MLFLOW_USE_DATABRICKS_SDK_MODEL_ARTIFACTS_REPO_FOR_UC = _flag(
    "MLFLOW_USE_DATABRICKS_SDK_MODEL_ARTIFACTS_REPO_FOR_UC", False
)
MLFLOW_USE_DEFAULT_TRACER_PROVIDER = _flag("MLFLOW_USE_DEFAULT_TRACER_PROVIDER", True)
MLFLOW_WEBHOOK_CACHE_TTL = _whole("MLFLOW_WEBHOOK_CACHE_TTL", 60)
MLFLOW_WEBHOOK_DELIVERY_MAX_WORKERS = _whole("MLFLOW_WEBHOOK_DELIVERY_MAX_WORKERS", 10)
MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES = _whole("MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES", 3)
MLFLOW_WEBHOOK_REQUEST_TIMEOUT = _whole("MLFLOW_WEBHOOK_REQUEST_TIMEOUT", 30)
MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY = _text("MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY")
MLFLOW_WHEELED_MODEL_PIP_DOWNLOAD_OPTIONS = _text("MLFLOW_WHEELED_MODEL_PIP_DOWNLOAD_OPTIONS", "--only-binary=:all:")
