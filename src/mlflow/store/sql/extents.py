"""Where the parts of a series begin and end, and so which of them a reader needs; reached through ``dense``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mlflow.store.sql.arrays import points_of
from mlflow.store.sql.packing import Part

if TYPE_CHECKING:
    from mlflow.store.sql.history import Columns


class Extent(NamedTuple):
    """What is known of a stored part without reading it."""

    part: int
    points: int
    low_step: int
    low_time: int
    high_step: int
    high_time: int

    @property
    def low(self) -> tuple[int, int]:
        """Its lowest step and timestamp."""
        return self.low_step, self.low_time

    @property
    def high(self) -> tuple[int, int]:
        """Its highest step and timestamp."""
        return self.high_step, self.high_time


#: Returns parts of a series by their numbers, in order of logging.
Fetch: TypeAlias = "Callable[[Sequence[int]], list[Part]]"


def interlaced(extents: Sequence[Extent]) -> Iterator[list[Extent]]:
    """Groups of parts, each in order of logging, such that each group lies before the next."""
    group: list[Extent] = []
    for extent in sorted(extents, key=lambda e: (e.low, e.part)):
        if group and extent.low > max(e.high for e in group):
            yield sorted(group)
            group = []
        group.append(extent)
    if group:
        yield sorted(group)


def page(extents: Sequence[Extent], fetch: Fetch, start: int, end: int) -> Columns:
    """Some points of a series in order, for which only the parts are read that hold them.

    Args:
        extents: Its parts, in order of logging.
        fetch: How to read them.
        start: Place of the first point.
        end: Place behind the last one.
    """
    found: Columns = ([], [], [], None)
    behind = 0
    for group in interlaced(extents):
        before, behind = behind, behind + sum(extent.points for extent in group)
        if behind <= start or before >= end:
            continue
        points = points_of(fetch([extent.part for extent in group])).ordered()
        mine = points.chosen(slice(max(start - before, 0), end - before)).columns()
        found = _joined(found, mine)
    return found


def _joined(one: Columns, other: Columns) -> Columns:
    origins = None
    if one[3] is not None or other[3] is not None:
        origins = (one[3] or [0] * len(one[0])) + (other[3] or [0] * len(other[0]))
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], origins
