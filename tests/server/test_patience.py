"""Clients that take their time: the server does not wait for ever, nor take whatever they send."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlflow.server import patience
from mlflow.server.app import create_app
from mlflow.server.patience import PatientProtocol, give_up_on
from mlflow.server.settings import Settings
from tests.serving_apps import listening

HEAD = b"POST /api/2.0/mlflow/runs/create HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second of patience instead of a minute."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", 1.0)
    monkeypatch.setattr(patience, "SILENT_SECONDS", 1.0)


class Looking(PatientProtocol):
    """Looks at itself, as the server's ticks do."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._look()

    def _look(self) -> None:
        give_up_on({self}, self.loop.time())
        if not self.transport.is_closing():
            self.loop.call_later(0.05, self._look)


@pytest.fixture
def address(quick: None, tmp_path: Path) -> Iterator[tuple[str, int]]:
    app = create_app(
        Settings(backend_store_uri=str(tmp_path / "runs"), artifacts_destination=str(tmp_path / "artifacts"))
    )
    (tmp_path / "artifacts").mkdir()
    (tmp_path / "artifacts" / "large").write_bytes(bytes(64 << 20))
    with listening(app, http=Looking) as url:
        yield "127.0.0.1", int(url.rpartition(":")[2])


def _ends_within(connection: socket.socket, seconds: float) -> bytes:
    """What the server sends until it closes the connection."""
    connection.settimeout(seconds)
    got = b""
    try:
        while part := connection.recv(65536):
            got += part
    except ConnectionResetError:
        pass
    return got


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HT", HEAD, HEAD + b"Content-Length: 20\r\n\r\n{", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"],
)
def test_who_falls_silent_is_let_go(address: tuple[str, int], sent: bytes) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(sent)
        began = time.monotonic()
        assert _ends_within(connection, 5) == b""
        assert 0.9 < time.monotonic() - began < 4


def test_a_head_that_drips_is_not_waited_for(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        began = time.monotonic()
        connection.setblocking(False)
        while time.monotonic() - began < 5:
            try:
                connection.send(b"a")
                if connection.recv(1) == b"":
                    break
            except BlockingIOError:
                time.sleep(0.02)
            except OSError:
                break
        assert 0.9 < time.monotonic() - began < 4


def test_a_body_that_goes_on_slowly_is_waited_for(address: tuple[str, int]) -> None:
    body = b'{"experiment_id": "0"}'
    with socket.create_connection(address) as connection:
        connection.sendall(HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        for at in range(0, len(body), 4):
            connection.sendall(body[at : at + 4])
            time.sleep(0.3)
        assert _ends_within(connection, 5).startswith(b"HTTP/1.1 200")


def test_who_waits_for_the_server_is_not_let_go(quick: None) -> None:
    """An upload for which there is no thread yet: its sender has been told nothing."""

    async def busy(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(1.5)
        body = (await receive())["body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    with listening(busy, http=Looking) as url:
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(
                b"PUT / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
            )
            assert connection.recv(1000).startswith(b"HTTP/1.1 100")
            connection.sendall(b"OK")
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")


def test_who_does_not_read_is_let_go(address: tuple[str, int]) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(address)
        connection.sendall(b"GET /api/2.0/mlflow-artifacts/artifacts/large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(3.5)
        assert len(_ends_within(connection, 5)) < 64 << 20


def test_a_head_that_is_too_large_is_told(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * (70 << 10))
        assert _ends_within(connection, 5).startswith(b"HTTP/1.1 431 ")


def test_a_kept_connection_is_not_ended_early(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as connection:
        for _ in range(2):
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            got = b""
            while not got.endswith(b"OK"):
                part = connection.recv(65536)
                assert part, "The server closed the connection."
                got += part
            time.sleep(1.3)
