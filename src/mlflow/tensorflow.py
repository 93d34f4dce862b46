"""The front door of :mod:`mlflow.flavors.tensorflow`."""

from __future__ import annotations

from mlflow._door import flavor_door

__getattr__, __dir__ = flavor_door(globals(), "get_global_custom_objects", "load_checkpoint")
