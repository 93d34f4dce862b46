"""Metrics as packed series: points are added as parts, parts are merged, and a summary says what tables sort by.

The cost of adding does not grow with what is there: a new part is one row, and parts are merged like the digits of a
binary counter, so that each point is copied a few times in its life and a series has few rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf, nan
from typing import Any, Final

from mlflow.store.sql import dense
from mlflow.store.sql.packing import SQUEEZED, Part, Point, join, pack, plain, squeeze, unpack
from mlflow.store.sql.sessions import Row, Session, numbers

#: New parts of a series before they are merged.
_LOOSE: Final = 64
#: Points in a part that is squeezed, and that merging leaves alone.
_FULL: Final = 8192
#: Points from which a part is worth squeezing where the run has ended.
MANY: Final = 48
#: Points up to which Python squeezes a part alone; NumPy costs more than that to import.
_SHORT: Final = 1000

#: What adding beyond the end needs to know of a series, and the rest of its summary.
_END: Final = "metric, last_step, last_time, next_part, loose_parts"
_KNOWN: Final = f"SELECT {_END} FROM metrics WHERE run = :run AND metric = :metric"
_SUMMARY: Final = (
    "SELECT points, value_last, last_step, last_time, value_first, first_step, first_time, value_min, value_max "
    "FROM metrics WHERE run = :run AND metric = :metric"
)
_INSERT_PART: Final = (
    "INSERT INTO series (run, metric, part, points, low_step, low_time, high_step, high_time, packing, packed) VALUES "
    "(:run, :metric, :part, :points, :low_step, :low_time, :high_step, :high_time, :packing, :packed)"
)
_INSERT_SUMMARY: Final = (
    "INSERT INTO metrics (run, metric, points, value_last, last_step, last_time, last_origin, value_first, first_step, "
    "first_time, value_min, value_max, next_part, loose_parts) VALUES (:run, :metric, :points, :value_last, "
    ":last_step, :last_time, :last_origin, :value_first, :first_step, :first_time, :value_min, :value_max, 1, 1)"
)
_ADVANCE: Final = (
    "UPDATE metrics SET points = points + :points, value_last = :value_last, last_step = :last_step, "
    "last_time = :last_time, last_origin = :last_origin, "
    "value_min = CASE WHEN value_min <= :value_min THEN value_min ELSE coalesce(:value_min, value_min) END, "
    "value_max = CASE WHEN value_max >= :value_max THEN value_max ELSE coalesce(:value_max, value_max) END, "
    "next_part = next_part + 1, loose_parts = loose_parts + 1 WHERE run = :run AND metric = :metric"
)
#: The same for one point that lies beyond those that are stored, from one mapping.
_INSERT_POINT: Final = (
    "INSERT INTO series (run, metric, part, points, low_step, low_time, high_step, high_time, packing, packed) VALUES "
    "(:run, :metric, :part, 1, :step, :time, :step, :time, :packing, :packed)"
)
_ADVANCE_POINT: Final = (
    "UPDATE metrics SET points = points + 1, value_last = :value, last_step = :step, last_time = :time, "
    "last_origin = :origin, "
    "value_min = CASE WHEN value_min <= :real THEN value_min ELSE coalesce(:real, value_min) END, "
    "value_max = CASE WHEN value_max >= :real THEN value_max ELSE coalesce(:real, value_max) END, "
    "next_part = next_part + 1, loose_parts = loose_parts + 1 WHERE run = :run AND metric = :metric"
)
_REPLACE: Final = (
    "UPDATE metrics SET points = :points, value_last = :value_last, last_step = :last_step, last_time = :last_time, "
    "last_origin = coalesce(:last_origin, last_origin), value_first = :value_first, first_step = :first_step, "
    "first_time = :first_time, value_min = :value_min, value_max = :value_max, next_part = next_part + 1, "
    "loose_parts = loose_parts + 1 WHERE run = :run AND metric = :metric"
)


def append(session: Session, run: int, batch: Mapping[int, list[Point]], *, ended: bool = False) -> None:
    """Add points to series of a run; points that are there already change nothing.

    Args:
        session: A transaction that writes and has the run to itself.
        run: The run's number.
        batch: Points by the number of their metric, in order of logging.
        ended: Whether the run has ended, so that what is added is squeezed at once.
    """
    metrics = sorted(batch)
    if len(metrics) == 1:
        found = session.rows(_KNOWN, {"run": run, "metric": metrics[0]})
    else:
        found = session.rows(f"SELECT {_END} FROM metrics WHERE run = {run} AND metric IN ({numbers(metrics)})")
    known = {row[0]: row for row in found}
    parts: list[dict[str, Any]] = []
    new: list[dict[str, Any]] = []
    single: list[dict[str, Any]] = []
    advanced: list[dict[str, Any]] = []
    replaced: list[dict[str, Any]] = []
    crowded: list[tuple[int, int]] = []
    for metric in metrics:
        points, old = batch[metric], known.get(metric)
        ascending = _ascending(points, old)
        if not ascending:
            points = _unseen(session, run, metric, points, old)
            if not points:
                continue
        if old is not None and old[4] + 1 >= _LOOSE:
            crowded.append((old[4], metric))
        if ascending and old is not None and len(points) == 1:
            single.append(_single(run, metric, points, old[3]))
            continue
        part, summary = _described(run, metric, points, ascending, MANY if ended else _FULL)
        if old is None:
            part["part"] = 0
            new.append(summary)
        else:
            part["part"] = old[3]
            if ascending:
                advanced.append(summary)
            else:
                stored = session.row(_SUMMARY, {"run": run, "metric": metric})
                assert stored is not None
                replaced.append(_combined(summary, stored))
        parts.append(part)
    session.many(_INSERT_POINT, single)
    session.many(_ADVANCE_POINT, single)
    session.many(_INSERT_PART, parts)
    session.many(_INSERT_SUMMARY, new)
    session.many(_ADVANCE, advanced)
    session.many(_REPLACE, replaced)
    # Series that began together crowd together: some at a time, lest one caller in many wait for all of them.
    crowded.sort(reverse=True)
    for _, metric in crowded[: 1 + len(batch) // _LOOSE]:
        merge(session, run, metric)


def _single(run: int, metric: int, points: Sequence[Point], part: int) -> dict[str, Any]:
    """The row of a part of one point, and what it changes in the summary."""
    step, time, value, origin = points[0]
    packing, packed = pack(points)
    return {
        "run": run,
        "metric": metric,
        "part": part,
        "step": step,
        "time": time,
        "value": value,
        "origin": origin,
        "real": value if value == value else None,
        "packing": packing,
        "packed": packed,
    }


def _ascending(points: Sequence[Point], old: Row | None) -> bool:
    """Whether every point lies beyond the one before it, and the first beyond what is stored."""
    step, time = (old[1], old[2]) if old is not None else (-inf, -inf)
    for point in points:
        if point[0] < step or (point[0] == step and point[1] <= time):
            return False
        step, time = point[0], point[1]
    return True


def _unseen(session: Session, run: int, metric: int, points: Sequence[Point], old: Row | None) -> list[Point]:
    """The points that are not stored yet, each once."""
    fresh = {_exact(point): point for point in reversed(points)}
    if old is not None:
        low, high = min((p[0], p[1]) for p in points), max((p[0], p[1]) for p in points)
        overlapping = session.rows(
            "SELECT points, packing, packed FROM series WHERE run = :run AND metric = :metric "
            "AND (low_step < :high_step OR (low_step = :high_step AND low_time <= :high_time)) "
            "AND (high_step > :low_step OR (high_step = :low_step AND high_time >= :low_time)) ORDER BY part",
            {
                "run": run,
                "metric": metric,
                "low_step": low[0],
                "low_time": low[1],
                "high_step": high[0],
                "high_time": high[1],
            },
        )
        for part in overlapping:
            for stored in unpack([part]) if part[0] <= _SHORT else dense.within(part, low[0], high[0]):
                fresh.pop(_exact(stored), None)
    return list(reversed(fresh.values()))


def _exact(point: Point) -> tuple[int, int, float | None]:
    """A point as a key that equals itself even where its value is NaN.

    What it was measured on is no part of it: a point logged once more to name its model or dataset is the same point.
    """
    value = point[2]
    return point[0], point[1], value if value == value else None


def _described(
    run: int, metric: int, points: list[Point], ascending: bool, many: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row of a part, squeezed if it has many points, and the summary of its points alone."""
    if ascending:
        first, last = points[0], points[-1]
        low, high = first, last
    else:
        first = min(points, key=lambda p: (p[0], p[1]))
        last = max(points, key=_latest)
        low, high = first, last
    packing, packed = pack(points)
    if len(points) >= many:
        plainly = len(points), packing, packed
        _, packing, packed = squeeze(plainly) if len(points) <= _SHORT else dense.squeeze([plainly])
    if len(points) == 1:
        value = first[2]
        least = most = value if value == value else None
    else:
        values = [p[2] for p in points if p[2] == p[2]]
        least, most = (min(values), max(values)) if values else (None, None)
    part = {
        "run": run,
        "metric": metric,
        "points": len(points),
        "low_step": low[0],
        "low_time": low[1],
        "high_step": high[0],
        "high_time": high[1],
        "packing": packing,
        "packed": packed,
    }
    summary = {
        "run": run,
        "metric": metric,
        "points": len(points),
        "value_last": last[2],
        "last_step": last[0],
        "last_time": last[1],
        "last_origin": last[3],
        "value_first": first[2],
        "first_step": first[0],
        "first_time": first[1],
        "value_min": least,
        "value_max": most,
    }
    return part, summary


