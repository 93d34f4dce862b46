"""What a journal holds in memory, and what it does where it cannot write."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mlflow.store.journal import journal as module
from mlflow.store.journal.journal import Journal
from mlflow.store.journal.records import POINT
from tests.processes import server
from tests.store.journal.programs import left, run


def test_memory_is_bounded_over_all_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_IN_MEMORY", 10_000)
    monkeypatch.setattr(module, "_ROTATE", 50_000)
    journal = Journal(tmp_path, "http://tracking.example", False, lambda: None, lambda path: None)
    for i in range(10_000):
        journal.append((POINT, "r" * 32, "m", float(i), i, i))
    assert len(journal.files) > 5
    assert sum(len(file.pending) for file in journal.files) < 200

    def shipped() -> list[int]:
        steps = []
        while journal.waiting:
            window = journal.window()
            steps += [record[5] for _, record in window]
            if window:
                journal.done(window)
        return steps

    assert shipped() == list(range(10_000))
    for i in range(100):  # memory serves again
        journal.append((POINT, "r" * 32, "m", float(i), i, i))
    assert journal.files[-1].pending and shipped() == list(range(100))
    assert not journal.close() and not list(tmp_path.glob("*.journal"))


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit here")
def test_a_file_in_which_nothing_can_be_noted_is_shipped(tmp_path: Path) -> None:
    code = """
        import mlflow, resource, signal, time
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        run = mlflow.start_run()
        mlflow.log_metric("m", 0, step=0)
        mlflow.flush_async_logging()
        for i in range(1, 100):
            mlflow.log_metric("m", i, step=i)
        # From here on this process can write to no file at all, and not to one that is there; the store is elsewhere.
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        for i in range(100, 200):
            mlflow.log_metric("m", i, step=i)
        mlflow.flush_async_logging()
        time.sleep(0.2)
        for i in range(200, 300):
            mlflow.log_metric("m", i, step=i)
        time.sleep(0.5)  # nobody waits: the thread ships them
        told = len(mlflow.MlflowClient().get_metric_history(run.info.run_id, "m"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(told)
    """
    with server(Path(sys.executable), tmp_path, 30) as url:
        out, err = run(code, tmp_path, MLFLOW_TRACKING_URI=url)
    assert out.splitlines()[-1] == "300" and "Traceback" not in err, err
    assert not left(tmp_path)


def test_no_server_and_no_journal_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    code = """
        import mlflow
        from mlflow.exceptions import TemporarilyUnavailable
        try:
            mlflow.start_run()
        except TemporarilyUnavailable as error:
            print(error)
    """
    no_folder = str(tmp_path / "a file" / "journals")
    out, _ = run(code, tmp_path, MLFLOW_TRACKING_URI="http://127.0.0.1:9", PENSTOCK_JOURNAL_DIR=no_folder)
    assert "PENSTOCK_JOURNAL_DIR" in out and "127.0.0.1:9 is away" in out
    assert os.listdir(tmp_path) == ["a file"]
