"""Load on a server: requests made beforehand, over kept connections that each wait for their answer."""

from __future__ import annotations

import itertools
import json
import selectors
import socket
import statistics
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Points of one log-batch request: the most that the interface allows.
POINTS = 1000
_CHART = "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval"


@dataclass
class _Connection:
    """A connection, what it still sends, and what came back of the answer it waits for."""

    peer: socket.socket
    requests: Iterator[bytes]
    sent: float = 0.0
    received: bytes = b""
    unsent: memoryview = field(default_factory=lambda: memoryview(b""))

    def begin(self) -> bool:
        """Send the next request, if there is one."""
        following = next(self.requests, None)
        if following is None:
            return False
        self.sent, self.received, self.unsent = time.perf_counter(), b"", memoryview(following)
        self.push()
        return True

    def push(self) -> None:
        """Send what the socket takes."""
        try:
            self.unsent = self.unsent[self.peer.send(self.unsent) :]
        except BlockingIOError:
            return


def drive(address: str, requests: Sequence[Iterator[bytes]], seconds: float) -> tuple[float, list[float]]:
    """The seconds it took, and those of each request; a connection for each sequence of requests."""
    host, port = address.removeprefix("http://").split(":")
    chooser = selectors.DefaultSelector()
    open_connections = []
    for mine in requests:
        peer = socket.create_connection((host, int(port)))
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.setblocking(False)
        open_connections.append(connection := _Connection(peer, mine))
        chooser.register(peer, selectors.EVENT_READ | selectors.EVENT_WRITE, connection)
    times: list[float] = []
    start = time.perf_counter()
    active = sum(connection.begin() for connection in open_connections)
    while active and time.perf_counter() - start < seconds:
        for key, events in chooser.select(timeout=1):
            connection = key.data
            if events & selectors.EVENT_WRITE:
                connection.push()
                if not connection.unsent:
                    chooser.modify(connection.peer, selectors.EVENT_READ, connection)
            if events & selectors.EVENT_READ:
                connection.received += connection.peer.recv(65536)
                if _is_whole(connection.received):
                    times.append(time.perf_counter() - connection.sent)
                    active -= not connection.begin()
                    if connection.unsent:
                        chooser.modify(connection.peer, selectors.EVENT_READ | selectors.EVENT_WRITE, connection)
    elapsed = time.perf_counter() - start
    for connection in open_connections:
        connection.peer.close()
    return elapsed, times


def scoring(address: str, body: bytes, seconds: float, connections: int) -> tuple[float, float]:
    """Requests per second and the 99th percentile in ms of the same request to ``/invocations``."""
    request = _post(address, "/invocations", body)
    elapsed, times = drive(address, [itertools.repeat(request) for _ in range(connections)], seconds)
    return len(times) / elapsed, _tail_ms(times)


def ingest(address: str, seconds: float, writers: int, batches: int) -> tuple[float, float]:
    """Points per second and the 99th percentile in ms of log-batch requests, each writer to a run of its own."""
    requests = []
    for _ in range(writers):
        run = _call(address, "/api/2.0/mlflow/runs/create", {"experiment_id": "0"})["run"]["info"]["run_id"]
        bodies = (json.dumps(_batch(run, number)).encode() for number in range(batches))
        made = [_post(address, "/api/2.0/mlflow/runs/log-batch", body) for body in bodies]
        requests.append(iter(made))
    elapsed, times = drive(address, requests, seconds)
    return len(times) * POINTS / elapsed, _tail_ms(times)


def answered_ms(address: str, path: str, body: Mapping[str, Any]) -> tuple[float, dict[str, Any]]:
    """Milliseconds until a question is answered, at the median of five, and the answer."""
    request = urllib.request.Request(
        f"{address}/ajax-api/2.0/mlflow/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    each, answer = [], b""
    for _ in range(5):
        start = time.perf_counter()
        with urllib.request.urlopen(request) as response:
            answer = response.read()
        each.append(time.perf_counter() - start)
    return statistics.median(each) * 1e3, json.loads(answer)


def chart_ms(address: str, metric: str, points: int) -> float:
    """Median time of five readings of the first run's series in that many points, as a chart asks for it."""
    found = _call(address, "/api/2.0/mlflow/runs/search", {"experiment_ids": ["0"], "max_results": 1})
    run = found["runs"][0]["info"]["run_id"]
    query = f"run_ids={run}&metric_key={metric}&max_results={points}"
    times = []
    for _ in range(5):
        start = time.perf_counter()
        with urllib.request.urlopen(
            f"{address}/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?{query}"
        ) as answer:
            assert len(json.load(answer)["metrics"]) > points // 4
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def _batch(run: str, number: int) -> dict[str, object]:
    names = ("loss", "accuracy", "learning_rate", "gradient_norm")
    first = number * POINTS
    metrics = [
        {
            "key": names[n % len(names)],
            "value": 1 / (n + 1.5),
            "timestamp": 1_760_000_000_000 + n,
            "step": n // len(names),
        }
        for n in range(first, first + POINTS)
    ]
    return {"run_id": run, "metrics": metrics}


def _tail_ms(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100)[98] * 1e3


def _post(address: str, path: str, body: bytes) -> bytes:
    host = address.removeprefix("http://")
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n".encode() + body


def _call(address: str, path: str, body: dict[str, object]) -> Any:
    request = urllib.request.Request(
        address + path, json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def _is_whole(answer: bytes) -> bool:
    head, separator, body = answer.partition(b"\r\n\r\n")
    if not separator:
        return False
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer.decode(errors="replace")[:500])
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return len(body) >= int(lengths[0].split(b":")[1]) if lengths else body.endswith(b"0\r\n\r\n")
