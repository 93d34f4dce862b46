"""The application: stores, routes and guard put together."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.stores import open_artifacts
from mlflow.contracts.openapi import PREFIXES
from mlflow.contracts.stores import RegistryStore, Store, TrackingStore
from mlflow.exceptions import InvalidParameterValue
from mlflow.server.acts import ActEndpoints, Backings
from mlflow.server.artifacts import Proxy
from mlflow.server.guard import Guard
from mlflow.server.measures import Measures
from mlflow.server.pages import Pages
from mlflow.server.permissions import Authorizer, GrantAll
from mlflow.server.places import Places
from mlflow.server.settings import Settings
from mlflow.server.sweeping import Sweeping
from mlflow.server.table import RouteTable
from mlflow.server.watching import Watched
from mlflow.store.sql.store import open_store
from mlflow.uris import parse_store_uri, without_password

#: Acts that are also served at the root, where clients and bookmarks of MLflow expect them.
_AT_THE_ROOT = {
    "read_run_artifact": "/get-artifact",
    "read_model_version_artifact": "/model-versions/get-artifact",
}


class Server:
    """An ASGI application over stores; see :func:`create_app`.

    Args:
        settings: The operator's decisions.
        tracking: Where runs are kept; None where only artifacts are served.
        registry: Where registered models are kept.
        destination: The store behind the artifact proxy, if there is one.
        authorizer: Decides what callers may do.
    """

    def __init__(
        self,
        settings: Settings,
        tracking: TrackingStore | None,
        registry: RegistryStore | None,
        destination: ArtifactStore | None,
        authorizer: Authorizer,
    ) -> None:
        self.settings = settings
        places = Places(tracking, destination, settings.reached) if tracking is not None else None
        proxy = Proxy(destination, settings.artifacts_destination) if destination is not None else None
        self._sweeping = Sweeping(destination, proxy.held) if destination is not None and proxy is not None else None
        self._backings = Backings(settings, authorizer, tracking, registry, proxy, places)
        self._acts = ActEndpoints(self._backings, settings.max_body)
        self.table = RouteTable(authorizer)
        folder = settings.prometheus_folder
        self._measures = Measures(Path(folder)) if folder else None
        Pages(settings.static_prefix, settings.x_frame_options, self._measures).add_to(self.table)
        for act, endpoint in self._acts.all():
            for prefix in PREFIXES:
                root = settings.static_prefix + prefix if prefix.startswith("/ajax") else prefix
                for method, path in act.endpoints:
                    self.table.add(method, f"{root}/{path}", endpoint)
                    if settings.static_prefix and root == prefix:  # for clients that are told the prefix, too
                        self.table.add(method, f"{settings.static_prefix}{root}/{path}", endpoint)
            if act.name in _AT_THE_ROOT:
                self.table.add(act.method, settings.static_prefix + _AT_THE_ROOT[act.name], endpoint)
        self._app: ASGIApp = Guard(self.table, settings)
        if self._measures is not None or settings.access_log:
            self._app = Watched(self._app, self._measures, settings.access_log)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        writing = asyncio.ensure_future(self._measures.keep_written()) if self._measures is not None else None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                if self._sweeping is not None:
                    self._sweeping.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                if writing is not None and self._measures is not None:
                    writing.cancel()
                    self._measures.write()
                self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def close(self) -> None:
        """End the threads that do the acts."""
        if self._sweeping is not None:
            self._sweeping.stop()
        self._backings.close()
        self._acts.close()


def create_app(settings: Settings | None = None, authorizer: Authorizer | None = None) -> Server:
    """The server's application.

    Args:
        settings: The operator's decisions; those of the environment variables where None.
        authorizer: Decides what callers may do; everybody may do everything where None.

    Raises:
        TypeError: A route has no rule.
        MlflowException: A store cannot be opened; the message says what helps.
    """
    settings = settings or Settings.from_environment()
    authorizer = authorizer or GrantAll()
    destination = open_artifacts(settings.artifacts_destination) if settings.serve_artifacts else None
    if settings.artifacts_only:
        return Server(settings, None, None, destination, authorizer)
    root = settings.default_artifact_root or ("mlflow-artifacts:/" if settings.serve_artifacts else None)
    tracking = _open(settings.backend_store_uri, root, "--backend-store-uri", settings.read_timeout)
    apart = settings.registry_store_uri
    same = not apart or apart == settings.backend_store_uri
    registry = tracking if same else _open(apart or "", root, "--registry-store-uri", settings.read_timeout)
    return Server(settings, tracking, registry, destination, authorizer)


def _open(uri: str, root: str | None, flag: str, read_timeout: float) -> Store:
    where = parse_store_uri(uri)
    if where.kind not in ("directory", "sql"):
        shown = without_password(uri)
        raise InvalidParameterValue(f"A server keeps its records in a folder or a database; {flag} is {shown!r}.")
    store = open_store(where, artifact_root=root)
    store.share(read_timeout)
    return store
