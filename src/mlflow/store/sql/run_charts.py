"""Series thinned for charts: of many runs and metrics at once, in few statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from mlflow.contracts import limits
from mlflow.contracts.run_series import Series
from mlflow.contracts.runs import RunStore
from mlflow.entities import Metric
from mlflow.exceptions import InvalidParameterValue
from mlflow.store import checks
from mlflow.store.sql import dense
from mlflow.store.sql.history import Columns, numbered, points_of_columns, short
from mlflow.store.sql.packing import Part as Packed
from mlflow.store.sql.part import Part
from mlflow.store.sql.sessions import Row, Session, numbers

#: Points up to which Python reads a series alone.
_SHORT: Final = 1000
#: Points of several series that are fetched together; a longer series is fetched alone, in pieces.
_AT_ONCE: Final = 100_000
_LEAST: Final = -(2**63)
_LARGEST: Final = 2**63 - 1

#: Two ends, both included.
Range: TypeAlias = "tuple[int, int]"


class _Shown(NamedTuple):
    """What is shown of a series, and how many points that stands for."""

    columns: Columns
    total: int


class ChartsOfRuns(Part, RunStore):
    """The part of the store that thins series for charts."""

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
        span = _range(start_step, end_step, "step")
        found: list[Metric] = []
        with self._db.read() as session:
            runs = numbered(session, run_ids)
            shown = self._shown(session, list(runs.values()), metric_key, size, span)
            for run_id, number in runs.items():
                if number in shown:
                    found += points_of_columns(session, self._db.interned, metric_key, shown[number].columns, run_id)
        return found

    def get_series(
        self,
        run_ids: list[str],
        metric_keys: list[str],
        start_step: int | None = None,
        end_step: int | None = None,
        start_time: int | None = None,
        end_time: int | None = None,
        max_results: int = limits.MAX_RESULTS_PER_RUN_BULK_INTERVAL,
    ) -> list[Series]:
        size = checks.page_size(max_results, limits.MAX_RESULTS_PER_RUN_BULK_INTERVAL)
        _check_counts(len(run_ids), len(metric_keys))
        span, times = _range(start_step, end_step, "step"), _range(start_time, end_time, "time")
        found: list[Series] = []
        points = 0
        with self._db.read() as session:
            runs = numbered(session, run_ids)
            for key in dict.fromkeys(metric_keys):
                shown = self._shown(session, list(runs.values()), key, size, span, times)
                for run_id, number in runs.items():
                    if number in shown:
                        (steps, stamps, values, _), total = shown[number]
                        found.append(Series(run_id, key, total, steps, stamps, values))
                        points += len(steps)
                if points > limits.MAX_SERIES_POINTS:
                    raise InvalidParameterValue(
                        f"These series have more than {limits.MAX_SERIES_POINTS} points; set max_results to less."
                    )
        return found

    def _shown(
        self, session: Session, runs: Sequence[int], metric_key: str, size: int, span: Range | None,
        times: Range | None = None,
    ) -> dict[int, _Shown]:  # fmt: skip
        """What is shown of a metric in some runs, by the runs' numbers; a run without it is left out."""
        metric = self._db.interned.metric(session, metric_key)
        if metric is None:
            return {}
        source = _Source(session, metric, span)
        found: dict[int, _Shown] = {}
        for extents, fetch in source.series(runs):
            found.update((run, _thinned(mine, fetch(run), size, span, times)) for run, mine in extents.items())
        return found


#: Reads parts of a run's series by their numbers.
_Fetch: TypeAlias = "Callable[[int], Callable[[Sequence[int]], list[Packed]]]"


