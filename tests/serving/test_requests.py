"""Bodies that could be misread: nothing is taken for something else in silence."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mlflow.exceptions import BadRequest
from mlflow.serving.files import Form, Written
from mlflow.serving.reading import pieces
from mlflow.serving.requests import Format, RequestReader
from mlflow.types.schema import Array, ColSpec, Schema, TensorSpec

DOUBLES = Schema([ColSpec("double", "a"), ColSpec("double", "b")])
MIXED = Schema([ColSpec("double", "a"), ColSpec("long", "b"), ColSpec("string", "s", required=False)])
NUMBERED = Schema([ColSpec("double", 0), ColSpec("string", 1)])  # type: ignore[arg-type]  # as pandas numbers columns
NAMELESS = Schema([ColSpec("double"), ColSpec("double")])


def read(schema: Schema | None, body: Any, kind: Format = Format.JSON) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return RequestReader(schema).read(text.encode(), kind).data


@pytest.mark.parametrize("schema", [DOUBLES, MIXED])
def test_a_column_that_is_there_twice_is_refused(schema: Schema) -> None:
    for names in (["a", "a", "b"], ["a", "b", "b"]):
        with pytest.raises(BadRequest, match="more than once"):
            read(schema, {"dataframe_split": {"columns": names, "data": [[1, 2, 3]]}})
    taken = read(schema, {"dataframe_split": {"columns": ["a", "b", "z", "z"], "data": [[1, 2, 3, 4]]}})
    assert taken[["a", "b"]].to_numpy().tolist() == [[1, 2]]


@pytest.mark.parametrize("schema", [DOUBLES, MIXED, None])
def test_rows_of_csv_that_are_longer_than_the_names_are_refused(schema: Schema | None, tmp_path: Any) -> None:
    with pytest.raises(BadRequest, match="more values"):
        read(schema, "a,b\n1,2,3\n", Format.CSV)
    (tmp_path / "rows.csv").write_text("a,b\n1,2,3\n")
    with pytest.raises(BadRequest, match="more values"):
        list(pieces(tmp_path / "rows.csv", schema, Written(Form.CSV, False)))
    assert len(read(schema, "a,b\n" + "1,2\n" * 3, Format.CSV)) == 3


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"dataframe_split": {"columns": ["0", "1"], "data": [[1, "x"]]}}, Format.JSON),
        ({"dataframe_split": {"columns": [0, 1], "data": [[1, "x"]]}}, Format.JSON),
        ({"dataframe_records": [{"0": 1, "1": "x"}]}, Format.JSON),
        ({"inputs": {"0": [1], "1": ["x"]}}, Format.JSON),
        ("0,1\n1,x\n", Format.CSV),
    ],
)
def test_columns_named_by_numbers_have_texts_for_names_in_json(body: Any, kind: Format) -> None:
    frame = read(NUMBERED, body, kind)
    assert frame.columns.tolist() == [0, 1] and frame[0].tolist() == [1.0] and frame[1].tolist() == ["x"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"dataframe_split": {"columns": ["q", "r"], "data": [[1, 2]]}}, Format.JSON),
        ({"dataframe_split": {"data": [[1, 2]]}}, Format.JSON),
        ({"dataframe_records": [{"q": 1, "r": 2}]}, Format.JSON),
        ({"inputs": [[1, 2]]}, Format.JSON),
        ({"instances": [[1, 2]]}, Format.JSON),
        ("q,r\n1,2\n", Format.CSV),
    ],
)
def test_columns_without_names_are_read_as_declared(body: Any, kind: Format) -> None:
    frame = read(NAMELESS, body, kind)
    assert frame.dtypes.tolist() == [np.dtype("float64")] * 2 and frame.to_numpy().tolist() == [[1.0, 2.0]]


def test_one_column_without_a_name() -> None:
    assert read(Schema([ColSpec("string")]), {"inputs": "hello"}).to_numpy().tolist() == [["hello"]]
    assert read(Schema([ColSpec("long")]), {"inputs": [1, 2**60 + 1]})[0].tolist() == [1, 2**60 + 1]
    lists = read(Schema([ColSpec(Array("string"))]), {"inputs": [["x"], ["y", "z"]]})
    assert lists[0].tolist() == [["x"], ["y", "z"]]
    with pytest.raises(BadRequest, match="Column 1 takes numbers"):
        read(NAMELESS, {"inputs": [[1, "x"]]})


def test_tensors_lose_no_fraction_and_no_range() -> None:
    whole = Schema([TensorSpec(np.dtype("int64"), (-1,))])
    assert read(whole, {"inputs": [1.0, 2]}).tolist() == [1, 2]
    for wrong in ([1.5], ["1.5"], [2**63], [1e300]):
        with pytest.raises(BadRequest, match="int64"):
            read(whole, {"inputs": wrong})
    with pytest.raises(BadRequest, match="float32"):
        read(Schema([TensorSpec(np.dtype("float32"), (-1,))]), {"inputs": [1e39]})
    with pytest.raises(BadRequest, match=r"'r'.*beyond"):
        read(Schema([ColSpec("float", "r")]), {"inputs": {"r": 1e39}})
    assert np.isinf(read(Schema([ColSpec("float", "r")]), '{"inputs": {"r": Infinity}}')["r"][0])


def test_dates() -> None:
    schema = Schema([ColSpec("datetime", "d")])
    far = {"inputs": {"d": ["9999-12-31", "0001-01-01"]}}
    if pd.__version__ < "3":
        with pytest.raises(BadRequest, match=r"'d'.*1678 to 2261"):
            read(schema, far)
    else:
        assert read(schema, far)["d"].dt.year.tolist() == [9999, 1]
    near = read(schema, {"inputs": {"d": ["2024-01-01T02:00:00+02:00", None]}})["d"]
    assert near.dtype == "datetime64[ns]" and near[0] == pd.Timestamp("2024-01-01") and near[1] is pd.NaT
    for wrong in ("1/2/2024", "2024-13-01", 5, True):
        with pytest.raises(BadRequest) as error:
            read(schema, {"inputs": {"d": ["2024-01-01", wrong]}})
        assert error.value.message == f"Column 'd' takes dates in ISO 8601 (datetime): {wrong!r} is none."


def test_base64() -> None:
    schema = Schema([ColSpec("binary", "y")])
    assert read(schema, {"inputs": {"y": ["AP8=", "AP\n8=\n", "", None]}})["y"].tolist() == [b"\0\xff"] * 2 + [
        b"",
        None,
    ]
    for wrong in ("***", "AP8", "é", 5):
        with pytest.raises(BadRequest, match="'y'"):
            read(schema, {"inputs": {"y": [wrong]}})
