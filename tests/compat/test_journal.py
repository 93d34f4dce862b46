"""What was logged while a server of MLflow was away gets there, under an id of the server's making."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mlflow import MlflowClient
from tests.processes import clean_environment

_PROGRAM = """
import mlflow
mlflow.set_experiment("offline, then a server of MLflow")
with mlflow.start_run(run_name="one") as run:
    mlflow.log_params({"a": 1})
    for i in range(100):
        mlflow.log_metric("m", i, step=i)
    mlflow.log_text("hello", "notes/a.txt")
    with mlflow.start_run(nested=True) as child:
        mlflow.log_metric("c", float("nan"))
print(run.info.run_id, child.info.run_id)
"""


def test_sync_with_a_server_of_mlflow(genuine_server: str, tmp_path: Path) -> None:
    def run(*command: str, offline: str) -> str:
        environment = clean_environment(
            MLFLOW_TRACKING_URI=genuine_server, PENSTOCK_JOURNAL_DIR=str(tmp_path / "journals"), MLFLOW_OFFLINE=offline
        )
        done = subprocess.run(
            [sys.executable, *command], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    local = run("-c", _PROGRAM, offline="1").split()
    assert "sent" in run("-m", "mlflow", "sync", offline="0")
    assert "Nothing" in run("-m", "mlflow", "sync", offline="0")

    client = MlflowClient(genuine_server)
    experiment = client.get_experiment_by_name("offline, then a server of MLflow")
    assert experiment is not None
    found = {r.data.tags["penstock.localRunId"]: r for r in client.search_runs([experiment.experiment_id])}
    assert sorted(found) == sorted(local[-2:])
    one, child = (found[run_id] for run_id in local[-2:])
    assert one.data.params == {"a": "1"} and (one.info.run_name, one.info.status) == ("one", "FINISHED")
    assert [p.step for p in client.get_metric_history(one.info.run_id, "m")] == list(range(100))
    assert Path(client.download_artifacts(one.info.run_id, "notes/a.txt")).read_text() == "hello"
    assert child.data.tags["mlflow.parentRunId"] == one.info.run_id
