"""Scripts as users of MLflow 1, 2 and 3 write them; each runs in an empty folder and holds under MLflow 3.6.0, too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = sorted(path for path in Path(__file__).parent.glob("*.py") if path.name != Path(__file__).name)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_runs_unchanged(script: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
