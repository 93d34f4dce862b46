"""What becomes of a run when the process ends without ending it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mlflow

START = "import mlflow, sys, os\nmlflow.start_run()\nmlflow.log_param('p', 1)\n"


def status_after(code: str) -> tuple[int, str]:
    Path("script.py").write_text(START + code)
    done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, timeout=60)
    runs = mlflow.search_runs(output_format="list")
    assert len(runs) == 1 and runs[0].data.params == {"p": "1"}, done.stderr
    return done.returncode, runs[0].info.status


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("", (0, "FINISHED")),
        ("sys.exit()", (0, "FINISHED")),
        ("sys.exit(0)", (0, "FINISHED")),
        ("sys.exit(1)", (1, "FAILED")),
        ("sys.exit('words')", (1, "FAILED")),
        (
            "import threading\none = threading.Thread(target=sys.exit, args=(3,))\none.start()\none.join()",
            (0, "FINISHED"),
        ),
        ("raise ValueError('boom')", (1, "FAILED")),
        ("raise KeyboardInterrupt", (-signal.SIGINT, "FAILED")),
        ("os._exit(0)", (0, "RUNNING")),
        ("mlflow.end_run()\nsys.exit(3)", (3, "FINISHED")),
        ("try:\n    sys.exit(1)\nexcept SystemExit:\n    mlflow.end_run()", (0, "FINISHED")),
        ("mlflow.log_metric('m', 1, synchronous=False)", (0, "FINISHED")),
    ],
)
def test_status(code: str, end: tuple[int, str]) -> None:
    assert status_after(code) == end


def test_what_was_logged_in_the_background_arrives_before_the_end() -> None:
    status_after("for i in range(50): mlflow.log_metric('m', i, step=i, synchronous=False)")
    (run,) = mlflow.search_runs(output_format="list")
    assert len(mlflow.MlflowClient().get_metric_history(run.info.run_id, "m")) == 50


def test_a_killed_process_leaves_what_it_logged() -> None:
    Path("script.py").write_text(START + "print('ready', flush=True)\nimport time\ntime.sleep(60)")
    with subprocess.Popen([sys.executable, "script.py"], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        child.kill()
    (run,) = mlflow.search_runs(output_format="list")
    assert run.info.status == "RUNNING" and run.data.params == {"p": "1"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
def test_a_forked_child_logs_to_the_same_run() -> None:
    with mlflow.start_run() as run:
        mlflow.log_metric("parent", 1)
        child = os.fork()
        if child == 0:
            try:
                mlflow.log_metric("child", 2)
                mlflow.log_metric("later", 3, synchronous=False)
                mlflow.flush_async_logging()
            finally:
                os._exit(0)
        deadline = time.monotonic() + 30
        while os.waitpid(child, os.WNOHANG) == (0, 0) and time.monotonic() < deadline:
            time.sleep(0.01)
        mlflow.log_metric("parent", 2, step=1)
    assert mlflow.get_run(run.info.run_id).data.metrics == {"parent": 2.0, "child": 2.0, "later": 3.0}
