"""The front door of :mod:`mlflow.flavors.sklearn`."""

from __future__ import annotations

from mlflow._door import flavor_door

__getattr__, __dir__ = flavor_door(
    globals(),
    "SERIALIZATION_FORMAT_CLOUDPICKLE",
    "SERIALIZATION_FORMAT_PICKLE",
    "SERIALIZATION_FORMAT_SKOPS",
    "SUPPORTED_SERIALIZATION_FORMATS",
    autolog=True,
)
