"""A script of somebody who has the package ``shelf`` installed."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

import mlflow
from mlflow.exceptions import MlflowException

mlflow.set_tracking_uri("sqlite:///runs.db")
client = mlflow.MlflowClient()


def tags_of_a_run() -> dict[str, str]:
    with mlflow.start_run() as run:
        pass
    return client.get_run(run.info.run_id).data.tags


# Tags of runs
os.environ["MLFLOW_RUN_CONTEXT"] = '{"over": "environment", "environment": "1"}'
tags = tags_of_a_run()
assert (tags["shelf"], tags["n"], tags["mlflow.user"]) == ("yes", "3", "shelf")
assert (tags["over"], tags["environment"]) == ("shelf", "1")
os.environ["SHELF_TAGS"] = "raise"
tags = tags_of_a_run()
assert "shelf" not in tags and tags["over"] == "environment"

# The experiment of runs
chosen = mlflow.create_experiment("chosen")
os.environ["SHELF_EXPERIMENT"] = chosen
with mlflow.start_run() as run:
    assert run.info.experiment_id == chosen
os.environ["MLFLOW_EXPERIMENT_NAME"] = "by name"
with mlflow.start_run() as run:
    assert run.info.experiment_id != chosen
del os.environ["MLFLOW_EXPERIMENT_NAME"]
os.environ["SHELF_EXPERIMENT"] = "raise"
with mlflow.start_run() as run:
    assert run.info.experiment_id == "0"
del os.environ["SHELF_EXPERIMENT"]

# Data
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    dataset = mlflow.data.from_shelf(3, name="q")
    assert dataset.name == "q" and dataset.source.load() == "shelf:x"
    assert mlflow.data.get_source(dataset._to_mlflow_entity()).to_dict() == {"place": "shelf:x"}
    assert not hasattr(mlflow.data, "load_wrong") and not hasattr(mlflow.data, "from_nowhere")
    assert "from_shelf" in mlflow.data.dataset_registry.get_registered_constructors()
    try:
        mlflow.data.from_numpy(np.ones(2), source="shelf:raise")
    except MlflowException as error:
        assert error.error_code == "RESOURCE_DOES_NOT_EXIST"

# Files
experiment = mlflow.create_experiment("files", artifact_location="shelf://host/files")
Path("f.txt").write_text("f")
Path("dir/sub").mkdir(parents=True, exist_ok=True)
Path("dir/sub/g.txt").write_text("g")
with mlflow.start_run(experiment_id=experiment) as run:
    mlflow.log_artifact("f.txt")
    mlflow.log_artifact("f.txt", "p/q")
    mlflow.log_artifacts("dir", "x")
    mlflow.log_text("t", "a/b.txt")
    mlflow.log_dict({"k": 1}, "d.json")
run_id = run.info.run_id
assert sorted(f.path for f in mlflow.artifacts.list_artifacts(run_id=run_id)) == ["a", "d.json", "f.txt", "p", "x"]
assert [f.path for f in client.list_artifacts(run_id, "x/sub")] == ["x/sub/g.txt"]
assert client.list_artifacts(run_id, "f.txt") == []
assert mlflow.artifacts.load_text(f"runs:/{run_id}/a/b.txt") == "t"
everything = mlflow.artifacts.download_artifacts(run_id=run_id)
assert (Path(everything) / "x/sub/g.txt").read_text() == "g" and (Path(everything) / "p/q/f.txt").read_text() == "f"

# Evaluation and projects
frame = pd.DataFrame({"y": [1], "p": [1]})
with mlflow.start_run():
    assert mlflow.evaluate(data=frame, targets="y", predictions="p", model_type="shelf").metrics["books"] == 3
Path("project").mkdir()
Path("project/MLproject").write_text("entry_points: {main: {command: 'true'}}")
mlflow.projects.run("project", backend="shelf", parameters={"a": 1}, env_manager="local")

# Runs and models
os.environ["SHELF_TAGS"] = ""
mlflow.set_tracking_uri("shelf://somewhere")
with mlflow.start_run(run_name="r", tags={"t": "1"}) as run:
    mlflow.log_metric("m", 1.5, step=2)
    mlflow.log_metrics({"a": 1, "m": 2}, step=3)
    mlflow.log_param("p", 2)
    mlflow.log_params({"b": 1})
    mlflow.set_tag("s", 3)
    mlflow.log_text("t", "b.txt")
found = mlflow.get_run(run.info.run_id)
assert (found.info.status, found.info.run_name, found.info.end_time is not None) == ("FINISHED", "r", True)
assert found.data.metrics == {"m": 2, "a": 1} and found.data.params == {"p": "2", "b": "1"}
assert found.data.tags["s"] == "3" and found.data.tags["shelf"] == "yes"
client = mlflow.MlflowClient()
assert [(p.step, p.value) for p in client.get_metric_history(run.info.run_id, "m")] == [(2, 1.5), (3, 2)]
mlflow.set_experiment("more")
for _ in range(3):
    mlflow.start_run()
    mlflow.end_run("FAILED")
frame = mlflow.search_runs(experiment_names=["more"])
assert len(frame) == 3 and set(frame["status"]) == {"FAILED"}
assert len(mlflow.search_runs(experiment_names=["more"], max_results=2, output_format="list")) == 2
assert [e.name for e in mlflow.search_experiments()] == ["Default", "more"]
assert mlflow.get_experiment_by_name("none") is None
assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/b.txt") == "t"
client.create_registered_model("model", description="d")
assert [(m.name, m.description) for m in mlflow.search_registered_models()] == [("model", "d")]
for lacking in (lambda: client.delete_run(run.info.run_id), lambda: client.get_registered_model("model")):
    try:
        lacking()
    except MlflowException as error:
        assert error.error_code == "NOT_IMPLEMENTED"
    else:
        raise AssertionError("the shelf cannot do that")
try:
    mlflow.set_tracking_uri("nowhere://x")
    mlflow.search_experiments()
except MlflowException as error:
    assert error.error_code == "INVALID_PARAMETER_VALUE"
else:
    raise AssertionError("there is no such store")
print("all used")
