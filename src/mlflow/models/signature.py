"""Names that MLflow keeps in ``mlflow.models.signature`` (front door)."""

from __future__ import annotations

from mlflow._door import door

_NAMES = dict.fromkeys(("ModelSignature", "infer_signature", "_TypeHints"), "mlflow.models.signatures")

__getattr__, __dir__ = door(globals(), _NAMES | {"set_signature": "mlflow.models.changes"})
