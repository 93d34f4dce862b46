"""Points of a series as bytes, and back.

A fresh part of a series is three columns one after another, little-endian: steps (int64), timestamps (int64), values
(float64). Where a point says which model or dataset was measured, a fourth column holds origins (int64; 0 for none).
Such parts are joined by joining bytes, so merging needs no decoding.

A part that merging has made, and that waits for nothing more, is squeezed: sorted by step and timestamp, and its
columns kept as :mod:`mlflow.store.sql.columns` does. Long ones are left to NumPy, see :mod:`mlflow.store.sql.arrays`.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate
from operator import sub
from typing import Final, TypeAlias

from mlflow.store.sql.columns import Differences, read, squeezed

#: A point: step, timestamp, value, origin (0 for none).
Point: TypeAlias = "tuple[int, int, float, int]"
#: A part as it is stored: number of points, packing, bytes.
Part: TypeAlias = "tuple[int, int, bytes]"

#: Packings of a part: as above, and squeezed.
PLAIN: Final = 0
WITH_ORIGINS: Final = 1
SQUEEZED: Final = 2
SQUEEZED_WITH_ORIGINS: Final = 3

#: How far apart numbers may be whose differences are kept: these then fit 64 bits, sign and all.
WIDEST: Final = 2**62

_one = struct.Struct("<qqd").pack


def has_origins(packing: int) -> bool:
    """Whether a part has a column of origins."""
    return packing in (WITH_ORIGINS, SQUEEZED_WITH_ORIGINS)


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
    """The points of some parts, in order of logging, or of step and timestamp where a part is squeezed."""
    points: list[Point] = []
    for part in parts:
        n, packing, packed = plain(part)
        if packing == PLAIN:
            fields = struct.unpack(f"<{n}q{n}q{n}d", packed)
            points += zip(fields[:n], fields[n : 2 * n], fields[2 * n :], (0,) * n, strict=True)
        else:
            fields = struct.unpack(f"<{n}q{n}q{n}d{n}q", packed)
            points += zip(fields[:n], fields[n : 2 * n], fields[2 * n : 3 * n], fields[3 * n :], strict=True)
    return points


def columns_of(parts: Sequence[Part]) -> tuple[list[int], list[int], list[float], list[int] | None]:
    """Steps, timestamps, values and origins (None where no point has any) of some parts, as :func:`unpack` orders."""
    steps: list[int] = []
    times: list[int] = []
    values: list[float] = []
    origins: list[int] | None = [] if any(has_origins(packing) for _, packing, _ in parts) else None
    for part in parts:
        n, packing, packed = plain(part)
        fields = struct.unpack(f"<{n}q{n}q{n}d{n if packing else 0}q", packed)
        steps += fields[:n]
        times += fields[n : 2 * n]
        values += fields[2 * n : 3 * n]
        if origins is not None:
            origins += fields[3 * n :] if packing else (0,) * n
    return steps, times, values, origins


def join(parts: Sequence[Part]) -> Part:
    """Several plain parts as one, in order of logging."""
    columns = 4 if any(packing == WITH_ORIGINS for _, packing, _ in parts) else 3
    joined = []
    for column in range(columns):
        for n, packing, packed in parts:
            if column < 3 or packing == WITH_ORIGINS:
                joined.append(packed[8 * n * column : 8 * n * (column + 1)])
            else:
                joined.append(bytes(8 * n))
    return sum(n for n, _, _ in parts), WITH_ORIGINS if columns == 4 else PLAIN, b"".join(joined)


def plain(part: Part) -> Part:
    """A part as plain columns; one that is plain is returned as it is."""
    n, packing, packed = part
    if packing < SQUEEZED:
        return part
    at, columns = 0, []
    for _ in range(4 if packing == SQUEEZED_WITH_ORIGINS else 3):
        column, at = read(packed, at, n)
        columns.append(column.numbers if column.differences is None else _summed(column.differences, n))
    return n, packing - SQUEEZED, b"".join(c for c in columns if c is not None)


def squeeze(part: Part) -> Part:
    """A plain part in fewer bytes, in order of step and timestamp, then of logging."""
    n, packing, packed = part
    columns = [packed[8 * n * i : 8 * n * (i + 1)] for i in range(4 if packing == WITH_ORIGINS else 3)]
    numbers = [struct.unpack(f"<{n}q", column) for column in columns]  # the values, too: only their bytes matter
    places = list(zip(numbers[0], numbers[1], strict=True))
    order = sorted(range(n), key=places.__getitem__)
    if order != list(range(n)):
        numbers = [tuple(map(column.__getitem__, order)) for column in numbers]
        columns = [struct.pack(f"<{n}q", *column) for column in numbers]
    kept = [squeezed(column, None if i == 2 else _differences(numbers[i])) for i, column in enumerate(columns)]
    return n, packing + SQUEEZED, b"".join(kept)


def _differences(numbers: Sequence[int]) -> Differences | None:
    if max(numbers) - min(numbers) >= WIDEST:
        return None
    steps = list(map(sub, numbers[1:], numbers))
    least, most = (min(steps), max(steps)) if steps else (0, 0)
    if least == most:
        return Differences(numbers[0], least, b"")
    folded = [2 * step if step >= 0 else -2 * step - 1 for step in steps]
    return Differences(numbers[0], None, struct.pack(f"<{len(folded)}Q", *folded))


def _summed(differences: Differences, n: int) -> bytes:
    first, step, folded = differences
    if step is not None:
        numbers = [first + step * i for i in range(n)]
    else:
        steps = [s >> 1 if not s & 1 else -(s >> 1) - 1 for s in struct.unpack(f"<{n - 1}Q", folded)]
        numbers = list(accumulate(steps, initial=first))
    return struct.pack(f"<{n}q", *numbers)
