"""Finding runs."""

from __future__ import annotations

from typing import Any

from mlflow.contracts import limits
from mlflow.contracts.runs import RunKeys, RunStore
from mlflow.entities import PagedList, Run, ViewType
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.search import RUNS, parse_columns
from mlflow.store import checks
from mlflow.store.sql import experiments, run_rows, used_keys
from mlflow.store.sql.conditions import Column, Noun, datasets_of_run, labels, metrics_of_run
from mlflow.store.sql.part import Part
from mlflow.store.sql.searching import Search
from mlflow.store.sql.sessions import numbers

_HERE = "CASE WHEN substr(r.location, 1, 2) = './' THEN :here || substr(r.location, 2) ELSE r.location END"
_NOUN = Noun(
    {
        "run_id": Column("r.run_id"),
        "run_name": Column("r.name"),
        "status": Column("r.status"),
        "user_id": Column("r.user_id"),
        "artifact_uri": Column(_HERE),
        "start_time": Column("r.started"),
        "end_time": Column("r.ended", nullable=True),
    },
    {
        "metric": metrics_of_run,
        "param": labels("params", "run", "r.id"),
        "tag": labels("run_tags", "run", "r.id"),
        "dataset": datasets_of_run,
    },
)
_SEARCH = Search(RUNS, _NOUN, run_rows.COLUMNS, "runs r")

#: What a view type asks of the column that says when an object was binned.
VIEWS = {ViewType.ACTIVE_ONLY: "{} IS NULL", ViewType.DELETED_ONLY: "{} IS NOT NULL"}


class RunSearch(Part, RunStore):
    """The part of the store that finds runs."""

    def search_runs(
        self,
        experiment_ids: list[str] | None = None,
        filter_string: str | None = None,
        run_view_type: int = ViewType.ACTIVE_ONLY,
        max_results: int = limits.SEARCH_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
        columns: list[str] | None = None,
    ) -> PagedList[Run]:
        wanted = parse_columns(columns)
        size = checks.page_size(max_results, limits.SEARCH_MAX_RESULTS_THRESHOLD)
        with self._db.read() as session:
            return _SEARCH.found(
                session,
                lambda session, rows: run_rows.load(session, rows, self._places, self._db.interned, wanted),
                filter_string,
                order_by,
                page_token,
                size,
                conditions=_conditions(experiment_ids or [], run_view_type),
                values=self._values(),
            )

    def count_runs(
        self,
        experiment_ids: list[str],
        filter_string: str | None = None,
        run_view_type: int = ViewType.ACTIVE_ONLY,
    ) -> int:
        with self._db.read() as session:
            conditions = _conditions(experiment_ids, run_view_type)
            return _SEARCH.count(session, filter_string, conditions=conditions, values=self._values())

    def get_run_keys(self, experiment_ids: list[str]) -> RunKeys:
        with self._db.read() as session:
            return RunKeys(*used_keys.of_experiments(session, _known(experiment_ids)))

    def _values(self) -> dict[str, Any]:
        return {"here": self._places.directory or "."}


def _known(experiment_ids: list[str]) -> list[int]:
    known = []
    for experiment_id in experiment_ids:
        try:
            known.append(experiments.number_of(experiment_id))
        except ResourceDoesNotExist:
            continue  # as one that does not exist, it has no runs
    return known


def _conditions(experiment_ids: list[str], view: int) -> list[str]:
    conditions = [f"r.experiment IN ({numbers(_known(experiment_ids))})"]
    if view in VIEWS:
        conditions.append(VIEWS[view].format("r.deleted"))
    return conditions
