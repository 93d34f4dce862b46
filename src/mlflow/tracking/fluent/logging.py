"""Metrics, params and tags of the active run."""

from __future__ import annotations

from typing import Any

from mlflow.active.models import active_model_id
from mlflow.contracts.limits import MAX_METRICS_PER_BATCH, MAX_PARAMS_TAGS_PER_BATCH
from mlflow.contracts.stores import Store
from mlflow.data.dataset import Dataset, entity_of
from mlflow.entities import Dataset as DatasetEntity
from mlflow.entities import DatasetInput, LoggedModelInput, Metric, Param, RunTag
from mlflow.tracking.fluent.current import run_and_store
from mlflow.tracking.operations import RunOperations, carry_out, is_asynchronous
from mlflow.tracking.values import (
    batches,
    checked_key,
    metric_value,
    moment_of,
    now,
    param_text,
    tag_text,
    whole_number,
)

#: Pairs of a run and a model that were recorded, so that each point logged costs one call.
_measured: set[tuple[str, str]] = set()


def log_metric(
    key: str,
    value: float,
    step: int | None = None,
    synchronous: bool | None = None,
    timestamp: int | None = None,
    run_id: str | None = None,
    model_id: str | None = None,
    dataset: Dataset | DatasetEntity | None = None,
) -> RunOperations | None:
    """Log one point to the active run, which is started where there is none.

    Args:
        key: Name of the metric.
        value: The number; NaN and ±infinity are kept as such.
        step: Position in the series; 0 where None.
        synchronous: Whether to return only when the store has it.
        timestamp: Milliseconds since the epoch; now where None.
        run_id: Another run.
        model_id: The logged model that was measured; the active model where None.
        dataset: The dataset it was measured on; recorded as an input of the run.

    Returns:
        None, or with ``synchronous=False`` an object to wait for.

    Raises:
        InvalidParameterValue: The value is no number.
    """
    run, store = run_and_store(run_id)
    value = metric_value(value)
    if type(key) is not str:
        key = checked_key(key, "metric")
    step = 0 if step is None else whole_number(step, "step")
    timestamp = moment_of(run, key, step, now()) if timestamp is None else whole_number(timestamp, "timestamp")
    model_id = model_id or active_model_id()
    name = digest = None
    if dataset is not None:
        read = entity_of(dataset)
        name, digest = read.name, read.digest
        store.log_inputs(run, [DatasetInput(read)])
    if model_id is not None:
        _note_measured(store, run, model_id)
    if synchronous is None and not is_asynchronous(None):
        store.log_metric(run, key, value, timestamp, step, model_id, name, digest)
        return None
    args = (run, key, value, timestamp, step, model_id, name, digest)
    return carry_out(store, run, lambda to: to.log_metric(*args), synchronous)


def log_metrics(
    metrics: dict[str, float],
    step: int | None = None,
    synchronous: bool | None = None,
    run_id: str | None = None,
    timestamp: int | None = None,
    model_id: str | None = None,
    dataset: Dataset | DatasetEntity | None = None,
) -> RunOperations | None:
    """Log a point of each of several metrics; otherwise as :func:`log_metric`."""
    run, store = run_and_store(run_id)
    at, given = (now(), False) if timestamp is None else (whole_number(timestamp, "timestamp"), True)
    step = 0 if step is None else whole_number(step, "step")
    model_id = model_id or active_model_id()
    name = digest = None
    read = entity_of(dataset) if dataset is not None else None
    if read is not None:
        name, digest = read.name, read.digest
    numbers = {checked_key(key, "metric"): metric_value(value) for key, value in metrics.items()}
    points = [
        Metric(key, value, at if given else moment_of(run, key, step, at), step, model_id, name, digest)
        for key, value in numbers.items()
    ]
    if read is not None:
        store.log_inputs(run, [DatasetInput(read)])
    if model_id is not None and points:
        _note_measured(store, run, model_id)
    return _log(store, run, [(part, None, None) for part in batches(points, MAX_METRICS_PER_BATCH)], synchronous)


def _note_measured(store: Store, run_id: str, model_id: str) -> None:
    """Record a model as an input of the run that measures it, once."""
    if (run_id, model_id) not in _measured:
        store.log_inputs(run_id, models=[LoggedModelInput(model_id)])
        _measured.add((run_id, model_id))


def log_param(key: str, value: Any, synchronous: bool | None = None) -> Any:
    """Log one param of the active run as text, and return the value as it was given.

    Raises:
        InvalidParameterValue: It has another value already.
    """
    run, store = run_and_store(None)
    key, text = checked_key(key, "param"), param_text(value)
    operations = carry_out(store, run, lambda to: to.log_param(run, key, text), synchronous)
    return value if operations is None else operations


def log_params(
    params: dict[str, Any], synchronous: bool | None = None, run_id: str | None = None
) -> RunOperations | None:
    """Log several params of the active run, or of another.

    Raises:
        InvalidParameterValue: One has another value already; of its hundred, none is logged then.
    """
    run, store = run_and_store(run_id)
    pairs = [Param(checked_key(key, "param"), param_text(value)) for key, value in params.items()]
    return _log(store, run, [(None, part, None) for part in batches(pairs, MAX_PARAMS_TAGS_PER_BATCH)], synchronous)


def set_tag(key: str, value: Any, synchronous: bool | None = None) -> RunOperations | None:
    """Set one tag of the active run; the value is kept as text."""
    run, store = run_and_store(None)
    key, text = checked_key(key, "tag"), tag_text(value)
    return carry_out(store, run, lambda to: to.set_tag(run, key, text), synchronous)


def set_tags(tags: dict[str, Any], synchronous: bool | None = None) -> RunOperations | None:
    """Set several tags of the active run; values are kept as text."""
    run, store = run_and_store(None)
    pairs = [RunTag(checked_key(key, "tag"), tag_text(value)) for key, value in tags.items()]
    return _log(store, run, [(None, None, part) for part in batches(pairs, MAX_PARAMS_TAGS_PER_BATCH)], synchronous)


def delete_tag(key: str) -> None:
    """Remove a tag of the active run.

    Raises:
        ResourceDoesNotExist: It has no such tag.
    """
    run, store = run_and_store(None)
    store.delete_tag(run, key)


def _log(
    store: Store, run_id: str, parts: list[tuple[Any, Any, Any]], synchronous: bool | None
) -> RunOperations | None:
    def work(to: Store) -> None:
        for part in parts:
            to.log_batch(run_id, *part)

    return carry_out(store, run_id, work, synchronous)
