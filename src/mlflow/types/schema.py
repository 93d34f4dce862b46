"""Columns and tensors, and the schema made of either."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.types.datatypes import (
    ALLOWED_DTYPES,
    ANY_TYPE,
    ARRAY_TYPE,
    MAP_TYPE,
    OBJECT_TYPE,
    SPARKML_VECTOR_TYPE,
    AnyDataType,
    AnyType,
    Array,
    BaseType,
    DataType,
    Map,
    Object,
    Property,
    SparkMLVector,
    as_type,
    type_fields,
    type_from_fields,
)
from mlflow.types.parameters import ParamSchema, ParamSpec

__all__ = [
    "ALLOWED_DTYPES",
    "ANY_TYPE",
    "ARRAY_TYPE",
    "MAP_TYPE",
    "OBJECT_TYPE",
    "SPARKML_VECTOR_TYPE",
    "AnyType",
    "Array",
    "BaseType",
    "ColSpec",
    "DataType",
    "Map",
    "Object",
    "ParamSchema",
    "ParamSpec",
    "Property",
    "Schema",
    "SparkMLVector",
    "TensorInfo",
    "TensorSpec",
    "convert_dataclass_to_schema",
]


class ColSpec:
    """A column: a type, mostly a name, and whether it must be there.

    Args:
        type: A type or the name of a scalar type.
        name: The column's name; None for a column known by its place.
        required: Whether a missing column or value is refused.
        optional: The reverse of ``required``, as MLflow 2.9 called it.
    """

    def __init__(
        self, type: ALLOWED_DTYPES, name: str | None = None, required: bool = True, optional: bool | None = None
    ) -> None:
        self._type: AnyDataType = as_type(type)
        self._name = name
        self._required = bool(required) if optional is None else not optional

    @property
    def type(self) -> AnyDataType:
        """The column's type."""
        return self._type

    @property
    def name(self) -> str | None:
        """The column's name, or None."""
        return self._name

    @name.setter
    def name(self, name: str | None) -> None:
        self._name = name

    @property
    def required(self) -> bool:
        """Whether a missing column or value is refused."""
        return self._required

    @property
    def optional(self) -> bool:
        """The reverse of ``required``."""
        return not self._required

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ColSpec) and (self.name, self.type, self.required) == (
            other.name,
            other.type,
            other.required,
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        head = "" if self.name is None else f"{self.name!r}: "
        return f"{head}{self.type!r} ({'required' if self.required else 'optional'})"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as an ``MLmodel`` file has it."""
        made = type_fields(self.type)
        if self.name is not None:
            made["name"] = self.name
        made["required"] = self.required
        return made

    @classmethod
    def from_json_dict(cls, **kwargs: Any) -> ColSpec:
        """The column its JSON fields describe, in the form of any MLflow since 1.0."""
        if "type" not in kwargs:
            raise MlflowException(f"A column of a signature has no type: {kwargs}.")
        required = kwargs.get("required", not kwargs.get("optional", False))
        name = kwargs.get("name")
        # pandas names columns of several levels by tuples, of which JSON has lists.
        return cls(type_from_fields(kwargs), tuple(name) if isinstance(name, list) else name, required)  # type: ignore[arg-type]


class TensorInfo:
    """Type and shape of a tensor."""

    def __init__(self, dtype: np.dtype[Any], shape: tuple[Any, ...] | list[Any]) -> None:
        if not isinstance(dtype, np.dtype):
            raise TypeError(f"A tensor's type is a numpy.dtype, not {type(dtype).__name__}.")
        if not isinstance(shape, tuple | list):
            raise TypeError(f"A tensor's shape is a tuple or list of integers, not {type(shape).__name__}.")
        # A text type of a certain width would refuse a longer text.
        self._dtype = np.dtype(dtype.kind) if dtype.kind in "US" else dtype
        self._shape = tuple(int(size) for size in shape)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the elements."""
        return self._dtype

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes, −1 for any."""
        return self._shape

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as an ``MLmodel`` file has it."""
        name = str(self._dtype) if self._dtype.kind in "mM" else self._dtype.name
        return {"dtype": name, "shape": self._shape}

    @classmethod
    def from_json_dict(cls, **kwargs: Any) -> TensorInfo:
        """The type and shape that JSON fields describe."""
        if not {"dtype", "shape"} <= kwargs.keys():
            raise MlflowException(f"A tensor of a signature needs dtype and shape: {kwargs}.")
        return cls(np.dtype(kwargs["dtype"]), kwargs["shape"])

    def __repr__(self) -> str:
        return f"Tensor({self.to_dict()['dtype']!r}, {self._shape})"


class TensorSpec:
    """A tensor: type, shape, and a name when there are several.

    Args:
        type: Type of the elements.
        shape: Sizes; −1 stands for any.
        name: The tensor's name; None where it is the only one.
    """

    def __init__(self, type: np.dtype[Any], shape: tuple[int, ...] | list[int], name: str | None = None) -> None:
        self._name = name
        self._info = TensorInfo(type, shape)

    @property
    def type(self) -> np.dtype[Any]:
        """Type of the elements."""
        return self._info.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes, −1 for any."""
        return self._info.shape

    @property
    def name(self) -> str | None:
        """The tensor's name, or None."""
        return self._name

    @property
    def required(self) -> bool:
        """Tensors are always required."""
        return True

    @property
    def optional(self) -> bool:
        """Tensors are never optional."""
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TensorSpec) and (self.name, self.type, self.shape) == (
            other.name,
            other.type,
            other.shape,
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._info) if self.name is None else f"{self.name!r}: {self._info!r}"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as an ``MLmodel`` file has it."""
        made: dict[str, Any] = {} if self.name is None else {"name": self.name}
        made["type"] = "tensor"
        made["tensor-spec"] = self._info.to_dict()
        return made

    @classmethod
    def from_json_dict(cls, **kwargs: Any) -> TensorSpec:
        """The tensor its JSON fields describe."""
        spec = kwargs.get("tensor-spec")
        if kwargs.get("type") != "tensor" or not isinstance(spec, Mapping):
            raise MlflowException(f'A tensor of a signature needs "type": "tensor" and "tensor-spec": {kwargs}.')
        info = TensorInfo.from_json_dict(**spec)
        return cls(info.dtype, info.shape, kwargs.get("name"))


class Schema:
    """What goes in or out: all columns, or all tensors; all named, or none.

    Args:
        inputs: The columns or tensors.
    """

    def __init__(self, inputs: list[ColSpec] | list[TensorSpec] | list[ColSpec | TensorSpec]) -> None:
        if not isinstance(inputs, list):
            raise InvalidParameterValue(
                f"A schema is made of a list of columns or tensors, not of {type(inputs).__name__}."
            )
        if not inputs:
            raise InvalidParameterValue("A schema needs at least one column or tensor.")
        if not (all(isinstance(x, TensorSpec) for x in inputs) or all(isinstance(x, ColSpec) for x in inputs)):
            raise MlflowException("A schema is made of columns (ColSpec) or of tensors (TensorSpec), not of both.")
        named = sum(x.name is not None for x in inputs)
        if named not in (0, len(inputs)):
            raise MlflowException("Either all columns of a schema have names, or none has.")
        if isinstance(inputs[0], TensorSpec) and len(inputs) > 1 and not named:
            raise MlflowException("A schema of several tensors needs a name for each.")
        if not named and len(inputs) > 1 and any(not x.required for x in inputs):
            raise MlflowException("Columns without names are known by their place, so none can be optional.")
        self._inputs: list[Any] = list(inputs)

    @property
    def inputs(self) -> list[Any]:
        """The columns or tensors."""
        return self._inputs

    def __len__(self) -> int:
        return len(self._inputs)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._inputs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schema) and self.inputs == other.inputs

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._inputs)

    def is_tensor_spec(self) -> bool:
        """Whether this is made of tensors."""
        return isinstance(self._inputs[0], TensorSpec)

    def has_input_names(self) -> bool:
        """Whether columns or tensors have names."""
        return self._inputs[0].name is not None

    def input_names(self) -> list[str | int]:
        """Names, or places where there are no names."""
        return [place if x.name is None else x.name for place, x in enumerate(self._inputs)]

    def required_input_names(self) -> list[str | int]:
        """Names, or places, of what must be there."""
        return [name for name, x in zip(self.input_names(), self._inputs, strict=True) if x.required]

    def optional_input_names(self) -> list[str | int]:
        """Names, or places, of what may be missing."""
        return [name for name, x in zip(self.input_names(), self._inputs, strict=True) if not x.required]

    def input_types(self) -> list[Any]:
        """Types in order."""
        return [x.type for x in self._inputs]

    def input_types_dict(self) -> dict[str, Any]:
        """Name → type."""
        self._need_names()
        return {x.name: x.type for x in self._inputs}

    def input_dict(self) -> dict[str, Any]:
        """Name → column or tensor."""
        self._need_names()
        return {x.name: x for x in self._inputs}

    def _need_names(self) -> None:
        if not self.has_input_names():
            raise MlflowException("The columns of this schema have no names.")

    def numpy_types(self) -> list[np.dtype[Any]]:
        """NumPy types in order; of scalar columns and tensors only."""
        if self.is_tensor_spec():
            return [x.type for x in self._inputs]
        self._need_scalars("NumPy")
        return [x.type.to_numpy() for x in self._inputs]

    def pandas_types(self) -> list[np.dtype[Any]]:
        """pandas types in order; of scalar columns only."""
        if self.is_tensor_spec():
            raise MlflowException("A schema of tensors has no pandas types.")
        self._need_scalars("pandas")
        return [x.type.to_pandas() for x in self._inputs]

    def _need_scalars(self, kind: str) -> None:
        if not all(isinstance(x.type, DataType) for x in self._inputs):
            raise MlflowException(f"Arrays, objects, maps and any-columns have no {kind} type.")

    def as_spark_schema(self) -> Any:
        """The schema as Spark's; needs PySpark.

        Raises:
            MlflowException: It is one of tensors, has several columns without names, or a type that Spark has not.
        """
        return resolve("mlflow.types.spark_types:spark_types")(self)

    def to_dict(self) -> list[dict[str, Any]]:
        """The JSON form, as an ``MLmodel`` file has it."""
        return [x.to_dict() for x in self._inputs]

    def to_json(self) -> str:
        """The JSON text."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_json(cls, json_str: str) -> Schema:
        """The schema a JSON text describes.

        Raises:
            MlflowException: The text describes no schema.
        """
        entries = json.loads(json_str)
        if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
            raise MlflowException("A schema's JSON is a list of columns or tensors.")
        return cls([(TensorSpec if e.get("type") == "tensor" else ColSpec).from_json_dict(**e) for e in entries])


