"""Logs to the default store of the current folder: what a folder of records must keep."""

from __future__ import annotations

import json
import math

from sklearn.linear_model import LinearRegression

import mlflow
from mlflow import MlflowClient

client = MlflowClient()
experiment = client.create_experiment("kept", tags={"team": "cellar"})
mlflow.set_experiment("kept")
with mlflow.start_run(run_name="first", description="words") as run:
    mlflow.log_params({"alpha": 0.5, "text": "ü — ✓", "deep/key": "x"})
    for step in range(20):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_metric("per/epoch", 3.0, step=2)
    mlflow.set_tag("reviewed", "no")
    mlflow.log_text("dry", "notes/a.txt")
    model = LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])
    mlflow.sklearn.log_model(model, name="line", registered_model_name="line")
    mlflow.log_metric("odd", math.nan)  # last: logging a model logs the metrics so far again, and NaN is not itself
with mlflow.start_run(run_name="second"):
    mlflow.log_metric("loss", 0.01)
gone = client.create_run(experiment, run_name="gone")
client.delete_run(gone.info.run_id)
client.delete_experiment(client.create_experiment("thrown away"))
client.set_registered_model_alias("line", "champion", 1)
client.transition_model_version_stage("line", 1, "Production")
print(json.dumps({"run_id": run.info.run_id, "experiment_id": experiment}))
