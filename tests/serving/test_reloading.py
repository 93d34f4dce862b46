"""A real server whose models are exchanged while it is asked: nobody is refused, nobody gets a mixture."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sklearn.dummy import DummyRegressor

import mlflow
from mlflow.client import MlflowClient
from mlflow.models import pack_model
from mlflow.models.signature import infer_signature
from mlflow.pyfunc import PythonModel
from mlflow.serving.catalog import Catalog
from mlflow.serving.reloading import Reloading
from mlflow.serving.served import Served
from mlflow.serving.sources import Source
from tests.processes import clean_environment, free_port

_ROWS = pd.DataFrame({"a": [1.0, 2.0]})
_BODY = json.dumps({"dataframe_split": _ROWS.to_dict("split")}).encode()


class Broken(PythonModel):
    def predict(self, context, model_input, params=None):  # type: ignore[no-untyped-def]
        raise RuntimeError("not made for this")


@contextmanager
def _served(folder: Path, *options: str) -> Iterator[tuple[str, Path, subprocess.Popen[bytes]]]:
    port = free_port()
    log = folder / f"log-{port}"
    command = [sys.executable, "-m", "mlflow", "models", "serve", *options, "--env-manager", "local", "-p", str(port)]
    (folder / "tmp").mkdir(exist_ok=True)
    variables = {"MLFLOW_TRACKING_URI": f"sqlite:///{folder}/records.db", "TMPDIR": str(folder / "tmp")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=clean_environment(**variables), stdout=output, stderr=output
        )
    try:
        address = f"http://127.0.0.1:{port}"
        end = time.monotonic() + 60
        while _asked(f"{address}/ping", None)[0] != 200:
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield address, log, process
    finally:
        process.terminate()
        process.wait(timeout=90)


def _asked(url: str, body: bytes | None) -> tuple[int, Any, str]:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read(), answer.headers.get("x-model-version", "")
    except urllib.error.HTTPError as error:
        return error.code, error.read(), ""
    except OSError:
        return 0, b"", ""


def _until(condition: Any, log: Path) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[MlflowClient]:
    before = mlflow.get_tracking_uri()
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/records.db")
    yield MlflowClient()
    mlflow.set_tracking_uri(before)


def _constant(name: str, value: float) -> None:
    model = DummyRegressor(strategy="constant", constant=value).fit(_ROWS, [0.0, 0.0])
    with mlflow.start_run():
        mlflow.sklearn.log_model(
            model, name="model", registered_model_name=name, input_example=_ROWS,
            signature=infer_signature(_ROWS, [0.0]),
        )  # fmt: skip


def test_a_newer_version_takes_over_under_load(tmp_path: Path, registry: MlflowClient) -> None:
    _constant("a", 1.0)
    _constant("a", 2.0)
    registry.set_registered_model_alias("a", "prod", "1")
    answers: list[tuple[int, Any, str]] = []
    stopped = threading.Event()
    with _served(tmp_path, "-m", "models:/a@prod", "--reload-interval", "0.2") as (address, log, _):

        def ask() -> None:
            while not stopped.is_set():
                answers.append(_asked(f"{address}/invocations", _BODY))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for version in ("2", "1", "2"):
            registry.set_registered_model_alias("a", "prod", version)
            _until(lambda version=version: _asked(f"{address}/invocations", _BODY)[2] == version, log)
            time.sleep(0.2)
        stopped.set()
        for thread in threads:
            thread.join()
    assert {status for status, _, _ in answers} == {200} and len(answers) > 50
    assert {(json.loads(body)["predictions"][0], version) for _, body, version in answers} == {(1.0, "1"), (2.0, "2")}


def test_one_that_cannot_answer_does_not_take_over(tmp_path: Path, registry: MlflowClient) -> None:
    _constant("a", 1.0)
    with _served(tmp_path, "-m", "models:/a/latest", "--reload-interval", "0.2") as (address, log, _):
        with mlflow.start_run():
            mlflow.pyfunc.log_model(name="m", python_model=Broken(), pip_requirements=[], registered_model_name="a",
                                    input_example=_ROWS, signature=infer_signature(_ROWS, [0.0]))  # fmt: skip
        _until(lambda: b'ok="false"' in _asked(f"{address}/metrics", None)[1], log)
        assert _asked(f"{address}/invocations", _BODY)[2] == "1"
        assert "Version 2 of 'a' cannot be served, 1 goes on" in log.read_text()
        _constant("a", 3.0)
        _until(lambda: _asked(f"{address}/invocations", _BODY)[2] == "3", log)


def test_several_models_in_several_workers(tmp_path: Path, registry: MlflowClient) -> None:
    _constant("a", 1.0)
    _constant("b", 2.0)
    options = ("-m", "models:/a@prod", "-m", "other=models:/b/1", "-w", "2")
    registry.set_registered_model_alias("a", "prod", "1")
    with _served(tmp_path, *options) as (address, _, process):
        for path, value in (("/invocations", 1.0), ("/models/a/invocations", 1.0), ("/models/other/invocations", 2.0)):
            status, body, version = _asked(address + path, _BODY)
            assert (status, json.loads(body)["predictions"][0], version) == (200, value, "1")
        assert _asked(f"{address}/models/none/invocations", _BODY)[0] == 404
        assert [each["name"] for each in json.loads(_asked(f"{address}/models", None)[1])["models"]] == ["a", "other"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    pack_model(_saved(), "m.zip")  # which is unpacked to be served
    with _served(tmp_path, "-m", str(Path("m.zip").absolute())) as (address, _, process):
        assert _asked(f"{address}/invocations", b'{"inputs": [1]}')[0] == 200 and any(
            (tmp_path / "tmp").glob("mlflow-*")
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert not list((tmp_path / "tmp").glob("mlflow-*"))


def test_a_name_that_means_nothing_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    served = Served(mlflow.pyfunc.load_model(_saved()), name="none")
    looking = Reloading(Catalog(served), [Source("none", "models:/none@prod")], lambda _: served, lambda *_: None, 1)
    looking.look()
    looking.look()
    assert [each.message.partition(":")[0] for each in caplog.records] == [
        "Whether 'none' has a newer version cannot be told"
    ]


def _saved() -> str:
    mlflow.pyfunc.save_model("m", python_model=lambda model_input: model_input, pip_requirements=[])
    return "m"


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", "x", "-m", "y", "--env-manager", "local"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=clean_environment(), check=False)
    assert done.returncode == 1 and "-m NAME=URI" in done.stderr
