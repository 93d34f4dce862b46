"""Schemas enforced: what a caller passes becomes what the model declared, or is refused.

Numbers widen and never narrow; nothing is dropped but columns the model does not know. A schema is compiled once
(:func:`enforcer`), so that a frame that fits costs a comparison of names and types and is handed on as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.types.datatypes import AnyType, DataType
from mlflow.types.frames import as_pandas, dates
from mlflow.types.schema import ColSpec, Schema
from mlflow.types.tensors import enforce_tensors, is_sparse
from mlflow.types.values import conform

_OBJECT = np.dtype("O")
_SCALAR_INPUTS = (str, bytes, bool, int, float, np.generic, dt.date)
#: How many combinations of column types a compiled schema remembers as fitting.
_REMEMBERED = 64

#: Declared type → the NumPy types that hold no value it cannot.
_WIDENS: dict[DataType, frozenset[str]] = {
    DataType.boolean: frozenset({"bool"}),
    DataType.integer: frozenset({"int8", "int16", "int32", "uint8", "uint16"}),
    DataType.long: frozenset({"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32"}),
    DataType.float: frozenset({"float16", "float32"}),
    DataType.double: frozenset(
        {"int8", "int16", "int32", "uint8", "uint16", "uint32", "float16", "float32", "float64"}
    ),
    DataType.string: frozenset(),
    DataType.binary: frozenset(),
    DataType.datetime: frozenset({"datetime64[s]", "datetime64[ms]", "datetime64[us]", "datetime64[ns]"}),
}


def enforcer(schema: Schema) -> Callable[[Any], Any]:
    """The check of one schema, compiled."""
    if schema.is_tensor_spec():
        return lambda data: enforce_tensors(as_pandas(data), schema)
    return ColumnEnforcer(schema)


def enforce_schema(data: Any, schema: Schema) -> Any:
    """The input as the model's schema wants it.

    Args:
        data: A DataFrame, Series, array, dictionary, list or scalar.
        schema: What the model takes.

    Returns:
        A DataFrame for columns; an array or dictionary of arrays for tensors.

    Raises:
        InvalidParameterValue: A column or tensor is missing or of a type that does not fit.
    """
    return enforcer(schema)(data)


def validate_schema(data: Any, expected_schema: Schema) -> None:
    """Refuse data that a schema does not take.

    Raises:
        InvalidParameterValue: A column or tensor is missing or of a type that does not fit.
    """
    enforce_schema(data, expected_schema)


class ColumnEnforcer:
    """The check of a schema of columns.

    Args:
        schema: A schema of columns.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._columns: list[ColSpec] = schema.inputs
        self._names = [spec.name for spec in self._columns] if schema.has_input_names() else None
        #: One column of any type without a name is what :func:`mlflow.types.inference.infer_schema` says of all data
        #: that it has no types for.
        self._anything = self._names is None and [spec.type for spec in self._columns] == [AnyType()]
        self._nested = any(not isinstance(spec.type, DataType) for spec in self._columns)
        self._fitting: set[tuple[Any, ...]] = set()
        self._seen: pd.Index | None = None

    def __call__(self, data: Any) -> pd.DataFrame:
        """The input as a frame of the declared columns, in their order."""
        frame = data if isinstance(data, pd.DataFrame) else self._frame(as_pandas(data))
        if frame.columns is self._seen or (self._names is not None and frame.columns.tolist() == self._names):
            self._seen = frame.columns  # an index never changes, and the rows of one table share theirs
            key = tuple(frame.dtypes.tolist())
            if key in self._fitting:
                return frame
            return self._converted(frame, self._columns, key)
        frame, columns = self._selected(frame)
        return self._converted(frame, columns, None)

    def _converted(self, frame: pd.DataFrame, columns: list[ColSpec], key: tuple[Any, ...] | None) -> pd.DataFrame:
        plain = as_pandas(frame)
        if plain is not frame:
            frame, key = plain, None  # frames of these types are to be made plain each time
        made, as_given, by_type = [], True, True
        for place, spec in enumerate(columns):
            before = frame.iloc[:, place]
            after = _column(before, spec, frame.columns[place])
            as_given &= after is before
            by_type &= isinstance(spec.type, AnyType) or (
                isinstance(spec.type, DataType)
                and (before.dtype != _OBJECT or spec.type in (DataType.string, DataType.binary))
            )
            made.append(after)
        if as_given:
            # Only where the types alone decided may the next frame of these types skip the look at its values.
            if key is not None and by_type and len(self._fitting) < _REMEMBERED:
                self._fitting.add(key)
            return frame
        result = pd.concat(made, axis=1)
        result.columns = frame.columns[: len(columns)]
        return result

    def _selected(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[ColSpec]]:
        """The declared columns, by name or by place, and their declarations."""
        if self._anything:
            return frame, []
        if self._names is None:
            if frame.shape[1] < len(self._columns):
                raise InvalidParameterValue(
                    f"The model takes {len(self._columns)} columns; the input has {frame.shape[1]}."
                )
            return frame.iloc[:, : len(self._columns)], self._columns
        there = frame.columns.tolist()
        missing = [spec.name for spec in self._columns if spec.required and spec.name not in there]
        if missing:
            extra = [name for name in there if name not in self._names]
            hint = f" It has {extra[:20]} that the model does not know." if extra else ""
            raise InvalidParameterValue(f"The input lacks the columns {missing}.{hint}")
        columns = [spec for spec in self._columns if spec.name in there]
        frame = frame[[spec.name for spec in columns]]
        if frame.shape[1] != len(columns):
            raise InvalidParameterValue("The input has columns of the same name; each must be there once.")
        return frame, columns

    def _frame(self, data: Any) -> pd.DataFrame:
        """Whatever was given, as a frame."""
        wanted = "a DataFrame, a dictionary or a list of dictionaries"
        if data is None or is_sparse(data):
            raise InvalidParameterValue(f"The model takes columns; give {wanted}, not {type(data).__name__}.")
        try:
            if isinstance(data, pd.DataFrame):
                return data
            if isinstance(data, pd.Series):
                return data.to_frame()
            if isinstance(data, Mapping):
                return self._frame_of_mapping(dict(data))
            if isinstance(data, list):
                return self._frame_of_list(data)
            if isinstance(data, np.ndarray) and data.ndim:
                return pd.DataFrame(data)
        except (TypeError, ValueError) as error:
            raise InvalidParameterValue(f"The input makes no table: {error}.") from None
        if isinstance(data, np.ndarray):
            raise InvalidParameterValue(f"The model takes columns; give {wanted}, not a single value.")
        if self._names is None and len(self._columns) == 1 and isinstance(data, _SCALAR_INPUTS):
            return self._frame_of_scalar(data)
        raise InvalidParameterValue(f"The model takes columns; give {wanted}, not {type(data).__name__}.")

    def _frame_of_mapping(self, data: dict[Any, Any]) -> pd.DataFrame:
        many = [value for value in data.values() if isinstance(value, list | np.ndarray)]
        if self._nested or not many:
            return pd.DataFrame([data])
        return pd.DataFrame(
            {key: list(v) if isinstance(v, np.ndarray) and v.ndim > 1 else v for key, v in data.items()}
        )

    def _frame_of_list(self, data: list[Any]) -> pd.DataFrame:
        if self._names is None and len(self._columns) == 1 and self._nested:
            return pd.DataFrame({0: pd.Series(data, dtype=_OBJECT)})
        return pd.DataFrame(data)

    def _frame_of_scalar(self, value: Any) -> pd.DataFrame:
        declared = self._columns[0].type
        if declared in (DataType.float, DataType.double) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        frame = pd.DataFrame([value])
        if (declared is DataType.integer or declared is DataType.float) and isinstance(value, int | float):
            return frame.astype(declared.to_pandas())
        return frame


