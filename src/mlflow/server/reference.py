"""The browsable reference at ``/docs``: the OpenAPI document as one page that fetches nothing from elsewhere."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Penstock API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><style>
:root{--line:#8884;--soft:#8881;--accent:#2563eb}@media(prefers-color-scheme:dark){:root{--accent:#7aa2f7}}
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
code,pre,textarea,input{font:13px/1.45 ui-monospace,monospace}h2{margin:2.5rem 0 .3rem}
details{border:1px solid var(--line);border-radius:6px;margin:.4rem 0;padding:0 .8rem}
summary{cursor:pointer;padding:.5rem 0;display:flex;gap:.7rem;align-items:baseline;flex-wrap:wrap}
summary b{min-width:4.2rem;color:var(--accent)}summary span{opacity:.75}
table{border-collapse:collapse;width:100%;margin:.3rem 0 1rem}td,th{text-align:left;padding:.25rem .6rem;
border-top:1px solid var(--line);vertical-align:top}th{font-weight:600;background:var(--soft)}
textarea,#find{width:100%;box-sizing:border-box;padding:.4rem;border:1px solid var(--line);border-radius:4px;
background:transparent;color:inherit}pre{background:var(--soft);padding:.6rem;overflow:auto;max-height:24rem}
button{padding:.3rem .9rem;margin:.4rem 0}.rule{font-size:13px}</style></head>
"""


def page(document: dict[str, Any], root: str = "/ajax-api/2.0") -> str:
    """The page of an OpenAPI document.

    Args:
        document: The document.
        root: What precedes its paths where the page sends requests.
    """
    info = document["info"]
    roots = ", ".join(f"<code>{escape(server['url'])}</code>" for server in document["servers"])
    parts = [
        _HEAD,
        f"<body data-root='{escape(root)}'><h1>{escape(info['title'])} API</h1>"
        f"<p>{escape(info['summary'])} Version {escape(info['version'])}, "
        f"interface of MLflow {escape(info['x-mlflow-version'])}. The same as <a href='openapi.json'>OpenAPI</a>.</p>"
        f"<p>Paths are below {roots}.</p>"
        "<input id='find' type='search' placeholder='Find an operation' aria-label='Find an operation'>",
    ]
    for tag in document["tags"]:
        parts.append(f"<section><h2>{escape(_words(tag['name']))}</h2><p>{_text(tag['description'])}</p>")
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if tag["name"] in operation["tags"]:
                    parts.append(_operation(method.upper(), path, operation))
        parts.append("</section>")
    parts.append("<h2 id='schemas'>Objects</h2>")
    for name, schema in document["components"]["schemas"].items():
        parts.append(
            f"<details id='{escape(name)}'><summary><b>{escape(name)}</b>"
            f"<span>{_text(schema.get('description', ''))}</span></summary>{_fields(schema)}</details>"
        )
    return "".join(parts) + "<script src='docs/reference.js'></script></body></html>"


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Store"))


def _text(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)).replace("\n\n", "<br>")


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[1])
        return f"<a href='#{name}'>{name}</a>"
    if "anyOf" in schema:
        return " or ".join(_type(kind) for kind in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(v))}</code>" for v in schema["enum"])
    kinds = schema.get("type", "any")
    return escape(kinds if isinstance(kinds, str) else " or ".join(kinds))


def _row(name: str, schema: dict[str, Any], required: bool, place: str, said: str) -> str:
    marks = [place] * bool(place) + ["required"] * required + ["deprecated"] * bool(schema.get("deprecated"))
    return (
        f"<tr><td><code>{escape(name)}</code></td><td>{_type(schema)}</td><td>{', '.join(marks)}</td>"
        f"<td>{_text(said)}</td></tr>"
    )


def _fields(schema: dict[str, Any]) -> str:
    required = schema.get("required", [])
    rows = [
        _row(name, field, name in required, "", field.get("description", ""))
        for name, field in schema.get("properties", {}).items()
    ]
    if rows:
        return f"<table>{''.join(rows)}</table>"
    return f"<p>{_type(schema)}</p>" if schema.keys() & {"anyOf", "$ref"} else ""


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    said = operation.get("description", operation["summary"])
    body = operation.get("requestBody", {}).get("content", {})
    rows = [
        _row(p["name"], p["schema"], p["required"], p["in"], p.get("description", ""))
        for p in operation.get("parameters", [])
    ]
    request = f"<table>{''.join(rows)}</table>" if rows else ""
    request += _fields(body.get("application/json", {}).get("schema", {}))
    if "application/octet-stream" in body:
        request += "<p>The body is the file.</p>"
    answers = "".join(
        f"<tr><td>{status}</td><td>{_text(answer['description'])}</td><td>{_answer_type(answer)}</td></tr>"
        for status, answer in operation["responses"].items()
    )
    same = f" Same as <code>{escape(operation['x-same-as'])}</code>." if "x-same-as" in operation else ""
    return (
        f"<details class='operation' id='{escape(operation['operationId'])}'><summary><b>{method}</b>"
        f"<code>{escape(path)}</code><span>{_text(operation['summary'])}</span></summary><p>{_text(said)}{same}</p>"
        f"{_rule(operation)}"
        f"<h4>Request</h4>{request or '<p>Nothing.</p>'}<h4>Answer</h4><table>{answers}</table>"
        + (_form(method, path, body) if "application/octet-stream" not in body else "")
        + "</details>"
    )


def _rule(operation: dict[str, Any]) -> str:
    rule = operation.get("x-permission")
    return f"<p class='rule'>Needs <code>{escape(rule)}</code></p>" if rule else ""


def _answer_type(answer: dict[str, Any]) -> str:
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    return _type(schema) if schema else ""


def _form(method: str, path: str, body: dict[str, Any]) -> str:
    """A form to try a request: the script of the page sends it."""
    given = "".join(f"{name}=\n" for name in re.findall(r"{(\w+)}", path))
    if method != "GET":
        said = body.get("application/json", {})
        names = said.get("schema", {}).get("required", [])
        given += json.dumps(said["example"]) if "example" in said else json.dumps(dict.fromkeys(names, ""))
    hint = "name=value, one a line" if method == "GET" else "name=value lines for the path, then JSON"
    return (
        f"<form data-method='{method}' data-path='{escape(path)}'><h4>Try it</h4>"
        f"<textarea rows='3' aria-label='Request' placeholder='{hint}'>{escape(given)}</textarea>"
        "<button>Send</button><pre hidden></pre></form>"
    )
