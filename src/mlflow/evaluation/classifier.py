"""Metrics and pictures of classifiers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn import metrics

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Classes:
    """A classifier's answers beside the truth.

    Attributes:
        truth: The true class of each row.
        predicted: The predicted one.
        probabilities: A column per class of ``labels``, or None.
        labels: All classes.
        positive: Of two classes the one that counts as found; None when there are more.
        weights: A weight per row, or None.
        average: How precision, recall and F1 of several classes become one number.
    """

    truth: np.ndarray[Any, Any]
    predicted: np.ndarray[Any, Any]
    probabilities: np.ndarray[Any, Any] | None
    labels: list[Any]
    positive: Any
    weights: Any = None
    average: str | None = "weighted"

    @property
    def is_binary(self) -> bool:
        """Whether there are at most two classes."""
        return len(self.labels) <= 2

    def chances_of(self, label: Any) -> np.ndarray[Any, Any] | None:
        """The probability of one class, per row."""
        if self.probabilities is None or self.probabilities.shape[1] != len(self.labels):
            return None
        chances: np.ndarray[Any, Any] = self.probabilities[:, self.labels.index(label)]
        return chances


def read_classes(
    truth: Any, predicted: Any, probabilities: Any, config: dict[str, Any], known: Sequence[Any] | None = None
) -> Classes:
    """The answers of a classifier as the configuration wants them looked at.

    Args:
        truth: The true class of each row.
        predicted: The predicted one.
        probabilities: A column per class, or None.
        config: ``label_list``, ``pos_label``, ``average``, ``sample_weights``.
        known: The classes that the model itself knows, in the order of the probabilities.
    """
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    if config.get("label_list") is not None:
        labels = np.asarray(config["label_list"]).tolist()
    elif known is not None and probabilities is not None:
        labels = np.asarray(known).tolist()
        labels += sorted(set(truth.tolist()) - set(labels))
    else:
        labels = sorted(set(truth.tolist()) | set(predicted.tolist()))
    positive = config.get("pos_label")
    if len(labels) <= 2 and positive is None and labels:
        positive = labels[-1]
    weights = config.get("sample_weights")
    return Classes(truth, predicted, probabilities, labels, positive, weights, config.get("average", "weighted"))


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
    )
    if chances is not None:
        found |= _computed(
            log_loss=lambda: metrics.log_loss(classes.truth, chances, labels=classes.labels, **given),
            roc_auc=lambda: metrics.roc_auc_score(
                classes.truth, chances, labels=classes.labels, average=classes.average, multi_class="ovr", **given
            ),
        )
    return found


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
    )
    chances = classes.chances_of(classes.positive)
    if chances is None:
        return found
    if len(classes.labels) == 2:
        found |= _computed(log_loss=lambda: metrics.log_loss(truth, chances, labels=[False, True], **given))
    if truth.any() and not truth.all():
        found |= _computed(
            roc_auc=lambda: metrics.roc_auc_score(truth, chances, **given),
            precision_recall_auc=lambda: metrics.average_precision_score(truth, chances, **given),
        )
    return found


def _computed(**measures: Callable[[], Any]) -> dict[str, float]:
    found = {}
    for name, compute in measures.items():
        try:
            found[name] = float(compute())
        except (TypeError, ValueError) as error:
            _log.warning("%s cannot be computed: %s", name, error)
    return found


def measure_each(classes: Classes) -> pd.DataFrame:
    """A row per class, with the metrics of that class against all others."""
    rows = []
    for label in classes.labels:
        chances = classes.chances_of(label)
        one = Classes(
            classes.truth == label,
            classes.predicted == label,
            None if chances is None else np.stack([1 - chances, chances], axis=1),
            [False, True],
            True,
            classes.weights,
        )
        found = _of_two(one)
        found.pop("log_loss", None)
        rows.append({"positive_class": label, **found})
    return pd.DataFrame(rows)
