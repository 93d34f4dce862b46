"""What every source of a dataset is: something that can be named, and perhaps loaded again."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from typing_extensions import Self

from mlflow.exceptions import InvalidParameterValue


class DatasetSource(ABC):
    """Where a dataset came from."""

    @staticmethod
    @abstractmethod
    def _get_source_type() -> str:
        """Kind of the source, such as ``s3`` or ``code``."""

    @abstractmethod
    def load(self) -> Any:
        """Get the data, or a local file of it."""

    @staticmethod
    @abstractmethod
    def _can_resolve(raw_source: Any) -> bool:
        """Whether :meth:`_resolve` takes this."""

    @classmethod
    @abstractmethod
    def _resolve(cls, raw_source: Any) -> Self:
        """The source that a path or URI names."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """What describes it, as JSON can hold it."""

    def to_json(self) -> str:
        """What describes it, as JSON text."""
        return json.dumps(self.to_dict())

    @classmethod
    @abstractmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Self:
        """A source from the output of :meth:`to_dict`."""

    @classmethod
    def from_json(cls, source_json: str) -> Self:
        """A source from the output of :meth:`to_json`.

        Raises:
            InvalidParameterValue: It is no JSON object.
        """
        try:
            found = json.loads(source_json)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise InvalidParameterValue("The source of a dataset is described by a JSON object.")
        return cls.from_dict(found)


def needed(source_dict: Mapping[str, Any], key: str) -> str:
    """A field of a source's description.

    Raises:
        InvalidParameterValue: It is absent or no text.
    """
    value = source_dict.get(key)
    if not isinstance(value, str):
        raise InvalidParameterValue(f"The description of this source needs the text {key!r}.")
    return value
