"""Pictures of how a classifier does on its training data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from sklearn.metrics import ConfusionMatrixDisplay, PrecisionRecallDisplay, RocCurveDisplay


def draw(estimator: Any, data: Any, target: Any, weights: Any, folder: Path) -> None:
    """Write ``training_confusion_matrix.png`` and, for two classes with probabilities, ROC and precision-recall curves.

    Args:
        estimator: A fitted classifier.
        data: What to predict for.
        target: The true classes.
        weights: A weight per row, or None.
        folder: Where the files go.
    """
    predicted = estimator.predict(data)
    _save(
        folder / "training_confusion_matrix.png", "Normalized confusion matrix",
        ConfusionMatrixDisplay.from_predictions, target, predicted,
        sample_weight=weights, normalize="true", cmap="Blues",
    )  # fmt: skip
    classes: Any = getattr(estimator, "classes_", ())
    if len(classes) != 2 or not hasattr(estimator, "predict_proba"):
        return
    positive = estimator.predict_proba(data)[:, 1]
    curves: list[tuple[str, str, Callable[..., Any]]] = [
        ("training_roc_curve.png", "ROC curve", RocCurveDisplay.from_predictions),
        ("training_precision_recall_curve.png", "Precision recall curve", PrecisionRecallDisplay.from_predictions),
    ]
    for name, title, paint in curves:
        _save(folder / name, title, paint, target, positive, sample_weight=weights, pos_label=classes[1])


def _save(file: Path, title: str, paint: Callable[..., Any], *values: Any, **options: Any) -> None:
    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.subplots()
    paint(*values, **options, ax=axes)
    axes.set_title(title)
    figure.savefig(file)
