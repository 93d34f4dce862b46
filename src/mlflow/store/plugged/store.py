"""The contract over a store of a plug-in: every act in the words of MLflow's interface for stores."""

from __future__ import annotations

import json
from abc import update_abstractmethods
from collections.abc import Callable
from functools import cached_property
from typing import Any

import msgspec

from mlflow.contracts.limits import SEARCH_MAX_RESULTS_THRESHOLD
from mlflow.contracts.run_series import Series, SeriesSummary
from mlflow.contracts.run_tables import RunColumns, RunGroup, RunKeys
from mlflow.contracts.stores import Store
from mlflow.entities import (
    DatasetSummary,
    Experiment,
    ExperimentTag,
    LoggedModelStatus,
    Metric,
    PagedList,
    Param,
    RunInfo,
    RunStatus,
    RunTag,
    ViewType,
)
from mlflow.entities.model_registry import ModelVersionTag, RegisteredModelTag
from mlflow.exceptions import MlflowNotImplementedException, ResourceDoesNotExist
from mlflow.plugins import REGISTRY_STORE, TRACKING_STORE, plugins
from mlflow.uris import scheme_of


def open_store(uri: str) -> PluggedStore:
    """The store at an address whose scheme a plug-in serves."""
    found: PluggedStore = _concrete(uri)
    return found


