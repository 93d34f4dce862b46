"""The laws of :class:`~mlflow.contracts.runs.RunStore` on series of metrics."""

from __future__ import annotations

import random
from math import inf, isnan, nan

import pytest

from mlflow.contracts.stores import Store
from mlflow.entities import Metric
from mlflow.testing.store_names import INVALID, MISSING, UNKNOWN_RUN, new_run, refuses

LEAST, LARGEST = -(2**63), 2**63 - 1


def points(store: Store, run_id: str, key: str = "m") -> list[tuple[int, int, float]]:
    """Steps, timestamps and values of a series."""
    return [(m.step, m.timestamp, m.value) for m in store.get_metric_history(run_id, key)]


class SeriesContract:
    """Laws of series; needs the fixture ``store``."""

    def test_history_is_exact_and_in_order(self, store: Store) -> None:
        run_id = new_run(store)
        logged = [(3, 500, 9.0), (1, 1001, 1.0), (2, 1002, 0.1), (1, 1000, -0.25), (-5, 7, 1e308), (2, 1002, 5e-324)]
        for step, time, value in logged:
            store.log_metric(run_id, "m", value, time, step)
        in_order = [(-5, 7, 1e308), (1, 1000, -0.25), (1, 1001, 1.0), (2, 1002, 0.1), (2, 1002, 5e-324), (3, 500, 9.0)]
        assert points(store, run_id) == in_order
        assert {m.key for m in store.get_metric_history(run_id, "m")} == {"m"}

    def test_values_that_json_lacks(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, [Metric("m", v, 1, i) for i, v in enumerate((nan, inf, -inf, 0.0, -0.0))])
        values = [m.value for m in store.get_metric_history(run_id, "m")]
        assert isnan(values[0]) and values[1:] == [inf, -inf, 0.0, -0.0]
        store.log_metric(run_id, "nan", nan, 1)
        store.log_metric(run_id, "inf", inf, 1)
        latest = store.get_run(run_id).data.metrics
        assert isnan(latest["nan"]) and latest["inf"] == inf

    @pytest.mark.parametrize("step", [0, -1, LEAST + 1, LARGEST])
    def test_any_step_of_64_bits(self, store: Store, step: int) -> None:
        run_id = new_run(store)
        store.log_metric(run_id, "m", 1.0, 5, step)
        assert points(store, run_id) == [(step, 5, 1.0)]

    def test_points_sent_again_change_nothing(self, store: Store) -> None:
        run_id = new_run(store)
        batch = [Metric("m", float(i % 3) if i % 5 else nan, 1000 + i // 2, i // 4) for i in range(200)]
        store.log_batch(run_id, batch)
        before = [str(p) for p in points(store, run_id)]
        summary = store.get_metric_summaries(run_id)
        store.log_batch(run_id, batch)
        store.log_batch(run_id, batch[50:60])
        for metric in batch[::37]:
            store.log_metric(run_id, "m", metric.value, metric.timestamp, metric.step)
        assert [str(p) for p in points(store, run_id)] == before
        assert str(store.get_metric_summaries(run_id)) == str(summary)

    def test_the_same_point_twice_in_a_batch_counts_once(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, [Metric("m", 1.0, 1, 0), Metric("m", 1.0, 1, 0), Metric("m", 2.0, 1, 0)])
        assert sorted(points(store, run_id)) == [(0, 1, 1.0), (0, 1, 2.0)]

    def test_a_point_sent_again_with_its_dataset_is_the_same_point(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_metric(run_id, "m", 1.0, 1, 0)
        store.log_metric(run_id, "m", 1.0, 1, 0, dataset_name="wine", dataset_digest="d1")
        assert points(store, run_id) == [(0, 1, 1.0)]

    @pytest.mark.parametrize(
        ("logged", "latest"),
        [
            ([(5, 1, 5.0), (3, 9, 3.0)], 5.0),  # the highest step
            ([(1, 5, 1.0), (1, 6, 2.0), (1, 4, 9.0)], 2.0),  # then the latest timestamp
            ([(1, 5, 9.0), (1, 5, 1.0)], 9.0),  # then the largest value
            ([(1, 5, nan), (1, 5, 1.0)], 1.0),  # NaN counts least
            ([(1, 5, 1.0), (1, 5, nan)], 1.0),
            ([(-7, 5, 1.0), (-9, 6, 2.0)], 1.0),
        ],
    )
    @pytest.mark.parametrize("together", [True, False])
    def test_latest(self, store: Store, logged: list[tuple[int, int, float]], latest: float, together: bool) -> None:
        run_id = new_run(store)
        batch = [Metric("m", value, time, step) for step, time, value in logged]
        for part in [batch] if together else [[metric] for metric in batch]:
            store.log_batch(run_id, part)
        run = store.get_run(run_id)
        assert run.data.metrics == {"m": latest}

    def test_summaries_agree_with_histories(self, store: Store) -> None:
        run_id, chance = new_run(store), random.Random(7)
        for _ in range(120):
            store.log_batch(
                run_id,
                [
                    Metric(
                        key,
                        chance.choice([chance.random(), nan, inf, -inf, 0.5]),
                        chance.randrange(20),
                        chance.randrange(-5, 5) if key == "wild" else chance.randrange(1000),
                    )
                    for key in ("wild", "wide")
                    for _ in range(chance.randrange(1, 4))
                ],
            )
        summaries = {s.key: s for s in store.get_metric_summaries(run_id)}
        for key in ("wild", "wide"):
            history = points(store, run_id, key)
            assert history == sorted(history, key=lambda p: p[:2])
            assert len({str(p) for p in history}) == len(history)
            summary, real = summaries[key], [v for _, _, v in history if not isnan(v)]
            assert (summary.count, summary.minimum, summary.maximum) == (len(history), min(real), max(real))
            last = max(history, key=lambda p: (p[0], p[1], not isnan(p[2]), p[2]))
            assert (summary.last_step, summary.last_timestamp, str(summary.last)) == (last[0], last[1], str(last[2]))
            assert str(summary.first) in {str(v) for step, time, v in history if (step, time) == history[0][:2]}
            assert str(store.get_run(run_id).data.metrics[key]) == str(last[2])

    def test_series_is_whole_after_many_small_writes(self, store: Store) -> None:
        run_id = new_run(store)
        for i in range(300):
            store.log_metric(run_id, "m", i * 0.5, 1000 + i, i)
        expected = [(i, 1000 + i, i * 0.5) for i in range(300)]
        assert points(store, run_id) == expected
        store.update_run(run_id, "FINISHED")
        assert points(store, run_id) == expected
        store.update_run(run_id, "RUNNING")
        store.log_batch(run_id, [Metric("m", -1.0, 5, -1), Metric("m", 150.0, 1300, 300)])
        assert points(store, run_id) == [(-1, 5, -1.0), *expected, (300, 1300, 150.0)]

    def test_last_point_keeps_its_place(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_metric(run_id, "m", 0.5, 77, 3, dataset_name="d", dataset_digest="g")
        (point,) = store.get_run(run_id).data.metric_points
        assert (point.key, point.value, point.timestamp, point.step) == ("m", 0.5, 77, 3)
        (point,) = store.get_metric_history(run_id, "m")
        assert (point.dataset_name, point.dataset_digest, point.model_id) == ("d", "g", None)

    def test_unknown_series(self, store: Store) -> None:
        assert store.get_metric_history(new_run(store), "m") == []
        assert store.get_metric_summaries(new_run(store)) == []
        with refuses(MISSING):
            store.get_metric_history(UNKNOWN_RUN, "m")

    def test_history_pages(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, [Metric("m", float(i), i, i) for i in range(7)])
        steps, token = [], None
        for _ in range(3):
            page = store.get_metric_history(run_id, "m", max_results=3, page_token=token)
            steps += [m.step for m in page]
            token = page.token
        assert not token and steps == list(range(7))
        with refuses(INVALID):
            store.get_metric_history(run_id, "m", max_results=3, page_token="zzz")

    @pytest.mark.parametrize(("time", "step"), [(-5, 0), (2**63, 0), (1, 2**63)])
    def test_bad_numbers_are_refused(self, store: Store, time: int, step: int) -> None:
        run_id = new_run(store)
        with refuses(INVALID):
            store.log_batch(run_id, [Metric("good", 1.0, 1, 0), Metric("m", 1.0, time, step)])
        assert store.get_run(run_id).data.metrics == {}

    def test_several_series_at_once(self, store: Store) -> None:
        first, second = new_run(store), new_run(store)
        store.log_batch(first, [Metric("m", float(i), i, i) for i in range(5)])
        store.log_batch(second, [Metric("m", 9.0, 9, 9)])
        found = store.get_metric_history_bulk([first, second], "m")
        assert [(m.run_id, m.step) for m in found] == [(first, i) for i in range(5)] + [(second, 9)]
        assert len(store.get_metric_history_bulk([first, second], "m", max_results=2)) == 3
        for wrong in ([], [first] * 101):
            with refuses(INVALID):
                store.get_metric_history_bulk(wrong, "m")
            with refuses(INVALID):
                store.get_metric_history_bulk_interval(wrong, "m")

    def test_chart_of_a_short_series_is_the_series(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, [Metric("m", float(i), 1000 + i, i) for i in range(50)])
        found = store.get_metric_history_bulk_interval([run_id], "m")
        assert [(m.step, m.value, m.run_id) for m in found] == [(i, float(i), run_id) for i in range(50)]
        found = store.get_metric_history_bulk_interval([run_id], "m", 10, 12)
        assert [m.step for m in found] == [10, 11, 12]

    def test_chart_keeps_extremes_and_ends(self, store: Store) -> None:
        run_id, chance = new_run(store), random.Random(3)
        values = [chance.gauss(0, 1) for _ in range(5000)]
        values[1234], values[4321], values[2500] = 99.0, -99.0, nan
        for start in range(0, 5000, 1000):
            store.log_batch(run_id, [Metric("m", values[i], i, i) for i in range(start, start + 1000)])
        found = store.get_metric_history_bulk_interval([run_id], "m", max_results=100)
        steps = [m.step for m in found]
        assert len(found) <= 102 and steps == sorted(set(steps))
        assert steps[0] == 0 and steps[-1] == 4999 and {1234, 4321} <= set(steps)
        assert all(m.value == values[m.step] for m in found)
        buckets = 49  # two points each, beside both ends
        for bucket in range(buckets):
            low, high = bucket * 4999 / buckets, (bucket + 1) * 4999 / buckets + (bucket == buckets - 1)
            inside = [v for i, v in enumerate(values) if low <= i < high and not isnan(v)]
            shown = [m.value for m in found if low <= m.step < high]
            assert min(inside) in shown and max(inside) in shown

    @pytest.mark.parametrize(
        "wrong",
        [
            {"start_step": 3, "end_step": 2},
            {"start_step": 3},
            {"end_step": 3},
            {"max_results": 0},
            {"max_results": 2501},
        ],
    )
    def test_bad_chart_is_refused(self, store: Store, wrong: dict[str, int]) -> None:
        with refuses(INVALID):
            store.get_metric_history_bulk_interval([new_run(store)], "m", **wrong)

    def test_columns_of_several_series(self, store: Store) -> None:
        first, second, third = new_run(store), new_run(store), new_run(store)
        store.log_batch(first, [Metric("a", float(i), 1000 + i, i) for i in range(4)])
        store.log_batch(first, [Metric("b", v, 5, i) for i, v in enumerate((nan, inf, -inf))])
        store.log_batch(second, [Metric("a", 9.0, 9, 7)])
        found = store.get_series([second, first, third], ["b", "a", "missing"])
        assert [(s.key, s.run_id, s.total) for s in found] == [("b", first, 3), ("a", second, 1), ("a", first, 4)]
        assert found[1].values == [9.0] and found[1].steps == [7] and found[1].timestamps == [9]
        assert isnan(found[0].values[0]) and found[0].values[1:] == [inf, -inf]
        assert found[2].timestamps == [1000, 1001, 1002, 1003]

    @pytest.mark.parametrize("count", [300, 3000, 30_000])
    def test_columns_show_what_a_chart_shows(self, store: Store, count: int) -> None:
        run_id, chance = new_run(store), random.Random(count)
        values = [chance.gauss(0, 1) for _ in range(count)]
        for start in range(0, count, 1000):
            batch = range(start, min(count, start + 1000))
            store.log_batch(run_id, [Metric("m", values[i], 10 * i, i) for i in batch])
        for span in ((None, None), (count // 3, count // 2)):
            points = store.get_metric_history_bulk_interval(
                [run_id], "m", start_step=span[0], end_step=span[1], max_results=100
            )
            (series,) = store.get_series([run_id], ["m"], start_step=span[0], end_step=span[1], max_results=100)
            assert series.steps == [p.step for p in points] and series.values == [p.value for p in points]
            assert series.timestamps == [p.timestamp for p in points] and len(points) <= 102
            assert series.total == (count if span[0] is None else count // 2 - count // 3 + 1)
        # By time, with open ends: the same as by the steps of those times.
        (by_time,) = store.get_series([run_id], ["m"], start_time=10 * (count // 2) - 5, max_results=100)
        (by_step,) = store.get_series([run_id], ["m"], start_step=count // 2, max_results=100)
        assert (by_time.steps, by_time.values) == (by_step.steps, by_step.values)
        assert by_time.total == by_step.total == count - count // 2
        (both,) = store.get_series([run_id], ["m"], 10, count, 0, 10 * 20, max_results=100)
        assert both.steps == list(range(10, 21)) and both.total == 11
        (nothing,) = store.get_series([run_id], ["m"], start_time=10 * count)
        assert nothing.steps == [] and nothing.total == 0

    def test_times_that_do_not_follow_the_steps(self, store: Store) -> None:
        run_id, chance = new_run(store), random.Random(8)
        times = [chance.randrange(1_000_000) for _ in range(4000)]
        for start in range(0, 4000, 1000):
            store.log_batch(run_id, [Metric("m", float(i % 97), times[i], i) for i in range(start, start + 1000)])
        inside = [i for i in range(4000) if 200_000 <= times[i] <= 240_000]
        (series,) = store.get_series([run_id], ["m"], start_time=200_000, end_time=240_000)
        assert series.steps == inside and series.timestamps == [times[i] for i in inside]
        (series,) = store.get_series([run_id], ["m"], start_time=200_000, end_time=240_000, max_results=20)
        assert series.total == len(inside) and set(series.steps) <= set(inside) and len(series.steps) <= 22
        assert (series.steps[0], series.steps[-1]) == (inside[0], inside[-1])

    @pytest.mark.parametrize(
        "wrong",
        [
            {"run_ids": []},
            {"metric_keys": []},
            {"metric_keys": [str(n) for n in range(101)]},
            {"start_step": 3, "end_step": 2},
            {"start_time": 3, "end_time": 2},
            {"start_step": 2**63},
            {"max_results": 0},
            {"max_results": 2501},
        ],
    )
    def test_bad_questions_for_series_are_refused(self, store: Store, wrong: dict[str, object]) -> None:
        given: dict[str, object] = {"run_ids": [new_run(store)], "metric_keys": ["m"], **wrong}
        with refuses(INVALID):
            store.get_series(**given)  # type: ignore[arg-type]

    def test_series_of_no_run(self, store: Store) -> None:
        with refuses(MISSING):
            store.get_series([UNKNOWN_RUN], ["m"])