def _latest(point: Point) -> tuple[int, int, bool, float]:
    """What decides which point is the last: step, then timestamp, then value, where NaN counts least."""
    value = point[2]
    return point[0], point[1], value == value, value if value == value else 0.0


def _combined(new: dict[str, Any], old: Row) -> dict[str, Any]:
    """A summary of points that lie anywhere, together with the stored one."""
    count, last, step, time, first, first_step, first_time, least, most = old
    stored: Point = (step, time, nan if last is None else last, 0)
    added: Point = (new["last_step"], new["last_time"], new["value_last"], 0)
    if _latest(stored) >= _latest(added):
        new.update(value_last=last, last_step=step, last_time=time, last_origin=None)
    if (first_step, first_time) <= (new["first_step"], new["first_time"]):
        new.update(value_first=first, first_step=first_step, first_time=first_time)
    for name, stored_value, choose in (("value_min", least, min), ("value_max", most, max)):
        both = [value for value in (new[name], stored_value) if value is not None]
        new[name] = choose(both) if both else None
    new["points"] += count
    return new


def merge(session: Session, run: int, metric: int, *, wholly: bool = False) -> None:
    """Join parts of a series that are small, and squeeze what became full.

    Args:
        session: A transaction that writes and has the run to itself.
        run: The run's number.
        metric: The metric's number.
        wholly: Join everything but full parts, and squeeze it, as for a run that has ended.
    """
    where = {"run": run, "metric": metric}
    sizes = session.rows(
        "SELECT part, points FROM series WHERE run = :run AND metric = :metric ORDER BY part DESC", where
    )
    group: list[int] = []
    total = 0
    for part, points in sizes:
        if points >= _FULL or total + points > 2 * _FULL:
            _join_parts(session, where, group, squeezing=wholly)
            group, total = [], 0
            if points >= _FULL:
                if not wholly:
                    break  # what lies before it was joined when it was
                continue
        elif not wholly and len(group) >= _LOOSE and points > total:
            break
        group.append(part)
        total += points
    _join_parts(session, where, group, squeezing=wholly)
    session.run("UPDATE metrics SET loose_parts = 0 WHERE run = :run AND metric = :metric", where)


