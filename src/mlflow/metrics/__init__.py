"""Metrics of evaluations (front door)."""

from __future__ import annotations

from mlflow._door import door

_SKLEARN = ("f1_score", "mae", "mape", "max_error", "mse", "precision_score", "r2_score", "recall_score", "rmse")
_ROWS = ("exact_match", "latency", "ndcg_at_k", "precision_at_k", "recall_at_k")
_TEXTS = (
    "ari_grade_level",
    "bleu",
    "flesch_kincaid_grade_level",
    "rouge1",
    "rouge2",
    "rougeL",
    "rougeLsum",
    "token_count",
)

__getattr__, __dir__ = door(
    globals(),
    {
        "EvaluationMetric": "mlflow.metrics.metric",
        "MetricValue": "mlflow.metrics.base",
        "make_metric": "mlflow.metrics.metric",
    }
    | dict.fromkeys(_SKLEARN, "mlflow.metrics.predictions")
    | dict.fromkeys(_ROWS, "mlflow.metrics.rows")
    | dict.fromkeys(_TEXTS, "mlflow.metrics.texts")
    | {"toxicity": "mlflow.metrics.absent"},
    ("base", "genai"),
)
