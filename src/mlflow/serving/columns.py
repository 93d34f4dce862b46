"""JSON and CSV values made into the columns that a signature declares.

JSON knows neither integers of 32 bits nor bytes nor dates, so a request is read more liberally than ``predict`` of a
loaded model: what is declared says how a value is read. What does not fit is the caller's error and names the column.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import BadRequest
from mlflow.serving.numbers import array_of, integer
from mlflow.types.frames import dates
from mlflow.types.schema import ColSpec, DataType

_NUMBERS: dict[Any, np.dtype[Any]] = {
    DataType.integer: np.dtype("int32"),
    DataType.long: np.dtype("int64"),
    DataType.float: np.dtype("float32"),
    DataType.double: np.dtype("float64"),
}
#: Values below which looking at each is quicker than asking NumPy about all.
_FEW = 50
_PLURAL = {
    DataType.boolean: "booleans",
    DataType.integer: "integers",
    DataType.long: "integers",
    DataType.float: "numbers",
    DataType.double: "numbers",
    DataType.string: "texts",
    DataType.binary: "base64 texts",
    DataType.datetime: "dates in ISO 8601",
}


def column(values: Sequence[Any], spec: ColSpec) -> Any:
    """One column as declared.

    Args:
        values: What the request has: a list of JSON values, or a Series read from CSV.
        spec: The declared column.

    Returns:
        An array, pandas array or list that a DataFrame takes as a column; nested types stay lists of cells.

    Raises:
        BadRequest: A value does not fit; the message names the column.
    """
    declared = spec.type
    if not isinstance(declared, DataType):
        return values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    try:
        return _READERS[declared](values, spec)
    except (TypeError, ValueError, OverflowError, binascii.Error) as error:
        raise BadRequest(f"Column {spec.name!r} takes {_PLURAL[declared]} ({declared.name}): {error}.") from None


def _is_gap(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _real(values: Sequence[Any], spec: ColSpec) -> Any:
    return array_of(values, _NUMBERS[spec.type])


def _whole(values: Sequence[Any], spec: ColSpec) -> Any:
    gaps = [_is_gap(value) for value in values]
    if any(gaps):
        if spec.required:
            raise ValueError(f"value {gaps.index(True)} is missing")
        cells = [pd.NA if gap else integer(value) for gap, value in zip(gaps, values, strict=True)]
        return pd.array(cells, dtype="Int32" if spec.type is DataType.integer else "Int64")
    kind = _NUMBERS[spec.type]
    if len(values) < _FEW:
        return np.array([integer(value) for value in values], dtype=kind)
    return array_of(values, kind)


def _boolean(values: Sequence[Any], spec: ColSpec) -> Any:
    read = [None if _is_gap(value) else _truth(value) for value in values]
    if None not in read:
        return np.array(read, dtype=bool)
    if spec.required:
        raise ValueError(f"value {read.index(None)} is missing")
    return pd.array(read, dtype="boolean")


def _truth(value: Any) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if value in (0, 1):
        return bool(value)
    raise ValueError(f"{value!r} is none")


def _text(values: Sequence[Any], spec: ColSpec) -> Any:
    made = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        if isinstance(value, list | dict):
            raise TypeError(f"{value!r} is none")
        made[place] = None if _is_gap(value) else value if isinstance(value, str) else str(value)
    return made


def _binary(values: Sequence[Any], spec: ColSpec) -> Any:
    made = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        if not (isinstance(value, str | bytes) or _is_gap(value)):
            raise TypeError(f"{value!r} is none")
        made[place] = _decoded(value) if isinstance(value, str) else value if isinstance(value, bytes) else None
    return made


def _decoded(text: str) -> bytes:
    """Bytes of a base64 text, which may be broken into lines."""
    return base64.b64decode("".join(text.split()), validate=True)


def _datetime(values: Sequence[Any], spec: ColSpec) -> Any:
    try:
        read = _instants(values)
    except pd.errors.OutOfBoundsDatetime:
        raise ValueError("dates of the years 1678 to 2261 are all that this pandas reads; 3 reads others") from None
    except ValueError:
        wrong = next(value for value in values if not _is_date(value))
        raise ValueError(f"{wrong!r} is none") from None
    return dates(read.dt.tz_localize(None)).to_numpy()


def _instants(values: Sequence[Any]) -> pd.Series:
    for value in values:
        if not (isinstance(value, str | dt.date | np.datetime64) or _is_gap(value)):
            raise ValueError(f"{value!r} is no date")  # pandas would count from 1970, in a unit that it guesses
    return pd.to_datetime(pd.Series(values, dtype=object), utc=True, format="ISO8601")


def _is_date(value: Any) -> bool:
    try:
        _instants([value])
    except pd.errors.OutOfBoundsDatetime:
        return True
    except ValueError:
        return False
    return True


_READERS = {
    DataType.boolean: _boolean,
    DataType.integer: _whole,
    DataType.long: _whole,
    DataType.float: _real,
    DataType.double: _real,
    DataType.string: _text,
    DataType.binary: _binary,
    DataType.datetime: _datetime,
}
