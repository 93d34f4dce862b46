"""Environments that projects run in: this interpreter's own, or one made once with uv (or conda) and kept."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mlflow.conda_environments import conda_environment, conda_program
from mlflow.environment_variables import process_environment
from mlflow.exceptions import ExecutionException, InvalidParameterValue
from mlflow.projects import env_type
from mlflow.projects.dependencies import Dependencies
from mlflow.projects.specification import Project
from mlflow.virtualenvs import Wanted, uv_program, virtualenv

_logger = logging.getLogger("mlflow.projects")

#: What ``env_manager`` may be; virtualenv environments are made by uv too.
MANAGERS: Final = ("local", "uv", "virtualenv", "conda")


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
        conda_program()
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


def _uv_environment(wanted: Dependencies, folder: str) -> Path:
    constraints = tuple(Path(line[3:]).read_text(encoding="utf-8") for line in wanted.lines if line.startswith("-c "))
    # A requirement such as "." or "-e ../lib" means another thing in another folder.
    place = folder if any("/" in line or line.startswith((".", "-e")) for line in wanted.lines) else ""
    return virtualenv(
        "project",
        Wanted(
            wanted.python,
            wanted.packages,
            with_mlflow=wanted.wants_mlflow,
            folder=folder,
            also=(wanted.lines, constraints, place),
        ),
    )


def _conda_environment(chosen: Plan) -> Path:
    assert chosen.dependencies is not None
    file = Path(chosen.dependencies.file)
    text = file.read_text(encoding="utf-8")
    # What a relative requirement means depends on where it stands.
    place = (chosen.folder,) if "-r " in text or "-e " in text else ()
    return conda_environment("conda", file, place, chosen.folder)
