"""The schema of datasets made of arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import Self

from mlflow.exceptions import InvalidParameterValue
from mlflow.types.schema import Schema

_KEY = "mlflow_tensorspec"


class TensorDatasetSchema:
    """What the features and the targets of a dataset are.

    Args:
        features: Schema of the features.
        targets: Schema of the targets, if there are any.
    """

    def __init__(self, features: Schema, targets: Schema | None = None) -> None:
        self.features = features
        self.targets = targets

    def to_dict(self) -> dict[str, Any]:
        """The schema as it is recorded."""
        return {
            _KEY: {
                "features": self.features.to_json(),
                "targets": self.targets.to_json() if self.targets is not None else None,
            }
        }

    @classmethod
    def from_dict(cls, schema_dict: Mapping[str, Any]) -> Self:
        """A schema from the output of :meth:`to_dict`."""
        try:
            found = schema_dict[_KEY]
            targets = found.get("targets")
            return cls(Schema.from_json(found["features"]), Schema.from_json(targets) if targets else None)
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidParameterValue(f"The schema of a dataset of arrays needs {_KEY!r} with 'features'.") from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TensorDatasetSchema) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"features:\n  {self.features!r}\ntargets:\n  {self.targets!r}\n"
