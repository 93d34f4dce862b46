"""What a forecast is asked by: a table of one row, whose columns are the arguments of the model's ``predict``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue


@dataclass(frozen=True)
class Asked:
    """The arguments of one forecast, by name."""

    values: dict[str, Any]

    @classmethod
    def of(cls, data: Any) -> Asked:
        """What a table of one row asks.

        Raises:
            InvalidParameterValue: It is no such table.
        """
        if not isinstance(data, pd.DataFrame):
            raise InvalidParameterValue(f"A forecast is asked by a table of one row, not by a {type(data).__name__}.")
        if len(data) != 1:
            raise InvalidParameterValue(f"A forecast is asked by a table of one row, and this has {len(data)}.")
        return cls({str(name): data[name].iloc[0] for name in data.columns})

    def value(self, name: str, default: Any = None) -> Any:
        """An argument, ``default`` where it is not given."""
        value = self.values.get(name, default)
        return default if value is None else value

    def steps(self, name: str) -> int:
        """How many steps ahead, at least one.

        Raises:
            InvalidParameterValue: The column is missing, or holds no such number.
        """
        if name not in self.values:
            raise InvalidParameterValue(
                f"The column {name!r}, how many steps ahead to forecast, is missing; there are {sorted(self.values)}."
            )
        value = self.values[name]
        if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer) or value < 1:
            raise InvalidParameterValue(f"{name!r} must be a whole number of at least 1, not {value!r}.")
        return int(value)

    def flag(self, name: str) -> bool:
        """A yes or no, no where it is not given.

        Raises:
            InvalidParameterValue: It is neither.
        """
        value = self.value(name, False)
        if not isinstance(value, bool | np.bool_):
            raise InvalidParameterValue(f"{name!r} must be true or false, not {value!r}.")
        return bool(value)

    def alpha(self) -> float:
        """What share of values may lie outside of the interval; 0.05 where it is not given.

        Raises:
            InvalidParameterValue: It is no number between 0 and 1.
        """
        value = self.value("alpha", 0.05)
        if not isinstance(value, int | float | np.number) or not 0 < float(value) < 1:
            raise InvalidParameterValue(f"'alpha' must be a number between 0 and 1, not {value!r}.")
        return float(value)

    def text(self, name: str) -> str:
        """A text.

        Raises:
            InvalidParameterValue: It is missing, or none.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            raise InvalidParameterValue(f"The column {name!r} must hold a text; there are {sorted(self.values)}.")
        return value
