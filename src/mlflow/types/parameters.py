"""Inference parameters: their declaration, their JSON and the check of what a caller passes."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

import numpy as np

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.types.datatypes import AnyDataType, DataType, Object, as_type, type_fields, type_from_fields
from mlflow.types.values import conform

_log = logging.getLogger(__name__)


class ParamSpecTypedDict(TypedDict):
    """JSON form of a parameter."""

    name: str
    type: str
    default: Any
    shape: tuple[int, ...] | None


def param_value(value: Any, dtype: DataType) -> Any:
    """A scalar as the Python value of a parameter's type.

    Integers pass for real numbers, ISO text for datetimes; nothing else is converted, and nothing is narrowed.

    Raises:
        InvalidParameterValue: The value is of another type.
    """
    if value is None:
        return None
    plain_int = isinstance(value, int) and not isinstance(value, bool)
    match dtype:
        case DataType.boolean if isinstance(value, bool | np.bool_):
            return bool(value)
        case DataType.integer if plain_int or isinstance(value, np.int8 | np.int16 | np.int32 | np.uint8 | np.uint16):
            return int(value)
        case DataType.long if plain_int or isinstance(value, np.integer):
            return int(value)
        case DataType.float if plain_int or isinstance(value, float | np.float32 | np.float16 | np.integer):
            return float(value)
        case DataType.double if plain_int or isinstance(value, float | np.floating | np.integer):
            return float(value)
        case DataType.string if isinstance(value, str):
            return str(value)
        case DataType.binary if isinstance(value, bytes):
            return value
        case DataType.datetime if isinstance(value, str | dt.date | np.datetime64):
            try:
                return np.datetime64(value).item()
            except ValueError:
                pass
    raise InvalidParameterValue(f"{value!r} ({type(value).__name__}) is no {dtype.name}")


class ParamSpec:
    """One inference parameter.

    Args:
        name: The keyword.
        dtype: Its type: a scalar type or an :class:`~mlflow.types.schema.Object`.
        default: Value when the caller gives none; may be None.
        shape: ``(-1,)`` for a list, None for a single value.
    """

    def __init__(
        self, name: str, dtype: DataType | Object | str, default: Any, shape: tuple[int, ...] | None = None
    ) -> None:
        chosen = as_type(dtype, "type of a parameter")
        if not isinstance(chosen, DataType | Object):
            raise MlflowException(f"Parameter {name!r} must be of a scalar or object type, not {chosen!r}.")
        self._name = str(name)
        self._dtype: DataType | Object = chosen
        self._shape = tuple(shape) if shape is not None else None
        self._default = self.validate_type_and_shape(repr(self), default, chosen, self._shape)

    @property
    def name(self) -> str:
        """The keyword."""
        return self._name

    @property
    def dtype(self) -> DataType | Object:
        """The type of the value, or of each item of a list."""
        return self._dtype

    @property
    def default(self) -> Any:
        """Value when the caller gives none."""
        return self._default

    @property
    def shape(self) -> tuple[int, ...] | None:
        """``(-1,)`` for a list, None for a single value."""
        return self._shape

    @classmethod
    def validate_type_and_shape(
        cls, spec: str, value: Any, value_type: DataType | Object, shape: tuple[int, ...] | None
    ) -> Any:
        """The value as the type and shape want it.

        Raises:
            InvalidParameterValue: It does not fit.
        """
        try:
            return _fitted(value, value_type, shape)
        except MlflowException as error:
            raise InvalidParameterValue(f"Parameter {spec}: {error.message}.") from None

    @classmethod
    def validate_param_spec(cls, value: Any, param_spec: ParamSpec) -> Any:
        """The value as ``param_spec`` wants it."""
        return cls.validate_type_and_shape(repr(param_spec), value, param_spec.dtype, param_spec.shape)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ParamSpec) and (self.name, self.dtype, self.default, self.shape) == (
            other.name,
            other.dtype,
            other.default,
            other.shape,
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        default = f" (default: {self._default!r})" if hasattr(self, "_default") else ""
        shape = f" (shape: {self.shape})" if self.shape is not None else ""
        return f"{self.name!r}: {self.dtype!r}{default}{shape}"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as an ``MLmodel`` file has it."""
        return {"name": self.name, "default": _plain(self.default), "shape": self.shape, **type_fields(self.dtype)}

    @classmethod
    def from_json_dict(cls, **kwargs: Any) -> ParamSpec:
        """The parameter its JSON fields describe."""
        if not {"name", "type", "default"} <= kwargs.keys():
            raise MlflowException(f"A parameter needs name, type and default; it has {sorted(kwargs)}.")
        dtype: AnyDataType = type_from_fields(kwargs)
        return cls(str(kwargs["name"]), dtype, kwargs["default"], kwargs.get("shape"))  # type: ignore[arg-type]


