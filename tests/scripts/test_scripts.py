"""Scripts as users of MLflow 1, 2 and 3 write them run by themselves, each in an empty folder.

Each was run with MLflow 3.6.0 too, and holds there as it does here.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import clean_environment

HERE = Path(__file__).parent


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.py") if path.name != "test_scripts.py"))
def test_script(script: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / script)],
        cwd=tmp_path, env=clean_environment(MPLBACKEND="Agg"), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
