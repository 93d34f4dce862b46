"""What runs can: children, going on, notes, inputs, logged models, numbers at their limits."""

from __future__ import annotations

import math
import os

import pandas as pd

import mlflow
from mlflow import MlflowClient
from mlflow.entities import LoggedModelInput, LoggedModelOutput, Metric, RunTag
from mlflow.exceptions import MlflowException

mlflow.set_tracking_uri("sqlite:///runs.db")
client = MlflowClient()


def tags(run):
    return client.get_run(run.info.run_id).data.tags


# Children
with mlflow.start_run(run_name="parent", description="a *note*", tags={"n": 1}) as parent:
    with mlflow.start_run(nested=True) as child:
        with mlflow.start_run(nested=True) as grandchild:
            pass
assert mlflow.get_parent_run(grandchild.info.run_id).info.run_id == child.info.run_id
assert mlflow.get_parent_run(child.info.run_id).info.run_id == parent.info.run_id
assert mlflow.get_parent_run(parent.info.run_id) is None
assert tags(parent)["mlflow.note.content"] == "a *note*" and tags(parent)["n"] == "1"
late = mlflow.start_run(parent_run_id=parent.info.run_id)
mlflow.end_run()
assert client.get_parent_run(late.info.run_id).info.run_name == "parent"

# Going on
run = mlflow.start_run()
mlflow.end_run("KILLED")
again = mlflow.start_run(run.info.run_id, run_name="renamed", tags={"z": "1"}, description="later")
now = client.get_run(run.info.run_id)
assert (now.info.status, now.info.run_name, now.data.tags["z"]) == ("RUNNING", "renamed", "1")
assert now.data.tags["mlflow.note.content"] == "later"
mlflow.end_run()
assert mlflow.last_active_run().info.status == "FINISHED"
os.environ["MLFLOW_RUN_ID"] = run.info.run_id
mlflow.log_metric("by environment", 1)
assert mlflow.active_run().info.run_id == run.info.run_id and "MLFLOW_RUN_ID" not in os.environ
mlflow.end_run()
for error in (ValueError, KeyboardInterrupt, SystemExit):
    try:
        with mlflow.start_run() as failing:
            raise error("x")
    except BaseException:
        pass
    assert client.get_run(failing.info.run_id).info.status == "FAILED" and mlflow.active_run() is None

# Names
assert mlflow.start_run(tags={"mlflow.runName": "by tag"}).info.run_name == "by tag"
mlflow.end_run()
client.set_tag(run.info.run_id, "mlflow.runName", "tagged")
assert client.get_run(run.info.run_id).info.run_name == "tagged"
client.update_run(run.info.run_id, name="updated")
assert tags(run)["mlflow.runName"] == "updated"

# Who and what
with mlflow.start_run(tags={"mlflow.user": "bob", "mlflow.source.type": "JOB"}) as run:
    pass
assert tags(run)["mlflow.user"] == "bob" and tags(run)["mlflow.source.type"] == "JOB"
assert tags(run)["mlflow.source.name"].endswith("run_features.py")

# Numbers
for step in (2**63 - 1, -(2**63), 0, -7):
    client.log_metric(run.info.run_id, f"step {step}", 0.1, step=step, timestamp=2**62)
    (point,) = client.get_metric_history(run.info.run_id, f"step {step}")
    assert (point.step, point.timestamp, point.value) == (step, 2**62, 0.1)
for step, at, value in ((5, 10, 1.0), (3, 20, 2.0), (-4, 5, 3.0), (5, 10, 1.0), (5, 9, 7.0)):
    client.log_metric(run.info.run_id, "mixed", value, timestamp=at, step=step)
assert client.get_run(run.info.run_id).data.metrics["mixed"] == 1.0
assert len(client.get_metric_history(run.info.run_id, "mixed")) == 4
client.log_batch(
    run.info.run_id, metrics=[Metric("nan", math.nan, 1, 1)] * 2, tags=[RunTag("t", "1"), RunTag("t", "2")]
)
assert math.isnan(client.get_run(run.info.run_id).data.metrics["nan"]) and tags(run)["t"] == "2"
for at, (value, kept) in enumerate(((5e-324, 5e-324), (1e308, 1e308), (1 / 3, 1 / 3), ("1e5", 1e5), (True, 1.0))):
    client.log_metric(run.info.run_id, f"value {at}", value)
    assert client.get_run(run.info.run_id).data.metrics[f"value {at}"] == kept

# What a run read and made
data = mlflow.data.from_pandas(pd.DataFrame({"a": [1.5]}), source="/x", name="ds", digest="dg")
model = mlflow.initialize_logged_model(name="lm", tags={"a": 1}, params={"p": 1}, model_type="mt")
assert (model.status, model.params, model.model_type) == ("PENDING", {"p": "1"}, "mt")
with mlflow.start_run() as run:
    mlflow.log_input(data, context="train", tags={"k": "v"})
    mlflow.log_input(data, context="test")  # once counts
    mlflow.log_input(model=LoggedModelInput(model.model_id))
    mlflow.log_outputs([LoggedModelOutput(model.model_id, 3)])
    mlflow.log_metric("acc", 0.5, step=2, model_id=model.model_id, dataset=data)
    mlflow.log_metrics({"m1": 1, "m2": 2}, timestamp=5, model_id=model.model_id)
found = client.get_run(run.info.run_id)
(read,) = found.inputs.dataset_inputs
assert {t.key: t.value for t in read.tags} == {"mlflow.data.context": "train", "k": "v"}
assert [m.model_id for m in found.inputs.model_inputs] == [model.model_id]
assert [(m.model_id, m.step) for m in found.outputs.model_outputs] == [(model.model_id, 3)]
points = {m.key: m for m in mlflow.get_logged_model(model.model_id).metrics}
assert points.keys() == {"acc", "m1", "m2"} and points["acc"].dataset_name == "ds" and points["m1"].timestamp == 5
assert mlflow.finalize_logged_model(model.model_id, "READY").status == "READY"
with mlflow.set_active_model(name="agent") as agent:
    mlflow.log_metric("via", 1)
    mlflow.log_model_params({"q": 2})
    mlflow.end_run()
assert mlflow.get_active_model_id() is None
agent = mlflow.get_logged_model(agent.model_id)
assert [m.key for m in agent.metrics] == ["via"] and agent.params == {"q": "2"}
chosen = mlflow.search_logged_models(
    filter_string="metrics.acc > 0.4", datasets=[{"dataset_name": "ds", "dataset_digest": "dg"}], output_format="list"
)
assert [m.name for m in chosen] == ["lm"]

# Tags of experiments
mlflow.set_experiment("tagged")
mlflow.set_experiment_tags({"a": 1, "b": [2]})
mlflow.delete_experiment_tag("a")
assert mlflow.get_experiment_by_name("tagged").tags["b"] == "[2]"

# Without waiting
with mlflow.start_run() as run:
    mlflow.log_params({"x": 1}, synchronous=False).wait()
    try:
        mlflow.log_params({"x": 2}, synchronous=False).wait()
    except MlflowException:
        pass
    else:
        raise AssertionError("a param does not change")
assert client.get_run(run.info.run_id).data.params == {"x": "1"}
