"""A server's database copies its log aside, and nothing of it is lost."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import warnings
from pathlib import Path

import pytest

from mlflow.entities import Metric
from mlflow.store.sql import checkpoints
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.uris import StoreUri

POINTS = 1000


@pytest.fixture
def store(tmp_path: Path) -> SqlStore:
    return open_store(StoreUri("directory", str(tmp_path / "records")))


def log(store: SqlStore, run_id: str, batches: int) -> None:
    for number in range(batches):
        first = number * POINTS
        store.log_batch(
            run_id, [Metric("loss", n * 0.7, 1_760_000_000_000 + n, n) for n in range(first, first + POINTS)]
        )


def checkpointing() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "checkpoints"]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A little is much, and is looked for all the time."""
    for name, value in {"_WORTH": 5, "_LONG": 25, "_SHORTEST": 0.01, "_LONGEST": 0.02}.items():
        monkeypatch.setattr(checkpoints, name, value)


def test_the_log_is_copied_by_another_thread_and_begun_anew(store: SqlStore, tmp_path: Path, hasty: None) -> None:
    wal = tmp_path / "records" / "penstock.db-wal"
    log(store, store.create_run("0").info.run_id, 60)
    unshared = wal.stat().st_size
    store.share(0)
    assert len(checkpointing()) == 1
    run_id = store.create_run("0").info.run_id
    for _ in range(4):
        log(store, run_id, 15)
        time.sleep(0.1)
    assert 0 < wal.stat().st_size < unshared
    assert len(store.get_metric_history(run_id, "loss")) == 15 * POINTS
    store.close()
    assert checkpointing() == []
    with sqlite3.connect(tmp_path / "records" / "penstock.db") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def test_a_reader_that_stays_keeps_no_writer_waiting(store: SqlStore, tmp_path: Path, hasty: None) -> None:
    store.share(0)
    run_id = store.create_run("0").info.run_id
    reader = sqlite3.connect(tmp_path / "records" / "penstock.db", isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    log(store, run_id, 30)
    reader.execute("COMMIT")
    reader.close()
    assert len(store.get_metric_history(run_id, "loss")) == 30 * POINTS
    store.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_server_has_a_thread_of_its_own(store: SqlStore) -> None:
    store.share(0)
    run_id = store.create_run("0").info.run_id
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of threads
        child = os.fork()
    if child == 0:
        status = 1
        try:
            threads = [threading.Thread(target=store.get_run, args=(run_id,)) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            status = 0 if len(checkpointing()) == 1 else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    store.close()
