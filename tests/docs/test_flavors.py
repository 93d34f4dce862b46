"""The flavor that the guide shows keeps the laws of flavors, and travels with its code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "flavors.md"
_FILE = re.compile(r"```python\n# (\w+\.py)\n(.*?)```", re.DOTALL)
_TRAVELS = """
import mlflow, pandas, polynomials
from numpy.polynomial import Polynomial
print(polynomials.log_model(Polynomial([1, 0, 2]), name="curve", code_paths=["polynomials.py"]).model_uri)
"""
_ARRIVES = """
import sys, mlflow, pandas
print(mlflow.pyfunc.load_model(sys.argv[1]).predict(pandas.DataFrame({"x": [3.0]})).tolist())
"""


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """The folder with the files that the guide shows."""
    files = dict(_FILE.findall(GUIDE.read_text(encoding="utf-8")))
    assert set(files) == {"polynomials.py", "test_polynomials.py"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def _run(folder: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_keeps_the_laws(shown: Path) -> None:
    told = _run(shown, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_polynomials.py")
    (passed,) = re.findall(r"(\d+) passed", told)
    assert int(passed) >= 16 and "failed" not in told


def test_it_travels_with_its_code(shown: Path) -> None:
    uri = _run(shown, "-c", _TRAVELS).split()[-1]
    (shown / "polynomials.py").unlink()
    assert _run(shown, "-c", _ARRIVES, uri).split()[-1] == "[19.0]"
