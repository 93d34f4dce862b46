"""Runs of a directory store as folders: written when they end, kept right afterwards, and never in the way."""

from __future__ import annotations

import logging
import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from mlflow.cli.main import main
from mlflow.entities import (
    Dataset,
    DatasetInput,
    LoggedModelOutput,
    LoggedModelStatus,
    Metric,
    Param,
    RunTag,
    ViewType,
)
from mlflow.mlruns import keeping
from mlflow.mlruns.source import FolderSource
from mlflow.store.sql.folder_notes import FolderNotes
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.store.sql.taking_in import take_in
from mlflow.uris import StoreUri
from tests.processes import clean_environment
from tests.store.sql.test_taking_in import everything


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "mlruns"


@pytest.fixture
def store(root: Path) -> SqlStore:
    return open_store(StoreUri("directory", str(root)))


def settled(store: SqlStore) -> None:
    """Everything that waits is written."""
    store.folders.finish()  # type: ignore[attr-defined]


def meta(folder: Path) -> dict[str, object]:
    found = yaml.safe_load((folder / "meta.yaml").read_text())
    assert isinstance(found, dict)
    return found


def filled(store: SqlStore, experiment: str = "0") -> str:
    run = store.create_run(experiment, "ann", 1000, [RunTag("note", "x")], "first").info.run_id
    store.log_batch(run, [Metric("loss", 1.0 / (s + 1), 1000 + s, s) for s in range(5)], [Param("a/b", "1")])
    return run


def test_a_run_that_ends_becomes_a_folder(store: SqlStore, root: Path, tmp_path: Path) -> None:
    experiment = store.create_experiment("wine")
    run = filled(store, experiment)
    store.log_inputs(run, [DatasetInput(Dataset("wine", "d1", "local", "{}"))])
    settled(store)
    assert not (root / experiment / run).exists()
    store.update_run(run, "FINISHED", 2000)
    settled(store)
    folder = root / experiment / run
    assert meta(folder)["status"] == 3 and meta(folder)["artifact_uri"] == str(folder / "artifacts")
    assert (folder / "metrics" / "loss").read_text().splitlines()[1] == "1001 0.5 1"
    assert (folder / "params" / "a" / "b").read_text() == "1"
    assert meta(root / experiment)["name"] == "wine"
    other = open_store(StoreUri("directory", str(shutil.copytree(root, tmp_path / "copy", ignore=_database))))
    assert everything(other).keys() == everything(store).keys()
    assert other.get_run(run).data == store.get_run(run).data and other.get_run(run).inputs == store.get_run(run).inputs
    assert other.get_run(run).info.artifact_uri == str(tmp_path / "copy" / experiment / run / "artifacts")


def _database(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith("penstock.db")]


def test_later_changes_are_followed(store: SqlStore, root: Path) -> None:
    run = filled(store)
    store.update_run(run, "FAILED", 2000)
    settled(store)
    folder = root / "0" / run
    series = (folder / "metrics" / "loss").stat()
    store.set_tag(run, "new", "1")
    store.delete_tag(run, "note")
    store.update_run(run, run_name="renamed")
    settled(store)
    assert sorted(path.name for path in (folder / "tags").iterdir()) == ["mlflow.runName", "new"]
    assert meta(folder)["run_name"] == (folder / "tags" / "mlflow.runName").read_text() == "renamed"
    now = (folder / "metrics" / "loss").stat()
    assert (now.st_ino, now.st_mtime_ns) == (series.st_ino, series.st_mtime_ns)  # what did not change is not written
    store.log_metric(run, "loss", 9.0, 5000, 9)
    store.delete_run(run)
    settled(store)
    assert (folder / "metrics" / "loss").read_text().endswith("\n5000 9.0 9\n")
    assert meta(folder)["lifecycle_stage"] == "deleted" and isinstance(meta(folder)["deleted_time"], int)
    store.restore_run(run)
    settled(store)
    assert meta(folder)["lifecycle_stage"] == "active" and "deleted_time" not in meta(folder)