def _column(values: pd.Series, spec: ColSpec, name: Any) -> pd.Series:
    """One column as declared.

    Raises:
        InvalidParameterValue: It does not fit.
    """
    declared = spec.type
    if isinstance(declared, DataType):
        return _scalars(values, declared, spec.required, name)
    if isinstance(declared, AnyType):
        return values
    try:
        cells = [conform(None if _is_gap(cell) else cell, declared, spec.required) for cell in values]
    except MlflowException as error:
        raise InvalidParameterValue(f"Column {name!r}: {error.message}.") from None
    return pd.Series(cells, index=values.index, dtype=_OBJECT, name=values.name)


def _is_gap(cell: Any) -> bool:
    return cell is None or cell is pd.NA or (isinstance(cell, float) and cell != cell)


def _is_text(dtype: Any) -> bool:
    """Whether this is pandas 3's ``str``, which stands for what was object before."""
    return isinstance(dtype, pd.StringDtype) and getattr(dtype, "na_value", pd.NA) is not pd.NA


def _scalars(values: pd.Series, declared: DataType, required: bool, name: Any) -> pd.Series:
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _categories(values, declared, name)
    if declared is DataType.string and isinstance(dtype, pd.StringDtype):
        return values
    if dtype == _OBJECT or _is_text(dtype):
        if declared in (DataType.string, DataType.binary):
            return values
        values = values.infer_objects()
        dtype = values.dtype
        if dtype == _OBJECT or _is_text(dtype):
            return _parsed(values, declared, name)
        values = values.rename(name, copy=None) if values.name != name else values
    plain = getattr(dtype, "numpy_dtype", dtype)
    nullable = plain is not dtype
    if nullable and values.hasnans and isinstance(plain, np.dtype) and plain.kind in "iub":
        return _with_gaps(values, plain, declared, required, name)
    if not isinstance(plain, np.dtype) or (plain.name not in _WIDENS[declared] and not _are_flags(values, declared)):
        raise _refused(values, declared, name)
    target = declared.to_pandas()
    if dtype == target:
        return values
    return dates(values) if declared is DataType.datetime else values.astype(target)


