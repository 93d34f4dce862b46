"""Metrics of classifiers."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn import metrics

from mlflow.evaluation.classes import Classes, curves_are_drawn

_log = logging.getLogger(__name__)


def measure(classes: Classes) -> dict[str, Any]:
    """Metric name → number; what cannot be computed for these answers is left out."""
    if classes.is_binary:
        return _of_two(classes)
    found: dict[str, Any] = {"example_count": len(classes.truth)}
    given: dict[str, Any] = {"sample_weight": classes.weights}
    averaged = {**given, "average": classes.average, "labels": classes.labels, "zero_division": 0}
    chances = classes.probabilities
    pair = (classes.truth, classes.predicted)
    found |= _computed(
        accuracy_score=lambda: metrics.accuracy_score(*pair, **given),
        recall_score=lambda: metrics.recall_score(*pair, **averaged),
        precision_score=lambda: metrics.precision_score(*pair, **averaged),
        f1_score=lambda: metrics.f1_score(*pair, **averaged),
        matthews_corrcoef=lambda: _correlation(*pair, classes.weights),
    )
    if chances is None:
        return found
    found |= _computed(log_loss=lambda: metrics.log_loss(classes.truth, chances, labels=classes.labels, **given))
    if len(np.unique(classes.truth)) < len(classes.labels):
        _log.warning("The targets lack some of the classes %s, so that roc_auc is undefined.", classes.labels[:30])
        return found
    return found | _computed(
        roc_auc=lambda: metrics.roc_auc_score(
            classes.truth, chances, labels=classes.labels, average=classes.average, multi_class="ovr", **given
        )
    )


def _of_two(classes: Classes) -> dict[str, Any]:
    truth, predicted = classes.truth == classes.positive, classes.predicted == classes.positive
    right, wrong = truth & predicted, truth ^ predicted
    found: dict[str, Any] = {
        "true_negatives": int((~truth & ~predicted).sum()),
        "false_positives": int((wrong & predicted).sum()),
        "false_negatives": int((wrong & truth).sum()),
        "true_positives": int(right.sum()),
        "example_count": len(truth),
    }
    given: dict[str, Any] = {"sample_weight": classes.weights}
    found |= _computed(
        accuracy_score=lambda: metrics.accuracy_score(classes.truth, classes.predicted, **given),
        recall_score=lambda: metrics.recall_score(truth, predicted, zero_division=0, **given),
        precision_score=lambda: metrics.precision_score(truth, predicted, zero_division=0, **given),
        f1_score=lambda: metrics.f1_score(truth, predicted, zero_division=0, **given),
        matthews_corrcoef=lambda: _correlation(truth, predicted, classes.weights),
    )
    chances = classes.chances_of(classes.positive)
    if chances is None:
        return found
    if len(classes.labels) == 2:
        found |= _computed(log_loss=lambda: metrics.log_loss(truth, chances, labels=[False, True], **given))
    if truth.all() or not truth.any():
        _log.warning("All targets are of one class, so that roc_auc is undefined.")
        return found | {"roc_auc": math.nan, "precision_recall_auc": float(truth.all())}
    found |= _computed(
        roc_auc=lambda: metrics.roc_auc_score(truth, chances, **given),
        precision_recall_auc=lambda: metrics.average_precision_score(truth, chances, **given),
    )
    return found


def _correlation(truth: np.ndarray[Any, Any], predicted: np.ndarray[Any, Any], weights: Any) -> float:
    """Matthews' coefficient; 0 where both are of one class only, of which scikit-learn warns."""
    if len(set(truth) | set(predicted)) < 2:
        return 0.0
    return float(metrics.matthews_corrcoef(truth, predicted, sample_weight=weights))


def _computed(**measures: Callable[[], Any]) -> dict[str, float]:
    found = {}
    for name, compute in measures.items():
        try:
            found[name] = float(compute())
        except (TypeError, ValueError) as error:
            _log.warning("%s cannot be computed: %s", name, error)
    return found


def measure_each(classes: Classes, config: Mapping[str, Any]) -> pd.DataFrame:
    """A row per class, with the metrics of that class against all others; areas where their curves are drawn."""
    drawn = curves_are_drawn(classes, config)
    rows = []
    for label in classes.labels:
        chances = classes.chances_of(label) if drawn else None
        one = Classes(
            classes.truth == label,
            classes.predicted == label,
            None if chances is None else np.stack([1 - chances, chances], axis=1),
            [False, True],
            True,
            classes.weights,
        )
        found = _of_two(one)
        for of_all in ("log_loss", "matthews_corrcoef"):
            found.pop(of_all, None)
        rows.append({"positive_class": label, **found})
    return pd.DataFrame(rows)
