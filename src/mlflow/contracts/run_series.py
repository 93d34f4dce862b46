"""The series of metrics that runs log: whole, thinned for charts, and what is known without reading them."""

from __future__ import annotations

from abc import ABC, abstractmethod

import msgspec

from mlflow.contracts.acts import Level, Rule, act
from mlflow.contracts.limits import MAX_RESULTS_PER_RUN_BULK_INTERVAL
from mlflow.entities import Metric, PagedList
from mlflow.entities.metrics import named_number
from mlflow.entities.wire import WireEntity

_READ = Rule(Level.READ, "run", "run_id")
_OLD = {"run_uuid": "run_id"}


class SeriesSummary(msgspec.Struct, omit_defaults=True):
    """What is known of one series without reading it.

    Args:
        key: Name of the metric.
        count: Number of points.
        first: Value of the lowest step.
        last: Value of the highest step.
        minimum: Smallest finite or infinite value; None if all are NaN.
        maximum: Largest; None if all are NaN.
        last_step: The highest step.
        last_timestamp: Milliseconds since the epoch of the last point.
    """

    key: str
    count: int
    first: float | None = None
    last: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    last_step: int = msgspec.field(default_factory=int)
    last_timestamp: int = msgspec.field(default_factory=int)


class _SeriesJson(msgspec.Struct):
    run_id: str
    key: str
    total: int
    steps: list[int]
    timestamps: list[int]
    values: list[float | str]


class Series(WireEntity, shape=_SeriesJson):
    """Points of a metric of a run as columns of one length, by step.

    Args:
        run_id: The run.
        key: The metric.
        total: How many points there are in the part that was asked for; more than here where it was thinned.
        steps: Their steps.
        timestamps: Milliseconds since the epoch of each.
        values: Their values; NaN and the infinities are named where they travel.
    """

    def __init__(
        self, run_id: str, key: str, total: int, steps: list[int], timestamps: list[int], values: list[float]
    ) -> None:
        self.run_id = run_id
        self.key = key
        self.total = total
        self.steps = steps
        self.timestamps = timestamps
        self.values = values

    def to_wire(self) -> _SeriesJson:
        values = list(map(named_number, self.values))
        return _SeriesJson(self.run_id, self.key, self.total, self.steps, self.timestamps, values)

    @classmethod
    def from_wire(cls, wire: _SeriesJson) -> Series:
        return cls(wire.run_id, wire.key, wire.total, wire.steps, wire.timestamps, list(map(float, wire.values)))


class RunSeries(ABC):
    """Series: a metric of a run, point by point."""

    @act("GET", "mlflow/metrics/get-history", rule=_READ, returns="metrics", legacy=_OLD)
    @abstractmethod
    def get_metric_history(
        self, run_id: str, metric_key: str, max_results: int | None = None, page_token: str | None = None
    ) -> PagedList[Metric]:
        """Every point of one series, by step, then timestamp, in the order of logging where these are equal.

        Args:
            run_id: The run.
            metric_key: The metric; one that was never logged gives no points.
            max_results: Points per page; all where None.
            page_token: Where the page before ended.
        """

    @act(
        "GET",
        "mlflow/metrics/get-history-bulk",
        rule=Rule(Level.READ, "run", "run_ids"),
        returns="metrics",
        wire={"run_ids": "run_id"},
    )
    @abstractmethod
    def get_metric_history_bulk(
        self, run_ids: list[str], metric_key: str, max_results: int | None = None
    ) -> list[Metric]:
        """The series of one metric in up to 100 runs, each point with its ``run_id``; at most 25,000 points a run."""

    @act(
        "GET",
        "mlflow/metrics/get-history-bulk-interval",
        rule=Rule(Level.READ, "run", "run_ids"),
        returns="metrics",
    )
    @abstractmethod
    def get_metric_history_bulk_interval(
        self,
        run_ids: list[str],
        metric_key: str,
        start_step: int | None = None,
        end_step: int | None = None,
        max_results: int = MAX_RESULTS_PER_RUN_BULK_INTERVAL,
    ) -> list[Metric]:
        """A series thinned for a chart, in up to 100 runs, each point with its ``run_id``.

        Each bucket of steps keeps its true minimum and maximum, and both ends of the series are kept.

        Args:
            run_ids: 1 to 100 runs.
            metric_key: The metric.
            start_step: First step shown; given together with ``end_step`` or not at all.
            end_step: Last step shown.
            max_results: 1 to 2,500 points a run.
        """

    @act("POST", "mlflow/metrics/series", rule=Rule(Level.READ, "run", "run_ids"), returns="series")
    @abstractmethod
    def get_series(
        self,
        run_ids: list[str],
        metric_keys: list[str],
        start_step: int | None = None,
        end_step: int | None = None,
        start_time: int | None = None,
        end_time: int | None = None,
        max_results: int = MAX_RESULTS_PER_RUN_BULK_INTERVAL,
    ) -> list[Series]:
        """Several metrics of several runs, each thinned for a chart, as columns. Penstock's own.

        Each bucket of steps keeps its true minimum and maximum, and both ends of the part are kept. A run without a
        metric has no series of it.

        Args:
            run_ids: 1 to 100 runs.
            metric_keys: 1 to 100 metrics; at most 2,000 series in all.
            start_step: First step shown.
            end_step: Last step shown.
            start_time: First timestamp shown, in milliseconds since the epoch.
            end_time: Last timestamp shown.
            max_results: 1 to 2,500 points a series.
        """

    @act("GET", "mlflow/metrics/summaries", rule=_READ, returns="summaries")
    @abstractmethod
    def get_metric_summaries(self, run_id: str) -> list[SeriesSummary]:
        """First, last, smallest and largest value of each series of a run. Penstock's own."""
