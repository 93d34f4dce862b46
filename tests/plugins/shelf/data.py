from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

import mlflow
from mlflow.data.dataset import Dataset
from mlflow.data.dataset_source import DatasetSource


class Source(DatasetSource):
    def __init__(self, place: str) -> None:
        self.place = place

    @staticmethod
    def _get_source_type() -> str:
        return "shelf"

    def load(self) -> str:
        return self.place

    @staticmethod
    def _can_resolve(raw_source: Any) -> bool:
        if raw_source == "shelf:raise":
            raise RuntimeError("this shelf is closed")
        return isinstance(raw_source, str) and raw_source.startswith("shelf:")

    @classmethod
    def _resolve(cls, raw_source: Any) -> Source:
        return cls(raw_source)

    def to_dict(self) -> dict[str, Any]:
        return {"place": self.place}

    @classmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Source:
        return cls(source_dict["place"])


def from_shelf(value: int, name: str | None = None, digest: str | None = None) -> Dataset:
    return mlflow.data.from_pandas(pd.DataFrame({"a": [value]}), source="shelf:x", name=name, digest=digest)


def load_wrong(value: int) -> int:
    return value
