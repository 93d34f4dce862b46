"""Tensors of KServe's Open Inference Protocol, version 2, made into what a model takes, and back.

A tensor is ``{"name", "shape", "datatype", "data"}``, its data nested or flat in row-major order. Clients of MLServer
say by ``parameters.content_type`` what they mean: ``pd`` for a table with a column a tensor, ``np`` for arrays.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from mlflow.exceptions import BadRequest
from mlflow.serving.answers import json_text
from mlflow.serving.numbers import array_of
from mlflow.serving.tables import TableReader
from mlflow.types.schema import DataType, Schema, TensorSpec

#: Datatype → NumPy's type.
DTYPES: Mapping[str, np.dtype[Any]] = {
    "BOOL": np.dtype("bool"),
    "UINT8": np.dtype("uint8"),
    "UINT16": np.dtype("uint16"),
    "UINT32": np.dtype("uint32"),
    "UINT64": np.dtype("uint64"),
    "INT8": np.dtype("int8"),
    "INT16": np.dtype("int16"),
    "INT32": np.dtype("int32"),
    "INT64": np.dtype("int64"),
    "FP16": np.dtype("float16"),
    "FP32": np.dtype("float32"),
    "FP64": np.dtype("float64"),
}
_TEXT = "BYTES"
_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_COLUMNS = {
    DataType.boolean: "BOOL",
    DataType.integer: "INT32",
    DataType.long: "INT64",
    DataType.float: "FP32",
    DataType.double: "FP64",
}
#: What an output is called that has no name.
_OUTPUT = "output-1"


class Tensor(msgspec.Struct, omit_defaults=True):
    """A tensor of a request or an answer."""

    name: str
    shape: list[int]
    datatype: str
    data: Any = None
    parameters: dict[str, Any] = {}


class Wanted(msgspec.Struct):
    """An output that a request wants."""

    name: str
    parameters: dict[str, Any] = {}


class InferRequest(msgspec.Struct):
    """A request for predictions."""

    inputs: list[Tensor]
    id: str | None = None
    parameters: dict[str, Any] = {}
    outputs: list[Wanted] = []


def question_data(request: InferRequest, schema: Schema | None) -> Any:
    """What the tensors of a request mean to a model.

    Args:
        request: The request.
        schema: What the model takes, if it says so.

    Returns:
        A table where the model takes columns, else an array or a dictionary of arrays.

    Raises:
        BadRequest: They are no such thing; the message names the tensor.
    """
    if not request.inputs:
        raise BadRequest("The request has no inputs.")
    arrays = {tensor.name: _array(tensor) for tensor in request.inputs}
    if len(arrays) != len(request.inputs):
        raise BadRequest("Two inputs have the same name.")
    tables = request.parameters.get("content_type") == "pd"
    if schema is not None and not schema.is_tensor_spec():
        return TableReader(schema).typed(_table(arrays, schema))
    if schema is None and tables:
        return _table(arrays, None)
    if len(arrays) == 1 and not (schema is not None and schema.has_input_names()):
        return next(iter(arrays.values()))
    return arrays


def _array(tensor: Tensor) -> np.ndarray[Any, Any]:
    text = tensor.datatype == _TEXT
    if not text and tensor.datatype not in DTYPES:
        raise BadRequest(f"Input {tensor.name!r} is of datatype {tensor.datatype!r}; there are {[*DTYPES, _TEXT]}.")
    if any(size < 0 for size in tensor.shape):
        raise BadRequest(f"The shape of input {tensor.name!r} has a negative size: {tensor.shape}.")
    if not isinstance(tensor.data, list):
        raise BadRequest(f'Input {tensor.name!r} needs "data", a list of values.')
    try:
        if text:
            flat = list(_flat(tensor.data))
            if len(flat) == math.prod(tensor.shape):
                values = np.empty(len(flat), dtype=object)
                values[:] = [_cell(each, tensor) for each in flat]
                return values.reshape(tensor.shape)
            count = len(flat)
        else:
            made = array_of(tensor.data, DTYPES[tensor.datatype])
            if made.size == math.prod(tensor.shape):
                return made.reshape(tensor.shape)
            count = made.size
    except (TypeError, ValueError, OverflowError, binascii.Error, RecursionError, MemoryError) as error:
        raise BadRequest(f"Input {tensor.name!r} holds what is no {tensor.datatype}: {error}.") from None
    raise BadRequest(f"Input {tensor.name!r} has {count} values, and {math.prod(tensor.shape)} by its shape.")


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value


def _cell(value: Any, tensor: Tensor) -> Any:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    if tensor.parameters.get("content_type") == "base64" and value is not None:
        return base64.b64decode(value, validate=True)
    return value


def _table(arrays: Mapping[str, np.ndarray[Any, Any]], schema: Schema | None) -> pd.DataFrame:
    names = schema.input_names() if schema is not None and schema.has_input_names() else None
    if len(arrays) == 1 and (matrix := next(iter(arrays.values()))).ndim == 2 and matrix.shape[1] != 1:
        if names is not None and matrix.shape[1] != len(names):
            raise BadRequest(f"The input has {matrix.shape[1]} columns; the model takes {len(names)}: {names}.")
        return pd.DataFrame(matrix, columns=names)
    columns = {}
    for name, array in arrays.items():
        if array.ndim == 2 and array.shape[1] == 1:
            array = array[:, 0]
        if array.ndim != 1:
            raise BadRequest(f"Input {name!r} is to be a column, and has the shape {list(array.shape)}.")
        columns[name] = array
    lengths = {name: len(array) for name, array in columns.items()}
    if len(set(lengths.values())) > 1:
        raise BadRequest(f"The inputs differ in length: {lengths}.")
    return pd.DataFrame(columns)


def output_tensors(output: Any) -> list[Tensor]:
    """What a model said, as tensors.

    Args:
        output: A table, an array, a list, a dictionary of such, or anything that has a JSON text.
    """
    if isinstance(output, pd.DataFrame):
        return [_tensor(str(name), output.iloc[:, place].to_numpy(), "pd") for place, name in enumerate(output.columns)]
    if isinstance(output, pd.Series):
        return [_tensor(str(output.name if output.name is not None else _OUTPUT), output.to_numpy(), "pd")]
    if isinstance(output, Mapping) and output and all(isinstance(each, np.ndarray | list) for each in output.values()):
        return [_tensor(str(name), _as_array(each)) for name, each in output.items()]
    if hasattr(output, "toarray"):
        output = output.toarray()
    return [_tensor(_OUTPUT, _as_array(output))]


def _as_array(output: Any) -> np.ndarray[Any, Any]:
    if isinstance(output, np.ndarray):
        return output
    if isinstance(output, list | tuple | str | int | float | np.generic) and not isinstance(output, dict):
        try:
            made = np.array(output)
        except ValueError:  # ragged
            made = np.array([], dtype=object)
        if made.size and made.dtype != object:
            return made
    whole = np.empty(1, dtype=object)
    whole[0] = json_text(output).decode()
    return whole


def _tensor(name: str, array: np.ndarray[Any, Any], content: str = "np") -> Tensor:
    array = np.atleast_1d(array)
    datatype = _NAMES.get(array.dtype)
    parameters = {"content_type": content}
    if datatype is not None:
        return Tensor(name, list(array.shape), datatype, array.ravel().tolist(), parameters)
    texts = [None if each is None else _text_of(each) for each in array.ravel().tolist()]
    return Tensor(name, list(array.shape), _TEXT, texts, {"content_type": "str"})


def _text_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json_text(value).decode()


def described(schema: Schema | None) -> list[Tensor]:
    """What a schema takes or gives, as the metadata of a model has it; unknown where there is none."""
    found = []
    for place, spec in enumerate(schema.inputs if schema is not None else []):
        name = str(spec.name) if spec.name is not None else f"input-{place}"
        if isinstance(spec, TensorSpec):
            found.append(Tensor(name, list(spec.shape), _NAMES.get(spec.type, _TEXT)))
        else:
            kind = _COLUMNS.get(spec.type, _TEXT) if isinstance(spec.type, DataType) else _TEXT
            found.append(Tensor(name, [-1], kind))
    return found
