"""The keys that runs of an experiment have: noted at once, for good, and also for databases that did not note them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from mlflow.contracts.run_tables import RunKeys
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import InvalidParameterValue
from mlflow.mlruns.source import FolderSource
from mlflow.store.sql import schema
from mlflow.store.sql.store import open_store
from mlflow.store.sql.taking_in import take_in
from mlflow.uris import StoreUri
from tests.mlruns.layouts import FIRST, whole


def test_a_database_of_version_1_learns_its_keys(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.executescript(Path(__file__).with_name("version_1.sql").read_text(encoding="utf-8"))
    connection.close()
    store = open_store(StoreUri("sql", f"sqlite:///{tmp_path / 'old.db'}"), str(tmp_path))
    found = store.get_run_keys(["1"])
    data = [run.data for run in store.search_runs(["1"], run_view_type=ViewType.ALL)]
    assert found.metrics == sorted({key for each in data for key in each.metrics}) and len(found.metrics) == 3
    assert found.params == ["p"] and found.tags == ["mlflow.runName", "t"]
    assert store.get_run_keys(["0"]) == RunKeys()


@pytest.mark.parametrize("interrupted", [False, True])
def test_filling_can_be_begun_anew(any_database: str, interrupted: bool) -> None:
    store = open_store(StoreUri("sql", any_database), "/artifacts")
    experiment = store.create_experiment(f"again {interrupted}")
    run_id = store.create_run(experiment).info.run_id
    store.log_batch(run_id, [Metric("a", 1.0, 1)], [Param("p", "1")], [RunTag("t", "1")])
    with store._db.define() as session:
        if not interrupted:
            session.run("DELETE FROM used_keys")
        for statement in schema.statements(2, session.dialect):
            if statement.startswith("INSERT"):
                session.define(statement)
    assert store.get_run_keys([experiment]) == RunKeys(["a"], ["p"], ["mlflow.runName", "t"])


def test_what_was_refused_leaves_no_key(tmp_path: Path) -> None:
    store = open_store(StoreUri("directory", str(tmp_path)))
    run_id = store.create_run("0").info.run_id
    store.log_batch(run_id, params=[Param("p", "1")])
    for _ in range(2):
        with pytest.raises(InvalidParameterValue, match="cannot become"):
            store.log_batch(run_id, [Metric("new", 1.0, 1)], [Param("p", "2"), Param("q", "1")], [RunTag("t", "1")])
    assert store.get_run_keys(["0"]) == RunKeys([], ["p"], ["mlflow.runName"])
    for _ in range(3):
        store.log_batch(run_id, [Metric("new", 1.0, 1)], [Param("q", "1")], [RunTag("t", "1")])
    assert store.get_run_keys(["0"]) == RunKeys(["new"], ["p", "q"], ["mlflow.runName", "t"])


def test_another_process_may_have_noted_a_key(tmp_path: Path) -> None:
    uri = StoreUri("sql", f"sqlite:///{tmp_path / 'records.db'}")
    store = open_store(uri, str(tmp_path))
    run_id = store.create_run("0").info.run_id
    with sqlite3.connect(tmp_path / "records.db") as other:
        other.execute("INSERT INTO used_keys (experiment, kind, name) VALUES (0, 0, 'm')")
    other.close()
    store.log_metric(run_id, "m", 1.0, 1)
    assert store.get_run_keys(["0"]).metrics == ["m"]


def test_what_is_taken_in_is_known(tmp_path: Path) -> None:
    store = open_store(StoreUri("sql", f"sqlite:///{tmp_path / 'here.db'}"), str(tmp_path))
    take_in(store, FolderSource(whole(tmp_path / "there")))
    for experiment in store.search_experiments(ViewType.ALL):
        runs = store.search_runs([experiment.experiment_id], run_view_type=ViewType.ALL)
        keys = store.get_run_keys([experiment.experiment_id])
        assert set(keys.metrics) == {key for run in runs for key in run.data.metrics}
        assert set(keys.params) == {key for run in runs for key in run.data.params}
        assert set(keys.tags) == {key for run in runs for key in run.data.tags}
    assert "val/acc" in store.get_run_keys([FIRST]).metrics
