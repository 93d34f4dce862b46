from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from pyspark import keyword_only
from pyspark.ml import Pipeline, PipelineModel, Transformer
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import StringIndexer, VectorAssembler
from pyspark.ml.regression import LinearRegression

import mlflow
from mlflow.exceptions import InvalidParameterValue
from mlflow.models import infer_signature
from mlflow.testing.flavors import unpickled
from mlflow.types.schema import SparkMLVector
from tests.frameworks.crossing import PublishedContract

X = pd.DataFrame({"a": np.linspace(-1, 1, 40), "b": np.linspace(1, 3, 40)[::-1] ** 2})
GENUINE = Path(__file__).parent / "scripts" / "cross.py"


@pytest.fixture(scope="module")
def table(spark: Any) -> Any:
    return spark.createDataFrame(X.assign(label=2 * X["a"] - X["b"] + 1))


@pytest.fixture(scope="module")
def pipeline(table: Any) -> Any:
    return Pipeline(stages=[VectorAssembler(inputCols=["a", "b"], outputCol="features"), LinearRegression()]).fit(table)


class TestPipeline(PublishedContract):
    flavor = mlflow.spark
    loader_module = "mlflow.spark"
    requires = ("pyspark",)

    @pytest.fixture(autouse=True)
    def _fitted(self, pipeline: Any) -> None:
        self.pipeline = pipeline

    def model(self) -> Any:
        return self.pipeline

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"spark_model": model}

    def example(self) -> pd.DataFrame:
        return X.head(5)

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        from pyspark.sql import SparkSession

        rows = SparkSession.getActiveSession().createDataFrame(data)
        return [row.prediction for row in model.transform(rows).collect()]

    def test_no_pickle_is_read_where_that_is_forbidden(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A model has none; the rows that Spark reads come from Java as pickles, which name what makes a row."""
        model = self._save(tmp_path / "m")
        monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
        with unpickled() as heard:
            loaded = mlflow.pyfunc.load_model(str(tmp_path / "m"))
            self._same(loaded.predict(self.example()), model)
            assert mlflow.spark.load_model(str(tmp_path / "m")).uid == model.uid
        rows = {"_create_row_inbound_converter", "_parse_datatype_json_string"}
        assert set(heard) <= {f"pyspark.sql.types.{name}" for name in rows}


def test_models_cross_to_genuine_mlflow_and_back_and_look_the_same(
    tmp_path: Path, genuine_facts: Callable[..., Any], pipeline: Any, spark: Any
) -> None:
    mlflow.spark.save_model(pipeline, str(tmp_path / "ours"))
    facts = genuine_facts(GENUINE, tmp_path)
    assert "compat-venv" in facts["file"]
    rows = pd.DataFrame(facts["rows"])
    for name in ("ours", "genuine"):
        assert mlflow.pyfunc.load_model(str(tmp_path / name)).predict(rows) == pytest.approx(facts["answers"][name])
    ours, theirs = (
        yaml.safe_load((tmp_path / name / "MLmodel").read_text())["flavors"] for name in ("ours", "genuine")
    )
    assert ours == theirs

    def shape(name: str) -> set[str]:
        return {file.name for file in (tmp_path / name / "sparkml").iterdir()}

    assert shape("ours") == shape("genuine") == {"metadata", "stages"}


def test_a_single_model_becomes_a_pipeline_and_takes_vectors(tmp_path: Path, table: Any) -> None:
    rows = VectorAssembler(inputCols=["a", "b"], outputCol="features").transform(table)
    model = LinearRegression().fit(rows)
    signature = infer_signature(rows.select("features"), model.transform(rows).select("prediction"))
    assert isinstance(signature.inputs.inputs[0].type, SparkMLVector)
    for name, given in (("plain", None), ("declared", signature)):
        mlflow.spark.save_model(model, str(tmp_path / name), signature=given)
        assert isinstance(mlflow.spark.load_model(str(tmp_path / name)), PipelineModel)
        asked = pd.DataFrame({"features": [[0.5, 1.0], [0.0, 0.0]]})
        np.testing.assert_allclose(mlflow.pyfunc.load_model(str(tmp_path / name)).predict(asked), [1.0, 1.0], atol=1e-6)


def test_what_cannot_be_a_model_is_said(tmp_path: Path, table: Any) -> None:
    class Mine(Transformer):
        @keyword_only
        def __init__(self) -> None:
            super().__init__()

        def _transform(self, dataset: Any) -> Any:
            return dataset

    cases = [
        (LogisticRegression(), "fit it first"),
        ("x", "not a str"),
        (PipelineModel([Mine()]), "DefaultParamsWritable"),
    ]
    for bad, words in cases:
        with pytest.raises(InvalidParameterValue, match=words):
            mlflow.spark.save_model(bad, str(tmp_path / "m"))
        assert not (tmp_path / "m").exists()


def test_a_pipeline_without_predictions_is_no_function(tmp_path: Path, spark: Any) -> None:
    words = spark.createDataFrame(pd.DataFrame({"s": ["x", "y"]}))
    model = StringIndexer(inputCol="s", outputCol="i").fit(words)
    mlflow.spark.save_model(model, str(tmp_path / "m"))
    with pytest.raises(InvalidParameterValue, match=r"it makes \['i'\]"):
        mlflow.pyfunc.load_model(str(tmp_path / "m")).predict(pd.DataFrame({"s": ["x"]}))
    assert mlflow.spark.load_model(str(tmp_path / "m")).transform(words).count() == 2


def test_a_shared_folder_passes_the_model_and_is_left_empty(tmp_path: Path, pipeline: Any) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    mlflow.spark.save_model(pipeline, str(tmp_path / "m"), dfs_tmpdir=shared.as_uri())
    assert list(shared.iterdir()) == []
    assert (tmp_path / "m" / "sparkml" / "metadata").is_dir()
    loaded = mlflow.spark.load_model(str(tmp_path / "m"), dfs_tmpdir=shared.as_uri())
    (made,) = shared.iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert len(loaded.stages) == 2


def test_a_process_without_session_starts_one_that_only_it_can_reach(tmp_path: Path, pipeline: Any) -> None:
    mlflow.spark.save_model(pipeline, str(tmp_path / "m"))
    code = (
        "import mlflow, pandas as pd, psutil, os\n"
        f"m = mlflow.pyfunc.load_model({str(tmp_path / 'm')!r})\n"
        "print(len(m.predict(pd.DataFrame({'a': [1.0], 'b': [2.0]}))))\n"
        "me = psutil.Process()\n"
        "open = [c for p in [me, *me.children(recursive=True)] for c in p.net_connections() if c.status == 'LISTEN']\n"
        "print(sorted({c.laddr.ip for c in open}))\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "SPARK_LOCAL_IP"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=200, check=True, env=environment
    )
    count, addresses = done.stdout.strip().splitlines()[-2:]
    assert count == "1"
    assert set(yaml.safe_load(addresses)) <= {"127.0.0.1", "::ffff:127.0.0.1", "::1"}
