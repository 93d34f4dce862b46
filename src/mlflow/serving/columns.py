"""JSON and CSV values made into the columns that a signature declares.

JSON knows neither integers of 32 bits nor bytes nor dates, so a request is read more liberally than ``predict`` of a
loaded model: what is declared says how a value is read. What does not fit is the caller's error and names the column.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import BadRequest
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
    return np.array(values, dtype=_NUMBERS[spec.type])


def _whole(values: Sequence[Any], spec: ColSpec) -> Any:
    gaps = [_is_gap(value) for value in values]
    if any(gaps):
        if spec.required:
            raise ValueError(f"value {gaps.index(True)} is missing")
        cells = [pd.NA if gap else _integer(value) for gap, value in zip(gaps, values, strict=True)]
        return pd.array(cells, dtype="Int32" if spec.type is DataType.integer else "Int64")
    kind = _NUMBERS[spec.type]
    if len(values) < _FEW:
        return np.array([_integer(value) for value in values], dtype=kind)
    read = np.asarray(values)
    if read.dtype.kind not in "biuf":
        return np.array([_integer(value) for value in values], dtype=kind)
    least, most = np.iinfo(kind).min, np.iinfo(kind).max
    wrong = (read < least) | (read >= float(most) + 1 if read.dtype.kind == "f" else read > most)
    if wrong.any():
        raise OverflowError(f"{read[wrong][0]} is beyond {least} to {most}")
    if read.dtype.kind == "f" and (wrong := read != np.trunc(read)).any():
        _integer(float(read[wrong][0]))
    return read.astype(kind, copy=False)


def _integer(value: Any) -> int:
    """A number without a fraction, as JSON may write it: 1, 1.0, "1"."""
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(f"{value!r} has a fraction, which would be lost")
    return int(value)


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
        if not (isinstance(value, str) or _is_gap(value)):
            raise TypeError(f"{value!r} is none")
        made[place] = base64.b64decode(value) if isinstance(value, str) else None
    return made


def _datetime(values: Sequence[Any], spec: ColSpec) -> Any:
    read = pd.to_datetime(pd.Series(values, dtype=object), utc=True, format="ISO8601")
    return read.dt.tz_localize(None).to_numpy(dtype="datetime64[ns]")


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
