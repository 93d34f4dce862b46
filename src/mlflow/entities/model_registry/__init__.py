"""The nouns of the Model Registry."""

from __future__ import annotations

from mlflow.entities.model_registry.model_versions import ModelVersion
from mlflow.entities.model_registry.registered_models import RegisteredModel, RegisteredModelAlias
from mlflow.entities.tags import ModelVersionTag, RegisteredModelTag

__all__ = ["ModelVersion", "ModelVersionTag", "RegisteredModel", "RegisteredModelAlias", "RegisteredModelTag"]
