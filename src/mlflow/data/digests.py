"""Fingerprints of data, equal to MLflow's: the first 8 hexadecimal digits of an MD5.

What counts is how many rows there are, the names of the columns, and, of the first rows, the columns that hold numbers
or nothing but text: neither lists nor moments, and no text with gaps. Equal fingerprints are how runs that read the
same data are found, whoever logged them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue

#: Rows that count; more would cost time and tell little.
MAX_ROWS = 10_000
_LENGTH = 8


def get_normalized_md5_digest(elements: Iterable[Any]) -> str:
    """The fingerprint of bytes, or of what has a buffer of bytes.

    Raises:
        InvalidParameterValue: There are none.
    """
    found = hashlib.md5(usedforsecurity=False)
    parts = list(elements)
    if not parts:
        raise InvalidParameterValue("A digest of nothing tells nothing; give at least one element.")
    for part in parts:
        found.update(part)
    return found.hexdigest()[:_LENGTH]


def compute_pandas_digest(df: pd.DataFrame) -> str:
    """Fingerprint of a DataFrame."""
    head = df.head(MAX_ROWS)
    columns = head.columns
    text = columns[[_is_text(df.iloc[:, at]) for at in range(len(columns))]]
    counted = head[text.union(head.select_dtypes(include="number").columns)]
    hashes = pd.util.hash_pandas_object(counted).to_numpy()
    return get_normalized_md5_digest([hashes, np.int64(len(df)), *(str(name).encode() for name in df.columns)])


def _is_text(column: pd.Series) -> bool:
    if len(column) and pd.api.types.is_numeric_dtype(column.dtype):
        return False
    if column.dtype == object and len(column) > MAX_ROWS and pd.api.types.infer_dtype(column, skipna=False) != "string":
        return False  # found out in C, where the loop below would take long
    return all(type(value) is str for value in column)


def compute_numpy_digest(features: Any, targets: Any = None) -> str:
    """Fingerprint of arrays, or of dicts of arrays, which are taken in the order of their keys."""
    return get_normalized_md5_digest([*_parts(features), *(_parts(targets) if targets is not None else ())])


def _parts(data: Any) -> Iterable[Any]:
    if isinstance(data, Mapping):
        for _, array in sorted(data.items()):
            yield from _parts(array)
        return
    array = np.asarray(data)
    yield hashes_of(array)
    for length in array.shape:
        yield np.int64(length)


def hashes_of(array: np.ndarray[Any, Any]) -> Any:
    """A number for each of the first values of an array; how many there are, where they cannot be hashed."""
    try:
        return pd.util.hash_array(array.flatten()[:MAX_ROWS])
    except TypeError:
        return np.int64(array.size)
