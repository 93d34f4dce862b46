"""Databases of earlier versions: read as they are, brought up to date while others work, killed in the middle."""

from __future__ import annotations

import math
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
from mlflow.entities import Metric, ViewType
from mlflow.store.sql import schema
from mlflow.store.sql.chores import Chores
from mlflow.store.sql.packing import pack
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.uris import parse_store_uri

_FIRST = Path(__file__).with_name("version_1.sql")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database as version 1 wrote it."""
    made = tmp_path / "x.db"
    with sqlite3.connect(made) as connection:
        connection.executescript(_FIRST.read_text())
    connection.close()
    return made


def opened(file: Path) -> SqlStore:
    return open_store(parse_store_uri(f"sqlite:///{file}"))


def everything(store: SqlStore) -> str:
    """All that can be read of all runs, as a text: NaN equals itself in it."""
    told = []
    for experiment in store.search_experiments(ViewType.ALL):
        told.append(str(experiment.to_dictionary() if hasattr(experiment, "to_dictionary") else experiment))
        for run in store.search_runs([experiment.experiment_id], run_view_type=ViewType.ALL):
            told.append(str(run.to_dictionary()))
            for summary in store.get_metric_summaries(run.info.run_id):
                told.append(str(summary))
                told.append(
                    str(
                        [(m.step, m.timestamp, m.value) for m in store.get_metric_history(run.info.run_id, summary.key)]
                    )
                )
    return "\n".join(told)


def packings(file: Path) -> dict[int, int]:
    with sqlite3.connect(file) as connection:
        found = dict(connection.execute("SELECT packing, count(*) FROM series GROUP BY packing").fetchall())
    connection.close()
    return found


def reached(file: Path) -> str | None:
    with sqlite3.connect(file) as connection:
        row = connection.execute("SELECT value FROM facts WHERE name = 'series_squeezed'").fetchone()
    connection.close()
    return row[0] if row else None


def add_long_series(file: Path, series: int, points: int = 9000) -> None:
    """Series as version 1 merged them: long plain parts, of a run that has ended and of one that has not."""
    connection = sqlite3.connect(file)
    with connection:
        for number in range(series):
            cursor = connection.execute("INSERT INTO metric_names (name) VALUES (?)", (f"long {number:04}",))
            mine = [(i, 1000 + i, math.sin(i * (number + 1)), 0) for i in range(points)]
            run = 1 + number % 2
            connection.execute(
                "INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0, 1000, -1.0, 1.0, 1, 1)",
                (run, cursor.lastrowid, points, mine[-1][2], points - 1, 999 + points, mine[0][2]),
            )
            connection.execute(
                "INSERT INTO series VALUES (?, ?, 0, ?, 0, 1000, ?, ?, ?, ?)",
                (run, cursor.lastrowid, points, points - 1, 999 + points, *pack(mine)),
            )
    connection.close()


def test_the_first_version_is_read_as_it_was_written(file: Path) -> None:
    store = opened(file)
    (experiment,) = [e for e in store.search_experiments() if e.name == "first"]
    finished, running = sorted(store.search_runs([experiment.experiment_id]), key=lambda run: run.info.status)
    assert (finished.info.status, running.info.status) == ("FINISHED", "RUNNING")
    for run in (finished, running):
        assert run.data.params == {"p": "1"} and run.data.tags["t"] == "x"
        assert run.data.metrics["acc"] == 63 / 128 and run.data.metrics["odd"] == 0
        assert len(store.get_metric_history(run.info.run_id, "loss")) == 60
        odd = [(m.step, str(m.value)) for m in store.get_metric_history(run.info.run_id, "odd")]
        assert odd == [(-(2**63) + 1, "5e-324"), (-5, "inf"), (3, "nan"), (3, "-inf"), (2**63 - 1, "-0.0")]
        assert {m.dataset_name for m in store.get_metric_history(run.info.run_id, "acc")} == {"d"}
        assert run.inputs.dataset_inputs[0].dataset.name == "d"
    assert [m.name for m in store.search_registered_models()] == ["rm"]
    assert [e.name for e in store.search_experiments(ViewType.DELETED_ONLY)] == ["binned"]
    with store._db.read() as session:
        assert session.row("SELECT value FROM facts WHERE name = 'schema_version'") == (str(schema.CURRENT),)
    assert 2 not in packings(file)  # opening does nothing that takes long


def test_upgrade_squeezes_what_an_older_version_left(file: Path) -> None:
    add_long_series(file, 4)
    store = opened(file)
    before = everything(store)
    result = CliRunner().invoke(main, ["db", "upgrade", f"sqlite:///{file}"])
    assert result.exit_code == 0 and f"version {schema.CURRENT}" in result.output, result.output
    store = opened(file)
    assert everything(store) == before
    # Long parts of both runs, and what is worth it of the one that has ended; its others stay plain.
    found = packings(file)
    assert (found[2], found[3]) == (5, 1)
    assert Chores(*store.foundation).size() == 0
    running = next(r for r in store.search_runs(["1"]) if r.info.status == "RUNNING").info.run_id
    store.log_batch(running, [Metric("long 0001", 7.0, 1, 9000), Metric("loss", 7.0, 1, 9000)])
    assert len(store.get_metric_history(running, "long 0001")) == 9001
    store.update_run(running, "FINISHED")
    assert len(store.get_metric_history(running, "loss")) == 61


def test_a_new_database_has_nothing_to_catch_up_with(tmp_path: Path) -> None:
    store = opened(tmp_path / "new.db")
    run_id = store.create_run("0").info.run_id
    store.log_batch(run_id, [Metric("m", 0.5, i, i) for i in range(100)])
    assert Chores(*store.foundation).size() == 0


def test_an_upgrade_that_is_killed_goes_on(file: Path) -> None:
    add_long_series(file, 100)
    store = opened(file)
    before = everything(store)
    total = Chores(*store.foundation).size()
    close_all()
    one_at_a_time = "import mlflow.store.sql.chores as c; c._SHORT = 0; from mlflow.cli.main import main; main()"
    command = [sys.executable, "-c", one_at_a_time, "db", "upgrade", f"sqlite:///{file}"]
    left = []
    for _ in range(3):
        before_it = reached(file)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
        while process.poll() is None and reached(file) == before_it:
            time.sleep(0.002)
        time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        store = opened(file)
        left.append(Chores(*store.foundation).size())
        assert everything(store) == before
        close_all()
    assert left == sorted(left, reverse=True) and left[-1] < left[0] < total and left[1] > 0
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    store = opened(file)
    assert everything(store) == before and Chores(*store.foundation).size() == 0
    assert packings(file)[2] >= 100


def test_an_upgrade_on_a_full_disk_goes_on_when_there_is_room(file: Path) -> None:
    add_long_series(file, 20)
    store = opened(file)
    before = everything(store)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 17, hard))
    try:
        result = CliRunner().invoke(main, ["db", "upgrade", f"sqlite:///{file}"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert result.exit_code == 1 and "disk" in result.output, result.output
    assert everything(opened(file)) == before
    assert CliRunner().invoke(main, ["db", "upgrade", f"sqlite:///{file}"]).exit_code == 0
    assert everything(opened(file)) == before and packings(file)[2] >= 20


def test_others_read_and_write_during_an_upgrade(file: Path) -> None:
    add_long_series(file, 60)
    store = opened(file)
    before = everything(store)
    close_all()
    command = [sys.executable, "-c", "from mlflow.cli.main import main; main()", "db", "upgrade", f"sqlite:///{file}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    store, slowest, count = opened(file), 0.0, 0
    run_id = store.create_run("0").info.run_id
    reads: list[bool] = []

    def read() -> None:
        while process.poll() is None:
            reads.append(before in everything(store) or run_id in everything(store))

    reader = threading.Thread(target=read)
    reader.start()
    while process.poll() is None:
        began = time.perf_counter()
        store.log_metric(run_id, "m", 0.5 * count, count, count)
        slowest, count = max(slowest, time.perf_counter() - began), count + 1
        time.sleep(0.001)
    reader.join()
    assert process.returncode == 0 and count > 10 and all(reads)
    assert slowest < 2.0  # a writer waits for one short step, not for the whole
    assert len(store.get_metric_history(run_id, "m")) == count
    assert packings(file)[2] >= 60
