"""A genuine MLflow in an environment of its own, and servers of both."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import server

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "compat.txt"
HOME = ROOT / ".cache" / "compat-venv"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.compat)


@pytest.fixture(scope="session")
def genuine_python() -> Path:
    """The interpreter of an environment with genuine MLflow 3.6.0, made on first use.

    ``PENSTOCK_COMPAT_PYTHON`` names another. Where none can be made, tests are skipped, but fail under ``CI``.
    """
    if named := os.environ.get("PENSTOCK_COMPAT_PYTHON"):
        return Path(named)
    HOME.parent.mkdir(exist_ok=True)
    with (HOME.parent / "compat-venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one of several test processes makes it
        try:
            return _genuine_environment()
        except subprocess.CalledProcessError as error:
            reason = f"a genuine MLflow could not be installed: {error}\n{error.stderr}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)


def _genuine_environment() -> Path:
    python = HOME / "bin" / "python"
    made_from = HOME / ".made-from"
    if made_from.is_file() and made_from.read_text() == LOCK.read_text():
        return python
    venv.create(HOME, clear=True, with_pip=False)
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
    subprocess.run([*command, "--require-hashes", "-r", str(LOCK)], check=True, capture_output=True, text=True)
    made_from.write_text(LOCK.read_text())
    return python


@pytest.fixture(scope="session")
def our_python() -> Path:
    return Path(sys.executable)


@pytest.fixture(scope="session")
def our_server(our_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(our_python, tmp_path_factory.mktemp("our-server"), 30) as address:
        yield address


@pytest.fixture(scope="session")
def genuine_server(genuine_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(genuine_python, tmp_path_factory.mktemp("genuine-server"), 180, "--workers", "1") as address:
        yield address
