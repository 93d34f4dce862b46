"""Who is compared: Penstock as a user installs it, and genuine MLflow at its default and at its best settings."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GENUINE = "mlflow==3.17.2"
SKLEARN = "scikit-learn==1.7.2"


@dataclass(frozen=True)
class Contestant:
    """An interpreter with one of the two installed, and the settings it runs with."""

    name: str
    python: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    server_options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Installation:
    """An environment and what an installation put into it."""

    python: Path
    version: str
    packages: int
    megabytes: float


def install(name: str, *requirements: str) -> Installation:
    """A fresh environment below ``.cache`` with the requirements, measured before scikit-learn is added."""
    home = ROOT / ".cache" / name
    python = home / "bin" / "python"
    venv.create(home, clear=True, with_pip=False, symlinks=True)
    _uv(python, *requirements)
    site = next(home.glob("lib/python*/site-packages"))
    packages = len(list(site.glob("*.dist-info")))
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    _uv(python, SKLEARN)
    command = [str(python), "-m", "mlflow", "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    version = answer.partition("version ")[2].strip()
    return Installation(python, version, packages, size / 1e6)


def _uv(python: Path, *requirements: str) -> None:
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python), *requirements]
    subprocess.run(command, check=True)


def penstock(python: Path) -> Contestant:
    return Contestant("Penstock", python)


def genuine(python: Path) -> Contestant:
    """MLflow as it comes."""
    return Contestant("MLflow", python)


def genuine_files(python: Path) -> Contestant:
    """MLflow on its file store, which it must be asked for."""
    return Contestant(
        "MLflow, file store", python, {"MLFLOW_TRACKING_URI": "./mlruns", "MLFLOW_ALLOW_FILE_STORE": "true"}
    )


def genuine_buffered(python: Path) -> Contestant:
    """MLflow logging from a thread, in batches of one second."""
    return Contestant(
        "MLflow, buffered",
        python,
        {"MLFLOW_ENABLE_ASYNC_LOGGING": "true", "MLFLOW_ASYNC_LOGGING_BUFFERING_SECONDS": "1"},
    )


def genuine_one_worker(python: Path) -> Contestant:
    """MLflow's server with one worker: its several stall on delayed acknowledgements."""
    return Contestant("MLflow, one worker", python, server_options=("--workers", "1"))
