"""What models return, made into a table of one row for each row asked, and into columns of declared types."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue
from mlflow.types.datatypes import AnyDataType, Array, DataType, Map, Object
from mlflow.types.schema import ColSpec, Schema


def as_table(output: Any, rows: int) -> pd.DataFrame:
    """What a model returned as a table; columns that have no names are numbered.

    Args:
        output: A DataFrame, Series, array, sparse matrix, list of values or of records, or a dictionary of columns.
        rows: The number of rows that were asked.

    Raises:
        InvalidParameterValue: It is none of these, or of another length.
    """
    table = _table(output)
    if table is None:
        raise InvalidParameterValue(f"The model returned a {type(output).__name__}, which is no table of predictions.")
    if len(table) != rows:
        raise InvalidParameterValue(f"The model returned {len(table)} predictions for {rows} rows.")
    return table.reset_index(drop=True)


def _table(output: Any) -> pd.DataFrame | None:
    if isinstance(output, pd.DataFrame):
        return output
    if isinstance(output, pd.Series):
        return output.to_frame()
    if hasattr(output, "toarray"):
        output = output.toarray()
    elif hasattr(output, "detach"):
        output = output.detach().cpu().numpy()
    if isinstance(output, Mapping):
        made = {str(name): _column(values) for name, values in output.items()}
        if any(column is None for column in made.values()) or len({len(each) for each in made.values()}) > 1:
            return None
        return pd.DataFrame(made)
    if isinstance(output, list | tuple):
        if output and all(isinstance(row, Mapping) for row in output):
            return pd.DataFrame(list(output))
        return pd.DataFrame({0: _column(output)})
    if hasattr(output, "__array__") and not np.isscalar(output):
        array = np.asarray(output)
        if array.ndim == 2:
            return pd.DataFrame(array)
        if array.ndim:
            return pd.DataFrame({0: array if array.ndim == 1 else _objects(list(array))})
    return None


def _column(values: Any) -> Any:
    if isinstance(values, pd.Series):
        return values.reset_index(drop=True)
    if isinstance(values, np.ndarray) and values.ndim == 1:
        return values
    if isinstance(values, np.ndarray | list | tuple):
        if any(isinstance(each, list | tuple | np.ndarray | Mapping) for each in values):
            return _objects(list(values))
        return pd.Series(list(values))
    return None


def _objects(values: Sequence[Any]) -> pd.Series:
    made = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        made[place] = value
    return pd.Series(made)


def shaped(output: Any, rows: int, wanted: Schema) -> pd.DataFrame:
    """What a model returned as the columns of a schema.

    A schema with names takes the output's columns of these names, or by their places where the output has no names. One
    without takes the leftmost column that fits; an array takes all that fit, or a column of lists.

    Args:
        output: What the model returned.
        rows: The number of rows that were asked.
        wanted: Named columns, or one without a name.

    Raises:
        InvalidParameterValue: The output does not fit; the message names the column.
    """
    table = as_table(output, rows)
    specs: list[ColSpec] = wanted.inputs
    if not wanted.has_input_names():
        return pd.DataFrame({0: _chosen(table, specs[0].type)})
    return pd.DataFrame({str(spec.name): _named(table, place, specs) for place, spec in enumerate(specs)})


def _named(table: pd.DataFrame, place: int, specs: list[ColSpec]) -> pd.Series:
    spec = specs[place]
    if spec.name in table.columns:
        return _cast(table[spec.name], spec.type, spec.name)
    nameless = all(not isinstance(name, str) for name in table.columns) or len(specs) == 1
    if nameless and table.shape[1] == len(specs):
        return _cast(table.iloc[:, place], spec.type, spec.name)
    raise InvalidParameterValue(f"The model's output has no column {spec.name!r}; it has {_told(table)}.")


def _chosen(table: pd.DataFrame, wanted: AnyDataType) -> pd.Series:
    columns = [table.iloc[:, place] for place in range(table.shape[1])]
    if isinstance(wanted, Array):
        if columns and _holds_lists(columns[0]):
            return _cast(columns[0], wanted, table.columns[0])
        fitting = [_cast(each, wanted.dtype, each.name) for each in columns if _fits(each, wanted.dtype)]
        if fitting:
            return _objects([list(row) for row in zip(*(each.tolist() for each in fitting), strict=True)])
    else:
        for column in columns:
            if _fits(column, wanted):
                return _cast(column, wanted, column.name)
    raise InvalidParameterValue(
        f"The model's output has no column that fits the result type {_said(wanted)}; it has {_told(table)}. Name "
        "another result_type."
    )


def _told(table: pd.DataFrame) -> str:
    return ", ".join(f"{name!r} ({dtype})" for name, dtype in list(table.dtypes.items())[:20]) or "none"


def _said(wanted: AnyDataType) -> str:
    return f"array<{_said(wanted.dtype)}>" if isinstance(wanted, Array) else getattr(wanted, "name", str(wanted))


def _holds_lists(column: pd.Series) -> bool:
    return column.dtype == np.dtype("O") and any(isinstance(cell, list | tuple | np.ndarray) for cell in column)


def _settled(column: pd.Series) -> pd.Series:
    return column.infer_objects() if column.dtype == np.dtype("O") else column


#: Scalar type → what fits it: the kinds of NumPy's types.
_KINDS = {
    DataType.integer: "iu",
    DataType.long: "iu",
    DataType.float: "iuf",
    DataType.double: "iuf",
    DataType.boolean: "b",
    DataType.datetime: "M",
}
_LIMITS: dict[Any, Any] = {DataType.integer: np.iinfo("int32"), DataType.long: np.iinfo("int64")}


def _fits(column: pd.Series, wanted: AnyDataType) -> bool:
    if wanted is DataType.string:
        return True
    if not isinstance(wanted, DataType) or wanted is DataType.binary:
        return column.dtype == np.dtype("O")
    column = _settled(column)
    if getattr(column.dtype, "kind", "O") not in _KINDS[wanted]:
        return False
    limits = _LIMITS.get(wanted)
    return limits is None or not len(column) or bool(column.dropna().between(limits.min, limits.max).all())


def _cast(column: pd.Series, wanted: AnyDataType, name: Any) -> pd.Series:
    try:
        if wanted is DataType.string:
            return pd.Series([_text(cell) for cell in column], dtype=object)
        if isinstance(wanted, DataType) and wanted is not DataType.binary:
            return _CASTS[wanted](_settled(column))
        return _objects([_cell(each, wanted) for each in column])
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidParameterValue(f"The model's column {name!r} does not fit {_said(wanted)}: {error}.") from error


def _text(cell: Any) -> str | None:
    if _is_gap(cell):
        return None
    if isinstance(cell, dict | list):
        return json.dumps(cell, default=str)
    return str(cell)


def _is_gap(cell: Any) -> bool:
    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and cell != cell)


def _whole(bits: int) -> Callable[[pd.Series], pd.Series]:
    def cast(column: pd.Series) -> pd.Series:
        if column.dtype.kind == "f":
            rounded = column.round()
            if not rounded.equals(column):
                raise ValueError("it has numbers that are not whole")
        if column.dtype.kind == "b":
            raise TypeError("it has booleans")
        return column.astype(f"Int{bits}" if column.hasnans else f"int{bits}")

    return cast


_CASTS: dict[DataType, Callable[[pd.Series], pd.Series]] = {
    DataType.integer: _whole(32),
    DataType.long: _whole(64),
    DataType.float: lambda column: column.astype("float32"),
    DataType.double: lambda column: column.astype("float64"),
    DataType.boolean: lambda column: column.astype("boolean" if column.hasnans else "bool"),
    DataType.datetime: lambda column: pd.to_datetime(column),
}
_PYTHON: dict[DataType, Callable[[Any], Any]] = {
    DataType.integer: int,
    DataType.long: int,
    DataType.float: float,
    DataType.double: float,
    DataType.boolean: bool,
    DataType.string: str,
    DataType.binary: bytes,
    DataType.datetime: pd.Timestamp,
}


def _cell(cell: Any, wanted: AnyDataType) -> Any:
    """One value of a nested type."""
    if _is_gap(cell):
        return None
    if isinstance(wanted, DataType):
        return _PYTHON[wanted](cell)
    if isinstance(wanted, Array):
        return [_cell(each, wanted.dtype) for each in cell]
    if isinstance(wanted, Object):
        return {each.name: _cell(cell.get(each.name), each.dtype) for each in wanted.properties}
    if isinstance(wanted, Map):
        return {str(key): _cell(value, wanted.value_type) for key, value in cell.items()}
    return cell
