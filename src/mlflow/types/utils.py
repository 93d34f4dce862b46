"""Names that MLflow keeps in ``mlflow.types.utils`` (front door)."""

from __future__ import annotations

from mlflow import _door

_NAMES = {
    name: f"mlflow.types.inference:{target}"
    for name, target in {
        "InvalidDataForSignatureInferenceError": "InvalidDataForSignatureInferenceError",
        "TensorsNotSupportedException": "TensorsNotSupportedException",
        "clean_tensor_type": "clean_tensor_type",
        "_infer_schema": "infer_schema",
        "_infer_param_schema": "infer_param_schema",
    }.items()
}
__getattr__, __dir__ = _door.door(globals(), _NAMES)
