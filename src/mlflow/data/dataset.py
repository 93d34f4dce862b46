"""What every dataset is: a name, a fingerprint of its content, and where it came from."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from mlflow.data.dataset_source import DatasetSource
from mlflow.entities import Dataset as DatasetEntity

_NAME = "dataset"


class Dataset(ABC):
    """A dataset, without its content where it is recorded.

    Args:
        source: Where it came from.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.
    """

    def __init__(self, source: DatasetSource, name: str | None = None, digest: str | None = None) -> None:
        self._source = source
        self._name = name
        self._digest = digest

    @abstractmethod
    def _compute_digest(self) -> str:
        """Fingerprint of the content: at most 36 characters, the same for the same content."""

    @property
    def name(self) -> str:
        """Its name."""
        return self._name or _NAME

    @cached_property
    def digest(self) -> str:
        """Fingerprint of its content."""
        return self._digest or self._compute_digest()

    @property
    def source(self) -> DatasetSource:
        """Where it came from."""
        return self._source

    @property
    def profile(self) -> Any | None:
        """Numbers about the data, as what JSON can hold; None where there are none."""
        return None

    @property
    def schema(self) -> Any | None:
        """What its columns or arrays are; None where unknown."""
        return None

    def to_dict(self) -> dict[str, str]:
        """Its description: ``name``, ``digest``, ``source`` and ``source_type``; ``schema`` and ``profile`` as JSON."""
        return {
            "name": self.name,
            "digest": self.digest,
            "source": self.source.to_json(),
            "source_type": self.source._get_source_type(),
        }

    def to_json(self) -> str:
        """The description as JSON text."""
        return json.dumps(self.to_dict())

    def _to_mlflow_entity(self) -> DatasetEntity:
        return DatasetEntity(**self.to_dict())


def entity_of(dataset: Dataset | DatasetEntity) -> DatasetEntity:
    """What is recorded of a dataset."""
    return dataset if isinstance(dataset, DatasetEntity) else dataset._to_mlflow_entity()