def _fitted(value: Any, dtype: DataType | Object, shape: tuple[int, ...] | None) -> Any:
    if value is None:
        return None
    if shape is None:
        if isinstance(dtype, DataType):
            return param_value(value, dtype)
        if not isinstance(value, dict):
            raise InvalidParameterValue(f"{value!r} is no object")
        return conform(value, dtype)
    if shape != (-1,):
        raise InvalidParameterValue(f"shape {shape} is not known; use None for a value or (-1,) for a list")
    if isinstance(value, np.ndarray):
        if value.ndim != 1:
            raise InvalidParameterValue(f"a list or an array of one dimension is wanted, not of {value.ndim}")
        value = value.tolist()
    if not isinstance(value, list):
        raise InvalidParameterValue(f"a list is wanted, not {value!r}")
    return [_fitted(item, dtype, None) for item in value]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


class ParamSchema:
    """The inference parameters of a model, of different names.

    Args:
        params: The parameters.
    """

    def __init__(self, params: list[ParamSpec]) -> None:
        if type(params) is not list or not all(isinstance(p, ParamSpec) for p in params):
            raise MlflowException(f"A parameter schema is made of a list of ParamSpec, not of {params!r}.")
        names = [p.name for p in params]
        if len(set(names)) != len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise InvalidParameterValue(f"Parameter names must differ; {twice} are there twice.")
        self._params = params

    @property
    def params(self) -> list[ParamSpec]:
        """The parameters."""
        return self._params

    def __len__(self) -> int:
        return len(self._params)

    def __iter__(self) -> Iterator[ParamSpec]:
        return iter(self._params)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ParamSchema) and self.params == other.params

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._params)

    def to_dict(self) -> list[dict[str, Any]]:
        """The JSON form, as an ``MLmodel`` file has it."""
        return [p.to_dict() for p in self._params]

    def to_json(self) -> str:
        """The JSON text."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_json(cls, json_str: str) -> ParamSchema:
        """The schema a JSON text describes."""
        return cls([ParamSpec.from_json_dict(**fields) for fields in json.loads(json_str)])


def enforce_params(params: Any, schema: ParamSchema | None) -> dict[str, Any]:
    """What a model gets for the parameters a caller passed: checked, converted, defaults filled in.

    Args:
        params: The caller's parameters; keys the model does not declare are dropped with a warning.
        schema: The model's parameters, or None when it declares none.

    Raises:
        InvalidParameterValue: ``params`` is no dictionary, or a value does not fit its declaration.
    """
    given: Mapping[Any, Any] = {}
    if params is not None:
        if not isinstance(params, dict):
            raise InvalidParameterValue(f"Inference parameters must be a dictionary, not {type(params).__name__}.")
        given = params
    declared = schema.params if schema is not None else []
    unknown = given.keys() - {spec.name for spec in declared}
    if unknown:
        _log.warning("Ignored inference parameters that the model does not declare: %s", sorted(map(str, unknown)))
    return {
        spec.name: ParamSpec.validate_param_spec(given[spec.name], spec) if spec.name in given else spec.default
        for spec in declared
    }
