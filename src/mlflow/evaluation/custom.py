"""Metrics and artifacts that a user computes."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.metrics.base import MetricValue
from mlflow.metrics.metric import EvaluationMetric

_log = logging.getLogger(__name__)


@dataclass
class Material:
    """What functions of a user are called with.

    Attributes:
        predictions: One per row.
        targets: One per row, or None.
        inputs: The features as a table.
        others: Further columns of the model's output, or None.
        metrics: What has been computed so far; grows.
        config: The evaluator's configuration; ``col_mapping`` renames parameters to columns.
    """

    predictions: Any
    targets: Any
    inputs: pd.DataFrame
    others: pd.DataFrame | None
    metrics: dict[str, MetricValue] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)

    def eval_df(self) -> pd.DataFrame:
        """Columns ``prediction`` and, with targets, ``target``."""
        columns = {"prediction": _series(self.predictions)}
        if self.targets is not None:
            columns["target"] = _series(self.targets)
        return pd.DataFrame(columns)

    def numbers(self) -> dict[str, float]:
        """Metric key → number, of what has been computed so far."""
        found = {}
        for key, value in self.metrics.items():
            found.update(keys_of(key, value))
        return found

    def column(self, name: str) -> Any:
        """A column of the data or of the model's output, as a parameter names it; None if there is none."""
        mapped = self.config.get("col_mapping", {}).get(name, name)
        if not isinstance(mapped, str):
            return mapped
        for table in (self.inputs, self.others):
            if table is not None and mapped in table.columns:
                return table[mapped]
        return None


def _series(values: Any) -> pd.Series:
    one_column = isinstance(values, np.ndarray) and values.ndim == 1
    return pd.Series(values if one_column else list(values))


def keys_of(key: str, value: MetricValue, prefix: str = "") -> dict[str, float]:
    """Under which keys the numbers of a metric are logged: its own, or its own and theirs, each with the prefix."""
    results = value.aggregate_results or {}
    name = key.partition("/")[0]
    return {
        prefix + (key if part in (name, key) else f"{key}/{prefix}{part}"): number for part, number in results.items()
    }


def compute(metric: EvaluationMetric, material: Material) -> MetricValue | None:
    """The value of a user's metric; None, with a warning, where it gives none that can be used.

    Raises:
        InvalidParameterValue: One of its parameters is neither known nor a column.
        MlflowException: Its function failed.
    """
    arguments = _arguments(metric.eval_fn, metric.name, material)
    try:
        value = metric.eval_fn(**arguments)
    except Exception as error:
        raise MlflowException(f"The metric {metric.name!r} failed with {type(error).__name__}: {error}") from error
    if value is None:
        return None
    if isinstance(value, MetricValue):
        return value
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return MetricValue(aggregate_results={metric.name: float(value)})
    _log.warning("The metric %r gave a %s; it must give a number or a MetricValue.", metric.name, type(value).__name__)
    return None


def _arguments(function: Callable[..., Any], name: str, material: Material) -> dict[str, Any]:
    """Arguments by the names of a function's parameters; the first two may have any (``eval_df`` and the metrics)."""
    known: dict[str, Callable[[], Any]] = {
        "eval_df": material.eval_df,
        "builtin_metrics": material.numbers,
        "predictions": lambda: _series(material.predictions),
        "targets": lambda: None if material.targets is None else _series(material.targets),
        "metrics": lambda: material.metrics,
        "sample_weight": lambda: material.config.get("sample_weights"),
    }
    by_place = [known["eval_df"], known["builtin_metrics"]]
    mapping = material.config.get("col_mapping", {})
    given, missing = {}, []
    for place, (parameter, details) in enumerate(inspect.signature(function).parameters.items()):
        if details.kind in (details.VAR_KEYWORD, details.VAR_POSITIONAL):
            continue
        if parameter in known and parameter not in mapping:
            given[parameter] = known[parameter]()
        elif (column := material.column(parameter)) is not None:
            given[parameter] = column
        elif details.default is not details.empty:
            continue
        elif place < len(by_place):
            given[parameter] = by_place[place]()
        else:
            missing.append(parameter)
    if missing:
        raise InvalidParameterValue(
            f"The metric {name!r} wants {missing}; the data have {list(material.inputs.columns)[:30]}. "
            'Name a column for each with evaluator_config={"col_mapping": {...}}.'
        )
    return given


def old_custom_metrics(function: Callable[..., Any], material: Material, folder: str) -> tuple[dict[str, Any], Any]:
    """Metrics and artifacts of a ``custom_metrics`` function of MLflow 1.x: ``(eval_df, builtin_metrics[, folder])``.

    Raises:
        InvalidParameterValue: It returns neither a dictionary nor a pair of dictionaries.
    """
    takes = len(inspect.signature(function).parameters)
    result = function(*(material.eval_df(), material.numbers(), folder)[:takes])
    metrics, artifacts = result if isinstance(result, tuple) and len(result) == 2 else (result, {})
    if not isinstance(metrics, dict) or not isinstance(artifacts, dict):
        raise InvalidParameterValue(
            "A custom_metrics function returns a dictionary of numbers, or it and one of artifacts."
        )
    return metrics, artifacts


def custom_artifacts(function: Callable[..., Any], material: Material, folder: str) -> dict[str, Any]:
    """Artifacts of a ``custom_artifacts`` function: ``(eval_df, builtin_metrics, artifacts_dir)``.

    Raises:
        InvalidParameterValue: It returns no dictionary from names.
    """
    found = function(material.eval_df(), material.numbers(), folder)
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
        raise InvalidParameterValue("A custom_artifacts function returns a dictionary from names to artifacts.")
    return found
