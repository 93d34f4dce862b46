"""MLServer's command: whatever a model's URI holds, it stays one word."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mlflow.pyfunc import mlserver, scoring_server
from tests.processes import clean_environment


@pytest.mark.parametrize("uri", ["$(touch owned)", "`touch owned`", "a; touch owned", "a' \"b", "-h", "a\nb"])
def test_a_uri_is_never_run(uri: str, tmp_path: Path) -> None:
    for module in (mlserver, scoring_server):
        line, variables = module.get_cmd(uri, port=1, host="h", nworkers=2)
        assert all(isinstance(value, str) for value in variables.values())
        printed = f"{shlex.join([sys.executable, '-c', 'import sys; print(sys.argv[1:])'])} {line}"
        done = subprocess.run(["sh", "-c", printed], cwd=tmp_path, capture_output=True, text=True, check=True)
        words = eval(done.stdout)
        assert not (tmp_path / "owned").exists()
        assert uri in words or uri in variables.values()


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", "none", "--env-manager", "local"]
    done = subprocess.run([*command, "--enable-mlserver"], cwd=tmp_path, capture_output=True, text=True,
                          env=clean_environment(), check=False)  # fmt: skip
    assert done.returncode == 1 and "pip install mlserver mlserver-mlflow" in done.stderr
