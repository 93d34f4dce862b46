"""Types of schemas as Spark's own; a file of its own as it needs PySpark."""

from __future__ import annotations

from typing import Any

from pyspark.ml.linalg import VectorUDT
from pyspark.sql import types as spark

from mlflow.exceptions import MlflowException
from mlflow.types.datatypes import AnyDataType, Array, DataType, Map, Object, SparkMLVector
from mlflow.types.schema import Schema, TensorSpec

_SCALARS: dict[DataType, Any] = {
    DataType.boolean: spark.BooleanType(),
    DataType.integer: spark.IntegerType(),
    DataType.long: spark.LongType(),
    DataType.float: spark.FloatType(),
    DataType.double: spark.DoubleType(),
    DataType.string: spark.StringType(),
    DataType.binary: spark.BinaryType(),
    DataType.datetime: spark.TimestampType(),
}


def spark_type(declared: AnyDataType) -> Any:
    """The type of a column.

    Raises:
        MlflowException: Spark has none for it.
    """
    if isinstance(declared, DataType):
        return _SCALARS[declared]
    if isinstance(declared, SparkMLVector):
        return VectorUDT()
    if isinstance(declared, Array):
        return spark.ArrayType(spark_type(declared.dtype))
    if isinstance(declared, Map):
        return spark.MapType(spark.StringType(), spark_type(declared.value_type))
    if isinstance(declared, Object):
        return spark.StructType(
            [spark.StructField(each.name, spark_type(each.dtype), not each.required) for each in declared.properties]
        )
    raise MlflowException(f"Spark has no type for {declared!r}.", error_code="INVALID_PARAMETER_VALUE")


def spark_types(schema: Schema) -> Any:
    """A schema as a struct of Spark; one column without a name as the type of that.

    Raises:
        MlflowException: It is one of tensors, has several columns without names, or a type that Spark has not.
    """
    specs = schema.inputs
    if any(isinstance(spec, TensorSpec) for spec in specs):
        raise MlflowException("Tensors have no type in Spark.", error_code="INVALID_PARAMETER_VALUE")
    if len(specs) == 1 and specs[0].name is None:
        return spark_type(specs[0].type)
    if not schema.has_input_names():
        raise MlflowException("Columns of Spark have names; the schema has none.", error_code="INVALID_PARAMETER_VALUE")
    return spark.StructType(
        [spark.StructField(str(spec.name), spark_type(spec.type), not spec.required) for spec in specs]
    )
