"""Faults, each really caused: nothing that was answered is lost or there twice, and the error says what to do."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.store.sql.store import FILE, SqlStore, close_all, open_store
from mlflow.uris import parse_store_uri


def opened(file: Path) -> SqlStore:
    return open_store(parse_store_uri(f"sqlite:///{file}"))


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The system refuses to make files larger, as a disk does that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def check(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        wrong = connection.execute(
            "SELECT m.run, m.metric FROM metrics m WHERE m.points <> "
            "(SELECT sum(s.points) FROM series s WHERE s.run = m.run AND s.metric = m.metric)"
        ).fetchall()
        assert wrong == []
    connection.close()


def batch(number: int) -> tuple[list[Metric], list[Param], list[RunTag]]:
    metrics = [Metric(f"m{i}", number + i / 100, number, number) for i in range(50)]
    return metrics, [Param(f"p{number}", "x" * 200)], [RunTag(f"t{number}", "y" * 200)]


@pytest.mark.parametrize("how", ["file", "pages"])
def test_a_full_disk_refuses_batches_whole_and_loses_nothing(tmp_path: Path, how: str) -> None:
    store = opened(tmp_path / "x.db")
    run_id = store.create_run("0").info.run_id
    store.log_batch(run_id, *batch(0))
    done, refused = 1, 0
    if how == "file":
        limit = no_file_larger_than(max(p.stat().st_size for p in tmp_path.iterdir()) + 300_000)
    else:
        limit = fewer_pages(store)
    with limit:
        for number in range(1, 400):
            try:
                store.log_batch(run_id, *batch(number))
            except TemporarilyUnavailable as error:
                refused += 1
                assert "full" in error.message or "disk" in error.message
                if refused == 5:
                    break
            else:
                assert refused == 0
                done += 1
        assert refused == 5
        found = store.get_run(run_id)  # reading goes on
        assert len(found.data.params) == done and found.data.metrics["m7"] == done - 1 + 0.07
    for number in range(done, done + 20):  # and so does writing, once there is room
        store.log_batch(run_id, *batch(number))
    found = store.get_run(run_id)
    assert set(found.data.params) == {f"p{i}" for i in range(done + 20)}
    assert [m.step for m in store.get_metric_history(run_id, "m49")] == list(range(done + 20))
    close_all()
    check(tmp_path / "x.db")


@contextmanager
def fewer_pages(store: SqlStore) -> Iterator[None]:
    """SQLite itself says that the disk is full."""
    with store._db.write() as session:
        (pages,) = session.rows("PRAGMA page_count")[0]
        session.rows(f"PRAGMA max_page_count = {pages + 60}")
    try:
        yield
    finally:
        with store._db.write() as session:
            session.rows("PRAGMA max_page_count = 1073741823")


def test_a_disk_that_is_full_when_a_run_ends(tmp_path: Path) -> None:
    store = opened(tmp_path / "x.db")
    run_id = store.create_run("0").info.run_id
    for number in range(30):
        store.log_batch(run_id, *batch(number))
    with no_file_larger_than(4096), pytest.raises(TemporarilyUnavailable):
        store.update_run(run_id, "FINISHED")
    assert store.get_run(run_id).info.status == "RUNNING"
    assert len(store.get_metric_history(run_id, "m3")) == 30
    store.update_run(run_id, "FINISHED")
    assert store.get_run(run_id).info.status == "FINISHED"
    assert len(store.get_metric_history(run_id, "m3")) == 30


_LOGGING = """
    import sys
    from mlflow.store.sql import series
    series._LOOSE, series._FULL, series.MANY = 4, 32, 8  # so that merging and squeezing happens all the time
    from mlflow.entities import Metric
    from mlflow.store.sql.store import open_store
    from mlflow.uris import parse_store_uri

    store = open_store(parse_store_uri(sys.argv[1]))
    run_id, start = sys.argv[2], int(sys.argv[3])
    for number in range(start, 100_000):
        if number % 7 == 0:
            store.log_batch(run_id, [Metric(k, 0.1 * number, number, number) for k in ("a", "b", "c")])
        elif number % 29 == 0:
            store.update_run(run_id, "FINISHED")
            store.update_run(run_id, "RUNNING")
        else:
            store.log_metric(run_id, "a", 0.1 * number, number, number)
        print(number, flush=True)
