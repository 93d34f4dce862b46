"""A long conversation that was held with MLflow 3.6 on SQLite, held again with ours.

``probes.jsonl`` has one request a line with the status, error code and fields of the answer it got. ``{exp1}``,
``{run1}`` and so on stand for ids that earlier answers made, ``{fresh1}`` for a run made for that purpose;
``{"$of": "x", "$n": 500}`` is a text, ``{"$each": …, "$n": …}`` a list, of that length.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from mlflow.testing.asgi import AsgiTransport

_PROBES = [json.loads(line) for line in (Path(__file__).parent / "probes.jsonl").read_text().splitlines()]

_PLACES = "the server reads and writes no place that a caller names"
_ODD = "a location that could be read in two ways is refused"
_LIMIT = "the documented limit holds"
_TYPES = "a value of the wrong type is refused, not bent"
_BLAME = "a bad request is the caller's fault, hence no 500"
_TWINS = "/api and /ajax-api, 2.0 and 3.0, serve the same"
_PARTS = "the server takes parts for every store"

#: Label, or label and request → what ours answers, and why it differs on purpose.
_DIFFERENCES: dict[str, tuple[int, str]] = {
    "exp create artifact_location": (400, _PLACES),
    "exp create loc with query": (400, _ODD),
    "exp create loc with ..": (400, _ODD),
    "exp create loc http": (400, _PLACES),
    "exp create list body": (400, _BLAME),
    "exp create tag key empty": (400, "a tag without a key cannot be read or deleted"),
    "exp get non-numeric": (404, _BLAME),
    "exp update dup": (400, "RESOURCE_ALREADY_EXISTS, as for creating"),
    "exp update 501": (400, _LIMIT),
    "exp search defaults": (200, "max_results has a default, as in the client"),
    "exp search GET no max": (200, "max_results has a default, as in the client"),
    "run create empty body": (200, "runs without an experiment go to Default, as in the client"),
    "run create start_time float": (400, _TYPES),
    "log-metric bool value": (400, _TYPES),
    "log-metric step float": (400, _TYPES),
    "hist unknown run": (404, "an unknown run is an error everywhere"),
    "bulk via api": (200, _TWINS),
    "log-batch metrics str list": (400, _BLAME),
    "log-inputs no name": (400, "a dataset without a name cannot be found again"),
    "log-inputs no digest": (400, "a dataset without a digest cannot be told from others"),
    "log-inputs no source": (400, "a dataset without a source cannot be loaded"),
    "proxy get missing": (404, _BLAME),
    "proxy get dir": (404, _BLAME),
    "get-artifact missing: GET /get-artifact": (404, _BLAME),
    "get-artifact no run: GET /get-artifact": (400, "a missing field is INVALID_PARAMETER_VALUE, as elsewhere"),
    "get-artifact: GET /ajax-api/2.0/mlflow/get-artifact": (200, _TWINS),
    "get-artifact run_uuid: GET /ajax-api/2.0/mlflow/get-artifact": (200, _TWINS),
    "get-artifact json: GET /ajax-api/2.0/mlflow/get-artifact": (200, _TWINS),
    "get-artifact ..: GET /ajax-api/2.0/mlflow/get-artifact": (400, _TWINS),
    "get-artifact no path: GET /ajax-api/2.0/mlflow/get-artifact": (400, _TWINS),
    "get-artifact no run: GET /ajax-api/2.0/mlflow/get-artifact": (400, _TWINS),
    "upload-artifact: POST /api/2.0/mlflow/upload-artifact": (200, _TWINS),
    "upload-artifact no run: POST /api/2.0/mlflow/upload-artifact": (400, _TWINS),
    "upload-artifact no path: POST /api/2.0/mlflow/upload-artifact": (400, _TWINS),
    "upload-artifact ..: POST /api/2.0/mlflow/upload-artifact": (400, _TWINS),
    "upload-artifact empty: POST /api/2.0/mlflow/upload-artifact": (400, _TWINS),
    "upload-artifact >10MB: POST /api/2.0/mlflow/upload-artifact": (400, _TWINS),
    "mpu create": (200, _PARTS),
    "mpu complete": (404, _PARTS),
    "mpu abort": (200, _PARTS),
    "rm create slash": (400, "no models:/ URI can name it"),
    "rm create colon": (400, "no models:/ URI can name it"),
    "rm create 257": (400, _LIMIT),
    "mv stage archive existing str": (200, "a truth value may be written as text, as in a query"),
    "mv stage archive to Archived": (400, _BLAME),
    "rm search max0": (400, "max_results begins at 1, as elsewhere"),
    "rm search max-1": (400, "max_results begins at 1, as elsewhere"),
    "mv get-artifact: GET /model-versions/get-artifact": (404, _BLAME),
    "mv get-artifact missing: GET /ajax-api/2.0/mlflow/model-versions/get-artifact": (400, _TWINS),
    "mv get-artifact ..: GET /ajax-api/2.0/mlflow/model-versions/get-artifact": (400, _TWINS),
    "lm params": (200, "params may be added while they contradict none"),
    "lm artifacts files ajax": (404, _BLAME),
    "exp list (1.x)": (200, "what clients of MLflow 1 ask for is still answered"),
    "rm list (1.x)": (200, "what clients of MLflow 1 ask for is still answered"),
}

#: Label → fields that ours leaves out, and why.
_ABSENT: dict[str, tuple[str, str]] = {
    "exp search view ALL": ("next_page_token", "fewer experiments: some were refused above"),
    "exp search view bad": ("next_page_token", "fewer experiments: some were refused above"),
    "exp search GET": ("experiments.tags", "another experiment comes first: an overlong name was refused above"),
    "hist": ("next_page_token", "the whole history is one page where no size is asked for"),
    "hist nan": ("next_page_token", "the whole history is one page where no size is asked for"),
    "hist inf": ("next_page_token", "the whole history is one page where no size is asked for"),
    "runs search token": ("runs.data.metrics runs.info.end_time", "another run comes second: each is newer here"),
    **dict.fromkeys(
        ("lm create", "lm get", "lm create no name", "lm finalize", "lm finalize bad"),
        ("model.info.model_type model.info.source_run_id", "what is unset is left out"),
    ),
    **dict.fromkeys(
        ("lm search", "lm search max0", "lm search max51", "lm search max1001", "lm search order_by"),
        ("models.info.model_type", "what is unset is left out"),
    ),
}


def _grown(value: Any) -> Any:
    if isinstance(value, dict) and "$of" in value:
        head = value.get("$head", "")
        return head + value["$of"] * (value["$n"] - len(head))
    if isinstance(value, dict) and "$each" in value:
        return [_grown(json.loads(value["$each"].replace("#", str(i)))) for i in range(value["$n"])]
    if isinstance(value, dict):
        return {k: _grown(v) for k, v in value.items()}
    return [_grown(v) for v in value] if isinstance(value, list) else value


def _shape(body: Any, prefix: str = "") -> set[str]:
    if isinstance(body, dict):
        return {prefix + k for k in body}.union(*(_shape(v, f"{prefix}{k}.") for k, v in body.items()))
    return set().union(*(_shape(item, prefix) for item in body)) if isinstance(body, list) else set()


class _Conversation:
    def __init__(self, web: AsgiTransport) -> None:
        self._web = web
        self._ids: dict[str, str] = {}

    def _named(self, match: re.Match[str]) -> str:
        name = match.group(1)
        if name.startswith("fresh") and name not in self._ids:
            made = self._send("POST", "/api/2.0/mlflow/runs/create", {"experiment_id": self._ids["exp1"]})[1]
            self._ids[name] = made["run"]["info"]["run_id"]
        return self._ids.get(name, match.group(0))

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"{((?:exp|run|model|tok|fresh)[a-z0-9]+)}", self._named, value)
        if isinstance(value, dict):
            return {k: self._filled(v) for k, v in value.items()}
        return [self._filled(v) for v in value] if isinstance(value, list) else value

    def _send(self, method: str, target: str, body: Any = None) -> tuple[int, Any]:
        answer = self._web.request(method, target, json.dumps(body).encode(), {"content-type": "application/json"})
        return answer.status, json.loads(answer.body)

    def ask(self, probe: dict[str, Any]) -> tuple[int, Any]:
        method, target = self._filled(probe["ask"]).split(" ", 1)
        if "query" in probe:
            target += "?" + urlencode(self._filled(_grown(probe["query"])), doseq=True)
        body, headers = None, dict(probe.get("headers", {}))
        if "json" in probe:
            body = json.dumps(self._filled(_grown(probe["json"]))).encode()
            headers.setdefault("Content-Type", "application/json")
        elif "data" in probe:
            body = _grown(probe["data"]).encode()
        answer = self._web.request(method, target, body, headers)
        try:
            found = json.loads(answer.body)
        except ValueError:
            found = None
        for name, path in probe.get("makes", {}).items():
            value = found
            for key in path.split("."):
                value = value.get(key) if isinstance(value, dict) else None
            if value is not None:
                self._ids[name] = value
        return answer.status, found


def test_a_conversation_with_mlflow_goes_the_same_way(web: AsgiTransport) -> None:
    talk = _Conversation(web)
    surprises, met = [], set()
    for probe in _PROBES:
        status, body = talk.ask(probe)
        label = f"{probe['label']}: {probe['ask']}"
        known = next((k for k in (probe["label"], label) if k in _DIFFERENCES), None)
        if known is not None:
            met.add(known)
            if status != _DIFFERENCES[known][0]:
                surprises.append(f"{label}: {_DIFFERENCES[known][0]} expected, {status} {str(body)[:200]}")
        elif status != probe["status"]:
            surprises.append(f"{label}: {probe['status']} expected, {status} {str(body)[:200]}")
        elif "code" in probe and body.get("error_code") != probe["code"]:
            surprises.append(f"{label}: {probe['code']} expected, {body}")
        elif "has" in probe:
            left_out = _ABSENT.get(probe["label"], ("", ""))[0].split()
            absent = {f for f in set(probe["has"].split()) - _shape(body) if not f.startswith(tuple(left_out) or " ")}
            if absent:
                surprises.append(f"{label}: without {', '.join(sorted(absent))}")
    assert not surprises, "\n".join(surprises)
    assert met == _DIFFERENCES.keys(), "differences that are none any more"
