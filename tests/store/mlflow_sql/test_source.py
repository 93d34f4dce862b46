"""Databases of MLflow, by hand: several schemas, odd content, what is no database of MLflow."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from math import isnan
from pathlib import Path

import pytest

from mlflow.entities import ViewType
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.store.mlflow_sql.file import FileTables
from mlflow.store.mlflow_sql.source import DatabaseSource
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.store.sql.taking_in import take_in
from mlflow.uris import StoreUri
from tests.store.mlflow_sql.databases import MODEL, OTHER, RUN, SCHEMAS, Made, filled


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    yield open_store(StoreUri("sql", f"sqlite:///{tmp_path}/here.db"))
    close_all()


@pytest.fixture(params=list(SCHEMAS))
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_schema_is_read(store: SqlStore, version: str, tmp_path: Path) -> None:
    made = filled(tmp_path / "mlflow.db", version)
    made.close()
    before = hashlib.sha256(made.file.read_bytes()).digest()
    source = DatabaseSource(FileTables(made.file))
    assert source.size() == (7 if version != "1.30" else 6)
    summary = take_in(store, source)
    source.close()
    assert hashlib.sha256(made.file.read_bytes()).digest() == before
    assert not summary.refused and not summary.left

    assert [e.name for e in store.search_experiments(ViewType.ALL, order_by=["experiment_id"])] == [
        "Default",
        "wine",
        "gone",
    ]
    wine = store.get_experiment("1")
    assert (wine.tags, wine.creation_time, wine.lifecycle_stage) == ({"team": "cellar"}, 1001, "active")
    assert wine.artifact_location == str(tmp_path / "mlruns" / "1")  # relative to where the database lies
    assert store.get_experiment("2").lifecycle_stage == "deleted"
    found = store.get_run(RUN)
    assert (found.info.run_name, found.info.status, found.info.user_id) == ("first try", "FINISHED", "ann")
    assert found.info.artifact_uri == f"s3://bucket/1/{RUN}/artifacts"
    assert found.data.params == {"alpha": "0.5", "empty": ""}
    other = store.get_run(OTHER)
    assert (other.info.run_name, other.info.lifecycle_stage, other.info.status) == ("by its tag", "deleted", "RUNNING")
    history = store.get_metric_history(RUN, "loss")
    assert [p.step for p in history] == [0, 1, 2] and isnan(history[1].value)
    assert history[2].value == 1.7976931348623157e308 == found.data.metrics["loss"]
    stages = {str(v.version): (v.current_stage, v.tags) for v in store.search_model_versions("name = 'taster'")}
    assert stages == {"2": ("Staging", {}), "10": ("Production", {"checked": "yes"})}
    assert store.get_registered_model("taster").tags == {"owner": "ann"}
    assert str(store.create_model_version("taster", "runs:/x/m").version) == "12"
    assert store.create_experiment("next") == "3"
    if version == "1.30":
        return
    assert {a: str(v) for a, v in store.get_registered_model("taster").aliases.items()} == {"champion": "10"}
    assert summary.notes == ["the alias 'lost' of 'taster' pointed at version 7, which does not exist"]
    (dataset,) = found.inputs.dataset_inputs
    assert (dataset.dataset.name, dataset.tags[0].value) == ("wine data", "train")
    assert found.inputs.model_inputs[0].model_id == found.outputs.model_outputs[0].model_id == MODEL
    model = store.get_logged_model(MODEL)
    assert (model.params, model.tags) == ({"depth": "3"}, {"t": "x"})
    assert [(m.value, m.dataset_name, m.run_id) for m in model.metrics or ()] == [(0.75, "wine data", RUN)]


def test_twice_changes_nothing(store: SqlStore, version: str, tmp_path: Path) -> None:
    filled(tmp_path / "mlflow.db", version).close()
    take_in(store, DatabaseSource(FileTables(tmp_path / "mlflow.db")))
    before = repr(store.search_runs(["0", "1", "2"], run_view_type=ViewType.ALL))
    assert take_in(store, DatabaseSource(FileTables(tmp_path / "mlflow.db"))).taken == {}
    assert repr(store.search_runs(["0", "1", "2"], run_view_type=ViewType.ALL)) == before


def test_relative_sources_are_taken_from_where_the_database_lies(store: SqlStore, tmp_path: Path) -> None:
    made = filled(tmp_path / "mlflow.db", "1.30")
    made.add("model_versions", name="taster", version=12, source=f"./mlruns/1/{RUN}/artifacts/m", status="READY")
    take_in(store, DatabaseSource(FileTables(made.file)))
    assert store.get_model_version("taster", "12").source == f"{tmp_path}/mlruns/1/{RUN}/artifacts/m"
    assert store.get_model_version("taster", "12").current_stage == "None"


def test_it_is_seen_as_it_was_while_mlflow_writes(store: SqlStore, tmp_path: Path) -> None:
    made = filled(tmp_path / "mlflow.db", "3.6")
    made._connection.execute("PRAGMA journal_mode = WAL")
    source = DatabaseSource(FileTables(made.file))
    records = source.records()
    next(records)
    made.add("params", key="later", value="1", run_uuid=RUN)
    assert take_in(store, source).refused == []
    assert "later" not in store.get_run(RUN).data.params


@pytest.mark.parametrize(
    ("change", "what", "says"),
    [
        ("UPDATE runs SET status = 'DONE' WHERE run_uuid = :run", RUN, "DONE"),
        ("UPDATE runs SET start_time = 'now' WHERE run_uuid = :run", RUN, "start time"),
        ("UPDATE runs SET experiment_id = 99 WHERE run_uuid = :run", None, ""),
        ("UPDATE runs SET artifact_uri = '/etc' WHERE run_uuid = :run", RUN, "not a folder of its own"),
        ("UPDATE runs SET artifact_uri = '../../etc' WHERE run_uuid = :run", RUN, "not a folder of its own"),
        ("UPDATE params SET value = x'ff' WHERE run_uuid = :run", RUN, "value is no text"),
        ("UPDATE params SET value = CAST(x'ff' AS TEXT) WHERE run_uuid = :run", RUN, "UTF-8"),
        ("UPDATE metrics SET value = 'high' WHERE run_uuid = :run", RUN, "metric is no number"),
        ("UPDATE metrics SET step = 'x' WHERE run_uuid = :run", RUN, "step is no whole number"),
        ("DELETE FROM datasets", RUN, "missing"),
        ("UPDATE experiments SET name = x'00' WHERE experiment_id = 2", "experiment 2", "name is no text"),
        ("UPDATE experiments SET experiment_id = -1 WHERE experiment_id = 2", "experiment -1", "whole numbers"),
        ("UPDATE logged_models SET status = 99", MODEL, "99"),
        ("UPDATE model_versions SET current_stage = 'Nowhere' WHERE version = 10", "'taster'", "Nowhere"),
        ("UPDATE logged_model_metrics SET metric_value = 'x'", "metrics of logged models", "no number"),
    ],
)
def test_a_bad_record_is_refused_and_the_others_are_taken_in(
    store: SqlStore, tmp_path: Path, change: str, what: str | None, says: str
) -> None:
    made = filled(tmp_path / "mlflow.db", "3.6")
    made._connection.execute(change, {"run": RUN} if ":run" in change else {})
    made._connection.commit()
    summary = take_in(store, DatabaseSource(FileTables(made.file)))
    if what is None:
        assert not summary.refused and summary.taken["runs"] == 1
        return
    (refused,) = summary.refused
    assert what in refused.what and says in refused.why
    assert store.get_run(OTHER).info.lifecycle_stage == "deleted"


def test_what_is_not_taken_in_is_told(store: SqlStore, tmp_path: Path) -> None:
    made = filled(tmp_path / "mlflow.db", "3.17")
    made.add("trace_info", request_id="tr-1", experiment_id=1)
    made.add("webhooks", webhook_id="w", name="w")
    made.add("experiments", experiment_id=9, name="wine", lifecycle_stage="active", workspace="other")
    made.add("runs", run_uuid="f" * 32, experiment_id=9, status="FINISHED", lifecycle_stage="active")
    made.add("registered_models", name="taster", workspace="other")
    made.add("registered_model_tags", key="secret", value="x", name="taster", workspace="other")
    summary = take_in(store, DatabaseSource(FileTables(made.file)))
    told = {left.what: left.count for left in summary.left}
    assert told == {
        "traces": 1, "webhooks": 1, "experiments of other workspaces": 1, "registered models of other workspaces": 1
    }  # fmt: skip
    assert summary.taken["runs"] == 2 and store.get_registered_model("taster").tags == {"owner": "ann"}


def test_what_is_no_database_of_mlflow(tmp_path: Path) -> None:
    with pytest.raises(ResourceDoesNotExist):
        FileTables(tmp_path / "nowhere.db")
    assert not (tmp_path / "nowhere.db").exists()
    (tmp_path / "text.db").write_text("no database" * 100)
    with pytest.raises(InvalidParameterValue, match="cannot be read as a database"):
        FileTables(tmp_path / "text.db")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE runs (x)").connection.close()
    with pytest.raises(InvalidParameterValue, match="no database of MLflow"):
        FileTables(tmp_path / "other.db")
    open_store(StoreUri("sql", f"sqlite:///{tmp_path}/ours.db"))
    close_all()
    with pytest.raises(InvalidParameterValue, match="database of Penstock"):
        FileTables(tmp_path / "ours.db")


def test_views_of_a_hostile_file_are_not_read(store: SqlStore, tmp_path: Path) -> None:
    made = filled(tmp_path / "mlflow.db", "3.6")
    made._connection.executescript(
        "DROP TABLE tags; CREATE VIEW tags AS SELECT 'k' AS key, 'v' AS value, 'r' AS run_uuid"
    )
    with pytest.raises(InvalidParameterValue, match="no database of MLflow"):
        DatabaseSource(FileTables(made.file))


def test_a_table_named_like_an_attack(store: SqlStore, tmp_path: Path) -> None:
    made = Made(tmp_path / "mlflow.db", "1.30")
    made._connection.execute('CREATE TABLE "x""); DROP TABLE runs; --" (y)')
    assert take_in(store, DatabaseSource(FileTables(made.file))).taken == {}