def _categories(values: pd.Series, declared: DataType, name: Any) -> pd.Series:
    """A column of categories as it is, which is what the model was trained with, where its values fit."""
    of = values.cat.categories.dtype
    texts = of == _OBJECT or isinstance(of, pd.StringDtype)
    if (declared is DataType.string and texts) or of.name in _WIDENS[declared]:
        return values
    raise _refused(values, declared, name)


def _are_flags(values: pd.Series, declared: DataType) -> bool:
    """Whether zeros and ones alone, as of one-hot columns, are given where a floating number is declared."""
    return (
        declared in (DataType.float, DataType.double) and values.dtype.kind in "iu" and bool(values.isin((0, 1)).all())
    )


def _with_gaps(values: pd.Series, plain: np.dtype[Any], declared: DataType, required: bool, name: Any) -> pd.Series:
    """Nullable integers and booleans with missing values: kept as such, or as NaN of a double."""
    if required:
        raise InvalidParameterValue(
            f"Column {name!r} has missing values but {declared.name} is required. Fill them or declare it optional."
        )
    if declared is DataType.double and plain.kind in "iu":
        return values.astype("float64")
    if plain.name not in _WIDENS[declared]:
        raise _refused(values, declared, name)
    return values.astype({"bool": "boolean", "int32": "Int32", "int64": "Int64"}[declared.to_pandas().name])


def _parsed(values: pd.Series, declared: DataType, name: Any) -> pd.Series:
    """A column of Python objects that are no numbers, read as the declared type where that is exact."""
    if declared is DataType.boolean:
        return values
    try:
        if declared is DataType.double:
            return pd.to_numeric(values, errors="raise")
        if declared is DataType.datetime:
            return dates(pd.to_datetime(values, errors="raise"))
    except (TypeError, ValueError):
        pass
    raise _refused(values, declared, name)


def _refused(values: pd.Series, declared: DataType, name: Any) -> InvalidParameterValue:
    hint = ""
    if declared is DataType.datetime and isinstance(values.dtype, pd.DatetimeTZDtype):
        hint = " Give times without a zone: dt.tz_convert('UTC').dt.tz_localize(None), as the scoring server does."
    if declared in (DataType.integer, DataType.long, DataType.float, DataType.double) and values.dtype.kind in "iuf":
        hint = " Numbers are widened but never narrowed; convert the column with astype if that is meant."
    return InvalidParameterValue(
        f"Column {name!r} is of type {values.dtype} and cannot be taken for {declared.name} without loss.{hint}"
    )
