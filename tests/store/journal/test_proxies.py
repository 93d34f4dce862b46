"""Servers behind a proxy that refuses requests by rules of its own, with pages for people."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mlflow.store.journal.delivery import Delivery
from mlflow.store.journal.records import POINT, Record
from mlflow.store.rest.store import open_store

_RUN = "a" * 32
_INFO = {"run_id": _RUN, "run_uuid": _RUN, "experiment_id": "0", "status": "RUNNING", "lifecycle_stage": "active"}


class _Proxy(BaseHTTPRequestHandler):
    """Takes batches that are short and hold nothing bad."""

    protocol_version = "HTTP/1.1"
    status = 413
    steps: list[int]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        metrics = json.loads(body or b"{}").get("metrics", [])
        if len(body) > 20_000 or any(metric["key"] == "bad" for metric in metrics):
            self._answer(self.status, b"<html>No.</html>")
        else:
            self.steps.extend(metric["step"] for metric in metrics)
            self._answer(200, json.dumps({"run": {"info": _INFO, "data": {}}}).encode())

    do_GET = do_POST

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Be silent."""


@pytest.fixture(params=[400, 413, 422])
def proxy(request: pytest.FixtureRequest) -> Iterator[tuple[str, list[int]]]:
    steps: list[int] = []
    handler = type("Handler", (_Proxy,), {"status": request.param, "steps": steps})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        listening.daemon_threads = True
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", steps
        listening.shutdown()
        thread.join()


def test_what_a_proxy_refuses_is_halved_until_it_is_taken(proxy: tuple[str, list[int]]) -> None:
    url, steps = proxy
    refused: list[Record] = []
    records: list[Record] = [(POINT, _RUN, "bad" if i == 500 else "m", 0.5, i, i) for i in range(1000)]
    Delivery(open_store(url), lambda record, _: refused.append(record)).send(records)
    assert steps == [i for i in range(1000) if i != 500] and refused == [records[500]]
