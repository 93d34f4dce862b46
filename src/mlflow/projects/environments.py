"""Environments that projects run in: this interpreter's own, or one made once with uv (or conda) and kept."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from mlflow.environment_variables import MLFLOW_CONDA_HOME, MLFLOW_ENV_ROOT, process_environment
from mlflow.exceptions import ExecutionException, InvalidParameterValue
from mlflow.projects import env_type
from mlflow.projects.dependencies import Dependencies
from mlflow.projects.specification import Project
from mlflow.version import PENSTOCK_VERSION

find_uv_bin: Callable[[], str] | None
try:
    from uv import find_uv_bin
except ImportError:
    find_uv_bin = None

_logger = logging.getLogger("mlflow.projects")

#: What ``env_manager`` may be; virtualenv environments are made by uv too.
MANAGERS: Final = ("local", "uv", "virtualenv", "conda")
_FORMAT: Final = 1


@dataclass(frozen=True)
class Plan:
    """Which environment a project runs in, decided before anything is built.

    Attributes:
        manager: ``local``, ``uv`` or ``conda``.
        dependencies: What it needs; None for ``local``.
        folder: The project's folder, to which relative requirements refer.
    """

    manager: str
    dependencies: Dependencies | None
    folder: str


def plan(project: Project, dependencies: Dependencies | None, env_manager: str | None) -> Plan:
    """The environment for a project.

    Args:
        project: The project.
        dependencies: What its environment file asks for, None if it has none.
        env_manager: One of :data:`MANAGERS`; None for uv where the project declares an environment, else local.

    Raises:
        InvalidParameterValue: There is no such manager.
        ExecutionException: The environment cannot be made here.
    """
    if env_manager not in (None, *MANAGERS):
        raise InvalidParameterValue(f"env_manager must be one of {', '.join(MANAGERS)}, not {env_manager!r}.")
    folder = str(project.directory)
    if env_manager == "local" or (env_manager is None and dependencies is None):
        return Plan("local", None, folder)
    if env_manager == "conda":
        if project.env_type != env_type.CONDA:
            raise ExecutionException("The project has no conda.yaml; use --env-manager uv or local.")
        _conda_program()
        return Plan("conda", dependencies, folder)
    wanted = dependencies or Dependencies(None, ())
    if wanted.conda:
        names = ", ".join(wanted.conda[:10])
        if env_manager is None:
            raise ExecutionException(
                f"The project needs packages of conda ({names}). Use --env-manager conda, or --env-manager uv to go "
                "without them, or --env-manager local to run in the present environment."
            )
        _logger.warning("Not installed, as only conda has them: %s", names)
    uv_program()
    return Plan("uv", wanted, folder)


def prepared(chosen: Plan) -> dict[str, str]:
    """Make the environment if it is not there yet; the variables a command needs to run in it.

    Raises:
        ExecutionException: It cannot be made; the message has the tail of what the tool said.
    """
    environment = dict(process_environment())
    if chosen.manager == "local":
        own = str(Path(sys.executable).parent)
        found = shutil.which("python", path=environment.get("PATH"))
        if (Path(own) / "python").exists() and (found is None or str(Path(found).parent) != own):
            _prepend(environment, own)
        return environment
    assert chosen.dependencies is not None
    made = _uv_environment(chosen.dependencies, chosen.folder) if chosen.manager == "uv" else _conda_environment(chosen)
    environment.pop("PYTHONHOME", None)
    environment["VIRTUAL_ENV" if chosen.manager == "uv" else "CONDA_PREFIX"] = str(made)
    _prepend(environment, str(made / "bin"))
    return environment


def _prepend(environment: dict[str, str], folder: str) -> None:
    environment["PATH"] = os.pathsep.join([folder, environment.get("PATH", os.defpath)])


def uv_program() -> str:
    """The uv executable: of the ``uv`` package if installed, else on the PATH.

    Raises:
        ExecutionException: There is none.
    """
    if find_uv_bin is not None:
        try:
            return str(find_uv_bin())
        except FileNotFoundError:
            pass
    found = shutil.which("uv")
    if found is None:
        raise ExecutionException(
            "Environments are made with uv, which is not installed: pip install 'penstock[uv]', or run with "
            "--env-manager local."
        )
    return found


def _root() -> Path:
    root = Path(MLFLOW_ENV_ROOT.get() or Path.home() / ".mlflow" / "envs")
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return root


def _name(prefix: str, parts: object) -> str:
    return prefix + hashlib.sha256(json.dumps([_FORMAT, parts]).encode()).hexdigest()[:24]


def _uv_environment(wanted: Dependencies, folder: str) -> Path:
    interpreter = _interpreter(wanted.python)
    constraints = [Path(line[3:]).read_text(encoding="utf-8") for line in wanted.lines if line.startswith("-c ")]
    # A requirement such as "." or "-e ../lib" means another thing in another folder.
    place = folder if any("/" in line or line.startswith((".", "-e")) for line in wanted.lines) else ""
    final = _root() / _name(
        "project-", [interpreter, sys.version_info[:3], wanted.lines, PENSTOCK_VERSION, constraints, place]
    )
    if final.is_dir():
        return final
    _logger.info("Making the environment %s", final)
    uv = uv_program()
    making = Path(tempfile.mkdtemp(prefix="making-", dir=final.parent))
    try:
        # Relocatable: built aside and renamed when whole, so that a broken or half-made one is never used.
        _tool([uv, "venv", "--quiet", "--relocatable", "--python", interpreter, str(making)], folder)
        lines = [*wanted.packages, *(_own_requirements() if wanted.wants_mlflow else ())]
        if lines:
            with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
                file.write("".join(f"{line}\n" for line in lines))
                file.flush()
                _tool(
                    [uv, "pip", "install", "--quiet", "--python", str(making / "bin" / "python"), "-r", file.name],
                    folder,
                )
        if wanted.wants_mlflow:
            _link_ourselves(making)
        try:
            making.rename(final)
        except OSError:
            if not final.is_dir():
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return final


def _own_requirements() -> list[str]:
    """What this package needs to run elsewhere, without its extras."""
    try:
        lines = metadata.requires("penstock") or []
    except metadata.PackageNotFoundError:
        raise ExecutionException(
            "The project's environment asks for mlflow, and Penstock runs from a folder here: install it to give it to "
            "the environment, or run with --env-manager local."
        ) from None
    return [line for line in lines if "extra ==" not in line]


def _link_ourselves(environment: Path) -> None:
    """Let ``import mlflow`` in an environment find this package: what logs to a store is what opened it."""
    for packages in environment.glob("lib/python*/site-packages"):
        (packages / "mlflow").symlink_to(Path(__file__).parents[1], target_is_directory=True)


def _interpreter(version: str | None) -> str:
    """This interpreter if it is of the wanted version (to the minor number), else the version for uv to find."""
    running = sys.version_info
    if version is None or version.split(".")[:2] in ([str(running.major)], [str(running.major), str(running.minor)]):
        return sys.executable
    return version


def _conda_program() -> str:
    home = MLFLOW_CONDA_HOME.get()
    found = shutil.which("conda", path=str(Path(home) / "bin")) if home else shutil.which("conda")
    if found is None:
        raise ExecutionException(
            "conda is not installed (or not where MLFLOW_CONDA_HOME says). Run with --env-manager uv, which installs "
            "the pip part of conda.yaml, or with --env-manager local."
        )
    return found


def _conda_environment(chosen: Plan) -> Path:
    wanted = chosen.dependencies
    assert wanted is not None
    text = Path(wanted.file).read_text(encoding="utf-8")
    final = _root() / _name("conda-", [text, chosen.folder if "-r " in text or "-e " in text else ""])
    mark = final / ".made"
    if mark.is_file():
        return final
    shutil.rmtree(final, ignore_errors=True)
    _logger.info("Making the environment %s", final)
    _tool([_conda_program(), "env", "create", "--quiet", "--prefix", str(final), "--file", wanted.file], chosen.folder)
    mark.touch()
    return final


def _tool(arguments: list[str], folder: str) -> None:
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise ExecutionException(f"The environment could not be made; {Path(arguments[0]).name} said:\n{said}")
