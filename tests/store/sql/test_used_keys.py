"""The keys that runs of an experiment have: noted at once, for good, and also for databases that did not note them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from mlflow.contracts.runs import RunKeys
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import InvalidParameterValue
from mlflow.store.sql.store import close_all, open_store
from mlflow.uris import StoreUri


def test_a_database_of_version_1_learns_its_keys(tmp_path: Path) -> None:
    uri = StoreUri("sql", f"sqlite:///{tmp_path / 'old.db'}")
    store = open_store(uri, str(tmp_path))
    other = store.create_experiment("other")
    for experiment, name in (("0", "a"), (other, "b")):
        run_id = store.create_run(experiment).info.run_id
        store.log_batch(run_id, [Metric(name, 1.0, 1)], [Param(f"p{name}", "1")], [RunTag(f"t{name}", "1")])
    close_all()
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.execute("DROP TABLE used_keys")
        connection.execute("UPDATE facts SET value = '1' WHERE name = 'schema_version'")
    connection.close()
    store = open_store(uri, str(tmp_path))
    assert store.get_run_keys(["0"]) == RunKeys(["a"], ["pa"], ["mlflow.runName", "ta"])
    assert store.get_run_keys([other]) == RunKeys(["b"], ["pb"], ["mlflow.runName", "tb"])


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
