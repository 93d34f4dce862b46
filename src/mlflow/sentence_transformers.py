"""The front door of :mod:`mlflow.flavors.sentence_transformers`."""

from __future__ import annotations

from mlflow._door import flavor_door

__getattr__, __dir__ = flavor_door(globals(), "SENTENCE_TRANSFORMERS_DATA_PATH")
