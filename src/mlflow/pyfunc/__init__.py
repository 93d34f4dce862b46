"""Models as Python functions: whatever made them, they take a frame or an array and predict (front door)."""

from __future__ import annotations

from mlflow._door import door

FLAVOR_NAME = "python_function"
MAIN = "loader_module"
CODE = "code"
DATA = "data"
ENV = "env"
MODEL_CONFIG = "config"
TASK = "task"
PY_VERSION = "python_version"


class EnvType:
    """Names of the environments in a python_function's record."""

    CONDA = "conda"
    VIRTUALENV = "virtualenv"


__getattr__, __dir__ = door(
    globals(),
    {
        "ChatAgent": "mlflow.pyfunc.chat_agent",
        "ChatModel": "mlflow.pyfunc.chat_model",
        "Context": "mlflow.pyfunc.context",
        "PyFuncModel": "mlflow.pyfunc.loaded",
        "PythonModel": "mlflow.pyfunc.python_model",
        "PythonModelContext": "mlflow.pyfunc.python_model",
        "ResponsesAgent": "mlflow.pyfunc.responses_agent",
        "add_to_model": "mlflow.pyfunc.saving",
        "archive_directory": "mlflow.serving.packed_environments",
        "build_model_env": "mlflow.serving.packed_environments",
        "extract_archive_to_dir": "mlflow.serving.packed_environments",
        "get_default_conda_env": "mlflow.pyfunc.python_model",
        "get_default_pip_requirements": "mlflow.pyfunc.python_model",
        "get_model_dependencies": "mlflow.pyfunc.loading",
        "load_model": "mlflow.pyfunc.loading",
        "load_pyfunc": "mlflow.pyfunc.loading",
        "log_model": "mlflow.pyfunc.saving",
        "save_model": "mlflow.pyfunc.saving",
        "set_prediction_context": "mlflow.pyfunc.context",
        "spark_udf": "mlflow.serving.spark_udf",
        "update_signature_for_type_hint_from_example": "mlflow.pyfunc.saving",
    },
    ("context", "loaders", "model", "utils"),
)
