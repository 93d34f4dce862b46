"""An image of a model, built by a real engine and run: it answers, is nobody in particular, and ends when told to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import mlflow.pyfunc
from tests.containers import BASE, Podman, engine
from tests.processes import clean_environment, free_port

pytestmark = pytest.mark.slow
NAME = "localhost/penstock-test-model:1"


#: Twice what it is asked, and who it runs as.
CODE = """
import os
import mlflow

class Doubling(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return [2 * int(each) for each in model_input] + [os.getuid()]

mlflow.models.set_model(Doubling())
"""


@pytest.fixture(scope="module")
def podman() -> Podman:
    return engine()


@pytest.fixture(scope="module")
def image(podman: Podman, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("model")
    (folder / "code.py").write_text(CODE)
    mlflow.pyfunc.save_model(folder / "model", python_model=str(folder / "code.py"), pip_requirements=["cloudpickle"])
    command = [sys.executable, "-m", "mlflow", "models", "build-docker", "--base-image", BASE]
    done = subprocess.run(
        [*command, "-m", str(folder / "model"), "-n", NAME],
        env=clean_environment(**podman.variables), stderr=subprocess.PIPE, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Built {NAME}" in done.stderr
    yield NAME
    podman("image", "rm", "--force", NAME)
    podman("image", "prune", "--force")  # stages of the build, which would pile up below .cache


@contextmanager
def serving(podman: Podman, image: str, *options: str) -> Iterator[tuple[str, str]]:
    """Name and address of a container; the network is the machine's, so the port is chosen on the command line."""
    port = free_port()
    serve = ["mlflow", "models", "serve", "--model-uri", "/opt/ml/model", "--env-manager", "local", "--port", str(port)]
    name = podman("run", "--detach", "--cap-drop=all", *options, image, *serve).splitlines()[-1]
    try:
        end = time.monotonic() + 60
        while not answers(f"http://127.0.0.1:{port}/ping"):
            running = podman("inspect", "--format", "{{.State.Running}}", name)
            assert running == "true" and time.monotonic() < end, podman("logs", name)
            time.sleep(0.2)
        yield name, f"http://127.0.0.1:{port}"
    finally:
        podman("rm", "--force", "--time", "1", name)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def predictions(address: str, rows: list[int]) -> Any:
    request = urllib.request.Request(
        f"{address}/invocations", json.dumps({"inputs": rows}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.loads(response.read())["predictions"]


def test_it_serves_and_ends_when_told_to(podman: Podman, image: str) -> None:
    with serving(podman, image, "--read-only") as (name, address):
        assert predictions(address, [1, 21]) == [2, 42, 10001]
        assert podman("top", name, "huser", "pid").splitlines()[1].split() == ["10001", "1"]
        began = time.monotonic()
        podman("stop", "--time", "20", name)
        assert time.monotonic() - began < 10
        assert podman("inspect", "--format", "{{.State.ExitCode}}", name) == "0"


def test_what_is_told_of_it(podman: Podman, image: str) -> None:
    described = json.loads(podman("image", "inspect", image))[0]
    config = described["Config"]
    assert config["User"] == "10001:10001" and "8080/tcp" in config["ExposedPorts"]
    assert config["Cmd"][:3] == ["mlflow", "models", "serve"] and "/ping" in described["Healthcheck"]["Test"][-1]
    assert "mlflow.model_uuid" in described["Labels"]
    base = json.loads(podman("image", "inspect", BASE))[0]["Size"]
    assert described["Size"] - base < 400_000_000  # NumPy, pandas and the server: no caches, no tools


def test_nothing_of_the_build_is_left(podman: Podman, image: str) -> None:
    looks = "find /install /opt/uv /var/cache/uv /run/secrets -type f 2>&-; touch /opt/ml/model/x 2>&- && echo written"
    assert podman("run", "--rm", image, "sh", "-c", f"{looks}; true") == ""
    history = podman("history", "--no-trunc", "--format", "{{.CreatedBy}}", image)
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX", "SSL_CERT_FILE", "https_proxy"):
        value = os.environ.get(name)
        assert not value or value not in history
