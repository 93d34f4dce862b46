"""Names that MLflow keeps in ``mlflow.models.utils`` (front door)."""

from __future__ import annotations

from mlflow._door import door

EXAMPLE_FILENAME = "input_example.json"
EXAMPLE_DATA_KEY = "inputs"
EXAMPLE_PARAMS_KEY = "params"
INPUT_EXAMPLE_PATH = "artifact_path"
SERVING_INPUT_FILENAME = "serving_input_example.json"
SERVING_INPUT_PATH = "serving_input_path"
SERVING_PARAMS_KEY = "params"
DF_SPLIT = "dataframe_split"
INPUTS = "inputs"

__getattr__, __dir__ = door(
    globals(),
    {
        "add_libraries_to_model": "mlflow.serving.wheeled_models",
        "ModelInputExample": "mlflow.models.examples",
        "load_serving_example": "mlflow.models.mlmodel",
        "convert_input_example_to_serving_input": "mlflow.models.examples",
        "plot_lines": "mlflow.evaluation.lines",
        "validate_serving_input": "mlflow.serving.batch",
        "validate_schema": "mlflow.types.enforcement",
        "get_model_version_from_model_uri": "mlflow.models.location:version_of_uri",
        "_save_example": "mlflow.models.flavor_steps:save_example",
        "_enforce_schema": "mlflow.types.enforcement:enforce_schema",
        "_enforce_params_schema": "mlflow.types.parameters:enforce_params",
    },
)
