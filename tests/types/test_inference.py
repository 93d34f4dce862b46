"""Schemas inferred from data, as MLflow 3.6.0 was seen to infer them."""

from __future__ import annotations

import datetime
import decimal
import json
from typing import Any, Optional

import numpy as np
import pandas as pd
import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.types.inference import infer_param_schema, infer_schema
from mlflow.types.type_hints import converted, schema_of_input, schema_of_output


def col(type: Any, name: Any = None, required: bool = True) -> dict[str, Any]:
    fields = type if isinstance(type, dict) else {"type": type}
    return {**fields, **({} if name is None else {"name": name}), "required": required}


def tensor(dtype: str, *shape: int, name: str | None = None) -> dict[str, Any]:
    head = {} if name is None else {"name": name}
    return {**head, "type": "tensor", "tensor-spec": {"dtype": dtype, "shape": list(shape)}}


def array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items if isinstance(items, dict) else {"type": items}}


MIXED = pd.DataFrame(
    {
        "i8": np.array([1], "int8"), "i32": np.array([1], "int32"), "i64": [1], "u32": np.array([1], "uint32"),
        "f32": np.array([1], "float32"), "f64": [1.0], "b": [True], "s": ["x"], "by": [b"x"],
        "dt": pd.to_datetime(["2024-01-01"]), "arr": [[1, 2]], "dct": [{"b": "x", "a": 1}],
    }
)  # fmt: skip
ANY = [col("any")]
CASES: dict[str, tuple[Any, list[dict[str, Any]]]] = {
    "mixed": (MIXED, [
        col("integer", "i8"), col("integer", "i32"), col("long", "i64"), col("long", "u32"), col("float", "f32"),
        col("double", "f64"), col("boolean", "b"), col("string", "s"), col("binary", "by"), col("datetime", "dt"),
        col(array("long"), "arr"),
        col({"type": "object", "properties": {"a": {"type": "long", "required": True},
                                              "b": {"type": "string", "required": True}}}, "dct"),
    ]),
    "uint64": (pd.DataFrame({"a": np.array([1], "uint64")}), ANY),
    "uint64 beside others": (pd.DataFrame({"a": np.array([1], "uint64"), "b": [1]}),
                             [col("any", "a"), col("long", "b")]),
    "a number of more than 64 bits": (2**63, ANY),
    "levels of names": (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "x")])),
                        [col("long", ["a", "x"])]),
    "decimal": (pd.DataFrame({"x": [decimal.Decimal("1.1")]}), ANY),
    "timedelta": (pd.DataFrame({"x": pd.to_timedelta(["1D"])}), ANY),
    "mixed objects": (pd.DataFrame({"x": [1, "a"]}), ANY),
    "int with None": (pd.DataFrame({"x": [1, None]}), [col("double", "x", False)]),
    "text with None": (pd.DataFrame({"x": ["a", None]}), [col("string", "x", False)]),
    "all None": (pd.DataFrame({"x": [None, None]}), [col("any", "x", False)]),
    "Int64": (pd.DataFrame({"x": pd.array([1, None], dtype="Int64")}), [col("long", "x", False)]),
    "Int64 whole": (pd.DataFrame({"x": pd.array([1, 2], dtype="Int64")}), [col("long", "x")]),
    "category": (pd.DataFrame({"x": pd.Categorical(["a"])}), [col("string", "x")]),
    "date": (pd.DataFrame({"x": [datetime.date(2024, 1, 1)]}), [col("datetime", "x")]),
    "tz": (pd.DataFrame({"x": pd.to_datetime(["2024-01-01"]).tz_localize("UTC")}), [col("datetime", "x")]),
    "numbered": (pd.DataFrame([[1, 2]]), [col("long", 0), col("long", 1)]),
    "series": (pd.Series([1.0], name="s"), [col("double", "s")]),
    "nameless series": (pd.Series([1.0]), [col("double")]),
    "1d": (np.array([1, 2]), [tensor("int64", -1)]),
    "2d": (np.zeros((2, 3)), [tensor("float64", -1, 3)]),
    "text array": (np.array(["a", "bb"]), [tensor("str", -1)]),
    "arrays": ({"a": np.zeros((2, 3)), "b": np.array([1])},
               [tensor("float64", -1, 3, name="a"), tensor("int64", -1, name="b")]),
    "scalars": ({"a": 1, "b": "x"}, [col("long", "a"), col("string", "b")]),
    "lists": ({"a": [1, 2], "b": ["x"]}, [col(array("long"), "a"), col(array("string"), "b")]),
    "rows": ([{"a": 1}, {"a": 2, "b": "x"}], [col("long", "a"), col("string", "b", False)]),
    "texts": (["a", "b"], [col("string")]),
    "texts and None": (["a", None], [col("string")]),
    "nested": ([[1, 2], [3]], [col(array("long"))]),
    "empty": ([], [col("string")]),
    "None value": ({"a": None}, [col("any", "a", False)]),
    "cells of arrays": (pd.DataFrame({"x": [np.array([1.0, 2.0]), np.array([1.0])]}), [col(array("double"), "x")]),
    "bool": (True, [col("boolean")]), "int": (5, [col("long")]), "float": (1.5, [col("double")]),
    "str": ("hello", [col("string")]), "bytes": (b"x", [col("binary")]), "float32": (np.float32(1), [col("float")]),
    "tuple": ((1, 2), ANY), "number keys": ({1: 2}, ANY), "int and float": ([1, 1.5], ANY),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_schema_of(case: str) -> None:
    data, want = CASES[case]
    assert json.loads(infer_schema(data).to_json()) == want


