"""Every example runs by itself in an empty folder; each checks its own facts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import clean_environment

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder, env=clean_environment(), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("script", sorted(path.name for path in EXAMPLES.glob("*.py")))
def test_example(script: str, tmp_path: Path) -> None:
    assert run(tmp_path, str(EXAMPLES / script)).strip(), "an example says what it did"


@pytest.mark.slow
def test_demo(tmp_path: Path) -> None:
    said = run(tmp_path, str(EXAMPLES / "demo" / "demo.py"), "--folder", "demo")
    assert "wine: 16 runs" in said
    assert "diabetes: 16 runs" in said
    assert said.count("rows predicted, all as in this process") == 2
    assert (tmp_path / "demo" / "mlruns").is_dir()
