"""The fields of a ``meta.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mlflow.exceptions import InvalidParameterValue
from mlflow.mlruns.files import read_text
from mlflow.mlruns.layout import META
from mlflow.yaml_files import parse_yaml


class Meta:
    """What the ``meta.yaml`` of a folder says, field by field.

    Args:
        folder: The folder.

    Raises:
        InvalidParameterValue: There is none, or it is no mapping in plain YAML.
    """

    def __init__(self, folder: Path) -> None:
        content = parse_yaml(read_text(folder / META), META)
        if not isinstance(content, dict):
            raise InvalidParameterValue(f"{META} is no mapping")
        self._content: dict[Any, Any] = content

    def text(self, *names: str) -> str | None:
        """A text under the first of the names that has one; None where none has."""
        for name in names:
            value = self._content.get(name)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)  # a name of digits, written without quotes by hand
            if isinstance(value, str):
                return value
            if value is not None:
                raise InvalidParameterValue(f"{name} in {META} is no text")
        return None

    def needed(self, *names: str) -> str:
        """A text that must be there."""
        value = self.text(*names)
        if not value:
            raise InvalidParameterValue(f"{META} lacks {names[0]}")
        return value

    def whole(self, name: str) -> int | None:
        """A whole number; None where there is none."""
        value = self._content.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidParameterValue(f"{name} in {META} is no whole number")
        return value

    def texts(self, name: str) -> dict[str, str]:
        """A mapping of texts; empty where there is none."""
        value = self._content.get(name) or {}
        if not isinstance(value, dict):
            raise InvalidParameterValue(f"{name} in {META} is no mapping")
        return {str(key): "" if text is None else str(text) for key, text in value.items()}

    def is_deleted(self) -> bool:
        """Whether it says that its object is deleted."""
        return self.text("lifecycle_stage") == "deleted"
