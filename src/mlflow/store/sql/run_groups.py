"""Groups of runs, and figures of their metrics: computed where the runs are.

Deviations come from sums of squares, which every database makes by itself. SQLite's ``stddev_samp`` is ours: a call of
Python for each number, which waits for whatever else Python does. But a sum of squares loses the digits that its
numbers have in common. So they are taken from a middle near most of them; and where a group lies too far from that for
how close together its numbers are, ``stddev_samp`` is asked after all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan, nan, sqrt
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
from mlflow.store.sql.sessions import Row, Session, Values, numbers

#: Numbers beyond it are left out: their squares are none that 64 bits hold.
_LARGEST: Final = "1e150"
#: Runs that tell the middles.
_FIRST: Final = 100
#: How much a difference must be of what it is made of: of 16 digits eight are right then.
_LEFT: Final = 1e-7
#: The last digit of a number, in parts of it.
_LAST: Final = 1e-16


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
            selected = [f"{_key(statement, each, inside)} AS k{place}" for place, each in enumerate(columns.values())]
            for place, identifier in enumerate(measured.values()):
                facts = statement.joined(identifier)
                number = f"CASE WHEN abs({facts.value}) <= {_LARGEST} THEN {facts.value} END"
                selected += [f"{number} AS v{place}", f"{facts.owner} AS o{place}"]
            runs = f"SELECT {', '.join(selected)} FROM {' '.join([SEARCH.source, *statement.joins])} WHERE "
            keys = {name: f"s.k{place}" for place, name in enumerate(columns)}
            series = {name: f"s.v{place}" for place, name in enumerate(measured)}
            scope = within(experiment_ids, run_view_type)
            middles = _middles(session, series, runs + " AND ".join(scope), statement.values)
            condition = SEARCH.condition(statement, filter_string, scope)
            grouped = f"FROM ({runs}{condition}{session.dialect.once}) s GROUP BY {', '.join(keys.values())}"
            figures = [
                sql for place, each in enumerate(middles.values()) for sql in _figures(place, statement.bind(each))
            ]
            rows = session.rows(
                f"SELECT {', '.join([*keys.values(), 'count(*)', *figures])} {grouped} "
                f"ORDER BY {_sorting(order, keys, series)} LIMIT {size + 1} OFFSET {start}",
                statement.values,
            )
            groups = [_group(row, list(columns), middles) for row in rows[:size]]
            doubtful = [name for name in series if any(isnan(group.metrics[name].deviation or 0) for group in groups)]
            if doubtful:
                deviations = ", ".join(f"stddev_samp({series[name]})" for name in doubtful)
                exact = {
                    row[: len(keys)]: row[len(keys) :]
                    for row in session.rows(
                        f"SELECT {', '.join(keys.values())}, {deviations} {grouped}", statement.values
                    )
                }
                for group in groups:
                    # A group of a moment ago may be gone, where a statement sees what was written since the last.
                    found = exact.get(tuple(group.values.values()), [None] * len(doubtful))
                    for name, deviation in zip(doubtful, found, strict=True):
                        group.metrics[name].deviation = deviation
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


def _figures(place: int, middle: str) -> list[str]:
    number, away = f"s.v{place}", f"(s.v{place} - {middle})"
    return [
        f"count({number})",
        f"count(s.o{place})",
        f"avg({number})",
        f"sum({away} * {away})",
        f"min({number})",
        f"max({number})",
    ]


def _middles(session: Session, series: Mapping[str, str], runs: str, values: Values) -> dict[str, float]:
    """The means of metrics in a few of the runs; whether these match the filter matters little."""
    if not series:
        return {}
    means = ", ".join(f"avg({number})" for number in series.values())
    row = session.row(f"SELECT {means} FROM ({runs} LIMIT {_FIRST}) s", values)
    return {name: mean or 0.0 for name, mean in zip(series, row or (), strict=True)}


def _sorting(order: Sequence[GroupOrder], keys: Mapping[str, str], series: Mapping[str, str]) -> str:
    steps = []
    for step in order:
        sql = "count(*)"
        if step.column is not None:
            sql = keys[step.column] if step.column in keys else f"avg({series[step.column]})"
            steps.append(f"CASE WHEN {sql} IS NULL THEN 1 ELSE 0 END ASC")
        steps.append(f"{sql} {'ASC' if step.ascending else 'DESC'}")
    return ", ".join(steps)


def _group(row: Row, by: Sequence[str], middles: Mapping[str, float]) -> RunGroup:
    values = dict(zip(by, row, strict=False))
    rest = row[len(by) + 1 :]
    figures: dict[str, Figures] = {}
    for place, (name, middle) in enumerate(middles.items()):
        count, owners, mean, squares, least, most = rest[6 * place : 6 * place + 6]
        deviation = None
        if count > 1:
            deviation = 0.0 if least == most else _deviation(count, mean, squares, middle)
        figures[name] = Figures(count, owners - count, mean, deviation, least, most)
    return RunGroup(values, row[len(by)], figures)


def _deviation(count: int, mean: float, squares: float, middle: float) -> float:
    """The deviation of a sample by the squares of its distances from a middle; NaN where too few digits are left."""
    away = mean - middle
    around = squares - count * away * away
    # A mean has 16 digits, so its distance from the middle is as much too far.
    terms = squares + count * abs(mean) * (abs(away) + _LAST * abs(mean))
    return sqrt(around / (count - 1)) if around > _LEFT * terms else nan
