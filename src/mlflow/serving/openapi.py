"""The OpenAPI document of a scoring server, made of the signatures of its models, and the page that shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from mlflow.models.examples import SUPPORTED_LLM_FORMATS
from mlflow.server import reference
from mlflow.serving.answers import json_text
from mlflow.serving.catalog import Catalog
from mlflow.serving.description import example_request
from mlflow.serving.served import Served
from mlflow.types.datatypes import AnyType, Array, DataType, Map, Object
from mlflow.types.parameters import ParamSchema
from mlflow.types.schema import ColSpec, Schema, TensorSpec
from mlflow.version import PENSTOCK_VERSION, VERSION

_SCRIPT = Path(reference.__file__).parent / "reference.js"
#: What a page of ours may do: its own script, its own styles, questions to this server.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SCALARS: Mapping[DataType, dict[str, Any]] = {
    DataType.boolean: {"type": "boolean"},
    DataType.integer: {"type": "integer", "format": "int32"},
    DataType.long: {"type": "integer", "format": "int64"},
    DataType.float: {"type": "number", "format": "float"},
    DataType.double: {"type": "number", "format": "double"},
    DataType.string: {"type": "string"},
    DataType.binary: {"type": "string", "contentEncoding": "base64"},
    DataType.datetime: {"type": "string", "format": "date-time"},
}
_ERRORS = {
    "400": "The body cannot be read or does not fit the signature, or the model raised; the message names the column.",
    "413": "The body is too large.",
    "415": "The content type is neither `application/json` nor `text/csv`.",
    "503": "Too many requests are waiting; `Retry-After` says when to come again.",
    "504": "The model gave no answer in time.",
}


_TABLES = (
    "Give exactly one of `dataframe_split`, `dataframe_records`, `inputs` and `instances`; or CSV with a header line."
)
_WHOLE = 'The question as it is, and the answer as the model gives it; `"stream": true` asks for it in pieces.'


class Described:
    """``/openapi.json`` and ``/docs``.

    Args:
        catalog: The models; the document says what answers when it is asked.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @property
    def routes(self) -> list[Route]:
        """The document, the page, and the page's script."""
        return [
            Route("/openapi.json", self._document),
            Route("/docs", self._page),
            Route("/docs/reference.js", self._script),
        ]

    async def _document(self, request: Request) -> Response:
        return Response(json_text(document(self._catalog)), media_type="application/json")

    async def _page(self, request: Request) -> Response:
        page = reference.page(document(self._catalog), root="")
        return HTMLResponse(page, headers={"content-security-policy": _POLICY})

    async def _script(self, request: Request) -> Response:
        return Response(_SCRIPT.read_bytes(), media_type="text/javascript")


def document(catalog: Catalog) -> dict[str, Any]:
    """The OpenAPI document (3.1) of a server of these models."""
    schemas: dict[str, Any] = {"Error": _ERROR, "Job": _JOB}
    paths: dict[str, Any] = {}
    for place, served in enumerate(catalog):
        names = _schemas_of(served, schemas)
        if not place:
            paths["/invocations"] = {"post": _invocations(served, "", names)}
        paths[f"/models/{served.name}/invocations"] = {"post": _invocations(served, f"_{served.name}", names)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Scoring server",
            "summary": "Predictions over HTTP.",
            "version": PENSTOCK_VERSION,
            "x-mlflow-version": VERSION,
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "predictions", "description": "What the models answer."},
            {"name": "server", "description": "How the server is."},
        ],
        "paths": {**paths, **_others()},
        "components": {"schemas": schemas},
    }


def _schemas_of(served: Served, schemas: dict[str, Any]) -> tuple[str, str]:
    """Add the schemas of a model's requests and answers; their names."""
    signature = getattr(served.model.metadata, "signature", None)
    asked, said = f"{served.name}Request", f"{served.name}Answer"
    if (question := _question(served.schema)) is not None:
        schemas[asked] = {**question, "description": f"A question to `{served.name}`."}
        answer = _rows(getattr(signature, "outputs", None)).get("items", {})
        schemas[said] = {**answer, "description": f"An answer of `{served.name}`."}
        return asked, said
    schemas[asked] = _request(served.schema, getattr(signature, "params", None))
    predictions = _rows(getattr(signature, "outputs", None))
    schemas[said] = {
        "type": "object",
        "required": ["predictions"],
        "properties": {
            "predictions": {**predictions, "description": "What the model says, a row for each of the input's."}
        },
        "description": f"An answer of `{served.name}`.",
    }
    return asked, said