def test_a_change_shows_without_being_asked(store: SqlStore, root: Path) -> None:
    run = filled(store)
    store.update_run(run, "FINISHED", 2000)
    store.set_tag(run, "late", "1")
    deadline = time.monotonic() + 20
    while not (root / "0" / run / "tags" / "late").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_experiments_and_models_are_kept(store: SqlStore, root: Path) -> None:
    experiment = store.create_experiment("wine")
    run = filled(store, experiment)
    model = store.create_logged_model(experiment, "forest", source_run_id=run)
    store.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
    store.log_metric(run, "acc", 0.5, 1, 1, model_id=model.model_id)
    store.log_outputs(run, [LoggedModelOutput(model.model_id, 1)])
    store.update_run(run, "FINISHED", 2000)
    store.rename_experiment(experiment, "wines")
    store.set_experiment_tag(experiment, "team", "cellar")
    settled(store)
    assert meta(root / experiment)["name"] == "wines" and (root / experiment / "tags" / "team").read_text() == "cellar"
    assert meta(root / experiment / "models" / model.model_id)["status"] == 2
    assert (root / experiment / "models" / model.model_id / "metrics" / "acc").read_text() == f"1 0.5 1 {run}\n"
    assert meta(root / experiment / run / "outputs" / model.model_id)["step"] == 1
    store.delete_experiment(experiment)
    settled(store)
    assert meta(root / experiment)["lifecycle_stage"] == meta(root / experiment / run)["lifecycle_stage"] == "deleted"
    store.restore_experiment(experiment)
    settled(store)
    assert meta(root / experiment)["lifecycle_stage"] == meta(root / experiment / run)["lifecycle_stage"] == "active"


def test_the_registry_is_kept(store: SqlStore, root: Path) -> None:
    store.create_registered_model("taster", description="d")
    store.create_model_version("taster", "s3://b/x")
    store.set_registered_model_alias("taster", "champion", "1")
    settled(store)
    assert (root / "models" / "taster" / "aliases" / "champion").read_text() == "1"
    store.rename_registered_model("taster", "sommelier")
    store.create_registered_model("..")  # which is no name of a folder
    settled(store)
    assert sorted(path.name for path in (root / "models").iterdir()) == ["sommelier"]
    assert meta(root / "models" / "sommelier" / "version-1")["name"] == "sommelier"
    store.delete_registered_model("sommelier")
    store.delete_registered_model("..")
    settled(store)
    assert list((root / "models").iterdir()) == []


