"""Requests that wait while a model is busy, answered together.

Nobody waits for company: a request that finds the model idle is answered at once, by itself. Those that come while it
works are joined to one call, as long as that is measured to be cheaper than calling one by one. The first joint answers
are compared with those given one by one; a model that answers otherwise, or whose output does not have one entry for
each row, is never batched again.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from mlflow.serving.requests import Question

_log = logging.getLogger(__name__)

#: Status and JSON text of an answer.
Reply = tuple[int, bytes]

#: Flavors whose models answer each row by itself; others are batched where the operator says so.
ROW_WISE = frozenset({"sklearn", "xgboost", "lightgbm", "catboost"})
#: Rows beyond which a request is answered alone, and rows of one call.
_MOST_OF_ONE, _MOST_TOGETHER = 256, 2048
#: Joint answers that are compared with those given one by one.
_COMPARED = 3
#: Share of a lone call's time that a request in company may take, for company to be worth it.
_WORTH = 0.7
#: Weights of a newer measurement that is shorter, and of one that is longer: what disturbs a call only makes it longer.
_SHORTER, _LONGER = 0.5, 0.05
#: Seconds after which what did not help is tried again.
_AGAIN = 30.0


@dataclass(frozen=True)
class Batching:
    """What an operator decides about batches.

    Args:
        mode: ``auto``: flavors that are known to answer row by row; ``on``: any model; ``off``.
        size: Most requests of one call.
        delay: Seconds that a request may be held up by a call before it: models that are slower are not batched.
    """

    mode: Literal["auto", "on", "off"] = "auto"
    size: int = 64
    delay: float = 0.05

    def suits(self, flavors: Any) -> bool:
        """Whether models that have these flavors may be batched."""
        return self.size > 1 and (self.mode == "on" or (self.mode == "auto" and bool(ROW_WISE & set(flavors))))


class Company:
    """Whether, and how many, requests to a model are answered together; learnt from how long its calls take.

    Args:
        options: The operator's decisions.
        allowed: Whether this model may be batched at all.
    """

    def __init__(self, options: Batching, allowed: bool) -> None:
        self._options = options
        self.allowed = allowed
        self._alone = 0.0
        self._size = 2
        self._paused_until = 0.0
        self._compared = 0

    @property
    def size(self) -> int:
        """Most requests that the next call may answer; 1 where they are to be answered each by itself."""
        if not self.allowed or not 0 < self._alone <= self._options.delay:
            return 1
        if self._paused_until:
            if time.monotonic() < self._paused_until:
                return 1
            self._paused_until, self._size = 0.0, 2
        return self._size

    @property
    def is_to_be_compared(self) -> bool:
        """Whether the next joint answer must be checked."""
        return self._compared < _COMPARED

    def never(self, why: str) -> None:
        """Give up batching this model."""
        if self.allowed:
            _log.info("Requests are answered one by one: %s", why)
        self.allowed = False

    def compared(self) -> None:
        """A joint answer was the same as those given one by one."""
        self._compared += 1

    def took(self, requests: int, seconds: float) -> None:
        """Learn from a call."""
        if requests == 1:
            weight = 1.0 if not self._alone else _SHORTER if seconds < self._alone else _LONGER
            self._alone += (seconds - self._alone) * weight
        elif seconds / requests < _WORTH * self._alone:
            self._size = min(self._size * 2, self._options.size)
        elif self._size > 2:
            self._size //= 2
        else:
            self._paused_until = time.monotonic() + _AGAIN


def rows_of(question: Question) -> int | None:
    """The rows of a question that may be joined to others; None for one that may not."""
    data = question.data
    if isinstance(data, pd.DataFrame):
        if not isinstance(data.index, pd.RangeIndex) or data.index.start or not len(data.columns):
            return None
    elif not isinstance(data, np.ndarray) or data.ndim < 2:
        return None
    return len(data) if 0 < len(data) <= _MOST_OF_ONE else None


def fit_together(first: Question, other: Question) -> bool:
    """Whether two questions can be asked in one."""
    if first.params != other.params or type(first.data) is not type(other.data):
        return False
    one, two = first.data, other.data
    if isinstance(one, pd.DataFrame):
        same = one.columns is two.columns or one.columns.equals(two.columns)
        return same and ((_block(one) is not None and _block(two) is not None) or one.dtypes.equals(two.dtypes))
    return bool(one.dtype == two.dtype and one.shape[1:] == two.shape[1:])


def _block(frame: pd.DataFrame) -> np.ndarray[Any, Any] | None:
    """The values of a frame whose columns are all 64-bit floats, where that costs nothing to find out."""
    values = frame.to_numpy()
    return values if values.dtype == np.float64 and values.base is not None else None


def joined(questions: list[Question]) -> Any:
    """The data of questions that fit together, as one."""
    first = questions[0].data
    parts = [question.data for question in questions]
    if not isinstance(first, pd.DataFrame):
        return np.concatenate(parts)
    blocks = [_block(part) for part in parts]
    if all(block is not None for block in blocks):
        return pd.DataFrame(np.concatenate(blocks), columns=first.columns, copy=False)  # type: ignore[arg-type]
    return pd.concat(parts, ignore_index=True)


def split(output: Any, counts: list[int]) -> list[Any] | None:
    """What a model answered for joined rows, for each question; None where that cannot be told."""
    if not isinstance(output, np.ndarray | pd.DataFrame | pd.Series | list) or np.ndim(output) == 0:
        return None
    if len(output) != sum(counts):
        return None
    parts, start = [], 0
    by_place = output.iloc if isinstance(output, pd.DataFrame | pd.Series) else output
    for count in counts:
        parts.append(by_place[start : start + count])
        start += count
    return parts


def groups(questions: list[Question]) -> list[list[int]]:
    """Places of questions that are to be asked together; each in one group, in their order."""
    found: list[list[int]] = []
    open_group: list[int] = []
    total = 0
    for place, question in enumerate(questions):
        count = rows_of(question)
        if count is None:
            found.append([place])
        elif open_group and total + count <= _MOST_TOGETHER and fit_together(questions[open_group[0]], question):
            open_group.append(place)
            total += count
        else:
            open_group, total = [place], count
            found.append(open_group)
    return found


def are_the_same(one: Any, other: Any) -> bool:
    """Whether two outputs say the same; the last bits of floats depend on how many rows are multiplied at once."""
    if type(one) is not type(other) or len(one) != len(other):
        return False
    if isinstance(one, pd.DataFrame):
        return list(one.columns) == list(other.columns) and all(
            are_the_same(one.iloc[:, place].to_numpy(), other.iloc[:, place].to_numpy())
            for place in range(one.shape[1])
        )
    left, right = np.asarray(one), np.asarray(other)
    if left.shape != right.shape:
        return False
    if left.dtype.kind == "f" and right.dtype.kind == "f":
        loose = 1e-4 if left.dtype.itemsize < 8 else 1e-7
        return bool(np.allclose(left, right, rtol=loose, atol=loose, equal_nan=True))
    return bool(np.array_equal(left, right))
