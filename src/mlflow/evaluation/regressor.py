"""Metrics of regressors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from sklearn import metrics

from mlflow.evaluation.classes import check_complete
from mlflow.exceptions import InvalidParameterValue


def measure(truth: Any, predicted: Any, weights: Any = None) -> dict[str, Any]:
    """Metric name → number.

    Args:
        truth: The true number of each row.
        predicted: The predicted one.
        weights: A weight per row, or None.

    Raises:
        InvalidParameterValue: The truth or the predictions are no numbers.
    """
    try:
        truth, predicted = np.asarray(truth, dtype=float), np.asarray(predicted, dtype=float)
    except (TypeError, ValueError) as error:
        raise InvalidParameterValue(f"A regressor's targets and predictions must be numbers: {error}.") from None
    check_complete(truth, "targets")
    check_complete(predicted, "predictions")
    given: dict[str, Any] = {"sample_weight": weights}
    squared = metrics.mean_squared_error(truth, predicted, **given)
    weighted = truth if weights is None else truth * weights
    total = float(weighted.sum())
    return {
        "example_count": len(truth),
        "mean_absolute_error": float(metrics.mean_absolute_error(truth, predicted, **given)),
        "mean_squared_error": float(squared),
        "root_mean_squared_error": math.sqrt(squared),
        "sum_on_target": total,
        "mean_on_target": total / len(truth),
        "r2_score": _r2(truth, predicted, weights),
        "max_error": float(metrics.max_error(truth, predicted)),
        "mean_absolute_percentage_error": float(metrics.mean_absolute_percentage_error(truth, predicted, **given)),
    }


def _r2(truth: np.ndarray[Any, Any], predicted: np.ndarray[Any, Any], weights: Any) -> float:
    # Of a single row it is undefined, which scikit-learn tells by a warning.
    return math.nan if len(truth) < 2 else float(metrics.r2_score(truth, predicted, sample_weight=weights))
