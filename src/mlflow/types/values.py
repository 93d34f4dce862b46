"""Whether one value fits a type: the cells of array, object and map columns."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from mlflow.exceptions import InvalidParameterValue
from mlflow.types.datatypes import AnyDataType, AnyType, Array, DataType, Map, Object

#: Python and NumPy classes of a scalar cell; a bool never passes for a number.
_SCALARS: dict[DataType, tuple[type, ...]] = {
    DataType.boolean: (bool, np.bool_),
    DataType.integer: (np.int8, np.int16, np.int32, np.uint8, np.uint16),
    DataType.long: (int, np.integer),
    DataType.float: (np.float16, np.float32),
    DataType.double: (float, np.floating),
    DataType.string: (str,),
    DataType.binary: (bytes, bytearray),
    DataType.datetime: (dt.date, np.datetime64),
}


def conform(value: Any, dtype: AnyDataType, required: bool = True) -> Any:
    """The value, when it fits the type; arrays stay lists or ndarrays, objects and maps stay dictionaries.

    Args:
        value: A cell.
        dtype: The declared type.
        required: Whether None is refused.

    Raises:
        InvalidParameterValue: It does not fit; the message says where.
    """
    if value is None and (not required or isinstance(dtype, AnyType)):
        return None
    if isinstance(dtype, AnyType):
        return value
    if isinstance(dtype, DataType):
        return _scalar(value, dtype)
    if isinstance(dtype, Array):
        return _array(value, dtype)
    if isinstance(dtype, Object):
        return _object(value, dtype)
    return _map(value, dtype)


def _scalar(value: Any, dtype: DataType) -> Any:
    wrong_bool = isinstance(value, bool) and dtype is not DataType.boolean
    if isinstance(value, _SCALARS[dtype]) and not wrong_bool:
        return value
    if dtype is DataType.datetime and isinstance(value, str):
        try:
            return np.datetime64(value)
        except ValueError:
            pass
    raise InvalidParameterValue(f"{value!r} ({type(value).__name__}) is no {dtype.name}")


def _array(value: Any, dtype: Array) -> Any:
    if not isinstance(value, list | np.ndarray):
        raise InvalidParameterValue(f"a list is wanted, not {value!r} ({type(value).__name__})")
    item = dtype.dtype
    if isinstance(value, np.ndarray) and value.ndim == 1 and isinstance(item, DataType):
        target = item.to_numpy()
        if value.dtype == target or (value.dtype.kind == target.kind and target.kind in "US"):
            return value
    return [conform(each, item) for each in value] if isinstance(value, list) else _checked(value, item)


def _checked(value: Any, item: AnyDataType) -> Any:
    for each in value:
        conform(each, item)
    return value


def _object(value: Any, dtype: Object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidParameterValue(f"an object is wanted, not {value!r} ({type(value).__name__})")
    members = {p.name: p for p in dtype.properties}
    missing = [p.name for p in dtype.properties if p.required and p.name not in value]
    if missing:
        raise InvalidParameterValue(f"the object lacks {missing}")
    extra = sorted(map(str, value.keys() - members.keys()))
    if extra:
        raise InvalidParameterValue(f"the object has members that the signature does not declare: {extra}")
    return {key: conform(each, members[key].dtype, members[key].required) for key, each in value.items()}


def _map(value: Any, dtype: Map) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise InvalidParameterValue(f"a dictionary whose keys are strings is wanted, not {value!r}")
    return {key: conform(each, dtype.value_type) for key, each in value.items()}
