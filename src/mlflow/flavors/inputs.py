"""Input of models that take one thing at a time: text, a dictionary, a list of messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Inputs:
    """What a caller asked, one by one.

    Args:
        rows: What to answer, in order.
        single: Whether one thing was asked, so that one answer is wanted and not a list of one.
    """

    rows: list[Any]
    single: bool

    @classmethod
    def of(cls, data: Any) -> Inputs:
        """What a frame, list or value asks; a row of a frame is a dictionary, or the value of its nameless column."""
        if isinstance(data, pd.DataFrame):
            if data.columns.tolist() == [0]:
                return cls([_plain(value) for value in data[0]], single=False)
            return cls([{key: _plain(value) for key, value in row.items()} for row in data.to_dict("records")], False)
        if isinstance(data, pd.Series):
            return cls([_plain(value) for value in data], single=False)
        if isinstance(data, np.ndarray) and data.ndim:
            return cls(data.tolist(), single=False)
        if isinstance(data, list | tuple):
            return cls([_plain(value) for value in data], single=False)
        return cls([_plain(data)], single=True)

    def answer(self, answers: list[Any]) -> Any:
        """The answers in the form that was asked for."""
        return answers[0] if self.single else answers


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value.item() if isinstance(value, np.generic) else value
