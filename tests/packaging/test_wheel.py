"""The built wheel, installed into a fresh environment, is a working mlflow command with the UI in it."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from tests.processes import clean_environment, server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.slow
def test_what_the_wheel_contains(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "mlflow/__init__.pyi" in names
    assert "mlflow/py.typed" in names
    assert "mlflow/server/ui/index.html" in names
    assert any(re.fullmatch(r"penstock-[^/]+/licenses/LICENSE", name) for name in names)
    assert all(name.startswith(("mlflow/", "penstock-")) for name in names)
    assert not [name for name in names if "__pycache__" in name or "node_modules" in name]


@pytest.mark.slow
def test_it_works_when_installed(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, text=True)
    version = subprocess.run(
        [str(home / "bin" / "mlflow"), "--version"], env=clean_environment(), capture_output=True, text=True, check=True
    )
    assert "3.6.0" in version.stdout
    with server(python, tmp_path, 30) as address:
        page = urllib.request.urlopen(f"{address}/", timeout=10).read().decode()
        script = re.search(r'<script[^>]+src="([^"]+\.js)"', page)
        assert script is not None, page
        with urllib.request.urlopen(
            f"{address}/{script[1].removeprefix('./').removeprefix('/')}", timeout=10
        ) as answer:
            assert "javascript" in answer.headers["Content-Type"]
