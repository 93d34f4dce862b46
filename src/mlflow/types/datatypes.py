"""The types a value of a model's input or output can have: scalars, arrays, objects, maps, anything."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeAlias

import numpy as np

from mlflow.exceptions import InvalidParameterValue, MlflowException

ARRAY_TYPE = "array"
OBJECT_TYPE = "object"
MAP_TYPE = "map"
ANY_TYPE = "any"
SPARKML_VECTOR_TYPE = "sparkml_vector"


class DataType(Enum):
    """A scalar type. Each knows its NumPy, pandas and Python counterparts."""

    boolean = 1
    integer = 2
    long = 3
    float = 4
    double = 5
    string = 6
    binary = 7
    datetime = 8

    def __repr__(self) -> str:
        return self.name

    def to_numpy(self) -> np.dtype[Any]:
        """The NumPy type of a value."""
        return _NUMPY[self]

    def to_pandas(self) -> Any:
        """The type of a pandas column: a NumPy type, ``object`` for text and bytes."""
        return np.dtype("O") if self in (DataType.string, DataType.binary) else _NUMPY[self]

    def to_python(self) -> type:
        """The Python type of a value."""
        return _PYTHON[self]

    @classmethod
    def get_spark_types(cls) -> list[Any]:
        """Spark's types, when PySpark is there; Penstock does without."""
        return []


_NUMPY: dict[DataType, np.dtype[Any]] = {
    DataType.boolean: np.dtype("bool"),
    DataType.integer: np.dtype("int32"),
    DataType.long: np.dtype("int64"),
    DataType.float: np.dtype("float32"),
    DataType.double: np.dtype("float64"),
    DataType.string: np.dtype("str"),
    DataType.binary: np.dtype("bytes"),
    DataType.datetime: np.dtype("datetime64[ns]"),
}
_PYTHON: dict[DataType, type] = {
    DataType.boolean: bool,
    DataType.integer: int,
    DataType.long: int,
    DataType.float: float,
    DataType.double: float,
    DataType.string: str,
    DataType.binary: bytes,
    DataType.datetime: dt.date,
}


class BaseType(ABC):
    """A type that holds others."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as an ``MLmodel`` file has it."""

    @abstractmethod
    def __eq__(self, other: object) -> bool: ...

    __hash__ = None  # type: ignore[assignment]


#: What may be given as a type: one of the classes here, or the name of a scalar type.
AnyDataType: TypeAlias = "DataType | Array | Object | Map | AnyType"
ALLOWED_DTYPES: TypeAlias = "AnyDataType | str"


def as_type(value: Any, what: str = "type") -> Any:
    """The type a user gave, by name or as itself.

    Raises:
        MlflowException: It is no type.
    """
    if isinstance(value, DataType | Array | Object | Map | AnyType):
        return value
    if isinstance(value, str):
        if value == ANY_TYPE:
            return AnyType()
        try:
            return DataType[value]
        except KeyError:
            pass
    names = ", ".join(DataType.__members__)
    raise MlflowException(f"{value!r} is no {what}. Give one of {names}, or an Array, Object, Map or AnyType.")


def type_fields(dtype: AnyDataType) -> dict[str, Any]:
    """The JSON fields of a type, to be put into the record that uses it."""
    return {"type": dtype.name} if isinstance(dtype, DataType) else dtype.to_dict()


def type_from_fields(fields: Mapping[str, Any]) -> AnyDataType:
    """The type that JSON fields describe; the reverse of :func:`type_fields`.

    Raises:
        MlflowException: The fields describe no type.
    """
    kind = fields.get("type")
    if kind == ARRAY_TYPE:
        return Array.from_json_dict(**fields)
    if kind == OBJECT_TYPE:
        return Object.from_json_dict(**fields)
    if kind == MAP_TYPE:
        return Map.from_json_dict(**fields)
    if kind == SPARKML_VECTOR_TYPE:
        return SparkMLVector()
    return as_type(kind)  # type: ignore[no-any-return]


class Property(BaseType):
    """A named member of an :class:`Object`.

    Args:
        name: The member's name.
        dtype: Its type.
        required: Whether an object must have it.
    """

    def __init__(self, name: str, dtype: ALLOWED_DTYPES, required: bool = True) -> None:
        if not isinstance(name, str):
            raise MlflowException(f"A property's name must be a string, not {name!r}.")
        self._name = name
        self._dtype: AnyDataType = as_type(dtype)
        self._required = required

    @property
    def name(self) -> str:
        """The member's name."""
        return self._name

    @property
    def dtype(self) -> AnyDataType:
        """The member's type."""
        return self._dtype

    @property
    def required(self) -> bool:
        """Whether an object must have it."""
        return self._required

    @required.setter
    def required(self, value: bool) -> None:
        self._required = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Property) and (self.name, self.dtype, self.required) == (
            other.name,
            other.dtype,
            other.required,
        )

    def __lt__(self, other: Property) -> bool:
        return self.name < other.name

    def __repr__(self) -> str:
        return f"{self.name}: {self.dtype!r} ({'required' if self.required else 'optional'})"

    def to_dict(self) -> dict[str, Any]:
        return {self.name: {**type_fields(self.dtype), "required": self.required}}

    @classmethod
    def from_json_dict(cls, **kwargs: Any) -> Property:
        """The property of one ``name=fields`` pair."""
        if len(kwargs) != 1:
            raise MlflowException(f"One property at a time: expected one key, got {sorted(kwargs)}.")
        ((name, fields),) = kwargs.items()
        if not isinstance(fields, Mapping) or "type" not in fields:
            raise MlflowException(f"Property {name!r} has no type.")
        return cls(name, type_from_fields(fields), fields.get("required", True))


