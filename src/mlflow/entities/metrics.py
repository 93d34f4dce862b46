"""A measured number and the place it was measured at."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, isfinite

import msgspec

from mlflow.entities.wire import StructEntity

_NAMES = {inf: "Infinity", -inf: "-Infinity"}


class Metric(StructEntity):
    """One point of one series of a run.

    Args:
        key: Name of the metric.
        value: The number; NaN and ±infinity are kept as such.
        timestamp: Milliseconds since the epoch.
        step: Position in the series; any 64-bit integer, repeats and gaps allowed.
        model_id: The logged model that was measured, if one.
        dataset_name: The dataset it was measured on, if one.
        dataset_digest: Digest of that dataset.
        run_id: The run, where an answer spans several.
    """

    key: str
    value: float
    timestamp: int
    # A factory, since a plain default of 0 would be left out of the JSON, and MLflow's clients expect to read it.
    step: int = msgspec.field(default_factory=int)
    model_id: str | None = None
    dataset_name: str | None = None
    dataset_digest: str | None = None
    run_id: str | None = None


def named_number(value: float) -> float | str:
    """The number as JSON can hold it: one that JSON lacks is replaced by its name."""
    return value if isfinite(value) else _NAMES.get(value, "NaN")


def json_metrics(metrics: Iterable[Metric]) -> list[Metric]:
    """The metrics as JSON can hold them: values it lacks are replaced by their names."""
    return [m if isfinite(m.value) else _named(m) for m in metrics]


def _named(metric: Metric) -> Metric:
    return msgspec.structs.replace(metric, value=named_number(metric.value))
