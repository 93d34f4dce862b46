"""Charts of long series: thinned piece by piece, they show what thinning all points at once shows."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from math import inf, nan
from pathlib import Path

import pytest

from mlflow.entities import Metric
from mlflow.store.sql import arrays, charts
from mlflow.store.sql.extents import Extent, page
from mlflow.store.sql.packing import Part, Point, pack, squeeze
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.uris import StoreUri


def expected(points: Sequence[Point], size: int, span: tuple[int, int] | None) -> list[Point]:
    """The same by the plainest code: ends, and the first least and greatest of each bucket of steps.

    Args:
        points: The points of all parts that reach into the span.
        size: Points wanted.
        span: First and last step.
    """
    points = sorted(points, key=lambda p: p[:2])
    low, high = points[0][0], points[-1][0]
    if span is not None:
        points = [p for p in points if span[0] <= p[0] <= span[1]]
        low, high = max(low, span[0]), min(high, span[1])
    if len(points) <= size:
        return list(points)
    buckets = max(size - 2, 0) // 2
    chosen = {0, len(points) - 1}
    inside: dict[int, list[int]] = {}
    edges = [low - (-(high - low) * bucket // buckets) for bucket in range(1, buckets)]
    for place, point in enumerate(points):
        if buckets and point[2] == point[2]:
            inside.setdefault(sum(point[0] >= edge for edge in edges), []).append(place)
    for places in inside.values():
        chosen |= {min(places, key=lambda i: points[i][2]), max(places, key=lambda i: points[i][2])}
    return [points[i] for i in sorted(chosen)]


def thinned(
    parts: Sequence[Part], points: Sequence[Sequence[Point]], size: int, span: tuple[int, int] | None
) -> list[Point]:
    extents = []
    for number, mine in enumerate(points):
        low, high = min(p[:2] for p in mine), max(p[:2] for p in mine)
        if span is None or reaches(mine, span):
            extents.append(Extent(number, len(mine), *low, *high))
    columns, _ = charts.thinned(extents, lambda wanted: [parts[i] for i in wanted], size, span)
    steps, times, values, origins = columns
    return list(zip(steps, times, values, origins or [0] * len(steps), strict=True))


def packed(points: list[Point], chance: random.Random) -> Part:
    part = (len(points), *pack(points))
    return chance.choice([part, squeeze(part), arrays.squeeze([part])])


@pytest.mark.parametrize("order", ["ahead", "interlaced", "anyhow"])
@pytest.mark.parametrize("seed", range(4))
def test_pieces_show_what_the_whole_shows(order: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "_ONE_PIECE", 0)  # every series is long
    monkeypatch.setattr(charts, "_AT_ONCE", 700)
    chance = random.Random(seed)
    special = [nan, inf, -inf, 0.0, -0.0] if seed % 2 else [nan]
    values = [chance.gauss(0, 1) if chance.random() < 0.9 else chance.choice(special) for _ in range(3000)]
    points: list[Point] = [(3 * i - 4000, 10 * i, value, i % 5) for i, value in enumerate(values)]
    if order == "interlaced":
        points = [point for i in range(0, 3000, 300) for point in points[i : i + 300][:: chance.choice([1, -1])]]
    elif order == "anyhow":
        chance.shuffle(points)
    cuts = [0, *sorted(chance.sample(range(1, 3000), 12)), 3000]
    groups = [points[a:b] for a, b in itertools.pairwise(cuts)]
    if order == "interlaced":
        groups = [groups[0] + groups[2], groups[1], *groups[3:]]
    parts = [packed(group, chance) for group in groups]
    for size in (1, 2, 3, 10, 400, 2500, 5000):
        for span in (None, (-4000, -4000), (-3999, -3998), (-1000, 2500), (-(2**63), 2**63 - 1)):
            reaching = [group for group in groups if span is None or reaches(group, span)]
            logged = [point for group in reaching for point in group]
            inside = [p for p in logged if span is None or span[0] <= p[0] <= span[1]]
            found = thinned(parts, groups, size, span)
            if len(inside) <= size:
                assert str(found) == str(sorted(inside, key=lambda p: p[:2]))
            else:
                assert str(found) == str(expected(logged, size, span))


@pytest.mark.parametrize("order", ["ahead", "interlaced"])
def test_pages_of_a_long_series(order: str) -> None:
    chance = random.Random(2)
    points: list[Point] = [(i // 2, i, chance.random(), i % 3 if i > 500 else 0) for i in range(1000)]
    groups = [points[a:b] for a, b in itertools.pairwise([0, 1, 90, 400, 410, 800, 1000])]
    if order == "interlaced":
        groups = [groups[2], groups[0] + groups[3], groups[1], groups[5], groups[4]]
    parts = [packed(group, chance) for group in groups]
    extents = [Extent(i, len(g), *min(g)[:2], *max(g)[:2]) for i, g in enumerate(groups)]
    read: list[int] = []

    def fetch(wanted: Sequence[int]) -> list[Part]:
        read.extend(wanted)
        return [parts[i] for i in wanted]

    for start, end in ((0, 1000), (0, 1), (89, 401), (405, 405), (999, 1000), (1000, 2000), (300, 900)):
        steps, times, values, origins = page(extents, fetch, start, end)
        found = list(zip(steps, times, values, origins or [0] * len(steps), strict=True))
        assert found == points[start:end]
    if order == "ahead":
        read.clear()
        page(extents, fetch, 95, 105)
        assert read == [2]


def reaches(group: Sequence[Point], span: tuple[int, int]) -> bool:
    return min(p[0] for p in group) <= span[1] and max(p[0] for p in group) >= span[0]


def test_a_long_series_through_the_store(tmp_path: Path) -> None:
    store: SqlStore = open_store(StoreUri("directory", str(tmp_path)))
    run_id = store.create_run("0").info.run_id
    chance = random.Random(1)
    values = [chance.gauss(0, 1) for _ in range(70_000)]
    values[33_333], values[7] = 99.0, nan
    for start in range(0, 70_000, 1000):
        store.log_batch(run_id, [Metric("m", values[i], 5 * i, i) for i in range(start, start + 1000)])
    points = [(i, 5 * i, value, 0) for i, value in enumerate(values)]
    for span in (None, (20_001, 65_000)):
        first, last = span or (None, None)
        found = store.get_metric_history_bulk_interval([run_id], "m", first, last, max_results=100)
        assert str([(m.step, m.timestamp, m.value, 0) for m in found]) == str(expected(points, 100, span))
    with store._db.read() as session:
        kinds = {row[0] for row in session.rows("SELECT packing FROM series WHERE points >= 8192")}
        (size,) = session.rows("SELECT sum(length(packed)) FROM series")[0]
    assert kinds == {2}
    assert [str(m.value) for m in store.get_metric_history(run_id, "m")] == [str(v) for v in values]
    # Sent again, and one between those that are stored: long parts are searched, not read through.
    store.log_batch(run_id, [Metric("m", values[i], 5 * i, i) for i in range(30_000, 31_000)])
    assert store.get_metric_summaries(run_id)[0].count == 70_000
    steps: list[int] = []
    token = None
    while token or not steps:
        history = store.get_metric_history(run_id, "m", max_results=9000, page_token=token)
        steps += [m.step for m in history]
        token = history.token
    assert steps == list(range(70_000))
    assert [m.step for m in store.get_metric_history_bulk([run_id], "m", 3)] == [0, 1, 2]
    store.update_run(run_id, "FINISHED")
    with store._db.read() as session:
        (smaller,) = session.rows("SELECT sum(length(packed)) FROM series")[0]
    assert smaller < size and smaller / 70_000 < 8.5
    assert [str(m.value) for m in store.get_metric_history(run_id, "m")] == [str(v) for v in values]
