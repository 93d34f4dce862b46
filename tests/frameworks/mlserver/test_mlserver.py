"""``mlflow models serve --enable-mlserver``, with MLServer as it is installed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

import mlflow
from tests.processes import clean_environment, free_port

_ROWS = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [1.0, 0.0, 1.0, 0.0]})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("mlserver")
    model = LogisticRegression().fit(_ROWS, [0, 0, 1, 1])
    mlflow.sklearn.save_model(model, folder / "model", input_example=_ROWS[:1])
    port = free_port()
    command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", str(folder / "model"), "--env-manager", "local"]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--enable-mlserver", "--port", str(port)],
            cwd=folder, env=clean_environment(), stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        end = time.monotonic() + 60
        while not _is_ready(f"http://127.0.0.1:{port}"):
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/v2/models/mlflow-model/ready", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _asked(address: str, path: str, body: dict[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.load(response)


def test_it_answers_the_requests_of_mlflow(address: str) -> None:
    split = {"columns": ["b", "a"], "data": [[0.0, 1.0], [1.0, 4.0]]}
    assert _asked(address, "/invocations", {"dataframe_split": split}) == {"predictions": [0, 1]}
    records = [{"a": 4.0, "b": 0.0}]
    assert _asked(address, "/invocations", {"dataframe_records": records, "params": {}}) == {"predictions": [1]}


def test_it_answers_the_open_inference_protocol(address: str) -> None:
    inputs = [
        {"name": name, "shape": [2], "datatype": "FP64", "data": data}
        for name, data in (("a", [1.0, 4.0]), ("b", [1.0, 0.0]))
    ]
    body = {"parameters": {"content_type": "pd"}, "inputs": inputs}
    (output,) = _asked(address, "/v2/models/mlflow-model/infer", body)["outputs"]
    assert output["data"] == [0, 1]


def test_it_tells_what_the_signature_says(address: str) -> None:
    with urllib.request.urlopen(f"{address}/v2/models/mlflow-model", timeout=20) as response:
        told = json.load(response)
    assert [(each["name"], each["datatype"]) for each in told["inputs"]] == [("a", "FP64"), ("b", "FP64")]


def test_a_column_that_is_missing_is_refused(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        _asked(address, "/invocations", {"dataframe_split": {"columns": ["a"], "data": [[1.0]]}})
    assert refused.value.code >= 400 and "'b'" in json.load(refused.value)["error"]
