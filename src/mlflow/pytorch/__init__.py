"""The front door of :mod:`mlflow.flavors.pytorch`."""

from __future__ import annotations

from mlflow._door import flavor_door
from mlflow.pytorch import pickle_module as pickle_module

__getattr__, __dir__ = flavor_door(globals(), "load_checkpoint", "load_state_dict", "log_state_dict", "save_state_dict")