class Object(BaseType):
    """A record with named members.

    Args:
        properties: Its members, at least one, of different names.
    """

    def __init__(self, properties: list[Property]) -> None:
        self._properties: list[Property] = []
        self.properties = properties

    @property
    def properties(self) -> list[Property]:
        """The members."""
        return self._properties

    @properties.setter
    def properties(self, value: list[Property]) -> None:
        if not value or type(value) is not list or not all(isinstance(p, Property) for p in value):
            raise InvalidParameterValue(f"An object's properties must be a non-empty list of Property, not {value!r}.")
        names = [p.name for p in value]
        if len(set(names)) != len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise MlflowException(f"An object's property names must differ; {twice} are there twice.")
        self._properties = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Object) and sorted(self.properties) == sorted(other.properties)

    def __repr__(self) -> str:
        return "{" + ", ".join(map(repr, sorted(self.properties))) + "}"

    def to_dict(self) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for each in sorted(self.properties):
            members.update(each.to_dict())
        return {"type": OBJECT_TYPE, "properties": members}

    @classmethod
    def from_json_dict(cls, **kwargs: Any) -> Object:
        """The object its JSON fields describe."""
        members = kwargs.get("properties")
        if kwargs.get("type") != OBJECT_TYPE or not isinstance(members, Mapping):
            raise MlflowException('An object type needs "type": "object" and "properties".')
        return cls([Property.from_json_dict(**{name: fields}) for name, fields in members.items()])


class Array(BaseType):
    """A list of items of one type.

    Args:
        dtype: Type of the items.
    """

    def __init__(self, dtype: ALLOWED_DTYPES) -> None:
        self._dtype: AnyDataType = as_type(dtype)

    @property
    def dtype(self) -> AnyDataType:
        """Type of the items."""
        return self._dtype

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Array) and self.dtype == other.dtype

    def __repr__(self) -> str:
        return f"Array({self.dtype!r})"

    def to_dict(self) -> dict[str, Any]:
        return {"type": ARRAY_TYPE, "items": type_fields(self.dtype)}

    @classmethod
    def from_json_dict(cls, **kwargs: Any) -> Array:
        """The array its JSON fields describe."""
        items = kwargs.get("items")
        if kwargs.get("type") != ARRAY_TYPE or not isinstance(items, Mapping):
            raise MlflowException('An array type needs "type": "array" and "items".')
        return cls(type_from_fields(items))


class SparkMLVector(Array):
    """A vector column of Spark ML: an array of doubles with a name of its own."""

    def __init__(self) -> None:
        super().__init__(DataType.double)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SparkMLVector)

    def __repr__(self) -> str:
        return "SparkML vector"

    def to_dict(self) -> dict[str, Any]:
        return {"type": SPARKML_VECTOR_TYPE}

    @classmethod
    def from_json_dict(cls, **kwargs: Any) -> SparkMLVector:
        return cls()


class Map(BaseType):
    """A dictionary from text to values of one type.

    Args:
        value_type: Type of the values.
    """

    def __init__(self, value_type: ALLOWED_DTYPES) -> None:
        self._value_type: AnyDataType = as_type(value_type)

    @property
    def value_type(self) -> AnyDataType:
        """Type of the values."""
        return self._value_type

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Map) and self.value_type == other.value_type

    def __repr__(self) -> str:
        return f"Map(str -> {self.value_type!r})"

    def to_dict(self) -> dict[str, Any]:
        return {"type": MAP_TYPE, "values": type_fields(self.value_type)}

    @classmethod
    def from_json_dict(cls, **kwargs: Any) -> Map:
        """The map its JSON fields describe."""
        values = kwargs.get("values")
        if kwargs.get("type") != MAP_TYPE or not isinstance(values, Mapping):
            raise MlflowException('A map type needs "type": "map" and "values".')
        return cls(type_from_fields(values))


class AnyType(BaseType):
    """Any value, None included."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnyType)

    def __repr__(self) -> str:
        return "Any"

    def to_dict(self) -> dict[str, Any]:
        return {"type": ANY_TYPE}
