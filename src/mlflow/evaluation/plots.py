"""Pictures of a model's answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from sklearn import metrics

from mlflow.evaluation.calibration_curve import make_multi_class_calibration_plot, plot_calibration_curve
from mlflow.evaluation.classes import Classes, curves_are_drawn
from mlflow.evaluation.lift_curve import plot_lift_curve

#: So many classes fit into a confusion matrix with a number in each field.
_NUMBERED = 12
#: Beyond so many rows a cloud of points is drawn as its density.
_MOST_POINTS = 5000


def of_classes(classes: Classes, config: Mapping[str, Any]) -> Iterator[tuple[str, Figure]]:
    """Name and figure of each picture that a classifier's answers allow."""
    if classes.probabilities is not None and len(classes.labels) > 1:
        if curves_are_drawn(classes, config):
            yield "roc_curve_plot", _figure(lambda axes: _roc(axes, classes))
            yield "precision_recall_curve_plot", _figure(lambda axes: _precision_recall(axes, classes))
        if classes.is_binary and len(np.unique(classes.truth)) == 2:
            yield "lift_curve_plot", _figure(lambda axes: _lift(axes, classes))
        yield "calibration_curve_plot", _calibration(classes, config)
    yield "confusion_matrix", _figure(lambda axes: _confusion(axes, classes))


def of_numbers(truth: Any, predicted: Any) -> Iterator[tuple[str, Figure]]:
    """Name and figure of each picture of a regressor's answers."""
    truth, predicted = np.asarray(truth, dtype=float).ravel(), np.asarray(predicted, dtype=float).ravel()
    yield "predictions_plot", _figure(lambda axes: _predictions(axes, truth, predicted))
    yield "residuals_plot", _figure(lambda axes: _residuals(axes, truth, predicted))


def _figure(paint: Callable[[Any], None]) -> Figure:
    figure = Figure(figsize=(5.4, 4.5), layout="constrained", dpi=160)
    paint(figure.subplots())
    return figure


def _curves(classes: Classes) -> Iterator[tuple[str, Any, Any]]:
    """Name, truth and probability of each class that is drawn and that some row is of."""
    for label in [classes.positive] if classes.is_binary else classes.labels:
        truth, chances = classes.truth == label, classes.chances_of(label)
        if chances is not None and truth.any() and not truth.all():
            yield f"class {label}", truth, chances


def _finish(axes: Any, title: str, across: str, up: str) -> None:
    axes.set(title=title, xlabel=across, ylabel=up)
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="best")


def _roc(axes: Any, classes: Classes) -> None:
    for name, truth, chances in _curves(classes):
        false, true, _ = metrics.roc_curve(truth, chances, sample_weight=classes.weights)
        axes.plot(false, true, label=f"{name}, area {metrics.auc(false, true):.3f}", linewidth=2)
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey")
    _finish(axes, "ROC curve", "False positive rate", "True positive rate")


def _precision_recall(axes: Any, classes: Classes) -> None:
    for name, truth, chances in _curves(classes):
        precision, recall, _ = metrics.precision_recall_curve(truth, chances, sample_weight=classes.weights)
        area = metrics.average_precision_score(truth, chances, sample_weight=classes.weights)
        axes.step(recall, precision, where="post", label=f"{name}, area {area:.3f}", linewidth=2)
    _finish(axes, "Precision-recall curve", "Recall", "Precision")


def _lift(axes: Any, classes: Classes) -> None:
    other = next(label for label in classes.labels if label != classes.positive)
    chances = np.stack([classes.chances_of(other), classes.chances_of(classes.positive)], axis=1)  # type: ignore[list-item]  # both are there where the picture is drawn
    plot_lift_curve(classes.truth, chances, title="Lift curve", ax=axes, pos_label=classes.positive)


def _calibration(classes: Classes, config: Mapping[str, Any]) -> Figure:
    if classes.is_binary:
        chances = classes.chances_of(classes.positive)
        return plot_calibration_curve(classes.truth, chances, classes.positive, config, classes.labels)
    return make_multi_class_calibration_plot(
        len(classes.labels), classes.truth, classes.probabilities, config, classes.labels
    )


def _confusion(axes: Any, classes: Classes) -> None:
    shares = metrics.confusion_matrix(
        classes.truth, classes.predicted, labels=classes.labels, normalize="true", sample_weight=classes.weights
    )
    few = len(classes.labels) <= _NUMBERED
    metrics.ConfusionMatrixDisplay(shares, display_labels=classes.labels).plot(
        ax=axes, cmap="Blues", colorbar=not few, include_values=few, values_format=".2f",
        xticks_rotation="horizontal" if all(len(str(label)) < 6 for label in classes.labels) else 45,
    )  # fmt: skip
    axes.set_title("Confusion matrix, shares of each true class")


def _cloud(axes: Any, across: Any, up: Any) -> None:
    if len(across) > _MOST_POINTS:
        axes.hexbin(across, up, gridsize=60, bins="log", cmap="Blues", mincnt=1)
    else:
        axes.scatter(across, up, s=14, alpha=0.5, linewidths=0)


def _predictions(axes: Any, truth: Any, predicted: Any) -> None:
    _cloud(axes, truth, predicted)
    axes.axline((float(truth.mean()), float(truth.mean())), slope=1, linestyle="--", color="grey")
    _finish(axes, "Predictions", "Target", "Prediction")


def _residuals(axes: Any, truth: Any, predicted: Any) -> None:
    _cloud(axes, predicted, truth - predicted)
    axes.axhline(0, linestyle="--", color="grey")
    _finish(axes, "Residuals", "Prediction", "Target minus prediction")
