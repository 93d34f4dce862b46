"""Long series, with NumPy; reached through :mod:`mlflow.store.sql.dense`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from mlflow.store.sql.columns import Differences, after, read, squeezed
from mlflow.store.sql.packing import SQUEEZED, WIDEST, Part, Point, has_origins

if TYPE_CHECKING:
    from mlflow.store.sql.history import Columns

_Whole = npt.NDArray[np.int64]
_Real = npt.NDArray[np.float64]


class Points(NamedTuple):
    """Points as columns of equal length."""

    steps: _Whole
    times: _Whole
    values: _Real
    origins: _Whole | None

    def chosen(self, which: slice | _Whole) -> Points:
        """Some of the points."""
        origins = None if self.origins is None else self.origins[which]
        return Points(self.steps[which], self.times[which], self.values[which], origins)

    def ordered(self) -> Points:
        """By step and timestamp; points equal in both stay as they are."""
        steps, times = self.steps, self.times
        if (steps[1:] > steps[:-1]).all() or (
            (steps[1:] > steps[:-1]) | ((steps[1:] == steps[:-1]) & (times[1:] >= times[:-1]))
        ).all():
            return self
        return self.chosen(np.lexsort((times, steps)))

    def columns(self) -> Columns:
        """As lists of Python's numbers."""
        origins = None if self.origins is None else self.origins.tolist()
        return self.steps.tolist(), self.times.tolist(), self.values.tolist(), origins


def squeeze(parts: Sequence[Part]) -> Part:
    """Parts as one, squeezed, as :func:`mlflow.store.sql.packing.squeeze` does it."""
    points = points_of(parts).ordered()
    kept = [
        squeezed(points.steps.tobytes(), _differences(points.steps)),
        squeezed(points.times.tobytes(), _differences(points.times)),
        squeezed(points.values.tobytes(), None),
    ]
    if points.origins is not None:
        kept.append(squeezed(points.origins.tobytes(), _differences(points.origins)))
    return len(points.steps), SQUEEZED + (points.origins is not None), b"".join(kept)


def _differences(numbers: _Whole) -> Differences | None:
    if int(numbers.max()) - int(numbers.min()) >= WIDEST:
        return None
    steps = np.diff(numbers)
    first = int(numbers[0])
    if len(steps) == 0 or (steps == steps[0]).all():
        return Differences(first, int(steps[0]) if len(steps) else 0, b"")
    return Differences(first, None, ((steps << 1) ^ (steps >> 63)).astype("<i8", copy=False).tobytes())


class Memory:
    """Room for a column: of all parts one after another, or of one part at a time.

    Fresh memory costs more than what is computed in it, so room for one part is used for all of them.

    Args:
        size: Numbers it has room for.
    """

    def __init__(self, size: int) -> None:
        self._bytes = bytearray(8 * size)
        self._numbers = np.frombuffer(self._bytes, np.int64)

    def read(self, part: Part, place: int) -> _Whole:
        """One column of a part: 0 for steps, 1 for timestamps, 2 for the bytes of values, 3 for origins."""
        n, packing, packed = part
        if packing < SQUEEZED:
            return np.frombuffer(packed, np.int64, n, 8 * n * place)
        at = 0
        for _ in range(place):
            at = after(packed, at)
        numbers = self._numbers[:n]
        column, _ = read(packed, at, n, self._bytes)
        if column.differences is not None:
            first, step, _ = column.differences
            if step is not None:
                numbers.fill(step)
            else:
                folded = numbers[1:].view(np.uint64)
                signs = folded & np.uint64(1)
                folded >>= np.uint64(1)
                folded ^= np.negative(signs, out=signs)
            numbers[0] = first
            np.cumsum(numbers, out=numbers)
        return numbers


def points_of(parts: Sequence[Part]) -> Points:
    """The points of some parts, as they are stored."""
    n = sum(part[0] for part in parts)
    columns = [np.empty(n, np.int64) for _ in range(3)]
    if any(has_origins(part[1]) for part in parts):
        columns.append(np.zeros(n, np.int64))
    memory = Memory(max((part[0] for part in parts), default=0))
    end = 0
    for part in parts:
        start, end = end, end + part[0]
        for place in range(4 if has_origins(part[1]) else 3):
            columns[place][start:end] = memory.read(part, place)
    return Points(columns[0], columns[1], columns[2].view(np.float64), columns[3] if len(columns) == 4 else None)


def within(part: Part, first: int, last: int) -> list[Point]:
    """The points of a part whose steps lie between two, ends included."""
    n = part[0]
    memory = Memory(n)
    steps = memory.read(part, 0)
    if part[1] < SQUEEZED:
        which = np.flatnonzero((steps >= first) & (steps <= last))
    else:  # in order
        which = np.arange(np.searchsorted(steps, first, "left"), np.searchsorted(steps, last, "right"))
    if len(which) == 0:
        return []
    found = steps[which].tolist()
    times = memory.read(part, 1)[which].tolist()
    values = memory.read(part, 2)[which].view(np.float64).tolist()
    origins = memory.read(part, 3)[which].tolist() if has_origins(part[1]) else [0] * len(found)
    return list(zip(found, times, values, origins, strict=True))


def sorted_columns(parts: Sequence[Part]) -> Columns:
    """A whole series in order."""
    return points_of(parts).ordered().columns()
