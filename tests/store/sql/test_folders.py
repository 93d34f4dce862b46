"""A folder that MLflow wrote to, opened as a store for the first time."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.mlruns import source
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.uris import StoreUri
from tests.mlruns.layouts import FIRST, RUN, experiment, run, whole, write


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


def opened(root: Path) -> SqlStore:
    close_all()
    return open_store(StoreUri("directory", str(root)))


def test_its_runs_are_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = whole(tmp_path / "mlruns")
    with caplog.at_level(logging.INFO, logger="mlflow"):
        store = opened(root)
    (line,) = caplog.messages
    assert line.startswith(f"Took in what MLflow left in {root}: 3 experiments")
    found = store.get_run(RUN)
    assert found.info.artifact_uri == (root / FIRST / RUN / "artifacts").as_uri()
    assert (root / FIRST / RUN / "artifacts" / "model.txt").read_text() == "weights"
    assert (root / FIRST / RUN / "meta.yaml").is_file()


def test_it_is_done_once(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    root = whole(tmp_path / "mlruns")
    opened(root).delete_run(RUN)
    caplog.clear()
    monkeypatch.setattr(source.FolderSource, "records", None)  # would be noticed
    assert opened(root).get_run(RUN).info.lifecycle_stage == "deleted"
    assert caplog.messages == []


def test_bad_runs_never_prevent_opening(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = whole(tmp_path / "mlruns")
    (root / FIRST / RUN / "meta.yaml").write_text("[" * 100_000)
    store = opened(root)
    assert store.get_experiment(FIRST).name == "wine"
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len(told) == 2 and RUN in told[1] and f"mlflow db import {root} --into {root}" in told[1]


def test_a_process_that_was_stopped_leaves_the_rest_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    root = whole(tmp_path / "mlruns")
    with monkeypatch.context() as patched:
        patched.setattr("mlflow.mlruns.source.read_run", _fail)
        opened(root)  # opens all the same
    assert any("not all taken in" in message for message in caplog.messages)
    assert opened(root).get_run(RUN).info.run_name == "first try"


def _fail(*_: object) -> None:
    raise _Full("No space left on device")


class _Full(Exception):
    pass


def test_other_folders_are_not_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = opened(tmp_path / "new")
    made = store.create_run("0").info.run_id
    assert opened(tmp_path / "new").get_run(made)
    assert caplog.messages == []


def test_a_folder_moved_with_its_database_finds_its_files(tmp_path: Path) -> None:
    whole(tmp_path / "old")
    shutil.move(tmp_path / "old", tmp_path / "mlruns")
    opened(tmp_path / "mlruns")
    close_all()
    shutil.move(tmp_path / "mlruns", tmp_path / "newer")
    place = opened(tmp_path / "newer").get_run(RUN).info.artifact_uri
    assert place == str(tmp_path / "newer" / FIRST / RUN / "artifacts")


def test_runs_that_come_later_are_imported_by_command(tmp_path: Path) -> None:
    root = whole(tmp_path / "mlruns")
    opened(root)
    run(experiment(root, "7", "copied"), "7" * 32)
    assert opened(root).search_experiments(filter_string="name = 'copied'") == []


def test_several_processes_open_it_at_once(tmp_path: Path) -> None:
    root = whole(tmp_path / "mlruns")
    for number in range(50):
        folder = run(root / FIRST, f"{number:032x}")
        write(folder / "metrics" / "loss", "1 0.5 0\n2 0.25 1\n")
    script = (
        "import sys; from mlflow.store.sql.store import open_store; from mlflow.uris import StoreUri\n"
        "store = open_store(StoreUri('directory', sys.argv[1]))\n"
        f"print(len(store.search_runs(['{FIRST}'])))"
    )
    command = [sys.executable, "-c", script, str(root)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    told = [process.communicate(timeout=60) for process in processes]
    assert [output for output, _ in told] == [b"51\n"] * 3, told
    store = opened(root)
    assert [p.value for p in store.get_metric_history(f"{7:032x}", "loss")] == [0.5, 0.25]
    assert len(store.search_model_versions()) == 3