class _Source(NamedTuple):
    """Where the parts of a metric's series are read from, as far as they reach into a range of steps."""

    session: Session
    metric: int
    span: Range | None

    def series(self, runs: Sequence[int]) -> Iterator[tuple[dict[int, list[Row]], _Fetch]]:
        """The extents of the series of some runs, several at a time, and what reads their parts."""
        together: dict[int, list[Row]] = {}
        waiting = 0
        for run, extents in self._extents(runs).items():
            points = sum(extent[1] for extent in extents)
            if points > _AT_ONCE:
                yield {run: extents}, self._piecemeal
                continue
            if waiting + points > _AT_ONCE:
                yield together, self._read(list(together))
                together, waiting = {}, 0
            together[run] = extents
            waiting += points
        if together:
            yield together, self._read(list(together))

    def _where(self, runs: Sequence[int]) -> tuple[str, dict[str, int]]:
        where = f"metric = :metric AND run IN ({numbers(runs)})"
        if self.span is None:
            return where, {"metric": self.metric}
        values = {"metric": self.metric, "first": self.span[0], "last": self.span[1]}
        return f"{where} AND low_step <= :last AND high_step >= :first", values

    def _extents(self, runs: Sequence[int]) -> dict[int, list[Row]]:
        where, values = self._where(runs)
        found: dict[int, list[Row]] = {}
        for run, *extent in self.session.rows(
            "SELECT run, part, points, low_step, low_time, high_step, high_time FROM series "
            f"WHERE {where} ORDER BY run, part",
            values,
        ):
            found.setdefault(run, []).append(tuple(extent))
        return found

    def _read(self, runs: Sequence[int]) -> _Fetch:
        where, values = self._where(runs)
        read: dict[int, dict[int, Packed]] = {}
        for run, part, *packed in self.session.rows(
            f"SELECT run, part, points, packing, packed FROM series WHERE {where}", values
        ):
            read.setdefault(run, {})[part] = (packed[0], packed[1], packed[2])
        return lambda run: lambda parts: [read[run][part] for part in parts]

    def _piecemeal(self, run: int) -> Callable[[Sequence[int]], list[Packed]]:
        def fetch(parts: Sequence[int]) -> list[Packed]:
            return self.session.rows(
                "SELECT points, packing, packed FROM series WHERE run = :run AND metric = :metric "
                f"AND part IN ({numbers(parts)}) ORDER BY part",
                {"run": run, "metric": self.metric},
            )

        return fetch


def _thinned(
    extents: Sequence[Row], fetch: Callable[[Sequence[int]], list[Packed]], size: int, span: Range | None,
    times: Range | None,
) -> _Shown:  # fmt: skip
    if sum(extent[1] for extent in extents) <= min(size, _SHORT):
        columns = _inside(short(fetch([extent[0] for extent in extents])), span, times)
        return _Shown(columns, len(columns[0]))
    return _Shown(*dense.thinned([dense.Extent(*extent) for extent in extents], fetch, size, span, times))


def _inside(columns: Columns, span: Range | None, times: Range | None) -> Columns:
    """Those of some points that lie in a range of steps and one of timestamps."""
    if span is None and times is None:
        return columns
    low, high = span or (_LEAST, _LARGEST)
    since, until = times or (_LEAST, _LARGEST)
    steps, stamps, values, origins = columns
    kept = [
        i
        for i, (step, time) in enumerate(zip(steps, stamps, strict=True))
        if low <= step <= high and since <= time <= until
    ]
    return (
        [steps[i] for i in kept],
        [stamps[i] for i in kept],
        [values[i] for i in kept],
        origins and [origins[i] for i in kept],
    )


def _range(start: int | None, end: int | None, what: str) -> Range | None:
    if start is None and end is None:
        return None
    first = _LEAST if start is None else checks.whole(start, f"first {what}")
    last = _LARGEST if end is None else checks.whole(end, f"last {what}")
    if first > last:
        raise InvalidParameterValue(f"start_{what} {first} lies beyond end_{what} {last}.")
    return first, last


def _check_counts(runs: int, metrics: int) -> None:
    most = limits.MAX_SERIES_METRICS
    if not 1 <= metrics <= most:
        raise InvalidParameterValue(f"Series of 1 to {most} metrics can be read at once, not {metrics}.")
    if runs * metrics > limits.MAX_SERIES:
        raise InvalidParameterValue(
            f"{runs} runs and {metrics} metrics are {runs * metrics} series; {limits.MAX_SERIES} can be read at once."
        )
