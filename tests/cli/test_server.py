"""``mlflow server`` as a process: it starts fast and small, and ends with all that belongs to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.processes import free_port


@contextmanager
def _server(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    command = [sys.executable, "-m", "mlflow", "server", "--port", str(port), *options]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line == f"Penstock is at http://127.0.0.1:{port}\n", line + process.stdout.read()
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _version(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/version", timeout=5) as answer:
        return str(answer.read().decode())


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_and_leaves_nothing(tmp_path: Path, workers: str, number: int) -> None:
    with _server(tmp_path, "--workers", workers) as (process, port):
        assert _version(port) == "3.6.0"
        children = psutil.Process(process.pid).children(recursive=True)
        idle = socket.create_connection(("127.0.0.1", port))  # a client that keeps its connection
        began = time.monotonic()
        process.send_signal(number)
        process.wait(timeout=10)
        assert time.monotonic() - began < 5
        idle.close()
        _, alive = psutil.wait_procs(children, timeout=3)
        assert not alive and _is_free(port)


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    with _server(tmp_path, "--workers", "2") as (process, port):
        assert _version(port) == "3.6.0"
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait()
        psutil.wait_procs(children, timeout=3)
        assert _is_free(port)


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    with _server(tmp_path, "--workers", "2") as (process, port):
        assert _version(port) == "3.6.0"
        parent = psutil.Process(process.pid)
        first = parent.children()[0]
        first.kill()
        end = time.monotonic() + 10
        while len([c for c in parent.children() if c.pid != first.pid]) < 2:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert _version(port) == "3.6.0"


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with _server(tmp_path) as (_, port):
        done = subprocess.run(
            [sys.executable, "-m", "mlflow", "ui", "--port", str(port)],
            cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        assert done.returncode == 1 and f"Port {port} of 127.0.0.1 cannot be listened at" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--app-name", "basic-auth"], "authenticates"),
        (["--backend-store-uri", "oracle://host/db"], "Error: "),
        (["--backend-store-uri", "http://host:1"], "a folder or a database"),
        (["--host", "no.such.host.invalid"], "no address"),
        (["--static-prefix", "x"], "slash"),
        (["--uvicorn-opts", "--workers 3"], "own options"),
        (["--uvicorn-opts", "--nope"], "not understood"),
        (["--artifacts-only", "--no-serve-artifacts"], "artifacts"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_line(tmp_path: Path, options: list[str], told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mlflow", "server", "--port", str(free_port()), *options],
        cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode in (1, 2) and told in done.stderr and "Traceback" not in done.stderr


def test_it_is_small(tmp_path: Path) -> None:
    with _server(tmp_path) as (process, port):
        assert _version(port) == "3.6.0"
        assert psutil.Process(process.pid).memory_info().rss < 90 << 20
