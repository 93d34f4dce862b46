"""A server that is stopped, renewed or killed while it is at work."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
import trustme

HEADERS = {"Content-Type": "application/json"}


@contextmanager
def serving(folder: Path, *options: str, files: int | None = None) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of the folder, and its port.

    Args:
        folder: Where it works.
        options: Its options.
        files: How many files it may open.
    """
    limit = ["prlimit", f"--nofile={files}:{files}"] if files is not None else []
    command = [*limit, sys.executable, "-m", "mlflow", "server", "--port", "0", *options]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        while line.startswith("--"):  # an option that means nothing here
            line = process.stdout.readline()
        assert re.match("Penstock is at https?://127.0.0.1:", line), line + process.stdout.read()
        yield process, int(line.rpartition(":")[2])
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


class Client:
    """One kept-open connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer.

        Raises:
            AssertionError: It was no success.
        """
        content = json.dumps(body).encode() if body is not None else None
        self.connection.request(method, f"/api/2.0/{path}", content, HEADERS if content else {})
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        return json.loads(text) if text else None


def test_a_request_in_progress_is_finished(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, port), socket.create_connection(("127.0.0.1", port)) as upload:
        upload.sendall(
            b"PUT /api/2.0/mlflow-artifacts/artifacts/a.bin HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Length: 2000000\r\n\r\n"
        )
        upload.sendall(bytes(1_000_000))
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert process.poll() is None
        upload.sendall(bytes(1_000_000))
        assert upload.recv(65536).startswith(b"HTTP/1.1 200")
        process.wait(timeout=5)
    assert (tmp_path / "mlartifacts" / "a.bin").stat().st_size == 2_000_000


def test_workers_are_renewed_without_turning_anybody_away(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as (process, port):
        parent = psutil.Process(process.pid)
        with Client(port) as client:
            client.ask("GET", "mlflow/experiments/get?experiment_id=0")
        before = {child.pid for child in parent.children()}
        over = threading.Event()
        answered: list[bool] = []
        failed: list[BaseException] = []

        def ask() -> None:
            while not over.is_set():
                try:
                    with Client(port) as client:
                        client.ask("GET", "mlflow/experiments/get?experiment_id=0")
                    answered.append(True)
                except BaseException as error:
                    failed.append(error)
                    return

        asking = threading.Thread(target=ask)
        asking.start()
        process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 20
        while {child.pid for child in parent.children()} & before or len(parent.children()) != 2:
            assert time.monotonic() < end, (before, parent.children())
            time.sleep(0.05)
        over.set()
        asking.join()
        assert answered and not failed


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="util-linux's prlimit limits the server's files")
def test_too_many_connections_are_told_and_let_nobody_wait(tmp_path: Path) -> None:
    with serving(tmp_path, files=200) as (_, port):
        with ExitStack() as all_of_them:
            connections = [
                all_of_them.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10)) for _ in range(165)
            ]
            for connection in connections:
                connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            statuses = {connection.recv(65536)[9:12] for connection in connections}  # every one is answered
        assert b"503" in statuses <= {b"200", b"503"}
        end = time.monotonic() + 10
        while True:
            try:
                with Client(port) as client:
                    client.ask("GET", "mlflow/experiments/get?experiment_id=0")
                break
            except AssertionError:  # those that closed are still being counted
                assert time.monotonic() < end
                time.sleep(0.05)


def test_certificates_are_renewed_with_the_workers(tmp_path: Path) -> None:
    authority = trustme.CA()
    file = tmp_path / "server.pem"

    def issue() -> bytes:
        issued = authority.issue_cert("127.0.0.1")
        issued.private_key_and_cert_chain_pem.write_to_path(file)
        return ssl.PEM_cert_to_DER_cert(issued.cert_chain_pems[0].bytes().decode())

    def shown(port: int) -> bytes:
        return ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", port), timeout=10))

    first = issue()
    options = f"--ssl-keyfile {file} --ssl-certfile {file}"
    with serving(tmp_path, "--workers", "2", "--uvicorn-opts", options) as (process, port):
        assert shown(port) == first
        second = issue()
        process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 20
        while shown(port) != second:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_several_workers_answer_without_waiting_for_an_acknowledgement(tmp_path: Path) -> None:
    """Small answers that wait for a delayed acknowledgement take 40 ms each."""
    with serving(tmp_path, "--workers", "2") as (_, port), Client(port) as client:
        run = client.ask("POST", "mlflow/runs/create", {"experiment_id": "0"})["run"]["info"]["run_id"]
        seconds = []
        for step in range(40):
            began = time.perf_counter()
            client.ask(
                "POST", "mlflow/runs/log-metric", {"run_id": run, "key": "a", "value": 1, "timestamp": 1, "step": step}
            )
            seconds.append(time.perf_counter() - began)
        assert statistics.quantiles(seconds, n=4)[0] < 0.03


def test_workers_add_up_what_they_have_counted(tmp_path: Path) -> None:
    with serving(tmp_path, "--gunicorn-opts", "-w 2 --access-logfile - --bind x", "--expose-prometheus", "figures") as (
        process,
        port,
    ):
        for _ in range(20):
            with Client(port) as client:
                client.ask("GET", "mlflow/experiments/get?experiment_id=0")
        assert len(psutil.Process(process.pid).children()) == 2
        end = time.monotonic() + 10
        while 'act="get_experiment",status="200"} 20\n' not in (text := _page(port, "/metrics")):
            assert time.monotonic() < end, text
            time.sleep(0.2)
        os.killpg(process.pid, signal.SIGTERM)
        assert process.stdout is not None
        told = process.stdout.read()
    assert told.count(" GET /api/2.0/mlflow/experiments/get 200 ") == 20


def _page(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_server_leaves_nothing_half_written(tmp_path: Path, workers: str) -> None:
    """Of every batch there is all or nothing, what was answered is there, and no part of a file."""
    size, dice = 200, random.Random(workers)
    answered: list[int] = []
    asked = 0
    run = None
    for _ in range(3):
        with serving(tmp_path, "--workers", workers) as (process, port), Client(port) as client:
            if run is None:
                run = client.ask("POST", "mlflow/runs/create", {"experiment_id": "0"})["run"]["info"]["run_id"]
            upload = socket.create_connection(("127.0.0.1", port))
            upload.sendall(
                b"PUT /api/2.0/mlflow-artifacts/artifacts/half.bin HTTP/1.1\r\nHost: localhost\r\n"
                b"Content-Length: 50000000\r\n\r\n" + bytes(3_000_000)
            )
            killer = threading.Timer(0.2 + dice.random() / 2, os.killpg, (process.pid, signal.SIGKILL))
            killer.start()
            try:
                while True:
                    batch = asked
                    asked += 1
                    metrics = [{"key": f"b{batch}/{n}", "value": n, "timestamp": 1, "step": 0} for n in range(size)]
                    client.ask("POST", "mlflow/runs/log-batch", {"run_id": run, "metrics": metrics})
                    answered.append(batch)
            except (OSError, http.client.HTTPException):
                pass
            killer.join()
            upload.close()
    with serving(tmp_path, "--workers", workers) as (_, port), Client(port) as client:
        found = client.ask("GET", f"mlflow/runs/get?run_id={run}")["run"]["data"]["metrics"]
        listed = client.ask("GET", "mlflow-artifacts/artifacts").get("files", [])
    there: dict[int, int] = {}
    for metric in found:
        batch = int(metric["key"][1:].partition("/")[0])
        there[batch] = there.get(batch, 0) + 1
    assert set(there.values()) <= {size} and set(answered) <= there.keys()
    assert len(answered) > 3 and listed == []
