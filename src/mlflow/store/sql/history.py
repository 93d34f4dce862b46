"""Reading series: whole, several at once, and thinned for charts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import islice, repeat
from operator import lt
from typing import Any, Final

from mlflow.contracts import limits
from mlflow.contracts.runs import RunStore, SeriesSummary
from mlflow.entities import Metric, PagedList
from mlflow.exceptions import InvalidParameterValue
from mlflow.search import decode_token, encode_token
from mlflow.store import checks
from mlflow.store.sql import dense, run_rows
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
            return PagedList(self._points(session, metric_key, columns), following)

    def get_metric_history_bulk(
        self, run_ids: list[str], metric_key: str, max_results: int | None = None
    ) -> list[Metric]:
        most = limits.GET_METRIC_HISTORY_MAX_RESULTS
        size = most if max_results is None else checks.page_size(max_results, most)
        found: list[Metric] = []
        with self._db.read() as session:
            for run_id, number in self._numbers(session, run_ids).items():
                columns, _ = self._columns(session, number, metric_key, 0, size)
                found += self._points(session, metric_key, columns, run_id)
        return found

    def get_metric_history_bulk_interval(
        self,
        run_ids: list[str],
        metric_key: str,
        start_step: int | None = None,
        end_step: int | None = None,
        max_results: int = limits.MAX_RESULTS_PER_RUN_BULK_INTERVAL,
    ) -> list[Metric]:
        size = checks.page_size(max_results, limits.MAX_RESULTS_PER_RUN_BULK_INTERVAL)
        if (start_step is None) != (end_step is None):
            raise InvalidParameterValue("Give start_step and end_step together, or neither.")
        span = None
        if start_step is not None and end_step is not None:
            span = checks.whole(start_step, "first step"), checks.whole(end_step, "last step")
            if span[0] > span[1]:
                raise InvalidParameterValue(f"start_step {span[0]} lies beyond end_step {span[1]}.")
        found: list[Metric] = []
        with self._db.read() as session:
            for run_id, number in self._numbers(session, run_ids).items():
                columns = self._chart(session, number, metric_key, size, span)
                if span is not None:
                    columns = _between(columns, *span)
                found += self._points(session, metric_key, columns, run_id)
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

    def _numbers(self, session: Session, run_ids: Sequence[str]) -> dict[str, int]:
        most = limits.MAX_RUNS_GET_METRIC_HISTORY_BULK
        if not 1 <= len(run_ids) <= most:
            raise InvalidParameterValue(f"Series of 1 to {most} runs can be read at once, not {len(run_ids)}.")
        wanted, values = names(run_ids)
        found: dict[Any, Any] = dict(session.rows(f"SELECT run_id, id FROM runs WHERE run_id IN ({wanted})", values))
        for run_id in run_ids:
            if run_id not in found:
                raise run_rows.missing(run_id)
        return {run_id: found[run_id] for run_id in run_ids}

    def _columns(self, session: Session, run: int, metric_key: str, start: int, end: int | None) -> tuple[Columns, int]:
        """Some points of a series in order, or all from a place on; and how many there are in all."""
        extents, fetch = self._extents(session, run, metric_key, "", {})
        total = sum(extent[1] for extent in extents)
        if end is None or end >= total:
            end = total
        if end - start < total and not _is_short(total):
            return dense.page([dense.Extent(*extent) for extent in extents], fetch, start, end), total
        parts = fetch(None) if extents else []
        return _cut(_short(parts) if _is_short(total) else dense.sorted_columns(parts), start, end), total

    def _chart(self, session: Session, run: int, metric_key: str, size: int, span: tuple[int, int] | None) -> Columns:
        within, values = "", {}
        if span is not None:
            within = "AND low_step <= :last AND high_step >= :first "
            values = {"first": span[0], "last": span[1]}
        extents, fetch = self._extents(session, run, metric_key, within, values)
        if sum(extent[1] for extent in extents) <= min(size, _SHORT):
            return _short(fetch([extent[0] for extent in extents]) if extents else [])
        return dense.thinned([dense.Extent(*extent) for extent in extents], fetch, size, span)

    def _extents(
        self, session: Session, run: int, metric_key: str, within: str, values: dict[str, int]
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
        return session.rows(f"SELECT {columns} {series} {within}ORDER BY part", {**where, **values}), fetch

    def _points(self, session: Session, key: str, columns: Columns, run_id: str | None = None) -> list[Metric]:
        steps, times, values, origins = columns
        if origins is not None and any(origins):
            named = self._db.interned.origins(session, set(origins))
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


def _short(parts: Sequence[Packed]) -> Columns:
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


def _between(columns: Columns, first: int, last: int) -> Columns:
    steps, times, values, origins = columns
    kept = [i for i, step in enumerate(steps) if first <= step <= last]
    if len(kept) == len(steps):
        return columns
    return (
        [steps[i] for i in kept],
        [times[i] for i in kept],
        [values[i] for i in kept],
        origins and [origins[i] for i in kept],
    )
