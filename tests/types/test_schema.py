"""Schemas and their JSON, as MLflow's files hold it."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from mlflow.exceptions import MlflowException
from mlflow.types import ColSpec, DataType, ParamSchema, ParamSpec, Schema, TensorSpec
from mlflow.types.schema import AnyType, Array, Map, Object, Property

COLUMNS = [
    (ColSpec("long", "x", required=False), {"type": "long", "name": "x", "required": False}),
    (ColSpec(DataType.double), {"type": "double", "required": True}),
    (
        ColSpec(Array(Array("double")), "a"),
        {"type": "array", "items": {"type": "array", "items": {"type": "double"}}, "name": "a", "required": True},
    ),
    (
        ColSpec(Object([Property("q", "long", required=False), Property("p", Array("boolean"))]), "o"),
        {
            "type": "object",
            "properties": {
                "p": {"type": "array", "items": {"type": "boolean"}, "required": True},
                "q": {"type": "long", "required": False},
            },
            "name": "o",
            "required": True,
        },
    ),
    (
        ColSpec(Map(Array("string")), "m"),
        {"type": "map", "values": {"type": "array", "items": {"type": "string"}}, "name": "m", "required": True},
    ),
    (ColSpec(AnyType(), "z"), {"type": "any", "name": "z", "required": True}),
]


@pytest.mark.parametrize(("column", "fields"), COLUMNS, ids=[repr(column) for column, _ in COLUMNS])
def test_a_column_is_its_json(column: ColSpec, fields: dict) -> None:
    schema = Schema([column])
    assert schema.to_json() == json.dumps([fields])
    assert Schema.from_json(schema.to_json()) == schema


def test_a_tensor_is_its_json() -> None:
    schema = Schema(
        [
            TensorSpec(np.dtype("<U7"), (-1,)),
        ]
    )
    assert schema.to_dict() == [{"type": "tensor", "tensor-spec": {"dtype": "str", "shape": (-1,)}}]
    named = Schema([TensorSpec(np.dtype("float32"), (-1, 3), "t")])
    assert named.to_json() == (
        '[{"name": "t", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]'
    )
    assert Schema.from_json(named.to_json()) == named and named.is_tensor_spec()


def test_columns_of_old_files() -> None:
    old = Schema.from_json('[{"name": "a", "type": "double"}, {"name": "b", "type": "long", "optional": true}]')
    assert old.required_input_names() == ["a"] and old.optional_input_names() == ["b"]


def test_params_are_their_json() -> None:
    schema = ParamSchema(
        [
            ParamSpec("a", "double", 0.5),
            ParamSpec("b", "long", np.array([1, 2]), shape=(-1,)),
            ParamSpec("c", "string", None),
            ParamSpec("e", "datetime", np.datetime64("2024-01-02 03:04:05")),
            ParamSpec("o", Object([Property("x", "string")]), {"x": "y"}),
        ]
    )
    assert schema.to_json() == (
        '[{"name": "a", "default": 0.5, "shape": null, "type": "double"}, '
        '{"name": "b", "default": [1, 2], "shape": [-1], "type": "long"}, '
        '{"name": "c", "default": null, "shape": null, "type": "string"}, '
        '{"name": "e", "default": "2024-01-02T03:04:05", "shape": null, "type": "datetime"}, '
        '{"name": "o", "default": {"x": "y"}, "shape": null, "type": "object", '
        '"properties": {"x": {"type": "string", "required": true}}}]'
    )
    assert ParamSchema.from_json(schema.to_json()) == schema


@pytest.mark.parametrize(
    "make",
    [
        lambda: Schema([]),
        lambda: Schema([ColSpec("long", "a"), ColSpec("long")]),
        lambda: Schema([ColSpec("long", "a"), TensorSpec(np.dtype("f4"), (-1,), "b")]),
        lambda: Schema([TensorSpec(np.dtype("f4"), (-1,)), TensorSpec(np.dtype("f4"), (-1,))]),
        lambda: ColSpec("decimal", "a"),
        lambda: Object([]),
        lambda: Object([Property("a", "long"), Property("a", "string")]),
        lambda: ParamSchema([ParamSpec("a", "long", 1), ParamSpec("a", "long", 1)]),
        lambda: ParamSpec("a", "long", "text"),
        lambda: ParamSpec("a", "long", [1], (2,)),
        lambda: Schema.from_json('[{"name": "a"}]'),
    ],
)
def test_nonsense_is_refused(make: object) -> None:
    with pytest.raises(MlflowException):
        make()  # type: ignore[operator]


def test_types_know_their_counterparts() -> None:
    assert [d.name for d in DataType] == [
        "boolean", "integer", "long", "float", "double", "string", "binary", "datetime",
    ]  # fmt: skip
    assert DataType.integer.to_numpy() == np.dtype("int32") and DataType.string.to_pandas() == np.dtype("O")
    assert DataType.double.to_python() is float


def test_the_front_door_costs_no_pandas() -> None:
    code = "import sys, mlflow.types; sys.exit('pandas' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
