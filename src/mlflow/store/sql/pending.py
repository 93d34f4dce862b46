"""Acts that are being written."""

from __future__ import annotations

from typing import Any

from mlflow.contracts.acts import acts_of
from mlflow.contracts.stores import Store
from mlflow.exceptions import MlflowNotImplementedException


class Pending:
    """Says that an act is yet to come."""


def _later(name: str) -> Any:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        raise MlflowNotImplementedException(f"{name} is yet to come.")

    return method


for _name in (*(n for n in acts_of(Store) if "model" in n or "alias" in n or "latest" in n),):
    if _name != "record_logged_model":
        setattr(Pending, _name, _later(_name))
