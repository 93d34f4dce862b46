"""The models that one server answers for, by name; each can be replaced by a newer version while it answers."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.serving.served import Served


class Catalog:
    """Models by name; the first is also answered for without one.

    Args:
        *models: At least one.

    Raises:
        InvalidParameterValue: There is none, or two are of one name.
    """

    def __init__(self, *models: Served) -> None:
        self._models = {served.name: served for served in models}
        if not models or len(self._models) != len(models):
            raise InvalidParameterValue(f"Name each model once: {[served.name for served in models]}.")
        self._first = models[0].name

    def __iter__(self) -> Iterator[Served]:
        return iter(list(self._models.values()))

    def current(self, name: str | None = None) -> Served:
        """The version that answers now.

        Raises:
            ResourceDoesNotExist: There is no model of the name.
        """
        served = self._models.get(name or self._first)
        if served is None:
            raise ResourceDoesNotExist(f"There is no model {name!r} here; there are {list(self._models)}.")
        return served

    def replace(self, served: Served) -> None:
        """Let another version answer from now on; what the one before was asked it still answers."""
        before = self._models[served.name]
        self._models[served.name] = served
        before.close()
