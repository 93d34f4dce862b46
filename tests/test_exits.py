"""At the end of a process runs are ended, then shipped, then stores are closed, whatever was imported first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import mlflow


def run(script: str, folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_stages_are_gone_through_in_their_order_and_all_of_them(tmp_path: Path) -> None:
    said = run(
        "from mlflow.exits import Stage, at_exit\n"
        "at_exit(Stage.STORES, lambda: print('stores'))\n"
        "at_exit(Stage.JOURNALS, lambda: 1 / 0)\n"
        "at_exit(Stage.RUNS, lambda: print('runs'))\n",
        tmp_path,
    )
    assert said.startswith("runs\nstores\n")
    assert "ZeroDivisionError" in said


def test_a_run_left_open_is_ended_stored_and_in_its_folder_and_the_database_is_one_file(tmp_path: Path) -> None:
    said = run(
        "import mlflow\nrun = mlflow.start_run()\nmlflow.log_metric('loss', 0.5)\nprint(run.info.run_id)\n", tmp_path
    )
    run_id = said.split()[0]
    folder = tmp_path / "mlruns"
    assert sorted(path.name for path in folder.glob("penstock*")) == ["penstock.db"]
    assert (folder / "0" / run_id / "metrics" / "loss").read_text().split()[1] == "0.5"
    assert "end_time: null" not in (folder / "0" / run_id / "meta.yaml").read_text()
    found = mlflow.MlflowClient(str(folder)).get_run(run_id)
    assert found.info.status == "FINISHED"
    assert found.data.metrics == {"loss": 0.5}


def test_what_a_program_logs_as_it_ends_is_stored(tmp_path: Path) -> None:
    said = run(
        "import atexit, mlflow\nrun = mlflow.start_run()\natexit.register(mlflow.log_metric, 'last', 1.0)\n"
        "print(run.info.run_id)\n",
        tmp_path,
    )
    found = mlflow.MlflowClient(str(tmp_path / "mlruns")).get_run(said.split()[0])
    assert found.data.metrics == {"last": 1.0}
    assert found.info.status == "FINISHED"
