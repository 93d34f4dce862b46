"""What a project is: a folder, its entry points, their parameters and the environment they run in.

Read from an ``MLproject`` file, or from the folder alone: without the file, or beside it, each ``.py`` and ``.sh``
script is an entry point of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mlflow.exceptions import ExecutionException, InvalidParameterValue
from mlflow.projects import env_type
from mlflow.yaml_files import SAFE
from mlflow.yaml_files import read_yaml as read_plain

_LARGEST_FILE: Final = 1_000_000


@dataclass(frozen=True)
class Parameter:
    """A declared parameter of an entry point.

    Attributes:
        name: Its name, which ``{name}`` stands for in the command.
        type: ``string``, ``float``, ``path`` or ``uri``; other words count as ``string``.
        default: Value when none is given; None if one must be.
    """

    name: str
    type: str = "string"
    default: str | None = None


@dataclass(frozen=True)
class EntryPoint:
    """One way to run a project.

    Attributes:
        name: Its name, or the path of the script it is.
        parameters: The declared parameters, by name.
        command: The command template, or None for a script.
    """

    name: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    command: str | None = None


@dataclass(frozen=True)
class Project:
    """A project as its folder describes it.

    Attributes:
        directory: The folder.
        name: Its name, if it has one.
        entry_points: The declared entry points, by name.
        env_type: One of :mod:`mlflow.projects.env_type`.
        env_config_path: The file that describes the environment, None where there is none.
        docker_env: What the file says of a container, None where it says nothing.
    """

    directory: Path
    name: str | None = None
    entry_points: Mapping[str, EntryPoint] = field(default_factory=dict)
    env_type: str = env_type.PYTHON
    env_config_path: str | None = None
    docker_env: Mapping[str, Any] | None = None

    def get_entry_point(self, entry_point: str) -> EntryPoint:
        """The declared entry point of that name, or else the script at that path.

        Raises:
            ExecutionException: There is neither.
        """
        declared = self.entry_points.get(entry_point)
        if declared is not None:
            return declared
        if entry_point.endswith((".py", ".sh")):
            script = (self.directory / entry_point).resolve()
            if script.is_file() and script.is_relative_to(self.directory.resolve()):
                return EntryPoint(entry_point)
        known = f"It declares {', '.join(sorted(self.entry_points))}; any" if self.entry_points else "Any"
        raise ExecutionException(
            f"The project has no entry point {entry_point!r}. {known} .py or .sh file inside it can be named too."
        )


def read_yaml(path: Path, loader: Any = SAFE) -> Any:
    """The content of a YAML file of a project, which somebody else may have written.

    Raises:
        ExecutionException: It is too large, or is no YAML of plain values.
    """
    try:
        return read_plain(path, loader, _LARGEST_FILE)
    except InvalidParameterValue as error:
        raise ExecutionException(error.message) from None


def load_project(work_dir: str | Path) -> Project:
    """The project in a folder.

    Raises:
        ExecutionException: There is no such folder, or its ``MLproject`` file says what cannot be understood.
    """
    directory = Path(work_dir).absolute()
    if not directory.is_dir():
        raise ExecutionException(f"There is no project folder {str(work_dir)!r}.")
    file = next((p for p in sorted(directory.iterdir()) if p.name.lower() == "mlproject" and p.is_file()), None)
    content = (read_yaml(file) if file is not None else None) or {}
    if not isinstance(content, dict):
        raise ExecutionException("MLproject must be a mapping with 'entry_points' and the like.")
    kind, config = _environment(directory, content)
    docker = content.get("docker_env")
    if docker is not None and not (isinstance(docker, dict) and docker.get("image")):
        raise ExecutionException("'docker_env' in MLproject must be a mapping with an 'image'.")
    points = content.get("entry_points") or {}
    if not isinstance(points, dict):
        raise ExecutionException("'entry_points' in MLproject must map names to entry points.")
    name = content.get("name")
    return Project(
        directory=directory,
        name=None if name is None else str(name),
        entry_points={str(key): _entry_point(str(key), value) for key, value in points.items()},
        env_type=kind,
        env_config_path=config,
        docker_env=docker,
    )


def _environment(directory: Path, content: Mapping[str, Any]) -> tuple[str, str | None]:
    named = [key for key in env_type.ALL if content.get(key) is not None]
    if len(named) > 1:
        raise ExecutionException(f"MLproject names more than one environment: {', '.join(named)}. Keep one.")
    if named == [env_type.DOCKER]:
        return env_type.DOCKER, None
    if named:
        path = directory / str(content[named[0]])
        if not path.is_file():
            raise ExecutionException(f"MLproject names {path.name!r} as {named[0]}, and there is no such file.")
        return named[0], str(path)
    for kind, name in ((env_type.PYTHON, "python_env.yaml"), (env_type.CONDA, "conda.yaml")):
        if (directory / name).is_file():
            return kind, str(directory / name)
    return env_type.PYTHON, None


def _entry_point(name: str, content: Any) -> EntryPoint:
    if not isinstance(content, dict) or not isinstance(content.get("command"), str):
        raise ExecutionException(f"The entry point {name!r} in MLproject needs a 'command'.")
    if "\0" in content["command"]:
        raise ExecutionException(f"The command of the entry point {name!r} holds a NUL character.")
    parameters = content.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise ExecutionException(f"The 'parameters' of the entry point {name!r} must map names to types.")
    return EntryPoint(name, {str(k): _parameter(str(k), v) for k, v in parameters.items()}, content["command"])


def _parameter(name: str, content: Any) -> Parameter:
    if isinstance(content, str):
        return Parameter(name, content.lower())
    if not isinstance(content, dict) or any(isinstance(v, (dict, list)) for v in content.values()):
        raise ExecutionException(
            f"The parameter {name!r} in MLproject must be a type, or a mapping with 'type' and 'default'."
        )
    default = content.get("default")
    return Parameter(name, str(content.get("type", "string")).lower(), None if default is None else str(default))
