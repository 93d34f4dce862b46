"""Groups of runs, and figures of their metrics: computed where the runs are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mlflow.contracts import limits
from mlflow.contracts.run_tables import Figures, RunGroup
from mlflow.contracts.runs import RunStore
from mlflow.entities import PagedList, ViewType
from mlflow.search import Identifier, decode_token, encode_token
from mlflow.search.groups import GroupOrder, parse_group_columns, parse_group_metrics, parse_group_order
from mlflow.store import checks
from mlflow.store.sql.conditions import Statement
from mlflow.store.sql.part import Part
from mlflow.store.sql.run_facts import ATTRIBUTES, SEARCH, dataset_of_input, known, within
from mlflow.store.sql.sessions import Row, numbers

#: Numbers beyond it are left out: their squares are none that 64 bits hold.
_LARGEST: Final = "1e150"


class GroupsOfRuns(Part, RunStore):
    """The part of the store that groups runs."""

    def group_runs(
        self,
        experiment_ids: list[str],
        by: list[str],
        metrics: list[str] | None = None,
        filter_string: str | None = None,
        run_view_type: int = ViewType.ACTIVE_ONLY,
        order_by: list[str] | None = None,
        max_results: int = limits.GROUPS_DEFAULT,
        page_token: str | None = None,
    ) -> PagedList[RunGroup]:
        columns = parse_group_columns(by, limits.MAX_GROUP_COLUMNS)
        measured = parse_group_metrics(metrics or [], limits.MAX_GROUP_METRICS)
        order = parse_group_order(order_by, columns, measured)
        size = checks.page_size(max_results, limits.GROUPS_THRESHOLD)
        token = decode_token(page_token)
        start = token.offset or 0 if token else 0
        with self._db.read() as session:
            statement = Statement(SEARCH.noun, {"here": self._places.here}, session.dialect)
            inside = numbers(known(experiment_ids))
            keys = {name: _key(statement, identifier, inside) for name, identifier in columns.items()}
            figures = {name: _figures(statement, identifier) for name, identifier in measured.items()}
            condition = SEARCH.condition(statement, filter_string, within(experiment_ids, run_view_type))
            selected = [*keys.values(), "count(*)", *(sql for each in figures.values() for sql in each)]
            rows = session.rows(
                f"SELECT {', '.join(selected)} FROM {' '.join([SEARCH.source, *statement.joins])} WHERE {condition} "
                f"GROUP BY {', '.join(keys.values())} ORDER BY {_sorting(order, keys, figures)} "
                f"LIMIT {size + 1} OFFSET {start}",
                statement.values,
            )
        groups = [_group(row, list(columns), list(measured)) for row in rows[:size]]
        return PagedList(groups, encode_token(offset=start + size) if len(rows) > size else None)


def _key(statement: Statement, identifier: Identifier, experiments: str) -> str:
    """The expression that groups are made by."""
    if identifier.kind == "attribute":
        return ATTRIBUTES[identifier.key].sql
    if identifier.kind != "dataset":
        return statement.joined(identifier).value
    # Each once, however often a run read it in one context or another.
    source, condition, value = dataset_of_input(statement, identifier)
    t = statement.table()
    statement.joins.append(
        f"LEFT JOIN (SELECT DISTINCT i.run AS run, {value} AS value FROM {source} JOIN runs o ON o.id = i.run "
        f"WHERE o.experiment IN ({experiments}) AND {condition}) {t} ON {t}.run = r.id"
    )
    return f"{t}.value"


def _figures(statement: Statement, identifier: Identifier) -> list[str]:
    facts = statement.joined(identifier)
    number = f"CASE WHEN abs({facts.value}) <= {_LARGEST} THEN {facts.value} END"
    return [
        f"count({number})",
        f"count({facts.owner})",
        f"avg({number})",
        f"stddev_samp({number})",
        f"min({number})",
        f"max({number})",
    ]


def _sorting(order: Sequence[GroupOrder], keys: Mapping[str, str], figures: Mapping[str, list[str]]) -> str:
    steps = []
    for step in order:
        sql = "count(*)"
        if step.column is not None:
            sql = keys[step.column] if step.column in keys else figures[step.column][2]
            steps.append(f"CASE WHEN {sql} IS NULL THEN 1 ELSE 0 END ASC")
        steps.append(f"{sql} {'ASC' if step.ascending else 'DESC'}")
    return ", ".join(steps)


def _group(row: Row, by: Sequence[str], metrics: Sequence[str]) -> RunGroup:
    values = dict(zip(by, row, strict=False))
    rest = row[len(by) + 1 :]
    figures: dict[str, Figures] = {}
    for place, name in enumerate(metrics):
        count, owners, mean, deviation, least, most = rest[6 * place : 6 * place + 6]
        figures[name] = Figures(count, owners - count, mean, deviation, least, most)
    return RunGroup(values, row[len(by)], figures)
