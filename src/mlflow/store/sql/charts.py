"""Series thinned for charts, piece by piece; reached through the front door :mod:`mlflow.store.sql.dense`.

Parts of a series mostly follow one another. So a long series is looked at in pieces: a piece is a part, or some parts
whose steps interlace, and all points of a piece lie before all points of the next. Of a piece only what is needed is
unpacked, into the same memory each time, since fresh memory costs more than what is computed in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from mlflow.store.sql.arrays import Memory, Points, points_of
from mlflow.store.sql.extents import Extent, Fetch, interlaced
from mlflow.store.sql.packing import SQUEEZED, Part, has_origins

if TYPE_CHECKING:
    from mlflow.store.sql.history import Columns

#: Points that are looked at as one piece.
_ONE_PIECE: Final = 20_000
#: Points that are fetched at once.
_AT_ONCE: Final = 100_000


#: Two ends, both included.
Range: TypeAlias = "tuple[int, int]"


def thinned(
    extents: Sequence[Extent], fetch: Fetch, size: int, span: Range | None = None, times: Range | None = None
) -> tuple[Columns, int]:
    """A series cut down to about ``size`` points, with the true extremes of each bucket and both ends.

    Args:
        extents: Its parts, in order of logging.
        fetch: How to read them.
        size: Points wanted; two are kept where fewer cannot show both ends.
        span: First and last step to look at.
        times: First and last timestamp to look at.

    Returns:
        The points, and how many there are to look at.
    """
    buckets = max(size - 2, 0) // 2
    if sum(extent.points for extent in extents) > _ONE_PIECE:
        low, high = min(extent.low_step for extent in extents), max(extent.high_step for extent in extents)
        if span is not None:
            low, high = max(low, span[0]), min(high, span[1])
        if times is not None:
            # Only a look at the points tells at which steps the times begin and end.
            found = [(int(piece.steps[0]), int(piece.steps[-1])) for piece in _pieces(extents, fetch, span, times)]
            low, high = (found[0][0], found[-1][1]) if found else (low, high)
        chart = _Chart(low, high, buckets)
        for piece in _pieces(extents, fetch, span, times):
            chart.add(piece)
        if chart.seen > size or chart.seen == 0:
            return _columns(chart.shown()), chart.seen
    points = points_of(fetch([extent.part for extent in extents])).ordered()
    piece = _Piece(points.steps, points.values, points, 0).within(span).during(times)
    count = len(piece.steps)
    if count <= size:
        return _columns(piece.points(np.arange(count))), count
    chart = _Chart(int(piece.steps[0]), int(piece.steps[-1]), buckets)
    chart.add(piece)
    return _columns(chart.shown()), count


def _columns(points: Points) -> Columns:
    steps, times, values, origins = points.columns()
    return steps, times, values, origins if origins is not None and any(origins) else None


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

    def within(self, span: Range | None) -> _Piece:
        """Those of the points whose steps lie between two, ends included."""
        if span is None:
            return self
        start = int(np.searchsorted(self.steps, span[0], "left"))
        end = int(np.searchsorted(self.steps, span[1], "right"))
        return _Piece(self.steps[start:end], self.values[start:end], self._points, self._start + start, self._memory)

    def during(self, times: Range | None) -> _Piece:
        """Those of the points whose timestamps lie between two, ends included."""
        if times is None:
            return self
        mine = self._times()
        places = np.flatnonzero((mine >= times[0]) & (mine <= times[1]))
        start, end = (int(places[0]), int(places[-1]) + 1) if len(places) else (0, 0)
        if end - start == len(places):
            return _Piece(
                self.steps[start:end], self.values[start:end], self._points, self._start + start, self._memory
            )
        chosen = self.points(places)
        return _Piece(chosen.steps, chosen.values, chosen, 0)

    def _times(self) -> npt.NDArray[np.int64]:
        if isinstance(self._points, Points):
            times = self._points.times
        else:
            assert self._memory is not None
            times = self._memory.rest.read(self._points, 1)
        return times[self._start : self._start + len(self.steps)]

    def points(self, places: npt.NDArray[np.int64]) -> Points:
        """The points at some places."""
        behind = places + self._start
        if isinstance(self._points, Points):
            return self._points.chosen(behind)
        assert self._memory is not None
        times = self._memory.rest.read(self._points, 1)[behind]
        origins = self._memory.rest.read(self._points, 3)[behind] if has_origins(self._points[1]) else None
        return Points(self.steps[places], times, self.values[places], origins)


def _pieces(extents: Sequence[Extent], fetch: Fetch, span: Range | None, times: Range | None) -> Iterator[_Piece]:
    """The pieces of a series in order, each to be used before the next is asked for."""
    memory = _Memory(max(extent.points for extent in extents))
    waiting: list[list[int]] = []
    points = 0
    for group in interlaced(extents):
        waiting.append([extent.part for extent in group])
        points += sum(extent.points for extent in group)
        if points >= _AT_ONCE:
            yield from _read(waiting, fetch, span, times, memory)
            waiting, points = [], 0
    yield from _read(waiting, fetch, span, times, memory)


def _read(
    groups: Sequence[Sequence[int]], fetch: Fetch, span: Range | None, times: Range | None, memory: _Memory
) -> Iterator[_Piece]:
    wanted = sorted(part for group in groups for part in group)
    found = dict(zip(wanted, fetch(wanted) if wanted else [], strict=True))
    for group in groups:
        piece = _Piece.of([found.pop(part) for part in group], memory).within(span).during(times)
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
        #: Points that may be shown, in order, and which of them are the extremes of each bucket; -1 for none yet.
        self._kept: list[Points] = []
        self._count = 0
        self._extremes = [
            _Extremes(np.fmin, np.less, np.full(buckets, np.nan), np.full(buckets, -1)),
            _Extremes(np.fmax, np.greater, np.full(buckets, np.nan), np.full(buckets, -1)),
        ]

    def add(self, piece: _Piece) -> None:
        """Look at the piece that follows those before."""
        count = len(piece.steps)
        beyond: list[_Found] = []
        if len(self._extremes[0].values):
            begin, end = np.searchsorted(self._edges, (piece.steps[0], piece.steps[-1]), "right").tolist()
            starts = np.concatenate(([0], np.searchsorted(piece.steps, self._edges[begin:end])))
            beyond = [extremes.found(begin, starts, piece.values) for extremes in self._extremes]
        places = _distinct([np.array([0, count - 1]), *(found.places for found in beyond)])
        for extremes, found in zip(self._extremes, beyond, strict=False):
            extremes.values[found.buckets] = found.values
            extremes.kept[found.buckets] = self._count + np.searchsorted(places, found.places)
        self._kept.append(piece.points(places))
        self._count += len(places)
        self.seen += count

    def shown(self) -> Points:
        """The points to show, in order."""
        if not self._kept:
            return Points(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), None)
        which = _distinct([np.array([0, self._count - 1]), *(each.kept[each.kept >= 0] for each in self._extremes)])
        origins = None
        if any(points.origins is not None for points in self._kept):
            origins = np.concatenate([p.steps * 0 if p.origins is None else p.origins for p in self._kept])
        steps, times = (np.concatenate([getattr(points, name) for points in self._kept]) for name in ("steps", "times"))
        return Points(steps, times, np.concatenate([p.values for p in self._kept]), origins).chosen(which)


def _distinct(numbers: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """All the numbers in order, each once; none of them is below 0."""
    found = np.sort(np.concatenate(numbers))
    return found[np.diff(found, prepend=-1) > 0]


class _Found(NamedTuple):
    """Extremes of a piece that lie beyond those known: numbers of buckets, values, and places in the piece."""

    buckets: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]
    places: npt.NDArray[np.int64]


class _Extremes(NamedTuple):
    """The least values of all buckets, or the greatest.

    Args:
        extreme: What finds them.
        is_beyond: Whether one is less, or greater, than another.
        values: Those known; NaN where there is none yet.
        kept: Which of the points kept they are; -1 where there is none yet.
    """

    extreme: np.ufunc
    is_beyond: np.ufunc
    values: npt.NDArray[np.float64]
    kept: npt.NDArray[np.int64]

    def found(self, begin: int, starts: npt.NDArray[np.int64], values: npt.NDArray[np.float64]) -> _Found:
        """What lies beyond the values known.

        Args:
            begin: Number of the first bucket.
            starts: Where the share of each bucket begins; it may be empty.
            values: The values of the piece.
        """
        counts = np.diff(starts, append=len(values))
        full = np.flatnonzero(counts)
        extremes = self.extreme.reduceat(values, starts[full])
        places = np.flatnonzero(values == np.repeat(extremes, counts[full]))
        # The first place of each share; a share of NaN alone has none.
        shares = np.searchsorted(starts[full], places, "right") - 1
        first = np.diff(shares, prepend=-1) > 0
        shares, places = shares[first], places[first]
        buckets, least = full[shares] + begin, extremes[shares]
        known = self.values[buckets]
        further = np.isnan(known) | self.is_beyond(least, known)
        return _Found(buckets[further], least[further], places[further])
