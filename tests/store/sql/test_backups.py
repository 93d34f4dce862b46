"""Copies of a database: whole, of one moment, made while others write, and killed without a trace."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from mlflow.cli.main import main
from mlflow.entities import Metric
from mlflow.exceptions import MlflowNotImplementedException, ResourceAlreadyExists, TemporarilyUnavailable
from mlflow.store.sql.backups import back_up
from mlflow.store.sql.servers import ServerDatabase
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.uris import StoreUri, parse_store_uri


@pytest.fixture
def store(tmp_path: Path) -> SqlStore:
    return open_store(StoreUri("directory", str(tmp_path / "mlruns")))


def fill(store: SqlStore, megabytes: int) -> str:
    run_id = store.create_run("0").info.run_id
    for number in range(megabytes):
        for part in range(42):
            start = 1000 * (42 * number + part)
            store.log_batch(run_id, [Metric(f"m{part}", (i * 0.37) % 1, i, i) for i in range(start, start + 1000)])
    return run_id


def test_a_copy_is_a_store(store: SqlStore, tmp_path: Path) -> None:
    run_id = fill(store, 1)
    result = CliRunner().invoke(main, ["db", "backup", str(tmp_path / "copy.db"), "--url", str(tmp_path / "mlruns")])
    assert result.exit_code == 0 and "bytes" in result.output, result.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.db", "mlruns"]
    copy = open_store(parse_store_uri(f"sqlite:///{tmp_path / 'copy.db'}"))
    assert copy.get_metric_history(run_id, "m7") == store.get_metric_history(run_id, "m7")
    # Restored: the file takes the place of the database.
    close_all()
    (tmp_path / "restored").mkdir()
    (tmp_path / "copy.db").rename(tmp_path / "restored" / "penstock.db")
    restored = open_store(StoreUri("directory", str(tmp_path / "restored")))
    assert restored.get_run(run_id).info.artifact_uri == str(tmp_path / "restored" / "0" / run_id / "artifacts")


def test_runs_that_ended_since_are_taken_in_from_their_folders(store: SqlStore, tmp_path: Path) -> None:
    before = store.create_run("0").info.run_id
    store.update_run(before, "FINISHED")
    back_up(store.foundation[0], tmp_path / "copy.db")
    since = store.create_run("0").info.run_id
    store.log_batch(since, [Metric("m", 0.5 * i, i, i) for i in range(100)])
    store.update_run(since, "FINISHED")
    close_all()
    (tmp_path / "copy.db").replace(tmp_path / "mlruns" / "penstock.db")
    here = str(tmp_path / "mlruns")
    restored = open_store(StoreUri("directory", here))
    assert restored.count_runs(["0"]) == 1
    result = CliRunner().invoke(main, ["db", "import", here, "--into", here])
    assert result.exit_code == 0, result.output
    restored = open_store(StoreUri("directory", here))
    assert {run.info.run_id for run in restored.search_runs(["0"])} == {before, since}
    assert [m.value for m in restored.get_metric_history(since, "m")] == [0.5 * i for i in range(100)]


def test_what_is_there_is_not_overwritten(store: SqlStore, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("precious")
    with pytest.raises(ResourceAlreadyExists, match="already"):
        back_up(store.foundation[0], there)
    assert there.read_text() == "precious"
    result = CliRunner().invoke(
        main, ["db", "backup", str(tmp_path / "no" / "x.db"), "--url", str(tmp_path / "mlruns")]
    )
    assert result.exit_code == 1 and "no folder" in result.output
    result = CliRunner().invoke(main, ["db", "backup", str(tmp_path / "x.db"), "--url", str(tmp_path / "none")])
    assert result.exit_code == 1 and "no store" in result.output and not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("url", "command"),
    [
        (
            "postgresql://ada:secret@db.example:5433/runs?sslmode=require&password=secret",
            "pg_dump --format=custom --file=/x/copy 'postgresql://ada@db.example:5433/runs?sslmode=require'",
        ),
        (
            "mysql+pymysql://ada:secret@db.example/runs",
            "mysqldump --host=db.example --user=ada --password --single-transaction --hex-blob "
            "--result-file=/x/copy runs",
        ),
    ],
)
def test_a_database_server_is_copied_by_its_own_tool(url: str, command: str) -> None:
    with pytest.raises(MlflowNotImplementedException) as error:
        back_up(ServerDatabase(url), "/x/copy")
    assert error.value.message.splitlines()[1].strip() == command and "secret" not in error.value.message


def test_a_copy_is_of_one_moment_while_others_write(store: SqlStore, tmp_path: Path) -> None:
    run_id = fill(store, 12)
    writing, steps = True, 0
    first, second = store.create_run("0").info.run_id, store.create_run("0").info.run_id
    count = 0

    def write() -> None:
        nonlocal count
        while writing:
            with store._db.write():
                pass
            store.log_metric(first, "m", float(count), count, count)
            store.log_metric(second, "m", float(count), count, count)
            count += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:

        def each() -> None:
            nonlocal steps
            steps += 1
            before = count
            while count < before + 3:  # there is always something new between two steps
                time.sleep(0.0005)

        back_up(store.foundation[0], tmp_path / "copy.db", lambda expected: each)
    finally:
        writing = False
        thread.join()
    assert steps >= 3
    copy = open_store(parse_store_uri(f"sqlite:///{tmp_path / 'copy.db'}"))
    one, other = len(copy.get_metric_history(first, "m")), len(copy.get_metric_history(second, "m"))
    assert one - other in (0, 1) and one < count
    assert len(copy.get_metric_history(run_id, "m3")) == 12_000


def test_a_killed_copy_leaves_nothing_that_looks_like_one(store: SqlStore, tmp_path: Path) -> None:
    fill(store, 12)
    close_all()
    command = [sys.executable, "-c", "from mlflow.cli.main import main; main()", "db", "backup", "copy.db"]
    command += ["--url", str(tmp_path / "mlruns")]
    process = subprocess.Popen(command, cwd=tmp_path, env=os.environ, stdout=subprocess.DEVNULL)
    while process.poll() is None and not (tmp_path / ".copy.db.part").exists():
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "copy.db").exists() and (tmp_path / ".copy.db.part").exists()
    subprocess.run(command, cwd=tmp_path, env=os.environ, check=True, capture_output=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.db", "mlruns"]


def test_a_disk_that_is_full(store: SqlStore, tmp_path: Path) -> None:
    fill(store, 2)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        with pytest.raises(TemporarilyUnavailable, match="disk"):
            back_up(store.foundation[0], tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert [p.name for p in tmp_path.iterdir()] == ["mlruns"]


def test_a_damaged_database_is_told(store: SqlStore, tmp_path: Path) -> None:
    fill(store, 1)
    store.close()
    file = tmp_path / "mlruns" / "penstock.db"
    with sqlite3.connect(file) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'metrics'").fetchone()
    connection.close()
    with open(file, "r+b") as damaged:
        damaged.seek((root - 1) * 4096 + 8)
        damaged.write(b"\xff" * 4000)
    with pytest.raises(Exception, match=r"damaged|malformed"):
        back_up(store.foundation[0], tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_who_may_not_read_the_database_may_not_read_its_copy(store: SqlStore, tmp_path: Path, mode: int) -> None:
    store.create_run("0")
    (tmp_path / "mlruns" / "penstock.db").chmod(mode)
    back_up(store.foundation[0], tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == mode
