"""Tables of other libraries as pandas' own: polars' frames, and columns that pandas keeps in Arrow's memory.

Integers and booleans with missing values become pandas' nullable types, so that they are neither rounded nor lost.
None of the libraries is imported: their objects are told by the module of their class, and asked what they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

_OBJECT = np.dtype("O")


def is_polars(data: Any) -> bool:
    """Whether this is a DataFrame, LazyFrame or Series of polars."""
    return type(data).__module__.startswith("polars.")


def as_pandas(data: Any) -> Any:
    """Tables of polars, and pandas' with columns of Arrow, as plain pandas; anything else as it is.

    Args:
        data: Anything.
    """
    if isinstance(data, pd.DataFrame):
        return _without_arrow(data)
    if isinstance(data, pd.Series):
        return _plain(data) if isinstance(data.dtype, pd.ArrowDtype) else data
    if not is_polars(data):
        return data
    if hasattr(data, "collect") and not hasattr(data, "item"):
        data = data.collect()
    if hasattr(data, "get_columns"):
        columns = data.get_columns()
        made = pd.DataFrame({place: _of_polars(column) for place, column in enumerate(columns)})
        made.columns = pd.Index([column.name for column in columns])
        return made
    return _of_polars(data)


def dates(column: pd.Series) -> pd.Series:
    """Dates in nanoseconds, as MLflow has them; in their own unit where they lie beyond what nanoseconds hold.

    These hold the years 1678 to 2261. NumPy would turn others, such as 9999-12-31 for "never", into wrong ones.

    Args:
        column: Dates of any unit, without a time zone.
    """
    try:
        return column.astype("datetime64[ns]")
    except pd.errors.OutOfBoundsDatetime:
        return column


def _of_polars(column: Any) -> pd.Series:
    kind = str(column.dtype)
    name = column.name or None
    gaps = bool(column.null_count())
    if kind.startswith(("Int", "UInt")) or kind == "Boolean":
        if not gaps:
            return pd.Series(column.to_numpy(), name=name)
        nullable: Any = "boolean" if kind == "Boolean" else kind
        return pd.Series(pd.array(column.to_list(), dtype=nullable), name=name)
    if kind.startswith("Float"):
        return pd.Series(column.to_numpy(), name=name)
    if kind.startswith(("Date", "Datetime")):
        if "time_zone='" in kind:
            return pd.to_datetime(pd.Series(column.to_list(), dtype=_OBJECT, name=name), utc=True)
        return dates(pd.Series(column.to_numpy(), name=name))
    return pd.Series(column.to_list(), dtype=_OBJECT, name=name)


def _without_arrow(frame: pd.DataFrame) -> pd.DataFrame:
    held = [place for place, dtype in enumerate(frame.dtypes) if isinstance(dtype, pd.ArrowDtype)]
    if not held:
        return frame
    columns = {place: frame.iloc[:, place] for place in range(frame.shape[1])}
    for place in held:
        columns[place] = _plain(columns[place])
    made = pd.DataFrame(columns, index=frame.index)
    made.columns = frame.columns
    return made


def _plain(column: pd.Series) -> pd.Series:
    dtype = column.dtype
    gaps = bool(column.isna().any())
    if dtype.kind in "iub":
        plain = dtype.numpy_dtype.name
        nullable = "boolean" if plain == "bool" else plain.replace("int", "Int").replace("uInt", "UInt")
        return column.astype(nullable if gaps else plain)
    if dtype.kind == "f":
        return column.astype(dtype.numpy_dtype.name)
    if dtype.kind == "M" and getattr(dtype.pyarrow_dtype, "tz", None) is None:
        return dates(column.astype(f"datetime64[{getattr(dtype.pyarrow_dtype, 'unit', 's')}]"))
    made = column.astype(object)
    return made.where(~column.isna(), None) if gaps else made
