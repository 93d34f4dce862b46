"""What ``mlflow.pyfunc.scoring_server`` offered to code that reads or writes requests itself."""

from __future__ import annotations

import json
from typing import Any, TextIO

from mlflow.pyfunc.loaded import PyFuncModel
from mlflow.serving.answers import encode_predictions
from mlflow.serving.app import ScoringServer, create_app
from mlflow.serving.requests import DATA_KEYS, Format, RequestReader
from mlflow.types.schema import Schema

CONTENT_TYPE_CSV = "text/csv"
CONTENT_TYPE_JSON = "application/json"
CONTENT_TYPES = [CONTENT_TYPE_CSV, CONTENT_TYPE_JSON]
DF_SPLIT, DF_RECORDS, INSTANCES, INPUTS = DATA_KEYS
SUPPORTED_FORMATS = set(DATA_KEYS)
SERVING_PARAMS_KEY = "params"


def init(model: PyFuncModel) -> ScoringServer:
    """The scoring server of a loaded model, as an ASGI application."""
    return create_app(model)


def infer_and_parse_json_input(json_input: str | dict[str, Any], schema: Schema | None = None) -> Any:
    """What a model is asked by the JSON body of a request."""
    text = json_input if isinstance(json_input, str) else json.dumps(json_input)
    return RequestReader(schema).read(text.encode(), Format.JSON).data


def infer_and_parse_data(data: dict[str, Any], schema: Schema | None = None) -> Any:
    """What a model is asked by the object that is the body of a request."""
    return infer_and_parse_json_input(data, schema)


def parse_csv_input(csv_input: TextIO, schema: Schema | None = None) -> Any:
    """What a model is asked by the CSV body of a request."""
    return RequestReader(schema).read(csv_input.read().encode(), Format.CSV).data


def predictions_to_json(raw_predictions: Any, output: TextIO, metadata: dict[str, Any] | None = None) -> None:
    """Write the answer that holds a model's predictions, with further fields if there are any."""
    text = encode_predictions(raw_predictions).decode()
    if metadata:
        text = f"{text[:-1]}, {json.dumps(metadata)[1:-1]}}}"
    output.write(text)


def unwrapped_predictions_to_json(raw_predictions: Any, output: TextIO) -> None:
    """Write a model's output as it is."""
    output.write(encode_predictions(raw_predictions, wrapped=False).decode())
