"""The schema of example data: frames, series, arrays, sparse matrices, dictionaries, lists, scalars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.types.datatypes import AnyDataType, AnyType, Array, DataType, Object, Property
from mlflow.types.frames import as_pandas
from mlflow.types.parameters import ParamSchema, ParamSpec
from mlflow.types.schema import ColSpec, Schema, TensorSpec
from mlflow.types.spark import is_spark, spark_schema


class InvalidDataForSignatureInferenceError(MlflowException):
    """The data is of a kind that no schema describes."""


class TensorsNotSupportedException(MlflowException):
    """An array of several dimensions stands where a column is wanted."""


#: NumPy type of a column → scalar type. Unsigned 64-bit has none: no type holds its range.
_COLUMNS: dict[str, DataType] = {
    "bool": DataType.boolean,
    "int8": DataType.integer,
    "int16": DataType.integer,
    "int32": DataType.integer,
    "uint8": DataType.integer,
    "uint16": DataType.integer,
    "uint32": DataType.long,
    "int64": DataType.long,
    "float16": DataType.float,
    "float32": DataType.float,
    "float64": DataType.double,
}

#: Class of a single value → scalar type. The order matters: bool is an int, and numpy.float64 a float.
_SCALARS: tuple[tuple[tuple[type, ...], DataType], ...] = (
    ((bool, np.bool_), DataType.boolean),
    ((np.int64, np.uint32, int), DataType.long),
    ((np.int8, np.int16, np.int32, np.uint8, np.uint16), DataType.integer),
    ((np.float16, np.float32), DataType.float),
    ((float,), DataType.double),
    ((str,), DataType.string),
    ((bytes, bytearray), DataType.binary),
    ((dt.date, np.datetime64), DataType.datetime),
)


#: Bits of a long, beside its sign.
_LONG = 63


def infer_schema(data: Any) -> Schema:
    """The schema of example data.

    Data that no schema describes gives one unnamed column of any type, as in MLflow. In a frame of several columns, one
    that has no type is of any type.

    Args:
        data: DataFrame or Series of pandas or polars, DataFrame of Spark, ndarray, scipy sparse matrix, dictionary of
            arrays or values, list, scalar, or an object of pydantic.

    Raises:
        ValueError: ``data`` is None.
    """
    if data is None:
        raise ValueError("A schema cannot be inferred from None; give an example of the data.")
    try:
        if is_spark(data):
            return spark_schema(data.schema.jsonValue())
        return Schema(_specs(as_pandas(data)))
    except MlflowException:
        return Schema([ColSpec(AnyType())])


def infer_columns(frame: pd.DataFrame) -> Schema:
    """The schema of a frame in which each column has a type.

    Raises:
        MlflowException: One has none, as its values are of several types.
    """
    return Schema([_column(column, name) for column, name in _columns(frame)])


def clean_tensor_type(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The type without the width of text, which would refuse longer text."""
    if not isinstance(dtype, np.dtype):
        raise TypeError(f"A tensor's type is a numpy.dtype, not {type(dtype).__name__}.")
    return np.dtype(dtype.kind) if dtype.kind in "US" else dtype


def _specs(data: Any) -> list[Any]:
    if isinstance(data, pd.DataFrame):
        return _table(data)
    if isinstance(data, pd.Series):
        return [_column(data, data.name)]
    if isinstance(data, np.ndarray):
        return [_tensor(data)]
    if isinstance(data, Mapping):
        return _mapping(data)
    if isinstance(data, list):
        return _rows(data)
    if hasattr(data, "model_dump"):
        return _mapping(data.model_dump())
    if _is_sparse(data):
        return [TensorSpec(clean_tensor_type(data.data.dtype), (-1, *data.shape[1:]))]
    return [ColSpec(scalar_type(data))]


def _table(frame: pd.DataFrame) -> list[ColSpec]:
    """The columns of a frame: one that has no type beside others is one of any type, so that these keep theirs."""
    if frame.shape[1] == 1:
        return [_column(column, name) for column, name in _columns(frame)]
    return [_column_or_any(column, name) for column, name in _columns(frame)]


def _columns(frame: pd.DataFrame) -> Iterator[tuple[pd.Series, Any]]:
    return ((frame.iloc[:, place], name) for place, name in enumerate(frame.columns))


def _column_or_any(column: pd.Series, name: Any) -> ColSpec:
    try:
        return _column(column, name)
    except MlflowException:
        return ColSpec(AnyType(), name, required=not column.hasnans)


def _is_sparse(data: Any) -> bool:
    return type(data).__module__.startswith("scipy.sparse") and hasattr(data, "data")


def _tensor(array: np.ndarray[Any, Any], name: str | None = None) -> TensorSpec:
    if array.ndim == 0:
        raise InvalidDataForSignatureInferenceError("An array without dimensions is no tensor.")
    return TensorSpec(clean_tensor_type(array.dtype), (-1, *array.shape[1:]), name)


def _mapping(data: Mapping[Any, Any]) -> list[Any]:
    if not all(isinstance(key, str) for key in data):
        raise InvalidDataForSignatureInferenceError("The keys of a dictionary of inputs must be strings.")
    if data and all(isinstance(value, np.ndarray) for value in data.values()):
        return [_tensor(value, name) for name, value in data.items()]
    return [ColSpec(value_type(value), name, required=value is not None) for name, value in data.items()]


def _rows(data: list[Any]) -> list[ColSpec]:
    if not data:
        return [ColSpec(DataType.string)]
    data = [row.model_dump() if hasattr(row, "model_dump") else row for row in data]
    if all(isinstance(row, Mapping) for row in data):
        merged = _object_of(data)
        return [ColSpec(p.dtype, p.name, p.required) for p in merged.properties]
    return [ColSpec(_common(data))]


