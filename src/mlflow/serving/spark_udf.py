"""Any model as a function of columns of Spark; a file of its own as it needs PySpark."""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator  # noqa: UP035  # PySpark reads typing's

import pandas as pd
from pyspark import SparkFiles
from pyspark.sql.functions import col, pandas_udf
from pyspark.sql.types import ArrayType, DoubleType, StructField, StructType, _parse_datatype_string
from pyspark.sql.types import DataType as SparkType

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.models.archives import write_archive
from mlflow.models.files import MLMODEL
from mlflow.models.location import local_folder
from mlflow.models.mlmodel import Model
from mlflow.models.model_config import read_config
from mlflow.serving.environments import MANAGERS, python_for
from mlflow.serving.scorers import Recipe, scorer_for
from mlflow.serving.spark_batches import Columns
from mlflow.tracking.artifacts import download_artifacts
from mlflow.types.parameters import enforce_params
from mlflow.types.schema import ColSpec, Schema, TensorSpec
from mlflow.types.spark import spark_schema
from mlflow.types.spark_types import spark_type, spark_types

#: The flavor whose models are none for workers: a worker has no session of Spark.
_SPARK = "spark"


def spark_udf(
    spark: Any,
    model_uri: str,
    result_type: Any = None,
    env_manager: str | None = None,
    params: dict[str, Any] | None = None,
    extra_env: dict[str, str] | None = None,
    prebuilt_env_uri: str | None = None,
    model_config: str | Path | dict[str, Any] | None = None,
) -> Any:
    """A model as a function of columns: ``df.withColumn("prediction", udf("a", "b"))``.

    Columns are named by the model's signature in its order; one struct has names of its own; without arguments the
    columns of the signature are taken. Each worker process of Spark loads the model once, and gets rows in batches of
    ``spark.sql.execution.arrow.maxRecordsPerBatch``.

    Args:
        spark: The session.
        model_uri: The model.
        result_type: A type of Spark or its name, such as ``"double"``, ``"array<string>"`` or ``"label string, score
            double"``; as the signature's outputs say where None, or ``double`` where they say nothing. Of several
            columns that a model returns the leftmost that fits is taken; an array takes all that fit, a struct takes
            them by name.
        env_manager: ``local`` (where None) for the workers' own environment; ``virtualenv`` or ``uv`` for a process
            beside each worker in an environment with the model's requirements, where the worker's lacks some.
        params: Inference parameters.
        extra_env: Environment variables for the model.
        prebuilt_env_uri: An environment that ``mlflow.pyfunc.build_model_env`` wrote; in place of ``env_manager``.
        model_config: Settings that go before those the model was saved with.

    Returns:
        A function of columns or their names, which ``spark.udf.register`` takes, too.

    Raises:
        InvalidParameterValue: An argument is wrong, or the model is one of Spark itself.
        ResourceDoesNotExist: There is no such model.
    """
    manager = env_manager or "local"
    if manager not in MANAGERS:
        raise InvalidParameterValue(f"env_manager must be one of {', '.join(MANAGERS)}, not {manager!r}.")
    folder, _ = local_folder(model_uri)
    model = Model.load(folder / MLMODEL)
    if _SPARK in model.flavors:
        raise InvalidParameterValue(
            "A model of Spark needs a session, which workers have not: use mlflow.spark.load_model(uri).transform(df)."
        )
    signature = model.signature
    if params:
        enforce_params(params, signature.params if signature is not None else None)
    kind = _result_type(result_type, signature.outputs if signature is not None else None)
    settings = read_config(model_config)
    here = _shares_this_machine(spark)
    if here and prebuilt_env_uri is None:
        python_for(folder, manager)  # made once, before each worker looks for it
    recipe = Recipe(
        key=_key(folder, manager, settings, extra_env, prebuilt_env_uri),
        place=str(folder) if here else _shipped(spark, folder),
        env_manager=manager,
        model_config=settings,
        variables=dict(extra_env or {}),
        environment=_environment(spark, prebuilt_env_uri) if prebuilt_env_uri else None,
    )
    columns = _columns(signature.inputs if signature is not None else None)
    return _callable(_function(recipe, columns, params, kind), columns)


def _callable(made: Any, columns: Columns) -> Any:
    @functools.wraps(made)
    def udf(*given: Any) -> Any:
        if not given:
            if not columns.names:
                raise InvalidParameterValue("The model has no signature that names its columns: name them in the call.")
            if columns.required < len(columns.names):
                raise InvalidParameterValue(f"Some of the columns {', '.join(columns.names)} are optional: name yours.")
            return made(*map(col, columns.names))
        if len(given) > 1:
            columns.named(len(given))
        return made(*given)

    return udf


