"""Files through a real socket: they stream both ways, and are there whole or not at all."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import uvicorn

from mlflow.exceptions import ResourceDoesNotExist
from mlflow.server.app import create_app
from mlflow.server.listener import address, bind
from mlflow.server.settings import Settings
from mlflow.store.rest.store import RestStore, open_store
from tests.processes import server as server_process

_ROUTE = "/api/2.0/mlflow-artifacts/artifacts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "artifacts"


@pytest.fixture
def listening(settings: Settings) -> Iterator[str]:
    bound = bind("127.0.0.1", 0)
    running = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield address(bound)
    running.should_exit = True
    thread.join()
    bound.close()


@pytest.fixture
def client(listening: str) -> RestStore:
    return open_store(listening)


def _wait(done: object, seconds: float = 5) -> None:
    assert callable(done)
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("size", [0, 1, 65_536, (1 << 20) - 1, 1 << 20, (3 << 20) + 7])
def test_a_file_goes_there_and_back(client: RestStore, tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    client.upload_artifact("a/b c/é.bin", iter([content[: size // 2], content[size // 2 :]]))
    assert b"".join(client.download_artifact("a/b c/é.bin")) == content
    (tmp_path / "file").write_bytes(content)
    with open(tmp_path / "file", "rb") as file:
        client.upload_artifact("again.bin", file)
    assert b"".join(client.download_artifact("again.bin")) == content
    assert [(f.path, f.file_size) for f in client.list_artifacts("a/b c").files] == [("é.bin", size)]


def test_an_upload_that_breaks_off_leaves_what_was_there(client: RestStore, listening: str, folder: Path) -> None:
    client.upload_artifact("x/y.bin", iter([b"before"]))
    host, _, port = listening.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as broken:
        head = f"PUT {_ROUTE}/x/y.bin HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5000000\r\n\r\n"
        broken.sendall(head.encode() + b"z" * 2_500_000)
        _wait(lambda: len(list((folder / "x").iterdir())) > 1)  # the part file is being written
    _wait(lambda: [p.name for p in (folder / "x").iterdir()] == ["y.bin"])
    assert b"".join(client.download_artifact("x/y.bin")) == b"before"


def test_an_upload_in_progress_does_not_keep_the_server_from_ending(settings: Settings, folder: Path) -> None:
    bound = bind("127.0.0.1", 0)
    running = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
    thread.start()
    while not running.started:
        time.sleep(0.01)
    with socket.create_connection(bound.getsockname()) as slow:
        slow.sendall(f"PUT {_ROUTE}/x/y.bin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\nz".encode())
        _wait(lambda: (folder / "x").is_dir() and list((folder / "x").iterdir()))
        running.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive()
    bound.close()
    assert list((folder / "x").iterdir()) == []


def test_headers_of_a_download(client: RestStore, listening: str) -> None:
    client.upload_artifact("x/data.json", iter([b'{"x": 1}']))
    connection = http.client.HTTPConnection(listening.removeprefix("http://"))
    connection.request("GET", f"{_ROUTE}/x/data.json")
    answer = connection.getresponse()
    assert answer.read() == b'{"x": 1}'
    assert answer.headers["content-disposition"] == "attachment; filename=data.json"
    assert (answer.headers["content-length"], answer.headers["content-type"]) == ("8", "application/json")
    connection.request("HEAD", f"{_ROUTE}/x/data.json")
    answer = connection.getresponse()
    assert (answer.read(), answer.headers["content-length"]) == (b"", "8")
    connection.close()


def test_what_is_not_there(client: RestStore) -> None:
    client.upload_artifact("x/y", iter([b"1"]))
    for path in ("nope", "x", "x/y/z"):
        with pytest.raises(ResourceDoesNotExist):
            client.download_artifact(path)
    assert client.list_artifacts("nope").files == []
    client.delete_artifact("x")
    with pytest.raises(ResourceDoesNotExist):
        client.download_artifact("x/y")


def test_memory_stays_small(tmp_path: Path) -> None:
    size = 300
    with server_process(Path(sys.executable), tmp_path, 30) as url:
        port = int(url.rpartition(":")[2])
        owner = next(
            p
            for p in psutil.Process().children(recursive=True)
            if any(c.status == "LISTEN" and c.laddr.port == port for c in p.net_connections("inet"))
        )
        store = open_store(url)
        before = owner.memory_info().rss
        peaks = []

        def chunks() -> Iterator[bytes]:
            for number in range(size):
                if number % 50 == 0:
                    peaks.append(owner.memory_info().rss)
                yield bytes(1 << 20)

        store.upload_artifact("big.bin", chunks())
        read = 0
        for number, chunk in enumerate(store.download_artifact("big.bin")):
            read += len(chunk)
            if number % 50 == 0:
                peaks.append(owner.memory_info().rss)
        assert read == size << 20
        assert max(peaks) - before < 64 << 20


def test_artifacts_only(tmp_path: Path) -> None:
    code = (
        "from mlflow.server.app import create_app; from mlflow.server.settings import Settings; import sys\n"
        "app = create_app(Settings(artifacts_only=True))\n"
        "paths = {path for _, path, _ in app.table.routes()}\n"
        "assert '/api/2.0/mlflow-artifacts/artifacts' in paths and '/health' in paths\n"
        "assert not [p for p in paths if '/mlflow/' in p or 'get-artifact' in p], paths"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    assert not (tmp_path / "mlruns").exists()
