"""A server that is killed, away, slow or in trouble in the middle of training: the program does not notice."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import TemporarilyUnavailable
from mlflow.store.journal import buffered
from mlflow.store.journal.file import unshipped
from tests.databases import PASSWORD as DATABASE_PASSWORD
from tests.databases import DatabaseServer
from tests.processes import clean_environment, free_port
from tests.processes import is_healthy as healthy


class Server:
    """A server that comes and goes, on one port and one database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "mlflow", "server", "--port", str(self._port)]
        command += ["--backend-store-uri", f"sqlite:///{self._folder}/records.db"]
        command += ["--artifacts-destination", f"{self._folder}/files"]
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self._folder, env=clean_environment(), stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + 30
        while not healthy(self.url):
            assert self._process.poll() is None and time.monotonic() < end, (self._folder / "server.log").read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("PENSTOCK_JOURNAL_DIR", str(tmp_path / "journals"))
    monkeypatch.setenv("PENSTOCK_JOURNAL_EXIT_SECONDS", "0.2")
    monkeypatch.setenv("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
    found = Server(tmp_path)
    found.start()
    mlflow.set_tracking_uri(found.url)
    yield found
    found.kill()


def test_killed_and_restarted_in_the_middle(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    calls: list[float] = []

    def log(first: int, last: int) -> None:
        for i in range(first, last):
            began = time.perf_counter()
            mlflow.log_metric("m", i, step=i)
            mlflow.log_metrics({"a": i, "b": -i}, step=i)
            if i % 50 == 0:
                mlflow.log_param(f"p{i}", i)
                mlflow.set_tag("at", i)
            calls.append(time.perf_counter() - began)
            time.sleep(0.001)

    with mlflow.start_run() as run:
        log(0, 300)
        normal, calls = sorted(calls), []
        for begin in range(300, 1500, 400):
            server.kill()
            log(begin, begin + 200)
            server.start()
            log(begin + 200, begin + 400)
    # The slowest of a hundred calls without the server is not of another order than with it.
    calls.sort()
    assert calls[len(calls) // 2] < 20 * normal[len(normal) // 2]
    assert calls[len(calls) * 99 // 100] < 0.1
    client = MlflowClient()
    for key in ("m", "a", "b"):
        assert [p.step for p in client.get_metric_history(run.info.run_id, key)] == list(range(1500)), key
    data = client.get_run(run.info.run_id)
    assert data.info.status == "FINISHED" and len(data.data.params) == 30 and data.data.tags["at"] == "1450"
    told = [r for r in caplog.records if r.levelno == logging.WARNING and "not to be had" in r.getMessage()]
    assert len(told) <= 3  # at most once per outage; a short one is not even told


def test_reads_and_runs_while_it_is_away(server: Server) -> None:
    with mlflow.start_run() as run:
        mlflow.log_metric("before", 1)
        mlflow.log_param("p", 1)
        mlflow.flush_async_logging()
        server.kill()
        mlflow.log_metric("during", 2)
        found = mlflow.get_run(run.info.run_id)
        assert found.data.metrics["during"] == 2 and found.data.params == {"p": "1"}
        mlflow.delete_tag("mlflow.source.name")
        mlflow.delete_tag("mlflow.source.type")
        with mlflow.start_run(nested=True) as child:
            mlflow.log_metric("c", 1)
            mlflow.log_text("kept", "a/b.txt")
        with pytest.raises(TemporarilyUnavailable):
            mlflow.get_run("f" * 32)
    with mlflow.start_run(child.info.run_id):  # also resumed
        mlflow.log_metric("c", 2, step=1)
    server.start()
    client = MlflowClient()
    deadline = time.monotonic() + 30
    while client.get_run(child.info.run_id).data.metrics != {"c": 2}:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    parent = client.get_run(run.info.run_id)
    assert parent.data.metrics == {"before": 1, "during": 2} and parent.info.status == "FINISHED"
    assert "mlflow.source.name" not in parent.data.tags
    assert client.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == run.info.run_id
    mlflow.flush_async_logging()
    assert Path(client.download_artifacts(child.info.run_id, "a/b.txt")).read_text() == "kept"
    mlflow.log_text("later", "a/c.txt", run_id=child.info.run_id)  # by the client that wrote where they waited
    assert [f.path for f in client.list_artifacts(child.info.run_id, "a")] == ["a/b.txt", "a/c.txt"]


def test_files_while_it_is_away(server: Server, tmp_path: Path) -> None:
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "folder" / "deep" / "x.txt").write_text("x")
    client = MlflowClient()
    with mlflow.start_run() as run:
        run_id = run.info.run_id
        mlflow.log_text("before", "a/before.txt")
        mlflow.log_dict({"v": 1}, "both.json")
        server.kill()
        mlflow.log_metric("m", 1)
        mlflow.log_text("during", "a/during.txt")
        mlflow.log_dict({"v": 2}, "both.json")
        mlflow.log_artifacts(tmp_path / "folder", "b")
        mlflow.log_artifact(tmp_path / "folder" / "deep" / "x.txt")
        assert mlflow.artifacts.load_dict(f"runs:/{run_id}/both.json") == {"v": 2}
        server.start()
    deadline = time.monotonic() + 30
    while list((tmp_path / "journals").rglob("*.files/*")):
        assert time.monotonic() < deadline
        mlflow.flush_async_logging()
        time.sleep(0.05)
    folder = Path(client.download_artifacts(run_id, ""))
    found = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert found.pop("both.json").split() == ["{", '"v":', "2", "}"]
    assert found == {"a/before.txt": "before", "a/during.txt": "during", "b/deep/x.txt": "x", "x.txt": "x"}


class _Trouble(BaseHTTPRequestHandler):
    """Answers as a proxy does whose server is in trouble."""

    status = 503

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_database_server_that_restarts(
    postgresql_server: DatabaseServer, postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENSTOCK_JOURNAL_DIR", str(tmp_path / "journals"))
    mlflow.set_tracking_uri(postgresql_url)
    with mlflow.start_run() as run:
        for i in range(300):
            mlflow.log_metric("m", i, step=i)
            mlflow.log_param(f"p{i}", i)
            time.sleep(0.001)
            if i == 100:
                postgresql_server.stop(signal.SIGQUIT)
            elif i == 150:
                assert mlflow.get_run(run.info.run_id).data.metrics["m"] == 150
            elif i == 200:
                postgresql_server.start()
    client = MlflowClient()
    deadline = time.monotonic() + 60
    while client.get_run(run.info.run_id).info.status != "FINISHED":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    mlflow.flush_async_logging()
    assert [p.step for p in client.get_metric_history(run.info.run_id, "m")] == list(range(300))
    assert len(client.get_run(run.info.run_id).data.params) == 300
    (address,) = [path.read_text() for path in (tmp_path / "journals").rglob("store")] or [""]
    assert DATABASE_PASSWORD not in address and "%" not in address


def test_a_server_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_JOURNAL_DIR", str(tmp_path / "journals"))
    monkeypatch.setenv("PENSTOCK_JOURNAL_EXIT_SECONDS", "0.2")
    monkeypatch.setattr(buffered, "_HASTY", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, and never answers
        mlflow.set_tracking_uri(f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        with mlflow.start_run() as run:
            for i in range(100):
                mlflow.log_metric("m", i, step=i)
        assert time.monotonic() - began < 20
        mlflow.active.stores.close_stores()  # type: ignore[attr-defined]
        assert time.monotonic() - began < 25
    (journal,) = (tmp_path / "journals").rglob("*.journal")
    assert len([r for r in unshipped(journal) if r[1] == run.info.run_id]) == 102


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_proxy_that_says_so(
    status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PENSTOCK_JOURNAL_DIR", str(tmp_path / "journals"))
    monkeypatch.setenv("PENSTOCK_JOURNAL_EXIT_SECONDS", "0.2")
    monkeypatch.setenv("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "0.1")
    monkeypatch.setattr(_Trouble, "status", status)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Trouble) as listener:
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        try:
            mlflow.set_tracking_uri(f"http://127.0.0.1:{listener.server_port}")
            with mlflow.start_run() as run:
                mlflow.log_metric("m", 1)
                assert mlflow.get_run(run.info.run_id).data.metrics == {"m": 1}
        finally:
            listener.shutdown()
            thread.join()
    assert len([r for r in caplog.records if "not to be had" in r.getMessage()]) == 1
    assert not list(tmp_path.rglob("*.refused.jsonl"))
