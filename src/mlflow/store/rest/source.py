"""A tracking server as a source of records, MLflow's or Penstock's: what it answers to its clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, TypeVar

from mlflow.contracts.limits import GET_METRIC_HISTORY_MAX_RESULTS
from mlflow.contracts.stores import Store
from mlflow.entities import Experiment, LoggedModel, Metric, ModelVersion, PagedList, RegisteredModel, Run, ViewType
from mlflow.exceptions import EndpointNotFound, MlflowException, TemporarilyUnavailable
from mlflow.store.arrivals import (
    Arrival,
    ArrivingExperiment,
    ArrivingModel,
    ArrivingRegisteredModel,
    ArrivingRun,
    Histories,
    Refused,
)

T = TypeVar("T")
R = TypeVar("R")

#: Records on a page.
_PAGE: Final = 200
#: How a place begins that the server itself hands files out of, and under which address it does.
_PROXIED: Final = "mlflow-artifacts:/"
_ROUTE: Final = "/api/2.0/mlflow-artifacts/artifacts/"


class ServerSource:
    """The records behind a tracking server.

    A server tells no deleted logged models, and not which numbers of versions were given to versions that are gone.

    Args:
        store: The server's store.
        address: Its address.
    """

    def __init__(self, store: Store, address: str) -> None:
        self._store = store
        self.name = address

    def size(self) -> int:
        """How many experiments and runs there are."""
        ids = [experiment.experiment_id for experiment in self._experiments()]
        return len(ids) + sum(self._store.count_runs([id], run_view_type=ViewType.ALL) for id in ids)

    def records(self) -> Iterator[Arrival]:
        """Experiments, logged models, runs and registered models, in this order."""
        ids = []
        for experiment in self._experiments():
            ids.append(experiment.experiment_id)
            if (experiment.artifact_location or "").startswith(_PROXIED):
                experiment.artifact_location = ""  # runs to come keep their files here, not behind that server
            yield ArrivingExperiment(experiment)
        measured: dict[str, list[Metric]] = {}
        for model in self._models(ids):
            for metric in model.metrics or ():
                measured.setdefault(metric.run_id or "", []).append(metric)
            model.artifact_location = self._place(model.artifact_location)
            yield ArrivingModel(model)
        for id in ids:
            for run in self._runs(id):
                run_id = run.info.run_id
                yield self._read(f"run {run_id}", self._run, run_id, measured.pop(run_id, []))
        for registered in _every(partial(self._store.search_registered_models, max_results=_PAGE)):
            yield self._read(f"registered model {registered.name!r}", self._registered, registered)

    def _experiments(self) -> Iterator[Experiment]:
        return _every(partial(self._store.search_experiments, view_type=ViewType.ALL, max_results=_PAGE))

    def _runs(self, experiment_id: str) -> Iterator[Run]:
        order = ["attributes.start_time ASC"]
        return _every(
            partial(
                self._store.search_runs, [experiment_id], run_view_type=ViewType.ALL, max_results=_PAGE, order_by=order
            )
        )

    def _models(self, ids: list[str]) -> Iterator[LoggedModel]:
        for id in ids:
            try:
                yield from _every(partial(self._store.search_logged_models, [id], max_results=50))
            except EndpointNotFound:
                return  # a server of before MLflow 3

    def _run(self, run_id: str, measured: list[Metric]) -> ArrivingRun:
        run = self._store.get_run(run_id)  # a page does not tell which models it read
        run.info.artifact_uri = self._place(run.info.artifact_uri)
        data = run.data
        return ArrivingRun(
            run.info,
            dict(data.params),
            dict(data.tags),
            Histories(partial(self._histories, run_id, sorted(data.metrics))),
            run.inputs,
            run.outputs,
            measured,
        )

    def _histories(self, run_id: str, keys: list[str]) -> Iterator[tuple[str, list[Metric]]]:
        for key in keys:
            token: str | None = None
            while True:
                page = self._store.get_metric_history(run_id, key, GET_METRIC_HISTORY_MAX_RESULTS, token)
                yield key, list(page)
                token = page.token
                if not token:
                    break

    def _registered(self, model: RegisteredModel) -> ArrivingRegisteredModel:
        quoted = model.name.replace("'", "''")
        found = _every(partial(self._store.search_model_versions, f"name = '{quoted}'", max_results=_PAGE))
        versions = [self._version(version) for version in found]
        return ArrivingRegisteredModel(model, versions, max((int(each.version) for each in versions), default=0))

    def _version(self, version: ModelVersion) -> ModelVersion:
        version.source = self._place(version.source)
        return version

    def _place(self, told: str | None) -> str:
        """A place as it can be reached from elsewhere."""
        told = told or ""
        if told.startswith(_PROXIED) and not told.startswith(f"{_PROXIED}/"):
            return self.name + _ROUTE + told[len(_PROXIED) :]
        return told

    def _read(self, what: str, read: Callable[..., R], *args: object) -> R | Refused:
        try:
            return read(*args)
        except TemporarilyUnavailable:
            raise
        except MlflowException as error:
            return Refused(what, error.message)


def _every(ask: Callable[..., PagedList[T]]) -> Iterator[T]:
    """What is on every page of a listing."""
    token: str | None = None
    while True:
        page = ask(page_token=token)
        yield from page
        token = page.token
        if not token:
            return
