"""MLflow's client class, a file per noun."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(globals(), {"MlflowClient": "mlflow.tracking.client.whole"})