"""


def test_a_process_that_is_killed_while_series_are_merged(tmp_path: Path) -> None:
    store = opened(tmp_path / "x.db")
    run_id = store.create_run("0").info.run_id
    close_all()
    expected: dict[str, list[int]] = {"a": [], "b": [], "c": []}
    last = 0
    for attempt in range(12):
        command = [
            sys.executable,
            "-c",
            textwrap.dedent(_LOGGING),
            f"sqlite:///{tmp_path / 'x.db'}",
            run_id,
            str(last + 1),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
        assert process.stdout is not None
        answered = [int(process.stdout.readline())]
        time.sleep(0.01 + 0.007 * attempt)
        process.send_signal(signal.SIGKILL)
        answered += [int(line) for line in process.stdout if line.endswith("\n")]
        process.wait()
        process.stdout.close()
        store = opened(tmp_path / "x.db")
        for key, steps in expected.items():
            logged = [n for n in answered if n % 7 == 0 or (key == "a" and n % 29)]
            steps += logged
            found = [(m.step, m.value) for m in store.get_metric_history(run_id, key)]
            # What was under way may have arrived; what was answered has.
            unanswered = answered[-1] + 1
            if found and found[-1][0] == unanswered:
                steps.append(unanswered)
            assert found == [(n, 0.1 * n) for n in steps]
        last = max(answered[-1] + 1, last)
        close_all()
        check(tmp_path / "x.db")
    assert last > 100


_READING = """
    import os, sys
    from mlflow.exceptions import TemporarilyUnavailable
    from mlflow.store.sql.store import open_store
    from mlflow.uris import parse_store_uri

    def refused(act):
        try:
            act()
        except TemporarilyUnavailable as error:
            assert "read-only" in error.message and error.get_http_status_code() == 503, error
        else:
            raise AssertionError("it was written")

    if os.geteuid() == 0:
        os.setuid(65534)  # the administrator may write anything
    address, run_id, folder_too = parse_store_uri(sys.argv[1]), sys.argv[2], len(sys.argv) > 3
    if folder_too:
        refused(lambda: open_store(address))
    else:
        store = open_store(address)
        assert store.get_run(run_id).data.metrics == {"m": 0.5}
        assert len(store.search_runs(["0"])) == 1
        refused(lambda: store.log_metric(run_id, "m", 1.0, 2, 2))
        refused(lambda: store.create_run("0"))
        assert store.get_run(run_id).data.metrics == {"m": 0.5}
    print("well")
"""


@pytest.mark.parametrize("folder_too", [[], ["folder too"]], ids=["file", "folder"])
def test_a_database_that_may_only_be_read(folder_too: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = opened(folder / FILE)
        run_id = store.create_run("0").info.run_id
        store.log_metric(run_id, "m", 0.5, 1, 1)
        close_all()
        (folder / FILE).chmod(0o444)
        folder.chmod(0o555 if folder_too else 0o755)
        if os.geteuid() == 0:
            os.chown(folder / FILE, 65534, -1)
            os.chown(folder, 65534, -1)
        command = [sys.executable, "-c", textwrap.dedent(_READING), f"sqlite:///{folder / FILE}", run_id, *folder_too]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        folder.chmod(0o755)
        assert done.stdout == "well\n", done.stderr


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    store = opened(file)
    run_id = store.create_run("0").info.run_id
    store.log_batch(run_id, *batch(0))
    close_all()
    with sqlite3.connect(file) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'metrics'").fetchone()
    connection.close()
    with open(file, "r+b") as damaged:
        damaged.seek((root - 1) * 4096)
        damaged.write(b"\xff" * 4096)
    with pytest.raises(MlflowException, match="damaged") as told:
        opened(file).get_run(run_id)
    assert told.value.error_code == "INTERNAL_ERROR"
    with pytest.raises(MlflowException, match="damaged"):
        opened(file).log_batch(run_id, *batch(1))


def test_a_database_that_another_process_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow.store.sql.engine._PATIENCE", 0.2)
    store = opened(tmp_path / "x.db")
    run_id = store.create_run("0").info.run_id
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(TemporarilyUnavailable, match="Another process"):
        store.log_metric(run_id, "m", 0.5, 1, 1)
    assert store.get_run(run_id).data.metrics == {}
    other.execute("COMMIT")
    other.close()
    store.log_metric(run_id, "m", 0.5, 1, 1)
    assert store.get_run(run_id).data.metrics == {"m": 0.5}