def test_it_can_be_turned_off(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_RUN_FOLDERS", "false")
    store = open_store(StoreUri("directory", str(root)))
    store.update_run(filled(store), "FINISHED", 2000)
    store.set_experiment_tag("0", "a", "b")
    close_all()
    assert not [path for path in root.iterdir() if path.is_dir()]


def test_stores_at_an_url_write_no_folders(tmp_path: Path) -> None:
    store = open_store(StoreUri("sql", f"sqlite:///{tmp_path}/a.db"))
    store.update_run(filled(store), "FINISHED", 2000)
    close_all()
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


def test_a_folder_that_cannot_be_written_harms_nothing(
    store: SqlStore, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (root / "0").write_text("in the way")
    for _ in range(3):
        run = filled(store)
        store.update_run(run, "FINISHED", 2000)
        store.set_tag(run, "late", "1")
    settled(store)
    (told,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert run in told or "Nothing is lost" in told
    assert store.get_run(run).info.status == "FINISHED"
    (root / "0").unlink()
    store.set_tag(run, "later", "1")
    settled(store)
    assert (root / "0" / run / "tags" / "later").is_file()


def test_a_disk_that_takes_no_more_harms_nothing(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys\n"
        "from mlflow.entities import Metric\n"
        "from mlflow.store.sql.store import open_store, close_all\n"
        "from mlflow.uris import StoreUri\n"
        "store = open_store(StoreUri('directory', sys.argv[1]))\n"
        "store.update_run(store.create_run('0').info.run_id, 'FINISHED', 5)\n"
        "store.folders.finish()\n"
        "run = store.create_run('0').info.run_id\n"
        "for s in range(0, 20000, 1000):\n"
        "    store.log_batch(run, [Metric('loss', 0.123456789, 1700000000000 + i, i) for i in range(s, s + 1000)])\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store.update_run(run, 'FINISHED', 5)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "store.folders.finish()\n"
        "print(store.get_run(run).info.status, run)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "m")], capture_output=True, text=True, env=clean_environment()
    )
    status, run = done.stdout.split()
    assert status == "FINISHED" and "could not be written" in done.stderr and "File too large" in done.stderr
    folder = tmp_path / "m" / "0" / run
    assert not (folder / "meta.yaml").exists()  # so that nobody takes what is there for a run
    store = open_store(StoreUri("directory", str(tmp_path / "m")))
    store.set_tag(run, "again", "1")
    settled(store)
    assert len((folder / "metrics" / "loss").read_text().splitlines()) == 20_000


def test_a_long_history_is_written_in_pieces(store: SqlStore, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow.store.sql.leaving._HELD", 10_000)
    run = store.create_run("0").info.run_id
    for start in range(0, 50_000, 1000):
        store.log_batch(run, [Metric(k, 0.5, 7, start + s) for k in "ab" for s in range(0, 1000, 2)])
    store.update_run(run, "FINISHED", 5)
    settled(store)
    for key in "ab":
        lines = (root / "0" / run / "metrics" / key).read_text().splitlines()
        assert lines == [f"7 0.5 {step}" for step in range(0, 50_000, 2)]


def test_what_a_process_leaves_at_its_end_the_next_one_writes(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeping, "_LAST", -1.0)
    monkeypatch.setattr(keeping, "_GATHERED", 60.0)
    store = open_store(StoreUri("directory", str(root)))
    run = filled(store)
    store.update_run(run, "FINISHED", 5)
    settled_before = time.monotonic() + 20
    while not (root / "0" / run / "meta.yaml").exists():
        assert time.monotonic() < settled_before
        time.sleep(0.01)
    store.set_tag(run, "late", "1")
    close_all()
    assert "opened next" in caplog.text and not (root / "0" / run / "tags" / "late").exists()
    monkeypatch.undo()
    settled(open_store(StoreUri("directory", str(root))))
    assert (root / "0" / run / "tags" / "late").exists()


def test_a_forked_process_writes_its_own(store: SqlStore, root: Path) -> None:
    mine = filled(store)
    store.update_run(mine, "FINISHED", 5)
    child = multiprocessing.get_context("fork").Process(target=_end_one, args=(store,))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    settled(store)
    assert len(list((root / "0").glob("*/meta.yaml"))) == 2


def _end_one(store: SqlStore) -> None:
    store.update_run(filled(store), "FINISHED", 5)
    close_all()


def test_a_store_without_its_database_is_found_again_from_its_folders(store: SqlStore, root: Path) -> None:
    runs = [filled(store) for _ in range(3)]
    for run in runs:
        store.update_run(run, "FINISHED", 5)
    before = {run: store.get_run(run) for run in runs}
    close_all()
    for file in root.glob("penstock.db*"):
        file.unlink()
    again = open_store(StoreUri("directory", str(root)))
    assert {run: again.get_run(run) for run in runs} == before


def test_a_directory_that_was_removed_stays_away(store: SqlStore, root: Path, caplog: pytest.LogCaptureFixture) -> None:
    run = filled(store)
    shutil.rmtree(root)
    store.update_run(run, "FINISHED", 5)
    settled(store)
    close_all()
    assert not root.exists() and not caplog.records


def test_the_folder_of_a_run_is_no_news_to_its_own_store(store: SqlStore, root: Path) -> None:
    store.update_run(filled(store), "FINISHED", 5)
    settled(store)
    summary = take_in(store, FolderSource(root))
    assert not summary.taken and summary.present == {"experiments": 1, "runs": 1} and not summary.notes
    own = FolderNotes(*store.foundation).store_id
    (folder,) = (path.parent for path in root.glob("0/*/meta.yaml"))
    assert take_in(store, FolderSource(root, own)).present == {"experiments": 1}
    assert "runs" in take_in(store, FolderSource(root, "another")).present
    (folder / "metrics" / "loss").write_text("1000 1.0 0\n9999 7.0 99\n")  # as MLflow writes there
    assert take_in(store, FolderSource(root, own)).taken == {"points": 1}


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_what_was_purged_stays_away(store: SqlStore, root: Path, tmp_path: Path, is_elsewhere: bool) -> None:
    experiment = store.create_experiment("wine", str(tmp_path / "elsewhere") if is_elsewhere else None)
    run, kept = filled(store, experiment), filled(store, experiment)
    model = store.create_logged_model(experiment, "forest").model_id
    store.log_inputs(run, [DatasetInput(Dataset("wine", "d1", "local", "{}"))])
    for each in (run, kept):
        store.update_run(each, "FINISHED", 5)
    store.delete_run(run)
    store.delete_logged_model(model)
    settled(store)
    assert (root / experiment / run / "meta.yaml").is_file()
    assert (root / experiment / "models" / model / "meta.yaml").is_file()
    assert CliRunner().invoke(main, ["gc", "--backend-store-uri", str(root)]).exit_code == 0
    again = open_store(StoreUri("directory", str(root)))
    assert {r.info.run_id for r in again.search_runs([experiment], run_view_type=ViewType.ALL)} == {kept}
    assert not (root / experiment / run).exists() and not (root / experiment / "models" / model).exists()
    again.delete_experiment(experiment)
    settled(again)
    assert CliRunner().invoke(main, ["gc", "--backend-store-uri", str(root)]).exit_code == 0
    again = open_store(StoreUri("directory", str(root)))
    assert [e.experiment_id for e in again.search_experiments(ViewType.ALL)] == ["0"]
    assert not (root / experiment).exists()


def test_a_run_that_ends_with_its_process_is_written(tmp_path: Path) -> None:
    script = (
        "import atexit, sys\n"
        "from mlflow.entities import Metric\n"
        "from mlflow.store.sql.store import open_store\n"
        "from mlflow.uris import StoreUri\n"
        "store = open_store(StoreUri('directory', sys.argv[1]))\n"
        "run = store.create_run('0').info.run_id\n"
        "store.log_batch(run, [Metric('loss', 1.0, 1)])\n"
        "atexit.register(lambda: store.update_run(run, 'FINISHED', 5))\n"  # no thread can be started any more
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "m")], capture_output=True, text=True, env=clean_environment()
    )
    assert done.returncode == 0 and done.stderr == ""
    assert len(list((tmp_path / "m").glob("0/*/meta.yaml"))) == 1


def test_no_id_in_a_database_of_somebody_elses_leads_out(store: SqlStore, root: Path, tmp_path: Path) -> None:
    odd, run = filled(store), filled(store)
    store.log_outputs(run, [LoggedModelOutput(f"m-{'0' * 32}", 0)])
    with sqlite3.connect(root / "penstock.db") as database:
        database.execute("UPDATE runs SET run_id = '../../evil' WHERE run_id = ?", (odd,))
        database.execute("UPDATE run_models SET model_id = '../../../../evil'")
    database.close()
    before = set(tmp_path.iterdir())
    for each in ("../../evil", run):
        store.update_run(each, "FINISHED", 1)
    settled(store)
    assert (root / "0" / run / "meta.yaml").is_file() and set(tmp_path.iterdir()) == before
