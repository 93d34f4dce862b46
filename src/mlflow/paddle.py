"""The front door of :mod:`mlflow.flavors.paddle`."""

from __future__ import annotations

from mlflow._door import flavor_door

__getattr__, __dir__ = flavor_door(globals())
