"""What scripts print, compare, hash and turn into tables."""

from __future__ import annotations

import pandas as pd

import mlflow
from mlflow.entities import FileInfo, Metric, Param, RunTag

assert str(Metric("k", 1.5, 10, 2)) == (
    "<Metric: dataset_digest=None, dataset_name=None, key='k', model_id=None, run_id=None, step=2, timestamp=10, "
    "value=1.5>"
)
assert repr(Param("a", "b")) == "<Param: key='a', value='b'>" and dict(RunTag("a", "b")) == {"key": "a", "value": "b"}
assert str(FileInfo("p", False, 3)) == "<FileInfo: file_size=3, is_dir=False, path='p'>"
assert Metric("k", 1, 2, 3) == Metric("k", 1, 2, 3) != Metric("k", 2, 2, 3)
assert len({Metric("k", 1, 2, 3), Metric("k", 1, 2, 3)}) == 1

with mlflow.start_run(run_name="shown") as active:
    mlflow.log_metrics({"a": 1, "b": 2})
    mlflow.log_param("p", "x")
run = mlflow.get_run(active.info.run_id)
assert str(run).startswith("<Run: data=<RunData: metrics={") and str(run.info).startswith("<RunInfo: artifact_uri='")
assert {run: "a run is a key"} and run.to_dictionary()["inputs"] == {"model_inputs": [], "dataset_inputs": []}
assert list(pd.DataFrame([dict(run.info)])["run_name"]) == ["shown"]
experiment = mlflow.get_experiment("0")
assert dict(experiment)["name"] == "Default" and str(experiment).startswith("<Experiment: artifact_location=")
