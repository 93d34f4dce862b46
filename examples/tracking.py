"""Tracking: what a run is, and how to find it again."""

from __future__ import annotations

import math
from pathlib import Path

import mlflow

mlflow.set_experiment("bread")

with mlflow.start_run(run_name="sourdough", tags={"baker": "Ada"}) as bake:
    mlflow.log_params({"flour": "rye", "hydration": 0.75})
    for minute in range(0, 50, 10):  # a metric has a value for every step
        mlflow.log_metric("crust", 1 - math.exp(-minute / 20), step=minute)
    mlflow.log_metrics({"rise": 1.8, "holes": 12})
    mlflow.log_text("# Notes\nLet it rest.", "notes.md")
    mlflow.log_dict({"steam": True, "degrees": [250, 220]}, "oven/settings.json")
    for slice_number in range(2):  # runs nest
        with mlflow.start_run(run_name=f"slice {slice_number}", nested=True):
            mlflow.log_metric("taste", 8 + slice_number)

try:
    with mlflow.start_run(run_name="burnt") as burnt:
        raise TimeoutError("forgot the oven")
except TimeoutError:
    pass  # the run ended as FAILED

client = mlflow.MlflowClient()
run = client.get_run(bake.info.run_id)
assert run.info.status == "FINISHED"
assert run.data.params == {"flour": "rye", "hydration": "0.75"}
assert run.data.tags["baker"] == "Ada"
assert [point.step for point in client.get_metric_history(run.info.run_id, "crust")] == [0, 10, 20, 30, 40]
assert client.get_run(burnt.info.run_id).info.status == "FAILED"

assert sorted(file.path for file in client.list_artifacts(run.info.run_id)) == ["notes.md", "oven"]
notes = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="notes.md")
assert Path(notes).read_text().endswith("Let it rest.")

good = mlflow.search_runs(filter_string="metrics.crust > 0.8 and params.flour = 'rye'")
assert list(good["tags.mlflow.runName"]) == ["sourdough"]
slices = mlflow.search_runs(
    filter_string=f"tags.mlflow.parentRunId = '{run.info.run_id}'", order_by=["metrics.taste DESC"]
)
assert list(slices["metrics.taste"]) == [9, 8]
print(f"best slice: {slices.loc[0, 'tags.mlflow.runName']}")
