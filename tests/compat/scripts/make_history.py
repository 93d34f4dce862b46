"""Something of everything, in the store of the tracking URI; run by the genuine package."""

from __future__ import annotations

import json
import time

import mlflow
from mlflow import MlflowClient
from mlflow.entities import (
    Dataset,
    DatasetInput,
    InputTag,
    LoggedModelInput,
    LoggedModelOutput,
    Metric,
    Param,
    RunTag,
)

client = MlflowClient()
wine = client.create_experiment("wine ü", tags={"team": "cellar", "a/b": "ü\nlines"})
placed = client.create_experiment("placed", artifact_location="s3://bucket/placed")
gone = client.create_experiment("gone")
in_default = client.create_run("0", run_name="in the default one").info.run_id

runs = []
for number in range(12):
    run = client.create_run(wine, run_name=f"run {number}", tags={"family": "forest" if number % 2 else "linear"})
    run_id = run.info.run_id
    runs.append(run_id)
    points = [Metric("loss", 1.0 / (step + number + 1), 1_700_000_000_000 + step, step) for step in range(50)]
    points += [Metric("val/acc", number / 12, 1_700_000_000_000, -3), Metric("constant", 3, 1_700_000_000_000, 0)]
    client.log_batch(run_id, points, [Param("alpha", str(number / 10)), Param("deep/p", ""), Param("long", "x" * 5000)])
    client.set_terminated(run_id, ["FINISHED", "FAILED", "KILLED"][number % 3])

odd = runs[0]
with mlflow.start_run(odd):
    for step, value in enumerate([float("nan"), float("inf"), float("-inf"), 1e-320, 1.2345678901234567e19]):
        mlflow.log_metric("odd", value, step=step)
    mlflow.log_metric("repeated", 2.0, step=1)
    mlflow.log_metric("repeated", 1.0, step=1)
    mlflow.log_metric("repeated", 5.0, step=0)
    mlflow.log_metric("only nan", float("nan"))
    mlflow.set_tag("note", "two\nlines\n")
client.set_tag(odd, "ends with a space", "x ")
client.log_batch(odd, [], [], [RunTag("empty", ""), RunTag("dots.and/slashes-_ 1", "ok")])

model = client.create_logged_model(
    wine, name="forest", source_run_id=odd, params={"depth": "3"}, tags={"t": "x"}, model_type="sk"
)
client.finalize_logged_model(model.model_id, "READY")
pending = client.create_logged_model(wine, name="pending", source_run_id=runs[1])
dropped = client.create_logged_model(wine, name="dropped", source_run_id=odd)
client.delete_logged_model(dropped.model_id)
with mlflow.start_run(odd):
    mlflow.log_metric("acc", 0.5, step=1, model_id=model.model_id)
    mlflow.log_metric("acc", 0.75, step=2, model_id=model.model_id)
wines = Dataset("wines of 1991", "abc123", "local", '{"uri": "wine.csv"}', '{"columns": []}', '{"rows": 178}')
client.log_inputs(
    odd, [DatasetInput(wines, [InputTag("mlflow.data.context", "train")])], [LoggedModelInput(model.model_id)]
)
client.log_inputs(runs[1], [DatasetInput(wines, [InputTag("mlflow.data.context", "test")])])
client.log_outputs(odd, [LoggedModelOutput(model.model_id, 4)])

child = client.create_run(wine, run_name="child", tags={"mlflow.parentRunId": odd})
client.delete_run(runs[3])
deleted_alone = client.create_run(gone, run_name="deleted alone").info.run_id
deleted_along = client.create_run(gone, run_name="deleted along").info.run_id
client.delete_run(deleted_alone)
time.sleep(0.05)
client.delete_experiment(gone)

client.create_registered_model("taster", tags={"owner": "ann"}, description="tells wines apart")
client.create_registered_model("unused name")
client.create_model_version("taster", f"models:/{model.model_id}", odd, tags={"checked": "yes"}, description="first",
                            model_id=model.model_id)  # fmt: skip
for _ in range(11):
    client.create_model_version("taster", f"runs:/{odd}/model", odd)
client.delete_model_version("taster", "12")
client.delete_model_version("taster", "5")
client.transition_model_version_stage("taster", "1", "Archived")
client.transition_model_version_stage("taster", "9", "Production")
client.transition_model_version_stage("taster", "10", "Production")
client.transition_model_version_stage("taster", "11", "Staging")
client.set_registered_model_alias("taster", "champion", "10")
client.set_registered_model_alias("taster", "first", "1")

print(
    json.dumps(
        {"odd": odd, "gone": gone, "default": in_default, "child": child.info.run_id, "pending": pending.model_id}
    )
)
