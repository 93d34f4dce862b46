"""What a metric gives: one number or several, and a score per row where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


def standard_aggregations(scores: Sequence[float | None]) -> dict[str, float]:
    """Mean, variance and 90th percentile of the scores that are numbers; empty when none is.

    Args:
        scores: A score per row; None where a row has none.
    """
    numbers = [score for score in scores if isinstance(score, int | float | np.number)]
    if not numbers or len(numbers) != len([score for score in scores if score is not None]):
        return {}
    return {
        "mean": float(np.mean(numbers)),
        "variance": float(np.var(numbers)),
        "p90": float(np.percentile(numbers, 90)),
    }


@dataclass
class MetricValue:
    """The value of a metric.

    Attributes:
        scores: A score per row, or None.
        justifications: A text per row that explains its score, or None.
        aggregate_results: Name → number; mean, variance and 90th percentile of the scores unless given.
    """

    scores: list[str] | list[float] | None = None
    justifications: list[str] | None = None
    aggregate_results: dict[str, float] | None = None

    def __post_init__(self) -> None:
        if self.aggregate_results is None and isinstance(self.scores, list | tuple):
            self.aggregate_results = standard_aggregations(self.scores) or None  # type: ignore[arg-type]
