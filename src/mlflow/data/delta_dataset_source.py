"""A dataset in a Delta table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import Self

from mlflow.data.dataset_source import DatasetSource
from mlflow.data.spark_delta_utils import session
from mlflow.exceptions import InvalidParameterValue, MlflowNotImplementedException

DATABRICKS_HIVE_METASTORE_NAME = "hive_metastore"
#: Catalogs of a workspace that are not of Unity Catalog.
DATABRICKS_LOCAL_METASTORE_NAMES = [DATABRICKS_HIVE_METASTORE_NAME, "spark_catalog"]
DATABRICKS_SAMPLES_CATALOG_NAME = "samples"


class DeltaDatasetSource(DatasetSource):
    """A Delta table, by its path or its name, at a version.

    Args:
        path: Path of the table; or
        delta_table_name: its name.
        delta_table_version: The version; the newest where None.
        delta_table_id: Id of the table in its catalog.

    Raises:
        InvalidParameterValue: Neither path nor name is given, or both.
    """

    def __init__(
        self,
        path: str | None = None,
        delta_table_name: str | None = None,
        delta_table_version: int | None = None,
        delta_table_id: str | None = None,
    ) -> None:
        if (path is None) == (delta_table_name is None):
            raise InvalidParameterValue("Give either path or delta_table_name.")
        self._path = path
        self._delta_table_name = delta_table_name
        self._delta_table_version = delta_table_version
        self._delta_table_id = delta_table_id

    @staticmethod
    def _get_source_type() -> str:
        return "delta_table"

    @property
    def path(self) -> str | None:
        """Path of the table."""
        return self._path

    @property
    def delta_table_name(self) -> str | None:
        """Name of the table."""
        return self._delta_table_name

    @property
    def delta_table_version(self) -> int | None:
        """Version of the table."""
        return self._delta_table_version

    @property
    def delta_table_id(self) -> str | None:
        """Id of the table in its catalog."""
        return self._delta_table_id

    @property
    def _is_in_unity_catalog(self) -> bool:
        catalog = (self._delta_table_name or "").split(".")[0]
        return catalog not in (*DATABRICKS_LOCAL_METASTORE_NAMES, DATABRICKS_SAMPLES_CATALOG_NAME)

    def load(self, **kwargs: Any) -> Any:
        """Read the table by Spark.

        Args:
            kwargs: Options of Spark's reader.

        Returns:
            A DataFrame of Spark.
        """
        reader = session().read.format("delta").options(**kwargs)
        if self._delta_table_version is not None:
            reader = reader.option("versionAsOf", self._delta_table_version)
        return reader.load(self._path) if self._path is not None else reader.table(self._delta_table_name)

    @staticmethod
    def _can_resolve(raw_source: Any) -> bool:
        return False

    @classmethod
    def _resolve(cls, raw_source: Any) -> Self:
        raise MlflowNotImplementedException("Give DeltaDatasetSource(path=…) or (delta_table_name=…).")

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._path is not None:
            found["path"] = self._path
        if self._delta_table_name is not None:
            found["delta_table_name"] = self._delta_table_name
        if self._delta_table_version is not None:
            found["delta_table_version"] = self._delta_table_version
        if self._delta_table_name is not None and self._is_in_unity_catalog:
            found |= {"is_databricks_uc_table": True, "delta_table_id": self._delta_table_id}
        return found

    @classmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Self:
        names = ("path", "delta_table_name", "delta_table_version", "delta_table_id")
        return cls(*(source_dict.get(name) for name in names))
