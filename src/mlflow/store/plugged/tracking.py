"""What a package that keeps runs must offer: MLflow's base class of tracking stores."""

from __future__ import annotations

from typing import Any

from mlflow.entities import Metric, PagedList, Param, RunTag, ViewType
from mlflow.exceptions import MlflowNotImplementedException


class AbstractStore:
    """The base class of tracking stores of plug-ins; methods that one leaves out say so when they are called.

    A plug-in of the group ``mlflow.tracking_store`` is a function of ``(store_uri, artifact_uri)`` that returns one.
    """

    def create_experiment(self, name: str, artifact_location: str | None, tags: list[Any]) -> str:
        """Create an experiment and return its id."""
        raise _lacks(self, "create_experiment")

    def get_experiment(self, experiment_id: str) -> Any:
        """Return an experiment."""
        raise _lacks(self, "get_experiment")

    def get_experiment_by_name(self, experiment_name: str) -> Any:
        """Return the experiment of a name; None where there is none."""
        page_token: str | None = None
        while True:
            page = self.search_experiments(ViewType.ALL, 1000, None, None, page_token)
            for experiment in page:
                if experiment.name == experiment_name:
                    return experiment
            page_token = page.token
            if not page_token:
                return None

    def search_experiments(
        self,
        view_type: int = ViewType.ACTIVE_ONLY,
        max_results: int = 1000,
        filter_string: str | None = None,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[Any]:
        """List experiments."""
        raise _lacks(self, "search_experiments")

    def delete_experiment(self, experiment_id: str) -> None:
        """Put an experiment in the bin."""
        raise _lacks(self, "delete_experiment")

    def restore_experiment(self, experiment_id: str) -> None:
        """Take it out again."""
        raise _lacks(self, "restore_experiment")

    def rename_experiment(self, experiment_id: str, new_name: str) -> None:
        """Rename an experiment."""
        raise _lacks(self, "rename_experiment")

    def set_experiment_tag(self, experiment_id: str, tag: Any) -> None:
        """Set a tag of an experiment."""
        raise _lacks(self, "set_experiment_tag")

    def delete_experiment_tag(self, experiment_id: str, key: str) -> None:
        """Remove a tag of an experiment."""
        raise _lacks(self, "delete_experiment_tag")

    def create_run(self, experiment_id: str, user_id: str, start_time: int, tags: list[Any], run_name: str) -> Any:
        """Create a run and return it."""
        raise _lacks(self, "create_run")

    def get_run(self, run_id: str) -> Any:
        """Return a run."""
        raise _lacks(self, "get_run")

    def update_run_info(self, run_id: str, run_status: int, end_time: int | None, run_name: str | None) -> Any:
        """Change status, end or name of a run and return its info."""
        raise _lacks(self, "update_run_info")

    def delete_run(self, run_id: str) -> None:
        """Put a run in the bin."""
        raise _lacks(self, "delete_run")

    def restore_run(self, run_id: str) -> None:
        """Take it out again."""
        raise _lacks(self, "restore_run")

    def search_runs(
        self,
        experiment_ids: list[str],
        filter_string: str,
        run_view_type: int,
        max_results: int = 1000,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[Any]:
        """List runs; made of ``_search_runs``, which returns the runs and the token of the next page."""
        runs, token = self._search_runs(experiment_ids, filter_string, run_view_type, max_results, order_by, page_token)
        return PagedList(runs, token)

    def _search_runs(self, *args: Any) -> tuple[list[Any], str | None]:
        raise _lacks(self, "_search_runs")

    def log_metric(self, run_id: str, metric: Metric) -> None:
        """Log a point."""
        self.log_batch(run_id, metrics=[metric], params=[], tags=[])

    def log_param(self, run_id: str, param: Param) -> None:
        """Log a param."""
        self.log_batch(run_id, metrics=[], params=[param], tags=[])

    def set_tag(self, run_id: str, tag: RunTag) -> None:
        """Set a tag of a run."""
        self.log_batch(run_id, metrics=[], params=[], tags=[tag])

    def delete_tag(self, run_id: str, key: str) -> None:
        """Remove a tag of a run."""
        raise _lacks(self, "delete_tag")

    def log_batch(self, run_id: str, metrics: list[Any], params: list[Any], tags: list[Any]) -> None:
        """Log several points, params and tags."""
        raise _lacks(self, "log_batch")

    def get_metric_history(
        self, run_id: str, metric_key: str, max_results: int | None = None, page_token: str | None = None
    ) -> PagedList[Any]:
        """The points of a metric."""
        raise _lacks(self, "get_metric_history")

    def log_inputs(self, run_id: str, datasets: list[Any] | None = None, models: list[Any] | None = None) -> None:
        """Record what a run read."""
        raise _lacks(self, "log_inputs")

    def log_outputs(self, run_id: str, models: list[Any]) -> None:
        """Record models that a run made."""
        raise _lacks(self, "log_outputs")

    def record_logged_model(self, run_id: str, mlflow_model: Any) -> None:
        """Record a model in the way of MLflow 2."""
        raise _lacks(self, "record_logged_model")

    def create_logged_model(self, *args: Any, **kwargs: Any) -> Any:
        """Create a logged model."""
        raise _lacks(self, "create_logged_model")

    def search_logged_models(self, *args: Any, **kwargs: Any) -> Any:
        """List logged models."""
        raise _lacks(self, "search_logged_models")

    def finalize_logged_model(self, model_id: str, status: Any) -> Any:
        """Say that a logged model is ready, or failed."""
        raise _lacks(self, "finalize_logged_model")

    def get_logged_model(self, model_id: str) -> Any:
        """Return a logged model."""
        raise _lacks(self, "get_logged_model")

    def delete_logged_model(self, model_id: str) -> None:
        """Delete a logged model."""
        raise _lacks(self, "delete_logged_model")

    def set_logged_model_tags(self, model_id: str, tags: list[Any]) -> None:
        """Set tags of a logged model."""
        raise _lacks(self, "set_logged_model_tags")

    def delete_logged_model_tag(self, model_id: str, key: str) -> None:
        """Remove a tag of a logged model."""
        raise _lacks(self, "delete_logged_model_tag")


def _lacks(store: object, act: str) -> MlflowNotImplementedException:
    return MlflowNotImplementedException(f"The store {type(store).__qualname__} of a plug-in has no {act}().")
