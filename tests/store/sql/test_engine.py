"""What is special to the embedded engine: files, folders, processes, and how series are kept."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mlflow.entities import Metric, Param
from mlflow.exceptions import (
    InvalidParameterValue,
    InvalidState,
    MlflowException,
    ResourceDoesNotExist,
    TemporarilyUnavailable,
)
from mlflow.store.sql import schema
from mlflow.store.sql.store import FILE, SqlStore, open_store
from mlflow.uris import StoreUri, parse_store_uri


def directory(path: Path) -> SqlStore:
    return open_store(StoreUri("directory", str(path)))


def parts(store: SqlStore) -> list[tuple[int, ...]]:
    """Number of points of each stored part."""
    with store._db.read() as session:
        return session.rows("SELECT points FROM series ORDER BY run, metric, part")


def test_a_folder_is_moved_with_everything_in_it(tmp_path: Path) -> None:
    store = directory(tmp_path / "a")
    experiment_id = store.create_experiment("e")
    elsewhere = store.create_experiment("elsewhere", "s3://bucket/x")
    run_id = store.create_run(experiment_id).info.run_id
    model = store.create_logged_model(experiment_id, "m")
    store.close()
    shutil.move(tmp_path / "a", tmp_path / "b")
    moved = directory(tmp_path / "b")
    root = tmp_path / "b" / experiment_id
    assert moved.get_experiment(experiment_id).artifact_location == str(root)
    assert moved.get_experiment("0").artifact_location == str(tmp_path / "b" / "0")
    assert moved.get_experiment(elsewhere).artifact_location == "s3://bucket/x"
    assert moved.get_run(run_id).info.artifact_uri == str(root / run_id / "artifacts")
    assert moved.get_logged_model(model.model_id).artifact_location == str(
        root / "models" / model.model_id / "artifacts"
    )
    found = moved.search_runs([experiment_id], f"artifact_uri = '{root / run_id / 'artifacts'}'")
    assert [run.info.run_id for run in found] == [run_id]


def test_experiment_ids_of_folders_and_of_databases(tmp_path: Path) -> None:
    assert len(directory(tmp_path / "mlruns").create_experiment("e")) == 18
    store = open_store(StoreUri("sql", f"sqlite:///{tmp_path / 'x.db'}"))
    assert [store.create_experiment(name) for name in ("a", "b")] == ["1", "2"]
    assert store.get_experiment("1").artifact_location == str(Path.cwd() / "mlruns" / "1")


def test_artifact_root_of_a_server(tmp_path: Path) -> None:
    store = open_store(StoreUri("directory", str(tmp_path / "mlruns")), "mlflow-artifacts:/")
    assert store.get_experiment("0").artifact_location == "mlflow-artifacts:/0"
    run = store.create_run("0")
    assert run.info.artifact_uri == f"mlflow-artifacts:/0/{run.info.run_id}/artifacts"
    assert store.create_logged_model("0", "m").artifact_location.startswith("mlflow-artifacts:/0/models/m-")


def test_a_store_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert directory(tmp_path) is directory(tmp_path)
    relative = parse_store_uri("sqlite:///x.db")
    here = open_store(relative)
    assert open_store(relative) is here
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    assert open_store(relative) is not here
    assert (tmp_path / "other" / "x.db").is_file()


def test_a_folder_that_was_deleted_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "mlruns"
    directory(folder).create_run("0")
    shutil.rmtree(folder)
    assert directory(folder).count_runs(["0"]) == 0
    assert (folder / FILE).is_file()


def test_a_closed_store_opens_again(tmp_path: Path) -> None:
    store = directory(tmp_path)
    run_id = store.create_run("0").info.run_id
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE]  # all in one file, ready to be copied
    store.log_metric(run_id, "m", 1.0, 1)
    store.close()
    assert store.get_run(run_id).data.metrics == {"m": 1.0}


def test_a_process_leaves_one_file(tmp_path: Path) -> None:
    code = (
        "from mlflow.store.sql.store import open_store; from mlflow.uris import StoreUri; "
        f"store = open_store(StoreUri('directory', {str(tmp_path)!r})); store.search_runs(['0']); store.create_run('0')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE]


def test_a_database_of_mlflow_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    file = tmp_path / "mlflow.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("CREATE TABLE experiments (experiment_id INTEGER)")
    before = file.read_bytes()
    with pytest.raises(InvalidState, match="mlflow db import sqlite:///"):
        open_store(parse_store_uri(f"sqlite:///{file}"))
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidParameterValue, match=r"'.*file/mlruns' \(Not a directory\)\. Choose another"):
        directory(tmp_path / "file" / "mlruns")
    with pytest.raises(InvalidParameterValue, match=r"\(File exists\)"):
        directory(tmp_path / "file")


def test_a_database_whose_tables_are_named_as_ours_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "another.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE runs (distance INTEGER)")
        connection.execute("CREATE TABLE shoes (size INTEGER)")
    before = file.read_bytes()
    with pytest.raises(InvalidState, match=r"tables of another program .*\(runs\)\. Give Penstock a database"):
        open_store(parse_store_uri(f"sqlite:///{file}"))
    assert file.read_bytes() == before


def test_a_database_of_a_newer_penstock_is_refused(tmp_path: Path) -> None:
    store = directory(tmp_path)
    with store._db.write() as session:
        session.run("UPDATE facts SET value = :v WHERE name = 'schema_version'", {"v": str(schema.CURRENT + 1)})
    with pytest.raises(InvalidState, match="pip install --upgrade penstock"):
        open_store(StoreUri("directory", str(tmp_path)), "s3://other")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is not a database" * 100)
    with pytest.raises(MlflowException, match="not a database"):
        directory(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceDoesNotExist, match="does not exist"):
        open_store(StoreUri("sql", f"sqlite:///{tmp_path / 'no' / 'such.db'}"))


def test_a_failed_batch_leaves_nothing_and_the_store_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = directory(tmp_path)
    run_id = store.create_run("0").info.run_id
    with store._db.write() as session:
        session.run("CREATE TRIGGER full BEFORE INSERT ON series BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    with pytest.raises(MlflowException, match="full"):
        store.log_batch(run_id, [Metric("brand_new", 1.0, 1, 0)], [Param("p", "1")])
    with store._db.write() as session:
        session.run("DROP TRIGGER full")
    assert store.get_run(run_id).data.params == {}
    # The name's number was rolled back with the batch, and must not be remembered.
    store.log_batch(run_id, [Metric("other", 2.0, 1, 0)])
    store.log_batch(run_id, [Metric("brand_new", 1.0, 1, 0)])
    assert store.get_run(run_id).data.metrics == {"other": 2.0, "brand_new": 1.0}


def test_text_that_is_no_unicode_is_refused(tmp_path: Path) -> None:
    store = directory(tmp_path)
    run_id = store.create_run("0").info.run_id
    with pytest.raises(MlflowException) as caught:
        store.log_param(run_id, "p", "\ud800")
    assert caught.value.error_code == "INVALID_PARAMETER_VALUE"
    assert store.get_run(run_id).data.params == {}


def test_a_locked_database_is_waited_for_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow.store.sql.engine._PATIENCE", 0.1)
    store = directory(tmp_path)
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(TemporarilyUnavailable, match="locked"):
        store.create_run("0")
    assert store.get_experiment("0").name == "Default"  # reading goes on
    other.execute("ROLLBACK")
    store.create_run("0")


def test_long_values_are_cut_unless_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = directory(tmp_path)
    run_id = store.create_run("0").info.run_id
    store.log_param(run_id, "p", "v" * 6001)
    store.set_tag(run_id, "t", "v" * 8001)
    data = store.get_run(run_id).data
    assert (len(data.params["p"]), len(data.tags["t"])) == (6000, 8000)
    monkeypatch.setenv("MLFLOW_TRUNCATE_LONG_VALUES", "false")
    for log in (store.log_param, store.set_tag):
        with pytest.raises(MlflowException) as caught:
            log(run_id, "long", "v" * 8001)
        assert caught.value.error_code == "INVALID_PARAMETER_VALUE"


def test_parts_are_merged_as_they_grow_and_when_the_run_ends(tmp_path: Path) -> None:
    store = directory(tmp_path)
    run_id = store.create_run("0").info.run_id
    for i in range(3000):
        store.log_metric(run_id, "m", float(i), i, i)
    stored = parts(store)
    assert len(stored) < 90 and sum(n for (n,) in stored) == 3000
    store.update_run(run_id, "FINISHED")
    assert parts(store) == [(3000,)]
    assert [m.value for m in store.get_metric_history(run_id, "m")] == [float(i) for i in range(3000)]


def test_large_series_are_kept_in_parts_of_bounded_size(tmp_path: Path) -> None:
    store = directory(tmp_path)
    run_id = store.create_run("0").info.run_id
    for start in range(0, 40_000, 1000):
        store.log_batch(run_id, [Metric("m", float(i), i, i) for i in range(start, start + 1000)])
    store.update_run(run_id, "FINISHED")
    stored = [n for (n,) in parts(store)]
    assert sum(stored) == 40_000 and max(stored) < 20_000 and len(stored) < 8
    assert [m.step for m in store.get_metric_history(run_id, "m")] == list(range(40_000))
    store.log_batch(run_id, [Metric("m", float(i), i, i) for i in range(20_000, 20_010)])  # sent again
    assert len(store.get_metric_history(run_id, "m")) == 40_000


def test_origins_survive_merging(tmp_path: Path) -> None:
    store = directory(tmp_path)
    run_id = store.create_run("0").info.run_id
    for i in range(1500):
        store.log_metric(run_id, "m", float(i), i, i, dataset_name=("train", None, "eval")[i % 3])
    store.update_run(run_id, "FINISHED")
    history = store.get_metric_history(run_id, "m")
    assert [m.dataset_name for m in history] == [("train", None, "eval")[i % 3] for i in range(1500)]


def test_threads_write_at_once(tmp_path: Path) -> None:
    store = directory(tmp_path)
    run_id = store.create_run("0").info.run_id
    failures: list[BaseException] = []

    def log(worker: int) -> None:
        try:
            for i in range(50):
                store.log_batch(run_id, [Metric("m", float(i), worker, i), Metric(f"m{worker}", 1.0, 1, i)])
                assert store.get_run(run_id).data.metrics[f"m{worker}"] == 1.0
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=log, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(store.get_metric_history(run_id, "m")) == 400


def _log_in_child(folder: str, run_id: str, worker: int) -> None:
    store = directory(Path(folder))
    for i in range(20):
        store.log_metric(run_id, "m", float(i), worker, i)
    os._exit(0)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_write_at_once(tmp_path: Path, method: str) -> None:
    store = directory(tmp_path)
    run_id = store.create_run("0").info.run_id
    store.log_metric(run_id, "m", 0.5, 0)
    context = multiprocessing.get_context(method)
    workers = [context.Process(target=_log_in_child, args=(str(tmp_path), run_id, n)) for n in (1, 2, 3)]
    for worker in workers:
        worker.start()
    for i in range(20):
        store.log_metric(run_id, "m", float(i), 4, i)
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert len(store.get_metric_history(run_id, "m")) == 81


def test_many_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from mlflow.store.sql.store import open_store; from mlflow.uris import StoreUri; "
        f"open_store(StoreUri('directory', {str(tmp_path / 'mlruns')!r})).create_run('0')"
    )
    workers = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(6)]
    for worker in workers:
        _, errors = worker.communicate()
        assert worker.returncode == 0, errors.decode()
    assert directory(tmp_path / "mlruns").count_runs(["0"]) == 6


def test_the_engine_is_light() -> None:
    code = (
        "import sys, tempfile; from mlflow.store.sql.store import open_store; from mlflow.uris import StoreUri; "
        "store = open_store(StoreUri('directory', tempfile.mkdtemp())); run = store.create_run('0').info.run_id; "
        "store.log_metric(run, 'm', 1.0, 1); store.get_metric_history(run, 'm'); store.search_runs(['0']); "
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "pandas", "sqlalchemy", "asyncio", "starlette"} & set(loaded)
