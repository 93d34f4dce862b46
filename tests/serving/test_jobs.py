"""Requests that are answered later."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlflow.serving.app import application_of
from mlflow.serving.catalog import Catalog
from mlflow.serving.jobs import Jobs, wants_job
from mlflow.serving.served import Limits, Served
from tests.serving_apps import listening


class Slow:
    metadata = None

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.asked: list[Any] = []

    def predict(self, data: Any, params: Any = None) -> Any:
        self.asked.append(data)
        if data == "raise":
            raise ValueError("asked to")
        assert self.go_on.wait(10)
        return {"said": data}


def call(url: str, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, Any, Any]:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **headers}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read()), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read()), error.headers


def until(url: str, *states: str) -> Any:
    end = time.monotonic() + 10
    while (said := call(url)[1])["status"] not in states:
        assert time.monotonic() < end, said
        time.sleep(0.02)
    return said


@pytest.fixture
def model() -> Slow:
    return Slow()


@pytest.fixture
def address(model: Slow, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "jobs").mkdir()
    catalog = Catalog(Served(model, Limits(), version="7"))
    with listening(application_of(catalog, Limits(), jobs=Jobs(tmp_path / "jobs", threads=1, most=3))) as address:
        yield address
    model.go_on.set()


def begin(address: str, said: Any) -> str:
    status, answer, headers = call(f"{address}/invocations", "POST", {"input": said}, Prefer="respond-async")
    assert status == 202 and headers["Location"] == answer["location"] == f"/jobs/{answer['id']}"
    assert headers["Preference-Applied"] == "respond-async"
    return address + str(headers["Location"])


def test_a_job_is_begun_polled_and_fetched(model: Slow, address: str) -> None:
    job = begin(address, "x")
    said = until(job, "running")
    assert said["model"] == "model" and said["version"] == "7" and call(job)[2]["Retry-After"]
    status, refused, _ = call(f"{job}/result")
    assert status == 409 and refused["error_code"] == "INVALID_STATE"
    model.go_on.set()
    said = until(job, "done")
    assert said["status_code"] == 200
    assert call(address + said["result"])[:2] == (200, {"said": {"input": "x"}})
    assert call(address + said["result"])[0] == 200, "it can be fetched again"


def test_a_job_that_fails_has_the_status_of_its_answer(model: Slow, address: str) -> None:
    model.go_on.set()
    model.predict = lambda data, params=None: 1 / 0  # type: ignore[method-assign]
    said = until(begin(address, "x"), "failed")
    status, answer, _ = call(address + said["result"])
    assert status == said["status_code"] == 400 and "ZeroDivisionError" in answer["message"]
    status, answer, _ = call(f"{address}/invocations", "POST", {"nothing": 1}, Prefer="respond-async")
    said = until(f"{address}{answer['location']}", "failed")
    assert call(address + said["result"])[1]["error_code"] == "BAD_REQUEST"


def test_a_job_that_waits_is_cancelled_unasked(model: Slow, address: str) -> None:
    first, second = begin(address, "first"), begin(address, "second")
    until(first, "running")
    assert call(second, "DELETE")[1]["status"] == "cancelled"
    model.go_on.set()
    until(first, "done")
    time.sleep(0.1)
    assert call(second)[1]["status"] == "cancelled" and model.asked == [{"input": "first"}]
    assert call(first, "DELETE")[1]["status"] == "done", "what has ended stays as it ended"


def test_a_job_that_runs_is_cancelled_and_its_answer_is_lost(model: Slow, address: str) -> None:
    job = begin(address, "x")
    until(job, "running")
    assert call(job, "DELETE")[1]["status"] == "cancelled"
    model.go_on.set()
    time.sleep(0.2)
    assert call(job)[1]["status"] == "cancelled" and call(f"{job}/result")[0] == 409


def test_too_many_jobs_are_refused(model: Slow, address: str) -> None:
    for _ in range(3):
        begin(address, "x")
    status, answer, headers = call(f"{address}/invocations", "POST", {"input": "x"}, Prefer="respond-async")
    assert status == 503 and answer["error_code"] == "TEMPORARILY_UNAVAILABLE" and headers["Retry-After"]


@pytest.mark.parametrize("name", ["x", "a" * 32, "..%2f..%2fetc%2fpasswd", "." * 32])
def test_there_is_no_job_of_another_name(address: str, name: str) -> None:
    for method in ("GET", "DELETE"):
        status, answer, _ = call(f"{address}/jobs/{name}", method)
        assert status == 404, answer


def test_a_job_of_a_process_that_died_has_failed(address: str, tmp_path: Path) -> None:
    name = "a" * 32
    gone = {"id": name, "model": "m", "version": "", "created": 0.0, "pid": 2**22 + 1}
    (tmp_path / "jobs" / f"{name}.job").write_text(json.dumps(gone))
    said = call(f"{address}/jobs/{name}")[1]
    assert said["status"] == "failed" and "ended" in call(address + said["result"])[1]["message"]


def test_answers_are_kept_for_a_while(model: Slow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jobs").mkdir()
    model.go_on.set()
    monkeypatch.setattr("mlflow.serving.jobs._SWEEP", 0.0)
    app = application_of(Catalog(Served(model)), Limits(), jobs=Jobs(tmp_path / "jobs", keep=0.3))
    with listening(app) as address:
        job = begin(address, "x")
        until(job, "done")
        time.sleep(0.4)
        other = begin(address, "y")
        assert call(job)[0] == 404
        until(other, "done")
        assert all(other.endswith(file.stem) for file in (tmp_path / "jobs").iterdir())


def test_preferences() -> None:
    for text in (
        "respond-async",
        "wait=10, respond-async",
        "respond-async; x=1",
        "Respond-Async",
        "return=minimal,respond-async",
    ):
        assert wants_job(text)
    for text in ("", "respond-asynchronously", "no-respond-async", "wait=5"):
        assert not wants_job(text)