def _function(recipe: Recipe, columns: Columns, params: dict[str, Any] | None, kind: SparkType) -> Any:
    wanted = _wanted(kind)
    is_struct = isinstance(kind, StructType)

    @pandas_udf(kind)
    def answers(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
        scorer = scorer_for(_found(recipe))
        for batch in batches:
            table = columns.table(batch)
            answer = scorer.answer(table, params, wanted)
            yield answer if is_struct else answer.iloc[:, 0]

    return answers


def _found(recipe: Recipe) -> Recipe:
    """The recipe with the places of this worker's files."""
    made = recipe
    if not Path(recipe.place).is_absolute():
        made = replace(made, place=SparkFiles.get(recipe.place))
    if recipe.environment is not None and not Path(recipe.environment).is_absolute():
        made = replace(made, environment=SparkFiles.get(recipe.environment))
    return made


def _key(folder: Path, *facts: Any) -> str:
    described = folder / MLMODEL
    told = [str(folder), described.stat().st_mtime_ns, described.read_text(encoding="utf-8"), *facts]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _is_connected(spark: Any) -> bool:
    return type(spark).__module__.startswith("pyspark.sql.connect.")


def _shares_this_machine(spark: Any) -> bool:
    return not _is_connected(spark) and spark.sparkContext.master.partition("[")[0] == "local"


def _shipped(spark: Any, folder: Path) -> str:
    """Give the model to all workers, as one file whose digests they compare; its name there."""
    above = Path(tempfile.mkdtemp(prefix="mlflow-model-"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    made = above / "model.zip"
    named = above / f"mlflow-model-{write_archive(folder, made)[:24]}.zip"
    made.rename(named)
    return _given(spark, named)


def _given(spark: Any, file: Path) -> str:
    if _is_connected(spark):
        spark.addArtifacts(str(file), file=True)
    else:
        spark.sparkContext.addFile(str(file))
    return file.name


def _environment(spark: Any, uri: str) -> str:
    file = Path(download_artifacts(uri))
    if not file.is_file():
        raise InvalidParameterValue(f"prebuilt_env_uri names a file that build_model_env wrote; {uri!r} is none.")
    return _given(spark, file)


def _columns(inputs: Schema | None) -> Columns:
    if inputs is None or not inputs.has_input_names():
        return Columns()
    specs = inputs.inputs
    return Columns(tuple(str(spec.name) for spec in specs), sum(bool(spec.required) for spec in specs))


def _result_type(given: Any, outputs: Schema | None) -> SparkType:
    """The type of the answers.

    Raises:
        InvalidParameterValue: ``given`` is none.
    """
    if given is None:
        return _declared(outputs)
    if isinstance(given, SparkType):
        return given
    if not isinstance(given, str):
        raise InvalidParameterValue(f"result_type is a type of Spark or its name, not a {type(given).__name__}.")
    try:
        return _parse_datatype_string("boolean" if given.strip() == "bool" else given)
    except Exception as error:  # Spark's errors have no common class over its versions
        said = str(error).strip().splitlines()[0]
        raise InvalidParameterValue(f"result_type {given!r} is no type of Spark: {said}") from error


def _declared(outputs: Schema | None) -> SparkType:
    """The type that a signature's outputs say; one column is no struct."""
    specs = outputs.inputs if outputs is not None else []
    if any(isinstance(spec, TensorSpec) for spec in specs):
        return ArrayType(DoubleType())
    if outputs is None or not specs:
        return DoubleType()
    try:
        return _with_gaps(spark_type(specs[0].type) if len(specs) == 1 else spark_types(outputs))
    except MlflowException:
        return DoubleType()


def _with_gaps(kind: SparkType) -> SparkType:
    """The type with all that may be missing in it, as Spark has what comes from Python."""
    if isinstance(kind, StructType):
        return StructType([StructField(each.name, _with_gaps(each.dataType)) for each in kind.fields])
    return ArrayType(_with_gaps(kind.elementType)) if isinstance(kind, ArrayType) else kind


def _wanted(kind: SparkType) -> Schema:
    """The type of the answers as a schema.

    Raises:
        InvalidParameterValue: It has parts that models cannot give, such as an interval.
    """
    try:
        if isinstance(kind, StructType):
            return spark_schema(kind.jsonValue())
        (spec,) = spark_schema({"fields": [{"name": "", "type": kind.jsonValue()}]}).inputs
        return Schema([ColSpec(spec.type)])
    except MlflowException as error:
        raise InvalidParameterValue(f"A model cannot give {kind.simpleString()}: {error.message}") from error
