"""Long series, with NumPy; reached through :mod:`mlflow.store.sql.dense`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mlflow.store.sql.packing import WITH_ORIGINS, Part, join

if TYPE_CHECKING:
    from mlflow.store.sql.history import Columns

_Whole = npt.NDArray[np.int64]
_Real = npt.NDArray[np.float64]


def _arrays(parts: Sequence[Part]) -> tuple[_Whole, _Whole, _Real, _Whole | None]:
    """Steps, timestamps, values and origins, by step and timestamp, then in order of logging."""
    n, packing, packed = join(parts)
    steps = np.frombuffer(packed, "<i8", n)
    times = np.frombuffer(packed, "<i8", n, 8 * n)
    values = np.frombuffer(packed, "<f8", n, 16 * n)
    origins = np.frombuffer(packed, "<i8", n, 24 * n) if packing == WITH_ORIGINS else None
    ahead = (steps[1:] > steps[:-1]) | ((steps[1:] == steps[:-1]) & (times[1:] >= times[:-1]))
    if not ahead.all():
        order = np.lexsort((times, steps))
        steps, times, values = steps[order], times[order], values[order]
        origins = None if origins is None else origins[order]
    return steps, times, values, origins


def sorted_columns(parts: Sequence[Part]) -> Columns:
    """A whole series in order."""
    steps, times, values, origins = _arrays(parts)
    return steps.tolist(), times.tolist(), values.tolist(), None if origins is None else origins.tolist()


def thinned(parts: Sequence[Part], size: int, span: tuple[int, int] | None) -> Columns:
    """A series cut down to about ``size`` points, with the true extremes of each bucket and both ends.

    Args:
        parts: The stored parts.
        size: Points wanted; two are kept where fewer cannot show both ends.
        span: First and last step to look at.
    """
    steps, times, values, origins = _arrays(parts)
    if span is not None:
        first, last = np.searchsorted(steps, span[0], "left"), np.searchsorted(steps, span[1], "right")
        steps, times, values = steps[first:last], times[first:last], values[first:last]
        origins = None if origins is None else origins[first:last]
    if len(steps) > size:
        kept = _telling(steps, values, max(size - 2, 0) // 2)
        steps, times, values = steps[kept], times[kept], values[kept]
        origins = None if origins is None else origins[kept]
    return steps.tolist(), times.tolist(), values.tolist(), None if origins is None else origins.tolist()


def _telling(steps: _Whole, values: _Real, buckets: int) -> _Whole:
    """Positions of both ends, and of the least and greatest value of each bucket of steps."""
    ends = np.array([0, len(steps) - 1], np.int64)
    if buckets == 0:
        return np.unique(ends)
    # In floats, since the distance of two 64-bit steps need not fit 64 bits.
    low, high = float(steps[0]), float(steps[-1])
    edges = np.linspace(low, high, buckets + 1)[1:-1]
    starts = np.unique(np.concatenate(([0], np.searchsorted(steps.astype(np.float64), edges))))
    starts = starts[starts < len(steps)]
    lengths = np.diff(np.append(starts, len(steps)))
    chosen = [ends]
    for reduce, empty in ((np.fmin, np.inf), (np.fmax, -np.inf)):
        extremes = reduce.reduceat(values, starts)
        extremes = np.where(np.isnan(extremes), empty, extremes)
        hits = np.flatnonzero(values == np.repeat(extremes, lengths))
        _, firsts = np.unique(np.searchsorted(starts, hits, "right"), return_index=True)
        chosen.append(hits[firsts])
    return np.unique(np.concatenate(chosen))
