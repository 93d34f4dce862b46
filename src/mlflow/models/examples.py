"""Input examples: how one is kept beside a model, what a server is sent for it, and how it is read back."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue
from mlflow.types.datatypes import DataType
from mlflow.types.frames import as_pandas, dates
from mlflow.types.schema import ColSpec, Schema, TensorSpec

EXAMPLE_FILENAME = "input_example.json"
SERVING_INPUT_FILENAME = "serving_input_example.json"
EXAMPLE_DATA_KEY = "inputs"
EXAMPLE_PARAMS_KEY = "params"
DF_SPLIT = "dataframe_split"
LLM_CHAT_KEY, LLM_COMPLETIONS_KEY, LLM_EMBEDDINGS_KEY = "messages", "prompt", "input"
#: Keys of questions to models of language, which are sent and handed to the model whole.
SUPPORTED_LLM_FORMATS = {LLM_CHAT_KEY, LLM_COMPLETIONS_KEY, LLM_EMBEDDINGS_KEY}

#: What may be given as an input example; ``(data, params)`` gives inference parameters too.
ModelInputExample: TypeAlias = (
    "pd.DataFrame | np.ndarray[Any, Any] | dict[str, Any] | list[Any] | str | bytes | tuple[Any, ...]"
)


@dataclass(frozen=True)
class Example:
    """An input example, and what becomes of it.

    Args:
        data: The input as the user gave it.
        params: Inference parameters given with it, or None.
    """

    data: Any
    params: dict[str, Any] | None = None

    @classmethod
    def of(cls, given: Any) -> Example:
        """The example in what a user gave: data, or a pair of data and parameters."""
        if isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], dict):
            return cls(cls.of(given[0]).data, given[1])
        given = as_pandas(given)
        if isinstance(given, pd.Series):
            return cls(given.to_frame())
        return cls(given)

    @property
    def kind(self) -> str:
        """The type that an ``MLmodel`` file names."""
        if isinstance(self.data, pd.DataFrame):
            return "dataframe"
        if isinstance(self.data, np.ndarray) or _arrays(self.data):
            return "ndarray"
        if _sparse_format(self.data):
            return f"sparse_matrix_{_sparse_format(self.data)}"
        return "json_object"

    def content(self) -> Any:
        """The data as plain JSON values.

        Raises:
            InvalidParameterValue: It holds what JSON cannot.
        """
        if isinstance(self.data, pd.DataFrame):
            return _split(self.data)
        if _sparse_format(self.data):
            matrix = self.data
            parts = {name: getattr(matrix, name).tolist() for name in ("data", "indices", "indptr")}
            return {**parts, "shape": list(matrix.shape)}
        return _plain(self.data)

    def save(self, folder: Path) -> dict[str, Any]:
        """Write the two files of an example into a model's folder.

        Returns:
            What the ``MLmodel`` file says of it.
        """
        content = self.content()
        info: dict[str, Any] = {"artifact_path": EXAMPLE_FILENAME, "type": self.kind}
        if self.kind == "dataframe":
            info["pandas_orient"] = "split"
        kept: Any = content
        if self.params is not None:
            info["params"] = "true"
            kept = {EXAMPLE_DATA_KEY: content, EXAMPLE_PARAMS_KEY: _plain(self.params)}
        (folder / EXAMPLE_FILENAME).write_text(json.dumps(kept), encoding="utf-8")
        if not self.kind.startswith("sparse"):
            info["serving_input_path"] = SERVING_INPUT_FILENAME
            (folder / SERVING_INPUT_FILENAME).write_text(self.serving_input(), encoding="utf-8")
        return info

    def serving_input(self) -> str:
        """The body of a request to ``/invocations`` that sends this example."""
        if isinstance(self.data, Mapping) and is_unified_llm_input(self.data):
            return json.dumps({**self.content(), **_plain(self.params or {})}, indent=2)
        body = {DF_SPLIT if self.kind == "dataframe" else EXAMPLE_DATA_KEY: self.content()}
        if self.params is not None:
            body[EXAMPLE_PARAMS_KEY] = _plain(self.params)
        return json.dumps(body, indent=2)


def is_unified_llm_input(json_input: Mapping[str, Any]) -> bool:
    """Whether the object that is the body of a request is a question to a model of language."""
    return not SUPPORTED_LLM_FORMATS.isdisjoint(json_input)


def _sparse_format(data: Any) -> str | None:
    """``csr`` or ``csc`` for scipy's matrices of these kinds."""
    if type(data).__module__.startswith("scipy.sparse"):
        kind = getattr(data, "format", None)
        if kind in ("csr", "csc"):
            return str(kind)
    return None


def _arrays(data: Any) -> bool:
    return isinstance(data, Mapping) and bool(data) and all(isinstance(value, np.ndarray) for value in data.values())


