"""What users log, in the form that stores keep: numbers as floats, everything else as text."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from mlflow.contracts.limits import MAX_PARAM_VAL_LENGTH, MAX_TAG_VAL_LENGTH
from mlflow.entities import Metric, Param
from mlflow.entities.tags import Param as Pair
from mlflow.environment_variables import MLFLOW_TRUNCATE_LONG_VALUES
from mlflow.exceptions import InvalidParameterValue

_log = logging.getLogger(__name__)

P = TypeVar("P", bound=Pair)
T = TypeVar("T")


def now() -> int:
    """Milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


#: (run, key) → step and moment of the point that was logged last without a timestamp; forgotten now and then.
_latest: dict[tuple[str, str], tuple[int, int]] = {}
_LATEST = 100_000


def moment_of(run_id: str, key: str, step: int, at: int) -> int:
    """The timestamp of a point that was given none: ``at``, or a little later.

    Points at one step are told apart by their timestamps. Logging takes microseconds, so two of them, say both without
    a step, may fall into one millisecond; then nothing would say which came last, and the larger would count as that.
    """
    before = _latest.get((run_id, key))
    if before is not None and before[0] == step and at <= before[1]:
        at = before[1] + 1
    elif before is None and len(_latest) >= _LATEST:
        _latest.clear()
    _latest[run_id, key] = (step, at)
    return at


def metric_value(value: Any) -> float:
    """A number as a float: Python's, NumPy's, a tensor of one element, or the text of one.

    Raises:
        InvalidParameterValue: It is text that is no number, None, or holds several.
        TypeError: It cannot be a number at all.
        OverflowError: It is too large for a float.
    """
    if type(value) is float:
        return value
    try:
        if not getattr(value, "ndim", 0):  # of an array, NumPy before 2.4 would warn
            return float(value)
    except (TypeError, ValueError):
        if value is None or isinstance(value, str | bytes):
            raise InvalidParameterValue(f"A metric needs a number, not {value!r}.") from None
        if not hasattr(value, "shape"):
            raise
    try:
        return float(value.item())  # an array or tensor with dimensions
    except Exception as error:
        raise InvalidParameterValue(f"A metric needs one number, not an array of shape {value.shape}.") from error


def whole_number(value: Any, name: str) -> int:
    """A step or a timestamp as an int.

    Raises:
        InvalidParameterValue: It is no number.
    """
    if type(value) is int:
        return value
    try:
        return int(value) if not isinstance(value, str) else _refuse(value, name)
    except (TypeError, ValueError, OverflowError):
        return _refuse(value, name)


def _refuse(value: Any, name: str) -> int:
    raise InvalidParameterValue(f"{name} must be a whole number, not {value!r}.")


def checked_key(key: Any, noun: str) -> str:
    """A key, if it is text.

    Raises:
        InvalidParameterValue: It is None.
        TypeError: It is something else than text.
    """
    if type(key) is str:
        return key
    if key is None:
        raise InvalidParameterValue(f"A {noun} needs a name; it is None.")
    if isinstance(key, str):
        return str(key)
    raise TypeError(f"The name of a {noun} must be text, not {type(key).__name__}.")


def param_text(value: Any) -> str:
    """The text of a param's value, cut to what stores keep."""
    text = value if type(value) is str else str(value)
    return text if len(text) <= MAX_PARAM_VAL_LENGTH else _cut(text, MAX_PARAM_VAL_LENGTH, "param")


def tag_text(value: Any) -> str:
    """The text of a run tag's value, cut to what stores keep."""
    text = value if type(value) is str else str(value)
    return text if len(text) <= MAX_TAG_VAL_LENGTH else _cut(text, MAX_TAG_VAL_LENGTH, "tag")


def _cut(text: str, limit: int, noun: str) -> str:
    if not MLFLOW_TRUNCATE_LONG_VALUES.get():
        return text
    _log.warning("The value of a %s has %d characters; it is cut to %d.", noun, len(text), limit)
    return text[:limit]


def pairs(kind: type[P], values: Mapping[str, Any] | None) -> list[P]:
    """Tags or params of a mapping, values as text."""
    if not values:
        return []
    return [kind(checked_key(key, "tag"), str(value)) for key, value in values.items()]


def plain_metrics(metrics: Iterable[Metric]) -> list[Metric]:
    """Points whose numbers are Python's own; those that already are stay the objects they are."""
    found = []
    for m in metrics:
        if type(m.value) is not float or type(m.timestamp) is not int or type(m.step) is not int:
            m = Metric(
                m.key,
                metric_value(m.value),
                whole_number(m.timestamp, "timestamp"),
                whole_number(m.step, "step"),
                m.model_id,
                m.dataset_name,
                m.dataset_digest,
            )
        found.append(m)
    return found


def plain_params(params: Iterable[Param]) -> list[Param]:
    """Params whose values are text within the limits."""
    return [
        p if type(p.value) is str and len(p.value) <= MAX_PARAM_VAL_LENGTH else Param(p.key, param_text(p.value))
        for p in params
    ]


def batches(items: list[T], size: int) -> Iterable[list[T]]:
    """The items in lists of at most ``size``."""
    return (items[at : at + size] for at in range(0, len(items), size))
