from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import functions as F
from pyspark.sql import types as T
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.models import ModelSignature, infer_signature
from mlflow.types.schema import ColSpec, ParamSchema, ParamSpec, Schema

X = pd.DataFrame({"a": np.arange(40.0), "b": np.arange(40.0)[::-1] ** 2})


class Frames(mlflow.pyfunc.PythonModel):
    """Gives several columns, of which a result type takes some."""

    def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:
        first = model_input.iloc[:, 0]
        return pd.DataFrame(
            {
                "words": [f"w{value:g}" for value in first],
                "small": first.astype("int64"),
                "large": first.astype("int64") + 2**40,
                "score": first / 2,
                "sure": first > 0,
                "pair": [[value, 1.0] for value in first],
            }
        )


class Told(mlflow.pyfunc.PythonModel):
    """Tells what it was asked, and by whom."""

    def load_context(self, context: Any) -> None:
        with open(os.environ.get("LOADS", os.devnull), "a") as file:
            file.write(f"{os.getpid()}\n")

    def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:
        first = {name: repr(value) for name, value in model_input.iloc[0].items()}
        said = {
            "first": first,
            "params": params,
            "rows": len(model_input),
            "pid": os.getpid(),
            "of": os.environ.get("OF"),
        }
        return [json.dumps(said)] * len(model_input)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("models")
    linear = LinearRegression().fit(X, 2 * X["a"] + 1)
    mlflow.sklearn.save_model(linear, folder / "linear", signature=infer_signature(X, linear.predict(X)))
    mlflow.sklearn.save_model(linear, folder / "plain")
    mlflow.pyfunc.save_model(folder / "frames", python_model=Frames())
    outputs = Schema([ColSpec("string", "words"), ColSpec("double", "score")])
    declared = ModelSignature(Schema([ColSpec("double", "a")]), outputs)
    mlflow.pyfunc.save_model(folder / "declared", python_model=Frames(), signature=declared)
    asked = ModelSignature(params=ParamSchema([ParamSpec("depth", "long", 1)]), inputs=None, outputs=None)
    mlflow.pyfunc.save_model(folder / "told", python_model=Told(), signature=asked)
    return {each.name: str(each) for each in folder.iterdir()}


@pytest.fixture(scope="module")
def rows(spark: Any) -> Any:
    return spark.createDataFrame(X.assign(c="text")).repartition(2)


def column(rows: Any, udf: Any, *columns: Any) -> list[Any]:
    return [row.p for row in rows.select(udf(*columns).alias("p")).collect()]


def failure(rows: Any, udf: Any, *columns: Any) -> str:
    """What a query fails with; Spark 4.0 at times loses what a worker said to a race of its own."""
    for _ in range(3):
        with pytest.raises(Exception) as caught:
            column(rows, udf, *columns)
        if "CancelledKeyException" not in str(caught.value):
            break
    return str(caught.value)


def test_columns_are_taken_by_order_by_name_or_unsaid(spark: Any, models: dict[str, str], rows: Any) -> None:
    udf = mlflow.pyfunc.spark_udf(spark, models["linear"], "double")
    for columns in (("a", "b"), (), (F.struct("c", "b", "a"),)):
        made = rows.select("a", udf(*columns).alias("p")).collect()
        assert len(made) == 40
        np.testing.assert_allclose([row.p for row in made], [2 * row.a + 1 for row in made], atol=1e-6)
    rows.createOrReplaceTempView("rows")
    spark.udf.register("linear", udf)
    assert spark.sql("select sum(linear(a, b)) as s from rows").first().s == pytest.approx(40 + 2 * sum(range(40)))


