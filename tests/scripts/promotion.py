"""A course's registry week: SQLite, versions compared as numbers, stages, aliases."""

from __future__ import annotations

import mlflow
from mlflow.tracking import MlflowClient

mlflow.set_tracking_uri("sqlite:///mlflow.db")
mlflow.set_experiment("taxi")
for rmse in (7.1, 6.3, 6.9):
    with mlflow.start_run():
        mlflow.log_metric("rmse", rmse)
        mlflow.log_dict({"rmse": rmse}, "model/weights.json")
client = MlflowClient(tracking_uri="sqlite:///mlflow.db")
assert sorted(e.experiment_id for e in client.search_experiments()) == ["0", "1"]
runs = client.search_runs(experiment_ids="1", filter_string="metrics.rmse < 7", order_by=["metrics.rmse ASC"])
assert [run.data.metrics["rmse"] for run in runs] == [6.3, 6.9]
client.create_registered_model("taxi")
for run in runs * 6:
    version = client.create_model_version("taxi", f"runs:/{run.info.run_id}/model", run.info.run_id)
assert version.version == 12 and version.run_link is None
latest = max(client.search_model_versions("name='taxi'"), key=lambda v: v.version)
assert latest.version == 12 and latest.version > 9
client.transition_model_version_stage(name="taxi", version=latest.version, stage="Staging")
client.transition_model_version_stage("taxi", 11, "Staging", archive_existing_versions=True)
assert [(v.version, v.current_stage) for v in client.get_latest_versions("taxi", ["Staging"])] == [(11, "Staging")]
client.set_registered_model_alias("taxi", "champion", "11")
assert client.get_model_version_by_alias("taxi", "champion").version == 11
assert client.get_registered_model("taxi").latest_versions
assert mlflow.artifacts.load_dict("models:/taxi/1/weights.json")["rmse"] == 6.3
