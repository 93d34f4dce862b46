"""Predictions written as JSON.

As MLflow writes them: a DataFrame as records, a Series as records of its name, arrays as nested lists, dates in
ISO 8601 within tables and as nanoseconds since 1970 within arrays, bytes as base64, and what is not a number as the
bare tokens ``NaN`` and ``Infinity`` that Python's ``json`` reads and writes.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from mlflow.exceptions import MlflowException

_encode = msgspec.json.Encoder().encode


def encode_predictions(output: Any, wrapped: bool = True) -> bytes:
    """The JSON text of what a model returned.

    Args:
        output: A DataFrame, Series, array, scalar or any nest of lists and dictionaries of these.
        wrapped: Whether the text is ``{"predictions": ...}``.

    Raises:
        MlflowException: The output has no JSON form.
    """
    if isinstance(output, np.ndarray) and (output.dtype.kind in "iub" or _is_finite(output)):
        text = _encode(output.tolist())
    else:
        text = json_text(output)
    return b'{"predictions": ' + text + b"}" if wrapped else text


def _is_finite(values: np.ndarray[Any, Any]) -> bool:
    return values.dtype.kind == "f" and bool(np.isfinite(values).all())


def json_text(output: Any) -> bytes:
    """The JSON text of a value of any kind that models return.

    Raises:
        MlflowException: It has none.
    """
    try:
        return json.dumps(_plain(output), default=_plain, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError) as error:
        raise MlflowException(f"The model's output cannot be written as JSON: {error}.") from None


def _plain(value: Any) -> Any:
    """What ``json`` can write, one level deep: inner values come back here."""
    if isinstance(value, pd.DataFrame):
        return records(value)
    if isinstance(value, pd.Series):
        return records(value.to_frame())
    if isinstance(value, dict):
        return {_key(key): each for key, each in value.items()}
    if isinstance(value, str | int | float | list | tuple) or value is None:
        return value
    if isinstance(value, np.ndarray):
        return value.astype("datetime64[ns]").astype("int64").tolist() if value.dtype.kind == "M" else value.tolist()
    if isinstance(value, np.datetime64):
        return pd.Timestamp(value).isoformat()
    if isinstance(value, np.generic):
        return value.item()
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bytes | bytearray):
        return base64.encodebytes(value).decode("ascii")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, pd.Index | pd.api.extensions.ExtensionArray):
        return value.tolist()
    if hasattr(value, "toarray"):
        return value.toarray().tolist()
    if hasattr(value, "model_dump"):
        return value.model_dump()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _key(key: Any) -> Any:
    return key if isinstance(key, str) else str(key.item() if isinstance(key, np.generic) else key)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame; what is missing in a column that holds no floats is None."""
    names = [str(name) for name in frame.columns]
    columns = [_cells(frame.iloc[:, place]) for place in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _cells(column: pd.Series) -> list[Any]:
    """A column's values; missing ones of a column that holds no floats are null."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iubf":
        return column.tolist()
    return [None if each is None or (np.isscalar(each) and pd.isna(each)) or each is pd.NaT or each is pd.NA else each
            for each in column.tolist()]  # fmt: skip
