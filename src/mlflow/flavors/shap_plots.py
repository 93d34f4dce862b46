"""Pictures of SHAP values, on figures of their own: pyplot's state is nobody's here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

#: Features that a picture shows; the rest are added up in one bar, or left out.
_SHOWN = 15
#: Rows that a swarm shows.
_ROWS = 1000
#: Outputs, such as classes, that the picture of their spread shows.
_OUTPUTS = 6
_COLOURS = LinearSegmentedColormap.from_list("values", ["#1e88e5", "#8e4ec6", "#e8305f"])


def importance(values: Any, names: Sequence[str], outputs: Sequence[str] | None = None) -> Figure:
    """How much each feature moves predictions: the mean of its absolute SHAP values.

    Args:
        values: SHAP values, of shape (rows, features) or (rows, features, outputs).
        names: The features.
        outputs: What the outputs are called, such as classes; their bars are stacked.
    """
    means = np.abs(np.asarray(values)).mean(axis=0)
    means = means.reshape(len(names), -1)
    order = np.argsort(means.sum(axis=1))[::-1]
    shown, rest = order[:_SHOWN], order[_SHOWN:]
    labels = [names[at] for at in shown] + ([f"{len(rest)} others"] if len(rest) else [])
    bars = np.vstack([means[shown], means[rest].sum(axis=0)[None]]) if len(rest) else means[shown]
    figure = Figure(figsize=(7, 1.6 + 0.32 * len(labels)), layout="constrained", dpi=150)
    axes, left = figure.subplots(), np.zeros(len(labels))
    for output in range(bars.shape[1]):
        label = str(outputs[output]) if outputs is not None and bars.shape[1] > 1 else None
        axes.barh(labels, bars[:, output], left=left, label=label, height=0.7)
        left += bars[:, output]
    axes.invert_yaxis()
    axes.set(title="Feature importance", xlabel="Mean absolute SHAP value")
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="lower right")
    return figure


def beeswarm(values: Any, data: Any, names: Sequence[str], title: str = "SHAP values") -> Figure:
    """Each row's SHAP value of each feature as a point, coloured by the feature's value.

    Args:
        values: SHAP values of one output, of shape (rows, features).
        data: The features' values, of the same shape.
        names: The features.
        title: What stands above.
    """
    values, data = np.asarray(values, dtype=float), np.asarray(data, dtype=float)
    generator = np.random.default_rng(0)
    if len(values) > _ROWS:
        chosen = np.sort(generator.choice(len(values), _ROWS, replace=False))
        values, data = values[chosen], data[chosen]
    shown = np.argsort(np.abs(values).mean(axis=0))[::-1][:_SHOWN]
    figure = Figure(figsize=(7, 1.8 + 0.36 * len(shown)), layout="constrained", dpi=150)
    axes = figure.subplots()
    points = None
    for place, feature in enumerate(shown):
        points = axes.scatter(
            values[:, feature], place + _spread(values[:, feature]), c=_ranked(data[:, feature]), cmap=_COLOURS,
            vmin=0, vmax=1, s=12, linewidths=0, alpha=0.85,
        )  # fmt: skip
    axes.axvline(0, color="grey", linewidth=1, zorder=0)
    axes.set_yticks(range(len(shown)), [names[at] for at in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set(title=title, xlabel="SHAP value: what the feature adds to the prediction")
    if points is not None:
        bar = figure.colorbar(points, ax=axes, ticks=[0, 1], aspect=30, pad=0.01)
        bar.ax.set_yticklabels(["low", "high"])
        bar.set_label("Value of the feature", labelpad=-8)
    return figure


def _ranked(column: Any) -> Any:
    """A column between 0 and 1, from its 5th to its 95th percentile; missing values in the middle."""
    low, high = np.nanpercentile(column, [5, 95]) if np.isfinite(column).any() else (0.0, 1.0)
    return np.nan_to_num(np.clip((column - low) / ((high - low) or 1.0), 0, 1), nan=0.5)


def _spread(column: Any, bins: int = 60) -> Any:
    """Offsets that lay points of nearly the same value beside one another, within ±0.35."""
    edges = np.linspace(column.min(), column.max(), bins + 1)
    bucket = np.clip(np.searchsorted(edges, column) - 1, 0, bins - 1)
    order = np.argsort(bucket, kind="stable")
    starts = np.searchsorted(bucket[order], np.arange(bins))
    within = np.empty(len(column))
    within[order] = np.arange(len(column)) - starts[bucket[order]]
    sizes = np.bincount(bucket, minlength=bins)[bucket]
    side = np.where(within % 2, 1.0, -1.0) * np.ceil(within / 2)
    return 0.7 * side / max(sizes.max(), 12)


def summary(values: Any, names: Sequence[str], outputs: Sequence[str] | None = None) -> Figure:
    """How SHAP values of each feature spread: a box from the first to the third quartile, whiskers to the extremes.

    Args:
        values: SHAP values, of shape (rows, features) or (rows, features, outputs).
        names: The features.
        outputs: What the outputs are called; each has boxes of its own.
    """
    values = np.asarray(values, dtype=float)
    values = values[:, :, None] if values.ndim == 2 else values
    shown = np.argsort(np.abs(values).mean(axis=(0, 2)))[::-1][:_SHOWN]
    count = min(values.shape[2], _OUTPUTS)
    figure = Figure(figsize=(7, 1.8 + 0.36 * len(shown) * max(1.0, count / 2)), layout="constrained", dpi=150)
    axes, height = figure.subplots(), 0.7 / count
    for output in range(count):
        places = np.arange(len(shown)) + (output - (count - 1) / 2) * height
        boxes = axes.boxplot(
            values[:, shown, output], positions=places, widths=height * 0.85, vert=False, whis=(0, 100),
            patch_artist=True, manage_ticks=False, medianprops={"color": "black"},
        )  # fmt: skip
        for box in boxes["boxes"]:
            box.set(facecolor=f"C{output}", alpha=0.75)
        if count > 1 and outputs is not None:
            boxes["boxes"][0].set_label(str(outputs[output]))
    axes.axvline(0, color="grey", linewidth=1, zorder=0)
    axes.set_yticks(range(len(shown)), [names[at] for at in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set(title="Spread of SHAP values", xlabel="SHAP value")
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="best")
    return figure
