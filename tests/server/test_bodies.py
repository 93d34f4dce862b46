"""Bodies that are not what they are declared to be, cannot be read, or are larger than anybody needs."""

from __future__ import annotations

import dataclasses
import gzip
import json

import pytest

from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.testing.asgi import AsgiTransport


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "text/plain; application/json", "application/x-www-form-urlencoded", "multipart/form-data", "",
     "<script>alert(1)</script>", "application/jsonx", "text/json"],
)  # fmt: skip
def test_json_must_be_declared_as_json(web: AsgiTransport, kind: str) -> None:
    for prefix in ("/api/2.0", "/ajax-api/2.0", "/api/3.0", "/ajax-api/3.0"):
        for method, path in [
            ("POST", "experiments/create"),
            ("POST", "experiments/update"),
            ("PATCH", "registered-models/update"),
            ("DELETE", "registered-models/delete"),
        ]:
            headers = {"Content-Type": kind} if kind else None
            answer = web.request(method, f"{prefix}/mlflow/{path}", b'{"name": "x"}', headers)
            assert (answer.status, json.loads(answer.body)["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
            assert not kind or kind.encode() not in answer.body
            assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "body", [b"{bad", b"[1]", b'"x"', b"1", b"null", b"\xff\xfe", b'{"name": ' + b"[" * 100_000, b'""', b'"{"']
)
def test_a_body_that_cannot_be_read_is_the_callers_fault(web: AsgiTransport, body: bytes) -> None:
    answer = web.request("POST", "/api/2.0/mlflow/experiments/create", body, {"Content-Type": "application/json"})
    assert (answer.status, json.loads(answer.body)["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_a_compressed_body_is_opened_and_a_bomb_is_not(settings: Settings) -> None:
    web = AsgiTransport(create_app(dataclasses.replace(settings, max_body=1 << 20)))

    def create(body: bytes, encoding: str = "gzip") -> int:
        headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
        return web.request("POST", "/api/2.0/mlflow/experiments/create", body, headers).status

    whole = gzip.compress(b'{"name": "wine"}')
    assert create(whole) == 200
    assert create(gzip.compress(b'{"name": "' + b" " * (50 << 20) + b'"}')) == 413
    for broken in (whole[:-4], whole + b"x", b'{"name": "a"}', gzip.compress(whole)):
        assert create(broken) == 400
    assert create(b'{"name": "beer"}', "identity") == 200
    assert create(whole, "br") == 400
    assert web.request("GET", "/health").headers["accept-encoding"] == "gzip"
    web.close()


def test_bodies_have_a_limit(settings: Settings) -> None:
    web = AsgiTransport(create_app(dataclasses.replace(settings, max_body=1000)))
    body = json.dumps({"name": "x" * 2000}).encode()
    for headers in ({}, {"Content-Length": "10"}):
        answer = web.request(
            "POST", "/api/2.0/mlflow/experiments/create", body, {"Content-Type": "application/json", **headers}
        )
        assert answer.status == 413 and b"larger" in answer.body
    web.close()
