"""A store with a journal in front, in one process: what is logged, read, refused and waited for."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mlflow
from mlflow import MlflowClient
from mlflow.active.runs import innermost
from mlflow.entities import Metric
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.store.journal import journal as journals
from mlflow.store.journal.store import JournalStore
from mlflow.store.sql.runs import Runs
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.uris import parse_store_uri


@pytest.fixture(autouse=True)
def address(tmp_path: Path) -> Iterator[str]:
    url = f"sqlite:///{tmp_path / 'records.db'}"
    mlflow.set_tracking_uri(url)
    yield url


def _journal() -> JournalStore:
    opened = innermost()
    assert opened is not None and isinstance(opened.store, JournalStore)
    return opened.store


def _behind(address: str) -> SqlStore:
    """The store itself, which knows nothing of journals."""
    return open_store(parse_store_uri(address))


def test_reads_see_what_was_written(address: str) -> None:
    with mlflow.start_run() as run:
        for i in range(200):
            mlflow.log_metric("m", i, step=i)
            if i % 20 == 0:
                mlflow.log_param(f"p{i}", i)
                assert mlflow.get_run(run.info.run_id).data.metrics["m"] == i
                assert mlflow.search_runs(filter_string=f"params.p{i} = '{i}'", output_format="list")
        assert len(MlflowClient().get_metric_history(run.info.run_id, "m")) == 200


def test_others_see_it_soon(address: str) -> None:
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1)
        began = time.monotonic()
        while "m" not in _behind(address).get_run(run.info.run_id).data.metrics:
            assert time.monotonic() - began < 5
            time.sleep(0.002)


def test_records_may_gather_for_longer(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_ASYNC_LOGGING_BUFFERING_SECONDS", "60")
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1)
        time.sleep(0.3)
        assert not _behind(address).get_run(run.info.run_id).data.metrics
        assert mlflow.get_run(run.info.run_id).data.metrics == {"m": 1}


def test_a_journal_is_there_until_its_store_has_it(tmp_path: Path) -> None:
    folder = tmp_path / "records.db-journals"
    with mlflow.start_run():
        mlflow.log_metric("m", 1)
        (journal,) = folder.iterdir()
        assert journal.stat().st_mode & 0o77 == 0 and folder.stat().st_mode & 0o77 == 0
    mlflow.active.stores.close_stores()  # type: ignore[attr-defined]
    assert not folder.exists()


def test_a_param_cannot_change() -> None:
    with mlflow.start_run() as run:
        mlflow.log_param("p", 1)
        mlflow.log_param("p", 1)
        with pytest.raises(InvalidParameterValue, match="written once"):
            mlflow.log_param("p", 2)
        with pytest.raises(InvalidParameterValue, match="written once"):
            mlflow.log_params({"q": 1, "p": 2})
    with mlflow.start_run(run.info.run_id):
        assert mlflow.get_run(run.info.run_id).data.params == {"p": "1"}
        with pytest.raises(InvalidParameterValue, match="written once"):
            mlflow.log_param("p", 3)


def test_arguments_are_judged_at_once() -> None:
    client = MlflowClient()
    with pytest.raises(ResourceDoesNotExist):
        client.log_metric("f" * 32, "m", 1)
    with mlflow.start_run() as run:
        for wrong in (
            lambda: mlflow.log_metric("no\ttabs", 1),
            lambda: mlflow.log_metric("m", "text"),  # type: ignore[arg-type]
            lambda: mlflow.log_metric("m", 1, step=2**63),
            lambda: mlflow.log_metric("m", 1, timestamp=-1),
            lambda: mlflow.log_param("a/../b", 1),
            lambda: mlflow.set_tag("x" * 251, 1),
            lambda: mlflow.set_tag("t", "\ud800"),
            lambda: client.log_metric(run.info.run_id, "m", 1, model_id="m-unknown"),
        ):
            with pytest.raises(MlflowException):
                wrong()
    client.delete_run(run.info.run_id)
    with pytest.raises(InvalidParameterValue, match="deleted"):
        client.set_tag(run.info.run_id, "t", 1)
    assert not mlflow.search_runs(output_format="list")


def test_waiting_for_what_was_logged(address: str) -> None:
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1, synchronous=True)
        assert _behind(address).get_run(run.info.run_id).data.metrics == {"m": 1}
        _behind(address).log_param(run.info.run_id, "p", "of somebody else")
        with pytest.raises(InvalidParameterValue):
            mlflow.log_param("p", "mine", synchronous=True)
        operations = mlflow.log_metrics({"m": 2, "n": 3}, step=1, synchronous=False)
        assert operations is not None
        operations.wait()
        assert _behind(address).get_run(run.info.run_id).data.metrics == {"m": 2, "n": 3}


def test_a_refusal_found_late_is_told_and_kept(address: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with mlflow.start_run() as run:
        _behind(address).log_param(run.info.run_id, "p", "of somebody else")
        refused = mlflow.log_param("p", "mine", synchronous=False)
        mlflow.log_metric("m", 1)
        with pytest.raises(InvalidParameterValue):
            refused.wait()
        mlflow.flush_async_logging()
        assert mlflow.get_run(run.info.run_id).data.metrics == {"m": 1}
    (kept,) = tmp_path.rglob("*.refused.jsonl")
    assert '"p"' in kept.read_text() and run.info.run_id in kept.read_text()
    assert next(r for r in caplog.records if "refused" in r.getMessage()).levelno == logging.WARNING


def test_tags_in_order_and_gone(address: str) -> None:
    with mlflow.start_run() as run:
        for i in range(300):
            mlflow.set_tag("t", i)
        mlflow.delete_tag("t")
        with pytest.raises(ResourceDoesNotExist):
            mlflow.delete_tag("t")
        mlflow.set_tag("t", "again")
    assert mlflow.get_run(run.info.run_id).data.tags["t"] == "again"


def test_the_same_point_on_purpose_counts_once() -> None:
    with mlflow.start_run() as run:
        for _ in range(3):
            mlflow.log_metric("m", 1, step=1, timestamp=5)
        mlflow.log_metric("m", 2, step=1, timestamp=5)
    assert [p.value for p in MlflowClient().get_metric_history(run.info.run_id, "m")] == [1, 2]


def test_a_clock_that_goes_backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    real, fake = time.time_ns, iter(range(10_000))

    def backwards() -> int:
        return real() - next(fake) * 60_000_000_000

    monkeypatch.setattr("mlflow.tracking.values.time.time_ns", backwards)
    with mlflow.start_run() as run:
        for i in range(200):
            mlflow.log_metric("m", i, step=i)
            mlflow.set_tag("t", i)
    monkeypatch.undo()
    found = mlflow.get_run(run.info.run_id)
    assert found.data.metrics == {"m": 199} and found.data.tags["t"] == "199" and found.info.status == "FINISHED"
    history = MlflowClient().get_metric_history(run.info.run_id, "m")
    assert [p.step for p in history] == list(range(200)) and history[0].timestamp > history[-1].timestamp


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "_IN_MEMORY", 2000)
    monkeypatch.setattr(journals, "_ROTATE", 20_000)
    with mlflow.start_run() as run:
        store = _journal()
        release = threading.Event()
        real = Runs.log_batch

        def slow(self: Runs, *args: object, **kwargs: object) -> None:
            release.wait(20)
            real(self, *args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(Runs, "log_batch", slow)
        for i in range(3000):
            mlflow.log_metric("m", i, step=i)
        assert sum(len(file.pending) for file in store.journal.files) < 1000
        assert len(store.journal.files) > 5
        release.set()
        history = MlflowClient().get_metric_history(run.info.run_id, "m")
        assert [p.step for p in history] == list(range(3000))
        mlflow.log_metric("m", -1, step=3000)
        assert mlflow.get_run(run.info.run_id).data.metrics["m"] == -1
        assert len(store.journal.files) == 1 and not store.journal.waiting


def test_threads_and_tasks() -> None:
    client = MlflowClient()
    run_id = client.create_run("0").info.run_id

    def log(thread: int) -> None:
        for i in range(300):
            client.log_metric(run_id, f"m{thread}", i, step=i)
            if i % 50 == 0:
                assert len(client.get_metric_history(run_id, f"m{thread}")) == i + 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(log, range(8)))

    async def task(number: int) -> None:
        for i in range(50):
            client.log_metric(run_id, f"a{number}", i, step=i)
            await asyncio.sleep(0)

    async def together() -> None:
        await asyncio.gather(*(task(number) for number in range(5)))

    asyncio.run(together())
    for key, count in [(f"m{i}", 300) for i in range(8)] + [(f"a{i}", 50) for i in range(5)]:
        assert [p.step for p in client.get_metric_history(run_id, key)] == list(range(count))


def test_a_signal_handler_may_log() -> None:
    if not hasattr(signal, "setitimer"):
        pytest.skip("no interval timers here")
    count = 0

    def handler(*_: object) -> None:
        nonlocal count
        count += 1
        mlflow.log_metric("from_handler", count, step=count)

    before = signal.signal(signal.SIGALRM, handler)
    try:
        with mlflow.start_run() as run:
            signal.setitimer(signal.ITIMER_REAL, 0.001, 0.0005)
            for i in range(20_000):
                mlflow.log_metric("m", i, step=i)
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)
    client = MlflowClient()
    assert [p.step for p in client.get_metric_history(run.info.run_id, "m")] == list(range(20_000))
    assert count > 10
    assert [p.step for p in client.get_metric_history(run.info.run_id, "from_handler")] == list(range(1, count + 1))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")  # forking then is what is tested
def test_a_child_forked_while_threads_log_has_a_journal_of_its_own() -> None:
    client = MlflowClient()
    with mlflow.start_run() as run:
        run_id = run.info.run_id
        stop = threading.Event()

        def busy() -> None:
            i = 0
            while not stop.is_set():
                client.log_metric(run_id, "parent", i, step=i)
                i += 1

        thread = threading.Thread(target=busy)
        thread.start()
        children = []
        for child in range(5):
            time.sleep(0.01)
            process = os.fork()
            if process == 0:
                code = 1
                try:
                    for i in range(100):
                        mlflow.log_metric(f"child{child}", i, step=i)
                    mlflow.flush_async_logging()
                    code = 0 if client.get_run(run_id).data.metrics[f"child{child}"] == 99 else 2
                finally:
                    os._exit(code)
            children.append(process)
        codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in children]
        stop.set()
        thread.join()
        assert codes == [0] * 5
    for child in range(5):
        assert len(client.get_metric_history(run_id, f"child{child}")) == 100
    steps = [p.step for p in client.get_metric_history(run_id, "parent")]
    assert steps == list(range(len(steps)))


def test_without_a_folder_for_it_logging_waits_for_the_store(
    address: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "records.db-journals").write_text("in the way")
    with mlflow.start_run() as run:
        for i in range(5):
            mlflow.log_metric("m", i, step=i)
            assert _behind(address).get_run(run.info.run_id).data.metrics == {"m": i}
        mlflow.log_param("p", 1)
        with pytest.raises(InvalidParameterValue):
            mlflow.log_param("p", 2)
    assert _behind(address).get_run(run.info.run_id).info.status == "FINISHED"
    assert len([r for r in caplog.records if "No journal" in r.getMessage()]) == 1


def test_it_can_be_turned_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PENSTOCK_JOURNAL", "false")
    with mlflow.start_run():
        mlflow.log_metric("m", 1)
        opened = innermost()
        assert opened is not None and isinstance(opened.store, SqlStore)
    assert not list(tmp_path.glob("*-journals"))


def test_large_batches_are_taken(address: str) -> None:
    client = MlflowClient()
    run_id = client.create_run("0").info.run_id
    client.log_batch(run_id, [Metric("m", i, 5, i) for i in range(5000)])
    assert len(client.get_metric_history(run_id, "m")) == 5000
