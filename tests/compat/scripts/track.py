"""Experiments, runs, batches, history and search through either client; reports what it saw."""

from __future__ import annotations

import json
import math
import sys

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

name = sys.argv[1]
client = MlflowClient()
facts: dict[str, object] = {}


def code_of(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except MlflowException as error:
        return error.error_code
    return "none"


# Experiments
experiment_id = client.create_experiment(name, tags={"team": "cellar"})
facts["taken"] = code_of(client.create_experiment, name)
facts["unknown"] = [code_of(client.get_experiment, "987654"), code_of(client.get_run, "0" * 32)]
experiment = client.get_experiment(experiment_id)
facts["experiment"] = [experiment.name == name, experiment.lifecycle_stage, experiment.tags["team"]]
other = client.create_experiment(name + " other")
client.rename_experiment(other, name + " renamed")
client.set_experiment_tag(other, "k", "v" * 4000)
client.delete_experiment(other)
facts["deleted"] = client.get_experiment(other).lifecycle_stage
found = client.search_experiments(view_type=ViewType.ALL, filter_string=f"name LIKE '{name}%'", order_by=["name ASC"])
facts["experiments"] = [(e.name.removeprefix(name), e.lifecycle_stage) for e in found]
client.restore_experiment(other)

# A run by the fluent interface
mlflow.set_experiment(name)
with mlflow.start_run(run_name="fluent", description="words") as run:
    mlflow.log_params({"alpha": 0.5, "solver": "saga", "text": "ü — ✓"})
    mlflow.log_metrics({"rmse": 0.7, "r2": 0.1})
    for step in (1, 5, 75, -20):
        mlflow.log_metric("gaps", step / 2, step=step)
    for value in (math.nan, math.inf, -math.inf):
        mlflow.log_metric("odd", value)
    mlflow.set_tags({"release.candidate": "RC1", "gone": "soon"})
    mlflow.delete_tag("gone")
    with mlflow.start_run(nested=True, run_name="child"):
        mlflow.log_param("fold", 1)
    mlflow.log_input(
        mlflow.data.from_numpy(__import__("numpy").arange(6).reshape(3, 2), name="tiny"), context="training"
    )
seen = client.get_run(run.info.run_id)
facts["params"] = sorted(seen.data.params.items())
facts["metrics"] = [seen.data.metrics["rmse"], seen.data.metrics["r2"], seen.data.metrics["gaps"]]
facts["tags"] = sorted(
    (k, v) for k, v in seen.data.tags.items() if k in {"release.candidate", "gone", "mlflow.note.content"}
)
facts["status"] = [seen.info.status, seen.info.lifecycle_stage, seen.info.run_name, seen.info.end_time is not None]
facts["inputs"] = [(i.dataset.name, [(t.key, t.value) for t in i.tags]) for i in seen.inputs.dataset_inputs]
facts["gaps"] = sorted((m.step, m.value) for m in client.get_metric_history(run.info.run_id, "gaps"))
facts["changed param"] = code_of(client.log_param, run.info.run_id, "alpha", 0.6)
facts["same param"] = code_of(client.log_param, run.info.run_id, "alpha", 0.5)

# Runs by the client, in batches
statuses = ["FINISHED", "FAILED", "KILLED"]
for index in range(12):
    made = client.create_run(experiment_id, run_name=f"batch {index}", tags={"kind": "batch"}, start_time=1000 + index)
    metrics = [Metric("loss", 1 / (index + 1) + 1 / (step + 1), 5000 + step, step) for step in range(50)]
    params = [Param("index", str(index)), Param("parity", "odd" if index % 2 else "even")]
    client.log_batch(made.info.run_id, metrics=metrics, params=params, tags=[RunTag("third", str(index % 3))])
    client.set_terminated(made.info.run_id, status=statuses[index % 3], end_time=9000 + index)
history = client.get_metric_history(made.info.run_id, "loss")
facts["history"] = [len(history), history[0].step, history[-1].step, history[-1].timestamp, round(history[-1].value, 9)]
facts["no history"] = len(client.get_metric_history(made.info.run_id, "never"))
facts["long key"] = code_of(client.log_param, made.info.run_id, "k" * 251, 1)


def names(filter_string, order_by=("attributes.start_time ASC",), **kwargs):
    return [
        r.info.run_name for r in client.search_runs([experiment_id], filter_string, order_by=list(order_by), **kwargs)
    ]


facts["filters"] = {
    text: names(text)
    for text in (
        "params.parity = 'odd'",
        "tags.kind = 'batch' and metrics.loss < 0.2",
        "attributes.status = 'FAILED'",
        "params.index LIKE '1%'",
        "attributes.run_name LIKE 'batch 1%' and tags.third != '1'",
        "metrics.`loss` >= 0.5",
        "start_time > 1005 and start_time < 1009",
    )
}
facts["orders"] = [
    names("tags.kind = 'batch'", ["metrics.loss DESC"])[:3],
    names("tags.kind = 'batch'", ["params.parity ASC", "metrics.loss ASC"])[:4],
    names("tags.kind = 'batch'", ["tags.third DESC", "attributes.start_time DESC"])[:4],
]
first = client.search_runs([experiment_id], "tags.kind = 'batch'", order_by=["metrics.loss ASC"], max_results=5)
second = client.search_runs(
    [experiment_id], "tags.kind = 'batch'", order_by=["metrics.loss ASC"], max_results=5, page_token=first.token
)
facts["pages"] = [[r.info.run_name for r in first], [r.info.run_name for r in second], bool(second.token)]
facts["no filter"] = code_of(client.search_runs, [experiment_id], "metrics.loss <")
client.delete_run(made.info.run_id)
facts["after delete"] = [
    len(names("tags.kind = 'batch'")),
    names("tags.kind = 'batch'", run_view_type=ViewType.DELETED_ONLY),
    code_of(client.log_metric, made.info.run_id, "loss", 1.0),
]
client.restore_run(made.info.run_id)
table = mlflow.search_runs(
    experiment_names=[name], filter_string="params.parity = 'odd'", order_by=["metrics.loss ASC"]
)
facts["table"] = [
    list(table["tags.mlflow.runName"]),
    sorted(c for c in table.columns if not c.startswith("tags.mlflow")),
]
print(json.dumps(facts))
