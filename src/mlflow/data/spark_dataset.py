"""A DataFrame of Spark as a dataset."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from mlflow.data.dataset_source import DatasetSource
from mlflow.data.dataset_source_registry import source_or_code
from mlflow.data.delta_dataset_source import DeltaDatasetSource
from mlflow.data.digests import get_normalized_md5_digest
from mlflow.data.evaluation_rows import EvaluationDataset
from mlflow.data.pyfunc_dataset_mixin import PyFuncInputsOutputs
from mlflow.data.spark_dataset_source import SparkDatasetSource
from mlflow.data.spark_delta_utils import latest_version
from mlflow.data.table_dataset import TableDataset
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.types.schema import Schema
from mlflow.types.spark import is_spark, spark_schema

#: Milliseconds that counting rows may take; what is counted till then is an estimate.
_COUNT_FOR = 5000


class SparkDataset(TableDataset):
    """A DataFrame of Spark, with the columns that are targets and predictions.

    Its digest is that of its query plan, so that nothing is read.
    """

    def _check(self, df: Any) -> None:
        if not is_spark(df):
            raise InvalidParameterValue(f"from_spark takes a DataFrame of Spark, not a {type(df).__name__}.")

    def _compute_digest(self) -> str:
        return get_normalized_md5_digest([np.int64(self._df.semanticHash())])

    @cached_property
    def profile(self) -> dict[str, Any] | None:
        """About how many rows there are; None where Spark cannot tell, as over Spark Connect."""
        try:
            count = self._df.rdd.countApprox(timeout=_COUNT_FOR, confidence=0.90)
        except Exception:  # Spark's errors have no common class over its versions; a profile is never worth a failure
            return None
        return {"approx_count": count}

    @cached_property
    def schema(self) -> Schema | None:
        """The schema of its columns; None where one has a type that schemas do not know."""
        try:
            return spark_schema(self._df.schema.jsonValue())
        except MlflowException:
            return None

    def to_pyfunc(self) -> PyFuncInputsOutputs:
        df = self._df.limit(EvaluationDataset.SPARK_DATAFRAME_LIMIT).toPandas()
        if self._targets is None:
            return PyFuncInputsOutputs(df, None)
        return PyFuncInputsOutputs(df.drop(columns=[self._targets]), df[self._targets])


def load_delta(
    path: str | None = None,
    table_name: str | None = None,
    version: str | None = None,
    targets: str | None = None,
    name: str | None = None,
    digest: str | None = None,
) -> SparkDataset:
    """Read a Delta table by Spark, as a dataset.

    Args:
        path: Path of the table; or
        table_name: its name.
        version: The version; the newest, which is recorded, where None.
        targets: Name of the column a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of it; computed where None.

    Raises:
        InvalidParameterValue: Neither path nor table_name is given, or both.
    """
    if (path is None) == (table_name is None):
        raise InvalidParameterValue("Give either path or table_name.")
    number = int(version) if version is not None else latest_version(path or table_name or "", is_path=path is not None)
    source = DeltaDatasetSource(path, table_name, number)
    return SparkDataset(source.load(), source, targets, name, digest)


def from_spark(
    df: Any,
    path: str | None = None,
    table_name: str | None = None,
    version: str | None = None,
    sql: str | None = None,
    targets: str | None = None,
    name: str | None = None,
    digest: str | None = None,
    predictions: str | None = None,
) -> SparkDataset:
    """A DataFrame of Spark as a dataset.

    Args:
        df: The data.
        path: Path it was read from; or
        table_name: table it was read from; or
        version: Version of the Delta table that path or table_name names.
        sql: query that gave it; the running code where there is none of them.
        targets: Name of the column a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of it; that of its query plan where None.
        predictions: Name of a column of predictions.

    Raises:
        InvalidParameterValue: Several of path, table_name and sql are given, or a version of what is no Delta table.
    """
    if sum(each is not None for each in (path, table_name, sql)) > 1:
        raise InvalidParameterValue("Give at most one of path, table_name and sql.")
    source: DatasetSource
    place = path or table_name
    if place is None:
        source = SparkDatasetSource(sql=sql) if sql is not None else source_or_code(None)
    else:
        newest = latest_version(place, is_path=path is not None)
        if newest is not None:
            source = DeltaDatasetSource(path, table_name, int(version) if version is not None else newest)
        elif version is not None:
            raise InvalidParameterValue(f"{place!r} is no Delta table, so it has no version {version!r}.")
        else:
            source = SparkDatasetSource(path, table_name)
    return SparkDataset(df, source, targets, name, digest, predictions)
