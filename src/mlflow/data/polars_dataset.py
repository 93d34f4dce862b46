"""A polars DataFrame as a dataset."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import polars as pl

from mlflow.data.dataset_source import DatasetSource
from mlflow.data.dataset_source_registry import source_or_code
from mlflow.data.pyfunc_dataset_mixin import PyFuncInputsOutputs
from mlflow.data.table_dataset import TableDataset
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.types.datatypes import AnyDataType, Array, DataType, Object, Property
from mlflow.types.schema import ColSpec, Schema

#: polars' types with a scalar type of the same range.
TYPE_MAP: dict[Any, DataType] = {
    pl.Binary: DataType.binary,
    pl.Boolean: DataType.boolean,
    pl.Datetime: DataType.datetime,
    pl.Float32: DataType.float,
    pl.Float64: DataType.double,
    pl.Int8: DataType.integer,
    pl.Int16: DataType.integer,
    pl.Int32: DataType.integer,
    pl.Int64: DataType.long,
    pl.String: DataType.string,
}
#: polars' types whose values a scalar type of another kind can hold.
CLOSE_MAP: dict[Any, DataType] = {
    pl.Categorical: DataType.string,
    pl.Enum: DataType.string,
    pl.Date: DataType.datetime,
    pl.UInt8: DataType.integer,
    pl.UInt16: DataType.integer,
    pl.UInt32: DataType.long,
}


def hash_polars_df(df: pl.DataFrame) -> str:
    """Fingerprint of a DataFrame: the sum of its rows' hashes, modulo 2⁶⁴; the order of rows does not count."""
    return str(df.hash_rows().sum())


def infer_schema(df: pl.DataFrame) -> Schema:
    """The schema of a DataFrame's columns.

    Raises:
        MlflowException: A column's type has none in a schema.
    """
    return Schema([infer_colspec(df[name], allow_unknown=False) for name in df.columns])


def infer_colspec(col: pl.Series, *, allow_unknown: bool = True) -> ColSpec:
    """The schema of a column; columns are required, since polars does not tell which may be null.

    Raises:
        MlflowException: Its type has none in a schema.
    """
    try:
        return ColSpec(infer_dtype(col.dtype, col.name, allow_unknown=allow_unknown), col.name)
    except ValueError as error:
        raise MlflowException(str(error)) from error


def infer_dtype(dtype: Any, col_name: str, *, allow_unknown: bool) -> AnyDataType | str:
    """The type in a schema for one of polars.

    Args:
        dtype: polars' type, or its class.
        col_name: The column, for the message.
        allow_unknown: Whether a type without counterpart gives its name.

    Raises:
        ValueError: It has no counterpart.
    """
    kind = dtype.base_type()
    if kind in (pl.List, pl.Array):
        return Array(infer_dtype(dtype.inner, col_name, allow_unknown=allow_unknown))
    if kind is pl.Struct:
        fields = dtype.fields
        return Object([Property(f.name, infer_dtype(f.dtype, col_name, allow_unknown=allow_unknown)) for f in fields])
    found = TYPE_MAP.get(kind) or CLOSE_MAP.get(kind)
    if found is not None:
        return found
    if allow_unknown:
        return str(dtype)
    raise ValueError(f"The column {col_name!r} is of type {dtype}, which has none in a schema; cast it.")


class PolarsDataset(TableDataset):
    """A polars DataFrame, with the columns that are targets and predictions."""

    def _check(self, df: Any) -> None:
        if not isinstance(df, pl.DataFrame):
            raise InvalidParameterValue(
                f"from_polars takes a polars.DataFrame, not a {type(df).__name__}; collect() a LazyFrame."
            )

    def _compute_digest(self) -> str:
        return hash_polars_df(self._df)

    @property
    def profile(self) -> dict[str, int]:
        return {"num_rows": self._df.height, "num_elements": self._df.height * self._df.width}

    @cached_property
    def schema(self) -> Schema | None:
        """The schema of its columns; None where one has a type that schemas do not know."""
        try:
            return infer_schema(self._df) if self._df.columns else None
        except MlflowException:
            return None

    def to_dict(self) -> dict[str, Any]:
        found = super().to_dict()
        return {**found, "schema": found["schema"] or "null"}

    def to_pyfunc(self) -> PyFuncInputsOutputs:
        if self._targets is None:
            return PyFuncInputsOutputs([self._df.to_pandas()], None)
        inputs = self._df.drop(self._targets).to_pandas()
        return PyFuncInputsOutputs([inputs], [self._df[self._targets].to_pandas()])

    def _evaluated(self) -> Any:
        return self._df.to_pandas()


def from_polars(
    df: pl.DataFrame,
    source: str | DatasetSource | None = None,
    targets: str | None = None,
    name: str | None = None,
    digest: str | None = None,
    predictions: str | None = None,
) -> PolarsDataset:
    """A polars DataFrame as a dataset.

    Args:
        df: The data.
        source: Path, address or URI it was read from; the running code where None.
        targets: Name of the column a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.
        predictions: Name of a column of predictions.
    """
    return PolarsDataset(df, source_or_code(source), targets, name, digest, predictions)
