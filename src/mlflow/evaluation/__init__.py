"""How good a model is (front door)."""

from __future__ import annotations

from mlflow._door import door

_NAMES = {
    "EvaluationArtifact": "artifacts",
    "BuiltInEvaluator": "built_in",
    "EvaluationResult": "result",
    "EvaluatorBundle": "evaluators",
    "MetricThreshold": "validation",
    "ModelEvaluator": "evaluators",
    "evaluate": "evaluations",
    "list_evaluators": "registry",
    "resolve_evaluators_and_configs": "registry",
    "validate_evaluation_results": "validation",
}

__getattr__, __dir__ = door(
    globals(),
    {name: f"mlflow.evaluation.{module}:{name}" for name, module in _NAMES.items()}
    | {
        "EvaluationDataset": "mlflow.data.evaluation_rows",
        "EvaluationMetric": "mlflow.metrics.metric",
        "make_metric": "mlflow.metrics.metric",
    },
    ("artifacts", "calibration_curve", "lift_curve", "result", "validation"),
)