_SCALAR_HINTS: dict[Any, DataType] = {
    bool: DataType.boolean,
    int: DataType.long,
    float: DataType.double,
    str: DataType.string,
    bytes: DataType.binary,
}


def convert_dataclass_to_schema(dataclass: Any) -> Schema:
    """The schema of a dataclass: one column per field, nested dataclasses as objects."""
    return Schema([ColSpec(dtype, name, required) for name, dtype, required in _dataclass_fields(dataclass)])


def _dataclass_fields(dataclass: Any) -> list[tuple[str, AnyDataType, bool]]:
    hints = get_type_hints(dataclass)
    made = []
    for field in fields(dataclass):
        hint, required = hints[field.name], field.default is MISSING or field.default is not None
        options = [each for each in get_args(hint) if each is not type(None)]
        if type(None) in get_args(hint) and len(options) == 1:
            hint, required = options[0], False
        made.append((field.name, _hint_type(hint), required))
    return made


def _hint_type(hint: Any) -> AnyDataType:
    if hint in _SCALAR_HINTS:
        return _SCALAR_HINTS[hint]
    if get_origin(hint) is list:
        return Array(_hint_type(get_args(hint)[0]))
    if get_origin(hint) is dict:
        return Map(_hint_type(get_args(hint)[1]))
    if is_dataclass(hint):
        return Object([Property(name, dtype, required) for name, dtype, required in _dataclass_fields(hint)])
    if hint is Any:
        return AnyType()
    raise MlflowException(f"A field of type {hint!r} has no counterpart in a schema.")