def _invocations(served: Served, suffix: str, names: tuple[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{names[0]}"}}
    if (example := example_request(served)) is not None:
        body["example"] = example
    version = f", version {served.version}" if served.version else ""
    return {
        "operationId": f"invocations{suffix}",
        "tags": ["predictions"],
        "summary": f"Predictions of `{served.name}`{version}.",
        "description": f"{_WHOLE if _question(served.schema) is not None else _TABLES} `Prefer: respond-async` answers "
        "202 with a job to poll; models that stream do so with `Accept: text/event-stream` or `application/x-ndjson`.",
        "requestBody": {
            "required": True,
            "content": {"application/json": body, "text/csv": {"schema": {"type": "string"}}},
        },
        "responses": {
            "200": {
                "description": "The predictions.",
                "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{names[1]}"}}},
            },
            "202": _json("A job has begun.", "Job"),
            **{status: _json(told, "Error") for status, told in _ERRORS.items()},
        },
    }


def _request(schema: Schema | None, params: ParamSchema | None) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    if schema is None or not schema.is_tensor_spec():
        columns = [spec for spec in schema.inputs if isinstance(spec, ColSpec)] if schema is not None else []
        named = schema is not None and schema.has_input_names()
        row = _row(columns) if named else {"type": "object"}
        names = {"type": "array", "items": {"type": "string"}}
        if named:
            names["default"] = [str(spec.name) for spec in columns]
        properties["dataframe_split"] = {
            "type": "object",
            "required": ["data"],
            "properties": {"columns": names, "data": {"type": "array", "items": {"type": "array"}}},
            "description": "Names of the columns, and the rows as lists.",
        }
        properties["dataframe_records"] = {"type": "array", "items": row, "description": "An object a row."}
    properties["inputs"] = {**_inputs(schema), "description": "Arrays, or an object of columns or named tensors."}
    properties["instances"] = {"type": "array", "description": "An array, or an object a row."}
    if params is not None:
        properties["params"] = {
            "type": "object",
            "properties": {param.name: _parameter(param) for param in params},
            "description": "Inference parameters; those left out take their defaults.",
        }
    return {"type": "object", "properties": properties, "description": "A question to the model."}


def _question(schema: Schema | None) -> dict[str, Any] | None:
    """What a model of language is asked, which is sent as it is; None for other models."""
    if schema is None or schema.is_tensor_spec() or not schema.has_input_names():
        return None
    columns = [spec for spec in schema.inputs if isinstance(spec, ColSpec)]
    required = [str(spec.name) for spec in columns if spec.required]
    return _row(columns) if len(required) == 1 and required[0] in SUPPORTED_LLM_FORMATS else None


def _row(columns: list[ColSpec]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [str(spec.name) for spec in columns if spec.required],
        "properties": {str(spec.name): _optional(_type(spec.type), spec.required) for spec in columns},
    }


def _inputs(schema: Schema | None) -> dict[str, Any]:
    if schema is None:
        return {}
    if not schema.is_tensor_spec():
        return {} if not schema.has_input_names() else {"type": ["object", "array"]}
    specs = [spec for spec in schema.inputs if isinstance(spec, TensorSpec)]
    if not schema.has_input_names():
        return _tensor(specs[0])
    return {
        "type": "object",
        "required": [str(spec.name) for spec in specs],
        "properties": {str(spec.name): _tensor(spec) for spec in specs},
    }


