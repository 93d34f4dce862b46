"""Enforcement against the table that MLflow 3.6.0 gave when it was asked, with the differences we mean."""

from __future__ import annotations

import datetime
import decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.types import ColSpec, DataType, ParamSchema, ParamSpec, Schema, TensorSpec
from mlflow.types.enforcement import enforce_schema, enforcer
from mlflow.types.parameters import enforce_params
from mlflow.types.schema import AnyType, Array, Map, Object, Property

DATES = ["2024-01-01", "2024-01-02"]
GIVEN: dict[str, Any] = {
    **{name: pd.Series([1, 2], dtype=name) for name in
       ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32")},
    "float64 (integral)": pd.Series([1.0, 2.0]),
    "float64 (frac)": pd.Series([1.5, 2.0]),
    "float64 (NaN)": pd.Series([1.0, np.nan]),
    "bool": pd.Series([True, False]),
    "object str": pd.Series(["a", "b"]),
    "object numeric str": pd.Series(["1", "2"]),
    "object int": pd.Series([1, 2], dtype="object"),
    "object float": pd.Series([1.5, 2.0], dtype="object"),
    "object bool": pd.Series([True, False], dtype="object"),
    "object int+None": pd.Series([1, None], dtype="object"),
    "object str+None": pd.Series(["a", None], dtype="object"),
    "all None": pd.Series([None, None], dtype="object"),
    "bytes": pd.Series([b"a", b"b"]),
    "datetime64[ns]": pd.Series(pd.to_datetime(DATES)).astype("datetime64[ns]"),
    "datetime64[D->s]": pd.Series(np.array(DATES, dtype="datetime64[s]")),
    "datetime tz": pd.Series(pd.to_datetime(DATES).tz_localize("UTC")),
    "iso date str": pd.Series(DATES),
    "date obj": pd.Series([datetime.date(2024, 1, 1)] * 2),
    "category str": pd.Series(pd.Categorical(["a", "b"])),
    "category int": pd.Series(pd.Categorical([1, 2])),
    "Int32": pd.array([1, 2], dtype="Int32"),
    "Int64": pd.array([1, 2], dtype="Int64"),
    "Int64 NA": pd.array([1, None], dtype="Int64"),
    "Float64": pd.array([1.5, 2], dtype="Float64"),
    "boolean": pd.array([True, False], dtype="boolean"),
    "string[py]": pd.array(["a", "b"], dtype="string"),
    "decimal": pd.Series([decimal.Decimal("1.5")] * 2),
    "list": pd.Series([[1], [2]]),
    "dict": pd.Series([{"a": 1}, {"a": 2}]),
}  # fmt: skip
HEAD, *ROWS = [line.split("\t") for line in (Path(__file__).parent / "columns.tsv").read_text().splitlines()]
CELLS = [(row[0], declared, want) for row in ROWS for declared, want in zip(HEAD[1:], row[1:], strict=True)]


@pytest.mark.parametrize(("given", "declared", "want"), CELLS)
@pytest.mark.filterwarnings("ignore:Could not infer format")
def test_a_column_is_widened_or_refused(given: str, declared: str, want: str) -> None:
    name, _, optional = given.partition(" (opt")
    schema = Schema([ColSpec(declared, "x", required=not optional)])
    frame = pd.DataFrame({"x": GIVEN[name]})
    if want == "-":
        with pytest.raises(InvalidParameterValue, match="'x'"):
            enforce_schema(frame, schema)
    else:
        assert {"str": "object"}.get(kind := str(enforce_schema(frame, schema)["x"].dtype), kind) == want


NAMED = Schema([ColSpec("double", "a"), ColSpec("double", "b")])
ONE = Schema([ColSpec("double", "a")])
UNNAMED = Schema([ColSpec("double")])
PAIR = Schema([ColSpec("double"), ColSpec("double")])
TEXT = Schema([ColSpec("string")])
ARRAY = Schema([ColSpec(Array("string"), "a")])
OBJECT = Schema(
    [ColSpec(Object([Property("p", "string"), Property("q", "long", False), Property("r", Array("boolean"))]), "o")]
)
MAP = Schema([ColSpec(Map("double"), "m")])
ANY = Schema([ColSpec(AnyType(), "z")])

TAKEN: list[tuple[Any, Schema, list[Any], int]] = [
    (pd.DataFrame({"z": [1.0], "b": [1.0], "a": [2.0]}), NAMED, ["a", "b"], 1),
    (pd.DataFrame({"a": [1.0]}), Schema([ColSpec("double", "a"), ColSpec("double", "b", required=False)]), ["a"], 1),
    ([{"a": 1.0, "b": 2.0}], NAMED, ["a", "b"], 1),
    ({"a": 1.0, "b": 2.0}, NAMED, ["a", "b"], 1),
    ({"a": [1.0, 2.0], "b": [2.0, 3.0]}, NAMED, ["a", "b"], 2),
    ({"a": np.array([1.0]), "b": np.array([2.0])}, NAMED, ["a", "b"], 1),
    (pd.Series([1.0, 2.0], name="a"), ONE, ["a"], 2),
    (pd.DataFrame({"q": [1.0], "r": [2.0]}), UNNAMED, ["q"], 1),
    (np.ones((2, 3)), PAIR, [0, 1], 2),
    ([[1.0, 2.0]], PAIR, [0, 1], 1),
    ("hello", TEXT, [0], 1),
    (["a", "b"], TEXT, [0], 2),
    (1, UNNAMED, [0], 1),
    (pd.DataFrame({"a": [["x", "y"]]}), ARRAY, ["a"], 1),
    (pd.DataFrame({"a": [np.array(["x"])]}), ARRAY, ["a"], 1),
    ({"a": ["x", "y"]}, ARRAY, ["a"], 1),
    (pd.DataFrame({"o": [{"p": "x", "r": [True]}]}), OBJECT, ["o"], 1),
    (pd.DataFrame({"m": [{"k": 1.0}]}), MAP, ["m"], 1),
    (pd.DataFrame({"z": [None]}), ANY, ["z"], 1),
    ([["x"], ["y", "z"]], Schema([ColSpec(Array("string"))]), [0], 2),  # refused by MLflow, which inferred it itself
]
REFUSED: list[tuple[Any, Schema]] = [
    (pd.DataFrame({"a": [1.0]}), NAMED),
    (np.ones((2, 2)), NAMED),
    ([[1.0, 2.0]], NAMED),
    ({"a": [1.0], "b": [2.0, 3.0]}, NAMED),
    (pd.Series([1.0, 2.0], name="q"), ONE),
    ("hello", Schema([ColSpec("string", "x")])),
    (None, NAMED),
    (5, Schema([ColSpec("long", "a")])),
    (np.ones((2, 1)), PAIR),
    (pd.DataFrame([[1.0, 2.0]]), Schema([ColSpec("double", "0"), ColSpec("double", "1")])),
    (pd.DataFrame([[1.0, 2.0, 3.0]], columns=["a", "b", "a"]), NAMED),
    (pd.DataFrame({"a": [[1]]}), ARRAY),
    (pd.DataFrame({"a": [None]}), ARRAY),
    (pd.DataFrame({"a": [[1, 2]]}), Schema([ColSpec(Array("double"), "a")])),
    (pd.DataFrame({"o": [{"p": "x", "r": [True], "zz": 1}]}), OBJECT),
    (pd.DataFrame({"o": [{"p": "x"}]}), OBJECT),
    (pd.DataFrame({"m": [{"k": "s"}]}), MAP),
    (pd.DataFrame({"m": [{1: 1.0}]}), MAP),
]


@pytest.mark.parametrize(("data", "schema", "columns", "rows"), TAKEN)
def test_what_makes_a_table_is_taken(data: Any, schema: Schema, columns: list[Any], rows: int) -> None:
    frame = enforce_schema(data, schema)
    assert frame.columns.tolist() == columns and len(frame) == rows


@pytest.mark.parametrize(("data", "schema"), REFUSED)
def test_what_does_not_fit_is_refused(data: Any, schema: Schema) -> None:
    with pytest.raises(InvalidParameterValue):
        enforce_schema(data, schema)


def test_a_refusal_names_the_column() -> None:
    with pytest.raises(InvalidParameterValue, match=r"lacks the columns \['b'\]"):
        enforce_schema(pd.DataFrame({"a": [1.0], "c": [1.0]}), NAMED)


def test_a_frame_that_fits_is_handed_on_and_remembered_by_its_types_alone() -> None:
    check = enforcer(Schema([ColSpec("double", "a"), ColSpec("double", "b")]))
    frame = pd.DataFrame({"a": [1.0], "b": [2.0]})
    assert check(frame) is frame and check(frame) is frame
    objects = pd.DataFrame({"a": [1.5], "b": [2.0]}).astype(object)
    assert check(objects).dtypes.tolist() == [np.dtype("float64")] * 2
    with pytest.raises(InvalidParameterValue):
        check(pd.DataFrame({"a": ["x"], "b": ["y"]}, dtype=object))


def test_an_index_is_kept() -> None:
    frame = pd.DataFrame({"a": np.array([1, 2], dtype="int32")}, index=[7, 9])
    assert enforce_schema(frame, ONE).index.tolist() == [7, 9]


T = Schema([TensorSpec(np.dtype("float32"), (-1, 3))])
N = Schema([TensorSpec(np.dtype("float32"), (-1, 3), "t"), TensorSpec(np.dtype("float64"), (-1,), "u")])


def test_tensors_are_taken_exactly() -> None:
    given = np.ones((2, 3), "float32")
    assert enforce_schema(given, T) is given
    assert enforce_schema(pd.DataFrame(given), T).dtype == np.float32
    made = enforce_schema({"t": given, "u": np.ones(2), "more": 1}, N)
    assert list(made) == ["t", "u"]
    cells = enforce_schema(pd.DataFrame({"t": [[1.0, 2.0, 3.0]], "u": [1.0]}), N)
    assert cells["t"].shape == (1, 3) and cells["t"].dtype == np.float32
    assert enforce_schema(np.array(["long text"]), Schema([TensorSpec(np.dtype("str"), (-1,))])).shape == (1,)
    assert list(enforce_schema(given, Schema([N.inputs[0]]))) == ["t"]


@pytest.mark.parametrize(
    ("data", "schema"),
    [
        (np.ones((2, 3)), T),
        (np.ones((2, 4), "float32"), T),
        (np.ones(3, "float32"), T),
        (np.ones((2, 3), "int32"), T),
        ([[1.0, 2.0, 3.0]], T),
        ({"a": np.ones((2, 3), "float32")}, T),
        ({"t": np.ones((2, 3), "float32")}, N),
        (np.ones((1, 3), "float32"), N),
        ({"t": [[1.0, 2.0, 3.0]], "u": [1.0]}, N),
    ],
)
def test_other_tensors_are_refused(data: Any, schema: Schema) -> None:
    with pytest.raises(InvalidParameterValue):
        enforce_schema(data, schema)


def test_sparse_matrices_are_tensors() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    given = sparse.csr_matrix(np.ones((2, 3), "float32"))
    assert enforce_schema(given, T) is given
    with pytest.raises(InvalidParameterValue):
        enforce_schema(sparse.csr_matrix(np.ones((2, 3))), T)


PARAMS = ParamSchema(
    [
        ParamSpec("d", "double", 0.5),
        ParamSpec("l", "long", 1),
        ParamSpec("i", "integer", 1),
        ParamSpec("f", "float", 1.0),
        ParamSpec("s", "string", "x"),
        ParamSpec("b", "boolean", True),
        ParamSpec("dt", "datetime", np.datetime64("2024-01-01")),
        ParamSpec("arr", "long", [1], shape=(-1,)),
    ]
)


@pytest.mark.parametrize(
    ("given", "want"),
    [
        ({"d": 1.5}, 1.5),
        ({"d": 1}, 1.0),
        ({"d": np.float32(1)}, 1.0),
        ({"l": np.int32(2)}, 2),
        ({"f": 2}, 2.0),
        ({"dt": "2024-02-03"}, datetime.date(2024, 2, 3)),
        ({"arr": np.array([1, 2])}, [1, 2]),
        ({"d": None}, None),
    ],
)
def test_params_are_converted(given: dict[str, Any], want: Any) -> None:
    (key,) = given
    got = enforce_params(given, PARAMS)[key]
    assert got == want and type(got) is type(want)


@pytest.mark.parametrize(
    "given",
    [
        {"l": 2.0}, {"l": "2"}, {"i": np.int64(3)}, {"s": 1}, {"b": 1}, {"b": "True"}, {"dt": "xx"},
        {"arr": (1, 2)}, {"arr": 1}, {"arr": [1, "a"]}, {"d": [1.0]}, [1],
    ],
)  # fmt: skip
def test_params_that_do_not_fit_are_refused(given: Any) -> None:
    with pytest.raises(InvalidParameterValue):
        enforce_params(given, PARAMS)


def test_missing_params_take_defaults_and_unknown_ones_are_dropped(caplog: pytest.LogCaptureFixture) -> None:
    assert list(enforce_params(None, PARAMS)) == ["d", "l", "i", "f", "s", "b", "dt", "arr"]
    assert "zz" not in enforce_params({"zz": 1, 1: 2}, PARAMS) and "zz" in caplog.text
    assert enforce_params({"a": 1}, None) == {}


def test_every_scalar_type_takes_its_own_pandas_type() -> None:
    for declared in DataType:
        frame = pd.DataFrame({"x": pd.Series([], dtype=declared.to_pandas())})
        assert enforce_schema(frame, Schema([ColSpec(declared, "x")])) is frame


@pytest.mark.parametrize("declared", ["float", "double"])
def test_integers_of_zeros_and_ones_are_taken_for_floating_numbers(declared: str) -> None:
    schema = Schema([ColSpec(declared, "a")])
    taken = enforce_schema(pd.DataFrame({"a": [0, 1, 1]}), schema)
    assert taken["a"].dtype == schema.input_types()[0].to_pandas() and taken["a"].tolist() == [0, 1, 1]
    for values in ([0, 2], [-1], [2]):
        with pytest.raises(InvalidParameterValue):
            enforce_schema(pd.DataFrame({"a": values}), schema)
