"""Fingerprints of data: the first 8 hexadecimal digits of a SHA-256 of its shape, its types and its first rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

#: Rows that count; more would cost time and tell little.
MAX_ROWS = 10_000
_LENGTH = 8


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return found.hexdigest()[:_LENGTH]


def compute_pandas_digest(df: pd.DataFrame) -> str:
    """Fingerprint of a DataFrame: columns, types, number of rows, and the values of its first rows."""
    head = df.head(MAX_ROWS)
    parts = [json.dumps([str(c) for c in df.columns]).encode(), str(len(df)).encode()]
    for at in range(head.shape[1]):
        column = head.iloc[:, at]
        parts += [str(column.dtype).encode(), _column(column)]
    return _digest(parts)


def _column(column: pd.Series) -> bytes:
    try:
        hashes: np.ndarray[Any, Any] = pd.util.hash_pandas_object(column, index=False).to_numpy()
        return hashes.tobytes()
    except TypeError:  # lists, dicts and the like
        return "\0".join(map(repr, column)).encode()


def compute_numpy_digest(features: Any, targets: Any = None) -> str:
    """Fingerprint of arrays, or of dicts of arrays: shapes, types, and the values of their first rows."""
    return _digest([*_arrays(features), *(_arrays(targets) if targets is not None else ())])


def _arrays(data: Any) -> Iterable[bytes]:
    if isinstance(data, Mapping):
        for name, array in data.items():
            yield str(name).encode()
            yield from _arrays(array)
        return
    array = np.asarray(data)
    yield f"{array.dtype.str}{array.shape}".encode()
    head = array[:MAX_ROWS] if array.ndim else array
    yield repr(head.tolist()).encode() if head.dtype.hasobject else np.ascontiguousarray(head).tobytes()
