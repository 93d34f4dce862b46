"""Stores as objects of MLflow's classes: ``FileStore``, ``SqlAlchemyStore``, ``RestStore``.

They are the stores of this package under the names and signatures that code which reaches below the client expects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mlflow._door import resolve
from mlflow.active.addresses import default_uri, get_registry_uri, get_tracking_uri
from mlflow.active.stores import open_store
from mlflow.contracts.limits import SEARCH_MAX_RESULTS_DEFAULT
from mlflow.contracts.stores import Store
from mlflow.entities import Experiment, ExperimentTag, Metric, PagedList, Param, Run, RunInfo, RunTag, ViewType
from mlflow.entities.states import RunStatus
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.uris import parse_store_uri

#: Loaded on use: a database's driver, an HTTP client.
_SQL = "mlflow.store.sql.store:open_store"
_REST = "mlflow.store.rest.given:open_store"


class KnownStore:
    """A store of runs and models by MLflow's signatures; what is not named here is as in the contract of this package.

    Args:
        store: The store.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._store, name)

    def get_experiment_by_name(self, experiment_name: str) -> Experiment | None:
        """The experiment of a name; None where there is none."""
        try:
            return self._store.get_experiment_by_name(experiment_name)
        except ResourceDoesNotExist:
            return None

    def list_experiments(
        self, view_type: int = ViewType.ACTIVE_ONLY, max_results: int | None = None, page_token: str | None = None
    ) -> PagedList[Experiment]:
        """List experiments, as MLflow 1 has it."""
        return self._store.search_experiments(
            view_type, max_results or SEARCH_MAX_RESULTS_DEFAULT, page_token=page_token
        )

    def set_experiment_tag(self, experiment_id: str, tag: ExperimentTag) -> None:
        """Set a tag of an experiment."""
        self._store.set_experiment_tag(experiment_id, tag.key, tag.value)

    def update_run_info(
        self, run_id: str, run_status: int | str | None, end_time: int | None, run_name: str | None = None
    ) -> RunInfo:
        """Change status, end time or name of a run.

        Args:
            run_id: The run.
            run_status: A value of :class:`~mlflow.entities.RunStatus`, or its name.
            end_time: Milliseconds since the epoch.
            run_name: Its name.
        """
        status = RunStatus.to_string(run_status) if isinstance(run_status, int) else run_status
        return self._store.update_run(run_id, status, end_time, run_name)

    def log_metric(self, run_id: str, metric: Metric) -> None:
        """Log a point."""
        self._store.log_batch(run_id, [metric])

    def log_param(self, run_id: str, param: Param) -> None:
        """Log a param."""
        self._store.log_batch(run_id, params=[param])

    def set_tag(self, run_id: str, tag: RunTag) -> None:
        """Set a tag of a run."""
        self._store.log_batch(run_id, tags=[tag])

    def record_logged_model(self, run_id: str, mlflow_model: Any) -> None:
        """Note a model of MLflow 2 with its run.

        Args:
            run_id: The run.
            mlflow_model: A :class:`mlflow.models.Model`.
        """
        self._store.record_logged_model(run_id, mlflow_model.to_json())

    def search_runs(
        self,
        experiment_ids: list[str],
        filter_string: str | None,
        run_view_type: int,
        max_results: int = SEARCH_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[Run]:
        """List runs of some experiments that match a filter."""
        return self._store.search_runs(
            list(experiment_ids), filter_string or None, run_view_type, max_results, order_by, page_token
        )

    def list_run_infos(
        self,
        experiment_id: str,
        run_view_type: int,
        max_results: int = SEARCH_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[RunInfo]:
        """List runs without what was logged, as MLflow 1 has it."""
        page = self._store.search_runs([experiment_id], None, run_view_type, max_results, order_by, page_token)
        return PagedList([run.info for run in page], page.token)


class FileStore(KnownStore):
    """The store of a folder.

    Args:
        root_directory: The folder, or its ``file:`` URI; ``./mlruns`` where None.
        artifact_root_uri: Where new experiments keep files; in the folder where None.
    """

    def __init__(self, root_directory: str | None = None, artifact_root_uri: str | None = None) -> None:
        place = parse_store_uri(root_directory or default_uri())
        if place.kind != "directory":
            raise InvalidParameterValue(f"A FileStore is a folder, not {root_directory!r}.")
        super().__init__(resolve(_SQL)(place, artifact_root_uri))
        self.root_directory = place.text


class SqlAlchemyStore(KnownStore):
    """The store at a database URL.

    Args:
        db_uri: Such as ``sqlite:///runs.db``.
        default_artifact_root: Where new experiments keep files; ``./mlruns`` where None.
    """

    def __init__(self, db_uri: str, default_artifact_root: str | None = None) -> None:
        place = parse_store_uri(db_uri)
        if place.kind != "sql":
            raise InvalidParameterValue(f"{db_uri!r} is no URL of a database.")
        super().__init__(resolve(_SQL)(place, default_artifact_root))
        self.db_uri = db_uri


class RestStore(KnownStore):
    """The store behind a server.

    Args:
        get_host_creds: Returns a :class:`~mlflow.utils.rest_utils.MlflowHostCreds`: the server's address, and who asks;
            that is known from the environment where it says nothing.
    """

    def __init__(self, get_host_creds: Callable[[], Any]) -> None:
        self.get_host_creds = get_host_creds
        super().__init__(resolve(_REST)(get_host_creds))


class DatabricksRestStore(KnownStore):
    """The store of a Databricks workspace.

    Args:
        store_uri: ``databricks`` or ``databricks://profile``.
    """

    def __init__(self, store_uri: str = "databricks") -> None:
        super().__init__(open_store(store_uri))


def tracking_store_of(store_uri: str | None = None, artifact_uri: str | None = None) -> KnownStore:
    """The store of runs at an address; of the tracking URI in force where None.

    Args:
        store_uri: The address.
        artifact_uri: Where new experiments of a folder or database keep files.
    """
    uri = store_uri or get_tracking_uri()
    place = parse_store_uri(uri)
    if artifact_uri is not None and place.kind in ("directory", "sql"):
        return KnownStore(resolve(_SQL)(place, artifact_uri))
    return KnownStore(open_store(uri))


def registry_store_of(store_uri: str | None = None, tracking_uri: str | None = None) -> KnownStore:
    """The store of registered models at an address; of the registry URI in force where None.

    Args:
        store_uri: The address.
        tracking_uri: Where runs are kept.
    """
    return KnownStore(open_store(store_uri or get_registry_uri()))
