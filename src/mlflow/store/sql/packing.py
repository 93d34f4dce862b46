"""Points of a series as bytes, and back.

A part of a series is three columns one after another, little-endian: steps (int64), timestamps (int64), values
(float64). Where a point says which model or dataset was measured, a fourth column holds origins (int64; 0 for none).
Columns of several parts are joined by joining bytes, so merging needs no decoding.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final, TypeAlias

#: A point: step, timestamp, value, origin (0 for none).
Point: TypeAlias = "tuple[int, int, float, int]"
#: A part as it is stored: number of points, packing, bytes.
Part: TypeAlias = "tuple[int, int, bytes]"

#: Packings of a part.
PLAIN: Final = 0
WITH_ORIGINS: Final = 1

_one = struct.Struct("<qqd").pack


def pack(points: Sequence[Point]) -> tuple[int, bytes]:
    """The packing and the bytes of some points."""
    if len(points) == 1:
        step, time, value, origin = points[0]
        if not origin:
            return PLAIN, _one(step, time, value)
    n = len(points)
    steps, times, values, origins = zip(*points, strict=True)
    if any(origins):
        return WITH_ORIGINS, struct.pack(f"<{n}q{n}q{n}d{n}q", *steps, *times, *values, *origins)
    return PLAIN, struct.pack(f"<{n}q{n}q{n}d", *steps, *times, *values)


def unpack(parts: Sequence[Part]) -> list[Point]:
    """The points of some parts, in order of logging."""
    points: list[Point] = []
    for n, packing, packed in parts:
        if packing == PLAIN:
            fields = struct.unpack(f"<{n}q{n}q{n}d", packed)
            points += zip(fields[:n], fields[n : 2 * n], fields[2 * n :], (0,) * n, strict=True)
        else:
            fields = struct.unpack(f"<{n}q{n}q{n}d{n}q", packed)
            points += zip(fields[:n], fields[n : 2 * n], fields[2 * n : 3 * n], fields[3 * n :], strict=True)
    return points


def join(parts: Sequence[Part]) -> Part:
    """Several parts as one, in order of logging."""
    columns = 4 if any(packing == WITH_ORIGINS for _, packing, _ in parts) else 3
    joined = []
    for column in range(columns):
        for n, packing, packed in parts:
            if column < 3 or packing == WITH_ORIGINS:
                joined.append(packed[8 * n * column : 8 * n * (column + 1)])
            else:
                joined.append(bytes(8 * n))
    return sum(n for n, _, _ in parts), WITH_ORIGINS if columns == 4 else PLAIN, b"".join(joined)
