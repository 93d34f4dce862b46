"""The laws of :class:`~mlflow.contracts.runs.RunStore` on finding runs."""

from __future__ import annotations

import base64
import json
from math import inf, nan

import pytest

from mlflow.contracts.run_tables import RunKeys
from mlflow.contracts.stores import Store
from mlflow.entities import Dataset, DatasetInput, Metric, Param, RunTag, ViewType
from mlflow.testing.store_names import INVALID, fresh, refuses


def four_runs(store: Store) -> tuple[str, dict[str, str]]:
    """An experiment with four runs that differ; returns its id and the runs' ids by name."""
    experiment_id, ids = store.create_experiment(fresh()), {}
    told = [
        ("alpha", 0.1, "x", "FINISHED"),
        ("Beta", nan, "X", "FAILED"),
        ("gamma", inf, "y", "KILLED"),
        ("delta", None, None, "RUNNING"),
    ]
    for i, (name, value, tag, status) in enumerate(told):
        run = store.create_run(experiment_id, "someone", 1000 * (i + 1), run_name=name)
        ids[name] = run.info.run_id
        if value is not None:
            store.log_metric(run.info.run_id, "m", value, 1)
        if tag is not None:
            store.set_tag(run.info.run_id, "t", tag)
        store.log_batch(run.info.run_id, params=[Param("my param", f"v{i}"), Param("lr", "0.1")])
        store.update_run(run.info.run_id, status, 5000 + i if status != "RUNNING" else None)
    return experiment_id, ids


