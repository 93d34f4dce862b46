"""``TypeFromExample``: a model gets its input as what the example is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

import mlflow
from mlflow.exceptions import InvalidParameterValue
from mlflow.types.type_hints import TypeFromExample


class Seen(mlflow.pyfunc.PythonModel):
    def predict(self, model_input: TypeFromExample, params: dict[str, Any] | None = None) -> list[str]:
        return [type(model_input).__name__, *map(str, model_input)]

    def predict_stream(self, model_input: TypeFromExample, params: dict[str, Any] | None = None) -> Iterator[str]:
        yield from self.predict(model_input)


ROWS = [{"a": 1, "b": "x"}]


@pytest.mark.parametrize(
    ("example", "given", "seen"),
    [
        (["a"], ["x", "y"], ["list", "x", "y"]),
        (["a"], "x", ["list", "x"]),
        (["a"], pd.DataFrame({"q": ["x"]}), ["list", "x"]),
        (["a"], pd.Series(["x"]), ["list", "x"]),
        ([1], [2], ["list", "2"]),
        (ROWS, pd.DataFrame(ROWS), ["list", str(ROWS[0])]),
        (pd.DataFrame(ROWS), ROWS, ["DataFrame", "a", "b"]),
    ],
)
def test_input_is_turned_into_what_the_example_is(example: Any, given: Any, seen: list[str]) -> None:
    mlflow.pyfunc.save_model("model", python_model=Seen(), input_example=example)
    model = mlflow.pyfunc.load_model("model")
    assert model.predict(given) == seen == list(model.predict_stream(given))
    assert model.metadata.signature._is_type_hint_from_example


@pytest.mark.parametrize(("example", "given"), [(["a"], [1]), ([1], ["x"]), ([1], [1.5]), (ROWS, [{"a": 2}])])
def test_input_that_does_not_fit_is_refused(example: Any, given: Any) -> None:
    mlflow.pyfunc.save_model("model", python_model=Seen(), input_example=example)
    with pytest.raises(InvalidParameterValue):
        mlflow.pyfunc.load_model("model").predict(given)


def test_without_an_example_there_is_no_signature() -> None:
    mlflow.pyfunc.save_model("model", python_model=Seen())
    model = mlflow.pyfunc.load_model("model")
    assert model.metadata.signature is None and model.predict({"a": 1}) == ["dict", "a"]
    with pytest.raises(InvalidParameterValue):
        TypeFromExample()


def test_a_hint_of_the_input_alone_leaves_the_output_open() -> None:
    class Rows(mlflow.pyfunc.PythonModel):
        def predict(self, model_input: list[str]):  # type: ignore[no-untyped-def,override]
            return model_input

    mlflow.pyfunc.save_model("model", python_model=Rows())
    outputs = mlflow.models.get_model_info("model").signature.outputs
    assert outputs.to_dict() == [{"type": "any", "required": True}]
