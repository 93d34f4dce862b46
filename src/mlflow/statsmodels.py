"""The front door of :mod:`mlflow.flavors.statsmodels`."""

from __future__ import annotations

from mlflow._door import flavor_door

__getattr__, __dir__ = flavor_door(globals(), "STATSMODELS_DATA_SUBPATH")
