"""Metrics, params and tags of runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mlflow.contracts.limits import MAX_METRICS_PER_BATCH, MAX_PARAMS_TAGS_PER_BATCH
from mlflow.contracts.stores import Store
from mlflow.entities import Metric, Param, RunTag
from mlflow.tracking.client.base import ClientBase
from mlflow.tracking.operations import RunOperations, carry_out
from mlflow.tracking.values import (
    batches,
    checked_key,
    metric_value,
    moment_of,
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
        at = 0 if step is None else whole_number(step, "step")
        name = checked_key(key, "metric")
        moment = moment_of(run_id, name, at, now()) if timestamp is None else whole_number(timestamp, "timestamp")
        args = (run_id, name, metric_value(value), moment, at, model_id, dataset_name, dataset_digest)
        return carry_out(self._tracking, run_id, lambda to: to.log_metric(*args), synchronous)

    def log_param(self, run_id: str, key: str, value: Any, synchronous: bool | None = None) -> Any:
        """Log one param as text, and return the value as it was given.

        Raises:
            InvalidParameterValue: It has another value already, or the run is deleted.
            ResourceDoesNotExist: There is no such run.
        """
        args = (run_id, checked_key(key, "param"), param_text(value))
        operations = carry_out(self._tracking, run_id, lambda to: to.log_param(*args), synchronous)
        return value if operations is None else operations

    def set_tag(self, run_id: str, key: str, value: Any, synchronous: bool | None = None) -> RunOperations | None:
        """Set one tag; the value is kept as text."""
        args = (run_id, checked_key(key, "tag"), tag_text(value))
        return carry_out(self._tracking, run_id, lambda to: to.set_tag(*args), synchronous)

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
        """Log many at once: all of them, or none, as long as a store takes them in one batch.

        Args:
            run_id: An active run.
            metrics: Points; more than 1,000 are logged in several batches.
            params: More than 100 are logged in several batches.
            tags: More than 100 are logged in several batches.
            synchronous: Whether to return only when the store has them.

        Raises:
            ResourceDoesNotExist: There is no such run.
            InvalidParameterValue: Something is over its limit, or a param has another value already.
        """
        points, texts = plain_metrics(metrics), plain_params(params)
        notes = [t if type(t.value) is str else RunTag(t.key, tag_text(t.value)) for t in tags]
        return carry_out(self._tracking, run_id, lambda to: _log_batches(to, run_id, points, texts, notes), synchronous)


def _log_batches(to: Store, run_id: str, points: list[Metric], texts: list[Param], notes: list[RunTag]) -> None:
    most = MAX_METRICS_PER_BATCH - len(texts) - len(notes)
    if max(len(texts), len(notes)) <= MAX_PARAMS_TAGS_PER_BATCH and len(points) <= most:
        to.log_batch(run_id, points, texts, notes)
        return
    for note_part in batches(notes, MAX_PARAMS_TAGS_PER_BATCH):
        to.log_batch(run_id, None, None, note_part)
    for text_part in batches(texts, MAX_PARAMS_TAGS_PER_BATCH):
        to.log_batch(run_id, None, text_part, None)
    for point_part in batches(points, MAX_METRICS_PER_BATCH):
        to.log_batch(run_id, point_part, None, None)
