"""Tensor schemas enforced: types exactly, shapes up to −1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue
from mlflow.types.schema import Schema, TensorSpec


def is_sparse(data: Any) -> bool:
    """Whether this is a scipy sparse matrix or array (scipy is not imported for it)."""
    return type(data).__module__.startswith("scipy.sparse")


def enforce_tensors(data: Any, schema: Schema) -> Any:
    """The input as the tensors a model declares.

    Args:
        data: An array, sparse matrix, Series or DataFrame; for named tensors a dictionary of arrays or a DataFrame.
        schema: A schema of tensors.

    Returns:
        An array (or sparse matrix), or a dictionary of arrays where the tensors have names.

    Raises:
        InvalidParameterValue: A tensor is missing, of another type or shape, or the input is no array.
    """
    if schema.has_input_names():
        return _named(data, schema)
    spec = schema.inputs[0]
    if isinstance(data, pd.DataFrame | pd.Series):
        data = data.to_numpy()
    return _fitted(data, spec)


def _named(data: Any, schema: Schema) -> dict[str, Any]:
    if isinstance(data, np.ndarray) and len(schema) == 1:
        data = {schema.inputs[0].name: data}
    if isinstance(data, pd.DataFrame):
        data = {spec.name: _cells(data[spec.name], spec) for spec in schema if spec.name in data.columns}
    if not isinstance(data, Mapping):
        wanted = [spec.name for spec in schema]
        raise InvalidParameterValue(f"The model takes the tensors {wanted} by name; give a dictionary of arrays.")
    missing = [spec.name for spec in schema if spec.name not in data]
    if missing:
        raise InvalidParameterValue(f"The input lacks the tensors {missing}; it has {sorted(map(str, data))}.")
    return {spec.name: _fitted(data[spec.name], spec) for spec in schema}


def _cells(column: pd.Series, spec: TensorSpec) -> np.ndarray[Any, Any]:
    """A column as one array; cells that are lists become its further dimensions."""
    if column.dtype != np.dtype("O"):
        return np.asarray(column.to_numpy())
    try:
        return np.array(column.tolist(), dtype=spec.type)
    except (TypeError, ValueError) as error:
        raise InvalidParameterValue(f"Column {spec.name!r} is no tensor of type {spec.type}: {error}.") from None


def _fitted(value: Any, spec: TensorSpec) -> Any:
    named = "The input" if spec.name is None else f"Tensor {spec.name!r}"
    if is_sparse(value):
        dtype, shape = value.data.dtype, value.shape
    elif isinstance(value, np.ndarray):
        dtype, shape = value.dtype, value.shape
    else:
        raise InvalidParameterValue(f"{named} must be a numpy array, not {type(value).__name__}.")
    if dtype != spec.type and not _same_text(dtype, spec.type, len(shape)):
        raise InvalidParameterValue(f"{named} must be of type {spec.type}, not {dtype}. Convert it with astype.")
    if len(shape) != len(spec.shape) or any(want not in (-1, got) for got, want in zip(shape, spec.shape, strict=True)):
        raise InvalidParameterValue(f"{named} must be of shape {spec.shape}, not {shape} (-1 stands for any size).")
    return value


def _same_text(got: np.dtype[Any], want: np.dtype[Any], dimensions: int) -> bool:
    if want.kind in "US":
        return got.kind == want.kind
    return want.kind == "O" and got.kind == "U" and dimensions == 1
