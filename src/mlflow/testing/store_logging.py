"""The laws of :class:`~mlflow.contracts.runs.RunStore` on params, tags and batches."""

from __future__ import annotations

import pytest

from mlflow.contracts.stores import Store
from mlflow.entities import Metric, Param, RunTag
from mlflow.testing.store_names import INVALID, MISSING, new_run, refuses

GOOD_KEYS = ["a_b-c.d e/f:g", "précision", "k" * 250, "系列", "0", "a/b/c"]
BAD_KEYS = ["a!b", "a?b", "a/../b", "/a", ".", "..", "a/", "a//b", "./a", "k" * 251, "a\nb"]


class LoggingContract:
    """Laws of what is logged beside series; needs the fixture ``store``."""

    def test_params_and_tags(self, store: Store) -> None:
        run_id = new_run(store, run_name="n")
        store.log_param(run_id, "p", "1")
        store.log_param(run_id, "p", "1")  # the same again is fine
        store.log_param(run_id, "empty", "")
        store.log_param(run_id, "lines", "a\nb\tc 'd' \"e\" %_ \\ 日本")
        store.set_tag(run_id, "t", "1")
        store.set_tag(run_id, "t", "2")
        data = store.get_run(run_id).data
        assert data.params == {"p": "1", "empty": "", "lines": "a\nb\tc 'd' \"e\" %_ \\ 日本"}
        assert data.tags == {"t": "2", "mlflow.runName": "n"}

    def test_param_is_written_once(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_param(run_id, "p", "1")
        with refuses(INVALID):
            store.log_param(run_id, "p", "2")
        assert store.get_run(run_id).data.params == {"p": "1"}

    def test_delete_tag(self, store: Store) -> None:
        run_id = new_run(store, tags=[RunTag("t", "v")])
        store.delete_tag(run_id, "t")
        assert "t" not in store.get_run(run_id).data.tags
        with refuses(MISSING):
            store.delete_tag(run_id, "t")

    @pytest.mark.parametrize("key", GOOD_KEYS)
    def test_good_keys(self, store: Store, key: str) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, [Metric(key, 1.0, 1, 0)], [Param(key, "p")], [RunTag(key, "t")])
        data = store.get_run(run_id).data
        assert (data.metrics[key], data.params[key], data.tags[key]) == (1.0, "p", "t")
        assert [m.key for m in store.get_metric_history(run_id, key)] == [key]

    @pytest.mark.parametrize("key", BAD_KEYS)
    def test_bad_keys(self, store: Store, key: str) -> None:
        run_id = new_run(store, run_name="n")
        good = Metric("good", 1.0, 1, 0), Param("good", "1"), RunTag("good", "1")
        with refuses(INVALID):
            store.log_batch(run_id, [good[0], Metric(key, 1.0, 1, 0)])
        with refuses(INVALID):
            store.log_batch(run_id, params=[good[1], Param(key, "1")])
        with refuses(INVALID):
            store.log_batch(run_id, tags=[good[2], RunTag(key, "1")])
        with refuses(INVALID):
            store.log_metric(run_id, key, 1.0, 1)
        data = store.get_run(run_id).data
        assert (data.metrics, data.params, data.tags) == ({}, {}, {"mlflow.runName": "n"})

    def test_longest_values(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, params=[Param("p", "v" * 6000)], tags=[RunTag("t", "v" * 8000)])
        data = store.get_run(run_id).data
        assert (len(data.params["p"]), len(data.tags["t"])) == (6000, 8000)

    def test_largest_batches(self, store: Store) -> None:
        run_id = new_run(store)
        metrics = [Metric(f"m{i}", float(i), 1, 0) for i in range(800)]
        params = [Param(f"p{i}", str(i)) for i in range(100)]
        tags = [RunTag(f"t{i}", str(i)) for i in range(100)]
        store.log_batch(run_id, metrics, params, tags)
        data = store.get_run(run_id).data
        assert data.metrics == {f"m{i}": float(i) for i in range(800)}
        assert data.params == {f"p{i}": str(i) for i in range(100)}
        assert len(data.tags) == 101
        store.log_batch(run_id, [Metric("many", float(i), 1, i) for i in range(1000)])
        assert len(store.get_metric_history(run_id, "many")) == 1000
        store.log_batch(run_id)

    @pytest.mark.parametrize(("metrics", "params", "tags"), [(1001, 0, 0), (0, 101, 0), (0, 0, 101), (900, 51, 50)])
    def test_batch_over_its_limits_is_refused(self, store: Store, metrics: int, params: int, tags: int) -> None:
        run_id = new_run(store, run_name="n")
        with refuses(INVALID):
            store.log_batch(
                run_id,
                [Metric("m", 1.0, 1, i) for i in range(metrics)],
                [Param(f"p{i}", "1") for i in range(params)],
                [RunTag(f"t{i}", "1") for i in range(tags)],
            )
        data = store.get_run(run_id).data
        assert (data.metrics, data.params, data.tags) == ({}, {}, {"mlflow.runName": "n"})

    def test_batch_is_written_whole_or_not_at_all(self, store: Store) -> None:
        run_id = new_run(store, run_name="n")
        store.log_param(run_id, "p", "1")
        with refuses(INVALID):
            store.log_batch(run_id, [Metric("m", 1.0, 1, 0)], [Param("new", "1"), Param("p", "2")], [RunTag("t", "1")])
        data = store.get_run(run_id).data
        assert (data.metrics, data.params, data.tags) == ({}, {"p": "1"}, {"mlflow.runName": "n"})
        store.log_batch(run_id, [Metric("m", 1.0, 1, 0)], [Param("new", "1"), Param("p", "1")], [RunTag("t", "1")])
        data = store.get_run(run_id).data
        assert (data.metrics, data.params) == ({"m": 1.0}, {"p": "1", "new": "1"})

    @pytest.mark.parametrize("second", ["1", "2"])
    def test_param_twice_in_a_batch_is_refused(self, store: Store, second: str) -> None:
        run_id = new_run(store)
        with refuses(INVALID):
            store.log_batch(run_id, params=[Param("p", "1"), Param("p", second)])
        assert store.get_run(run_id).data.params == {}

    def test_tag_twice_in_a_batch(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, tags=[RunTag("t", "1"), RunTag("t", "2")])
        assert store.get_run(run_id).data.tags["t"] == "2"

    def test_model_of_old_clients_is_noted(self, store: Store) -> None:
        run_id = new_run(store)
        model = (
            f'{{"run_id": "{run_id}", "artifact_path": "model", "flavors": {{"python_function": {{}}}}, '
            '"utc_time_created": "2020-01-01 00:00:00.000000"}'
        )
        store.record_logged_model(run_id, model)
        assert '"artifact_path": "model"' in store.get_run(run_id).data.tags["mlflow.log-model.history"]
        for wrong in ("{", "{}", "[]"):
            with refuses(INVALID):
                store.record_logged_model(run_id, wrong)
