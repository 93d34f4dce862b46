"""Reports what stands in the default store of the current folder."""

from __future__ import annotations

import json

import mlflow
from mlflow import MlflowClient
from mlflow.entities import ViewType

client = MlflowClient()
facts: dict[str, object] = {}
experiments = client.search_experiments(view_type=ViewType.ALL)
facts["experiments"] = sorted((e.experiment_id, e.name, e.lifecycle_stage, sorted(e.tags)) for e in experiments)
kept = client.get_experiment_by_name("kept")
facts["runs"] = [
    (
        run.info.run_id,
        run.info.run_name,
        run.info.status,
        run.info.lifecycle_stage,
        run.info.start_time,
        run.info.end_time,
    )
    for run in client.search_runs(
        [kept.experiment_id], order_by=["attributes.run_name ASC"], run_view_type=ViewType.ALL
    )
]
(first,) = client.search_runs([kept.experiment_id], "params.alpha = '0.5' and metrics.loss < 0.06")
facts["params"] = sorted(first.data.params.items())
facts["tags"] = sorted((key, value) for key, value in first.data.tags.items() if not key.startswith("mlflow.log-model"))
facts["metrics"] = sorted((key, repr(value)) for key, value in first.data.metrics.items())
history = client.get_metric_history(first.info.run_id, "loss")
facts["history"] = sorted({(point.step, point.timestamp, point.value) for point in history})  # same points count once
facts["files"] = sorted(file.path for file in client.list_artifacts(first.info.run_id, "notes"))
facts["text"] = mlflow.artifacts.load_text(f"runs:/{first.info.run_id}/notes/a.txt")
version = client.get_model_version_by_alias("line", "champion")
facts["version"] = [version.name, int(version.version), version.current_stage, version.run_id == first.info.run_id]
facts["predictions"] = [
    round(float(mlflow.pyfunc.load_model(address).predict([[3.0]])[0]), 6)
    for address in ("models:/line/Production", "models:/line@champion", f"runs:/{first.info.run_id}/line")
]
print(json.dumps(facts))
