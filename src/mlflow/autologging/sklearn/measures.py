"""How well an estimator does on the data it was trained on."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
from sklearn import metrics
from sklearn.base import is_classifier, is_regressor

_log = logging.getLogger(__name__)

Measures = Mapping[str, Callable[[], Any]]


def measured(estimator: Any, data: Any, target: Any, weights: Any = None, pos_label: Any = None) -> dict[str, float]:
    """Metrics of a fitted classifier or regressor; empty for others, and without targets.

    Args:
        estimator: A fitted estimator.
        data: What to predict for.
        target: The truth.
        weights: A weight per row, or None.
        pos_label: Of two classes, the one whose precision, recall and F1 count; None averages over classes by weight.

    Returns:
        Metric name without prefix → value. A metric that cannot be computed is left out.
    """
    if target is None or not (is_classifier(estimator) or is_regressor(estimator)):
        return {}
    try:
        predicted = estimator.predict(data)
        measures: dict[str, Callable[[], Any]] = {
            **(_of_classes if is_classifier(estimator) else _of_numbers)(
                estimator, data, target, predicted, weights, pos_label
            ),
            "score": partial(_score, estimator, data, target, weights),
        }
    except Exception:
        _log.debug("The estimator cannot predict for its training data", exc_info=True)
        return {}
    values = {}
    for name, compute in measures.items():
        try:
            value = float(compute())
        except Exception:
            _log.debug("%s cannot be computed", name, exc_info=True)
            continue
        if not math.isnan(value):
            values[name] = value
    return values


def _score(estimator: Any, data: Any, target: Any, weights: Any) -> Any:
    return estimator.score(data, target) if weights is None else estimator.score(data, target, sample_weight=weights)


def _of_numbers(estimator: Any, data: Any, target: Any, predicted: Any, weights: Any, pos_label: Any) -> Measures:
    given: dict[str, Any] = {"y_true": target, "y_pred": predicted, "sample_weight": weights}
    return {
        "mean_squared_error": partial(metrics.mean_squared_error, **given),
        "mean_absolute_error": partial(metrics.mean_absolute_error, **given),
        "r2_score": partial(metrics.r2_score, **given),
        "root_mean_squared_error": lambda: math.sqrt(metrics.mean_squared_error(**given)),
    }


def _of_classes(estimator: Any, data: Any, target: Any, predicted: Any, weights: Any, pos_label: Any) -> Measures:
    given: dict[str, Any] = {"y_true": target, "y_pred": predicted, "sample_weight": weights}
    average = {"average": "weighted"} if pos_label is None else {"average": "binary", "pos_label": pos_label}
    found: dict[str, Callable[[], Any]] = {
        "precision_score": partial(metrics.precision_score, **given, **average, zero_division=0),
        "recall_score": partial(metrics.recall_score, **given, **average, zero_division=0),
        "f1_score": partial(metrics.f1_score, **given, **average, zero_division=0),
        "accuracy_score": partial(metrics.accuracy_score, **given),
    }
    if hasattr(estimator, "predict_proba"):
        chances = estimator.predict_proba(data)
        found["log_loss"] = partial(metrics.log_loss, target, chances, sample_weight=weights)
        two = isinstance(chances, np.ndarray) and chances.ndim == 2 and chances.shape[1] == 2
        found["roc_auc"] = partial(
            metrics.roc_auc_score, target, chances[:, 1] if two else chances, average="weighted",
            sample_weight=weights, multi_class="ovo" if not two and weights is None else "ovr",
        )  # fmt: skip
    return found
