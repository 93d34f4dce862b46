"""A dataset that Spark reads: a path, a table or a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import Self

from mlflow.data.dataset_source import DatasetSource
from mlflow.data.spark_delta_utils import session
from mlflow.exceptions import InvalidParameterValue, MlflowNotImplementedException


class SparkDatasetSource(DatasetSource):
    """What Spark reads.

    Args:
        path: Path of files; or
        table_name: name of a table; or
        sql: a query.

    Raises:
        InvalidParameterValue: None of them is given, or several.
    """

    def __init__(self, path: str | None = None, table_name: str | None = None, sql: str | None = None) -> None:
        if sum(each is not None for each in (path, table_name, sql)) != 1:
            raise InvalidParameterValue("Give one of path, table_name and sql.")
        self._path = path
        self._table_name = table_name
        self._sql = sql

    @staticmethod
    def _get_source_type() -> str:
        return "spark"

    def load(self, **kwargs: Any) -> Any:
        """Read it.

        Args:
            kwargs: Options of Spark's reader, where it is a path.

        Returns:
            A DataFrame of Spark.
        """
        spark = session()
        if self._path is not None:
            return spark.read.options(**kwargs).load(self._path)
        return spark.sql(self._sql) if self._sql is not None else spark.read.table(self._table_name)

    @staticmethod
    def _can_resolve(raw_source: Any) -> bool:
        return False

    @classmethod
    def _resolve(cls, raw_source: Any) -> Self:
        raise MlflowNotImplementedException("Give SparkDatasetSource(path=…), (table_name=…) or (sql=…).")

    def to_dict(self) -> dict[str, Any]:
        given = {"path": self._path, "table_name": self._table_name, "sql": self._sql}
        return {key: value for key, value in given.items() if value is not None}

    @classmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Self:
        return cls(source_dict.get("path"), source_dict.get("table_name"), source_dict.get("sql"))
