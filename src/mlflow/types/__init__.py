"""What goes in and out of a model: schemas of columns, tensors and parameters (front door)."""

from __future__ import annotations

from mlflow import _door

_NAMES = {name: f"mlflow.types.schema:{name}" for name in
          ("ColSpec", "DataType", "ParamSchema", "ParamSpec", "Schema", "TensorSpec")}  # fmt: skip

__all__ = ["ColSpec", "DataType", "ParamSchema", "ParamSpec", "Schema", "TensorSpec"]
_MODULES = (
    "agent", "chat", "datatypes", "enforcement", "inference", "llm", "parameters", "responses", "responses_helpers",
    "schema", "type_hints", "utils",
)  # fmt: skip
__getattr__, __dir__ = _door.door(globals(), _NAMES, _MODULES)
