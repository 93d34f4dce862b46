from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mlflow.exceptions import ExecutionException
from mlflow.projects.dependencies import Dependencies
from mlflow.projects.environments import Plan, prepared
from tests.projects.wheels import make_wheel

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "envs"
    monkeypatch.setenv("MLFLOW_ENV_ROOT", str(root))
    return root


def said(variables: dict[str, str], code: str) -> str:
    done = subprocess.run(["sh", "-c", 'python -c "$1"', "sh", code], env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_local_is_this_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    variables = prepared(Plan("local", None, str(tmp_path)))
    assert said(variables, "import sys; print(sys.prefix)") == sys.prefix


def test_uv_makes_one_and_finds_it_again(tmp_path: Path, own_root: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mlflow.virtualenvs")
    wheel = make_wheel(tmp_path, "tinything")
    plan = Plan("uv", Dependencies(None, (f"tinything @ {wheel.as_uri()}",)), str(tmp_path))
    first = prepared(plan)
    assert "Making the environment" in caplog.text
    code = "import sys, tinything; print(sys.prefix, tinything.version)"
    assert said(first, code).startswith(str(own_root.resolve()))
    assert said(first, code).endswith(" 1.0")
    caplog.clear()
    assert prepared(plan)["PATH"] == first["PATH"]
    assert not caplog.records, "the second time it is only found"
    assert [p.name.split("-")[0] for p in own_root.iterdir()] == ["project"]


def test_a_failure_leaves_nothing(tmp_path: Path, own_root: Path) -> None:
    plan = Plan("uv", Dependencies(None, ("x @ file:///nowhere/x-1.0-py3-none-any.whl",)), str(tmp_path))
    with pytest.raises(ExecutionException, match="uv said"):
        prepared(plan)
    assert list(own_root.iterdir()) == []


def test_shell_text_in_a_requirement_is_no_shell_text(tmp_path: Path, own_root: Path) -> None:
    for line in ("tinything; touch pwned", "$(touch pwned)", "`touch pwned` | sh; #"):
        with pytest.raises(ExecutionException, match="could not be made"):
            prepared(Plan("uv", Dependencies(None, (line, "--no-index")), str(tmp_path)))
    assert not (tmp_path / "pwned").exists() and not Path("pwned").exists()


def test_conda_is_called_with_arguments(tmp_path: Path, own_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "conda home"
    (home / "bin").mkdir(parents=True)
    program = home / "bin" / "conda"
    # Stands in for conda, which is too large to install for a test: makes the prefix it is told to make.
    program.write_text(
        '#!/bin/sh\necho called >> "$(dirname "$0")/log"\n[ "$1 $2 $4" = "env create --prefix" ] && mkdir -p "$5/bin"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("MLFLOW_CONDA_HOME", str(home))
    file = tmp_path / "conda.yaml"
    file.write_text("dependencies: [numpy]")
    plan = Plan("conda", Dependencies(None, (), ("numpy",), str(file)), str(tmp_path))
    first = prepared(plan)
    assert first["CONDA_PREFIX"].startswith(str(own_root)) and first["PATH"].startswith(first["CONDA_PREFIX"] + "/bin:")
    assert prepared(plan)["CONDA_PREFIX"] == first["CONDA_PREFIX"]
    assert (home / "bin" / "log").read_text() == "called\n"
    shutil.rmtree(first["CONDA_PREFIX"])
    program.write_text("#!/bin/sh\necho no such package >&2; exit 1\n")
    with pytest.raises(ExecutionException, match="no such package"):
        prepared(plan)
