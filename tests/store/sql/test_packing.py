"""Parts of series as bytes: whatever goes in comes out, bit for bit, whichever code packs and reads it."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from math import inf, nan

import pytest

from mlflow.store.sql import arrays
from mlflow.store.sql.packing import (
    SQUEEZED,
    SQUEEZED_WITH_ORIGINS,
    Part,
    Point,
    join,
    pack,
    plain,
    squeeze,
    unpack,
)

_LEAST, _LARGEST = -(2**63), 2**63 - 1
_chance = random.Random(7)

_SQUEEZERS: list[Callable[[Part], Part]] = [squeeze, lambda part: arrays.squeeze([part])]


def part_of(points: list[Point]) -> Part:
    return len(points), *pack(points)


def bits(points: list[Point]) -> list[tuple[int, int, bytes, int]]:
    return [(step, time, struct.pack("<d", value), origin) for step, time, value, origin in points]


def curve(n: int, value: Callable[[int], float]) -> list[Point]:
    time = 1795181468000
    points = []
    for i in range(n):
        time += 50 + _chance.randrange(-5, 30)
        points.append((i, time, value(i), 0))
    return points


_odd_nan = struct.unpack("<d", struct.pack("<Q", 0xFFF8DEADBEEF0001))[0]
SERIES: dict[str, list[Point]] = {
    "one point": [(3, 4, 0.5, 0)],
    "two points": [(3, 4, 0.5, 0), (4, 4, 0.5, 0)],
    "a loss": curve(2000, lambda i: 2 * 0.999**i + _chance.gauss(0, 0.05)),
    "an accuracy": curve(2000, lambda i: _chance.randrange(900, 1000) / 1000),
    "a constant": [(i, 0, 1.0, 0) for i in range(500)],
    "the same step": [(7, i, float(i), 0) for i in range(300)],
    "the same place": [(7, 7, float(i), 0) for i in range(300)],
    "backwards": [(300 - i, 5000 - 3 * i, float(i), 0) for i in range(300)],
    "negative steps": [(i - 150, i * i, -float(i), 0) for i in range(300)],
    "ends of 64 bits": [(_LEAST, 0, 1.0, 0), (0, _LARGEST, 2.0, 0), (_LARGEST, 1, 3.0, 0), (_LARGEST, 2, 3.0, 0)],
    "far apart": [(_chance.randrange(_LEAST, _LARGEST), _chance.randrange(_LARGEST), 0.5, 0) for _ in range(300)],
    "all that floats can be": [
        (i, i, v, 0) for i, v in enumerate([nan, _odd_nan, -nan, inf, -inf, 0.0, -0.0, 5e-324, 1.7976931348623157e308])
    ]
    * 30,
    "origins": [(i, i, 0.1 * i, i % 3) for i in range(300)],
    "noise": [
        (
            _chance.randrange(-(10**6), 10**6),
            _chance.randrange(10**12),
            struct.unpack("<d", _chance.randbytes(8))[0],
            _chance.randrange(2**40),
        )
        for _ in range(1500)
    ],
}


@pytest.mark.parametrize("points", SERIES.values(), ids=SERIES)
@pytest.mark.parametrize("by", _SQUEEZERS, ids=["python", "numpy"])
def test_a_squeezed_part_is_the_part_in_order(points: list[Point], by: Callable[[Part], Part]) -> None:
    packed = by(part_of(points))
    in_order = sorted(points, key=lambda p: p[:2])  # stable: equal places stay in order of logging
    assert packed[0] == len(points)
    assert packed[1] == (SQUEEZED_WITH_ORIGINS if any(p[3] for p in points) else SQUEEZED)
    assert bits(unpack([packed])) == bits(in_order)
    found = arrays.points_of([packed])
    origins = [0] * len(points) if found.origins is None else found.origins.tolist()
    read = list(zip(found.steps.tolist(), found.times.tolist(), found.values.tolist(), origins, strict=True))
    assert bits(read) == bits(in_order)


@pytest.mark.parametrize("points", SERIES.values(), ids=SERIES)
def test_python_and_numpy_write_the_same_bytes(points: list[Point]) -> None:
    assert squeeze(part_of(points)) == arrays.squeeze([part_of(points)])


def test_parts_of_all_packings_are_joined() -> None:
    loss, with_origins = SERIES["a loss"], SERIES["origins"]
    parts = [squeeze(part_of(loss)), part_of(with_origins), squeeze(part_of(with_origins)), part_of(loss)]
    expected = loss + with_origins + with_origins + loss
    assert bits(unpack([join([plain(part) for part in parts])])) == bits(expected)
    assert bits(unpack([arrays.squeeze(parts)])) == bits(sorted(expected, key=lambda p: p[:2]))


@pytest.mark.parametrize(
    ("name", "most"), [("a loss", 8.0), ("an accuracy", 3.5), ("a constant", 0.4), ("the same step", 2.5)]
)
def test_bytes_a_point(name: str, most: float) -> None:
    n, _, packed = squeeze(part_of(SERIES[name]))
    assert len(packed) / n < most


def test_a_damaged_part_is_an_error_and_nothing_else() -> None:
    n, packing, packed = squeeze(part_of(SERIES["a loss"]))
    for cut in (0, 5, 50, len(packed) // 2, len(packed) - 1):
        with pytest.raises((ValueError, struct.error, IndexError, zlib.error)):
            unpack([(n, packing, packed[:cut])])


@pytest.mark.parametrize("points", SERIES.values(), ids=SERIES)
def test_points_within_some_steps(points: list[Point]) -> None:
    steps = sorted(point[0] for point in points)
    spans = [(steps[0], steps[-1]), (steps[len(steps) // 3], steps[len(steps) // 2]), (steps[-1], steps[-1])]
    for first, last in [*spans, (_LEAST, steps[0]), (_LARGEST, _LARGEST), (5, 4)]:
        expected = [point for point in points if first <= point[0] <= last]
        assert bits(arrays.within(part_of(points), first, last)) == bits(expected)
        in_order = sorted(expected, key=lambda p: p[:2])
        assert bits(arrays.within(squeeze(part_of(points)), first, last)) == bits(in_order)
