"""Type hints of a model's ``predict``: the schema they stand for, and input turned into what they name.

pydantic is not imported: a class counts as a pydantic model when it has pydantic's methods.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from typing import Any, NamedTuple, Union, get_args, get_origin

import numpy as np
import pandas as pd

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue
from mlflow.types.datatypes import AnyDataType, AnyType, Array, DataType, Map, Object, Property
from mlflow.types.schema import ColSpec, Schema

UNION_TYPES = (Union, types.UnionType)
TYPE_HINTS_TO_DATATYPE_MAPPING: dict[type, DataType] = {
    int: DataType.long,
    str: DataType.string,
    bool: DataType.boolean,
    float: DataType.double,
    bytes: DataType.binary,
    dt.datetime: DataType.datetime,
}


class TypeFromExample:
    """As the type hint of a model's input: what the input example is, a list, a Series or a DataFrame."""

    def __new__(cls, *args: Any, **kwargs: Any) -> TypeFromExample:
        raise InvalidParameterValue("TypeFromExample is a type hint; it has no instances.")


class InvalidTypeHintException(InvalidParameterValue):
    """A type hint that cannot be used for a model's input."""

    def __init__(self, message: str, error_code: Any = None, **kwargs: Any) -> None:
        super().__init__(message, error_code="INVALID_PARAMETER_VALUE", **kwargs)


class UnsupportedTypeHintException(InvalidParameterValue):
    """A type hint that no schema describes."""

    def __init__(self, type_hint: Any, error_code: Any = None, **kwargs: Any) -> None:
        super().__init__(
            f"The type hint {type_hint!r} has no counterpart in a signature. Use int, str, bool, float, bytes, "
            "datetime, a pydantic model, Any, or list, dict and Optional of these.",
            error_code="INVALID_PARAMETER_VALUE",
            **kwargs,
        )


class ColSpecType(NamedTuple):
    """A type and whether a value is required."""

    dtype: AnyDataType
    required: bool


class ValidationResult(NamedTuple):
    """What came of checking a value: the value as it was read, or why it cannot be."""

    value: Any | None = None
    error_message: str | None = None


def model_fields(model: Any) -> dict[str, Any]:
    """The fields of a pydantic model, by name."""
    return dict(model.model_fields)


def model_validate(model: Any, values: Any) -> None:
    """Check values as a pydantic model.

    Raises:
        pydantic.ValidationError: They are none.
    """
    model.model_validate(values)


def field_required(field: Any) -> bool:
    """Whether a field of a pydantic model must be given."""
    return bool(field.is_required())


def type_hints_no_signature_inference() -> tuple[type, ...]:
    """Classes that say nothing of their content as type hints, so that only an example shows a signature."""
    frames = (pd.DataFrame, pd.Series, np.ndarray)
    try:
        return (*frames, resolve("scipy.sparse:csc_matrix"), resolve("scipy.sparse:csr_matrix"))
    except ImportError:
        return frames


def is_pydantic(hint: Any) -> bool:
    """Whether a type hint is a pydantic model (version 2)."""
    return isinstance(hint, type) and hasattr(hint, "model_fields") and hasattr(hint, "model_validate")


def without_schema(hint: Any) -> bool:
    """Whether a hint names a container whose content only an example shows: a frame, series or array."""
    return _is_class(hint) and (
        issubclass(hint, pd.DataFrame | pd.Series | np.ndarray) or hint.__module__.startswith("scipy.sparse")
    )


def _is_class(hint: Any) -> bool:
    return isinstance(hint, type) and get_origin(hint) is None  # Python 3.10 calls list[str] a type, too


def hint_type(hint: Any) -> ColSpecType:
    """The type a hint stands for.

    Raises:
        UnsupportedTypeHintException: None does.
    """
    if hint is Any:
        return ColSpecType(AnyType(), True)
    if isinstance(hint, type) and hint in TYPE_HINTS_TO_DATATYPE_MAPPING:
        return ColSpecType(TYPE_HINTS_TO_DATATYPE_MAPPING[hint], True)
    if is_pydantic(hint):
        return ColSpecType(Object([_member(name, field) for name, field in hint.model_fields.items()]), True)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is list and len(arguments) == 1:
        return ColSpecType(Array(hint_type(arguments[0]).dtype), True)
    if origin is dict and len(arguments) == 2 and arguments[0] is str:
        return ColSpecType(Map(hint_type(arguments[1]).dtype), True)
    if origin in UNION_TYPES:
        present = [each for each in arguments if each is not type(None)]
        optional = len(present) < len(arguments)
        return ColSpecType(hint_type(present[0]).dtype if len(present) == 1 else AnyType(), not optional)
    raise UnsupportedTypeHintException(hint)