def _split(frame: pd.DataFrame) -> dict[str, Any]:
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    if isinstance(frame.columns, pd.RangeIndex) and frame.columns.equals(pd.RangeIndex(frame.shape[1])):
        return {"data": rows}  # columns without names
    return {"columns": [_plain(name) for name in frame.columns], "data": rows}


def _cell(value: Any) -> Any:
    if value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return value if type(value) in (int, float, str, bool, type(None)) else _plain(value)


def _plain(value: Any) -> Any:
    """A value as JSON has it: arrays become lists, dates ISO text, bytes base64."""
    if isinstance(value, np.ndarray):
        return _plain(value.tolist()) if value.dtype.kind in "OSMm" else value.tolist()
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode("ascii")
    if hasattr(value, "model_dump"):
        return _plain(value.model_dump())
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise InvalidParameterValue(
        f"An input example is kept as JSON, which cannot hold a {type(value).__name__}. Give a DataFrame, an array, "
        "a dictionary, a list, text or a number."
    )


def convert_input_example_to_serving_input(input_example: Any) -> str | None:
    """The body of a request to ``/invocations`` that sends an input example; None without one."""
    return None if input_example is None else Example.of(input_example).serving_input()


def read_example(folder: Path, info: Mapping[str, Any]) -> Example:
    """The example kept beside a model.

    Args:
        folder: The model's folder.
        info: What its ``MLmodel`` file says of the example.

    Raises:
        InvalidParameterValue: The file is missing or damaged.
    """
    file = folder / Path(str(info.get("artifact_path", EXAMPLE_FILENAME))).name
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidParameterValue(f"The input example {file.name!r} cannot be read: {error}") from None
    params = None
    if info.get("params"):
        params, content = content.get(EXAMPLE_PARAMS_KEY), content.get(EXAMPLE_DATA_KEY)
    return Example(_restored(content, info), params)


def _restored(content: Any, info: Mapping[str, Any]) -> Any:
    kind = str(info.get("type", ""))
    if kind == "dataframe":
        if info.get("pandas_orient", "split") == "records":
            return pd.DataFrame(content)
        return pd.DataFrame(content["data"], columns=_names(content.get("columns")), index=content.get("index"))
    if kind == "ndarray":
        if info.get("format") == "tf-serving":
            content = content.get("inputs", content)
        if isinstance(content, dict):
            return {name: np.array(value) for name, value in content.items()}
        return np.array(content)
    if kind in ("sparse_matrix_csr", "sparse_matrix_csc"):
        make = resolve(f"scipy.sparse:{kind.removeprefix('sparse_matrix_')}_matrix")
        return make((content["data"], content["indices"], content["indptr"]), shape=tuple(content["shape"]))
    return content


def _names(said: list[Any] | None) -> list[Any] | None:
    """Names of columns, of which those of several levels are lists in JSON."""
    return said and [tuple(name) if isinstance(name, list) else name for name in said]


def as_declared(data: Any, schema: Schema | None) -> Any:
    """An example that was read from JSON, in the types that a model declares, of which JSON knows few.

    Args:
        data: The example.
        schema: What the model takes; None leaves the example as it is.
    """
    if schema is None:
        return data
    if schema.is_tensor_spec():
        types = {spec.name: spec.type for spec in schema if isinstance(spec, TensorSpec)}
        if isinstance(data, np.ndarray) and len(types) == 1:
            return data.astype(next(iter(types.values())), copy=False)
        if isinstance(data, dict):
            known = {n: each for n, each in data.items() if n in types and isinstance(each, np.ndarray)}
            return data | {name: each.astype(types[name], copy=False) for name, each in known.items()}
        return data
    if not isinstance(data, pd.DataFrame):
        return data
    kinds = {spec.name: spec.type for spec in schema if isinstance(spec, ColSpec) and isinstance(spec.type, DataType)}
    made = data.copy(deep=False)
    for name in data.columns:
        if name in kinds:
            made[name] = _declared(data[name], kinds[name])
    return made


#: What pandas calls the types that have no missing values of their own.
_NULLABLE: dict[DataType, Any] = {DataType.integer: "Int32", DataType.long: "Int64", DataType.boolean: "boolean"}


def _declared(column: pd.Series, kind: DataType) -> pd.Series:
    try:
        if kind is DataType.binary:
            return column.map(lambda cell: base64.b64decode(cell) if isinstance(cell, str) else None).astype(object)
        if kind is DataType.datetime:
            return dates(pd.to_datetime(column, utc=True, format="ISO8601").dt.tz_localize(None))
        if kind in _NULLABLE and column.isna().any():
            return column.astype(_NULLABLE[kind])
        return column if kind is DataType.string else column.astype(kind.to_pandas())
    except (TypeError, ValueError):
        return column  # it is what it is; predicting will say what does not fit
