"""Children steered by environment variables."""

from __future__ import annotations

import os
import subprocess
import sys

import mlflow
from mlflow.environment_variables import MLFLOW_EXPERIMENT_NAME

mlflow.set_experiment("chosen")
with mlflow.start_run() as run:
    chosen = run.info.experiment_id
code = (
    "import mlflow, os\n"
    "with mlflow.start_run() as r: mlflow.log_metric('m', 1)\n"
    "print(r.info.run_id, mlflow.get_experiment(r.info.experiment_id).name, mlflow.get_tracking_uri())"
)


def child(**variables):
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **variables}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1].split()


# set_experiment is handed on to children, and a name of their own is made where there is none.
assert child()[1] == "chosen"
assert child(MLFLOW_EXPERIMENT_NAME="new")[1] == "new"
assert child(MLFLOW_EXPERIMENT_ID="0")[1] == "Default"
assert child(MLFLOW_RUN_ID=run.info.run_id)[:2] == [run.info.run_id, "chosen"]
assert mlflow.get_run(run.info.run_id).data.metrics == {"m": 1}
assert child(MLFLOW_TRACKING_URI="file:./third", MLFLOW_EXPERIMENT_ID="0")[2] == "file:./third"
assert os.path.isdir("third")
assert child(MLFLOW_TRACKING_URI="sqlite:///x.db", MLFLOW_EXPERIMENT_ID="0")[1] == "Default" and os.path.exists("x.db")
MLFLOW_EXPERIMENT_NAME.set("by object")
assert MLFLOW_EXPERIMENT_NAME.is_set() and os.environ["MLFLOW_EXPERIMENT_NAME"] == "by object"
MLFLOW_EXPERIMENT_NAME.unset()
assert MLFLOW_EXPERIMENT_NAME.get() is None
