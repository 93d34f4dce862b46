"""Batches of Spark's columns made into the tables that models take; runs in Spark's workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue


@dataclass(frozen=True)
class Columns:
    """The columns that a model declares.

    Attributes:
        names: Their names; none where the model declares none.
        required: How many of them must be there.
    """

    names: tuple[str, ...] = ()
    required: int = 0

    def named(self, count: int) -> list[str]:
        """Names for so many columns, in their order.

        Raises:
            InvalidParameterValue: The model takes another number.
        """
        if not self.names:
            return [str(place) for place in range(count)]
        if not self.required <= count <= len(self.names):
            raise InvalidParameterValue(
                f"The model takes the columns {', '.join(self.names)}, in this order; {count} given. A struct is taken "
                "by the names of its fields."
            )
        return list(self.names[:count])

    def table(self, batch: Any) -> pd.DataFrame:
        """The table of a batch: a Series a column, a DataFrame a column of structs.

        Raises:
            InvalidParameterValue: The model takes another number of columns.
        """
        given = batch if isinstance(batch, tuple) else (batch,)
        if len(given) == 1 and isinstance(given[0], pd.DataFrame):
            return _plain(given[0])
        names = self.named(len(given))
        columns = [each if isinstance(each, pd.Series) else _records(each) for each in given]
        return _plain(pd.DataFrame(dict(zip(names, columns, strict=True))))


def _records(struct: pd.DataFrame) -> pd.Series:
    return pd.Series(_plain(struct).to_dict("records"), index=struct.index, dtype=object)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """The table with dictionaries for Spark's rows and maps, and lists for its arrays of these."""
    made = {
        name: pd.Series([_cell(cell) for cell in column], index=table.index, dtype=object)
        for name, column in table.items()
        if column.dtype == np.dtype("O") and _is_nested(column)
    }
    return table.assign(**made) if made else table


def _is_nested(column: pd.Series) -> bool:
    first = next((cell for cell in column if cell is not None), None)
    return isinstance(first, tuple | list | dict | np.ndarray)


def _cell(cell: Any) -> Any:
    if hasattr(cell, "asDict"):
        return {name: _cell(value) for name, value in cell.asDict().items()}
    if isinstance(cell, dict):
        return {key: _cell(value) for key, value in cell.items()}
    if isinstance(cell, np.ndarray) and cell.dtype == np.dtype("O"):
        cell = cell.tolist()
    if isinstance(cell, list):
        if cell and all(isinstance(each, tuple) and not hasattr(each, "asDict") and len(each) == 2 for each in cell):
            return {key: _cell(value) for key, value in cell}  # a map, as older versions hand it over
        return [_cell(each) for each in cell]
    return cell
