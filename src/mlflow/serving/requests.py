"""What a request to ``/invocations`` asks for: its content type, its body, the data and parameters in it."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
import pandas as pd

from mlflow.exceptions import BadRequest
from mlflow.models.examples import is_unified_llm_input
from mlflow.serving.tables import TableReader
from mlflow.serving.tensors import TensorReader
from mlflow.types.schema import Schema

DATA_KEYS = ("dataframe_split", "dataframe_records", "instances", "inputs")


class Format(enum.Enum):
    """How a body is written."""

    JSON = "application/json"
    CSV = "text/csv"
    #: Content types of MLflow 1.x, whose clients expect a bare list of predictions.
    OLD_SPLIT = "application/json; format=pandas-split"
    OLD_RECORDS = "application/json; format=pandas-records"


class UnsupportedContentType(Exception):
    """The content type is none that a model can be asked with."""


class Question(NamedTuple):
    """A request, read.

    Attributes:
        data: What goes to ``predict``.
        params: Inference parameters, None when there are none.
        wrapped: Whether the answer is ``{"predictions": ...}``; else it is the bare output.
    """

    data: Any
    params: Any
    wrapped: bool


_KNOWN = {
    "application/json": Format.JSON,
    "text/csv": Format.CSV,
    "application/json-numpy-split": Format.OLD_SPLIT,
}
_OLD_FORMATS = {"pandas-split": Format.OLD_SPLIT, "pandas-records": Format.OLD_RECORDS}


def read_content_type(header: str | None) -> Format:
    """The format that a ``Content-Type`` header names.

    Raises:
        UnsupportedContentType: None, an unknown one, or one with parameters that mean nothing here.
    """
    if header == "application/json":
        return Format.JSON
    if header is None:
        raise UnsupportedContentType("The request has no Content-Type; send application/json or text/csv.")
    kind, *parameters = [part.strip() for part in header.lower().split(";")]
    if kind not in _KNOWN:
        raise UnsupportedContentType(f"Content-Type {kind!r} is not understood; send application/json or text/csv.")
    chosen = _KNOWN[kind]
    for parameter in filter(None, parameters):
        name, _, value = parameter.partition("=")
        value = value.strip('"')
        if name == "charset" and value in ("utf-8", "utf8"):
            continue
        if name == "charset":
            raise UnsupportedContentType(f"The character set must be utf-8, not {value!r}.")
        if name == "format" and kind == "application/json" and value in _OLD_FORMATS:
            chosen = _OLD_FORMATS[value]
            continue
        raise UnsupportedContentType(f"Content-Type parameter {parameter!r} is not understood; only charset=utf-8 is.")
    return chosen


def read_json(body: bytes) -> Any:
    """The JSON value of a body; ``NaN`` and ``Infinity``, which Python's ``json`` writes, are taken too.

    Raises:
        BadRequest: It is no JSON.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        pass
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The request body is not valid JSON: {error}.") from None


class RequestReader:
    """Reads bodies as what a model's signature declares.

    Args:
        schema: The model's inputs, or None when it declares none.
    """

    def __init__(self, schema: Schema | None) -> None:
        self._columns = schema is not None and not schema.is_tensor_spec()
        names = schema.input_names() if schema is not None and self._columns and schema.has_input_names() else []
        self._only = str(names[0]) if len(names) == 1 else None
        self._tables = TableReader(schema)
        self._tensors = TensorReader(schema)

    def read(self, body: bytes, kind: Format) -> Question:
        """The question a body asks.

        Raises:
            BadRequest: The body cannot be understood; the message says why.
        """
        if kind is Format.CSV:
            return Question(self._tensors.frame(self._tables.csv(body)), None, True)
        value = read_json(body)
        if kind is Format.OLD_SPLIT:
            return Question(self._table(self._tables.split(value)), None, False)
        if kind is Format.OLD_RECORDS:
            return Question(self._table(self._tables.records(value)), None, False)
        return self._read_object(value)

    def _read_object(self, value: Any) -> Question:
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            return Question(self._table(self._tables.records(value)), None, False)
        if not isinstance(value, dict):
            raise BadRequest(f"The request body must be a JSON object with one of {', '.join(DATA_KEYS)}.")
        given = [key for key in DATA_KEYS if key in value]
        if len(given) > 1:
            raise BadRequest(f"The request has {' and '.join(given)}; give only one of them.")
        if given:
            return Question(self._data(given[0], value[given[0]]), value.get("params"), True)
        if is_unified_llm_input(value):
            rest = {key: each for key, each in value.items() if key != "params"}
            return Question(rest, value.get("params", {}), False)
        if value.keys() <= {"columns", "data", "index"} and {"columns", "data"} <= value.keys():
            return Question(self._table(self._tables.split(value)), None, False)
        raise BadRequest(f"The request has none of {', '.join(DATA_KEYS)}; its keys are {sorted(value)}.")

    def _table(self, frame: pd.DataFrame) -> Any:
        return self._tensors.frame(frame)

    def _data(self, key: str, value: Any) -> Any:
        if key == "dataframe_split":
            return self._table(self._tables.split(value))
        if key == "dataframe_records":
            return self._table(self._tables.records(value))
        rows = isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)
        if self._columns:
            if isinstance(value, Mapping):
                return self._tables.mapping(value)
            if rows:
                return self._tables.records(value)
            if self._tables.nameless:
                return self._tables.nameless_rows(value)
            if self._only is not None and isinstance(value, list) and not any(isinstance(x, list) for x in value):
                return self._tables.mapping({self._only: value})
        if isinstance(value, Mapping):
            return self._tensors.mapping(value)
        if rows:
            if key == "instances" or self._tensors.named:
                return self._tensors.stacked(value)
            return [self._tensors.mapping(row) for row in value]
        if isinstance(value, list) and not value:
            return value
        return self._tensors.array(value)
