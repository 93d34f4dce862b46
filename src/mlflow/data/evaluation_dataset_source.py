"""The source of a dataset that is an evaluation dataset of a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import Self

from mlflow.data.dataset_source import DatasetSource, needed
from mlflow.exceptions import MlflowNotImplementedException


class EvaluationDatasetSource(DatasetSource):
    """An evaluation dataset, by its id.

    Args:
        dataset_id: Its id.
    """

    def __init__(self, dataset_id: str) -> None:
        self._dataset_id = dataset_id

    @staticmethod
    def _get_source_type() -> str:
        return "mlflow_evaluation_dataset"

    def load(self) -> Any:
        raise MlflowNotImplementedException("Evaluation datasets of a server are not kept here; only their id is.")

    @staticmethod
    def _can_resolve(raw_source: Any) -> bool:
        return False

    @classmethod
    def _resolve(cls, raw_source: Any) -> Self:
        raise MlflowNotImplementedException("No path or URI names one; give EvaluationDatasetSource(dataset_id).")

    def to_dict(self) -> dict[str, Any]:
        return {"dataset_id": self._dataset_id}

    @classmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Self:
        return cls(needed(source_dict, "dataset_id"))
