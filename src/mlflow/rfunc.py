"""The front door of :mod:`mlflow.flavors.rfunc`."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(globals(), dict.fromkeys(("FLAVOR_NAME", "_load_pyfunc"), "mlflow.flavors.rfunc"))
