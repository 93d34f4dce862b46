"""Models of Spark ML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyspark
from pyspark.ml import PipelineModel, Transformer
from pyspark.ml.functions import array_to_vector
from pyspark.ml.linalg import DenseVector, SparseVector
from pyspark.ml.util import MLWritable
from pyspark.sql.types import ArrayType

from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors import spark_session
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature
from mlflow.types.datatypes import SparkMLVector

FLAVOR_NAME = "spark"
_FOLDER = "sparkml"
_ANSWER = "prediction"


def get_default_pip_requirements(is_spark_connect_model: bool = False) -> list[str]:
    """What every model of Spark ML needs.

    Args:
        is_spark_connect_model: Whether the model speaks to Spark Connect.
    """
    return [pinned("pyspark").replace("pyspark", "pyspark[connect]" if is_spark_connect_model else "pyspark")]


def get_default_conda_env(is_spark_connect_model: bool = False) -> dict[str, Any]:
    """The conda environment that has what every model of Spark ML needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements(is_spark_connect_model)])


def save_model(
    spark_model: Any,
    path: str,
    mlflow_model: Model | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    dfs_tmpdir: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a model of Spark ML.

    Args:
        spark_model: A fitted pipeline, or a single transformer or fitted model, which becomes a pipeline of one stage.
        path: A new or empty folder of this machine.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        dfs_tmpdir: Folder that the driver and the executors share, such as ``hdfs:///tmp``, to pass the model through.
            Without one, a cluster uses ``MLFLOW_DFS_TMP``, and a session of this machine none.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer, as a DataFrame of pandas.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong, or a stage of the model cannot be written.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    pipeline = _pipeline(spark_model)
    asked = _Answering(pipeline)
    contents = Contents(
        write=lambda folder: spark_session.write(pipeline, folder / _FOLDER, dfs_tmpdir),
        loader_module="mlflow.spark",
        pyfunc={"data": _FOLDER},
        flavor=FLAVOR_NAME,
        native={
            "model_class": f"{PipelineModel.__module__}.{PipelineModel.__qualname__}",
            "model_data": _FOLDER,
            "pyspark_version": pyspark.__version__,
        },
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: asked.predict(data),
    )
    save(path, contents, common)


def log_model(
    spark_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    dfs_tmpdir: str | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    name: str | None = None,
) -> ModelInfo:
    """Log a model of Spark ML; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_model(model_uri: str, dfs_tmpdir: str | None = None, dst_path: str | None = None) -> Any:
    """Load the pipeline of a model into the session in use, or into a new one of this machine.

    Args:
        model_uri: The model.
        dfs_tmpdir: As :func:`save_model` takes it; what is put there stays until the session ends.
        dst_path: An existing folder to download the model to.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of Spark.
    """
    found = opened(model_uri, FLAVOR_NAME, dst_path)
    return spark_session.read(PipelineModel.load, found.file("model_data", _FOLDER), dfs_tmpdir)


def _pipeline(model: Any) -> PipelineModel:
    if not isinstance(model, Transformer):
        hint = "; fit it first" if hasattr(model, "fit") else ""
        raise InvalidParameterValue(
            f"Models of Spark are transformers, such as a fitted pipeline, not a {type(model).__name__}{hint}."
        )
    pipeline = model if isinstance(model, PipelineModel) else PipelineModel([model])
    for stage in _stages(pipeline):
        if not isinstance(stage, MLWritable):
            raise InvalidParameterValue(
                f"The stage {stage.uid} ({type(stage).__name__}) cannot be written; a stage of one's own must inherit "
                "DefaultParamsWritable and DefaultParamsReadable of pyspark.ml.util."
            )
    return pipeline


def _stages(pipeline: PipelineModel) -> list[Any]:
    return [
        inner
        for stage in pipeline.stages
        for inner in (_stages(stage) if isinstance(stage, PipelineModel) else [stage])
    ]


class _Answering:
    """A pipeline as a python_function: frames of pandas in, a list of predictions out.

    Args:
        pipeline: The model.
        vectors: Names of the columns that a signature declares to be vectors.
    """

    def __init__(self, pipeline: PipelineModel, vectors: frozenset[str] = frozenset()) -> None:
        self._pipeline = pipeline
        self._vectors = vectors | {
            stage.getOrDefault("featuresCol") for stage in _stages(pipeline) if stage.hasParam("featuresCol")
        }

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> list[Any]:
        """The column ``prediction`` of what the pipeline makes of the rows.

        Raises:
            InvalidParameterValue: The data is no table, or the pipeline makes no such column.
        """
        if not isinstance(data, pd.DataFrame):
            raise InvalidParameterValue(f"A model of Spark takes a DataFrame, not a {type(data).__name__}.")
        rows = spark_session.session().createDataFrame(_plain(data))
        for field in rows.schema.fields:
            if field.name in self._vectors and isinstance(field.dataType, ArrayType):
                rows = rows.withColumn(field.name, array_to_vector(rows[field.name].cast("array<double>")))
        answered = self._pipeline.transform(rows)
        if _ANSWER not in answered.columns:
            made = [name for name in answered.columns if name not in rows.columns]
            raise InvalidParameterValue(
                f"The pipeline makes no column {_ANSWER!r}, which is what a python_function answers; it makes {made}. "
                "Load it with mlflow.spark.load_model to use transform()."
            )
        return [_value(row[0]) for row in answered.select(_ANSWER).collect()]

    def get_raw_model(self) -> PipelineModel:
        return self._pipeline


def _value(cell: Any) -> Any:
    return cell.toArray().tolist() if isinstance(cell, DenseVector | SparseVector) else cell


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with names of text and lists for arrays, as Spark wants them."""
    plain = frame.rename(columns=str)
    for name, column in frame.rename(columns=str).items():
        if column.dtype == np.dtype("O"):
            plain[name] = [cell.tolist() if isinstance(cell, np.ndarray) else cell for cell in column]
    return plain


def _load_pyfunc(path: str) -> _Answering:
    """Load a model as a python_function; ``path`` is the folder of its pipeline."""
    place = Path(path)
    signature = opened_folder(place.parent, FLAVOR_NAME).model.signature
    inputs = signature.inputs if signature is not None else None
    vectors = {str(spec.name) for spec in inputs or () if isinstance(spec.type, SparkMLVector)}
    return _Answering(spark_session.read(PipelineModel.load, place, None), frozenset(vectors))
