"""The store behind a server: every act of the contract, asked over a transport."""

from __future__ import annotations

from abc import update_abstractmethods
from collections.abc import Callable
from functools import wraps
from typing import Any

from mlflow.contracts.acts import Act, acts_of
from mlflow.contracts.artifacts import ArtifactListings, ArtifactProxy
from mlflow.contracts.housekeeping import Housekeeping
from mlflow.contracts.limits import GET_METRIC_HISTORY_MAX_RESULTS, SEARCH_MAX_RESULTS_THRESHOLD
from mlflow.contracts.run_series import SeriesSummary
from mlflow.contracts.run_tables import RunKeys
from mlflow.contracts.serving import ModelServing
from mlflow.contracts.stores import Store
from mlflow.entities import LoggedModel, Metric, PagedList
from mlflow.exceptions import EndpointNotFound
from mlflow.store.rest.calls import Call, StrangeAnswer
from mlflow.store.rest.credentials import FromEnvironment
from mlflow.store.rest.outgoing import Nobody
from mlflow.store.rest.transport import HttpTransport, Transport
from mlflow.uris import credentials_in


class RestStore(Store, ArtifactListings, ArtifactProxy, ModelServing, Housekeeping):
    """The whole contract, derived from its acts; each method asks the server at the other end of ``transport``.

    Args:
        transport: How requests travel.
    """

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self._calls: dict[str, Call] = {}

    def retrying(self, times: int, seconds: float | None = None) -> RestStore:
        """The same server, asked again at most so many times where it does not answer within so many seconds."""
        hasty = getattr(self.transport, "retrying", None)
        store: RestStore = _concrete(hasty(times, seconds)) if hasty is not None else self
        return store

    def call(self, act: Act, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Ask the server for an act."""
        call = self._calls.get(act.name)
        if call is None:
            call = self._calls[act.name] = Call(act)
        return call(self.transport, args, kwargs)


def _asking(act: Act) -> Callable[..., Any]:
    @wraps(act.function)
    def method(self: RestStore, *args: Any, **kwargs: Any) -> Any:
        return self.call(act, args, kwargs)

    method.__dict__.pop("__isabstractmethod__", None)
    return method


def _history(self: RestStore, *args: Any, **kwargs: Any) -> PagedList[Metric]:
    """All points where no page size is given: MLflow's servers give none then, so pages are asked for and joined."""
    act = _ACTS["get_metric_history"]
    given = act.bind(args, kwargs)
    if "max_results" in given or "page_token" in given:
        page: PagedList[Metric] = self.call(act, args, kwargs)
        return page
    given["max_results"] = GET_METRIC_HISTORY_MAX_RESULTS
    points: list[Metric] = []
    while True:
        page = self.call(act, (), given)
        points += page
        if not page.token:
            return PagedList(points)
        given["page_token"] = page.token


def _count(self: RestStore, *args: Any, **kwargs: Any) -> int:
    """A server of MLflow cannot count, so there the runs are listed."""
    act = _ACTS["count_runs"]
    try:
        return int(self.call(act, args, kwargs))
    except EndpointNotFound:
        names = ("experiment_ids", "filter_string", "run_view_type")
        given = {**dict(zip(names, args, strict=False)), **kwargs, "max_results": SEARCH_MAX_RESULTS_THRESHOLD}
        total = 0
        while True:
            page = self.search_runs(**given)
            total += len(page)
            if not page.token:
                return total
            given["page_token"] = page.token


def _keys(self: RestStore, *args: Any, **kwargs: Any) -> RunKeys:
    """A server of MLflow does not know the keys, so there the newest runs are looked at."""
    try:
        keys: RunKeys = self.call(_ACTS["get_run_keys"], args, kwargs)
        return keys
    except EndpointNotFound:
        names = ("experiment_ids", "filter_string", "run_view_type", "differing")
        given = {**dict(zip(names, args, strict=False)), **kwargs}
        if given.pop("differing", False):
            raise
        runs = [run.data for run in self.search_runs(**{k: v for k, v in given.items() if v is not None})]
        return RunKeys(
            sorted({key for data in runs for key in data.metrics}),
            sorted({key for data in runs for key in data.params}),
            sorted({key for data in runs for key in data.tags}),
        )


def _summaries(self: RestStore, run_id: str) -> list[SeriesSummary]:
    """A server of MLflow knows no summaries, so there the series are read."""
    try:
        found: list[SeriesSummary] = self.call(_ACTS["get_metric_summaries"], (run_id,), {})
        return found
    except EndpointNotFound:
        keys = sorted(self.get_run(run_id).data.metrics)
        return [_summary(key, self.get_metric_history(run_id, key)) for key in keys]


def _summary(key: str, points: list[Metric]) -> SeriesSummary:
    values = [p.value for p in points if p.value == p.value]
    first, last = points[0], points[-1]
    return SeriesSummary(
        key,
        len(points),
        first.value,
        last.value,
        min(values, default=None),
        max(values, default=None),
        last.step,
        last.timestamp,
    )


def _tagged(self: RestStore, *args: Any, **kwargs: Any) -> LoggedModel:
    """A server of MLflow does not return the model, so there it is asked for."""
    act = _ACTS["set_logged_model_tags"]
    try:
        model: LoggedModel = self.call(act, args, kwargs)
        return model
    except StrangeAnswer:
        return self.get_logged_model(act.bind(args, kwargs)["model_id"])


_ACTS = acts_of(RestStore)
_BETTER: dict[str, Callable[..., Any]] = {
    "get_metric_history": _history,
    "count_runs": _count,
    "get_metric_summaries": _summaries,
    "get_run_keys": _keys,
    "set_logged_model_tags": _tagged,
}
#: The class under a type that does not know its methods are still to be set.
_concrete: Any = RestStore
for _act in _ACTS.values():
    setattr(_concrete, _act.name, _BETTER.get(_act.name) or _asking(_act))
update_abstractmethods(_concrete)


def open_store(base_url: str, with_credentials: bool = True) -> RestStore:
    """The store of a server, by its address.

    Args:
        base_url: The address.
        with_credentials: Whether the server is shown the credentials of the environment variables.
    """
    named, url = credentials_in(base_url)
    return over(HttpTransport(url, FromEnvironment(named) if with_credentials else Nobody()))


def over(transport: Transport) -> RestStore:
    """The store at the other end of a transport."""
    store: RestStore = _concrete(transport)
    return store