def _member(name: str, field: Any) -> Property:
    found = hint_type(field.annotation)
    return Property(name, found.dtype, found.required and field.is_required())


def names_rows(hint: Any) -> bool:
    """Whether a hint says what rows the input is made of; other hints of a model's input are left alone."""
    return get_origin(hint) is list and len(get_args(hint)) == 1


def schema_of_input(hint: Any) -> Schema | None:
    """The schema of a model's input, whose hint is a list of rows.

    Returns:
        None where the hint is none of rows, such as ``pd.DataFrame`` or ``Any``.

    Raises:
        InvalidTypeHintException: A row may be None.
        UnsupportedTypeHintException: A row is of a type that no schema describes.
    """
    if not names_rows(hint):
        return None
    row = hint_type(get_args(hint)[0])
    if not row.required:
        raise InvalidTypeHintException(f"A row cannot be None, so {hint!r} cannot be a model's input.")
    return Schema([ColSpec(row.dtype)])


def listed(data: Any, schema: Schema | None) -> Any:
    """A table of rows as the list it stands for: of its only column's values, or of a dictionary per row."""
    if not isinstance(data, pd.DataFrame):
        return data
    if schema is not None and schema.has_input_names():
        return data.to_dict(orient="records")
    return data.iloc[:, 0].tolist()


def schema_of_output(hint: Any) -> Schema | None:
    """The schema of a model's output, or None where the hint does not say."""
    if hint is None or without_schema(hint):
        return None
    row = get_args(hint)[0] if get_origin(hint) is list and get_args(hint) else hint
    return Schema([ColSpec(hint_type(row).dtype)])


def converted(value: Any, hint: Any) -> Any:
    """A value as its hint names it: dictionaries become pydantic models, frames become lists of rows.

    Raises:
        InvalidParameterValue: The value is of another type.
    """
    if hint is None or hint is Any or without_schema(hint):
        return value
    if get_origin(hint) is list and isinstance(value, pd.DataFrame | pd.Series | np.ndarray):
        value = _rows(value, get_args(hint)[0])
    return _converted(value, hint)


def _rows(value: pd.DataFrame | pd.Series | np.ndarray[Any, Any], row: Any) -> list[Any]:
    if not isinstance(value, pd.DataFrame):
        return list(value.tolist())
    if value.shape[1] == 1 and not is_pydantic(row) and get_origin(row) is not dict:
        return list(value.iloc[:, 0].tolist())
    return [{str(key): each for key, each in record.items()} for record in value.to_dict(orient="records")]


def _converted(value: Any, hint: Any) -> Any:
    if hint is Any:
        return value
    if is_pydantic(hint):
        try:
            return value if isinstance(value, hint) else hint.model_validate(value)
        except ValueError as error:
            raise InvalidParameterValue(f"{value!r} is no {hint.__name__}: {error}") from None
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is list and isinstance(value, list):
        return [_converted(item, arguments[0]) for item in value]
    if origin is dict and isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {key: _converted(item, arguments[1]) for key, item in value.items()}
    if origin in UNION_TYPES:
        return _one_of(value, hint, arguments)
    if _is_class(hint) and isinstance(value, hint) and not (isinstance(value, bool) and hint is not bool):
        return value
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    raise InvalidParameterValue(f"{value!r} ({type(value).__name__}) is not what the type hint {hint!r} names.")


def _one_of(value: Any, hint: Any, options: tuple[Any, ...]) -> Any:
    if value is None and type(None) in options:
        return None
    for option in options:
        try:
            return _converted(value, option)
        except InvalidParameterValue:
            continue
    raise InvalidParameterValue(f"{value!r} ({type(value).__name__}) is none of {hint!r}.")
