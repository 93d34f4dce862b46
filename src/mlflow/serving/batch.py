"""Predictions for a request or for files of rows, here or in an environment of the model's own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mlflow.exceptions import ExecutionException, InvalidParameterValue, ResourceDoesNotExist
from mlflow.models.examples import convert_input_example_to_serving_input
from mlflow.models.location import local_folder
from mlflow.pyfunc.loaded import PyFuncModel
from mlflow.pyfunc.loading import load_model
from mlflow.serving.answers import encode_predictions
from mlflow.serving.environments import python_for
from mlflow.serving.files import Form, Written, form_of, is_many, whole_file
from mlflow.serving.model_process import command_of, environment_of
from mlflow.serving.requests import DATA_KEYS, Format, Question, RequestReader
from mlflow.serving.scoring import CONTENT_TYPES, form_of_input, score_files
from mlflow.serving.standard_output import answers
from mlflow.serving.writing import rows_file

#: Content types of requests; files of rows have more.
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
    model, question = _question(model_uri, body, kind)
    return encode_predictions(_predicted(model, question), question.wrapped)


def _question(model_uri: str, body: bytes, kind: Format) -> tuple[PyFuncModel, Question]:
    model = load_model(model_uri)
    signature = model.metadata.signature
    return model, RequestReader(signature.inputs if signature is not None else None).read(body, kind)


def _predicted(model: PyFuncModel, question: Question) -> Any:
    if question.params is None:
        return model.predict(question.data)
    return model.predict(question.data, params=question.params)


def predict_file(
    model: str,
    input_path: str | None = None,
    output_path: str | None = None,
    content_type: str = "json",
    keep_columns: Sequence[str] | str = (),
) -> None:
    """Predict for a request to the scoring server, or for files of rows.

    A request is answered as the server would, unless the output's ending names another form. Files of rows (CSV, JSON
    lines, Parquet) are read and written in pieces.

    Args:
        model: Folder or URI of the model.
        input_path: File, folder or pattern; None reads a request from standard input.
        output_path: File for the predictions, whose ending says its form, or a folder for a file each; None writes
            standard output.
        content_type: ``json``, ``csv`` or ``parquet``, where the input's ending does not tell.
        keep_columns: Columns of the rows to write before the predictions; ``*`` for all.

    Raises:
        InvalidParameterValue: The content type is another one, or the rows do not fit the model.
        BadRequest: The rows cannot be read.
        ResourceDoesNotExist: There is no such file.
    """
    _check_type(content_type)
    keep = _names(keep_columns)
    if input_path is not None and _has_rows(input_path, output_path, content_type, keep):
        score_files(load_model(model), input_path, output_path, content_type, keep)
        return
    if keep:
        raise InvalidParameterValue("Columns can be kept of files of rows only, not of a request.")
    if input_path is not None and not Path(input_path).is_file():
        raise ResourceDoesNotExist(f"There is no file {input_path!r}.")
    body = sys.stdin.buffer.read() if input_path is None else Path(input_path).read_bytes()
    _answer(model, body, content_type, output_path)


def _has_rows(input_path: str, output_path: str | None, content_type: str, keep: Sequence[str]) -> bool:
    """Whether an input is files of rows; one of JSON is a request, unless what is wanted needs rows."""
    if is_many(input_path):
        return True
    form = form_of_input(input_path, content_type)
    if form is None or form.form is not Form.JSON:
        return form is not None
    into_folder = output_path is not None and (output_path.endswith("/") or Path(output_path).is_dir())
    return bool(keep) or form.squeezed or into_folder or _form_of_rows(output_path) is not None


def _form_of_rows(path: str | None) -> Written | None:
    """The form of an output that is no answer of the scoring server."""
    form = form_of(path) if path is not None else None
    return form if form is not None and (form.form is not Form.JSON or form.squeezed) else None


def _answer(model_uri: str, body: bytes, content_type: str, output_path: str | None) -> None:
    """Write the answer to a request."""
    kind, form = _format(content_type), _form_of_rows(output_path)
    if output_path is None:
        print(answer_to(model_uri, body, kind).decode(), file=answers(), flush=True)
    elif form is None:
        answer = answer_to(model_uri, body, kind)
        with whole_file(Path(output_path)) as made:
            made.write_bytes(answer)
    else:
        output = _predicted(*_question(model_uri, body, kind))
        with whole_file(Path(output_path)) as made:
            rows = rows_file(made, form)
            rows.add(output, len(output), None)
            rows.close()


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
    keep_columns: Sequence[str] | str = (),
) -> None:
    """Predict with a model in an environment that satisfies it, and write the predictions.

    Args:
        model_uri: Folder or URI of the model.
        input_data: Rows: a table, an array, a list, a dictionary, or the text of a request.
        input_path: In place of ``input_data``: file of a request, or a file, folder or pattern of files of rows, as
            :func:`predict_file` takes it.
        content_type: ``json``, ``csv`` or ``parquet``: how a text, or an ``input_path`` whose ending does not tell, is
            written.
        output_path: File for the predictions, whose ending says its form, or a folder for a file each; None writes
            standard output.
        env_manager: ``local`` for this environment; ``virtualenv`` or ``uv`` for one with the model's requirements,
            which is this one if it has them; ``conda`` for one that conda makes of the model's ``conda.yaml``.
        install_mlflow: Without effect: Penstock is always there.
        pip_requirements_override: Requirements that replace the model's of the same names.
        extra_envs: Environment variables for the model; they mean a process of its own.
        keep_columns: Columns of the files' rows to write before the predictions; ``*`` for all.

    Raises:
        InvalidParameterValue: Neither or both of ``input_data`` and ``input_path`` are given, or they do not fit.
        ExecutionException: The process of the model failed; the message says how.
    """
    if (input_data is None) == (input_path is None):
        raise InvalidParameterValue("Give either input_data or input_path.")
    _check_type(content_type)
    keep = _names(keep_columns)
    if keep and input_path is None:
        raise InvalidParameterValue("Columns can be kept of files of rows only, not of input_data.")
    body = _request(input_data, _format(content_type)) if input_path is None else b""
    folder, _ = local_folder(model_uri)
    python = python_for(folder, env_manager, pip_requirements_override or ())
    if python is not None or extra_envs:
        options = {"input-path": input_path, "output-path": output_path, "keep-columns": ",".join(keep)}
        _predict_elsewhere(python, folder, body, content_type, options, extra_envs or {})
    elif input_path is not None:
        predict_file(str(folder), input_path, output_path, content_type, keep)
    else:
        _answer(str(folder), body, content_type, output_path)


def _predict_elsewhere(
    python: Path | None,
    folder: Path,
    body: bytes,
    content_type: str,
    options: Mapping[str, str | None],
    variables: Mapping[str, str],
) -> None:
    """As :func:`predict_file`, in a process of the model's own."""
    command = command_of(python, "predict", folder, {"content-type": content_type, **options})
    environment = environment_of(python, variables)
    done = subprocess.run(command, input=body, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise ExecutionException(f"The model could not predict: {done.stderr.decode(errors='replace').strip()}")
    sys.stdout.write(done.stdout.decode())


def _names(given: Sequence[str] | str) -> list[str]:
    each = given.split(",") if isinstance(given, str) else given
    return [name.strip() for name in each if name.strip()]


def _check_type(content_type: str) -> None:
    if content_type not in CONTENT_TYPES:
        raise InvalidParameterValue(f"content_type must be one of {', '.join(CONTENT_TYPES)}, not {content_type!r}.")


def _format(content_type: str) -> Format:
    """The format of a request."""
    if content_type not in _FORMATS:
        raise InvalidParameterValue(f"A request is of {' or '.join(_FORMATS)}; name a file of {content_type} instead.")
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


def validate_serving_input(model_uri: str, serving_input: str | dict[str, Any]) -> Any:
    """The model's predictions for a request, to see that the request fits the model.

    Args:
        model_uri: Folder or URI of the model.
        serving_input: Body of a request to ``/invocations``, as text or as the object it describes.

    Raises:
        BadRequest: The request cannot be read.
        InvalidParameterValue: It does not fit the model.
    """
    body = serving_input if isinstance(serving_input, str) else json.dumps(serving_input)
    return _predicted(*_question(model_uri, body.encode(), Format.JSON))
