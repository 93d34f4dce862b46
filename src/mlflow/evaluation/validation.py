"""Whether a model is good enough: thresholds, absolute and relative to a baseline."""

from __future__ import annotations

from typing import Any

from mlflow.evaluation.result import EvaluationResult
from mlflow.exceptions import BadRequest, InvalidParameterValue


class MetricThresholdClassException(InvalidParameterValue):
    """A threshold makes no sense."""

    def __init__(self, _message: Any = "", error_code: int | str | None = None, **kwargs: Any) -> None:
        super().__init__(_message, error_code, **kwargs)


class ModelValidationFailedException(BadRequest):
    """A model is not as good as it must be."""


class MetricThreshold:
    """What a metric must reach.

    Args:
        threshold: The value it must reach, itself included.
        min_absolute_change: By how much it must be better than the baseline's; above 0.
        min_relative_change: By which share of the baseline's it must be better; between 0 and 1.
        greater_is_better: Whether more is better.
        higher_is_better: The same, as it was called before MLflow 2.

    Raises:
        MetricThresholdClassException: A value makes no sense, or none is given.
    """

    def __init__(
        self,
        threshold: float | None = None,
        min_absolute_change: float | None = None,
        min_relative_change: float | None = None,
        greater_is_better: bool | None = None,
        higher_is_better: bool | None = None,
    ) -> None:
        if greater_is_better is None:
            greater_is_better = higher_is_better
        if not isinstance(greater_is_better, bool):
            raise MetricThresholdClassException(f"greater_is_better must be True or False, not {greater_is_better!r}.")
        for name, value in (("threshold", threshold), ("min_absolute_change", min_absolute_change),
                            ("min_relative_change", min_relative_change)):  # fmt: skip
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
                raise MetricThresholdClassException(f"{name} must be a number, not {value!r}.")
        if min_absolute_change is not None and min_absolute_change <= 0:
            raise MetricThresholdClassException(f"min_absolute_change must be above 0, not {min_absolute_change}.")
        if min_relative_change is not None and not 0 < min_relative_change < 1:
            raise MetricThresholdClassException(
                f"min_relative_change must be between 0 and 1, not {min_relative_change}."
            )
        if threshold is None and min_absolute_change is None and min_relative_change is None:
            raise MetricThresholdClassException("Give threshold, min_absolute_change or min_relative_change.")
        self._threshold = threshold
        self._absolute = min_absolute_change
        self._relative = min_relative_change
        self._greater = greater_is_better

    @property
    def threshold(self) -> float | None:
        """The value to reach."""
        return self._threshold

    @property
    def min_absolute_change(self) -> float | None:
        """By how much to be better than the baseline."""
        return self._absolute

    @property
    def min_relative_change(self) -> float | None:
        """By which share of the baseline's value to be better."""
        return self._relative

    @property
    def greater_is_better(self) -> bool:
        """Whether more is better."""
        return self._greater

    @property
    def higher_is_better(self) -> bool:
        """Whether more is better."""
        return self._greater

    def __str__(self) -> str:
        parts = [
            f"{name}: {value}."
            for name, value in (
                ("Threshold", self._threshold),
                ("Minimum Absolute Change", self._absolute),
                ("Minimum Relative Change", self._relative),
            )
            if value is not None
        ]
        return " ".join([*parts, "Greater value is better." if self._greater else "Lower value is better."])


def validate_evaluation_results(
    validation_thresholds: dict[str, MetricThreshold],
    candidate_result: EvaluationResult,
    baseline_result: EvaluationResult | None = None,
) -> None:
    """Refuse a model whose metrics do not reach thresholds.

    Args:
        validation_thresholds: Metric → what it must reach.
        candidate_result: What an evaluation of the model found.
        baseline_result: What an evaluation of the baseline found; thresholds of change are compared with it.

    Raises:
        ModelValidationFailedException: A metric misses its threshold; the message names each.
        InvalidParameterValue: The thresholds are no dictionary of :class:`MetricThreshold`.
    """
    check_thresholds(validation_thresholds)
    baseline = baseline_result.metrics if baseline_result is not None else {}
    missed = {
        name: _missed(name, wanted, candidate_result.metrics.get(name), baseline.get(name))
        for name, wanted in validation_thresholds.items()
    }
    _note(validation_thresholds, missed, candidate_result, baseline)
    lines = [line for found in missed.values() for line in found]
    if lines:
        raise ModelValidationFailedException("The model is not good enough:\n" + "\n".join(lines))


def check_thresholds(thresholds: Any) -> None:
    """Refuse what is no dictionary of thresholds; None is none.

    Raises:
        InvalidParameterValue: It is something else.
    """
    if thresholds is not None and not (
        isinstance(thresholds, dict)
        and all(isinstance(name, str) and isinstance(each, MetricThreshold) for name, each in thresholds.items())
    ):
        raise InvalidParameterValue("validation_thresholds must be a dictionary from metric names to MetricThreshold.")


def _note(
    thresholds: dict[str, MetricThreshold],
    missed: dict[str, list[str]],
    candidate: EvaluationResult,
    baseline: dict[str, Any],
) -> None:
    """Add thresholds and baseline to what the run says about an evaluation that was made in this process."""
    record = candidate._record
    if record is None:
        return
    record.baseline = baseline or record.baseline
    record.thresholds = {
        name: {
            "threshold": wanted.threshold,
            "min_absolute_change": wanted.min_absolute_change,
            "min_relative_change": wanted.min_relative_change,
            "greater_is_better": wanted.greater_is_better,
            "missed": missed[name],
        }
        for name, wanted in thresholds.items()
    }
    record.write()


def _missed(name: str, wanted: MetricThreshold, value: Any, baseline: Any) -> list[str]:
    """What is missed of one threshold, a line each."""
    if value is None:
        return [f"{name}: the evaluation did not compute it."]
    sign = 1 if wanted.greater_is_better else -1
    bound = "at least" if wanted.greater_is_better else "at most"
    lines = []
    if wanted.threshold is not None and not sign * (value - wanted.threshold) >= 0:  # NaN misses too
        lines.append(f"{name}: {value} was found, {bound} {wanted.threshold} is wanted.")
    if wanted.min_absolute_change is None and wanted.min_relative_change is None:
        return lines
    if baseline is None:
        return [*lines, f"{name}: the baseline has no value to compare {value} with."]
    change = sign * (value - baseline)
    if wanted.min_absolute_change is not None and not change >= wanted.min_absolute_change:
        lines.append(
            f"{name}: {value} was found, {baseline} for the baseline; "
            f"it must be better by at least {wanted.min_absolute_change}."
        )
    if wanted.min_relative_change is not None and not change >= wanted.min_relative_change * abs(baseline):
        lines.append(
            f"{name}: {value} was found, {baseline} for the baseline; "
            f"it must be better by at least {wanted.min_relative_change:.0%} of that."
        )
    return lines
