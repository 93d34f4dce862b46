"""Trying a version on the scoring servers that the operator named, and on no other address."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import uvicorn
from sklearn.linear_model import LinearRegression

import mlflow.sklearn
from mlflow.contracts.serving import ServedModel
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist, TemporarilyUnavailable
from mlflow.models.signature import infer_signature
from mlflow.pyfunc import load_model
from mlflow.server import scoring_servers
from mlflow.server.app import Server
from mlflow.server.scoring_servers import ScoringServer, ScoringServers
from mlflow.server.settings import Settings
from mlflow.serving.app import application_of
from mlflow.serving.catalog import Catalog
from mlflow.serving.served import Limits, Served
from mlflow.store.rest.store import RestStore
from tests.processes import free_port

ROWS = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [0.0, 1.0, 0.5]})


@pytest.fixture(scope="module")
def scoring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scoring server that serves version 2 of "sums"."""
    folder = tmp_path_factory.mktemp("model") / "model"
    model = LinearRegression().fit(ROWS, ROWS.a + ROWS.b)
    signature = infer_signature(ROWS, model.predict(ROWS))
    mlflow.sklearn.save_model(model, folder, signature=signature, input_example=ROWS[:1])
    served = Served(load_model(str(folder)), Limits(), "sums", "2", registered="sums")
    with _listening(application_of(Catalog(served), Limits())) as address:
        yield address


@contextmanager
def _listening(app: Any) -> Iterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


class Registry:
    """What the servers ask of a registry: versions 1 and 2 of "sums"."""

    def __init__(self, store: RestStore) -> None:
        store.create_registered_model("sums")
        run = store.create_run(store.create_experiment("e"), start_time=1)
        for _ in range(2):
            store.create_model_version("sums", f"runs:/{run.info.run_id}/model", run.info.run_id)


@contextmanager
def _odd(answers: Any) -> Iterator[str]:
    """A server of another make; ``answers`` gets the handler of each request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers(self)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _say(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def settings(scoring: str, tmp_path: Path) -> Settings:
    gone = f"http://127.0.0.1:{free_port()}"
    return Settings(
        backend_store_uri=f"sqlite:///{tmp_path}/records.db",
        artifacts_destination=str(tmp_path / "artifacts"),
        serving_urls=(gone, scoring + "/"),
    )


def test_a_version_is_found_described_and_asked(server: Server, client: RestStore, scoring: str) -> None:
    Registry(client)
    serving = client.get_serving("sums", "2")
    assert serving.servers[1] == scoring and serving.away == serving.servers[:1]
    model = serving.model
    assert model is not None and model.server == scoring and not model.streams
    assert [column["name"] for column in model.inputs or []] == ["a", "b"]
    assert model.example == {"dataframe_split": {"columns": ["a", "b"], "data": [[1.0, 0.0]]}}

    answer = client.invoke_model_version("sums", "2", json.dumps(model.example))
    assert answer.status == 200 and answer.server == scoring and answer.milliseconds > 0
    assert json.loads(answer.body)["predictions"] == pytest.approx([1.0])
    answer = client.invoke_model_version("sums", "2", "a,b\n2,3\n", "text/csv")
    assert json.loads(answer.body)["predictions"] == pytest.approx([5.0])
    answer = client.invoke_model_version("sums", "2", '{"dataframe_records": [{"a": 1}]}')
    assert answer.status == 400 and "'b'" in json.loads(answer.body)["message"]


def test_what_is_not_served_is_not_asked(server: Server, client: RestStore) -> None:
    Registry(client)
    assert client.get_serving("sums", "1").model is None
    with pytest.raises(ResourceDoesNotExist, match="--serving-url"):
        client.invoke_model_version("sums", "1", "{}")
    with pytest.raises(ResourceDoesNotExist):
        client.invoke_model_version("sums", "3", "{}")
    with pytest.raises(ResourceDoesNotExist):
        client.get_serving("none", "1")


@pytest.mark.parametrize(
    ("body", "kind"), [("x" * (scoring_servers.MAX_REQUEST + 1), "application/json"), ("{}", "text/html\r\nHost: x")]
)
def test_what_may_not_be_sent_is_refused(server: Server, client: RestStore, body: str, kind: str) -> None:
    Registry(client)
    with pytest.raises(InvalidParameterValue):
        client.invoke_model_version("sums", "2", body, kind)


def test_a_redirect_leads_nowhere() -> None:
    asked: list[str] = []

    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        _say(handler, b"secret")

    with _odd(elsewhere) as secret, _odd(lambda handler: _say(handler, b"", 307, Location=secret)) as url:
        assert ScoringServer(url).models() == []
        answer = ScoringServer(url).predict(ServedModel("m"), b"{}", "application/json")
    assert answer.status == 307 and answer.body == "" and asked == []


def test_another_make_of_server_serves_nothing() -> None:
    for body in (b"<html>", b'{"models": 3}', b'{"models": [{"name": 1}]}', b"{}"):
        with _odd(lambda handler, body=body: _say(handler, body)) as url:
            assert ScoringServer(url).models() == []


@pytest.mark.parametrize("name", ["../admin", "..", "a/b", "a b", "", "a?x", "a%2e"])
def test_a_name_from_a_listing_leads_to_no_other_path(name: str) -> None:
    asked: list[str] = []
    with _odd(lambda handler: asked.append(handler.path)) as url, pytest.raises(TemporarilyUnavailable):
        ScoringServer(url).predict(ServedModel(name), b"{}", "application/json")
    assert asked == []


def test_an_answer_has_a_size() -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * (1 << 20))
        except OSError:
            return

    with _odd(endless) as url, pytest.raises(TemporarilyUnavailable, match="16 MiB"):
        ScoringServer(url).predict(ServedModel("m"), b"{}", "application/json")


@pytest.mark.parametrize("says_a_byte", [False, True])
def test_an_answer_has_a_time_as_a_whole(says_a_byte: bool) -> None:
    over = threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        if says_a_byte:
            handler.send_response(200)
            handler.end_headers()
        try:
            while not over.wait(0.02):
                if says_a_byte:
                    handler.wfile.write(b"x")
        except OSError:
            return

    with _odd(slow) as url:
        try:
            with pytest.raises(TemporarilyUnavailable, match=r"0\.3 seconds"):
                ScoringServer(url, predicting=0.3).predict(ServedModel("m"), b"{}", "application/json")
        finally:
            over.set()


def test_a_server_that_is_silent_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = ScoringServer(f"http://127.0.0.1:{silent.getsockname()[1]}", listing=0.1)
        assert server.models() is None


@pytest.mark.parametrize(
    "url", ["ftp://h", "localhost:5001", "http://", "http://u:p@h:1", "http://h?x=1", "http://h#x", "file:///etc", ""]
)
def test_an_odd_address_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(InvalidParameterValue):
        Settings(serving_urls=(url,))


def test_without_servers_nothing_is_asked() -> None:
    store: Any = type("Versions", (), {"get_model_version": lambda self, *_: None})()
    serving = ScoringServers((), store).get_serving("m", "1")
    assert serving.servers == [] and serving.away == [] and serving.model is None
