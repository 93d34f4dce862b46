"""Names that MLflow keeps in ``mlflow.pyfunc.model``, where pickled models find their classes (front door)."""

from __future__ import annotations

from mlflow._door import door

_NAMES = (
    "CONFIG_KEY_ARTIFACTS", "CONFIG_KEY_ARTIFACT_RELATIVE_PATH", "CONFIG_KEY_ARTIFACT_URI",
    "CONFIG_KEY_CLOUDPICKLE_VERSION", "CONFIG_KEY_PYTHON_MODEL", "PythonModel", "PythonModelContext",
    "_FunctionPythonModel", "_load_pyfunc", "get_default_conda_env", "get_default_pip_requirements",
)  # fmt: skip

__getattr__, __dir__ = door(
    globals(),
    {
        **dict.fromkeys(_NAMES, "mlflow.pyfunc.python_model"),
        "ChatAgent": "mlflow.pyfunc.chat_agent",
        "ChatModel": "mlflow.pyfunc.chat_model",
        "ResponsesAgent": "mlflow.pyfunc.responses_agent",
    },
)
