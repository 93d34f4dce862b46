"""Metrics, params and tags of runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mlflow.entities import Metric, Param, RunTag
from mlflow.tracking.client.base import ClientBase
from mlflow.tracking.operations import RunOperations, in_background, is_asynchronous
from mlflow.tracking.values import (
    checked_key,
    metric_value,
    now,
    param_text,
    plain_metrics,
    plain_params,
    tag_text,
    whole_number,
)


class LoggingCalls(ClientBase):
    """What a client logs to runs.

    Each of these returns None when the store has the data; with ``synchronous=False`` it returns at once, with
    :class:`~mlflow.RunOperations` to wait for.
    """

    def log_metric(
        self,
        run_id: str,
        key: str,
        value: float,
        timestamp: int | None = None,
        step: int | None = None,
        synchronous: bool | None = None,
        dataset_name: str | None = None,
        dataset_digest: str | None = None,
        model_id: str | None = None,
    ) -> RunOperations | None:
        """Log one point.

        Args:
            run_id: An active run.
            key: Name of the metric.
            value: The number; NaN and ±infinity are kept as such.
            timestamp: Milliseconds since the epoch; now where None.
            step: Position in the series; 0 where None.
            synchronous: Whether to return only when the store has it.
            dataset_name: The dataset it was measured on.
            dataset_digest: Digest of that dataset.
            model_id: The logged model that was measured.

        Raises:
            InvalidParameterValue: The value is no number, or the run is deleted.
            ResourceDoesNotExist: There is no such run.
        """
        args = (
            run_id,
            checked_key(key, "metric"),
            metric_value(value),
            now() if timestamp is None else whole_number(timestamp, "timestamp"),
            0 if step is None else whole_number(step, "step"),
            model_id,
            dataset_name,
            dataset_digest,
        )
        if is_asynchronous(synchronous):
            return in_background(self._tracking.log_metric, *args)
        self._tracking.log_metric(*args)
        return None

    def log_param(self, run_id: str, key: str, value: Any, synchronous: bool | None = None) -> Any:
        """Log one param as text, and return the value as it was given.

        Raises:
            InvalidParameterValue: It has another value already, or the run is deleted.
            ResourceDoesNotExist: There is no such run.
        """
        args = (run_id, checked_key(key, "param"), param_text(value))
        if is_asynchronous(synchronous):
            return in_background(self._tracking.log_param, *args)
        self._tracking.log_param(*args)
        return value

    def set_tag(self, run_id: str, key: str, value: Any, synchronous: bool | None = None) -> RunOperations | None:
        """Set one tag; the value is kept as text."""
        args = (run_id, checked_key(key, "tag"), tag_text(value))
        if is_asynchronous(synchronous):
            return in_background(self._tracking.set_tag, *args)
        self._tracking.set_tag(*args)
        return None

    def delete_tag(self, run_id: str, key: str) -> None:
        """Remove a tag.

        Raises:
            ResourceDoesNotExist: There is no such run, or no such tag.
        """
        self._tracking.delete_tag(run_id, key)

    def log_batch(
        self,
        run_id: str,
        metrics: Sequence[Metric] = (),
        params: Sequence[Param] = (),
        tags: Sequence[RunTag] = (),
        synchronous: bool | None = None,
    ) -> RunOperations | None:
        """Log many at once: all of them, or none.

        Args:
            run_id: An active run.
            metrics: At most 1,000 points.
            params: At most 100.
            tags: At most 100.
            synchronous: Whether to return only when the store has them.

        Raises:
            ResourceDoesNotExist: There is no such run.
            InvalidParameterValue: Something is over its limit, or a param has another value already.
        """
        args = (
            run_id,
            plain_metrics(metrics),
            plain_params(params),
            [t if type(t.value) is str else RunTag(t.key, tag_text(t.value)) for t in tags],
        )
        if is_asynchronous(synchronous):
            return in_background(self._tracking.log_batch, *args)
        self._tracking.log_batch(*args)
        return None
