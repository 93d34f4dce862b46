from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

from mlflow.server.app import Server, create_app
from mlflow.server.settings import Settings
from mlflow.testing.asgi import AsgiTransport

_GET = "/api/2.0/mlflow/experiments/get?experiment_id=0"
_SEARCH = "/ajax-api/2.0/mlflow/experiments/search"
_JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:5000", "LOCALHOST", "127.0.0.1:8080", "[::1]:5000", "192.168.1.7:5000", "10.0.0.3"],
)
def test_names_of_this_machine_and_private_addresses_are_answered(web: AsgiTransport, host: str) -> None:
    assert web.request("GET", _GET, headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.com",
        "evil.com:5000",
        "localhost.evil.com",
        "evil.com#localhost",
        "localhost@evil.com",
        "127.0.0.1.evil.com",
        "192.168.1.7.evil.com",
        "8.8.8.8",
        "localhost:5000:1",
        "[::1",
        "",
        "localhost evil.com",
        "localhost/",
    ],
)
def test_other_names_are_refused_everywhere_but_at_health(web: AsgiTransport, host: str) -> None:
    for path in (_GET, "/", "/version", "/docs", "/get-artifact", _SEARCH):
        assert web.request("GET", path, headers={"Host": host}).status == 403, path
    assert web.request("GET", "/health", headers={"Host": host}).status == 200


def test_names_that_the_operator_allows(settings: Settings) -> None:
    allowed = dataclasses.replace(settings, allowed_hosts=("mlflow.example.com", "*.corp.example", "10.1.*"))
    web = AsgiTransport(create_app(allowed))
    for host, status in {
        "mlflow.example.com": 200,
        "mlflow.example.com:8443": 200,
        "a.corp.example": 200,
        "10.1.2.3": 200,
        "corp.example": 403,
        "mlflow.example.com.evil.com": 403,
        "10.2.2.3": 403,
    }.items():
        assert web.request("GET", _GET, headers={"Host": host}).status == status, host
    origin = {**_JSON, "Host": "internal:5000"}
    assert web.request("POST", _SEARCH, b"{}", {**origin, "Origin": "https://mlflow.example.com"}).status == 403
    origin["Host"] = "mlflow.example.com"
    assert web.request("POST", _SEARCH, b"{}", {**origin, "Origin": "https://mlflow.example.com"}).status == 200
    web.close()


