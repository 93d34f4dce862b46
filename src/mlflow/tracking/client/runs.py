"""Runs: their life, and finding them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mlflow.active.runs import open_run
from mlflow.contracts.limits import SEARCH_MAX_RESULTS_DEFAULT
from mlflow.entities import Metric, PagedList, Run, RunInfo, RunStatus, RunTag, ViewType, tag_names
from mlflow.tracking.client.base import ClientBase
from mlflow.tracking.operations import finish_background
from mlflow.tracking.values import checked_key, now, tag_text


class RunCalls(ClientBase):
    """What a client does with runs."""

    def create_run(
        self,
        experiment_id: str,
        start_time: int | None = None,
        tags: dict[str, Any] | None = None,
        run_name: str | None = None,
    ) -> Run:
        """Create a run that is running, without making it the active one.

        Args:
            experiment_id: The experiment.
            start_time: Milliseconds since the epoch; now where None.
            tags: Tags to set; ``mlflow.user`` says whose run it is.
            run_name: Its name; one is made up where there is none.
        """
        tags = tags or {}
        user = tags.get(tag_names.MLFLOW_USER)
        return self._tracking.create_run(
            str(experiment_id),
            "unknown" if user is None else str(user),
            now() if start_time is None else start_time,
            [RunTag(checked_key(key, "tag"), tag_text(value)) for key, value in tags.items()],
            run_name,
        )

    def get_run(self, run_id: str) -> Run:
        """Return a run with the last point of each metric, its params, tags, inputs and outputs.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """
        return self._tracking.get_run(run_id)

    def get_parent_run(self, run_id: str) -> Run | None:
        """The run that a run is nested in; None where it is not nested."""
        parent = self._tracking.get_run(run_id).data.tags.get(tag_names.MLFLOW_PARENT_RUN_ID)
        return self._tracking.get_run(parent) if parent else None

    def search_runs(
        self,
        experiment_ids: Sequence[str] | str,
        filter_string: str = "",
        run_view_type: int = ViewType.ACTIVE_ONLY,
        max_results: int = SEARCH_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[Run]:
        """List runs of some experiments that match a filter.

        Args:
            experiment_ids: The experiments.
            filter_string: Such as ``"metrics.rmse < 1 AND params.model = 'tree'"``.
            run_view_type: Active, deleted or all, as :class:`~mlflow.entities.ViewType`.
            max_results: 1 to 50,000 per page.
            order_by: Such as ``["metrics.rmse ASC"]``; the newest first where None.
            page_token: ``token`` of the page before.

        Raises:
            InvalidParameterValue: The filter (the message points at the place), an order or the token cannot be read.
        """
        if isinstance(experiment_ids, str | int):
            experiment_ids = [str(experiment_ids)]
        ids = [str(i) for i in experiment_ids]
        return self._tracking.search_runs(ids, filter_string, run_view_type, max_results, order_by, page_token)

    def list_run_infos(
        self,
        experiment_id: str,
        run_view_type: int = ViewType.ACTIVE_ONLY,
        max_results: int = SEARCH_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[RunInfo]:
        """List the runs of an experiment without what was logged; MLflow 1's name for :meth:`search_runs`."""
        page = self._tracking.search_runs(
            [str(experiment_id)], "", run_view_type, max_results, order_by, page_token, columns=[]
        )
        return PagedList((run.info for run in page), page.token)

    def set_terminated(self, run_id: str, status: str | None = None, end_time: int | None = None) -> None:
        """End a run.

        Args:
            run_id: The run.
            status: ``FINISHED``, ``FAILED`` or ``KILLED``; the first where None.
            end_time: Milliseconds since the epoch; now where None.
        """
        status = status or "FINISHED"
        RunStatus.from_string(status)
        if open_run(run_id) is not None:
            finish_background()
        self._tracking.update_run(run_id, status, now() if end_time is None else end_time)

    def update_run(self, run_id: str, status: str | None = None, name: str | None = None) -> None:
        """Change status or name of a run; what is None stays."""
        if status is not None:
            RunStatus.from_string(status)
        self._tracking.update_run(run_id, status, run_name=name)

    def delete_run(self, run_id: str) -> None:
        """Put a run in the bin."""
        self._tracking.delete_run(run_id)

    def restore_run(self, run_id: str) -> None:
        """Take a run out of the bin."""
        self._tracking.restore_run(run_id)

    def get_metric_history(self, run_id: str, key: str) -> PagedList[Metric]:
        """Every point of one series of a run, by step; none where it was never logged."""
        return self._tracking.get_metric_history(run_id, key)