def _rows(schema: Schema | None) -> dict[str, Any]:
    """What an answer looks like: records of named columns, values of one without a name, or nested lists."""
    if schema is None or not len(schema.inputs):
        return {}
    if schema.is_tensor_spec():
        specs = [spec for spec in schema.inputs if isinstance(spec, TensorSpec)]
        if schema.has_input_names():
            return {"type": "object", "properties": {str(spec.name): _tensor(spec) for spec in specs}}
        return _tensor(specs[0])
    columns = [spec for spec in schema.inputs if isinstance(spec, ColSpec)]
    if schema.has_input_names():
        return {"type": "array", "items": _row(columns)}
    return {"type": "array", "items": _type(columns[0].type)} if len(columns) == 1 else {"type": "array"}


def _type(kind: Any) -> dict[str, Any]:
    if isinstance(kind, DataType):
        return dict(_SCALARS[kind])
    if isinstance(kind, Array):
        return {"type": "array", "items": _type(kind.dtype)}
    if isinstance(kind, Map):
        return {"type": "object", "additionalProperties": _type(kind.value_type)}
    if isinstance(kind, Object):
        return {
            "type": "object",
            "required": [each.name for each in kind.properties if each.required],
            "properties": {each.name: _optional(_type(each.dtype), each.required) for each in kind.properties},
        }
    return {"type": "array", "items": {"type": "number"}} if not isinstance(kind, AnyType) else {}


def _optional(schema: dict[str, Any], required: bool) -> dict[str, Any]:
    if required or "type" not in schema:
        return schema
    return {**schema, "type": [schema["type"], "null"]}


def _tensor(spec: TensorSpec) -> dict[str, Any]:
    kinds = {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}
    cell: dict[str, Any] = {"type": kinds[spec.type.kind]} if spec.type.kind in kinds else {}
    made = cell
    for size in reversed(spec.shape):
        made = {"type": "array", "items": made}
        if size >= 0:
            made |= {"minItems": size, "maxItems": size}
    return made


def _parameter(param: Any) -> dict[str, Any]:
    kind = _type(param.dtype)
    if param.shape is not None:
        kind = {"type": "array", "items": kind}
    default = param.default
    if isinstance(default, np.generic | np.ndarray):
        default = default.tolist()
    return {**kind, "default": json.loads(json_text(default))}


def _json(told: str, schema: str) -> dict[str, Any]:
    return {
        "description": told,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _others() -> dict[str, Any]:
    """What is asked of the server itself."""

    def get(operation: str, summary: str, kind: str = "application/json", **parameters: str) -> dict[str, Any]:
        return {
            "operationId": operation,
            "tags": ["server"],
            "summary": summary,
            "parameters": [
                {"name": each, "in": "path", "required": True, "schema": {"type": "string"}, "description": told}
                for each, told in parameters.items()
            ],
            "responses": {"200": {"description": "It is there.", "content": {kind: {"schema": {}}}}},
        }

    job = {"id": "The job's id."}
    return {
        "/ping": {"get": get("ping", "200 once the models are loaded.")},
        "/version": {"get": get("version", "The version of MLflow whose interface this is.", "text/plain")},
        "/models": {"get": get("models", "The models, their versions and addresses.")},
        "/models/{name}": {"get": get("model", "A model's signature and input example.", name="The model.")},
        "/metrics": {"get": get("metrics", "Figures for Prometheus.", "text/plain")},
        "/jobs/{id}": {
            "get": get("job", "How a job is.", **job),
            "delete": get("cancel", "Cancel a job; its answer is lost.", **job),
        },
        "/jobs/{id}/result": {"get": get("result", "What the job's request was answered.", **job)},
        "/v2/models/{name}": {"get": get("v2model", "A model, by the Open Inference Protocol.", name="The model.")},
    }


_ERROR = {
    "type": "object",
    "required": ["error_code", "message"],
    "properties": {
        "error_code": {"type": "string", "description": "What kind of error it is."},
        "message": {"type": "string", "description": "What is wrong, and the way out."},
        "stack_trace": {"type": "string", "description": "Where the model raised."},
    },
    "description": "Why there are no predictions.",
}
_JOB = {
    "type": "object",
    "required": ["id", "status", "location"],
    "properties": {
        "id": {"type": "string", "description": "The job's id."},
        "status": {"enum": ["waiting", "running", "done", "failed", "cancelled"], "description": "How it is."},
        "location": {"type": "string", "description": "Where to ask for it."},
    },
    "description": "A request that is answered later.",
}
