"""The acts of the contract as endpoints: one handler and one rule for all paths of an act."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from starlette.responses import Response

from mlflow.contracts.acts import Act, Rule, acts_of
from mlflow.contracts.artifacts import ArtifactListings, ArtifactProxy, MultipartUpload, MultipartUploadPart
from mlflow.contracts.housekeeping import Housekeeping
from mlflow.contracts.serving import ModelServing
from mlflow.contracts.stores import CONTRACTS, RegistryStore, TrackingStore
from mlflow.entities.wire import encode
from mlflow.server.answers import json
from mlflow.server.artifacts import Listings, Proxy
from mlflow.server.bodies import Upload, json_body
from mlflow.server.downloads import download, waits_for_digest
from mlflow.server.housekeeping import Keeper
from mlflow.server.multipart import addressed, arrived
from mlflow.server.permissions import Authorizer, Caller
from mlflow.server.places import File, Places
from mlflow.server.scoring_servers import ScoringServers
from mlflow.server.settings import Settings
from mlflow.server.sources import Check, Sources, checked_location
from mlflow.server.table import Answerer, Asked, Endpoint

#: Bytes of a body beyond which reading it would keep the event loop from others.
_LARGE = 1 << 18
#: Acts that wait for others: a slow store puts a large file together, a scoring server predicts, a disk deletes.
_SLOW = (
    "_multipart_upload", "get_serving", "invoke_model_version",
    "purge_runs", "purge_logged_models", "purge_experiment", "give_back_space", "ship_journals",
)  # fmt: skip


class Backings:
    """What stands behind each contract.

    Args:
        settings: The operator's decisions.
        authorizer: Decides what callers may read.
        tracking: Where runs are kept.
        registry: Where registered models are kept.
        proxy: Files behind the server, if it serves them.
        places: Where artifacts are.
    """

    def __init__(
        self,
        settings: Settings,
        authorizer: Authorizer,
        tracking: TrackingStore | None,
        registry: RegistryStore | None,
        proxy: Proxy | None,
        places: Places | None,
    ) -> None:
        self.authorizer = authorizer
        self._settings = settings
        self._proxy = proxy
        self._tracking = tracking
        self._registry = registry
        self._places = places
        self._serving = ScoringServers(settings.serving_urls, registry) if registry is not None else None
        self._keeper = Keeper(settings, tracking, places) if tracking is not None and places is not None else None
        self._sources = Sources(registry, places) if registry is not None and places is not None else None

    def close(self) -> None:
        """End what works in the background."""
        if self._keeper is not None:
            self._keeper.stop()

    def has(self, contract: type) -> bool:
        """Whether this server serves a contract."""
        if contract is ArtifactProxy:
            return self._proxy is not None
        return self._tracking is not None

    def call(self, contract: type, act: Act, caller: Caller, arguments: dict[str, Any]) -> Any:
        """Do an act for a caller."""
        return getattr(self._behind(contract, caller), act.name)(**self._checked(act, caller, arguments))

    def _behind(self, contract: type, caller: Caller) -> object:
        if contract is ArtifactProxy:
            return self._proxy
        if contract is ArtifactListings:
            assert self._registry is not None and self._places is not None and self._sources is not None
            return Listings(self._registry, self._places, self._sources, self._check_for(caller))
        if contract is ModelServing:
            return self._serving
        if contract is Housekeeping:
            return self._keeper
        return self._registry if issubclass(RegistryStore, contract) else self._tracking

    def _check_for(self, caller: Caller) -> Check:
        def check(rule: Rule, value: str) -> None:
            self.authorizer.check(caller, rule, {rule.argument or "": value})

        return check

    def _checked(self, act: Act, caller: Caller, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments, once the places that they name are found to be such as a caller may name."""
        if act.name == "create_experiment" and arguments.get("artifact_location"):
            allowed = self._settings.allowed_artifact_locations
            return {**arguments, "artifact_location": checked_location(arguments["artifact_location"], allowed)}
        if act.name == "create_model_version" and self._sources is not None:
            source = self._sources.checked(
                arguments["source"], arguments.get("run_id"), arguments.get("model_id"), self._check_for(caller)
            )
            return {**arguments, "source": source}
        return arguments


class ActEndpoints:
    """Makes an endpoint of each act.

    Args:
        backings: What does the acts.
        max_body: Most bytes of a JSON body.
    """

    def __init__(self, backings: Backings, max_body: int) -> None:
        self._backings = backings
        self._max_body = max_body
        self._workers = ThreadPoolExecutor(16, "act")
        # Apart, so that slow up- and downloads do not keep short acts waiting.
        self._movers = ThreadPoolExecutor(64, "file")

    def close(self) -> None:
        """End the threads, once they have done what they are at."""
        self._workers.shutdown()
        self._movers.shutdown(cancel_futures=True)

    def all(self) -> Iterable[tuple[Act, Endpoint]]:
        """Every act that is served, with its endpoint."""
        for contract in CONTRACTS:
            if self._backings.has(contract):
                for act in acts_of(contract).values():
                    yield act, self._endpoint(contract, act)

    def _endpoint(self, contract: type, act: Act) -> Endpoint:
        call = partial(self._backings.call, contract, act)
        if act.stream:
            return Endpoint(act.rule, self._moving(act, call), partial(_read_stream, act), act.name)
        return Endpoint(act.rule, self._answering(act, call), partial(self._read_json, act), act.name)

    async def _read_json(self, act: Act, asked: Asked) -> dict[str, Any]:
        if asked.request.method in ("GET", "HEAD"):
            return act.read_query(asked.request.query_params.multi_items(), asked.path)
        body = await json_body(asked.request, self._max_body)
        if len(body) > _LARGE:
            return await asyncio.get_running_loop().run_in_executor(self._workers, act.read_body, body, asked.path)
        return act.read_body(body, asked.path)

    def _answering(self, act: Act, call: Callable[..., Any]) -> Answerer:
        listing = act.paged and act.rule.argument is None
        readable = self._backings.authorizer.readable
        threads = self._movers if act.name.endswith(_SLOW) else self._workers

        async def answer(asked: Asked, arguments: dict[str, Any]) -> Response:
            def work() -> bytes:
                result = call(asked.caller, arguments)
                if isinstance(result, MultipartUpload):
                    result = addressed(result, asked.request)
                return encode(act.wrap(readable(asked.caller, act.rule, result) if listing else result))

            return json(await asyncio.get_running_loop().run_in_executor(threads, work))

        return answer

    def _moving(self, act: Act, call: Callable[..., Any]) -> Answerer:
        async def answer(asked: Asked, arguments: dict[str, Any]) -> Response:
            loop = asyncio.get_running_loop()
            try:
                result = await loop.run_in_executor(self._movers, call, asked.caller, arguments)
            except asyncio.CancelledError:  # the server stops; the thread must not wait for a body that will not come
                if isinstance(body := arguments.get("data"), Upload):
                    body.abort()
                raise
            if isinstance(result, File):
                method, headers = asked.request.method, asked.request.headers
                if waits_for_digest(method, headers) or "range" in headers:
                    return await loop.run_in_executor(self._movers, download, result, method, headers)
                return download(result, method, headers)
            return arrived(result) if isinstance(result, MultipartUploadPart) else json(b"{}")

        return answer


async def _read_stream(act: Act, asked: Asked) -> dict[str, Any]:
    fields: dict[str, Any] = dict(asked.path)
    if any(a.name == "data" for a in act.arguments):
        fields["data"] = Upload(asked.request, asyncio.get_running_loop())
    return act.read_query(asked.request.query_params.multi_items(), fields)
