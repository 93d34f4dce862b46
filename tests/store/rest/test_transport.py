"""Requests as they travel: what is sent again and what is not, credentials, errors."""

from __future__ import annotations

import base64
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from mlflow.entities import Metric
from mlflow.exceptions import (
    EndpointNotFound,
    InvalidParameterValue,
    MlflowException,
    ResourceDoesNotExist,
    RestException,
    TemporarilyUnavailable,
)
from mlflow.store.rest.store import RestStore, open_store

Scripted = tuple[int, bytes]


class _Script(ThreadingHTTPServer):
    """Answers from a list, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answers: list[Scripted | None] = []
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Script

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        answer = self.server.answers.pop(0) if self.server.answers else (200, b"{}")
        if answer is None:  # the connection breaks
            self.close_connection = True
            return
        self.send_response(answer[0])
        if answer[0] == 302:
            self.send_header("Location", "https://elsewhere/")
        self.send_header("Content-Length", str(len(answer[1])))
        self.end_headers()
        self.wfile.write(answer[1])

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _answer

    def log_message(self, *args: Any) -> None:
        return None


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Script]:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "0.01")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "3")
    server = _Script()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def store(script: _Script) -> RestStore:
    return open_store(script.url)


_BUSY: Scripted = (503, b"busy")


@pytest.mark.parametrize("failure", [_BUSY, (429, b""), (502, b""), (504, b""), None])
def test_what_may_be_done_twice_is_sent_again(store: RestStore, script: _Script, failure: Scripted | None) -> None:
    script.answers = [failure, failure, (200, b"{}")]
    store.log_batch("r", [Metric("a", 1.0, 1)])
    assert len(script.asked) == 3
    assert {body for *_, body in script.asked} == {
        b'{"run_id":"r","metrics":[{"key":"a","value":1.0,"timestamp":1,"step":0}]}'
    }


def test_what_may_not_be_done_twice_is_not(store: RestStore, script: _Script) -> None:
    for failure in (_BUSY, None):
        script.answers, script.asked = [failure], []
        with pytest.raises(TemporarilyUnavailable):
            store.create_run("0")
        assert len(script.asked) == 1


def test_patience_ends(store: RestStore, script: _Script) -> None:
    script.answers = [_BUSY] * 9
    with pytest.raises(TemporarilyUnavailable):
        store.get_run("r")
    assert len(script.asked) == 4


def test_an_error_of_the_request_is_not_repeated(store: RestStore, script: _Script) -> None:
    script.answers = [(500, b'{"error_code": "INTERNAL_ERROR", "message": "no"}')]
    with pytest.raises(MlflowException, match="no"):
        store.get_run("r")
    assert len(script.asked) == 1


def test_a_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch, script: _Script) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    with pytest.raises(TemporarilyUnavailable, match="Does it run"):
        open_store("http://127.0.0.1:9").get_run("r")


def _told(status: int, code: str) -> Scripted:
    return status, b'{"error_code": "%s", "message": "m"}' % code.encode()


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (_told(404, "RESOURCE_DOES_NOT_EXIST"), ResourceDoesNotExist, "RESOURCE_DOES_NOT_EXIST"),
        (_told(400, "INVALID_PARAMETER_VALUE"), InvalidParameterValue, "INVALID_PARAMETER_VALUE"),
        (_told(418, "TEAPOT"), RestException, "TEAPOT"),
        ((500, b"<html>"), MlflowException, "INTERNAL_ERROR"),
        ((403, b"Invalid Host header"), MlflowException, "PERMISSION_DENIED"),
        ((404, b"<html>Not Found</html>"), EndpointNotFound, "ENDPOINT_NOT_FOUND"),
        ((200, b"<html>"), MlflowException, "INTERNAL_ERROR"),
        ((302, b""), MlflowException, "INTERNAL_ERROR"),
    ],
)
def test_errors_are_of_the_class_of_their_code(
    store: RestStore, script: _Script, answer: Scripted, kind: type[MlflowException], code: str
) -> None:
    script.answers = [answer] * 2
    with pytest.raises(kind) as raised:
        store.get_run("r")
    assert raised.value.error_code == code


def test_credentials(monkeypatch: pytest.MonkeyPatch, script: _Script) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "abc")
    open_store(script.url).delete_run("r")
    assert script.asked[-1][2]["Authorization"] == "Bearer abc"
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "me")
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", "pass:word")
    open_store(script.url).delete_run("r")
    assert base64.b64decode(script.asked[-1][2]["Authorization"].split()[1]) == b"me:pass:word"


def test_credentials_in_the_address_are_used_and_not_shown(script: _Script) -> None:
    store = open_store(script.url.replace("://", "://me:p%40ss@"))
    store.delete_run("r")
    assert base64.b64decode(script.asked[-1][2]["Authorization"].split()[1]) == b"me:p@ss"
    script.answers = [(500, b"")]
    with pytest.raises(MlflowException) as raised:
        store.read_run_artifact("r", "x")
    assert "p%40ss" not in str(raised.value) and "p@ss" not in str(raised.value)


def test_an_address_with_a_path(script: _Script) -> None:
    open_store(script.url + "/team/").delete_run("r")
    assert script.asked[-1][1] == "/team/api/2.0/mlflow/runs/delete"


def test_fields_of_a_path_are_quoted(store: RestStore, script: _Script) -> None:
    store.delete_logged_model_tag("m-1", "a/b c%2F")
    assert script.asked[-1][:2] == ("DELETE", "/api/2.0/mlflow/logged-models/m-1/tags/a%2Fb%20c%252F")


def test_a_route_that_is_served_for_pages_only_is_found(store: RestStore, script: _Script) -> None:
    script.answers = [(404, b"<html>"), (200, b'{"metrics": []}'), (200, b'{"metrics": []}')]
    store.get_metric_history_bulk(["a", "b"], "k")
    store.get_metric_history_bulk(["a", "b"], "k")
    paths = [path.partition("?") for _, path, *_ in script.asked]
    assert [p[0].split("/mlflow")[0] for p in paths] == ["/api/2.0", "/ajax-api/2.0", "/ajax-api/2.0"]
    assert paths[0][2] == "run_id=a&run_id=b&metric_key=k"


def test_a_server_that_cannot_count_is_asked_for_the_runs(store: RestStore, script: _Script) -> None:
    page = b'{"runs": [{"info": {"run_id": "a"}}, {"info": {"run_id": "b"}}]%s}'
    script.answers = [(404, b""), (404, b""), (200, page % b', "next_page_token": "t"'), (200, page % b"")]
    assert store.count_runs(["0"], "metrics.a > 1") == 4
    assert b'"page_token":"t"' in script.asked[-1][3] and b'"filter":"metrics.a > 1"' in script.asked[-1][3]


def test_a_server_that_knows_no_summaries_is_asked_for_the_series(store: RestStore, script: _Script) -> None:
    script.answers = [
        (404, b""),
        (404, b""),
        (200, b'{"run": {"info": {"run_id": "r"}, "data": {"metrics": [{"key": "a", "value": 1, "timestamp": 1}]}}}'),
        (
            200,
            b'{"metrics": [{"key": "a", "value": "NaN", "timestamp": 1}, '
            b'{"key": "a", "value": 3, "timestamp": 2, "step": 7}]}',
        ),
    ]  # fmt: skip
    (summary,) = store.get_metric_summaries("r")
    assert (summary.count, summary.last, summary.minimum, summary.last_step) == (2, 3.0, 3.0, 7)


def test_a_whole_history_is_asked_for_in_pages(store: RestStore, script: _Script) -> None:
    point = b'{"metrics": [{"key": "a", "value": 1, "timestamp": 1}]%s}'
    script.answers = [(200, point % b', "next_page_token": "t"'), (200, point % b"")]
    assert len(store.get_metric_history("r", "a")) == 2
    assert all("max_results=25000" in path for _, path, *_ in script.asked)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_child_opens_connections_of_its_own(store: RestStore, script: _Script) -> None:
    store.delete_run("parent")
    child = os.fork()
    if child == 0:
        store.delete_run("child")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    store.delete_run("parent")
    assert sorted(body for *_, body in script.asked) == [b'{"run_id":"child"}', *[b'{"run_id":"parent"}'] * 2]
