"""Tables of runs against the plainest code, where what is looked at first is little, so that every way is taken."""

from __future__ import annotations

import random
import statistics
from math import inf, isfinite, nan
from pathlib import Path

import pytest

from mlflow.contracts.run_tables import RunKeys
from mlflow.entities import Metric, Param, Run, RunTag
from mlflow.store.sql import run_columns, run_keys
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.uris import StoreUri


@pytest.fixture
def store(tmp_path: Path) -> SqlStore:
    return open_store(StoreUri("sql", f"sqlite:///{tmp_path / 'records.db'}"), str(tmp_path))


def filled(store: SqlStore, chance: random.Random, count: int = 40) -> tuple[str, list[Run]]:
    """An experiment of runs in which some keys are the same in all, some in nearly all, some are rare."""
    experiment_id = store.create_experiment(f"runs {chance.random()}")
    odd = {f"late{n}": chance.randrange(count) for n in range(4)}
    for i in range(count):
        params = {"same": "1", "other": str(chance.randrange(3)), **{key: str(i == at) for key, at in odd.items()}}
        points = {"same": 2.0, "nan": nan, "nearly nan": nan if i != odd["late0"] else 1.0, "loss": chance.gauss(0, 1)}
        points["late"] = inf if i == odd["late1"] else -inf
        tags = {"rare": "x"} if i == odd["late2"] else {}
        if i != odd["late3"]:
            params["nearly"] = "1"
        run_id = store.create_run(experiment_id, start_time=i, run_name="run").info.run_id
        store.log_batch(
            run_id,
            [Metric(key, value, 1) for key, value in points.items()],
            [Param(key, value) for key, value in params.items()],
            [RunTag(key, value) for key, value in tags.items()],
        )
    return experiment_id, list(store.search_runs([experiment_id]))


def expected(runs: list[Run]) -> RunKeys:
    found = []
    for kind in ("metrics", "params", "tags"):
        facts = [{key: repr(value) for key, value in getattr(run.data, kind).items()} for run in runs]
        keys = sorted({key for mine in facts for key in mine})
        found.append([key for key in keys if len({mine.get(key) for mine in facts}) > 1])
    return RunKeys(*found)


@pytest.mark.parametrize("first", [2, 3, 39, 40, 500])
@pytest.mark.parametrize("seed", range(3))
def test_keys_that_differ(store: SqlStore, first: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_keys, "_FIRST", first)
    monkeypatch.setattr(run_keys, "_OTHERS", 1 + seed)
    monkeypatch.setattr(run_keys, "_TOGETHER", 1 + 2 * seed)
    experiment_id, runs = filled(store, random.Random(seed))
    assert store.get_run_keys([experiment_id], differing=True) == expected(runs)
    some = [run for run in runs if run.data.params["other"] != "0"]
    assert store.get_run_keys([experiment_id], "params.other != '0'", differing=True) == expected(some)
    rare = store.get_run_keys([experiment_id], "tags.rare = 'x'")
    assert rare.tags == ["mlflow.runName", "rare"]
    assert store.get_run_keys([experiment_id], run_view_type=1) == store.get_run_keys([experiment_id])


def test_columns_in_parts(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_columns, "_TOGETHER", 7)
    monkeypatch.setattr(run_columns, "_TABLES", 2)
    experiment_id, runs = filled(store, random.Random(9))
    runs.sort(key=lambda run: run.data.metrics["loss"])
    wanted = ["metrics.loss", "params.other", "tags.rare", "run_id", "metrics.late"]
    table = store.get_run_columns([experiment_id], wanted, order_by=["metrics.loss"], max_results=30)
    assert table.run_ids == table.columns["run_id"] == [run.info.run_id for run in runs[:30]] and table.total == 40
    assert table.columns["metrics.loss"] == [run.data.metrics["loss"] for run in runs[:30]]
    assert table.columns["metrics.late"] == [run.data.metrics["late"] for run in runs[:30]]
    assert table.columns["params.other"] == [run.data.params["other"] for run in runs[:30]]
    assert table.columns["tags.rare"] == [run.data.tags.get("rare") for run in runs[:30]]


def test_too_many_values_are_refused_before_they_are_read(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_columns.limits, "MAX_RUN_COLUMN_VALUES", 79)
    experiment_id, _ = filled(store, random.Random(1))
    with pytest.raises(Exception, match="40 runs with 2 columns are more than 79 values"):
        store.get_run_columns([experiment_id], ["metrics.loss", "params.other"])
    assert len(store.get_run_columns([experiment_id], ["metrics.loss", "params.other"], max_results=39).run_ids) == 39
    assert len(store.get_run_columns([experiment_id], ["metrics.loss"]).run_ids) == 40


def test_figures_of_groups(store: SqlStore) -> None:
    experiment_id, runs = filled(store, random.Random(4))
    for group in store.group_runs([experiment_id], ["params.other", "params.late1"], ["metrics.loss", "metrics.late"]):
        mine = [
            run for run in runs if (run.data.params["other"], run.data.params["late1"]) == tuple(group.values.values())
        ]
        assert group.count == len(mine)
        figures = group.metrics["metrics.loss"]
        values = [run.data.metrics["loss"] for run in mine]
        assert figures.count == len(values) and figures.odd == 0
        assert figures.mean == pytest.approx(statistics.fmean(values))
        if len(values) > 1:
            assert figures.deviation == pytest.approx(statistics.stdev(values))
        assert (figures.minimum, figures.maximum) == (min(values), max(values))
        assert group.metrics["metrics.late"].odd == sum(not isfinite(run.data.metrics["late"]) for run in mine)
