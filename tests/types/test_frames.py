"""Tables of polars, and columns of Arrow, where pandas' are wanted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow.exceptions import InvalidParameterValue
from mlflow.models import infer_signature
from mlflow.types.enforcement import enforce_schema, enforcer
from mlflow.types.frames import as_pandas

BIG = 2**62 + 1  # a double would round it


def types_of(data: Any) -> dict[str, tuple[str, bool]]:
    schema = infer_signature(data).inputs
    assert schema is not None
    return {each["name"]: (each["type"], each["required"]) for each in schema.to_dict()}


def test_types_of_polars() -> None:
    frame = pl.DataFrame(
        {
            "whole": [1, BIG],
            "gaps": pl.Series([1, None], dtype=pl.Int32),
            "flags": [True, None],
            "text": ["x", None],
            "noise": [0.5, None],
            "day": [dt.date(2020, 1, 1), None],
            "time": [dt.datetime(2020, 1, 1), dt.datetime(2021, 1, 1)],
            "kind": pl.Series(["a", "b"], dtype=pl.Categorical),
            "list": [[1.5], [2.5, 3.5]],
            "object": [{"p": 1}, {"p": 2}],
        }
    )
    assert types_of(frame) == {
        "whole": ("long", True),
        "gaps": ("integer", False),
        "flags": ("boolean", False),
        "text": ("string", False),
        "noise": ("double", False),
        "day": ("datetime", False),
        "time": ("datetime", True),
        "kind": ("string", True),
        "list": ("array", True),
        "object": ("object", True),
    }
    assert types_of(frame.lazy()) == types_of(frame)
    assert types_of(frame["whole"]) == {"whole": ("long", True)}
    assert as_pandas(frame)["whole"].tolist() == [1, BIG]
    assert as_pandas(pl.DataFrame({"g": [BIG, None]}))["g"][0] == BIG
    assert as_pandas(frame)["time"].dtype == "datetime64[ns]"
    assert as_pandas(pl.DataFrame({"t": pl.Series([dt.datetime(2020, 1, 1)]).dt.replace_time_zone("UTC")})).t[0] == (
        pd.Timestamp("2020-01-01", tz="UTC")
    )
    assert as_pandas(pl.DataFrame()).shape == (0, 0)


def test_types_of_arrow() -> None:
    plain = pd.DataFrame(
        {"a": [1, BIG], "b": [1.5, None], "c": ["x", None], "d": [True, False], "e": pd.to_datetime(["2020-01-01"] * 2)}
    )
    held = plain.convert_dtypes(dtype_backend="pyarrow")
    held["f"] = pd.array([BIG, None], dtype="int64[pyarrow]")
    said = types_of(held)
    assert said == {
        "a": ("long", True), "b": ("double", False), "c": ("string", False), "d": ("boolean", True),
        "e": ("datetime", True), "f": ("long", False),
    }  # fmt: skip
    check = enforcer(infer_signature(held).inputs)  # type: ignore[arg-type]
    for _ in range(2):  # the second time a frame of these types is known
        made = check(held)
        assert [str(dtype) for dtype in made.dtypes] == [
            "int64",
            "float64",
            "object",
            "bool",
            "datetime64[ns]",
            "Int64",
        ]
        assert made["c"].tolist() == ["x", None] and made["f"][0] == BIG


def test_what_does_not_fit_is_refused() -> None:
    schema = infer_signature(pl.DataFrame({"a": [1.5]})).inputs
    assert schema is not None
    with pytest.raises(InvalidParameterValue, match="'a'"):
        enforce_schema(pl.DataFrame({"a": ["x"]}), schema)
    with pytest.raises(InvalidParameterValue, match="'a'"):
        enforce_schema(pl.DataFrame({"b": [1.5]}), schema)


def test_models_take_polars() -> None:
    frame = pl.DataFrame({"a": [1.0, 2.0, 4.0]})
    mlflow.sklearn.save_model(LinearRegression().fit(frame.to_pandas(), [2.0, 4.0, 8.0]), "m", input_example=frame)
    model = mlflow.pyfunc.load_model("m")
    assert model.input_example.equals(as_pandas(frame))
    assert model.predict(frame) == pytest.approx([2.0, 4.0, 8.0])
    assert model.predict(frame.lazy().select("a")) == pytest.approx([2.0, 4.0, 8.0])
    tensors = infer_signature(np.ones((2, 1))).inputs
    assert tensors is not None and enforce_schema(frame, tensors).tolist() == [[1.0], [2.0], [4.0]]


def test_what_is_plain_stays_as_it_is() -> None:
    for data in (pd.DataFrame({"a": [1]}), pd.Series([1]), np.ones(2), {"a": 1}, [1], "x", None):
        assert as_pandas(data) is data
