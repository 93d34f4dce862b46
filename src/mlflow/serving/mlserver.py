"""A model served by MLServer: its command as words, never a line for a shell, and the settings that name the model."""

from __future__ import annotations

import importlib.util
import json
import shlex
import sys
import tempfile
from pathlib import Path

from mlflow.exceptions import MissingConfigException

#: The runtime that loads folders of MLflow.
RUNTIME = "mlserver_mlflow.MLflowRuntime"
_NAME = "mlflow-model"


def get_cmd(
    model_uri: str, port: int | None = None, host: str | None = None, timeout: int | None = None,
    nworkers: int | None = None, model_name: str | None = None, model_version: str | None = None,
) -> tuple[str, dict[str, str]]:  # fmt: skip
    """A command that serves a model with MLServer, quoted for a shell, and its environment variables.

    Args:
        model_uri: Folder of the model.
        port: Port to listen on.
        host: Address to listen on.
        timeout: Without effect: MLServer has no such limit.
        nworkers: Processes that predict.
        model_name: What the model is called in addresses.
        model_version: Its version there.
    """
    variables = {"MLSERVER_MODEL_URI": model_uri, "MLSERVER_MODEL_NAME": model_name or _NAME}
    variables["MLSERVER_MODEL_IMPLEMENTATION"] = RUNTIME
    for name, value in (("HTTP_PORT", port), ("HOST", host), ("PARALLEL_WORKERS", nworkers)):
        if value is not None:
            variables[f"MLSERVER_{name}"] = str(value)
    if model_version is not None:
        variables["MLSERVER_MODEL_VERSION"] = model_version
    return shlex.join(["mlserver", "start", model_uri]), variables


def start_words(folder: Path, host: str, port: int, workers: int, model_version: str = "") -> list[str]:
    """The words that start MLServer for a model's folder, in this Python; settings are written to a new folder.

    Raises:
        MissingConfigException: MLServer, or its runtime for MLflow's models, is not installed.
    """
    missing = [name for name in ("mlserver", "mlserver_mlflow") if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingConfigException(
            f"--enable-mlserver needs {' and '.join(missing)}, which this environment has not: pip install mlserver "
            "mlserver-mlflow. Without the option, Penstock's own server answers the same requests."
        )
    place = Path(tempfile.mkdtemp(prefix="mlflow-mlserver-"))
    settings: dict[str, object] = {"host": host, "http_port": port, "parallel_workers": workers if workers > 1 else 0}
    parameters = {"uri": str(folder), **({"version": model_version} if model_version else {})}
    model = {"name": _NAME, "implementation": RUNTIME, "parameters": parameters}
    (place / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    (place / "model-settings.json").write_text(json.dumps(model), encoding="utf-8")
    # Its package cannot be run by -m, and its script may be another environment's.
    return [sys.executable, "-c", "from mlserver.cli import main; main()", "start", str(place)]
