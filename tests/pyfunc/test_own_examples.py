"""Whatever a model is logged with as its example, it can be asked with: as given, as read back, and by HTTP."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import polars
import pytest

import mlflow
from mlflow.exceptions import InvalidParameterValue
from mlflow.models import validate_serving_input

NEVER = datetime.date(9999, 12, 31)
EXAMPLES: dict[str, Any] = {
    "text": "hello",
    "number": 5,
    "real": 1.5,
    "truth": True,
    "bytes": b"\x00\xff",
    "texts": ["a", "b"],
    "numbers": [1.0, 2.0],
    "lists": [["x"], ["y", "z"]],
    "lists of numbers": [[1, 2], [3, 4]],
    "rows": [{"a": 1}, {"a": 2, "b": "x"}],
    "of no type": {"a": {"b": [1, {"c": None}]}, "d": 1},
    "mixed": [1, "a"],
    "array": np.array([[1.0, 2.0]], "float32"),
    "arrays": {"a": np.array([1]), "b": np.array([[1.0]])},
    "columns without names": pd.DataFrame([[1.0, 2.0]]),
    "names of levels": pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])),
    "categories": pd.DataFrame({"c": pd.Categorical(["a", "b"]), "n": pd.Categorical([1, 2])}),
    "text of pandas": pd.DataFrame({"s": pd.array(["a", None], dtype="string")}),
    "whole numbers with gaps": pd.DataFrame({"a": pd.array([2**60 + 1, None], dtype="Int64")}),
    "truths with gaps": pd.DataFrame({"a": pd.array([True, None], dtype="boolean")}),
    "a column of no type": pd.DataFrame({"u": np.array([2**63], "uint64"), "x": [1.0], "s": ["a"]}),
    "never": pd.DataFrame({"d": np.array(["9999-12-31", "2024-01-01"], dtype="datetime64[s]")}),
    "dates of Python": pd.DataFrame({"d": [NEVER, datetime.date(2024, 1, 1)]}),
    "dates of polars": polars.DataFrame({"d": [NEVER, None]}),
    "no columns": pd.DataFrame(),
}
if pd.__version__ < "3":  # which reads no dates beyond what nanoseconds hold
    EXAMPLES = {kind: example for kind, example in EXAMPLES.items() if str(NEVER) not in str(example)}


class Keeps(mlflow.pyfunc.PythonModel):
    def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:
        return model_input.shape[1] if isinstance(model_input, pd.DataFrame) else 0


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_example_is_taken(kind: str) -> None:
    example = EXAMPLES[kind]
    mlflow.pyfunc.save_model("m", python_model=Keeps(), input_example=example)
    model = mlflow.pyfunc.load_model("m")
    columns = model.predict(example)
    assert columns == model.predict(model.input_example)
    if isinstance(example, pd.DataFrame):
        assert columns == example.shape[1] and model.input_example.shape == example.shape
    sent = model.metadata.get_serving_input("m")
    assert sent is not None
    validate_serving_input("m", sent)


def test_far_dates_stay_what_they_are() -> None:
    mlflow.pyfunc.save_model(
        "m", python_model=lambda data: data["d"].dt.year.tolist(), signature=_signature("datetime")
    )
    model = mlflow.pyfunc.load_model("m")
    assert model.predict(pd.DataFrame({"d": np.array(["9999-12-31"], dtype="datetime64[us]")})) == [9999]
    assert model.predict(pd.DataFrame({"d": pd.to_datetime(["2024-01-01"])})) == [2024]


def test_a_time_zone_is_refused_with_what_to_do() -> None:
    mlflow.pyfunc.save_model("m", python_model=lambda data: data, signature=_signature("datetime"))
    zoned = pd.DataFrame({"d": pd.to_datetime(["2024-01-01"]).tz_localize("Europe/Berlin")})
    with pytest.raises(InvalidParameterValue, match=r"'d'.*tz_convert"):
        mlflow.pyfunc.load_model("m").predict(zoned)


def _signature(kind: Any) -> mlflow.models.ModelSignature:
    return mlflow.models.ModelSignature(mlflow.types.Schema([mlflow.types.ColSpec(kind, "d")]))
