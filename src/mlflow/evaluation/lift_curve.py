"""The lift curve: how much oftener a class is met among the rows that a model finds most probable."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from mlflow.exceptions import InvalidParameterValue

#: Points of a curve beyond so many cannot be told apart in a picture.
_POINTS = 1000


def plot_lift_curve(
    y_true: Any,
    y_probas: Any,
    title: str = "Lift Curve",
    ax: Any = None,
    figsize: tuple[float, float] | None = None,
    title_fontsize: str | float = "large",
    text_fontsize: str | float = "medium",
    pos_label: Any = None,
) -> Any:
    """Draw the lift curve of each of two classes.

    Args:
        y_true: The true class of each row, of shape (rows,).
        y_probas: Their probabilities, of shape (rows, 2); columns in the order of the classes.
        title: What stands above.
        ax: Axes of matplotlib to draw on; new ones where None.
        figsize: Width and height of a new figure, in inches.
        title_fontsize: Size of the title.
        text_fontsize: Size of the other texts.
        pos_label: The class that the second column is about; the greater one where None.

    Returns:
        The axes.

    Raises:
        InvalidParameterValue: There are not two classes.
    """
    truth, chances = np.asarray(y_true), np.asarray(y_probas)
    labels = np.unique(truth).tolist()
    if len(labels) != 2 or chances.shape != (len(truth), 2):
        raise InvalidParameterValue(f"A lift curve is of two classes; there are {labels[:10]}, {chances.shape}.")
    if pos_label is not None:
        labels = [*(label for label in labels if label != pos_label), pos_label]
    if ax is None:
        ax = Figure(figsize=figsize).subplots()
    for place, label in enumerate(labels):
        share, lift = _lift(truth == label, chances[:, place])
        ax.plot(share, lift, label=f"class {label}", linewidth=2)
    ax.axhline(1, linestyle="--", color="grey", label="no model")
    ax.set_title(title, fontsize=title_fontsize)
    ax.set_xlabel("Share of the rows, most probable first", fontsize=text_fontsize)
    ax.set_ylabel("Lift", fontsize=text_fontsize)
    ax.legend(loc="best", fontsize=text_fontsize)
    return ax


def _lift(truth: np.ndarray[Any, Any], chances: np.ndarray[Any, Any]) -> tuple[Any, Any]:
    ordered = truth[np.argsort(-chances, kind="stable")]
    rows = np.unique(np.linspace(1, len(truth), min(_POINTS, len(truth))).astype(int))
    share = rows / len(truth)
    return share, np.cumsum(ordered)[rows - 1] / ordered.sum() / share
