"""Pictures of a classifier's answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from sklearn import metrics
from sklearn.calibration import calibration_curve

from mlflow.evaluation.classifier import Classes

#: Beyond so many classes the curves of each class are not drawn.
_MOST_CLASSES = 10


def pictures(classes: Classes, config: dict[str, Any]) -> Iterator[tuple[str, Figure]]:
    """Name and figure of each picture these answers allow."""
    most = config.get("max_classes_for_multiclass_roc_pr", _MOST_CLASSES)
    if classes.probabilities is not None and len(classes.labels) <= max(most, 2):
        yield "roc_curve_plot", _figure(lambda axes: _roc(axes, classes))
        yield "precision_recall_curve_plot", _figure(lambda axes: _precision_recall(axes, classes))
        if classes.is_binary and len(classes.labels) == 2:
            yield "lift_curve_plot", _figure(lambda axes: _lift(axes, classes))
        yield "calibration_curve_plot", _figure(lambda axes: _calibration(axes, classes, config))
    yield "confusion_matrix", _figure(lambda axes: _confusion(axes, classes))


def _figure(paint: Callable[[Any], None]) -> Figure:
    figure = Figure(figsize=(6, 5), layout="constrained", dpi=150)
    paint(figure.subplots())
    return figure


def _curves(classes: Classes) -> Iterator[tuple[str, Any, Any]]:
    """Name, truth and probability of each class that is drawn."""
    drawn = [classes.positive] if classes.is_binary else classes.labels
    for label in drawn:
        chances = classes.chances_of(label)
        if chances is not None:
            yield f"class {label}", classes.truth == label, chances


def _finish(axes: Any, title: str, across: str, up: str) -> None:
    axes.set(title=title, xlabel=across, ylabel=up)
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="best")


def _roc(axes: Any, classes: Classes) -> None:
    for name, truth, chances in _curves(classes):
        false, true, _ = metrics.roc_curve(truth, chances, sample_weight=classes.weights)
        axes.plot(false, true, label=f"{name}, area {metrics.auc(false, true):.3f}")
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey")
    _finish(axes, "ROC curve", "False positive rate", "True positive rate")


def _precision_recall(axes: Any, classes: Classes) -> None:
    for name, truth, chances in _curves(classes):
        precision, recall, _ = metrics.precision_recall_curve(truth, chances, sample_weight=classes.weights)
        area = metrics.average_precision_score(truth, chances, sample_weight=classes.weights)
        axes.step(recall, precision, where="post", label=f"{name}, area {area:.3f}")
    _finish(axes, "Precision-recall curve", "Recall", "Precision")


def _lift(axes: Any, classes: Classes) -> None:
    for label in classes.labels:
        chances = classes.chances_of(label)
        if chances is None:
            continue
        truth = (classes.truth == label)[np.argsort(chances)[::-1]]
        if not truth.any():
            continue
        share = np.arange(1, len(truth) + 1) / len(truth)
        axes.plot(share, np.cumsum(truth) / truth.sum() / share, label=f"class {label}")
    axes.axhline(1, linestyle="--", color="grey")
    _finish(axes, "Lift curve", "Share of the rows, most probable first", "Lift")


def _calibration(axes: Any, classes: Classes, config: dict[str, Any]) -> None:
    bins = config.get("calibration_n_bins", 10)
    for name, truth, chances in _curves(classes):
        found, said = calibration_curve(truth, chances, n_bins=bins)
        axes.plot(said, found, marker="o", label=name)
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey")
    _finish(axes, "Calibration curve", "Predicted probability", "Share that was so")


def _confusion(axes: Any, classes: Classes) -> None:
    counts = metrics.confusion_matrix(
        classes.truth, classes.predicted, labels=classes.labels, normalize="true", sample_weight=classes.weights
    )
    metrics.ConfusionMatrixDisplay(np.round(counts, 4), display_labels=classes.labels).plot(
        ax=axes, cmap="Blues", colorbar=len(classes.labels) <= _MOST_CLASSES
    )
    axes.set_title("Normalized confusion matrix")
