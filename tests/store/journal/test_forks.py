"""Threads that fork at the same time, while others log."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlflow import MlflowClient
from tests.store.journal.programs import left, run


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_threads_that_fork_at_once_do_not_wait_for_each_other_for_ever(tmp_path: Path) -> None:
    code = """
        import faulthandler, os, threading, warnings
        import mlflow
        warnings.simplefilter("ignore")
        faulthandler.dump_traceback_later(60, exit=True)
        run = mlflow.start_run()
        mlflow.log_metric("m", 0, step=0)
        ended = threading.Event()

        def fork(k):
            for i in range(10):
                child = os.fork()
                if not child:
                    try:
                        mlflow.log_metric(f"{k} {i}", 1, run_id=run.info.run_id)
                    finally:
                        os._exit(0)
                os.waitpid(child, 0)

        def log():
            i = 0
            while not ended.wait(0.001):
                i += 1
                mlflow.log_metric("m", i, step=i, run_id=run.info.run_id)

        logging = threading.Thread(target=log)
        forking = [threading.Thread(target=fork, args=(k,)) for k in range(4)]
        for thread in [logging, *forking]:
            thread.start()
        for thread in forking:
            thread.join()
        ended.set()
        logging.join()
        mlflow.log_metric("last", 1)
        print(run.info.run_id)
    """
    uri = str(tmp_path / "mlruns")
    run_id, err = run(code, tmp_path, MLFLOW_TRACKING_URI=uri)
    assert not err and not left(tmp_path)
    found = MlflowClient(uri).get_run(run_id).data.metrics
    assert set(found) == {"m", "last"} | {f"{k} {i}" for k in range(4) for i in range(10)}
