"""Data of polars and Hugging Face; sources of Spark and Delta, whose description needs neither."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import pandas as pd
import polars as pl
import pytest

import mlflow
from mlflow.data import polars_dataset
from mlflow.data.delta_dataset_source import DeltaDatasetSource
from mlflow.data.evaluation_dataset import EvaluationDataset, convert_data_to_mlflow_dataset
from mlflow.data.evaluation_dataset_source import EvaluationDatasetSource
from mlflow.data.huggingface_dataset_source import HuggingFaceDatasetSource
from mlflow.data.spark_dataset_source import SparkDatasetSource
from mlflow.data.uc_volume_dataset_source import UCVolumeDatasetSource
from mlflow.exceptions import InvalidParameterValue, MlflowException, MlflowNotImplementedException
from mlflow.types.spark import spark_schema

FRAME = pl.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None], "c": [0.5, 1.5, 2.5]})


# polars


def test_a_polars_frame() -> None:
    dataset = mlflow.data.from_polars(FRAME, source="s3://b/x.csv", name="n", targets="b", predictions="c")
    described = dataset.to_dict()
    assert described["schema"] == (
        '{"mlflow_colspec": [{"type": "long", "name": "a", "required": true}, {"type": "string", "name": "b", '
        '"required": true}, {"type": "double", "name": "c", "required": true}]}'
    )
    assert described["profile"] == '{"num_rows": 3, "num_elements": 9}' and described["source_type"] == "s3"
    assert described["digest"] == str(sum(FRAME.hash_rows().to_list()) % 2**64)
    split = dataset.to_pyfunc()
    assert list(split.inputs[0].columns) == ["a", "c"] and list(split.outputs[0])[:2] == ["x", "y"]
    evaluated = dataset.to_evaluation_dataset()
    assert evaluated.feature_names == ["a"] and list(evaluated.predictions_data) == [0.5, 1.5, 2.5]
    assert (evaluated.name, evaluated.digest) == ("n", described["digest"])
    assert mlflow.data.from_polars(FRAME).to_pyfunc().outputs is None
    for role in ("targets", "predictions"):
        with pytest.raises(InvalidParameterValue, match=role):
            mlflow.data.from_polars(FRAME, **{role: "none"})
    with pytest.raises(InvalidParameterValue, match=r"collect\(\)"):
        mlflow.data.from_polars(FRAME.lazy())


@pytest.mark.parametrize(
    ("column", "described"),
    [
        (pl.Series([1], dtype=pl.Int8), {"type": "integer"}),
        (pl.Series([1], dtype=pl.UInt32), {"type": "long"}),
        (pl.Series([1.0], dtype=pl.Float32), {"type": "float"}),
        (pl.Series([b"x"]), {"type": "binary"}),
        (pl.Series([True]), {"type": "boolean"}),
        (pl.Series([dt.date(2020, 1, 1)]), {"type": "datetime"}),
        (pl.Series([dt.datetime(2020, 1, 1)]), {"type": "datetime"}),
        (pl.Series(["a"], dtype=pl.Categorical), {"type": "string"}),
        (pl.Series(["a"], dtype=pl.Enum(["a"])), {"type": "string"}),
        (pl.Series([[["a"]]]), {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}),
        (pl.Series([[1, 2]], dtype=pl.Array(pl.Int64, 2)), {"type": "array", "items": {"type": "long"}}),
        (
            pl.Series([{"p": 1, "q": "x"}]),
            {
                "type": "object",
                "properties": {"p": {"type": "long", "required": True}, "q": {"type": "string", "required": True}},
            },
        ),
    ],
)
def test_types_of_polars(column: pl.Series, described: dict[str, Any]) -> None:
    schema = json.loads(mlflow.data.from_polars(pl.DataFrame({"x": column}), source="/x").to_dict()["schema"])
    assert schema == {"mlflow_colspec": [{**described, "name": "x", "required": True}]}


@pytest.mark.parametrize("column", [[dt.time(1)], [dt.timedelta(1)], [[dt.time(1)]], [{"a": dt.time(1)}], [None]])
def test_types_of_polars_that_have_no_schema(column: Any) -> None:
    dataset = mlflow.data.from_polars(pl.DataFrame({"a": [1], "x": column}), source="/x")
    assert dataset.schema is None and dataset.to_dict()["schema"] == "null"
    with pytest.raises(MlflowException, match="'x'"):
        polars_dataset.infer_schema(dataset.df)
    assert polars_dataset.infer_dtype(pl.Time, "x", allow_unknown=True) == "Time"


# Hugging Face

HUGGING = datasets.Dataset.from_dict({"a": [1, 2, 3], "b": ["x", "y", "z"]})


def test_a_dataset_of_hugging_face() -> None:
    dataset = mlflow.data.from_huggingface(
        HUGGING, path="user/ds", targets="b", data_dir="dd", data_files=["f"], revision="v1", trust_remote_code=True
    )
    described = dataset.to_dict()
    assert (described["digest"], described["source_type"]) == ("c0ccfdad", "hugging_face")  # as MLflow 3.6.0 says
    assert described["source"] == (
        '{"path": "user/ds", "config_name": null, "data_dir": "dd", "data_files": ["f"], "split": "None", '
        '"revision": "v1"}'
    )
    assert described["profile"] == '{"num_rows": 3, "dataset_size": null, "size_in_bytes": null}'
    assert [c["type"] for c in json.loads(described["schema"])["mlflow_colspec"]] == ["long", "string"]
    again = mlflow.data.get_source(dataset._to_mlflow_entity())
    assert isinstance(again, HuggingFaceDatasetSource) and again.to_dict() == dataset.source.to_dict()
    evaluated = dataset.to_evaluation_dataset()
    assert evaluated.hash == "7696a9bf64dc04c4b3c1d77bb6388c88" and list(evaluated.labels_data) == ["x", "y", "z"]
    assert list(dataset.to_pyfunc().inputs.columns) == ["a"] and dataset.ds is HUGGING and dataset.targets == "b"


def test_sources_of_hugging_face(tmp_path: Path) -> None:
    assert mlflow.data.from_huggingface(HUGGING).source._get_source_type() == "code"
    assert mlflow.data.from_huggingface(HUGGING, path="x", source="s3://b/x").source.to_dict() == {"uri": "s3://b/x"}
    split = datasets.Dataset.from_dict({"a": [1]}, split="train")
    assert mlflow.data.from_huggingface(split, path="x").source.to_dict()["split"] == "train"
    pd.DataFrame({"a": [1, 2]}).to_csv(tmp_path / "x.csv", index=False)
    source = HuggingFaceDatasetSource("csv", data_files=str(tmp_path / "x.csv"), split="train")
    assert source.load(cache_dir=str(tmp_path))["a"] == [1, 2]
    with pytest.raises(InvalidParameterValue, match="split"):
        source.load(split="test")


@pytest.mark.parametrize("data", [datasets.DatasetDict({"train": HUGGING}), pd.DataFrame({"a": [1]}), [1]])
def test_what_is_no_dataset_of_hugging_face(data: Any) -> None:
    with pytest.raises(InvalidParameterValue, match=type(data).__name__):
        mlflow.data.from_huggingface(data)


def test_columns_and_rows_of_hugging_face() -> None:
    with pytest.raises(InvalidParameterValue, match="none"):
        mlflow.data.from_huggingface(HUGGING, targets="none")
    big = datasets.Dataset.from_dict({"a": list(range(20_001))})
    assert mlflow.data.from_huggingface(big).digest == "376c6b97"
    empty = mlflow.data.from_huggingface(datasets.Dataset.from_dict({"a": []}))
    assert empty.profile["num_rows"] == 0 and len(empty.digest) == 8


# Spark and Delta


@pytest.mark.parametrize(
    ("source", "described"),
    [
        (SparkDatasetSource(path="/x"), {"path": "/x"}),
        (SparkDatasetSource(table_name="t"), {"table_name": "t"}),
        (SparkDatasetSource(sql="select 1"), {"sql": "select 1"}),
        (DeltaDatasetSource(path="/x", delta_table_version=2), {"path": "/x", "delta_table_version": 2}),
        (
            DeltaDatasetSource(delta_table_name="c.db.t", delta_table_id="i"),
            {"delta_table_name": "c.db.t", "is_databricks_uc_table": True, "delta_table_id": "i"},
        ),
        (DeltaDatasetSource(delta_table_name="hive_metastore.db.t"), {"delta_table_name": "hive_metastore.db.t"}),
        (DeltaDatasetSource(delta_table_name="samples.a.b"), {"delta_table_name": "samples.a.b"}),
        (UCVolumeDatasetSource("/Volumes/a/b/c"), {"path": "/Volumes/a/b/c"}),
        (EvaluationDatasetSource("d1"), {"dataset_id": "d1"}),
    ],
)
def test_descriptions_of_sources(source: Any, described: dict[str, Any]) -> None:
    assert source.to_dict() == described
    again = mlflow.data.get_dataset_source_from_json(source.to_json(), source._get_source_type())
    assert type(again) is type(source) and again.to_dict() == described
    assert not source._can_resolve(next(iter(described.values())))
    with pytest.raises(MlflowNotImplementedException):
        source._resolve("/x")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: SparkDatasetSource(),
        lambda: SparkDatasetSource(path="/x", sql="select 1"),
        lambda: DeltaDatasetSource(),
        lambda: DeltaDatasetSource(path="/x", delta_table_name="t"),
        lambda: mlflow.data.load_delta(),
        lambda: mlflow.data.load_delta(path="/x", table_name="t"),
        lambda: mlflow.data.from_spark(pd.DataFrame({"a": [1]})),
        lambda: mlflow.data.from_spark(pd.DataFrame({"a": [1]}), path="/x", sql="select 1"),
        lambda: mlflow.data.from_tensorflow(np.ones(2)),
    ],
)
def test_what_is_refused(wrong: Any) -> None:
    with pytest.raises(InvalidParameterValue):
        wrong()


def test_the_schema_of_spark() -> None:
    def field(name: str, kind: Any, nullable: bool = True) -> dict[str, Any]:
        return {"name": name, "type": kind, "nullable": nullable, "metadata": {}}

    inner = {"type": "struct", "fields": [field("p", "string"), field("q", "integer", False)]}
    kinds = ["byte", "long", "float", "timestamp_ntz", {"type": "array", "elementType": "double"}, inner]
    schema = spark_schema({"type": "struct", "fields": [field(str(at), kind) for at, kind in enumerate(kinds)]})
    assert [c["type"] for c in schema.to_dict()] == ["integer", "long", "float", "datetime", "array", "object"]
    assert all(c["required"] for c in schema.to_dict())
    assert schema.to_dict()[5]["properties"] == {
        "p": {"type": "string", "required": False},
        "q": {"type": "integer", "required": True},
    }
    for unknown in ("decimal(10,2)", {"type": "map", "keyType": "string", "valueType": "string"}):
        with pytest.raises(MlflowException, match="counterpart"):
            spark_schema({"type": "struct", "fields": [field("x", unknown)]})


# Data of evaluations

X, Y = np.arange(6.0).reshape(3, 2), np.array([0, 1, 1])
DF = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6], "t": [0, 1, 2]})


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: EvaluationDataset(X, targets="t"),
        lambda: EvaluationDataset(X, targets=Y[:2]),
        lambda: EvaluationDataset(X, targets=Y, feature_names=["a"]),
        lambda: EvaluationDataset(X, targets=Y, feature_names=["a", "a"]),
        lambda: EvaluationDataset(X, targets=Y, name='a"b'),
        lambda: EvaluationDataset(X, targets=Y, path='a"b'),
        lambda: EvaluationDataset(np.ones(3), targets=Y),
        lambda: EvaluationDataset([[1, 2], [3]], targets=[0, 1]),
        lambda: EvaluationDataset("text"),
        lambda: EvaluationDataset(DF, targets="none"),
        lambda: EvaluationDataset(DF, targets="t", predictions="none"),
        lambda: EvaluationDataset(DF, targets="t", feature_names=["none"]),
        lambda: mlflow.data.from_numpy({"a": X}).to_evaluation_dataset(),
        lambda: convert_data_to_mlflow_dataset("text"),
    ],
)
def test_data_that_cannot_be_evaluated_with(wrong: Any) -> None:
    with pytest.raises(InvalidParameterValue):
        wrong()


def test_equal_data_of_evaluations() -> None:
    one = EvaluationDataset(X, targets=Y)
    assert one == EvaluationDataset(X, targets=Y) and hash(one) == hash(EvaluationDataset(X, targets=Y))
    assert one != EvaluationDataset(X + 1, targets=Y) and one != EvaluationDataset(X, targets=Y, name="z") and one != 3
    assert one.name == one.hash and one._metadata == {"name": one.hash, "hash": one.hash}
    lists = EvaluationDataset(pd.DataFrame({"a": [[1], [2]], "t": [0, 1]}), targets="t")
    assert len(lists.hash) == hashlib.md5(usedforsecurity=False).digest_size * 2


def test_any_data_as_a_dataset() -> None:
    made = convert_data_to_mlflow_dataset(DF, targets="t", predictions="b", name="q")
    assert (made.name, made.targets, made.predictions) == ("q", "t", "b")
    assert list(convert_data_to_mlflow_dataset(X, targets=Y).targets) == list(Y)
    assert convert_data_to_mlflow_dataset([[1, 2]]).features.shape == (1, 2)
    assert convert_data_to_mlflow_dataset({"a": [1, 2]}).profile["features_shape"] == {"a": [2]}
