"""Figures for Prometheus, and the access log."""

from __future__ import annotations

import dataclasses
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mlflow.server import measures
from mlflow.server.app import Server, create_app
from mlflow.server.measures import Figures, Line, start_anew
from mlflow.server.settings import Settings
from mlflow.testing.asgi import AsgiTransport

_SAMPLE = re.compile(r'[a-z_]+(\{[a-z_]+="[^"\\\n]*"(,[a-z_]+="[^"\\\n]*")*\})? [0-9.e+-]+')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start_anew(tmp_path / "figures")
    return tmp_path / "figures"


@pytest.fixture
def watched(settings: Settings, folder: Path) -> Iterator[AsgiTransport]:
    app = create_app(dataclasses.replace(settings, prometheus_folder=str(folder), access_log=True))
    transport = AsgiTransport(app)
    yield transport
    transport.close()
    app.close()


def _samples(web: AsgiTransport) -> dict[str, float]:
    answer = web.request("GET", "/metrics")
    assert answer.status == 200 and answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = {}
    for line in answer.body.decode().splitlines():
        if not line.startswith("#"):
            assert _SAMPLE.fullmatch(line), line
            name, _, value = line.rpartition(" ")
            assert name not in found
            found[name] = float(value)
    return found


def test_requests_are_counted_by_act_and_status(watched: AsgiTransport) -> None:
    for experiment in ("0", "0", "1"):
        watched.request("GET", f"/api/2.0/mlflow/experiments/get?experiment_id={experiment}")
        watched.request("GET", f"/ajax-api/2.0/mlflow/experiments/get?experiment_id={experiment}")
    body = b'{"experiment_id": "0"}'
    watched.request("POST", "/api/2.0/mlflow/runs/create", body, {"Content-Type": "application/json"})
    for path in ("/nowhere", "/x%0a/y"):
        watched.request("GET", path)
    watched.request("BREW", "/health")
    found = _samples(watched)
    total = {name.partition("{")[2]: n for name, n in found.items() if name.startswith("mlflow_http_requests_total")}
    assert total == {
        'method="GET",act="get_experiment",status="200"}': 4,
        'method="GET",act="get_experiment",status="404"}': 2,
        'method="GET",act="none",status="404"}': 2,
        'method="POST",act="create_run",status="200"}': 1,
        'method="other",act="none",status="405"}': 1,
    }
    labels = 'method="GET",act="get_experiment"'
    assert found[f'mlflow_http_request_duration_seconds_bucket{{{labels},le="+Inf"}}'] == 6
    assert found[f"mlflow_http_request_duration_seconds_count{{{labels}}}"] == 6
    assert 0 < found[f"mlflow_http_request_duration_seconds_sum{{{labels}}}"] < 60
    assert found['mlflow_http_request_body_bytes_total{method="POST",act="create_run",status="200"}'] == len(body)
    assert found['mlflow_http_response_body_bytes_total{method="POST",act="create_run",status="200"}'] > 100
    assert found[f'process_resident_memory_bytes{{pid="{os.getpid()}"}}'] > 10 << 20


def test_buckets_are_cumulative() -> None:
    line = Line("GET", "a", 200)
    for seconds in (0.0005, 0.001, 0.002, 100.0):
        line.add(seconds, 0, 0)
    text = measures.page([Figures(os.getpid(), 1.0, 1.5, 1, 0, [line])])
    assert re.findall(r'_bucket\{.*le="([^"]+)"\} (\d+)', text)[:3] == [("0.001", "2"), ("0.0025", "3"), ("0.005", "3")]
    assert 'le="30.0"} 3\n' in text and 'le="+Inf"} 4\n' in text


def test_what_other_workers_have_counted_is_added(watched: AsgiTransport, folder: Path) -> None:
    line = Line("GET", "get_experiment", 200)
    line.add(0.1, 1, 2)
    gone = Figures(2**22 + 5, 1.0, 1.5, 1, 3, [line])  # beyond the numbers that processes have
    (folder / "penstock-4194309.json").write_bytes(msgspec.json.encode(gone))
    (folder / "penstock-1.json").write_bytes(b'{"half": ')
    watched.request("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0")
    found = _samples(watched)
    assert found['mlflow_http_requests_total{method="GET",act="get_experiment",status="200"}'] == 2
    assert [name for name in found if name.startswith("process_start")] == [
        f'process_start_time_seconds{{pid="{os.getpid()}"}}'
    ]
    start_anew(folder)
    assert not list(folder.glob("*.json"))


def test_nothing_is_counted_unasked(server: Server, web: AsgiTransport) -> None:
    assert web.request("GET", "/metrics").status == 404


def test_each_request_is_told(watched: AsgiTransport, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "mlflow.server.access"):
        watched.request("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0&token=secret")
        watched.request("GET", "/x%0aGET%20/forged%1b[31m")
    assert re.fullmatch(r"\S+ GET /api/2.0/mlflow/experiments/get 200 [\d.]+ms 0B \d+B", caplog.messages[0])
    assert caplog.messages[1].split()[2:4] == [r"/x\nGET", r"/forged\x1b[31m"]
