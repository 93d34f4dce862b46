"""ONNX models of one operator."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def _model(nodes: list[Any], inputs: list[Any], outputs: list[Any], weights: list[Any]) -> Any:
    graph = helper.make_graph(nodes, "g", inputs, outputs, weights)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def _value(name: str, *shape: Any, kind: int = TensorProto.FLOAT) -> Any:
    return helper.make_tensor_value_info(name, kind, shape)


def product(rows: int = 2, columns: int = 1) -> onnx.ModelProto:
    """y = x · W, where W is 1, 2, 3, …"""
    weights = np.arange(1, rows * columns + 1, dtype=np.float32).reshape(rows, columns)
    node = helper.make_node("MatMul", ["x", "W"], ["y"])
    return _model(
        [node], [_value("x", None, rows)], [_value("y", None, columns)], [numpy_helper.from_array(weights, "W")]
    )


def sum_and_difference(*shape: Any) -> onnx.ModelProto:
    """s = a + b, d = a - b"""
    nodes = [helper.make_node("Add", ["a", "b"], ["s"]), helper.make_node("Sub", ["a", "b"], ["d"])]
    names = ("a", "b"), ("s", "d")
    inputs, outputs = ([_value(name, *shape) for name in side] for side in names)
    return _model(nodes, inputs, outputs, [])


def identity(kind: int, *shape: Any) -> onnx.ModelProto:
    """y = x"""
    node = helper.make_node("Identity", ["x"], ["y"])
    return _model([node], [_value("x", *shape, kind=kind)], [_value("y", *shape, kind=kind)], [])
