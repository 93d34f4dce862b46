"""Runs the project beside this script: parameters are checked against their types, and logged."""

from __future__ import annotations

from pathlib import Path

import mlflow
from mlflow.exceptions import MlflowException

project = str(Path(__file__).resolve().parent / "project")
done = mlflow.projects.run(project, parameters={"rate": 0.5, "years": 2}, env_manager="local")
assert done.get_status() == "FINISHED"
run = mlflow.get_run(done.run_id)
assert run.data.metrics["value"] == 2.25
assert run.data.params == {"rate": "0.5", "years": "2"}

try:
    mlflow.projects.run(project, parameters={"rate": "much", "years": 2}, env_manager="local")
except MlflowException as error:
    print(f"refused: {error}")
else:
    raise AssertionError("a rate that is no number was accepted")
