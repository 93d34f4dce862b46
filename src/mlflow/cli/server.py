"""``mlflow server``, also ``mlflow ui``."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import click
import uvicorn

from mlflow.environment_variables import (
    MLFLOW_EXPOSE_PROMETHEUS,
    PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS,
    PENSTOCK_SERVING_URLS,
)
from mlflow.server.app import create_app
from mlflow.server.gunicorn_options import translated
from mlflow.server.listener import address, bind, serve, uvicorn_options
from mlflow.server.measures import start_anew
from mlflow.server.patience import PatientProtocol
from mlflow.server.settings import Settings, listed
from mlflow.server.watching import log_accesses
from mlflow.store.sql.store import close_all

_BASE: dict[str, Any] = {
    "loop": "auto",
    "http": PatientProtocol,
    "ws": "none",
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    # Longer than the pools of clients keep a connection idle, so that a request rarely meets a closing one.
    "timeout_keep_alive": 75,
    # Requests in progress when the server is told to stop have so long to end.
    "timeout_graceful_shutdown": 10,
}


def _text(name: str, help: str, default: str | None = None, envvar: str | None = None) -> Any:
    return click.option(
        name, default=default, envvar=envvar, metavar="TEXT", show_default=default is not None, help=help
    )


@click.command("server")
@_text(
    "--backend-store-uri", "Where runs are kept: a folder or a database URL.", "./mlruns", "MLFLOW_BACKEND_STORE_URI"
)
@_text(
    "--registry-store-uri",
    "Where registered models are kept; with the runs by default.",
    None,
    "MLFLOW_REGISTRY_STORE_URI",
)
@_text("--default-artifact-root", "Where new experiments keep artifacts.", None, "MLFLOW_DEFAULT_ARTIFACT_ROOT")
@click.option(
    "--serve-artifacts/--no-serve-artifacts",
    default=True,
    envvar="MLFLOW_SERVE_ARTIFACTS",
    show_default=True,
    help="Move artifacts for clients, so that they need no access to the place of the files.",
)
@click.option(
    "--artifacts-only", is_flag=True, envvar="MLFLOW_ARTIFACTS_ONLY", help="Serve artifacts and nothing else."
)
@_text("--artifacts-destination", "Where the server keeps artifacts.", "./mlartifacts", "MLFLOW_ARTIFACTS_DESTINATION")
@click.option(
    "--host", "-h", default="127.0.0.1", envvar="MLFLOW_HOST", show_default=True, help="Address to listen at."
)
@click.option(
    "--port",
    "-p",
    default=5000,
    type=click.IntRange(0, 65535),
    envvar="MLFLOW_PORT",
    show_default=True,
    help="Port; 0 for any.",
)
@click.option(
    "--workers",
    "-w",
    type=click.IntRange(1),
    envvar="MLFLOW_WORKERS",
    metavar="NUMBER",
    help="Processes; 1 by default.",
)
@_text(
    "--allowed-hosts",
    "Names this server goes by, comma-separated, wildcards allowed.",
    None,
    "MLFLOW_SERVER_ALLOWED_HOSTS",
)
@_text(
    "--cors-allowed-origins", "Sites whose pages may call, comma-separated.", None, "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"
)
@click.option(
    "--disable-security-middleware",
    is_flag=True,
    envvar="MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE",
    help="Leave out the checks of Host and Origin.",
)
@_text("--x-frame-options", "SAMEORIGIN, DENY or NONE.", "SAMEORIGIN", "MLFLOW_SERVER_X_FRAME_OPTIONS")
@_text("--static-prefix", "Path in front of the pages, such as /mlflow.", None, "MLFLOW_STATIC_PREFIX")
@_text("--gunicorn-opts", "Options of gunicorn; those that mean something here are kept.", None, "MLFLOW_GUNICORN_OPTS")
@_text("--waitress-opts", "Ignored: the server is the same on every system.")
@_text("--uvicorn-opts", "Further options of uvicorn, as on its command line.", None, "MLFLOW_UVICORN_OPTS")
@_text(
    "--expose-prometheus",
    "Folder for figures; they are served to Prometheus at /metrics.",
    None,
    MLFLOW_EXPOSE_PROMETHEUS.name,
)
@click.option(
    "--serving-url",
    multiple=True,
    metavar="URL",
    help="A scoring server whose models may be tried from the pages; may be given several times.",
)
@_text("--app-name", "Plug-in application; there is none yet.")
@click.option("--dev", is_flag=True, help="Log every request.")
def server(**options: Any) -> None:
    """Start the tracking server and its user interface."""
    if options["app_name"] is not None:
        raise click.UsageError(
            f"There is no application {options['app_name']!r}: accounts and permissions come with a later release. "
            "Until then, put a proxy that authenticates in front."
        )
    if options["waitress_opts"]:
        click.echo("--waitress-opts mean nothing here: the server is uvicorn. They are ignored.", err=True)
    given, workers = _given(options)
    settings = Settings(
        backend_store_uri=options["backend_store_uri"],
        registry_store_uri=options["registry_store_uri"],
        default_artifact_root=options["default_artifact_root"],
        serve_artifacts=options["serve_artifacts"],
        artifacts_destination=options["artifacts_destination"],
        artifacts_only=options["artifacts_only"],
        static_prefix=options["static_prefix"] or "",
        host=options["host"],
        allowed_hosts=listed(options["allowed_hosts"]),
        cors_allowed_origins=listed(options["cors_allowed_origins"]),
        x_frame_options=options["x_frame_options"],
        disable_security=options["disable_security_middleware"],
        allowed_artifact_locations=listed(PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS.get()),
        serving_urls=options["serving_url"] or listed(PENSTOCK_SERVING_URLS.get()),
        prometheus_folder=options["expose_prometheus"],
        # Ours tells more than uvicorn's, and lets nobody write lines of their own into it.
        access_log=bool(given.pop("access_log")),
    )
    _run(settings, options["host"], options["port"], workers, given)


def _given(options: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """``(settings of uvicorn, workers)`` that the options say."""
    given = dict(_BASE)
    if options["dev"]:
        given.update(log_level="debug", access_log=True)
    gunicorn = translated(options["gunicorn_opts"] or "")
    if gunicorn.ignored:
        click.echo(
            f"--gunicorn-opts: {', '.join(gunicorn.ignored)} means nothing here and is ignored; the server is uvicorn.",
            err=True,
        )
    given.update(gunicorn.uvicorn)
    given.update(uvicorn_options(options["uvicorn_opts"] or ""))
    return given, options["workers"] or gunicorn.workers or 1


def _run(settings: Settings, host: str, port: int, workers: int, given: dict[str, Any]) -> None:
    given["access_log"] = False
    if settings.access_log:
        log_accesses()
    listening = bind(host, port)
    try:
        if settings.prometheus_folder:
            start_anew(Path(settings.prometheus_folder))
        # Opened before anything is served, so that what is wrong with the stores is told here and at once.
        app = create_app(settings)
        if workers == 1:
            config = uvicorn.Config(app, **given)
        else:
            app.close()
            close_all()  # connections to a database must not cross a fork
            config = uvicorn.Config(functools.partial(create_app, settings), factory=True, **given)
        where = address(listening, settings.static_prefix, "https" if given.get("ssl_certfile") else "http")
        serve(listening, config, workers, lambda: click.echo(f"Penstock is at {where}"))
    finally:
        listening.close()
