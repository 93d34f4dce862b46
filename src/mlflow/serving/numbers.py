"""JSON numbers made into arrays of a declared type: a fraction or a number beyond the type is refused, not lost."""

from __future__ import annotations

from typing import Any

import numpy as np


def array_of(values: Any, dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    """Numbers as an array.

    Args:
        values: A number, a list of numbers however deeply nested, or a Series.
        dtype: The type.

    Raises:
        TypeError: They are no numbers.
        ValueError: The lists are ragged, or a number has a fraction and the type has none.
        OverflowError: A number is beyond the type.
    """
    if dtype.kind in "iu":
        return _whole(values, dtype)
    if dtype.kind == "f" and dtype.itemsize < 8:
        try:
            with np.errstate(over="raise"):
                return np.array(values, dtype=dtype)
        except FloatingPointError:
            raise OverflowError(f"a number is beyond {np.finfo(dtype).max:g}, the most that {dtype} holds") from None
    return np.array(values, dtype=dtype)


def _whole(values: Any, dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    read = np.asarray(values)
    if read.dtype.kind not in "biuf":
        cells = np.asarray(values, dtype=object)
        return np.array([integer(cell) for cell in cells.flat], dtype=dtype).reshape(cells.shape)
    limits = np.iinfo(dtype)
    wrong = (read < limits.min) | (read >= float(limits.max) + 1 if read.dtype.kind == "f" else read > limits.max)
    if wrong.any():
        raise OverflowError(f"{read[wrong][0]} is beyond {limits.min} to {limits.max}")
    if read.dtype.kind == "f" and (wrong := read != np.trunc(read)).any():
        integer(float(read[wrong][0]))
    return read.astype(dtype)


def integer(value: Any) -> int:
    """A number without a fraction, as JSON may write it: 1, 1.0, "1".

    Raises:
        TypeError: It is no number.
        ValueError: It has a fraction, or is text of something else.
    """
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(f"{value!r} has a fraction, which would be lost")
    return int(value)
