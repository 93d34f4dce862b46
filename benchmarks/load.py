"""Load on a server: requests made beforehand, over kept connections that each wait for their answer."""

from __future__ import annotations

import itertools
import json
import math
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
    """A connection, what it still sends, and what came back of the answer it waits for.

    Args:
        peer: The socket.
        requests: What it sends.
        pace: Seconds from one request to the next; 0 for as soon as there is an answer.
        due: When the next is to be sent. Its time is counted from then, so that a server that is late is found out.
    """

    peer: socket.socket
    requests: Iterator[bytes]
    pace: float
    due: float
    waits: bool = False
    received: bytes = b""
    unsent: memoryview = field(default_factory=lambda: memoryview(b""))

    def begin(self) -> bool:
        """Send the next request, if there is one."""
        following = next(self.requests, None)
        if following is None:
            return False
        self.waits, self.received, self.unsent = True, b"", memoryview(following)
        self.push()
        return True

    def push(self) -> None:
        """Send what the socket takes."""
        try:
            self.unsent = self.unsent[self.peer.send(self.unsent) :]
        except BlockingIOError:
            return

    def pull(self) -> float | None:
        """Receive; the seconds that the answer took, once it is whole."""
        self.received += self.peer.recv(1 << 18)
        if not _is_whole(self.received):
            return None
        now = time.perf_counter()
        took, self.waits = now - self.due, False
        self.due = self.due + self.pace if self.pace else now
        return took


def drive(
    address: str, requests: Sequence[Iterator[bytes]], seconds: float, pace: float = 0.0
) -> tuple[float, list[float]]:
    """The seconds it took, and those of each request.

    Args:
        address: The server's.
        requests: A connection for each sequence of them.
        seconds: How long.
        pace: Seconds from one request of a connection to the next; 0 for as soon as there is an answer.
    """
    host, port = address.removeprefix("http://").split(":")
    chooser = selectors.DefaultSelector()
    start = time.perf_counter() + 0.1
    connections = []
    for number, mine in enumerate(requests):
        peer = socket.create_connection((host, int(port)))
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.setblocking(False)
        connections.append(connection := _Connection(peer, mine, pace, start + number * pace / len(requests)))
        chooser.register(peer, selectors.EVENT_READ, connection)
    times: list[float] = []
    while connections and (now := time.perf_counter()) - start < seconds:
        for connection in [idle for idle in connections if not idle.waits and idle.due <= now]:
            if not connection.begin():
                connections.remove(connection)
            elif connection.unsent:
                chooser.modify(connection.peer, selectors.EVENT_READ | selectors.EVENT_WRITE, connection)
        soonest = min((idle.due for idle in connections if not idle.waits), default=now + 1)
        for key, events in chooser.select(timeout=max(0.0, soonest - time.perf_counter())):
            connection = key.data
            if events & selectors.EVENT_WRITE:
                connection.push()
                if not connection.unsent:
                    chooser.modify(connection.peer, selectors.EVENT_READ, connection)
            if events & selectors.EVENT_READ and (took := connection.pull()) is not None:
                times.append(took)
    elapsed = time.perf_counter() - start
    for key in list(chooser.get_map().values()):
        chooser.unregister(key.fileobj)
        key.data.peer.close()
    return elapsed, times


def scoring(address: str, body: bytes, seconds: float, connections: int) -> tuple[float, float]:
    """Requests per second and the 99th percentile in ms of the same request to ``/invocations``."""
    request = post(address, "/invocations", body)
    elapsed, times = drive(address, [itertools.repeat(request) for _ in range(connections)], seconds)
    return len(times) / elapsed, _tail_ms(times)


def ingest(address: str, seconds: float, writers: int, batches: int, points_per_second: int = 0) -> tuple[float, float]:
    """Points per second and the 99th percentile in ms of log-batch requests, each writer to a run of its own.

    Args:
        address: The server's.
        seconds: How long.
        writers: How many there are.
        batches: Requests made beforehand for each.
        points_per_second: How many are offered; 0 for as many as are taken.
    """
    requests = []
    for _ in range(writers):
        run = _call(address, "/api/2.0/mlflow/runs/create", {"experiment_id": "0"})["run"]["info"]["run_id"]
        bodies = (json.dumps(_batch(run, number)).encode() for number in range(batches))
        made = [post(address, "/api/2.0/mlflow/runs/log-batch", body) for body in bodies]
        requests.append(iter(made))
    pace = writers * POINTS / points_per_second if points_per_second else 0.0
    elapsed, times = drive(address, requests, seconds, pace)
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
    return (statistics.quantiles(times, n=100)[98] if len(times) > 1 else max(times, default=math.inf)) * 1e3


def post(address: str, path: str, body: bytes) -> bytes:
    """A request of JSON as it goes over the wire."""
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