def test_columns_that_do_not_fit_are_named(spark: Any, models: dict[str, str], rows: Any) -> None:
    udf = mlflow.pyfunc.spark_udf(spark, models["linear"])
    with pytest.raises(InvalidParameterValue, match="takes the columns a, b, in this order; 3 given"):
        udf("a", "b", "c")
    assert "Column 'b'" in failure(rows, udf, "a", "c")
    assert "lacks the columns ['b']" in failure(rows, udf, F.struct("a"))
    with pytest.raises(InvalidParameterValue, match="no signature"):
        mlflow.pyfunc.spark_udf(spark, models["plain"])()
    with pytest.raises(ResourceDoesNotExist):
        mlflow.pyfunc.spark_udf(spark, models["plain"] + "-nowhere")
    for wrong in ("rubbish<", 3, "interval day"):
        with pytest.raises(InvalidParameterValue):
            mlflow.pyfunc.spark_udf(spark, models["plain"], result_type=wrong)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("string", "w4"),
        ("int", 4),
        ("long", 4),
        (T.LongType(), 4),
        ("float", 4.0),
        ("double", 4.0),
        ("boolean", True),
        ("bool", True),
        ("array<int>", [4]),
        ("array<long>", [4, 2**40 + 4]),
        ("array<double>", [4.0, 2.0**40 + 4, 2.0]),
        (T.ArrayType(T.StringType()), ["w4", "4", str(2**40 + 4), "2.0", "True", "[4.0, 1.0]"]),
        ("words string, pair array<double>, small short", T.Row(words="w4", pair=[4.0, 1.0], small=4)),
        ("struct<sure:boolean,large:bigint>", T.Row(sure=True, large=2**40 + 4)),
    ],
)  # fmt: skip
def test_result_types_choose_columns(spark: Any, models: dict[str, str], kind: Any, expected: Any) -> None:
    udf = mlflow.pyfunc.spark_udf(spark, models["frames"], result_type=kind)
    assert column(spark.createDataFrame([(4.0,)], "a double"), udf, "a") == [expected]


def test_results_that_do_not_fit_are_said(spark: Any, models: dict[str, str]) -> None:
    one = spark.createDataFrame([(4.0,)], "a double")
    udf = mlflow.pyfunc.spark_udf(spark, models["frames"], result_type="other double")
    assert "no column 'other'; it has 'words'" in failure(one, udf, "a")


def test_the_signature_says_the_result_type(spark: Any, models: dict[str, str]) -> None:
    udf = mlflow.pyfunc.spark_udf(spark, models["declared"])
    made = spark.createDataFrame([(4.0,)], "a double").select(udf("a").alias("p"))
    assert made.schema["p"].dataType.simpleString() == "struct<words:string,score:double>"
    assert made.first().p == T.Row(words="w4", score=2.0)
    linear = spark.createDataFrame(X).select(mlflow.pyfunc.spark_udf(spark, models["linear"])().alias("p"))
    assert linear.schema["p"].dataType == T.ArrayType(T.DoubleType())  # of tensors, as MLflow has it
    assert linear.first().p == pytest.approx([1.0])


def test_nested_columns_params_and_variables_reach_the_model(spark: Any, models: dict[str, str]) -> None:
    rich = spark.sql(
        "select named_struct('u', 1, 'v', array(named_struct('k', 1))) as st, array(1d, 2d) as ar, map('q', 2) as mp, "
        "date'2020-01-02' as d, cast(null as int) as n"
    )
    udf = mlflow.pyfunc.spark_udf(
        spark, models["told"], "string", params={"depth": 3}, extra_env={"OF": "workers"}, env_manager="local"
    )
    said = json.loads(column(rich, udf, "st", "ar", "mp", "d", "n")[0])
    assert (said["params"], said["of"]) == ({"depth": 3}, "workers") and said["pid"] != os.getpid()
    assert said["first"]["0"] == "{'u': 1, 'v': [{'k': 1}]}" and said["first"]["2"] == "{'q': 2}"
    assert "2020" in said["first"]["3"]
    with pytest.raises(InvalidParameterValue, match="depth"):
        mlflow.pyfunc.spark_udf(spark, models["told"], "string", params={"depth": "x"})


def test_a_worker_loads_a_model_once_and_gets_batches(spark: Any, models: dict[str, str], tmp_path: Path) -> None:
    loads = tmp_path / "loads"
    udf = mlflow.pyfunc.spark_udf(spark, models["told"], "string", extra_env={"LOADS": str(loads)})
    table = spark.range(0, 1000, 1, 4)
    said = [json.loads(each) for each in column(table, udf, "id") + column(table, udf, "id")]
    assert max(each["rows"] for each in said) == 100  # maxRecordsPerBatch of the session
    pids = loads.read_text().split()
    assert len(pids) == len(set(pids)) <= 2
