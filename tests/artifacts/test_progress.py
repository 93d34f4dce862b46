"""What a terminal shows of a long transfer."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.broken_lines import broken_line
from tests.processes import server

_SCRIPT = """
import sys
from pathlib import Path
from mlflow.artifacts.stores import open_artifacts
files = open_artifacts("mlflow-artifacts:/0/run", sys.argv[1])
Path("up").mkdir()
for name in ("a.bin", "b.bin", "c.bin"):
    Path("up", name).write_bytes(b"x" * 4_000_000)
files.upload_folder("up", "some")
files.download("some", "down")
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with server(Path(sys.executable), tmp_path_factory.mktemp("server"), 30) as found, broken_line(found) as line:
        line.pause = 0.015
        yield line.address


def shown(address: str, folder: Path, **variables: str) -> str:
    """What a terminal that a process has as its standard error shows."""
    screen, end = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, address], cwd=folder, stderr=end, env={**os.environ, **variables}
    ) as process:
        os.close(end)
        text = b""
        while True:
            try:
                data = os.read(screen, 65536)
            except OSError:  # Linux says so of a terminal that nobody holds any more
                break
            if not data:
                break
            text += data
    os.close(screen)
    assert process.returncode == 0, text
    return text.decode()


def test_a_long_transfer_is_told(address: str, tmp_path: Path) -> None:
    text = shown(address, tmp_path)
    assert "Downloading some" in text and "%" in text and "MB/s" in text and "100%" in text
    assert text.count("\n") <= 2  # one line each


def test_who_does_not_want_it_is_not_told(address: str, tmp_path: Path) -> None:
    assert shown(address, tmp_path, MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR="false") == ""


def test_nothing_is_told_where_there_is_no_terminal(address: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, address], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
