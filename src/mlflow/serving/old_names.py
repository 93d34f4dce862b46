"""What ``mlflow.pyfunc.scoring_server`` offered to code that reads or writes requests itself."""

from __future__ import annotations

import json
import shlex
from typing import Any, NamedTuple, TextIO

from mlflow.environment_variables import process_environment
from mlflow.pyfunc import load_model
from mlflow.pyfunc.loaded import PyFuncModel
from mlflow.serving.answers import encode_predictions
from mlflow.serving.app import ScoringServer, create_app
from mlflow.serving.model_process import command_of
from mlflow.serving.requests import DATA_KEYS, Format, RequestReader, UnsupportedContentType, read_content_type
from mlflow.serving.served import Limits, Served
from mlflow.types.schema import Schema

CONTENT_TYPE_CSV = "text/csv"
CONTENT_TYPE_JSON = "application/json"
CONTENT_TYPES = [CONTENT_TYPE_CSV, CONTENT_TYPE_JSON]
DF_SPLIT, DF_RECORDS, INSTANCES, INPUTS = DATA_KEYS
SUPPORTED_FORMATS = set(DATA_KEYS)
SERVING_PARAMS_KEY = "params"


#: Variable that holds the settings a served model is loaded with, as JSON.
SERVING_MODEL_CONFIG = "SERVING_MODEL_CONFIG"


class InvocationsResponse(NamedTuple):
    """An answer of the scoring server."""

    response: str
    status: int
    mimetype: str


class ParsedJsonInput(NamedTuple):
    """What the JSON body of a request asks."""

    data: Any
    params: dict[str, Any] | None
    is_unified_llm_input: bool


def invocations(
    data: str, content_type: str | None, model: PyFuncModel, input_schema: Schema | None
) -> InvocationsResponse:
    """The answer to a request that is here already, by a prediction in this thread.

    Args:
        data: The request's body.
        content_type: Its ``Content-Type``.
        model: What answers.
        input_schema: Without effect: the model's own signature says how the body is read.
    """
    try:
        kind = read_content_type(content_type)
    except UnsupportedContentType as error:
        return InvocationsResponse(str(error), 415, "text/plain")
    status, text = Served(model, Limits(threads=0)).reply_now(data.encode(), kind)
    return InvocationsResponse(text.decode(), status, "application/json")


def get_cmd(
    model_uri: str, port: int | None = None, host: str | None = None, timeout: int | None = None,
    nworkers: int | None = None,
) -> tuple[str, dict[str, str]]:  # fmt: skip
    """A command that serves a model in this environment, quoted for a shell, and its environment variables."""
    options = {"port": port, "host": host, "timeout": timeout, "workers": nworkers}
    return shlex.join(command_of(None, "serve", (model_uri,), options)), {}


def load_model_with_mlflow_config(model_uri: str) -> PyFuncModel:
    """Load a model with the settings that the variable ``SERVING_MODEL_CONFIG`` says."""
    settings = process_environment().get(SERVING_MODEL_CONFIG)
    return load_model(model_uri, model_config=json.loads(settings) if settings else None)


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


def _split_data_and_params(json_input: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The object that is the body of a request without its params, and these; MLServer's runtime reads bodies by it."""
    body = json.loads(json_input)
    params = body.pop(SERVING_PARAMS_KEY, None)
    return body, params


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
