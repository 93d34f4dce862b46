"""A dataset that code made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import Self

from mlflow.data.dataset_source import DatasetSource
from mlflow.exceptions import MlflowNotImplementedException


class CodeDatasetSource(DatasetSource):
    """The code that made a dataset, named by the tags a run of it has.

    Args:
        tags: Tags such as ``mlflow.source.name`` and ``mlflow.source.git.commit``.
    """

    def __init__(self, tags: Mapping[Any, Any]) -> None:
        self._tags = dict(tags)

    @staticmethod
    def _get_source_type() -> str:
        return "code"

    def load(self, **kwargs: Any) -> Any:
        raise MlflowNotImplementedException("A dataset made by code cannot be loaded again; run the code.")

    @staticmethod
    def _can_resolve(raw_source: Any) -> bool:
        return False

    @classmethod
    def _resolve(cls, raw_source: Any) -> Self:
        raise MlflowNotImplementedException("No path or URI names code; give CodeDatasetSource(tags).")

    def to_dict(self) -> dict[str, Any]:
        return {"tags": self._tags}

    @classmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Self:
        return cls(source_dict.get("tags") or {})
