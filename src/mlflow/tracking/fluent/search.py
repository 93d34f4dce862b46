"""Finding runs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mlflow.contracts.limits import NUM_RUNS_PER_PAGE_PANDAS, SEARCH_MAX_RESULTS_DEFAULT
from mlflow.entities import Run, RunInfo, ViewType
from mlflow.exceptions import InvalidParameterValue
from mlflow.tracking import content
from mlflow.tracking.fluent.current import current_client, current_experiment_id
from mlflow.tracking.fluent.experiments import search_experiments
from mlflow.tracking.pages import all_pages

if TYPE_CHECKING:
    import pandas

_log = logging.getLogger(__name__)

#: Runs of a first request: a page of MLflow's own size.
_PAGE = 1000


def search_runs(
    experiment_ids: list[str] | None = None,
    filter_string: str = "",
    run_view_type: int = ViewType.ACTIVE_ONLY,
    max_results: int = 100_000,
    order_by: list[str] | None = None,
    output_format: str = "pandas",
    search_all_experiments: bool = False,
    experiment_names: list[str] | None = None,
) -> list[Run] | pandas.DataFrame:
    """List runs that match a filter.

    Args:
        experiment_ids: The experiments; the active one where neither these nor names are given.
        filter_string: Such as ``"metrics.rmse < 1 AND params.model = 'tree'"``.
        run_view_type: Active, deleted or all, as :class:`~mlflow.entities.ViewType`.
        max_results: At most so many.
        order_by: Such as ``["metrics.rmse ASC"]``; the newest first where None.
        output_format: ``"pandas"`` or ``"list"``.
        search_all_experiments: Whether to search all experiments where none are given.
        experiment_names: The experiments by name; names that do not exist are passed over.

    Returns:
        A DataFrame with a row per run and a column per attribute, ``metrics.<key>``, ``params.<key>`` and
        ``tags.<key>`` (metrics a run lacks are NaN, params and tags None); or a list of runs.

    Raises:
        InvalidParameterValue: The filter (the message points at the place) or an order cannot be read, or both ids and
            names are given.
        ValueError: The output format is another.
    """
    if output_format not in ("pandas", "list"):
        raise ValueError(f"The output format is 'pandas' or 'list', not {output_format!r}.")
    ids = _experiments(experiment_ids, experiment_names, search_all_experiments)
    client = current_client()
    runs = (
        all_pages(
            lambda size, token: client.search_runs(ids, filter_string, run_view_type, size, order_by, token),
            _PAGE,
            max_results,
            NUM_RUNS_PER_PAGE_PANDAS,
        )
        if ids
        else []
    )
    if output_format == "list":
        return runs
    frame: pandas.DataFrame = content.runs_frame(runs)
    return frame


def _experiments(ids: list[str] | str | None, names: list[str] | None, search_all: bool) -> list[str]:
    if ids and names:
        raise InvalidParameterValue("Give either experiment_ids or experiment_names, not both.")
    if isinstance(ids, str):
        return [str(ids)]
    if names:
        found = []
        for name in names:
            experiment = current_client().get_experiment_by_name(name)
            if experiment is None:
                _log.warning("There is no experiment %r.", name)
            else:
                found.append(experiment.experiment_id)
        return found
    if search_all and not ids:
        return [e.experiment_id for e in search_experiments()]
    return [str(i) for i in ids] if ids else [current_experiment_id()]


def list_run_infos(
    experiment_id: str,
    run_view_type: int = ViewType.ACTIVE_ONLY,
    max_results: int = SEARCH_MAX_RESULTS_DEFAULT,
    order_by: list[str] | None = None,
) -> list[RunInfo]:
    """List the runs of an experiment without what was logged; MLflow 1's name for :func:`search_runs`."""
    client = current_client()
    return all_pages(
        lambda size, token: client.list_run_infos(experiment_id, run_view_type, size, order_by, token),
        _PAGE,
        max_results,
        NUM_RUNS_PER_PAGE_PANDAS,
    )
