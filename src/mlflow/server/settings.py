"""What an operator decides about a server."""

from __future__ import annotations

from dataclasses import dataclass, field

from mlflow import environment_variables as variables
from mlflow.exceptions import InvalidParameterValue
from mlflow.uris import web_address

#: Most bytes of a JSON body; a dataset's profile may take 16 MiB.
MAX_BODY = 32 << 20


@dataclass(frozen=True)
class Settings:
    """How a server is set up.

    Args:
        backend_store_uri: Where runs are kept.
        registry_store_uri: Where registered models are kept; with the runs where None.
        default_artifact_root: Where new experiments keep artifacts; where None, behind the proxy or else with the runs.
        serve_artifacts: Whether the server moves artifacts for its clients.
        artifacts_destination: Where the proxy keeps them.
        artifacts_only: Serve the proxy and nothing else.
        static_prefix: Path in front of the pages and ``/ajax-api``.
        host: The address it is bound to.
        allowed_hosts: Names in ``Host`` that are answered, wildcards allowed; names of this machine where empty.
        cors_allowed_origins: Pages of other sites that may call, wildcards allowed; those of this machine always may.
        x_frame_options: ``SAMEORIGIN``, ``DENY`` or ``NONE``.
        disable_security: Leave out the checks of ``Host`` and ``Origin``.
        allowed_artifact_locations: Places outside the proxy that clients may name as an experiment's artifact location.
        max_body: Most bytes of a JSON body.
        prometheus_folder: Where the workers keep figures for Prometheus, served at ``/metrics``; none where None.
        access_log: Whether every request is told in the log.
        serving_urls: Scoring servers whose models may be tried from the pages.
        read_timeout: Seconds that the database works on one request that reads; 0 for any time.
    """

    backend_store_uri: str = "./mlruns"
    registry_store_uri: str | None = None
    default_artifact_root: str | None = None
    serve_artifacts: bool = True
    artifacts_destination: str = "./mlartifacts"
    artifacts_only: bool = False
    static_prefix: str = ""
    host: str = "127.0.0.1"
    allowed_hosts: tuple[str, ...] = ()
    cors_allowed_origins: tuple[str, ...] = ()
    x_frame_options: str = "SAMEORIGIN"
    disable_security: bool = False
    allowed_artifact_locations: tuple[str, ...] = field(default=())
    max_body: int = MAX_BODY
    prometheus_folder: str | None = None
    access_log: bool = False
    serving_urls: tuple[str, ...] = ()
    read_timeout: float = field(default_factory=variables.PENSTOCK_SERVER_READ_TIMEOUT.get)

    def __post_init__(self) -> None:
        prefix = self.static_prefix
        if prefix and (not prefix.startswith("/") or prefix.endswith("/")):
            raise InvalidParameterValue(f"--static-prefix must begin with a slash and not end with one: {prefix!r}.")
        if self.artifacts_only and not self.serve_artifacts:
            raise InvalidParameterValue("--artifacts-only serves artifacts; it cannot go with --no-serve-artifacts.")
        object.__setattr__(self, "serving_urls", tuple(web_address(url) for url in self.serving_urls))

    @property
    def reached(self) -> tuple[str, ...]:
        """Places where the operator keeps artifacts or allows them."""
        named = (self.default_artifact_root, self.artifacts_destination, *self.allowed_artifact_locations)
        return tuple(place for place in named if place)

    @classmethod
    def from_environment(cls) -> Settings:
        """The settings that the ``MLFLOW_*`` environment variables say."""
        return cls(
            backend_store_uri=variables.MLFLOW_BACKEND_STORE_URI.get() or cls.backend_store_uri,
            registry_store_uri=variables.MLFLOW_REGISTRY_STORE_URI.get(),
            default_artifact_root=variables.MLFLOW_DEFAULT_ARTIFACT_ROOT.get(),
            serve_artifacts=variables.MLFLOW_SERVE_ARTIFACTS.get(),
            artifacts_destination=variables.MLFLOW_ARTIFACTS_DESTINATION.get() or cls.artifacts_destination,
            artifacts_only=variables.MLFLOW_ARTIFACTS_ONLY.get(),
            static_prefix=variables.MLFLOW_STATIC_PREFIX.get() or "",
            prometheus_folder=variables.MLFLOW_EXPOSE_PROMETHEUS.get(),
            host=variables.MLFLOW_HOST.get() or cls.host,
            allowed_hosts=listed(variables.MLFLOW_SERVER_ALLOWED_HOSTS.get()),
            cors_allowed_origins=listed(variables.MLFLOW_SERVER_CORS_ALLOWED_ORIGINS.get()),
            x_frame_options=variables.MLFLOW_SERVER_X_FRAME_OPTIONS.get() or cls.x_frame_options,
            disable_security=variables.MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE.get() in ("true", "1", "True"),
            serving_urls=listed(variables.PENSTOCK_SERVING_URLS.get()),
            allowed_artifact_locations=listed(variables.PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS.get()),
        )


def listed(text: str | None) -> tuple[str, ...]:
    """The items of a comma-separated text."""
    return tuple(item.strip() for item in (text or "").split(",") if item.strip())
