"""Reading series: whole, and several at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import islice, repeat
from operator import lt
from typing import Any, Final

from mlflow.contracts import limits
from mlflow.contracts.run_series import SeriesSummary
from mlflow.contracts.runs import RunStore
from mlflow.entities import Metric, PagedList
from mlflow.exceptions import InvalidParameterValue
from mlflow.search import decode_token, encode_token
from mlflow.store import checks
from mlflow.store.sql import dense, run_rows
from mlflow.store.sql.interning import Interned
from mlflow.store.sql.packing import Part as Packed
from mlflow.store.sql.packing import columns_of
from mlflow.store.sql.part import Part
from mlflow.store.sql.sessions import Row, Session, names, numbers

#: Points up to which Python reads a series alone, and while NumPy, which takes as long to import, is not.
_SHORT: Final = 1000
_SHORT_WITHOUT: Final = 40_000

#: Columns of a series in order: steps, timestamps, values, and origins where there are any.
Columns = tuple[list[int], list[int], list[float], "list[int] | None"]


class Histories(Part, RunStore):
    """The part of the store that reads series."""

    def get_metric_history(
        self, run_id: str, metric_key: str, max_results: int | None = None, page_token: str | None = None
    ) -> PagedList[Metric]:
        token = decode_token(page_token)
        start = token.offset or 0 if token else 0
        size = None if max_results is None else checks.page_size(max_results, limits.SEARCH_MAX_RESULTS_THRESHOLD)
        with self._db.read() as session:
            number = run_rows.found(session, run_id)[0]
            columns, total = self._columns(session, number, metric_key, start, None if size is None else start + size)
            end = start + len(columns[0])
            following = encode_token(offset=end) if end < total else None
            return PagedList(points_of_columns(session, self._db.interned, metric_key, columns), following)

    def get_metric_history_bulk(
        self, run_ids: list[str], metric_key: str, max_results: int | None = None
    ) -> list[Metric]:
        most = limits.GET_METRIC_HISTORY_MAX_RESULTS
        size = most if max_results is None else checks.page_size(max_results, most)
        found: list[Metric] = []
        with self._db.read() as session:
            for run_id, number in numbered(session, run_ids).items():
                columns, _ = self._columns(session, number, metric_key, 0, size)
                found += points_of_columns(session, self._db.interned, metric_key, columns, run_id)
        return found

    def get_metric_summaries(self, run_id: str) -> list[SeriesSummary]:
        with self._db.read() as session:
            number = run_rows.found(session, run_id)[0]
            rows = session.rows(
                "SELECT n.name, m.points, m.value_first, m.value_last, m.value_min, m.value_max, m.last_step, "
                "m.last_time FROM metrics m JOIN metric_names n ON n.id = m.metric WHERE m.run = :run ORDER BY n.name",
                {"run": number},
            )
        nan = float("nan")
        return [
            SeriesSummary(
                key, points, nan if first is None else first, nan if last is None else last, least, most, step, time
            )
            for key, points, first, last, least, most, step, time in rows
        ]

    def _columns(self, session: Session, run: int, metric_key: str, start: int, end: int | None) -> tuple[Columns, int]:
        """Some points of a series in order, or all from a place on; and how many there are in all."""
        extents, fetch = self._extents(session, run, metric_key)
        total = sum(extent[1] for extent in extents)
        if end is None or end >= total:
            end = total
        if end - start < total and not _is_short(total):
            return dense.page([dense.Extent(*extent) for extent in extents], fetch, start, end), total
        parts = fetch(None) if extents else []
        return _cut(short(parts) if _is_short(total) else dense.sorted_columns(parts), start, end), total

    def _extents(
        self, session: Session, run: int, metric_key: str
    ) -> tuple[list[Row], Callable[[Sequence[int] | None], list[Packed]]]:
        """Parts of a series without their points, and what reads some of them, or all."""
        metric = self._db.interned.metric(session, metric_key)
        where = {"run": run, "metric": metric}
        series = "FROM series WHERE run = :run AND metric = :metric"

        def fetch(wanted: Sequence[int] | None) -> list[Packed]:
            chosen = "" if wanted is None else f" AND part IN ({numbers(wanted)})"
            return session.rows(f"SELECT points, packing, packed {series}{chosen} ORDER BY part", where)

        if metric is None:
            return [], fetch
        columns = "part, points, low_step, low_time, high_step, high_time"
        return session.rows(f"SELECT {columns} {series} ORDER BY part", where), fetch


def numbered(session: Session, run_ids: Sequence[str]) -> dict[str, int]:
    """The numbers of some runs, by their ids.

    Raises:
        InvalidParameterValue: They are too many, or none.
        ResourceDoesNotExist: One of them does not exist.
    """
    most = limits.MAX_RUNS_GET_METRIC_HISTORY_BULK
    if not 1 <= len(run_ids) <= most:
        raise InvalidParameterValue(f"Series of 1 to {most} runs can be read at once, not {len(run_ids)}.")
    wanted, values = names(run_ids)
    found: dict[Any, Any] = dict(session.rows(f"SELECT run_id, id FROM runs WHERE run_id IN ({wanted})", values))
    for run_id in run_ids:
        if run_id not in found:
            raise run_rows.missing(run_id)
    return {run_id: found[run_id] for run_id in run_ids}


def points_of_columns(
    session: Session, interned: Interned, key: str, columns: Columns, run_id: str | None = None
) -> list[Metric]:
    """The points of a series as entities.

    Args:
        session: A transaction.
        interned: The numbers that stand for what was measured.
        key: Name of the metric.
        columns: The points.
        run_id: The run, where an answer spans several.
    """
    steps, times, values, origins = columns
    if origins is not None and any(origins):
        named = interned.origins(session, set(origins))
        named[0] = ("", "", "")
        return [
            run_rows.measured(key, value, time, step, named[origin], run_id)
            for step, time, value, origin in zip(steps, times, values, origins, strict=True)
        ]
    if run_id is None:
        return list(map(Metric, repeat(key), values, times, steps))
    none = repeat(None)
    return list(map(Metric, repeat(key), values, times, steps, none, none, none, repeat(run_id)))


def _is_short(total: int) -> bool:
    """Whether Python alone reads so many points sooner than NumPy, which may have to be imported first."""
    return total <= (_SHORT if "numpy" in sys.modules else _SHORT_WITHOUT)


def short(parts: Sequence[Packed]) -> Columns:
    """A short series in order."""
    steps, times, values, origins = columns_of(parts)
    if all(map(lt, steps, islice(steps, 1, None))):
        return steps, times, values, origins
    places = list(zip(steps, times, strict=True))
    order = sorted(range(len(places)), key=places.__getitem__)
    return (
        [steps[i] for i in order],
        [times[i] for i in order],
        [values[i] for i in order],
        origins and [origins[i] for i in order],
    )


def _cut(columns: Columns, start: int, end: int) -> Columns:
    steps, times, values, origins = columns
    if start == 0 and end >= len(steps):
        return columns
    return steps[start:end], times[start:end], values[start:end], origins and origins[start:end]
