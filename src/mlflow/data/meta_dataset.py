"""A dataset of which only the description is at hand."""

from __future__ import annotations

import hashlib
import json

from mlflow.data.dataset import Dataset
from mlflow.data.dataset_source import DatasetSource
from mlflow.types.schema import Schema


class MetaDataset(Dataset):
    """A dataset that is described, not loaded.

    Args:
        source: Where it is.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; one of the description where None.
        schema: What its columns are.
    """

    def __init__(
        self,
        source: DatasetSource,
        name: str | None = None,
        digest: str | None = None,
        schema: Schema | None = None,
    ) -> None:
        super().__init__(source, name, digest)
        self._schema = schema

    def _compute_digest(self) -> str:
        described = {
            "name": self.name,
            "source": self.source.to_json(),
            "source_type": self.source._get_source_type(),
            "schema": self._schema.to_dict() if self._schema is not None else "",
        }
        return hashlib.sha256(json.dumps(described).encode()).hexdigest()[:8]

    def _schema_json(self) -> str | None:
        return json.dumps({"mlflow_colspec": self._schema.to_dict()}) if self._schema is not None else None

    @property
    def schema(self) -> Schema | None:
        return self._schema

    def to_dict(self) -> dict[str, str]:
        schema = self._schema_json()
        return {**super().to_dict(), **({"schema": schema} if schema is not None else {})}