def test_the_schema_of_a_sparse_matrix() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    assert json.loads(infer_schema(sparse.csc_matrix(np.eye(2))).to_json()) == [tensor("float64", -1, 2)]


def test_none_has_no_schema() -> None:
    with pytest.raises(ValueError, match="None"):
        infer_schema(None)


def test_params() -> None:
    made = infer_param_schema({"t": 0.5, "n": [1, 2], "s": "x", "o": {"a": 1}, "d": datetime.date(2024, 1, 2)})
    assert [(p["name"], p["type"], p["shape"], p["default"]) for p in made.to_dict()] == [
        ("t", "double", None, 0.5), ("n", "long", (-1,), [1, 2]), ("s", "string", None, "x"),
        ("o", "object", None, {"a": 1}), ("d", "datetime", None, "2024-01-02"),
    ]  # fmt: skip
    for bad in (None, (1,), b"x", [[1]], [1, "a"], [{"a": 1}]):
        with pytest.raises(InvalidParameterValue):
            infer_param_schema({"p": bad})


def test_type_hints_with_pydantic() -> None:
    pydantic = pytest.importorskip("pydantic")

    class Message(pydantic.BaseModel):
        role: str
        content: str
        score: Optional[float] = None  # noqa: UP045 - both spellings must do
        tags: list[str]

    schema = schema_of_input(list[Message])
    assert schema is not None and schema.to_json() == (
        '[{"type": "object", "properties": {"content": {"type": "string", "required": true}, '
        '"role": {"type": "string", "required": true}, "score": {"type": "double", "required": false}, '
        '"tags": {"type": "array", "items": {"type": "string"}, "required": true}}, "required": true}]'
    )
    (message,) = converted([{"role": "r", "content": "c", "tags": []}], list[Message])
    assert isinstance(message, Message)
    with pytest.raises(InvalidParameterValue):
        converted([{"role": "r"}], list[Message])


def test_type_hints() -> None:
    assert str(schema_of_input(list[str])) == "[string (required)]" == str(schema_of_output(list[str]))
    assert schema_of_input(pd.DataFrame) is None and schema_of_input(None) is None
    assert converted(pd.DataFrame({"x": ["a", "b"]}), list[str]) == ["a", "b"]
    assert converted([1], list[float]) == [1.0] and converted([{"a": 1}], list[dict[str, int]]) == [{"a": 1}]
    for value, hint in (([1], list[str]), ("a", list[str]), ([True], list[int]), ([None], list[int])):
        with pytest.raises(InvalidParameterValue):
            converted(value, hint)
    assert schema_of_input(str) is None and schema_of_input(Any) is None
    for hint in (list[Optional[str]], list[set[str]]):  # noqa: UP045
        with pytest.raises(InvalidParameterValue):
            schema_of_input(hint)
