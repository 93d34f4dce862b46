"""Series thinned for charts, piece by piece; reached through the front door :mod:`mlflow.store.sql.dense`.

Parts of a series mostly follow one another. So a long series is looked at in pieces: a piece is a part, or some parts
whose steps interlace, and all points of a piece lie before all points of the next. Of a piece only what is needed is
unpacked, into the same memory each time, since fresh memory costs more than what is computed in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from mlflow.store.sql.arrays import Memory, Points, points_of
from mlflow.store.sql.extents import Extent, Fetch, interlaced
from mlflow.store.sql.packing import SQUEEZED, Part, Point, has_origins

if TYPE_CHECKING:
    from mlflow.store.sql.history import Columns

#: Points that are looked at as one piece.
_ONE_PIECE: Final = 20_000
#: Points that are fetched at once.
_AT_ONCE: Final = 100_000


#: Where a point stands: number of the piece, place in it.
_Place: TypeAlias = "tuple[int, int]"


def thinned(extents: Sequence[Extent], fetch: Fetch, size: int, span: tuple[int, int] | None) -> Columns:
    """A series cut down to about ``size`` points, with the true extremes of each bucket and both ends.

    Args:
        extents: Its parts, in order of logging.
        fetch: How to read them.
        size: Points wanted; two are kept where fewer cannot show both ends.
        span: First and last step to look at.
    """
    buckets = max(size - 2, 0) // 2
    if sum(extent.points for extent in extents) > _ONE_PIECE:
        low, high = min(extent.low_step for extent in extents), max(extent.high_step for extent in extents)
        if span is not None:
            low, high = max(low, span[0]), min(high, span[1])
        chart = _Chart(low, high, buckets)
        for piece in _pieces(extents, fetch, span):
            chart.add(piece)
        if chart.seen > size:
            return _columns(chart.shown())
    points = points_of(fetch([extent.part for extent in extents])).ordered()
    piece = _Piece(points.steps, points.values, points, 0).within(span)
    if len(piece.steps) <= size:
        return _columns(piece.points(range(len(piece.steps))))
    chart = _Chart(int(piece.steps[0]), int(piece.steps[-1]), buckets)
    chart.add(piece)
    return _columns(chart.shown())


def _columns(points: Sequence[Point]) -> Columns:
    if not points:
        return [], [], [], None
    steps, times, values, origins = (list(column) for column in zip(*points, strict=True))
    return steps, times, values, origins if any(origins) else None


class _Memory:
    """Room for the columns of one part after another."""

    def __init__(self, size: int) -> None:
        self.steps, self.values, self.rest = Memory(size), Memory(size), Memory(size)


class _Piece:
    """Points that lie between those of other pieces, in order.

    Args:
        steps: Their steps.
        values: Their values.
        points: The points, or the part they are all of.
        start: Place of the first of them among all points of the part.
        memory: Where the rest of the part may go.
    """

    def __init__(
        self,
        steps: npt.NDArray[np.int64],
        values: npt.NDArray[np.float64],
        points: Points | Part,
        start: int,
        memory: _Memory | None = None,
    ) -> None:
        self.steps, self.values = steps, values
        self._points, self._start, self._memory = points, start, memory

    @classmethod
    def of(cls, parts: Sequence[Part], memory: _Memory) -> _Piece:
        """The points of some parts; those of a single one stand in the memory until the next piece is made."""
        part = parts[0]
        if len(parts) > 1 or part[1] < SQUEEZED:
            points = points_of(parts).ordered()
            return cls(points.steps, points.values, points, 0)
        return cls(memory.steps.read(part, 0), memory.values.read(part, 2).view(np.float64), part, 0, memory)

    def within(self, span: tuple[int, int] | None) -> _Piece:
        """Those of the points whose steps lie between two, ends included."""
        if span is None:
            return self
        start = int(np.searchsorted(self.steps, span[0], "left"))
        end = int(np.searchsorted(self.steps, span[1], "right"))
        return _Piece(self.steps[start:end], self.values[start:end], self._points, self._start + start, self._memory)

    def points(self, places: Sequence[int]) -> list[Point]:
        """The points at some places."""
        which = np.array(places, np.int64)
        behind = which + self._start
        if isinstance(self._points, Points):
            found = self._points.chosen(behind)
            times, origins = found.times.tolist(), found.origins
        else:
            assert self._memory is not None
            times, origins = self._memory.rest.read(self._points, 1)[behind].tolist(), None
            if has_origins(self._points[1]):
                origins = self._memory.rest.read(self._points, 3)[behind]
        numbers = [0] * len(places) if origins is None else origins.tolist()
        return list(zip(self.steps[which].tolist(), times, self.values[which].tolist(), numbers, strict=True))


def _pieces(extents: Sequence[Extent], fetch: Fetch, span: tuple[int, int] | None) -> Iterator[_Piece]:
    """The pieces of a series in order, each to be used before the next is asked for."""
    memory = _Memory(max(extent.points for extent in extents))
    waiting: list[list[int]] = []
    points = 0
    for group in interlaced(extents):
        waiting.append([extent.part for extent in group])
        points += sum(extent.points for extent in group)
        if points >= _AT_ONCE:
            yield from _read(waiting, fetch, span, memory)
            waiting, points = [], 0
    yield from _read(waiting, fetch, span, memory)


def _read(
    groups: Sequence[Sequence[int]], fetch: Fetch, span: tuple[int, int] | None, memory: _Memory
) -> Iterator[_Piece]:
    wanted = sorted(part for group in groups for part in group)
    found = dict(zip(wanted, fetch(wanted) if wanted else [], strict=True))
    for group in groups:
        piece = _Piece.of([found.pop(part) for part in group], memory).within(span)
        if len(piece.steps):
            yield piece


class _Chart:
    """The points that tell what a series looks like.

    Args:
        low: First step that is shown.
        high: Last step that is shown.
        buckets: How many ranges of steps keep their least and greatest value.
    """

    def __init__(self, low: int, high: int, buckets: int) -> None:
        #: Points looked at.
        self.seen = 0
        # In Python's numbers, since the distance of two 64-bit steps need not fit 64 bits.
        edges = [low - (-(high - low) * bucket // buckets) for bucket in range(1, buckets)]
        self._edges = np.array(edges, np.int64)
        self._buckets = buckets
        self._pieces = 0
        self._ends: list[_Place] = []
        self._least: dict[int, tuple[float, _Place]] = {}
        self._most: dict[int, tuple[float, _Place]] = {}
        self._points: dict[_Place, Point] = {}

    def add(self, piece: _Piece) -> None:
        """Look at the piece that follows those before."""
        number, count = self._pieces, len(piece.steps)
        first, last = (number, 0), (number, count - 1)
        self._ends = [self._ends[0] if self._ends else first, last]
        places = {0, count - 1}
        if self._buckets:
            begin, end = np.searchsorted(self._edges, (piece.steps[0], piece.steps[-1]), "right").tolist()
            starts = [0, *np.searchsorted(piece.steps, self._edges[begin:end]).tolist(), count]
            for bucket, start, stop in zip(range(begin, end + 1), starts[:-1], starts[1:], strict=True):
                places.update(self._look(bucket, piece, start, stop))
        found = sorted(places)
        self._points.update(zip([(number, place) for place in found], piece.points(found), strict=True))
        self.seen += count
        self._pieces += 1

    def _look(self, bucket: int, piece: _Piece, start: int, stop: int) -> Iterator[int]:
        """Places of the extremes of a bucket's share of a piece, where it has none greater yet."""
        extremes = _extremes(piece.values[start:stop])
        if extremes is None:
            return
        least, most = start + extremes[0], start + extremes[1]
        lowest, highest = float(piece.values[least]), float(piece.values[most])
        if bucket not in self._least or lowest < self._least[bucket][0]:
            self._least[bucket] = lowest, (self._pieces, least)
            yield least
        if bucket not in self._most or highest > self._most[bucket][0]:
            self._most[bucket] = highest, (self._pieces, most)
            yield most

    def shown(self) -> list[Point]:
        """The points to show, in order."""
        chosen = {*self._ends, *(place for _, place in (*self._least.values(), *self._most.values()))}
        return [self._points[place] for place in sorted(chosen)]


def _extremes(values: npt.NDArray[np.float64]) -> tuple[int, int] | None:
    """The places of the first least and the first greatest value; None where all are NaN or there are none."""
    if len(values) == 0:
        return None
    least, most = int(values.argmin()), int(values.argmax())
    if values[least] == values[least]:
        return least, most
    real = np.flatnonzero(values == values)  # NaN counts as least and as greatest to NumPy
    if len(real) == 0:
        return None
    return int(real[values[real].argmin()]), int(real[values[real].argmax()])
