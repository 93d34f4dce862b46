"""The standard deviation of a sample, which SQLite lacks."""

from __future__ import annotations

from math import sqrt


class Deviation:
    """An aggregate: numbers one after another, by Welford's way, which keeps its digits wherever the numbers lie."""

    __slots__ = ("count", "mean", "squares")

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0
        self.squares = 0.0

    def step(self, value: float | None) -> None:
        """Take a number in; NULL is none."""
        if value is not None:
            self.count += 1
            away = value - self.mean
            self.mean += away / self.count
            self.squares += away * (value - self.mean)

    def finalize(self) -> float | None:
        """The deviation; NULL of fewer than two numbers."""
        return sqrt(self.squares / (self.count - 1)) if self.count > 1 else None