class SearchContract:
    """Laws of searching runs; needs the fixture ``store``."""

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            (None, "delta gamma Beta alpha"),
            ("", "delta gamma Beta alpha"),
            ("metrics.m > 0", "gamma alpha"),
            ("metrics.m = 0.1", "alpha"),
            ("metrics.m != 0.1", "gamma Beta"),
            ("NOT metrics.m = 0.1", "delta gamma Beta"),
            ("metrics.m IS NULL", "delta"),
            ("metrics.missing > 0", ""),
            ("tags.t = 'x'", "alpha"),
            ("tags.t != 'x'", "gamma Beta"),
            ("tags.t LIKE 'x'", "alpha"),
            ("tags.t ILIKE 'x'", "Beta alpha"),
            ("tags.t IN ('x', 'y')", "gamma alpha"),
            ("tags.t NOT IN ('x', 'y')", "Beta"),
            ("tags.t IS NULL", "delta"),
            ("params.`my param` = 'v2'", "gamma"),
            ("params.lr LIKE '0%' AND status = 'FINISHED'", "alpha"),
            ("run_name LIKE '%a'", "delta gamma Beta alpha"),
            ("run_name LIKE 'b%'", ""),
            ("run_name ILIKE 'b%'", "Beta"),
            ("run_name LIKE '_lpha'", "alpha"),
            ("run_name LIKE '[a]lpha'", ""),
            ("start_time > 1000 AND start_time <= 3000", "gamma Beta"),
            ("end_time > 5000", "gamma Beta"),
            ("NOT end_time > 5000", "delta alpha"),
            ("end_time IS NULL", "delta"),
            ("user_id = 'someone'", "delta gamma Beta alpha"),
            ("(status = 'FAILED' OR status = 'KILLED') AND NOT tags.t = 'y'", "Beta"),
            ("status = 'RUNNING' OR metrics.m > 100", "delta gamma"),
            ("metrics.m BETWEEN 0 AND 1", "alpha"),
            ("min(metrics.m) < 1", "alpha"),
            ("artifact_uri LIKE '%/artifacts'", "delta gamma Beta alpha"),
        ],
    )
    def test_filter(self, store: Store, text: str | None, names: str) -> None:
        experiment_id, _ = four_runs(store)
        found = store.search_runs([experiment_id], text)
        assert [run.info.run_name for run in found] == names.split()
        assert store.count_runs([experiment_id], text) == len(names.split())

    @pytest.mark.parametrize(
        ("clauses", "names"),
        [
            (["metrics.m ASC"], "alpha gamma Beta delta"),
            (["metrics.m DESC"], "gamma alpha Beta delta"),
            (["tags.t"], "Beta alpha gamma delta"),
            (["tags.t DESC"], "gamma alpha Beta delta"),
            (["params.lr", "start_time ASC"], "alpha Beta gamma delta"),
            (["status"], "Beta alpha gamma delta"),
            (["end_time DESC"], "gamma Beta alpha delta"),
            (["attributes.run_name ASC"], "Beta alpha delta gamma"),
        ],
    )
    def test_order_and_pages(self, store: Store, clauses: list[str], names: str) -> None:
        experiment_id, _ = four_runs(store)
        assert [r.info.run_name for r in store.search_runs([experiment_id], order_by=clauses)] == names.split()
        for size in (1, 3):
            found: list[str | None] = []
            token = None
            while True:
                page = store.search_runs([experiment_id], max_results=size, order_by=clauses, page_token=token)
                found += [run.info.run_name for run in page]
                token = page.token
                if not token:
                    break
            assert found == names.split()

    def test_runs_are_found_whole(self, store: Store) -> None:
        experiment_id, ids = four_runs(store)
        store.log_batch(
            ids["alpha"], [Metric("n", 2.0, 7, 8)], [Param("more", "1")], [RunTag("mlflow.note.content", "text")]
        )
        (run,) = store.search_runs([experiment_id], "run_name = 'alpha'")
        assert run == store.get_run(ids["alpha"])
        assert run.data.metrics == {"m": 0.1, "n": 2.0} and run.data.params["more"] == "1"

    def test_several_experiments(self, store: Store) -> None:
        first, second = four_runs(store)[0], four_runs(store)[0]
        assert len(store.search_runs([first, second], "status = 'FINISHED'")) == 2
        assert store.search_runs([]) == []
        assert store.search_runs(["888888888"]) == [] and store.search_runs(["abc"]) == []
        assert store.count_runs([first, second]) == 8

    def test_deleted_runs(self, store: Store) -> None:
        experiment_id, ids = four_runs(store)
        store.delete_run(ids["Beta"])

        def names(view: int) -> list[str | None]:
            found = store.search_runs([experiment_id], run_view_type=view)
            assert store.count_runs([experiment_id], run_view_type=view) == len(found)
            return [run.info.run_name for run in found]

        assert names(ViewType.ACTIVE_ONLY) == ["delta", "gamma", "alpha"]
        assert names(ViewType.DELETED_ONLY) == ["Beta"]
        assert names(ViewType.ALL) == ["delta", "gamma", "Beta", "alpha"]

    def test_pages_stay_right_while_runs_are_added(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        old = [store.create_run(experiment_id, start_time=i).info.run_id for i in range(6)]
        page = store.search_runs([experiment_id], max_results=3)
        store.create_run(experiment_id, start_time=100)
        page2 = store.search_runs([experiment_id], max_results=3, page_token=page.token)
        assert [run.info.run_id for run in [*page, *page2]] == old[::-1]

    def test_mlflow_page_tokens_are_understood(self, store: Store) -> None:
        experiment_id, _ = four_runs(store)
        page = store.search_runs([experiment_id], max_results=2, page_token="eyJvZmZzZXQiOiAxfQ==")  # {"offset": 1}
        assert [run.info.run_name for run in page] == ["gamma", "Beta"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"max_results": 0},
            {"max_results": -1},
            {"max_results": 50_001},
            {"filter_string": "metrics.acc >"},
            {"filter_string": "lifecycle_stage = 'active'"},
            {"filter_string": "run_name LIKE '" + "x" * 11_000 + "'"},
            {"order_by": ["nonsense"]},
            {"page_token": "x"},
        ],
    )
    def test_run_search_bad_search_is_refused(self, store: Store, wrong: dict[str, object]) -> None:
        experiment_id = store.create_experiment(fresh())
        with refuses(INVALID):
            store.search_runs([experiment_id], **wrong)  # type: ignore[arg-type]

    def test_pages_by_texts_that_look_like_numbers(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        names = ["-Infinity", "1", "Infinity", "NaN", "null"]
        for name in names:
            store.create_run(experiment_id, run_name=name)
        found, token = [], None
        for _ in names:
            page = store.search_runs([experiment_id], max_results=1, order_by=["run_name"], page_token=token)
            found += [run.info.run_name for run in page]
            token = page.token
        assert found == names and token is None

    def test_pages_stay_right_while_values_change(self, store: Store) -> None:
        experiment_id, ids = four_runs(store)
        page = store.search_runs([experiment_id], max_results=2, order_by=["metrics.m"])
        assert [run.info.run_name for run in page] == ["alpha", "gamma"]
        # What was seen moves back or goes, and what was not seen stays ahead: nothing is left out.
        store.log_metric(ids["alpha"], "m", -5.0, 2)
        store.delete_run(ids["gamma"])
        page = store.search_runs([experiment_id], max_results=2, order_by=["metrics.m"], page_token=page.token)
        assert [run.info.run_name for run in page] == ["Beta", "delta"]

    @pytest.mark.parametrize("after", [["x", 0.1, 1000, "a"], [0, "x", 1000, "a"], [0, 0.1, True, "a"], [0, 0.1, 1, 2]])
    def test_forged_tokens_are_refused(self, store: Store, after: list[object]) -> None:
        experiment_id, _ = four_runs(store)
        token = base64.urlsafe_b64encode(json.dumps({"after": after}).encode()).decode()
        with refuses(INVALID):
            store.search_runs([experiment_id], order_by=["metrics.m"], page_token=token)

    @pytest.mark.parametrize(
        ("columns", "metrics", "params", "tags"),
        [
            (["metrics.m"], {"m"}, set(), set()),
            (["params.my param", "tags.t", "start_time", "attributes.status"], set(), {"my param"}, {"t"}),
            (["metrics", "parameters.lr", "metric.m"], {"m", "val/loss"}, {"lr"}, set()),
            (["tags.missing", "metrics.missing"], set(), set(), set()),
            ([], set(), set(), set()),
            (["metrics", "params", "tags", "inputs", "outputs"], {"m", "val/loss"}, {"my param", "lr"}, None),
            (None, {"m", "val/loss"}, {"my param", "lr"}, None),
        ],
    )
    def test_columns(
        self, store: Store, columns: list[str] | None, metrics: set[str], params: set[str], tags: set[str] | None
    ) -> None:
        experiment_id, ids = four_runs(store)
        store.log_metric(ids["alpha"], "val/loss", 1.0, 1)
        whole = store.get_run(ids["alpha"])
        store.log_inputs(ids["alpha"], [DatasetInput(Dataset("d", "1", "local", "{}"), [])])
        (run,) = store.search_runs([experiment_id], "run_name = 'alpha'", columns=columns)
        assert run.info.to_dictionary() == whole.info.to_dictionary()
        assert set(run.data.metrics) == metrics and set(run.data.params) == params
        assert set(run.data.tags) == (set(whole.data.tags) if tags is None else tags)
        assert all(run.data.metrics[key] == whole.data.metrics[key] for key in metrics)
        assert bool(run.inputs.dataset_inputs) == (tags is None)

    @pytest.mark.parametrize("columns", [["loss"], ["metrics."], ["dataset.name"], ["run.loss"], ["tags.t"] * 2001])
    def test_bad_columns_are_refused(self, store: Store, columns: list[str]) -> None:
        experiment_id = store.create_experiment(fresh())
        with refuses(INVALID):
            store.search_runs([experiment_id], columns=columns)

    def test_keys(self, store: Store) -> None:
        first, ids = four_runs(store)
        second = store.create_experiment(fresh())
        run = store.create_run(second, tags=[RunTag("only", "1")]).info.run_id
        store.log_batch(run, [Metric("Z", 1.0, 1), Metric("val/loss", nan, 1)], [Param("p", "1")])
        keys = store.get_run_keys([first])
        assert keys == RunKeys(["m"], ["lr", "my param"], ["mlflow.runName", "t"])
        keys = store.get_run_keys([second, "888888888", "abc"])
        assert keys == RunKeys(["Z", "val/loss"], ["p"], ["mlflow.runName", "only"])
        assert store.get_run_keys([first, second]).metrics == ["Z", "m", "val/loss"]
        assert store.get_run_keys([]) == RunKeys()
        # A key that is there in one experiment may be new in another.
        store.log_metric(ids["Beta"], "Z", 1.0, 1)
        assert store.get_run_keys([first]).metrics == ["Z", "m"]

    def test_token_of_another_order_is_refused(self, store: Store) -> None:
        experiment_id, _ = four_runs(store)
        token = store.search_runs([experiment_id], max_results=1, order_by=["metrics.m"]).token
        with refuses(INVALID):
            store.search_runs([experiment_id], max_results=1, page_token=token)
