"""The OpenAPI document, derived from the acts.

``python -m mlflow.contracts.openapi`` prints it; the same declarations always print the same bytes.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable
from typing import Any, get_args, get_origin

import msgspec

from mlflow import exceptions
from mlflow.contracts.acts import Act, Argument
from mlflow.contracts.docstrings import Described, described
from mlflow.contracts.stores import all_acts
from mlflow.entities.wire import WireEntity
from mlflow.version import PENSTOCK_VERSION, VERSION

#: Where each act is served; all four share one handler and one rule.
PREFIXES = ("/api/2.0", "/ajax-api/2.0", "/api/3.0", "/ajax-api/3.0")

_REF = "#/components/schemas/{name}"
_SHAPE = re.compile(r"\b_(\w+)Json\b")
_ERROR = {
    "type": "object",
    "title": "Error",
    "description": "What every failed request is answered with.",
    "properties": {
        "error_code": {"type": "string", "enum": sorted(exceptions.ERROR_CODES)},
        "message": {"type": "string", "description": "What is wrong and the way out."},
    },
    "required": ["error_code", "message"],
}
_NUMBER = {
    "title": "Number",
    "description": "A number, or the name of one that JSON lacks.",
    "anyOf": [{"type": "number"}, {"type": "string", "enum": ["NaN", "Infinity", "-Infinity"]}],
}


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the whole contract."""
    acts = all_acts()
    schemas, components = _schemas([act for _, act in acts])
    paths: dict[str, dict[str, Any]] = {}
    tags: list[dict[str, str]] = []
    for contract, act in acts:
        tag = contract.__name__
        if not any(t["name"] == tag for t in tags):
            tags.append({"name": tag, "description": described(contract).text})
        for number, (method, path) in enumerate(act.endpoints):
            operation = _operation(act, method, path, schemas)
            operation = {"tags": [tag], "operationId": act.name + (f"_{number + 1}" if number else ""), **operation}
            if number:
                operation["x-same-as"] = act.name
            paths.setdefault("/" + path.replace(":path}", "}"), {})[method.lower()] = operation
    components.update({"Error": _ERROR, "Number": _NUMBER})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Penstock",
            "summary": "Tracking and Model Registry over HTTP, after MLflow's REST API.",
            "version": PENSTOCK_VERSION,
            "x-mlflow-version": VERSION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": prefix} for prefix in PREFIXES],
        "tags": tags,
        "paths": paths,
        "components": {"schemas": dict(sorted(components.items()))},
    }


def _wire_of(kind: type) -> dict[str, Any]:
    if issubclass(kind, WireEntity):
        return {"$ref": _REF.format(name=kind.wire_shape.__name__)}
    raise NotImplementedError(f"{kind} has no JSON form")


def _entities(kind: Any, seen: set[type]) -> set[type]:
    """Every entity that a type mentions, in its fields or in the fields of its fields."""
    for part in get_args(kind):
        _entities(part, seen)
    if get_origin(kind) is not None or not inspect.isclass(kind) or kind in seen:
        return seen
    if issubclass(kind, WireEntity):
        seen.add(kind)
        kind = kind.wire_shape
    if issubclass(kind, msgspec.Struct) and kind not in seen:
        seen.add(kind)
        for field in msgspec.structs.fields(kind):
            _entities(field.type, seen)
    return seen


def _schemas(acts: Iterable[Act]) -> tuple[dict[Any, Any], dict[str, Any]]:
    """``({type: schema}, {name: component})`` of everything that acts take and give."""
    kinds: list[Any] = []
    for act in acts:
        for kind in (a.wire_type for a in act.arguments if not (act.stream and a.name == "data")):
            if kind not in kinds:
                kinds.append(kind)
        if not act.stream:
            kinds.append(act.response)
    seen: set[type] = set()
    for kind in kinds:
        _entities(kind, seen)
    entities = sorted((k for k in seen if issubclass(k, WireEntity)), key=lambda k: k.__name__)
    shapes = [k.wire_shape for k in entities]
    found, components = msgspec.json.schema_components([*kinds, *shapes], schema_hook=_wire_of, ref_template=_REF)
    documents = {k.__name__: described(k) for k in seen} | {k.wire_shape.__name__: described(k) for k in entities}
    for name, component in components.items():
        _explain(component, documents.get(name, Described("")))
    renamed = {_SHAPE.sub(r"\1", name): _renamed(component) for name, component in components.items()}
    return dict(zip(kinds, map(_renamed, found), strict=False)), renamed


