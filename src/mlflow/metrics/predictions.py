"""Metrics of predicted numbers and classes against the truth."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from sklearn import metrics

from mlflow.metrics.base import MetricValue
from mlflow.metrics.metric import EvaluationMetric, make_metric


def _metric(name: str, compute: Callable[..., Any], greater_is_better: bool) -> EvaluationMetric:
    def eval_fn(
        predictions: Any, targets: Any = None, metrics: Any = None, sample_weight: Any = None
    ) -> MetricValue | None:
        if targets is None or len(targets) == 0:
            return None
        value = compute(targets, predictions, sample_weight=sample_weight)
        return MetricValue(aggregate_results={name: float(value)})

    return make_metric(eval_fn=eval_fn, greater_is_better=greater_is_better, name=name)


def _rmse(targets: Any, predictions: Any, sample_weight: Any) -> float:
    return math.sqrt(metrics.mean_squared_error(targets, predictions, sample_weight=sample_weight))


def _max_error(targets: Any, predictions: Any, sample_weight: Any) -> float:
    return float(metrics.max_error(targets, predictions))


def mae() -> EvaluationMetric:
    """``mean_absolute_error``, less is better."""
    return _metric("mean_absolute_error", metrics.mean_absolute_error, False)


def mse() -> EvaluationMetric:
    """``mean_squared_error``, less is better."""
    return _metric("mean_squared_error", metrics.mean_squared_error, False)


def rmse() -> EvaluationMetric:
    """``root_mean_squared_error``, less is better."""
    return _metric("root_mean_squared_error", _rmse, False)


def r2_score() -> EvaluationMetric:
    """``r2_score``, more is better."""
    return _metric("r2_score", metrics.r2_score, True)


def max_error() -> EvaluationMetric:
    """``max_error``, less is better."""
    return _metric("max_error", _max_error, False)


def mape() -> EvaluationMetric:
    """``mean_absolute_percentage_error``, less is better."""
    return _metric("mean_absolute_percentage_error", metrics.mean_absolute_percentage_error, False)


def _classes(compute: Callable[..., Any]) -> Callable[..., Any]:
    def averaged(targets: Any, predictions: Any, sample_weight: Any) -> Any:
        two = len(set(targets) | set(predictions)) <= 2
        average: dict[str, Any] = {"average": "weighted"}
        if two:
            average = {"average": "binary", "pos_label": max(set(targets) | set(predictions))}
        return compute(targets, predictions, sample_weight=sample_weight, zero_division=0, **average)

    return averaged


def precision_score() -> EvaluationMetric:
    """``precision_score``, more is better; of several classes averaged by weight."""
    return _metric("precision_score", _classes(metrics.precision_score), True)


def recall_score() -> EvaluationMetric:
    """``recall_score``, more is better; of several classes averaged by weight."""
    return _metric("recall_score", _classes(metrics.recall_score), True)


def f1_score() -> EvaluationMetric:
    """``f1_score``, more is better; of several classes averaged by weight."""
    return _metric("f1_score", _classes(metrics.f1_score), True)