class PluggedStore(Store):
    """Runs and registered models at an address, each by the plug-in that serves its scheme.

    Args:
        uri: The address.
    """

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def _built(self, group: str, what: str) -> Any:
        scheme = scheme_of(self._uri)
        for plugin in plugins(group):
            if plugin.name == scheme:
                build = plugin.load()
                if group == TRACKING_STORE:
                    return build(store_uri=self._uri, artifact_uri=None)
                return build(store_uri=self._uri, tracking_uri=self._uri)
        raise MlflowNotImplementedException(
            f"No installed package keeps {what} at addresses that begin with {scheme}:."
        )

    @cached_property
    def tracking(self) -> Any:
        """The plug-in's store of runs."""
        return self._built(TRACKING_STORE, "runs")

    @cached_property
    def registry(self) -> Any:
        """The plug-in's store of registered models."""
        return self._built(REGISTRY_STORE, "registered models")

    # Experiments

    def create_experiment(
        self, name: str, artifact_location: str | None = None, tags: list[ExperimentTag] | None = None
    ) -> str:
        return str(self.tracking.create_experiment(name, artifact_location, tags or []))

    def get_experiment_by_name(self, experiment_name: str) -> Experiment:
        found: Experiment | None = self.tracking.get_experiment_by_name(experiment_name)
        if found is None:
            raise ResourceDoesNotExist(f"There is no experiment {experiment_name!r}.")
        return found

    def set_experiment_tag(self, experiment_id: str, key: str, value: str) -> None:
        self.tracking.set_experiment_tag(experiment_id, ExperimentTag(key, value))

    # Runs

    def create_run(
        self, experiment_id: str = "0", user_id: str = "", start_time: int | None = None,
        tags: list[RunTag] | None = None, run_name: str | None = None, run_id: str | None = None,
    ) -> Any:  # fmt: skip
        if run_id is not None:
            raise MlflowNotImplementedException("A store of a plug-in chooses the ids of runs itself.")
        return self.tracking.create_run(experiment_id, user_id, start_time, tags or [], run_name)

    def update_run(
        self, run_id: str, status: Any = None, end_time: int | None = None, run_name: str | None = None
    ) -> RunInfo:
        if status is None:  # MLflow's interface has no "as it is"
            info = self.tracking.get_run(run_id).info
            status, end_time = info.status, end_time if end_time is not None else info.end_time
        number = RunStatus.from_string(status) if isinstance(status, str) else status
        found: RunInfo = self.tracking.update_run_info(run_id, number, end_time, run_name)
        return found

    def log_metric(
        self, run_id: str, key: str, value: float, timestamp: int, step: int = 0, model_id: str | None = None,
        dataset_name: str | None = None, dataset_digest: str | None = None,
    ) -> None:  # fmt: skip
        point = Metric(key, value, timestamp, step, model_id, dataset_name, dataset_digest)
        self.tracking.log_metric(run_id, point)

    def log_param(self, run_id: str, key: str, value: str) -> None:
        self.tracking.log_param(run_id, Param(key, value))

    def set_tag(self, run_id: str, key: str, value: str) -> None:
        self.tracking.set_tag(run_id, RunTag(key, value))

    def log_batch(
        self, run_id: str, metrics: list[Metric] | None = None, params: list[Param] | None = None,
        tags: list[RunTag] | None = None,
    ) -> None:  # fmt: skip
        self.tracking.log_batch(run_id, metrics or [], params or [], tags or [])

    def record_logged_model(self, run_id: str, model_json: str) -> None:
        self.tracking.record_logged_model(run_id, _Described(model_json))

    def search_runs(
        self, experiment_ids: list[str] | None = None, filter_string: str | None = None,
        run_view_type: Any = ViewType.ACTIVE_ONLY, max_results: int = 1000, order_by: list[str] | None = None,
        page_token: str | None = None, columns: list[str] | None = None,
    ) -> PagedList[Any]:  # fmt: skip
        view = ViewType.from_string(run_view_type) if isinstance(run_view_type, str) else run_view_type
        return _page(
            self.tracking.search_runs(experiment_ids or [], filter_string, view, max_results, order_by, page_token)
        )

    def _all_runs(self, experiment_ids: list[str], filter_string: str | None, view: Any) -> list[Any]:
        runs: list[Any] = []
        token: str | None = None
        while True:
            page = self.search_runs(experiment_ids, filter_string, view, SEARCH_MAX_RESULTS_THRESHOLD, None, token)
            runs += page
            token = page.token
            if not token:
                return runs

    def count_runs(
        self, experiment_ids: list[str], filter_string: str | None = None, run_view_type: Any = ViewType.ACTIVE_ONLY
    ) -> int:
        return len(self._all_runs(experiment_ids, filter_string, run_view_type))

    def get_run_columns(self, *args: Any, **kwargs: Any) -> RunColumns:
        raise MlflowNotImplementedException("A store of a plug-in gives whole runs, no columns of them.")

    def group_runs(self, *args: Any, **kwargs: Any) -> PagedList[RunGroup]:
        raise MlflowNotImplementedException("A store of a plug-in does not group runs.")

    def get_run_keys(
        self, experiment_ids: list[str], filter_string: str | None = None, run_view_type: Any = None,
        differing: bool = False,
    ) -> RunKeys:  # fmt: skip
        if differing:
            raise MlflowNotImplementedException("A store of a plug-in does not tell in what runs differ.")
        view = ViewType.ACTIVE_ONLY if run_view_type is None else run_view_type
        runs = self._all_runs(experiment_ids, filter_string, view)
        return RunKeys(*(
            sorted({key for run in runs for key in getattr(run.data, kind)}) for kind in ("metrics", "params", "tags")
        ))  # fmt: skip

    def get_metric_history(
        self, run_id: str, metric_key: str, max_results: int | None = None, page_token: str | None = None
    ) -> PagedList[Metric]:
        return _page(self.tracking.get_metric_history(run_id, metric_key, max_results, page_token))

    def get_metric_history_bulk(
        self, run_ids: list[str], metric_key: str, max_results: int | None = None
    ) -> list[Metric]:
        points = [point for run_id in run_ids for point in self.get_metric_history(run_id, metric_key)]
        return points if max_results is None else points[:max_results]

    def get_metric_history_bulk_interval(
        self, run_ids: list[str], metric_key: str, start_step: int | None = None, end_step: int | None = None,
        max_results: int = 2500,
    ) -> list[Metric]:  # fmt: skip
        points = [
            point
            for point in self.get_metric_history_bulk(run_ids, metric_key)
            if (start_step is None or point.step >= start_step) and (end_step is None or point.step <= end_step)
        ]
        each = max(1, -(-len(points) // max_results))
        return points[::each]

    def get_series(self, *args: Any, **kwargs: Any) -> list[Series]:
        raise MlflowNotImplementedException("A store of a plug-in gives points of series, no columns of them.")

    def get_metric_summaries(self, run_id: str) -> list[SeriesSummary]:
        keys = sorted(self.tracking.get_run(run_id).data.metrics)
        return [_summary(key, self.get_metric_history(run_id, key)) for key in keys]

    def search_datasets(self, experiment_ids: list[str]) -> list[DatasetSummary]:
        found: list[DatasetSummary] = self.tracking._search_datasets(experiment_ids)
        return found

    # Logged models

    def create_logged_model(
        self, experiment_id: str, name: str | None = None, model_type: str | None = None,
        source_run_id: str | None = None, params: Any = None, tags: Any = None, model_id: str | None = None,
    ) -> Any:  # fmt: skip
        if model_id is not None:
            raise MlflowNotImplementedException("A store of a plug-in chooses the ids of logged models itself.")
        return self.tracking.create_logged_model(experiment_id, name, source_run_id, tags, params, model_type)

    def finalize_logged_model(self, model_id: str, status: Any) -> Any:
        return self.tracking.finalize_logged_model(model_id, LoggedModelStatus(status))

    def log_logged_model_params(self, model_id: str, params: Any = None) -> None:
        self.tracking.log_logged_model_params(model_id, params or [])

    def set_logged_model_tags(self, model_id: str, tags: Any = None) -> Any:
        self.tracking.set_logged_model_tags(model_id, tags or [])
        return self.tracking.get_logged_model(model_id)

    def delete_logged_model_tag(self, model_id: str, tag_key: str) -> None:
        self.tracking.delete_logged_model_tag(model_id, tag_key)

    def search_logged_models(
        self, experiment_ids: list[str], filter_string: str | None = None, datasets: Any = None,
        max_results: int = 50, order_by: Any = None, page_token: str | None = None,
    ) -> PagedList[Any]:  # fmt: skip
        chosen = [msgspec.to_builtins(each) for each in datasets] if datasets else None
        order = [msgspec.to_builtins(each) for each in order_by] if order_by else None
        return _page(
            self.tracking.search_logged_models(experiment_ids, filter_string, chosen, max_results, order, page_token)
        )

    # Registered models

    def set_registered_model_tag(self, name: str, key: str, value: str) -> None:
        self.registry.set_registered_model_tag(name, RegisteredModelTag(key, value))

    def set_model_version_tag(self, name: str, version: str, key: str, value: str) -> None:
        self.registry.set_model_version_tag(name, version, ModelVersionTag(key, value))

    def create_model_version(
        self, name: str, source: str, run_id: str | None = None, tags: Any = None, run_link: str | None = None,
        description: str | None = None, model_id: str | None = None,
    ) -> Any:  # fmt: skip
        more = {"model_id": model_id} if model_id is not None else {}
        return self.registry.create_model_version(name, source, run_id, tags, run_link, description, **more)

    def create_registered_model(
        self, name: str, tags: Any = None, description: str | None = None, deployment_job_id: str | None = None
    ) -> Any:
        more = {"deployment_job_id": deployment_job_id} if deployment_job_id is not None else {}
        return self.registry.create_registered_model(name, tags, description, **more)

    def update_registered_model(
        self, name: str, description: str | None = None, deployment_job_id: str | None = None
    ) -> Any:
        more = {"deployment_job_id": deployment_job_id} if deployment_job_id is not None else {}
        return self.registry.update_registered_model(name, description, **more)

    def search_registered_models(self, *args: Any, **kwargs: Any) -> PagedList[Any]:
        return _page(self.registry.search_registered_models(*args, **kwargs))

    def search_model_versions(self, *args: Any, **kwargs: Any) -> PagedList[Any]:
        return _page(self.registry.search_model_versions(*args, **kwargs))


class _Described:
    """A model as the interface hands it over: its description, as JSON and as a dictionary."""

    def __init__(self, described: str) -> None:
        self._described = described

    def to_json(self) -> str:
        return self._described

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._described)
        return found

    get_tags_dict = to_dict


def _page(found: Any) -> PagedList[Any]:
    return found if isinstance(found, PagedList) else PagedList(found, getattr(found, "token", None))


def _summary(key: str, points: list[Metric]) -> SeriesSummary:
    inner = sorted(points, key=lambda point: (point.step, point.timestamp))
    numbers = [point.value for point in inner if point.value == point.value]
    return SeriesSummary(
        key, len(inner), inner[0].value, inner[-1].value, min(numbers, default=None), max(numbers, default=None),
        inner[-1].step, inner[-1].timestamp,
    )  # fmt: skip


#: Acts that are called there as here.
_SAME_OF_RUNS = (
    "delete_experiment delete_experiment_tag delete_logged_model delete_run delete_tag get_experiment get_logged_model "
    "get_run log_inputs log_outputs rename_experiment restore_experiment restore_run search_experiments"
)
_SAME_OF_MODELS = (
    "delete_model_version delete_model_version_tag delete_registered_model delete_registered_model_alias "
    "delete_registered_model_tag get_latest_versions get_model_version get_model_version_by_alias "
    "get_model_version_download_uri get_registered_model rename_registered_model set_registered_model_alias "
    "transition_model_version_stage update_model_version"
)


def _same(part: str, name: str) -> Callable[..., Any]:
    def method(self: PluggedStore, *args: Any, **kwargs: Any) -> Any:
        return getattr(getattr(self, part), name)(*args, **kwargs)

    method.__name__ = name
    return method


#: The class under a type that does not know its methods are still to be set.
_concrete: Any = PluggedStore
for _part, _names in (("tracking", _SAME_OF_RUNS), ("registry", _SAME_OF_MODELS)):
    for _name in _names.split():
        setattr(_concrete, _name, _same(_part, _name))
update_abstractmethods(_concrete)
