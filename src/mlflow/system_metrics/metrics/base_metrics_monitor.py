"""What every monitor of a device is: samples by name, and their means."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping


class BaseMetricsMonitor(ABC):
    """Samples of one device, gathered until they are averaged."""

    def __init__(self) -> None:
        self._metrics: defaultdict[str, list[float]] = defaultdict(list)

    @abstractmethod
    def collect_metrics(self) -> None:
        """Take one sample of everything."""

    @abstractmethod
    def aggregate_metrics(self) -> Mapping[str, float]:
        """One number for each name, of the samples since the last clearing."""

    @property
    def metrics(self) -> Mapping[str, list[float]]:
        """The samples by name."""
        return self._metrics

    def clear_metrics(self) -> None:
        """Forget the samples."""
        self._metrics.clear()

    def _means(self) -> dict[str, float]:
        return {name: round(sum(values) / len(values), 1) for name, values in self._metrics.items() if values}
