"""Values of many runs, column by column: what a chart of thousands of runs is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import Any, Final

from mlflow.contracts import limits
from mlflow.contracts.run_tables import RunColumns
from mlflow.contracts.runs import RunStore
from mlflow.entities import ViewType
from mlflow.exceptions import InvalidParameterValue
from mlflow.search import Identifier, parse_column
from mlflow.search.columns import checked_list
from mlflow.store import checks
from mlflow.store.sql.conditions import Statement
from mlflow.store.sql.part import Part
from mlflow.store.sql.run_facts import ATTRIBUTES, SEARCH, within
from mlflow.store.sql.sessions import Row

#: Tables that one statement may join; SQLite takes 64 and MySQL 61, and an order may need some.
_TABLES: Final = 56


class ColumnsOfRuns(Part, RunStore):
    """The part of the store that gives runs column by column."""

    def get_run_columns(
        self,
        experiment_ids: list[str],
        columns: list[str],
        filter_string: str | None = None,
        run_view_type: int = ViewType.ACTIVE_ONLY,
        order_by: list[str] | None = None,
        max_results: int = limits.RUN_COLUMNS_DEFAULT,
        run_ids: list[str] | None = None,
    ) -> RunColumns:
        names = checked_list(columns, limits.MAX_RUN_COLUMNS, "ask for what is shown")
        wanted = {name: parse_column(name) for name in names}
        size = checks.page_size(max_results, limits.RUN_COLUMNS_THRESHOLD)
        if run_ids is not None and len(run_ids) > limits.MAX_RUN_COLUMN_IDS:
            raise InvalidParameterValue(
                f"Up to {limits.MAX_RUN_COLUMN_IDS} runs can be named, not {len(run_ids)}; a filter can say more."
            )
        conditions = within(experiment_ids, run_view_type)
        values: dict[str, Any] = {"here": self._places.here}
        if run_ids is not None:
            given = {f"run{number}": run_id for number, run_id in enumerate(run_ids)}
            conditions.append(f"r.run_id IN ({', '.join(f':{name}' for name in given) or 'NULL'})")
            values.update(given)
        with self._db.read() as session:
            total = None
            if size * len(wanted) > limits.MAX_RUN_COLUMN_VALUES:
                total = SEARCH.count(session, filter_string, conditions=conditions, values=values)
                _check_size(min(total, size), len(wanted))
            ids: list[str] = []
            run_names: list[str] = []
            shown: dict[str, list[Any]] = {}
            for part in _parted(wanted, order_by):
                statement = Statement(SEARCH.noun, dict(values), session.dialect)
                selected = ["r.run_id", "r.name"]
                selected += [sql for identifier in part.values() for sql in _selected(statement, identifier)]
                rows = SEARCH.first(session, statement, ", ".join(selected), filter_string, order_by, size, conditions)
                ids, run_names, *found = _turned(rows, len(selected))
                for name, identifier in part.items():
                    shown[name] = found.pop(0)
                    if identifier.kind == "metric":
                        shown[name] = _numbers(shown[name], found.pop(0))
            if total is None:
                total = len(ids)
                if total == size:
                    total = SEARCH.count(session, filter_string, conditions=conditions, values=values)
        return RunColumns(ids, run_names, {name: shown[name] for name in names}, total)


def _check_size(runs: int, columns: int) -> None:
    if runs * columns > limits.MAX_RUN_COLUMN_VALUES:
        raise InvalidParameterValue(
            f"{runs} runs with {columns} columns are more than {limits.MAX_RUN_COLUMN_VALUES} values; ask for fewer "
            "columns, or set max_results."
        )


def _parted(wanted: dict[str, Identifier], order_by: Sequence[str] | None) -> list[dict[str, Identifier]]:
    """The columns in parts, each of as many as one statement can have."""
    items = list(wanted.items())
    size = max(1, _TABLES - len(order_by or ()))
    return [dict(items[start : start + size]) for start in range(0, len(items), size)] or [{}]


def _selected(statement: Statement, identifier: Identifier) -> list[str]:
    """The expressions of a column; of a metric also one that is NULL where a run lacks it, since NaN is NULL, too."""
    if identifier.kind == "attribute":
        return [ATTRIBUTES[identifier.key].sql]
    facts = statement.joined(identifier)
    return [facts.value, facts.owner] if identifier.kind == "metric" else [facts.value]


def _turned(rows: Sequence[Row], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _numbers(values: list[Any], owners: list[Any]) -> list[Any]:
    """The values of a metric, NaN where a run has it and its value is NULL."""
    if None not in values:
        return values
    return [nan if value is None and owner is not None else value for value, owner in zip(values, owners, strict=True)]
