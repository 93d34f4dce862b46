"""Imports and exports that are killed in the middle, and started again: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mlflow.mlruns.source import FolderSource
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.store.sql.taking_in import take_in
from mlflow.uris import StoreUri
from tests.mlruns.layouts import FIRST, experiment, run, write
from tests.processes import clean_environment
from tests.store.mlflow_sql.databases import Made
from tests.store.sql.test_taking_in import everything

RUNS = 300


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


def big_folder(root: Path) -> Path:
    experiment(root, FIRST, "wine")
    for number in range(RUNS):
        folder = run(root / FIRST, f"{number:032x}")
        write(folder / "params" / "a", str(number))
        write(folder / "metrics" / "loss", "".join(f"{s} {s / 7} {s}\n" for s in range(20)))
    return root


def big_database(file: Path) -> Path:
    made = Made(file, "3.6")
    made.add("experiments", experiment_id=1, name="wine", artifact_location="s3://b/1", lifecycle_stage="active",
             creation_time=1, last_update_time=1)  # fmt: skip
    rows = sqlite3.connect(file)
    for number in range(RUNS):
        run_id = f"{number:032x}"
        rows.execute(
            "INSERT INTO runs (run_uuid, name, status, start_time, end_time, lifecycle_stage, artifact_uri, "
            "experiment_id) VALUES (?, 'x', 'FINISHED', 1, 2, 'active', ?, 1)",
            (run_id, f"s3://b/1/{run_id}/artifacts"),
        )
        rows.execute("INSERT INTO params (key, value, run_uuid) VALUES ('a', ?, ?)", (str(number), run_id))
        for step in range(20):
            rows.execute("INSERT INTO metrics VALUES ('loss', ?, ?, ?, ?, 0)", (step / 7, step, run_id, step))
    rows.commit()
    rows.close()
    made.close()
    return file


def killed_again_and_again(command: list[str], folder: Path, came_far: Callable[[], int]) -> int:
    """Start a command, kill it a moment after it has come farther than before; returns how often it was killed."""
    chance, kills, last = random.Random(3), 0, 0
    while True:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=folder, env=clean_environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        end = time.monotonic() + 60
        while process.poll() is None and (came_far() < min(last + 40, RUNS) or kills >= 5):
            assert time.monotonic() < end
            time.sleep(0.002)
        if process.poll() is None:
            time.sleep(chance.random() * 0.01)
            process.send_signal(signal.SIGKILL)
        _, told = process.communicate()
        if process.returncode == 0:
            return kills
        assert process.returncode == -signal.SIGKILL, told
        kills += 1
        last = came_far()


def runs_in(file: Path) -> int:
    if not file.is_file():
        return 0
    try:
        connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
        try:
            return int(connection.execute("SELECT count(*) FROM runs").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return 0  # its tables are being made


def here(place: str) -> SqlStore:
    return open_store(StoreUri("sql" if "://" in place else "directory", place))


def records(store: SqlStore) -> dict[str, object]:
    """Every answer, less what each store makes for itself."""
    return {name: told for name, told in everything(store).items() if name != "experiment 0"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["folder", "database"])
def test_a_killed_import_goes_on(kind: str, tmp_path: Path) -> None:
    source = big_folder(tmp_path / "there") if kind == "folder" else big_database(tmp_path / "mlflow.db")
    into = f"sqlite:///{tmp_path}/ours.db"
    command = ["mlflow", "db", "import", str(source), "--into", into]
    kills = killed_again_and_again(command, tmp_path, lambda: runs_in(tmp_path / "ours.db"))
    assert kills >= 3
    whole = f"sqlite:///{tmp_path}/whole.db"
    subprocess.run(
        [sys.executable, "-m", *command[:-1], whole], cwd=tmp_path, env=clean_environment(), check=True,
        capture_output=True,
    )  # fmt: skip
    assert len(here(into).search_runs([FIRST, "1"])) == RUNS
    assert records(here(into)) == records(here(whole))


@pytest.mark.slow
def test_a_killed_first_opening_goes_on(tmp_path: Path) -> None:
    root = big_folder(tmp_path / "mlruns")
    command = ["mlflow", "experiments", "search"]
    shutil.copytree(root, tmp_path / "kept")
    kills = killed_again_and_again(command, tmp_path, lambda: runs_in(root / "penstock.db"))
    assert kills >= 3
    store = here(str(root))
    whole = here(f"sqlite:///{tmp_path}/whole.db")
    take_in(whole, FolderSource(root))
    assert records(store) == records(whole)
    changed = subprocess.run(
        ["diff", "-r", "--exclude=penstock.db*", str(tmp_path / "kept"), str(root)], capture_output=True, text=True
    )
    assert changed.returncode == 0, changed.stdout


@pytest.mark.slow
def test_a_killed_export_goes_on(tmp_path: Path) -> None:
    take_in(here(f"sqlite:///{tmp_path}/ours.db"), FolderSource(big_folder(tmp_path / "there")))
    close_all()
    target = tmp_path / "out" / FIRST
    command = ["mlflow", "db", "export", "out", "--from", f"sqlite:///{tmp_path}/ours.db"]
    kills = killed_again_and_again(command, tmp_path, lambda: sum(1 for _ in target.glob("*/meta.yaml")))
    assert kills >= 3
    again = here(f"sqlite:///{tmp_path}/again.db")
    assert take_in(again, FolderSource(tmp_path / "out")).taken["points"] == 20 * RUNS
    for left in (tmp_path / "out").rglob(".*.part"):
        os.utime(left, (1, 1))
    subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, env=clean_environment(), check=True, timeout=60)
    assert not list((tmp_path / "out").rglob(".*.part"))
