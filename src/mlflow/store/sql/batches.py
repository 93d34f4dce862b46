"""What one logging call brings: checked as a whole before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from mlflow.entities import Metric, Param, RunTag
from mlflow.store import arguments, checks
from mlflow.store.arguments import LARGEST
from mlflow.store.sql import model_metrics, series
from mlflow.store.sql.interning import Interned, Origin
from mlflow.store.sql.packing import Point
from mlflow.store.sql.sessions import Session


class Batch:
    """Points, params and tags that are written together or not at all.

    Args:
        metrics: At most 1,000 points.
        params: At most 100.
        tags: At most 100.

    Raises:
        InvalidParameterValue: Something is over its limit, of the wrong kind, or a param comes twice.
    """

    __slots__ = ("origins", "params", "points", "tags")

    def __init__(self, metrics: Sequence[Metric], params: Sequence[Param], tags: Sequence[RunTag]) -> None:
        arguments.check_counts(len(metrics), len(params), len(tags))
        self.params = arguments.params(params)
        self.tags = arguments.tags(tags)
        self.points: dict[str, list[Point]] = {}
        self.origins: dict[str, list[Origin | None]] | None = None
        if metrics:
            self._take(metrics)

    @classmethod
    def of_point(cls, metric: Metric) -> Batch:
        """A batch of one point."""
        batch = cls.__new__(cls)
        batch.params, batch.tags, batch.points, batch.origins = {}, {}, {}, None
        batch._take((metric,))
        return batch

    def _take(self, metrics: Sequence[Metric]) -> None:
        points = self.points
        for metric in metrics:
            key, value, time, step = metric.key, metric.value, metric.timestamp, metric.step
            mine = points.get(key)
            if mine is None:
                mine = points[checks.key(key, "metric")] = []
            if type(value) is not float:
                value = checks.number(value, key)
            if type(time) is not int or not 0 <= time <= LARGEST:
                time = checks.timestamp(time, f"timestamp of metric {key!r}")
            if type(step) is not int or not -LARGEST <= step <= LARGEST:
                step = checks.whole(step, f"step of metric {key!r}")
            mine.append((step, time, value, 0))
        if any(metric.model_id or metric.dataset_name or metric.dataset_digest for metric in metrics):
            self.origins = {key: [] for key in points}
            for metric in metrics:
                origin = (metric.model_id or "", metric.dataset_name or "", metric.dataset_digest or "")
                self.origins[metric.key].append(origin if any(origin) else None)

    def append(self, session: Session, run: int, interned: Interned) -> None:
        """Add the points to the series of a run."""
        points = self.points
        if self.origins is not None:
            points = {}
            for key, mine in self.points.items():
                numbers = [interned.origin(session, o) if o else 0 for o in self.origins[key]]
                points[key] = [(p[0], p[1], p[2], number) for p, number in zip(mine, numbers, strict=True)]
        metrics = interned.metrics(session, points.keys())
        batch = {metrics[key]: mine for key, mine in points.items()}
        series.append(session, run, batch)
        if self.origins is not None:
            model_metrics.keep_latest(session, run, batch, interned)
