"""A server reads its newest runs before somebody asks, and nobody waits for that."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.entities import Metric, Param
from mlflow.store.sql import warming
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.uris import StoreUri

RUNS = 100
#: Bytes of the params of all runs.
SIZE = RUNS * 20 * 1_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    store = open_store(StoreUri("directory", str(tmp_path / "records")))
    for number in range(RUNS):
        run_id = store.create_run("0", start_time=number).info.run_id
        store.log_batch(run_id, [Metric("loss", 0.5, 1)], [Param(f"p{key}", f"{number:01000}") for key in range(20)])
    store.close()  # which empties the log
    yield store
    store.close()


def wait() -> None:
    for thread in threading.enumerate():
        if thread.name == "warming":
            thread.join()


def bytes_read() -> int:
    """What this process has read, from the disk or from memory that keeps what was on it."""
    facts = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(facts["rchar"])


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="needs Linux")
@pytest.mark.parametrize(("together", "seconds"), [(2_000, 60.0), (7, 60.0), (7, 0.0)])
def test_all_runs_are_read_while_there_is_time(
    store: SqlStore, together: int, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "_TOGETHER", together)
    monkeypatch.setattr(warming, "_LONGEST", seconds)
    monkeypatch.setattr(warming, "_STEPS", 1)
    before = bytes_read()
    store.share(0)
    wait()
    found = bytes_read() - before
    assert found > SIZE if seconds else found < SIZE / 4
    assert len(store.search_runs(["0"])) == RUNS


def test_closing_ends_it(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_LONGEST", 1e9)
    monkeypatch.setattr(warming, "_STEPS", 1)
    monkeypatch.setattr(warming, "_STATEMENTS", ("SELECT count(*) FROM params a, params b, params c, params d",))
    store.share(0)
    began = time.monotonic()
    assert len(store.search_runs(["0"])) == RUNS  # which waits for nothing
    assert "warming" in [thread.name for thread in threading.enumerate()]
    store.close()
    assert "warming" not in [thread.name for thread in threading.enumerate()]
    assert time.monotonic() - began < 30
