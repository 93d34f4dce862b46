"""Lines in one picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure


def plot_lines(
    data_series: Iterable[tuple[str, Sequence[float], Sequence[float]]],
    xlabel: str,
    ylabel: str,
    legend_loc: str | None = None,
    line_kwargs: Mapping[str, Any] | None = None,
    title: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw lines into a figure of their own.

    Args:
        data_series: Name, x values and y values of each line.
        xlabel: What the x values are.
        ylabel: What the y values are.
        legend_loc: Where the names stand, as Matplotlib has it.
        line_kwargs: How lines are drawn, as Matplotlib's ``plot`` takes it.
        title: What stands above.
    """
    figure = Figure()
    axes = figure.subplots()
    for name, across, up in data_series:
        axes.plot(across, up, label=name, **(line_kwargs or {}))
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title or "")
    if axes.get_legend_handles_labels()[1]:
        place: Any = legend_loc or "best"
        axes.legend(loc=place)
    return figure, axes
