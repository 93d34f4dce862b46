"""Names that MLflow keeps in ``mlflow.models.model`` (front door)."""

from __future__ import annotations

from mlflow._door import door

MLMODEL_FILE_NAME = "MLmodel"
MODEL_CONFIG = "config"
MODEL_CODE_PATH = "model_code_path"
METADATA_FILES = ["MLmodel", "conda.yaml", "requirements.txt", "python_env.yaml"]

__getattr__, __dir__ = door(
    globals(),
    {
        "Files": "mlflow.models.location",
        "Model": "mlflow.models.mlmodel",
        "ModelInfo": "mlflow.models.model_info",
        "get_model_info": "mlflow.models.mlmodel",
        "get_model_requirements_files": "mlflow.models.location",
        "set_model": "mlflow.models.code_model",
        "update_model_requirements": "mlflow.models.changes",
    },
)
