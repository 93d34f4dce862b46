"""A metric of an evaluation: its name, its direction and the function that computes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mlflow.exceptions import InvalidParameterValue

_FORBIDDEN = ("/", "\\", ":", "\n")


class EvaluationMetric:
    """A metric that :func:`mlflow.evaluate` computes beside those of the model's type.

    Args:
        eval_fn: Computes it. Its parameters are filled by name: ``predictions``, ``targets``, ``metrics`` (what has
            been computed, as :class:`~mlflow.metrics.MetricValue`), or columns of the data; or it is the older
            ``(eval_df, builtin_metrics)``. It returns a number or a :class:`~mlflow.metrics.MetricValue`.
        name: The metric's name.
        greater_is_better: Whether more is better.
        long_name: A name for people; ``name`` unless given.
        version: Becomes part of the key: ``name/version``.
        metric_details: A description.
        metric_metadata: Anything about it.
        genai_metric_args: Kept as given.
    """

    def __init__(
        self,
        eval_fn: Callable[..., Any],
        name: str,
        greater_is_better: bool,
        long_name: str | None = None,
        version: str | None = None,
        metric_details: str | None = None,
        metric_metadata: dict[str, Any] | None = None,
        genai_metric_args: dict[str, Any] | None = None,
    ) -> None:
        self.eval_fn = eval_fn
        self.name = name
        self.greater_is_better = greater_is_better
        self.long_name = long_name or name
        self.version = version
        self.metric_details = metric_details
        self.metric_metadata = metric_metadata
        self.genai_metric_args = genai_metric_args

    @property
    def key(self) -> str:
        """What its results are called: the name, and the version where there is one."""
        return self.name if self.version is None else f"{self.name}/{self.version}"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The result for predictions and targets, without an evaluation."""
        return self.eval_fn(*args, **kwargs)

    def __str__(self) -> str:
        parts = [f"name={self.name}", f"greater_is_better={self.greater_is_better}", f"long_name={self.long_name}"]
        parts += [f"{name}={value}" for name in ("version", "metric_details") if (value := getattr(self, name))]
        return f"EvaluationMetric({', '.join(parts)})"


def make_metric(
    *,
    eval_fn: Callable[..., Any],
    greater_is_better: bool,
    name: str | None = None,
    long_name: str | None = None,
    version: str | None = None,
    metric_details: str | None = None,
    metric_metadata: dict[str, Any] | None = None,
    genai_metric_args: dict[str, Any] | None = None,
) -> EvaluationMetric:
    """A metric from a function; see :class:`EvaluationMetric`.

    Args:
        eval_fn: Computes it.
        greater_is_better: Whether more is better.
        name: The metric's name; the function's unless given.
        long_name: A name for people.
        version: Becomes part of the key.
        metric_details: A description.
        metric_metadata: Anything about it.
        genai_metric_args: Kept as given.

    Raises:
        InvalidParameterValue: A lambda has no name, or the name cannot be a key.
    """
    chosen = name or getattr(eval_fn, "__name__", None)
    if chosen is None or chosen == "<lambda>":
        raise InvalidParameterValue("A metric made of a lambda needs a name; give name=.")
    if any(each in chosen for each in _FORBIDDEN):
        raise InvalidParameterValue(f"The metric name {chosen!r} has one of {' '.join(map(repr, _FORBIDDEN))}.")
    return EvaluationMetric(
        eval_fn, chosen, greater_is_better, long_name, version, metric_details, metric_metadata, genai_metric_args
    )
