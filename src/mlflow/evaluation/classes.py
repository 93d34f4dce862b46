"""A classifier's answers beside the truth, checked and brought into one order of classes."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue

_log = logging.getLogger(__name__)
#: Beyond so many classes the ROC and precision-recall curves of each class are not drawn.
_MOST_CURVES = 10


@dataclass(frozen=True)
class Classes:
    """A classifier's answers beside the truth.

    Attributes:
        truth: The true class of each row.
        predicted: The predicted one.
        probabilities: A column per class of ``labels``, or None.
        labels: All classes, in order.
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
        if self.probabilities is None:
            return None
        chances: np.ndarray[Any, Any] = self.probabilities[:, self.labels.index(label)]
        return chances


def read_classes(
    truth: Any, predicted: Any, probabilities: Any, config: Mapping[str, Any], known: Sequence[Any] | None = None
) -> Classes:
    """The answers of a classifier as the configuration wants them looked at.

    Args:
        truth: The true class of each row.
        predicted: The predicted one.
        probabilities: A column per class, or None.
        config: ``label_list``, ``pos_label``, ``average``, ``sample_weights``.
        known: The classes that the model itself knows, in the order of the probabilities.

    Raises:
        InvalidParameterValue: Answers are missing, or the configuration does not fit the data.
    """
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    check_complete(truth, "targets")
    check_complete(predicted, "predictions")
    seen = _distinct(truth)
    if config.get("label_list") is not None:
        labels = _in_order(set(np.asarray(config["label_list"]).tolist()))
        _check_listed(seen, _distinct(predicted), labels)
    elif known is not None and probabilities is not None:
        labels = np.asarray(known).tolist()
        labels += _in_order(seen - set(labels))
    else:
        labels = _in_order(seen | _distinct(predicted))
    positive = config.get("pos_label")
    if positive is not None and positive not in labels:
        raise InvalidParameterValue(f"pos_label {positive!r} is none of the classes {labels[:30]}.")
    if len(labels) <= 2 and positive is None:
        positive = labels[-1]
    if probabilities is not None:
        probabilities = _aligned(np.asarray(probabilities), labels, known)
    weights = weights_of(config, len(truth))
    return Classes(truth, predicted, probabilities, labels, positive, weights, config.get("average", "weighted"))


def curves_are_drawn(classes: Classes, config: Mapping[str, Any]) -> bool:
    """Whether there are so few classes that ROC and precision-recall curves of each are of use."""
    most = config.get("max_classes_for_multiclass_roc_pr", _MOST_CURVES)
    return classes.is_binary or len(classes.labels) <= most


def weights_of(config: Mapping[str, Any], rows: int) -> np.ndarray[Any, Any] | None:
    """The weight of each row, None without any.

    Raises:
        InvalidParameterValue: There are more or fewer than rows.
    """
    given = config.get("sample_weights")
    if given is None:
        return None
    weights = np.asarray(given, dtype=float)
    if weights.shape != (rows,):
        raise InvalidParameterValue(f"sample_weights has {len(weights)} weights for {rows} rows.")
    return weights


def check_complete(values: np.ndarray[Any, Any], role: str) -> None:
    """Refuse values of which there are none, or of which some are missing.

    Args:
        values: One per row.
        role: What they are, as the argument is called.

    Raises:
        InvalidParameterValue: They are so; the message names the first rows.
    """
    if not len(values):
        raise InvalidParameterValue(f"The data have no rows, so there are no {role} to measure.")
    missing = np.flatnonzero(pd.isna(values))
    if len(missing):
        raise InvalidParameterValue(
            f"{len(missing)} of {len(values)} {role} are missing (NaN or None), first in rows {missing[:5].tolist()}; "
            "drop those rows."
        )
    endless = np.flatnonzero(np.isinf(values)) if values.dtype.kind == "f" else missing
    if len(endless):
        raise InvalidParameterValue(
            f"{len(endless)} of {len(values)} {role} are infinite, first in rows {endless[:5].tolist()}; no metric "
            "can be computed of them."
        )


def _distinct(values: np.ndarray[Any, Any]) -> set[Any]:
    return set(pd.unique(values).tolist())


def _in_order(labels: set[Any]) -> list[Any]:
    try:
        return sorted(labels)
    except TypeError:
        raise InvalidParameterValue(
            f"The classes are of different kinds: {sorted(map(repr, labels))[:10]}; targets and predictions must name "
            "them alike."
        ) from None


def _check_listed(truth: set[Any], predicted: set[Any], labels: list[Any]) -> None:
    unlisted = sorted(map(repr, truth - set(labels)))
    if unlisted:
        raise InvalidParameterValue(f"label_list {labels[:30]} lacks the classes {unlisted[:10]} of the targets.")
    if predicted - set(labels):
        _log.warning(
            "The model predicts classes that label_list lacks: %s; they count as wrong.",
            sorted(map(repr, predicted - set(labels)))[:10],
        )


def _aligned(
    probabilities: np.ndarray[Any, Any], labels: list[Any], known: Sequence[Any] | None
) -> np.ndarray[Any, Any]:
    """The probabilities with a column per label; 0 for one that the model does not know."""
    columns = labels if known is None else np.asarray(known).tolist()
    if probabilities.ndim == 1 and len(columns) == 2:
        probabilities = np.stack([1 - probabilities, probabilities], axis=1)
    if probabilities.ndim != 2 or probabilities.shape[1] != len(columns):
        raise InvalidParameterValue(
            f"The model's probabilities are of shape {probabilities.shape}, and there are {len(columns)} classes: "
            f'{columns[:10]}; name all that it knows with evaluator_config={{"label_list": [...]}}.'
        )
    if columns == labels:
        return probabilities
    nothing = np.zeros(len(probabilities))
    return np.stack(
        [probabilities[:, columns.index(label)] if label in columns else nothing for label in labels], axis=1
    )
