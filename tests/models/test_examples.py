"""Input examples of every kind, kept and read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow.exceptions import InvalidParameterValue
from mlflow.models import Model


def echo(model_input: Any) -> Any:
    return model_input


@pytest.mark.parametrize("kind", [sparse.csr_matrix, sparse.csc_matrix])
def test_sparse_matrices(kind: Any) -> None:
    example = kind(np.array([[0.0, 1.5], [2.5, 0.0], [0.0, 0.0]]))
    model = LinearRegression().fit(example, [1.0, 2.0, 3.0])
    mlflow.sklearn.save_model(model, "m", input_example=example)
    loaded = mlflow.pyfunc.load_model("m")
    assert type(loaded.input_example) is kind and (loaded.input_example != example).nnz == 0
    assert loaded.predict(loaded.input_example) == pytest.approx(model.predict(example))
    assert Model.load("m").get_serving_input("m") is None, "no request can send one"


@pytest.mark.parametrize(
    "example",
    ["text", 5, 1.5, True, [1, 2], ["a", None], {"a": 1, "b": [1.5]}, [{"a": 1}, {"a": 2}], np.array([[1, 2]])],
)
def test_plain_values(example: Any) -> None:
    mlflow.pyfunc.save_model("m", python_model=echo, input_example=(example, {"k": 3}))
    read = Model.load("m").load_input_example("m")
    assert type(read) is type(example) and np.array_equal(read, example)
    assert Model.load("m").load_input_example_params("m") == {"k": 3}


def test_named_arrays() -> None:
    mlflow.pyfunc.save_model("m", python_model=echo, input_example={"a": np.ones((2, 2)), "b": np.array([1, 2])})
    read = Model.load("m").load_input_example("m")
    assert read["a"].shape == (2, 2) and read["b"].tolist() == [1, 2]


def test_tables() -> None:
    frame = pd.DataFrame({"a": [1.5, None], "b": ["x", None], "c": pd.to_datetime(["2020-01-01", None])}, index=[3, 4])
    mlflow.pyfunc.save_model("m", python_model=echo, input_example=frame)
    read = Model.load("m").load_input_example("m")
    assert read.columns.tolist() == ["a", "b", "c"] and read["a"].isna().tolist() == [False, True]
    assert read["c"][0] == pd.Timestamp("2020-01-01") and read["c"].isna().tolist() == [False, True]


def test_examples_fit_their_models() -> None:
    frame = pd.DataFrame(
        {
            "f": np.array([1, 2], "float32"), "i": np.array([1, 2], "int32"), "b": [b"ab", b"c"], "t": [True, False],
            "d": pd.to_datetime(["2020-01-01", "2021-01-01"]).astype("datetime64[ns]"), "n": [1.5, None],
            "s": ["001", "2"],
        }
    )  # fmt: skip
    arrays = {"x": np.ones((2, 2), "float32"), "y": np.array([1, 2], "int8")}
    for place, example in enumerate((frame, np.ones((2, 2), "float16"), arrays)):
        mlflow.pyfunc.save_model(f"m{place}", python_model=echo, input_example=example)
        loaded = mlflow.pyfunc.load_model(f"m{place}")
        read = loaded.input_example
        if isinstance(example, pd.DataFrame):
            assert {str(each) for each in read.dtypes[["f", "i", "t", "d"]]} == {
                "float32",
                "int32",
                "bool",
                "datetime64[ns]",
            }
            assert read["b"].tolist() == [b"ab", b"c"] and read["s"].tolist() == ["001", "2"]
        elif isinstance(example, dict):
            assert {name: str(each.dtype) for name, each in read.items()} == {"x": "float32", "y": "int8"}
        else:
            assert read.dtype == "float16"
        loaded.predict(read)


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidParameterValue, match="JSON"):
        mlflow.pyfunc.save_model("m", python_model=echo, input_example=object())
    assert not Path("m").exists()


@pytest.mark.parametrize("content", [None, "{", "[1"])
def test_a_damaged_example_is_said_plainly(content: str | None) -> None:
    mlflow.pyfunc.save_model("m", python_model=echo, input_example=[1])
    file = Path("m/input_example.json")
    file.unlink() if content is None else file.write_text(content)
    with pytest.raises(InvalidParameterValue, match=r"input_example\.json"):
        Model.load("m").load_input_example("m")
