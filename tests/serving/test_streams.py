"""Answers that come in pieces."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from mlflow.serving.app import application_of, create_app
from mlflow.serving.catalog import Catalog
from mlflow.serving.served import Limits, Served
from tests.serving.conftest import ask
from tests.serving_apps import listening


class Words:
    metadata = None

    def __init__(self) -> None:
        self.given = 0
        self.closed = threading.Event()

    def predict(self, data: Any, params: Any = None) -> Any:
        return list(self.predict_stream(data))

    def predict_stream(self, data: Any, params: Any = None) -> Iterator[Any]:
        try:
            for word in data["input"].split():
                if word == "raise":
                    raise ValueError("asked to")
                if word == "endless":
                    while True:
                        self.given += 1
                        yield {"word": "x" * 10_000}
                if word == "slow":
                    time.sleep(1)
                self.given += 1
                yield {"word": word}
        finally:
            self.closed.set()


def streamed(model: Any, text: str, accept: str = "*/*", **body: Any) -> tuple[int, str, str]:
    """Status, content type and body of the answer, as they come over a connection."""
    with listening(application_of(Catalog(Served(model, Limits(timeout=0.5))), Limits())) as address:
        peer = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
        headers = {"Content-Type": "application/json", "Accept": accept}
        peer.request("POST", "/invocations", json.dumps({"input": text, **body}), headers)
        answer = peer.getresponse()
        told = answer.status, answer.headers["content-type"], answer.read().decode()
        peer.close()
    return told


def connection(address: str, body: Any) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    peer = socket.create_connection((host, int(port)), timeout=10)
    text = json.dumps(body).encode()
    head = "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    head += f"Content-Length: {len(text)}\r\n\r\n"
    peer.sendall(head.encode() + text)
    return peer


@pytest.mark.parametrize(("accept", "body"), [("*/*", {"stream": True}), ("text/event-stream", {})])
def test_events(accept: str, body: dict[str, Any]) -> None:
    status, kind, rest = streamed(Words(), "a b", accept, **body)
    assert status == 200 and kind.startswith("text/event-stream")
    assert rest == 'data: {"word": "a"}\n\ndata: {"word": "b"}\n\ndata: [DONE]\n\n'


def test_lines() -> None:
    assert streamed(Words(), "a b", "application/x-ndjson") == (
        200, "application/x-ndjson", '{"word": "a"}\n{"word": "b"}\n',
    )  # fmt: skip


def test_nothing_is_an_answer() -> None:
    assert streamed(Words(), "", stream=True)[2] == "data: [DONE]\n\n"


def test_an_error_at_the_beginning_has_a_status() -> None:
    status, _, rest = streamed(Words(), "raise", stream=True)
    assert status == 400 and "asked to" in json.loads(rest)["message"]


def test_an_error_in_the_middle_is_the_last_event() -> None:
    first, last = streamed(Words(), "a raise b", stream=True)[2].strip().split("\n\n")
    assert first == 'data: {"word": "a"}' and last.startswith("event: error\ndata: ")
    assert json.loads(last.partition("data: ")[2])["error_code"] == "BAD_REQUEST"
    rest = streamed(Words(), "a raise b", "application/x-ndjson")[2]
    assert "asked to" in json.loads(rest.splitlines()[-1])["error"]["message"]


def test_a_piece_that_takes_too_long_is_told() -> None:
    rest = streamed(Words(), "a slow", stream=True)[2]
    assert "DEADLINE_EXCEEDED" in rest.strip().split("\n\n")[-1]
    assert streamed(Words(), "slow", stream=True)[0] == 504


@pytest.mark.parametrize("reads", [True, False])
def test_a_caller_that_goes_away_ends_it(reads: bool) -> None:
    model = Words()
    with listening(application_of(Catalog(Served(model)), Limits())) as address:
        peer = connection(address, {"input": "endless", "stream": True})
        if reads:
            peer.recv(65536)
        else:
            time.sleep(0.5)
            before = model.given
            time.sleep(0.5)
            assert model.given == before < 5000, "a slow reader slows the model"
        peer.close()
        assert model.closed.wait(5)


def test_models_that_do_not_stream_say_so() -> None:
    class Plain:
        metadata = None

        def predict(self, data: Any) -> Any:
            return data

    status, _, body = ask(create_app(Plain()), json.dumps({"input": "a", "stream": True}))
    assert status == 400 and "stream" in json.loads(body)["message"]
    status, _, body = ask(create_app(Plain()), json.dumps({"inputs": ['"stream"']}))
    assert status == 200, "the word alone asks for nothing"


def test_what_cannot_be_read_has_a_status() -> None:
    status, _, body = ask(create_app(Words()), json.dumps({"stream": True, "nothing": 1}))
    assert status == 400 and json.loads(body)["error_code"] == "BAD_REQUEST"
