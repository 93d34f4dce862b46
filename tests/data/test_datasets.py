from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import mlflow
from mlflow.data.meta_dataset import MetaDataset
from mlflow.data.schema import TensorDatasetSchema
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist

FRAME = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})


def test_a_frame() -> None:
    dataset = mlflow.data.from_pandas(FRAME, source="s3://b/x.csv", name="nm", targets="b")
    assert dataset.to_dict() == {
        "name": "nm",
        "digest": dataset.digest,
        "source_type": "s3",
        "source": '{"uri": "s3://b/x.csv"}',
        "schema": '{"mlflow_colspec": [{"type": "long", "name": "a", "required": true}, '
        '{"type": "string", "name": "b", "required": true}]}',
        "profile": '{"num_rows": 2, "num_elements": 4}',
    }
    assert json.loads(dataset.to_json()) == dataset.to_dict()
    split = dataset.to_pyfunc()
    assert list(split.inputs.columns) == ["a"] and list(split.outputs) == ["x", "y"]
    assert (dataset.targets, dataset.predictions) == ("b", None) and dataset.df is FRAME
    for role in ("targets", "predictions"):
        with pytest.raises(InvalidParameterValue, match=role):
            mlflow.data.from_pandas(FRAME, **{role: "none"})


def test_arrays() -> None:
    dataset = mlflow.data.from_numpy(np.arange(6).reshape(2, 3), targets=np.array([0, 1]))
    assert dataset.name == "dataset" and dataset.source._get_source_type() == "code"
    assert json.loads(dataset.to_dict()["profile"]) == {
        "features_shape": [2, 3],
        "features_size": 6,
        "features_nbytes": 48,
        "targets_shape": [2],
        "targets_size": 2,
        "targets_nbytes": 16,
    }
    features = '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1, 3]}}]'
    targets = '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
    assert json.loads(dataset.to_dict()["schema"]) == {"mlflow_tensorspec": {"features": features, "targets": targets}}
    again = TensorDatasetSchema.from_dict(json.loads(dataset.to_dict()["schema"]))
    assert again == dataset.schema
    named = mlflow.data.from_numpy({"a": np.ones(2)}, targets={"b": np.ones(2)})
    assert named.profile["features_shape"] == {"a": [2]} and named.to_pyfunc().outputs is named.targets
    with pytest.raises(InvalidParameterValue):
        TensorDatasetSchema.from_dict({})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FRAME, FRAME.assign(a=[1, 3])),
        (FRAME, FRAME.rename(columns={"a": "c"})),
        (FRAME, FRAME.assign(a=[1.0, 2.0])),
        (FRAME, pd.concat([FRAME, FRAME])),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.ones(2), np.ones(2, np.int64)),
        (np.array(["a", {}], dtype=object), np.array([["a", []]], dtype=object)),
        ({"a": np.zeros(2)}, {"a": np.ones(2)}),
    ],
)
def test_digests_tell_contents_apart(one: Any, other: Any) -> None:
    def digest(data: Any) -> str:
        made = mlflow.data.from_pandas(data) if isinstance(data, pd.DataFrame) else mlflow.data.from_numpy(data)
        return made.digest

    assert digest(one) == digest(one) != digest(other) and len(digest(one)) == 8


def test_a_digest_of_targets_is_not_one_of_features() -> None:
    both = mlflow.data.from_numpy(np.zeros(2), targets=np.zeros(2))
    assert both.digest != mlflow.data.from_numpy(np.zeros(2)).digest
    assert mlflow.data.from_numpy(np.zeros(2), digest="mine").digest == "mine"


@pytest.mark.parametrize(
    ("source", "kind", "described"),
    [
        ("/data/x", "local", {"uri": "/data/x"}),
        ("file:///data/x", "local", {"uri": "file:///data/x"}),
        ("rel/x.csv", "local", {"uri": "rel/x.csv"}),
        ("gs://b/x", "gs", {"uri": "gs://b/x"}),
        ("wasbs://c@a.blob.core.windows.net/x", "wasbs", {"uri": "wasbs://c@a.blob.core.windows.net/x"}),
        ("abfss://c@a/x", "abfss", {"uri": "abfss://c@a/x"}),
        ("viewfs://h/x", "viewfs", {"uri": "viewfs://h/x"}),
        ("sftp://h/x", "sftp", {"uri": "sftp://h/x"}),
        ("https://h/x", "http", {"url": "https://h/x"}),
    ],
)
def test_sources(source: str, kind: str, described: dict[str, str]) -> None:
    dataset = mlflow.data.from_numpy(np.ones(2), source=source)
    assert dataset.source._get_source_type() == kind and json.loads(dataset.source.to_json()) == described
    again = mlflow.data.get_source(dataset._to_mlflow_entity())
    assert type(again) is type(dataset.source) and again.to_dict() == described


