"""The schema of Spark's DataFrames, read from the JSON form of their own schema: Spark itself is not needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlflow.exceptions import MlflowException
from mlflow.types.datatypes import AnyDataType, Array, DataType, Object, Property, SparkMLVector
from mlflow.types.schema import ColSpec, Schema

#: Spark's type → scalar type.
_SCALARS: dict[str, DataType] = {
    "boolean": DataType.boolean,
    "byte": DataType.integer,
    "short": DataType.integer,
    "integer": DataType.integer,
    "long": DataType.long,
    "float": DataType.float,
    "double": DataType.double,
    "string": DataType.string,
    "binary": DataType.binary,
    "date": DataType.datetime,
    "timestamp": DataType.datetime,
    "timestamp_ntz": DataType.datetime,
}


def is_spark(data: Any) -> bool:
    """Whether this is a DataFrame of Spark, classic or of Spark Connect."""
    return type(data).__module__.startswith("pyspark.sql.") and hasattr(data, "toPandas")


def spark_schema(described: Mapping[str, Any]) -> Schema:
    """The schema for one of Spark's; columns are required, since Spark calls nearly all of them nullable.

    Args:
        described: ``df.schema.jsonValue()``.

    Raises:
        MlflowException: A column's type has no counterpart, such as a decimal or a map.
    """
    return Schema([ColSpec(_type(field["type"]), field["name"]) for field in described["fields"]])


def _type(spark: Any) -> AnyDataType:
    if isinstance(spark, str):
        found = _SCALARS.get(spark)
        if found is not None:
            return found
    elif spark.get("type") == "array":
        return Array(_type(spark["elementType"]))
    elif spark.get("type") == "struct":
        return Object([Property(f["name"], _type(f["type"]), required=not f["nullable"]) for f in spark["fields"]])
    elif spark.get("type") == "udt" and str(spark.get("class")).endswith(".VectorUDT"):
        return SparkMLVector()
    raise MlflowException(f"Spark's type {spark!r} has no counterpart in a schema; cast the column.")
