"""Names that MLflow keeps in ``mlflow.pyfunc.utils`` (front door)."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(globals(), {"pyfunc": "mlflow.pyfunc.utils.data_validation"}, ("data_validation",))