@pytest.mark.parametrize(
    "origin",
    ["http://evil.com", "https://localhost.evil.com", "null", "http://localhost@evil.com", "file://", "http://", "evil",
     "http://127.0.0.1.evil.com", "chrome-extension://abc", "http://192.168.1.9"],
)  # fmt: skip
def test_a_page_of_another_site_changes_nothing(web: AsgiTransport, origin: str) -> None:
    headers = {**_JSON, "Origin": origin}
    for method, path in [
        ("POST", "/api/2.0/mlflow/experiments/create"),
        ("POST", "/ajax-api/3.0/mlflow/experiments/update"),
        ("PATCH", "/api/2.0/mlflow/registered-models/update"),
        ("PUT", "/api/2.0/mlflow-artifacts/artifacts/x/y"),
        ("DELETE", "/api/2.0/mlflow-artifacts/artifacts/x/y"),
        ("POST", "/ajax-api/2.0/mlflow/upload-artifact?run_id=a&path=b"),
    ]:
        answer = web.request(method, path, b'{"name": "x"}', headers)
        assert answer.status == 403, (method, path)
        assert "access-control-allow-origin" not in answer.headers
        assert origin.encode() not in answer.body
    answer = web.request("OPTIONS", _SEARCH, headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    assert answer.status == 403


@pytest.mark.parametrize(
    "headers",
    [
        [("Origin", "http://localhost:5000"), ("Origin", "http://evil.com")],
        [("Origin", "http://evil.com"), ("Origin", "http://localhost:5000")],
        [("Origin", "http://localhost:5000"), ("Origin", "http://localhost:5000")],
        [("Origin", "http://localhost:5000, http://evil.com")],
        [("Origin", "http://localhost:5000 http://evil.com")],
        [("Origin", "")],
        [("Origin", "http://[::ffff:8.8.8.8]")],
        [("Origin", "http://evil.com"), ("X-HTTP-Method-Override", "GET")],
        [("Origin", "http://evil.com"), ("X-Forwarded-Host", "evil.com")],
        [("Sec-Fetch-Site", "cross-site")],
    ],
)
def test_no_mixture_of_headers_makes_a_page_ours(server: Server, headers: list[tuple[str, str]]) -> None:
    sent: list[dict[str, Any]] = []

    async def ask() -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b'{"name": "x"}'}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        raw = [(b"host", b"localhost"), (b"content-type", b"application/json")]
        raw += [(name.lower().encode(), value.encode()) for name, value in headers]
        path = "/api/2.0/mlflow/experiments/create"
        scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
                 "headers": raw, "scheme": "http", "http_version": "1.1"}  # fmt: skip
        await server(scope, receive, send)

    asyncio.run(ask())
    assert sent[0]["status"] == 403


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:5000", "http://[::1]:5173"])
def test_a_page_of_this_machine_may(web: AsgiTransport, origin: str) -> None:
    answer = web.request("POST", _SEARCH, b"{}", {**_JSON, "Origin": origin})
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, origin)
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = web.request("OPTIONS", _SEARCH, headers=asked)
    assert (answer.status, answer.headers["access-control-allow-headers"]) == (200, "content-type")


def test_the_page_of_the_server_itself_may(web: AsgiTransport) -> None:
    headers = {**_JSON, "Host": "192.168.1.7:5000", "Origin": "http://192.168.1.7:5000"}
    assert web.request("POST", _SEARCH, b"{}", headers).status == 200


def test_reading_from_elsewhere_is_not_shared(web: AsgiTransport) -> None:
    answer = web.request("GET", _GET, headers={"Origin": "http://evil.com"})
    assert answer.status == 200 and "access-control-allow-origin" not in answer.headers


def test_origins_that_the_operator_allows(settings: Settings) -> None:
    allowed = dataclasses.replace(
        settings, cors_allowed_origins=("https://portal.example.com", "https://*.corp.example")
    )
    web = AsgiTransport(create_app(allowed))
    for origin, status in {
        "https://portal.example.com": 200,
        "https://a.corp.example": 200,
        "http://portal.example.com": 403,
        "https://portal.example.com.evil.com": 403,
    }.items():
        assert web.request("POST", _SEARCH, b"{}", {**_JSON, "Origin": origin}).status == status, origin
    web.close()


def test_headers_of_pages_and_answers(web: AsgiTransport) -> None:
    page = web.request("GET", "/").headers
    assert "script-src 'self';" in page["content-security-policy"]
    assert "object-src 'none'" in page["content-security-policy"]
    for path in ("/", _GET, "/nope", "/health"):
        headers = web.request("GET", path).headers
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "SAMEORIGIN"), path


@pytest.mark.parametrize(("frame", "header"), [("DENY", "DENY"), ("NONE", None), ("sameorigin", "SAMEORIGIN")])
def test_frames(settings: Settings, frame: str, header: str | None) -> None:
    web = AsgiTransport(create_app(dataclasses.replace(settings, x_frame_options=frame)))
    assert web.request("GET", "/").headers.get("x-frame-options") == header
    web.close()


def test_the_checks_can_be_left_out(settings: Settings) -> None:
    web = AsgiTransport(create_app(dataclasses.replace(settings, disable_security=True)))
    headers = {**_JSON, "Host": "anything", "Origin": "http://elsewhere"}
    assert web.request("POST", _SEARCH, b"{}", headers).status == 200
    web.close()