def scalar_type(value: Any) -> DataType:
    """The scalar type of a single value.

    Raises:
        InvalidDataForSignatureInferenceError: No scalar type fits.
    """
    if not isinstance(value, pd.Timestamp | np.timedelta64):
        for classes, dtype in _SCALARS:
            if isinstance(value, classes):
                if type(value) is int and value.bit_length() > _LONG:
                    break
                return dtype
    if isinstance(value, pd.Timestamp):
        return DataType.datetime
    raise InvalidDataForSignatureInferenceError(f"A {type(value).__name__} has no type in a signature.")


def value_type(value: Any) -> AnyDataType:
    """The type of a cell: a scalar, list, array or dictionary."""
    if value is None:
        return AnyType()
    if isinstance(value, Mapping):
        return _object_of([value])
    if isinstance(value, np.ndarray) and value.ndim and value.dtype.kind in "biuf":
        item: AnyDataType = DataType(_COLUMNS[value.dtype.name]) if value.dtype.name in _COLUMNS else AnyType()
        for _ in range(value.ndim):
            item = Array(item)
        return item
    if isinstance(value, list | np.ndarray):
        return Array(_common(value)) if len(value) else AnyType()
    return scalar_type(value)


def _common(values: Iterable[Any]) -> AnyDataType:
    """The one type of all values that are not None."""
    found: AnyDataType | None = None
    objects: list[Mapping[Any, Any]] = []
    for value in values:
        if value is None:
            continue
        if isinstance(value, Mapping):
            objects.append(value)
            continue
        kind = value_type(value)
        if found is None or isinstance(found, AnyType):
            found = kind
        elif kind != found and not isinstance(kind, AnyType):
            raise InvalidDataForSignatureInferenceError(f"Values of several types: {found!r} and {kind!r}.")
    if objects:
        if found is not None:
            raise InvalidDataForSignatureInferenceError("Objects stand beside other values.")
        return _object_of(objects)
    return AnyType() if found is None else found


def _object_of(rows: list[Mapping[Any, Any]]) -> Object:
    """The type of several objects: a member missing or None in some is optional."""
    names = dict.fromkeys(name for row in rows for name in row)
    if not all(isinstance(name, str) for name in names):
        raise InvalidDataForSignatureInferenceError("The names of an object's members must be strings.")
    return Object(
        [
            Property(name, _common(row.get(name) for row in rows), all(row.get(name) is not None for row in rows))
            for name in names
        ]
    )


def _column(column: pd.Series, name: Any) -> ColSpec:
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        dtype = dtype.categories.dtype
        if dtype == np.dtype("O"):
            return ColSpec(_objects(column)[0], name, required=not column.hasnans)
    if isinstance(dtype, pd.StringDtype):
        # A category is read by its values too: pandas keeps text there as ``str``.
        return ColSpec(DataType.string if len(column) else DataType.double, name, required=not column.hasnans)
    if isinstance(dtype, pd.DatetimeTZDtype) or dtype.kind == "M":
        return ColSpec(DataType.datetime, name, required=not column.hasnans)
    if dtype == np.dtype("O"):
        found, required = _objects(column)
        return ColSpec(found, name, required)
    plain = getattr(dtype, "numpy_dtype", dtype)
    kind = _COLUMNS.get(getattr(plain, "name", ""))
    if kind is None:
        raise InvalidDataForSignatureInferenceError(f"Column {name!r} of type {dtype} has no type in a signature.")
    return ColSpec(kind, name, required=not column.hasnans)


def _objects(column: pd.Series) -> tuple[AnyDataType, bool]:
    """Type of a column of Python objects, and whether none is missing."""
    if not len(column):
        return DataType.double, True
    missing = column.isna().to_numpy()
    present = column[~missing].tolist() if missing.any() else column.tolist()
    if not present:
        return AnyType(), False
    found = _common(present)
    if missing.any() and found in (DataType.long, DataType.integer, DataType.float):
        found = DataType.double
    return found, not missing.any()


def infer_param_schema(parameters: Mapping[str, Any]) -> ParamSchema:
    """The schema of example inference parameters.

    Raises:
        InvalidParameterValue: Not a dictionary, or a value is of a type parameters cannot have.
    """
    if not isinstance(parameters, dict):
        raise InvalidParameterValue(f"Inference parameters must be a dictionary, not {type(parameters).__name__}.")
    return ParamSchema([_parameter(name, value) for name, value in parameters.items()])


def _parameter(name: Any, value: Any) -> ParamSpec:
    try:
        if isinstance(value, dict):
            return ParamSpec(name, _object_of([value]), value)
        if isinstance(value, list) or (isinstance(value, np.ndarray) and value.ndim == 1):
            items = list(value)
            kinds = {scalar_type(item) for item in items} or {DataType.datetime}
            if len(kinds) == 1:
                return ParamSpec(name, kinds.pop(), value, (-1,))
        elif not isinstance(value, bytes):
            return ParamSpec(name, scalar_type(value), value)
    except InvalidDataForSignatureInferenceError:
        pass
    raise InvalidParameterValue(
        f"Parameter {name!r} must be a string, number, boolean, date, list of one of these, or object, not {value!r}."
    )


__all__ = [
    "InvalidDataForSignatureInferenceError",
    "TensorsNotSupportedException",
    "clean_tensor_type",
    "infer_param_schema",
    "infer_schema",
    "scalar_type",
    "value_type",
]
