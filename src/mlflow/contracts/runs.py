"""What a store can do with runs: their life, what is logged to them, and finding them again."""

from __future__ import annotations

from abc import abstractmethod

from mlflow.contracts.acts import Level, Rule, act
from mlflow.contracts.limits import SEARCH_MAX_RESULTS_DEFAULT
from mlflow.contracts.names import Status, View
from mlflow.contracts.run_series import RunSeries
from mlflow.contracts.run_tables import RunTables
from mlflow.entities import (
    DatasetInput,
    DatasetSummary,
    LoggedModelInput,
    LoggedModelOutput,
    Metric,
    PagedList,
    Param,
    Run,
    RunInfo,
    RunTag,
    ViewType,
)

_READ = Rule(Level.READ, "run", "run_id")
_EDIT = Rule(Level.EDIT, "run", "run_id")
_OLD = {"run_uuid": "run_id"}


class RunStore(RunTables, RunSeries):
    """Runs: one execution each, and all that was logged of it."""

    @act("POST", "mlflow/runs/create", rule=Rule(Level.EDIT, "experiment", "experiment_id"), returns="run")
    @abstractmethod
    def create_run(
        self,
        experiment_id: str = "0",
        user_id: str = "",
        start_time: int | None = None,
        tags: list[RunTag] | None = None,
        run_name: str | None = None,
        run_id: str | None = None,
    ) -> Run:
        """Create a run that is running.

        Args:
            experiment_id: An active experiment.
            user_id: Who runs it.
            start_time: Milliseconds since the epoch; now where None.
            tags: Tags to set; ``mlflow.runName`` also names the run.
            run_name: Its name; one is made up where there is none.
            run_id: Its id, 32 hexadecimal digits in lower case; one is made up where there is none. A run of that id
                which the experiment has already is returned as it is: asking twice makes one run. Penstock's own, and
                nothing to a server of MLflow, which makes up an id.

        Raises:
            ResourceDoesNotExist: There is no such experiment.
            InvalidParameterValue: The experiment is deleted, a tag is over its limit, the name contradicts a tag, or
                the id is none.
            ResourceAlreadyExists: Another experiment has a run of that id.
        """

    @act("GET", "mlflow/runs/get", rule=_READ, returns="run", legacy=_OLD)
    @abstractmethod
    def get_run(self, run_id: str) -> Run:
        """Return a run with the last point of each metric, its params, tags, inputs and outputs.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """

    @act("POST", "mlflow/runs/update", rule=_EDIT, returns="run_info", legacy=_OLD)
    @abstractmethod
    def update_run(
        self,
        run_id: str,
        status: Status | None = None,
        end_time: int | None = None,
        run_name: str | None = None,
    ) -> RunInfo:
        """Change status, end time or name of an active run; what is None stays.

        Raises:
            ResourceDoesNotExist: There is none of that id.
            InvalidParameterValue: The run is deleted.
        """

    @act("POST", "mlflow/runs/delete", rule=_EDIT)
    @abstractmethod
    def delete_run(self, run_id: str) -> None:
        """Put a run in the bin."""

    @act("POST", "mlflow/runs/restore", rule=_EDIT)
    @abstractmethod
    def restore_run(self, run_id: str) -> None:
        """Take a run out of the bin."""

    @act("POST", "mlflow/runs/log-batch", rule=_EDIT)
    @abstractmethod
    def log_batch(
        self,
        run_id: str,
        metrics: list[Metric] | None = None,
        params: list[Param] | None = None,
        tags: list[RunTag] | None = None,
    ) -> None:
        """Log many at once: all of them, or none.

        Points that were sent before change nothing.

        Args:
            run_id: An active run.
            metrics: At most 1,000 points; NaN and ±infinity are kept.
            params: At most 100; keys of at most 250 characters, values of at most 6,000.
            tags: At most 100; values of at most 8,000 characters.

        Raises:
            ResourceDoesNotExist: There is no such run.
            InvalidParameterValue: The run is deleted, something is over its limit, or a param would change.
        """

    @act("POST", "mlflow/runs/log-metric", rule=_EDIT, legacy=_OLD)
    def log_metric(
        self,
        run_id: str,
        key: str,
        value: float,
        timestamp: int,
        step: int = 0,
        model_id: str | None = None,
        dataset_name: str | None = None,
        dataset_digest: str | None = None,
    ) -> None:
        """Log one point; as :meth:`log_batch`."""
        self.log_batch(run_id, [Metric(key, value, timestamp, step, model_id, dataset_name, dataset_digest)])

    @act("POST", "mlflow/runs/log-parameter", rule=_EDIT, legacy=_OLD)
    def log_param(self, run_id: str, key: str, value: str) -> None:
        """Log one param; as :meth:`log_batch`."""
        self.log_batch(run_id, params=[Param(key, value)])

    @act("POST", "mlflow/runs/set-tag", rule=_EDIT, legacy=_OLD)
    def set_tag(self, run_id: str, key: str, value: str) -> None:
        """Set one tag; as :meth:`log_batch`."""
        self.log_batch(run_id, tags=[RunTag(key, value)])

    @act("POST", "mlflow/runs/delete-tag", rule=_EDIT, legacy=_OLD)
    @abstractmethod
    def delete_tag(self, run_id: str, key: str) -> None:
        """Remove a tag of an active run.

        Raises:
            ResourceDoesNotExist: There is no such run, or no such tag.
        """

    @act("POST", "mlflow/runs/log-inputs", rule=_EDIT)
    @abstractmethod
    def log_inputs(
        self,
        run_id: str,
        datasets: list[DatasetInput] | None = None,
        models: list[LoggedModelInput] | None = None,
    ) -> None:
        """Record datasets and models that a run read; the same twice counts once."""

    @act("POST", "mlflow/runs/outputs", rule=_EDIT)
    @abstractmethod
    def log_outputs(self, run_id: str, models: list[LoggedModelOutput]) -> None:
        """Record logged models that a run made."""

    @act("POST", "mlflow/runs/log-model", rule=_EDIT)
    @abstractmethod
    def record_logged_model(self, run_id: str, model_json: str) -> None:
        """Note in a run's tags that a model was logged to its artifacts, as clients of MLflow 1 and 2 do.

        Args:
            run_id: An active run.
            model_json: The MLmodel as JSON.
        """

    @act(
        "POST",
        "mlflow/runs/search",
        rule=Rule(Level.READ, "experiment", "experiment_ids"),
        returns="runs",
        wire={"filter_string": "filter"},
    )
    @abstractmethod
    def search_runs(
        self,
        experiment_ids: list[str] | None = None,
        filter_string: str | None = None,
        run_view_type: View = ViewType.ACTIVE_ONLY,
        max_results: int = SEARCH_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
        columns: list[str] | None = None,
    ) -> PagedList[Run]:
        """List runs of some experiments that match a filter.

        Args:
            experiment_ids: The experiments; none give no runs.
            filter_string: Filter over metrics, params, tags, attributes and datasets.
            run_view_type: Active, deleted or all.
            max_results: 1 to 50,000 per page.
            order_by: Such as ``["metrics.rmse ASC"]``; then the newest first. Runs without the key come last.
            page_token: Where the page before ended.
            columns: What comes with each run beside its attributes: ``metrics.key``, ``params.key``, ``tags.key``;
                ``min(metrics.key)``, ``max(…)``, ``first(…)`` and ``count(…)``, which stand among the metrics as
                ``min(key)``; ``metrics``, ``params``, ``tags`` for all of them; ``inputs``, ``outputs``. Everything
                where None. Penstock's own, and nothing to a server of MLflow, which sends everything.

        Raises:
            InvalidParameterValue: The filter (the message points at the place), an order, a column or the token cannot
                be read.
        """

    @act(
        "POST",
        "mlflow/experiments/search-datasets",
        rule=Rule(Level.READ, "experiment", "experiment_ids"),
        returns="dataset_summaries",
    )
    @abstractmethod
    def search_datasets(self, experiment_ids: list[str]) -> list[DatasetSummary]:
        """Datasets that runs of up to 20 experiments read."""