@pytest.mark.parametrize("source", ["foo://bar", "dbfs:/x", "runs:/a/b"])
def test_sources_that_are_none(source: str) -> None:
    with pytest.raises(ResourceDoesNotExist):
        mlflow.data.from_numpy(np.ones(2), source=source)


def test_local_sources_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a\n1\n")
    source = mlflow.data.from_pandas(FRAME, source=tmp_path / "x.csv").source
    assert source.load() == str(tmp_path / "x.csv")
    copied = source.load(str(tmp_path / "copy"))  # type: ignore[call-arg]
    assert Path(copied).read_text() == "a\n1\n" and copied != source.load()
    with pytest.raises(ResourceDoesNotExist):
        mlflow.data.from_pandas(FRAME, source=str(tmp_path / "none.csv")).source.load()


def test_a_described_dataset() -> None:
    source = mlflow.data.from_pandas(FRAME, source="/x").source
    one = MetaDataset(source, "x")
    assert set(one.to_dict()) == {"name", "digest", "source", "source_type"} and len(one.digest) == 8
    with_schema = MetaDataset(source, "x", schema=mlflow.data.from_pandas(FRAME).schema)
    assert "mlflow_colspec" in with_schema.to_dict()["schema"] and with_schema.digest != one.digest


def test_datasets_are_inputs_of_runs() -> None:
    one = mlflow.data.from_pandas(FRAME, name="one")
    two = mlflow.data.from_numpy(np.ones(2), name="two")
    with mlflow.start_run() as run:
        mlflow.log_input(one, context="training", tags={"k": "v"})
        mlflow.log_input(one, context="training")
        mlflow.log_inputs([two], ["eval"])
        mlflow.log_metric("m", 1, dataset=two)
        with pytest.raises(InvalidParameterValue, match="contexts"):
            mlflow.log_inputs([one, two], ["eval"])
    inputs = {i.dataset.name: i for i in mlflow.get_run(run.info.run_id).inputs.dataset_inputs}
    assert set(inputs) == {"one", "two"} and inputs["one"].dataset == one._to_mlflow_entity()
    assert {t.key: t.value for t in inputs["one"].tags} == {"mlflow.data.context": "training", "k": "v"}
    assert {t.key: t.value for t in inputs["two"].tags} == {"mlflow.data.context": "eval"}
    assert len(mlflow.search_runs(filter_string="dataset.name = 'one'")) == 1


def test_kinds_of_sources_are_registered() -> None:
    from mlflow.data.dataset_source_registry import get_registered_sources, register_dataset_source

    class Mine(mlflow.data.sources.CodeDatasetSource):
        @staticmethod
        def _get_source_type() -> str:
            return "mine"

        @staticmethod
        def _can_resolve(raw_source: Any) -> bool:
            return raw_source == "mine"

        @classmethod
        def _resolve(cls, raw_source: Any) -> Any:
            return cls({"x": "1"})

    register_dataset_source(Mine)
    try:
        dataset = mlflow.data.from_numpy(np.ones(2), source="mine")
        assert type(dataset.source) is Mine and mlflow.data.get_source(dataset._to_mlflow_entity()).to_dict() == {
            "tags": {"x": "1"}
        }
    finally:
        registry = mlflow.data.dataset_source_registry._registry
        registry.sources.remove(Mine)
    assert Mine not in get_registered_sources()


def test_constructors_are_registered() -> None:
    from mlflow.data import dataset_registry

    def from_mine(value: int, name: str | None = None, digest: str | None = None) -> Any:
        return mlflow.data.from_numpy(np.array([value]), name=name, digest=digest)

    assert dataset_registry.register_constructor(from_mine) == "from_mine"
    assert dataset_registry.register_constructor(from_mine, "load_mine") == "load_mine"
    try:
        assert mlflow.data.from_mine(3, name="q").name == "q"
        assert {"from_mine", "load_mine", "from_pandas"} <= dataset_registry.get_registered_constructors().keys()
    finally:
        dataset_registry._registry.constructors.clear()
    with pytest.raises(InvalidParameterValue, match="from_ or load_"):
        dataset_registry.register_constructor(from_mine, "mine")
    with pytest.raises(InvalidParameterValue, match="'name'"):
        dataset_registry.register_constructor(lambda x: x, "from_x")
    with pytest.raises(AttributeError):
        mlflow.data.from_mine  # noqa: B018
