"""A dataset in a volume of Databricks' Unity Catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import Self

from mlflow.data.dataset_source import DatasetSource, needed
from mlflow.exceptions import MlflowNotImplementedException


class UCVolumeDatasetSource(DatasetSource):
    """A path in a volume, ``/Volumes/<catalog>/<schema>/<volume>/…``; it is recorded, not read.

    Args:
        path: The path.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    @staticmethod
    def _get_source_type() -> str:
        return "uc_volume"

    def load(self) -> Any:
        raise MlflowNotImplementedException("A volume of Unity Catalog is read on Databricks, where it is a folder.")

    @staticmethod
    def _can_resolve(raw_source: Any) -> bool:
        return False  # outside Databricks the path is that of a local folder

    @classmethod
    def _resolve(cls, raw_source: Any) -> Self:
        raise MlflowNotImplementedException("Give UCVolumeDatasetSource(path).")

    def to_dict(self) -> dict[str, Any]:
        return {"path": self.path}

    @classmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Self:
        return cls(needed(source_dict, "path"))
