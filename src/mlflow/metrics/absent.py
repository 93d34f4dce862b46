"""Metrics of MLflow that need models of others to judge by, and are not here."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from mlflow.exceptions import MlflowNotImplementedException


def absent(name: str, why: str) -> Callable[..., NoReturn]:
    """A function that says why a metric is not here.

    Args:
        name: What it is called, as it is imported.
        why: What it would need.
    """

    def metric(*args: object, **kwargs: object) -> NoReturn:
        raise MlflowNotImplementedException(
            f"{name} is not here: it {why}. mlflow.metrics.make_metric makes a metric of a function of yours."
        )

    metric.__name__ = metric.__qualname__ = name.rpartition(".")[2]
    return metric


toxicity = absent("mlflow.metrics.toxicity", "downloads a model that judges texts")
