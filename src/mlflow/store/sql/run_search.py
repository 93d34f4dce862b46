"""Finding runs."""

from __future__ import annotations

from typing import Any

from mlflow.contracts import limits
from mlflow.contracts.runs import RunStore
from mlflow.entities import PagedList, Run, ViewType
from mlflow.search import parse_columns
from mlflow.store import checks
from mlflow.store.sql import run_rows
from mlflow.store.sql.part import Part
from mlflow.store.sql.run_facts import SEARCH, constant, within


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
            return SEARCH.found(
                session,
                lambda session, rows: run_rows.load(session, rows, self._places, self._db.interned, wanted),
                filter_string,
                order_by,
                page_token,
                size,
                conditions=within(experiment_ids or [], run_view_type),
                values=self._values(),
                constant=constant(run_view_type),
            )

    def count_runs(
        self,
        experiment_ids: list[str],
        filter_string: str | None = None,
        run_view_type: int = ViewType.ACTIVE_ONLY,
    ) -> int:
        with self._db.read() as session:
            conditions = within(experiment_ids, run_view_type)
            return SEARCH.count(session, filter_string, conditions=conditions, values=self._values())

    def _values(self) -> dict[str, Any]:
        return {"here": self._places.here}
