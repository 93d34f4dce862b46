"""The calibration curve: whether what a model finds probable is so as often as it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from sklearn.calibration import calibration_curve

_BINS = 10


def plot_calibration_curve(
    y_true: Any, y_probs: Any, pos_label: Any, calibration_config: Mapping[str, Any], label_list: Sequence[Any]
) -> Figure:
    """The calibration of one class of two.

    Args:
        y_true: The true class of each row, of shape (rows,).
        y_probs: The probability of ``pos_label``, of shape (rows,).
        pos_label: The class.
        calibration_config: ``calibration_n_bins`` (10) and ``calibration_classifier_name``.
        label_list: Both classes.
    """
    del label_list  # part of the published call; one curve needs no more than the truth about its class
    name = calibration_config.get("calibration_classifier_name") or f"class {pos_label}"
    return _figure([(str(name), np.asarray(y_true) == pos_label, np.asarray(y_probs))], calibration_config)


def make_multi_class_calibration_plot(
    n_classes: int, y_true: Any, y_probs: Any, calibration_config: Mapping[str, Any], label_list: Sequence[Any]
) -> Figure:
    """The calibration of each of several classes.

    Args:
        n_classes: How many there are.
        y_true: The true class of each row, of shape (rows,).
        y_probs: Their probabilities, of shape (rows, n_classes).
        calibration_config: ``calibration_n_bins`` (10) and ``calibration_classifier_name``.
        label_list: The classes, in the order of the columns.
    """
    truth, chances = np.asarray(y_true), np.asarray(y_probs)
    curves = [(f"class {label}", truth == label, chances[:, at]) for at, label in enumerate(label_list[:n_classes])]
    return _figure(curves, calibration_config)


def _figure(curves: Sequence[tuple[str, Any, Any]], config: Mapping[str, Any]) -> Figure:
    figure = Figure(figsize=(5.4, 4.5), layout="constrained", dpi=160)
    axes = figure.subplots()
    for name, truth, chances in curves:
        found, said = calibration_curve(truth, np.clip(chances, 0, 1), n_bins=config.get("calibration_n_bins", _BINS))
        axes.plot(said, found, marker="o", label=name, linewidth=2)
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey", label="as it says")
    axes.set(title="Calibration curve", xlabel="Predicted probability", ylabel="Share that was so")
    if len(curves) <= _BINS:
        axes.legend(loc="best")
    return figure
