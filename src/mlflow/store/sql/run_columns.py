"""Values of many runs, column by column: what a chart of thousands of runs is drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any, Final

from mlflow.contracts import limits
from mlflow.contracts.run_tables import RunColumns
from mlflow.contracts.runs import RunStore
from mlflow.entities import ViewType
from mlflow.exceptions import InvalidParameterValue
from mlflow.search import RUNS, Identifier, parse_column, parse_order_by
from mlflow.search.columns import checked_list
from mlflow.store import checks
from mlflow.store.sql.conditions import Statement
from mlflow.store.sql.part import Part
from mlflow.store.sql.run_facts import ATTRIBUTES, SEARCH, constant, within
from mlflow.store.sql.searching import sorting_by
from mlflow.store.sql.sessions import Row, Session, numbers

#: Columns of one statement: SQLite joins 64 tables at most, and MySQL 61.
_TABLES: Final = 56
#: Runs that one statement names.
_TOGETHER: Final = 50_000


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
            runs = _chosen(session, filter_string, order_by, size, run_view_type, conditions, values)
            shown: dict[str, list[Any]] = {}
            for part in _parted(wanted):
                shown.update(_columns(session, [run for run, _, _ in runs], part, self._places.here))
            if total is None:
                total = len(runs)
                if total == size:
                    total = SEARCH.count(session, filter_string, conditions=conditions, values=values)
        columns_shown = {name: shown[name] for name in names}
        return RunColumns([row[1] for row in runs], [row[2] for row in runs], columns_shown, total)


def _check_size(runs: int, columns: int) -> None:
    if runs * columns > limits.MAX_RUN_COLUMN_VALUES:
        raise InvalidParameterValue(
            f"{runs} runs with {columns} columns are more than {limits.MAX_RUN_COLUMN_VALUES} values; ask for fewer "
            "columns, or set max_results."
        )


def _chosen(
    session: Session,
    filter_string: str | None,
    order_by: Sequence[str] | None,
    size: int,
    view: int,
    conditions: Sequence[str],
    values: Mapping[str, Any],
) -> list[Row]:
    """The runs in order: number, id and name; values are looked up for no others."""
    statement = Statement(SEARCH.noun, dict(values), session.dialect)
    wanted = SEARCH.condition(statement, filter_string, conditions)
    order = statement.order(parse_order_by(order_by, RUNS))
    sorting = sorting_by(statement, order, constant(view))
    return session.rows(
        f"SELECT r.id, r.run_id, r.name FROM {' '.join([SEARCH.source, *statement.joins])} WHERE {wanted} "
        f"ORDER BY {sorting} LIMIT {size}",
        statement.values,
    )


def _columns(
    session: Session, runs: Sequence[int], wanted: Mapping[str, Identifier], here: str
) -> dict[str, list[Any]]:
    """Columns of some runs, in the order of these."""
    statement = Statement(SEARCH.noun, {"here": here}, session.dialect)
    selected = [sql for identifier in wanted.values() for sql in _selected(statement, identifier)]
    source = " ".join([SEARCH.source, *statement.joins])
    found: dict[int, Row] = {}
    for start in range(0, len(runs) if selected else 0, _TOGETHER):
        for row in session.rows(
            f"SELECT {', '.join(selected)}, r.id FROM {source} "
            f"WHERE r.id IN ({numbers(runs[start : start + _TOGETHER])})",
            statement.values,
        ):
            found[row[-1]] = row
    turned = list(zip(*(found[run] for run in runs), strict=True)) if found else [()] * len(selected)
    place = 0
    columns: dict[str, list[Any]] = {}
    for name, identifier in wanted.items():
        columns[name] = list(turned[place])
        place += 1
        if identifier.kind == "metric":
            columns[name] = _numbers(columns[name], turned[place])
            place += 1
    return columns


def _parted(wanted: dict[str, Identifier]) -> list[dict[str, Identifier]]:
    """The columns in parts, each of as many as one statement can have."""
    items = list(wanted.items())
    return [dict(items[start : start + _TABLES]) for start in range(0, len(items), _TABLES)]


def _selected(statement: Statement, identifier: Identifier) -> list[str]:
    """The expressions of a column; of a metric also one that is NULL where a run lacks it, since NaN is NULL, too."""
    if identifier.kind == "attribute":
        return [ATTRIBUTES[identifier.key].sql]
    facts = statement.joined(identifier)
    return [facts.value, facts.owner] if identifier.kind == "metric" else [facts.value]


def _numbers(values: list[Any], owners: Sequence[Any]) -> list[Any]:
    """The values of a metric, NaN where a run has it and its value is NULL."""
    if None not in values:
        return values
    return [nan if value is None and owner is not None else value for value, owner in zip(values, owners, strict=True)]
