"""The front door of the client class."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(globals(), {"MlflowClient": "mlflow.tracking.client.whole"})
