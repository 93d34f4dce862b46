"""Predictions for a file of rows, here or in an environment of the model's own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mlflow.environment_variables import process_environment
from mlflow.exceptions import ExecutionException, InvalidParameterValue, MlflowNotImplementedException
from mlflow.models.examples import convert_input_example_to_serving_input
from mlflow.models.location import local_folder
from mlflow.pyfunc.loading import load_model
from mlflow.serving.answers import encode_predictions
from mlflow.serving.environments import make_environment, read_environment
from mlflow.serving.requests import DATA_KEYS, Format, RequestReader

_FORMATS = {"json": Format.JSON, "csv": Format.CSV}


def answer_to(model_uri: str, body: bytes, kind: Format) -> bytes:
    """What a scoring server of the model answers to a request.

    Args:
        model_uri: Folder or URI of the model.
        body: The request.
        kind: How it is written.

    Raises:
        BadRequest: The request cannot be read.
        InvalidParameterValue: It does not fit the model.
    """
    model = load_model(model_uri)
    signature = model.metadata.signature
    question = RequestReader(signature.inputs if signature is not None else None).read(body, kind)
    if question.params is None:
        return encode_predictions(model.predict(question.data), question.wrapped)
    return encode_predictions(model.predict(question.data, params=question.params), question.wrapped)


def predict_file(
    model: str, input_path: str | None = None, output_path: str | None = None, content_type: str = "json"
) -> None:
    """Predict for rows in the form of a request to the scoring server, and write what the server would answer.

    Args:
        model: Folder or URI of the model.
        input_path: File of the rows; None reads standard input.
        output_path: File for the predictions; None writes standard output.
        content_type: ``json`` or ``csv``.

    Raises:
        InvalidParameterValue: The content type is another one, or the rows do not fit the model.
        BadRequest: The rows cannot be read.
    """
    body = sys.stdin.buffer.read() if input_path is None else Path(input_path).read_bytes()
    _write(answer_to(model, body, _format(content_type)), output_path)


def predict(
    model_uri: str,
    input_data: Any = None,
    input_path: str | None = None,
    content_type: str = "json",
    output_path: str | None = None,
    env_manager: str = "virtualenv",
    install_mlflow: bool = False,
    pip_requirements_override: Sequence[str] | None = None,
    extra_envs: dict[str, str] | None = None,
) -> None:
    """Predict with a model in an environment that satisfies it, and write what a scoring server would answer.

    Args:
        model_uri: Folder or URI of the model.
        input_data: Rows: a table, an array, a list, a dictionary, or the text of a request.
        input_path: File of a request, in place of ``input_data``.
        content_type: ``json`` or ``csv``: how ``input_path``, or a text, is written.
        output_path: File for the predictions; None writes standard output.
        env_manager: ``local`` for this environment; ``virtualenv`` or ``uv`` for one with the model's requirements,
            which is this one if it has them.
        install_mlflow: Without effect: Penstock is always there.
        pip_requirements_override: Requirements that replace the model's of the same names.
        extra_envs: Environment variables for the model; they mean a process of its own.

    Raises:
        InvalidParameterValue: Neither or both of ``input_data`` and ``input_path`` are given, or they do not fit.
        ExecutionException: The process of the model failed; the message says how.
    """
    if (input_data is None) == (input_path is None):
        raise InvalidParameterValue("Give either input_data or input_path.")
    kind = _format(content_type)
    body = Path(input_path).read_bytes() if input_path is not None else _request(input_data, kind)
    python = _python_for(model_uri, env_manager, pip_requirements_override or ())
    if python is None and not extra_envs:
        _write(answer_to(model_uri, body, kind), output_path)
        return
    folder, _ = local_folder(model_uri)
    command = [str(python or sys.executable), "-m", "mlflow.cli.models", "predict", "--model-uri", str(folder),
               "--env-manager", "local", "--content-type", content_type]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="penstock-") as name:
        answer = Path(name, "answer")
        command += ["--output-path", str(answer)]
        environment = {**process_environment(), **(extra_envs or {})}
        if python is not None:
            environment.pop("PYTHONPATH", None)
        done = subprocess.run(command, input=body, env=environment, capture_output=True, check=False)
        if done.returncode:
            raise ExecutionException(f"The model could not predict: {done.stderr.decode(errors='replace').strip()}")
        _write(answer.read_bytes(), output_path)


def _python_for(model_uri: str, manager: str, overrides: Sequence[str]) -> Path | None:
    """The Python that satisfies the model; None for this one."""
    if manager == "local":
        return None
    if manager not in ("virtualenv", "uv"):
        raise MlflowNotImplementedException(f"env_manager={manager!r} is not there yet; use 'uv' or 'local'.")
    wanted = read_environment(local_folder(model_uri)[0]).replaced(overrides)
    return make_environment(wanted) if wanted.unmet() else None


def _format(content_type: str) -> Format:
    if content_type not in _FORMATS:
        raise InvalidParameterValue(f"content_type must be one of {', '.join(_FORMATS)}, not {content_type!r}.")
    return _FORMATS[content_type]


def _request(data: Any, kind: Format) -> bytes:
    if isinstance(data, str):
        return data.encode()
    if kind is Format.CSV:
        if isinstance(data, pd.DataFrame):
            return data.to_csv(index=False).encode()
        raise InvalidParameterValue(f"A {type(data).__name__} cannot be sent as CSV; give a DataFrame or a text.")
    if isinstance(data, dict) and data.keys() & set(DATA_KEYS):
        return json.dumps(data).encode()
    return (convert_input_example_to_serving_input(data) or "").encode()


def _write(text: bytes, path: str | None) -> None:
    if path is None:
        sys.stdout.write(text.decode() + "\n")
    else:
        Path(path).write_bytes(text)


def validate_serving_input(model_uri: str, serving_input: str | dict[str, Any]) -> Any:
    """The model's predictions for a request, to see that the request fits the model.

    Args:
        model_uri: Folder or URI of the model.
        serving_input: Body of a request to ``/invocations``, as text or as the object it describes.

    Raises:
        BadRequest: The request cannot be read.
        InvalidParameterValue: It does not fit the model.
    """
    model = load_model(model_uri)
    signature = model.metadata.signature
    body = serving_input if isinstance(serving_input, str) else json.dumps(serving_input)
    question = RequestReader(signature.inputs if signature is not None else None).read(body.encode(), Format.JSON)
    return model.predict(question.data, params=question.params)
