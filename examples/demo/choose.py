"""Steps 2 to 4: find the best run, hold it against a baseline, make it the version in production."""

from __future__ import annotations

from typing import Any

import mlflow
from tasks import Task


def best_run(task: Task, sweep: str) -> Any:
    """The sweep's run of the lowest loss, as a row of ``search_runs``."""
    runs = mlflow.search_runs(
        experiment_names=[task.name],
        filter_string=f"tags.sweep = '{sweep}' and attributes.status = 'FINISHED' and metrics.score > 0",
        order_by=[f"metrics.{task.loss_name} ASC"],
    )
    return runs.iloc[0]


def evaluate(task: Task, run_id: str) -> tuple[Any, Any]:
    """Metrics of the run's model and of the baseline, on the rows kept aside, logged to the run."""
    train, test, target, test_target = task.split()
    with mlflow.start_run(run_id=run_id):
        result = mlflow.evaluate(
            model=f"runs:/{run_id}/model",
            data=test.assign(**{task.target: test_target}),
            targets=task.target,
            model_type=task.model_type,
            baseline_model=task.baseline().fit(train, target),
            # Names of their own, so that the curve of the training stays a curve.
            evaluator_config={"metric_prefix": "eval_", "log_model_explainability": False},
        )
    return result.metrics, result.baseline_model_metrics


def promote(task: Task, run_id: str) -> Any:
    """Register the run's model and put it in production, by alias and by stage."""
    version = mlflow.register_model(f"runs:/{run_id}/model", task.model_name)
    client = mlflow.MlflowClient()
    client.set_registered_model_alias(task.model_name, "champion", version.version)
    client.transition_model_version_stage(
        task.model_name, version.version, stage="Production", archive_existing_versions=True
    )
    return version
