"""``mlflow models`` as people run it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from mlflow.pyfunc.scoring_server.client import ScoringServerClient
from sklearn.linear_model import LinearRegression

import mlflow.models
import mlflow.sklearn
from mlflow.cli.models import models
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.models import infer_signature
from tests.processes import clean_environment, free_port

X = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [1.0, 0.0, 1.0]})
ROWS = json.dumps({"dataframe_split": {"columns": ["a", "b"], "data": [[3, 1], [4, 0]]}})


@pytest.fixture
def model(tmp_path: Path) -> Path:
    fitted = LinearRegression().fit(X, X.a * 2 + X.b)
    mlflow.sklearn.save_model(fitted, tmp_path / "model", signature=infer_signature(X, fitted.predict(X)))
    return tmp_path / "model"


def near(text: bytes | str) -> list[int]:
    """The predictions of an answer, rounded."""
    return [round(each) for each in json.loads(text)["predictions"]]


@pytest.mark.parametrize("options", [["--env-manager", "local"], ["-w", "2"]])
def test_serve(options: list[str], model: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", str(model), "-p", str(port), *options]
    server = subprocess.Popen(command, env=clean_environment(), stderr=subprocess.PIPE, text=True)
    try:
        ask = f"http://127.0.0.1:{port}"
        client = ScoringServerClient("127.0.0.1", port)
        client.wait_server_ready(60, server)
        assert near(json.dumps(client.invoke(X[:2]))) == [1, 2]
        request = urllib.request.Request(f"{ask}/invocations", ROWS.encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert near(answer.read()) == [7, 8]
        request.data = b'{"dataframe_split": {"columns": ["a"], "data": [[3]]}}'
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        with refused.value as error:
            assert error.code == 400 and "'b'" in json.loads(error.read())["message"]
    finally:
        began = time.monotonic()
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
    assert time.monotonic() - began < 3
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{ask}/ping", timeout=1)


def run(*arguments: str, **more: Any) -> Any:
    return CliRunner().invoke(models, list(arguments), **more)


def test_predict_reads_and_writes_files(model: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("a,b\n3,1\n")
    done = run("predict", "-m", str(model), "-i", str(tmp_path / "rows.csv"), "-t", "csv", "-o", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    assert near((tmp_path / "out").read_text()) == [7]


def test_predict_reads_standard_input_in_this_environment(model: Path) -> None:
    command = [sys.executable, "-m", "mlflow", "models", "predict", "-m", str(model), "--env", "SOME=1"]
    done = subprocess.run(command, input=ROWS, env=clean_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert near(done.stdout) == [7, 8]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["predict", "-m", "nowhere"], "nowhere"),
        (["predict", "-m", "model", "--env", "x"], "KEY=VALUE"),
        (["predict", "-m", "model", "-r", "numpy; rm -rf /"], "refused"),
        (["serve", "-m", "model", "--enable-mlserver"], "mlserver"),
        (["serve", "-m", "model", "--env-manager", "conda"], "uv"),
        (["serve", "-m", "$(touch x)", "--env-manager", "local"], "touch"),
        (["serve", "-m", "model", "-w", "0"], "workers"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], words: str, model: Path) -> None:
    done = run(*arguments, input=ROWS)
    assert done.exit_code in (1, 2) and words in done.output, done.output
    assert "Traceback" not in done.output and not Path("x").exists()


def test_an_environment_that_has_all_is_used(model: Path) -> None:
    done = run("prepare-env", "-m", str(model))
    assert done.exit_code == 0 and "has all" in done.output


@pytest.mark.parametrize("given", [{}, {"extra_envs": {"SOME": "1"}}, {"env_manager": "local"}])
def test_predict_from_python(given: dict[str, Any], model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    mlflow.models.predict(str(model), input_data=X[:1], **given)
    assert near(capfd.readouterr().out) == [1]
    mlflow.models.predict(str(model), input_data=X[1:2], content_type="csv", output_path="out", **given)
    assert near(Path("out").read_text()) == [2]
    with pytest.raises(MlflowException, match="'b'"):
        mlflow.models.predict(str(model), input_data={"inputs": {"a": [1.0]}}, **given)
    with pytest.raises(InvalidParameterValue):
        mlflow.models.predict(str(model), **given)
    assert mlflow.models.validate_serving_input(str(model), ROWS).round().tolist() == [7, 8]


def test_update_pip_requirements(model: Path) -> None:
    assert run("update-pip-requirements", "-m", str(model), "add", "colorama==0.4.6").exit_code == 0
    assert "colorama==0.4.6" in (model / "requirements.txt").read_text()
    done = run("update-pip-requirements", "-m", str(model), "remove", "nothing")
    assert done.exit_code == 1 and "nothing" in done.output