def _explain(component: dict[str, Any], said: Described) -> None:
    """Put our sentences into a component; a field that is unset is absent, hence never null."""
    component.pop("description", None)
    if said.text:
        component["description"] = said.text
    for name, schema in component.get("properties", {}).items():
        plain = _plain(schema)
        if name in said.arguments:
            plain["description"] = said.arguments[name]
        component["properties"][name] = plain


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) == 1:
        schema = dict(kinds[0])
    elif kinds:
        schema = {"anyOf": kinds}
    if schema.get("type") == "number":
        return {"$ref": _REF.format(name="Number")}
    return {key: value for key, value in schema.items() if key != "default"}


def _renamed(schema: Any) -> Any:
    """The schema with the names of entities in place of those of their shapes."""
    if isinstance(schema, dict):
        return {
            key: _SHAPE.sub(r"\1", value) if key in ("$ref", "title") else _renamed(value)
            for key, value in schema.items()
        }
    return [_renamed(item) for item in schema] if isinstance(schema, list) else schema


def _operation(act: Act, method: str, path: str, schemas: dict[Any, Any]) -> dict[str, Any]:
    said = described(act.function)
    in_path = re.findall(r"{(\w+)(?::path)?}", path)
    fields = [a for a in act.arguments if a.name not in in_path and not (act.stream and a.name == "data")]
    operation: dict[str, Any] = {"summary": act.summary}
    if said.text != act.summary:
        operation["description"] = said.text
    operation["x-permission"] = str(act.rule)
    parameters = [_parameter(a, "path", schemas, said) for a in act.arguments if a.name in in_path]
    if method == "GET" or act.stream:
        parameters += [_parameter(a, "query", schemas, said) for a in fields]
        if any(a.name == "data" for a in act.arguments):
            operation["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    else:
        body = _request(act, fields, schemas, said)
        operation["requestBody"] = {
            "required": bool(body["required"]),
            "content": {"application/json": {"schema": body}},
        }
    if parameters:
        operation["parameters"] = parameters
    operation["responses"] = {"200": _success(act, schemas), **_failures(act, said)}
    return operation


def _schema_of(argument: Argument, schemas: dict[Any, Any], said: Described) -> dict[str, Any]:
    schema = _plain(schemas[argument.wire_type])
    if argument.name in said.arguments:
        schema["description"] = said.arguments[argument.name]
    return schema


def _parameter(argument: Argument, place: str, schemas: dict[Any, Any], said: Described) -> dict[str, Any]:
    schema = _schema_of(argument, schemas, said)
    parameter = {
        "name": argument.name if place == "path" else argument.wire_name,
        "in": place,
        "required": argument.required or place == "path",
    }
    if description := schema.pop("description", None):
        parameter["description"] = description
    return {**parameter, "schema": schema}


def _request(act: Act, fields: list[Argument], schemas: dict[Any, Any], said: Described) -> dict[str, Any]:
    properties = {a.wire_name: _schema_of(a, schemas, said) for a in fields}
    for old, new in act.legacy.items():
        known = next(a for a in act.arguments if a.name == new)
        properties[old] = {**_schema_of(known, schemas, said), "deprecated": True}
    title = "".join(part.capitalize() for part in act.name.split("_")) + "Request"
    required = [a.wire_name for a in fields if a.required]
    return {"type": "object", "title": title, "properties": properties, "required": required}


def _success(act: Act, schemas: dict[Any, Any]) -> dict[str, Any]:
    if not act.stream:
        return {"description": "Done", "content": {"application/json": {"schema": schemas[act.response]}}}
    if act.method == "GET":
        return {"description": "The file", "content": {"application/octet-stream": {}}}
    return {"description": "Done"}


def _failures(act: Act, said: Described) -> dict[str, Any]:
    """Responses by status: what the act says, and what follows from its fields and its rule."""
    reasons = {"InvalidParameterValue": "A field is absent, of the wrong type or over its limit.", **said.raises}
    reasons.setdefault("PermissionDenied", "The permission is lacking.")
    if act.rule.argument is not None:
        reasons.setdefault("ResourceDoesNotExist", f"There is no such {act.rule.noun.replace('_', ' ')}.")
    by_status: dict[str, dict[str, str]] = {}
    for name, reason in reasons.items():
        code = getattr(exceptions, name).code
        status = str(exceptions.ERROR_CODE_TO_HTTP_STATUS[code])
        by_status.setdefault(status, {})[code] = reason
    return {
        status: {
            "description": " ".join(f"{code}: {reason}" for code, reason in codes.items()),
            "x-error-codes": list(codes),
            "content": {"application/json": {"schema": {"$ref": _REF.format(name="Error")}}},
        }
        for status, codes in sorted(by_status.items())
    }


def main() -> None:
    """Print the document as indented JSON."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document()), indent=2).decode() + "\n")


if __name__ == "__main__":
    main()
