"""Metrics with a score per row: texts that must be equal, documents that must be found, time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from mlflow.exceptions import InvalidParameterValue
from mlflow.metrics.base import MetricValue
from mlflow.metrics.metric import EvaluationMetric, make_metric


def exact_match() -> EvaluationMetric:
    """``exact_match``: the share of rows whose prediction equals the target."""

    def eval_fn(
        predictions: Any, targets: Any = None, metrics: Any = None, sample_weight: Any = None
    ) -> MetricValue | None:
        if targets is None or len(targets) == 0:
            return None
        hits = sum(bool(a == b) for a, b in zip(predictions, targets, strict=True))
        return MetricValue(aggregate_results={"exact_match": hits / len(targets)})

    return make_metric(eval_fn=eval_fn, greater_is_better=True, name="exact_match", version="v1")


def _at_k(name: str, k: Any, score: Callable[[Sequence[Any], Sequence[Any]], float]) -> EvaluationMetric:
    if not isinstance(k, int) or isinstance(k, bool) or k < 1:
        raise InvalidParameterValue(f"k must be a whole number above 0, not {k!r}.")

    def eval_fn(predictions: Any, targets: Any) -> MetricValue:
        rows = zip(predictions, targets, strict=True)
        return MetricValue(scores=[score(list(found)[:k], list(wanted)) for found, wanted in rows])

    return make_metric(eval_fn=eval_fn, greater_is_better=True, name=f"{name}_at_{k}")


def precision_at_k(k: int) -> EvaluationMetric:
    """``precision_at_<k>``: of the first k documents found, the share that was wanted."""

    def score(found: Sequence[Any], wanted: Sequence[Any]) -> float:
        if not found:
            return 0.0
        return sum(document in set(wanted) for document in found) / len(found)

    return _at_k("precision", k, score)


def recall_at_k(k: int) -> EvaluationMetric:
    """``recall_at_<k>``: of the documents wanted, the share that is among the first k found."""

    def score(found: Sequence[Any], wanted: Sequence[Any]) -> float:
        if not wanted:
            return 1.0 if not found else 0.0
        return len(set(found) & set(wanted)) / len(set(wanted))

    return _at_k("recall", k, score)


def ndcg_at_k(k: int) -> EvaluationMetric:
    """``ndcg_at_<k>``: how near the top of the first k found the wanted documents are, 1 when all are first."""

    def score(found: Sequence[Any], wanted: Sequence[Any]) -> float:
        targets = set(wanted)
        if not targets:
            return 1.0 if not found else 0.0
        if not found:
            return 0.0
        hits = [document in targets for document in found]
        # A wanted document that is found twice counts as two wanted ones, and no more are owed than were found, so
        # that 1 stays the best.
        twice = sum(hits) - len(targets & set(found))
        gained = sum(1 / math.log2(place + 2) for place, hit in enumerate(hits) if hit)
        return gained / sum(1 / math.log2(place + 2) for place in range(min(len(targets) + twice, len(found))))

    return _at_k("ndcg", k, score)


def latency() -> EvaluationMetric:
    """``latency``: seconds the model takes for a row; the evaluation asks it row by row."""

    def eval_fn(predictions: Any) -> None:
        return None  # The evaluation measures it while predicting.

    return make_metric(eval_fn=eval_fn, greater_is_better=False, name="latency")