def _join_parts(session: Session, where: dict[str, int], group: Iterable[int], squeezing: bool) -> None:
    """Put one part in the place of some that follow one another.

    Args:
        session: The transaction.
        where: Numbers of the run and the metric.
        group: Numbers of the parts.
        squeezing: Whether to squeeze what is not full, too.
    """
    parts = sorted(group)
    if not parts or (len(parts) == 1 and not squeezing):
        return
    span = {**where, "first": parts[0], "last": parts[-1]}
    condition = "run = :run AND metric = :metric AND part BETWEEN :first AND :last"
    rows = session.rows(
        "SELECT points, packing, packed, low_step, low_time, high_step, high_time FROM series "
        f"WHERE {condition} ORDER BY part",
        span,
    )
    made = _joined([row[:3] for row in rows], squeezing)
    if made == rows[0][:3]:
        return
    low = min((row[3], row[4]) for row in rows)
    high = max((row[5], row[6]) for row in rows)
    session.run(f"DELETE FROM series WHERE {condition}", span)
    session.run(
        _INSERT_PART,
        {
            **where,
            "part": parts[0],
            "points": made[0],
            "low_step": low[0],
            "low_time": low[1],
            "high_step": high[0],
            "high_time": high[1],
            "packing": made[1],
            "packed": made[2],
        },
    )


def _joined(parts: Sequence[Part], squeezing: bool) -> Part:
    total = sum(part[0] for part in parts)
    if total >= _FULL or (squeezing and total > _SHORT):
        return dense.squeeze(parts)
    joined = join([plain(part) for part in parts])
    return squeeze(joined) if squeezing and total >= MANY else joined


def merge_run(session: Session, run: int) -> None:
    """Join and squeeze the parts of every series of a run that has ended."""
    for (metric,) in session.rows(
        "SELECT metric FROM metrics WHERE run = :run AND (loose_parts > 1 OR (loose_parts > 0 AND points >= :few)) "
        "ORDER BY metric",
        {"run": run, "few": MANY},
    ):
        merge(session, run, metric, wholly=True)


def squeeze_stored(session: Session, run: int, metric: int, *, wholly: bool) -> None:
    """Squeeze the parts of a series that an older version left plain.

    Args:
        session: A transaction that writes and has the run to itself.
        run: The run's number.
        metric: The metric's number.
        wholly: Whether the run has ended, so that parts that are not full are joined and squeezed as well.
    """
    where = {"run": run, "metric": metric}
    for (part,) in session.rows(
        "SELECT part FROM series WHERE run = :run AND metric = :metric AND points >= :full AND packing < :squeezed "
        "ORDER BY part",
        {**where, "full": _FULL, "squeezed": SQUEEZED},
    ):
        _join_parts(session, where, [part], squeezing=True)
    if wholly:
        merge(session, run, metric, wholly=True)
