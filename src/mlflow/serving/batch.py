"""Predictions for a file of rows."""

from __future__ import annotations

import sys
from pathlib import Path

from mlflow.exceptions import InvalidParameterValue
from mlflow.pyfunc import load_model
from mlflow.serving.answers import encode_predictions
from mlflow.serving.requests import Format, RequestReader

_FORMATS = {"json": Format.JSON, "csv": Format.CSV}


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
    if content_type not in _FORMATS:
        raise InvalidParameterValue(f"content_type must be one of {', '.join(_FORMATS)}, not {content_type!r}.")
    body = sys.stdin.buffer.read() if input_path is None else Path(input_path).read_bytes()
    loaded = load_model(model)
    schema = loaded.metadata.signature.inputs if loaded.metadata.signature is not None else None
    question = RequestReader(schema).read(body, _FORMATS[content_type])
    output = (
        loaded.predict(question.data) if question.params is None else loaded.predict(question.data, question.params)
    )
    text = encode_predictions(output, question.wrapped)
    if output_path is None:
        sys.stdout.write(text.decode() + "\n")
    else:
        Path(output_path).write_bytes(text)
