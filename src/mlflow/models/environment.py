"""The environment files of a model: ``conda.yaml``, ``python_env.yaml``, ``requirements.txt``, ``constraints.txt``."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.files import CONDA, CONSTRAINTS, PYTHON_ENV, REQUIREMENTS, yaml_text
from mlflow.models.requirements import read_requirements, version_of, with_mlflow
from mlflow.yaml_files import read_yaml

#: How the two environments are named in a flavor's record.
ENV = {"conda": CONDA, "virtualenv": PYTHON_ENV}


@dataclass(frozen=True)
class EnvironmentWish:
    """What a user said about a model's environment; at most one of the first three.

    Args:
        conda_env: A conda environment, as a dictionary or as the path of its YAML file, written as given.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
    """

    conda_env: Mapping[str, Any] | str | os.PathLike[str] | None = None
    pip_requirements: list[str] | str | os.PathLike[str] | None = None
    extra_pip_requirements: list[str] | str | os.PathLike[str] | None = None

    def __post_init__(self) -> None:
        given = [name for name in ("conda_env", "pip_requirements", "extra_pip_requirements")
                 if getattr(self, name) is not None]  # fmt: skip
        if len(given) > 1:
            raise InvalidParameterValue(f"Only one of {', '.join(given)} can be given.")


class Environment(NamedTuple):
    """What the environment files of a model say."""

    conda: dict[str, Any]
    requirements: list[str]
    constraints: list[str]


def environment_of(wish: EnvironmentWish, infer: Callable[[], list[str]]) -> Environment:
    """The environment of a model.

    Args:
        wish: What the user said.
        infer: Finds out the requirements; asked only when the user did not list them.
    """
    if wish.conda_env is not None:
        conda = _conda_given(wish.conda_env)
        return Environment(conda, _pip_of_conda(conda), [])
    given, constraints = read_requirements(wish.pip_requirements)
    if wish.pip_requirements is None:
        extra, constraints = read_requirements(wish.extra_pip_requirements)
        given = infer() + extra
    requirements = with_mlflow(given)
    if constraints:
        requirements.append(f"-c {CONSTRAINTS}")
    return Environment(conda_env(requirements), requirements, constraints)


def write_environment(folder: Path, wish: EnvironmentWish, infer: Callable[[], list[str]]) -> None:
    """Write the environment files of a model; the arguments are those of :func:`environment_of`."""
    made = environment_of(wish, infer)
    if made.constraints:
        (folder / CONSTRAINTS).write_text("\n".join(made.constraints), encoding="utf-8")
    (folder / CONDA).write_text(yaml_text(made.conda), encoding="utf-8")
    (folder / REQUIREMENTS).write_text("\n".join(made.requirements), encoding="utf-8")
    PythonEnv.current().to_yaml(folder / PYTHON_ENV)


@dataclass(frozen=True)
class PythonEnv:
    """What ``python_env.yaml`` says: a version of Python, what is installed first, and what after that."""

    python: str
    build_dependencies: list[str]
    dependencies: list[str]

    @classmethod
    def current(cls) -> PythonEnv:
        """This Python with its tools, and the requirements file beside it."""
        tools = [f"{name}=={version}" if (version := version_of(name)) else name for name in ("pip", "setuptools")]
        return cls(platform.python_version(), [*tools, "wheel"], [f"-r {REQUIREMENTS}"])

    def to_yaml(self, path: str | os.PathLike[str]) -> None:
        """Write the file."""
        Path(path).write_text(yaml_text(asdict(self), sort_keys=False), encoding="utf-8")


def conda_env(requirements: list[str]) -> dict[str, Any]:
    """The conda environment that has this Python and these pip requirements."""
    pip = version_of("pip")
    return {
        "name": "mlflow-env",
        "channels": ["conda-forge"],
        "dependencies": [
            f"python={platform.python_version()}",
            f"pip<={pip}" if pip else "pip",
            {"pip": list(requirements)},
        ],
    }


def mlflow_conda_env(
    path: str | os.PathLike[str] | None = None,
    additional_conda_deps: list[str] | None = None,
    additional_pip_deps: list[str] | None = None,
    additional_conda_channels: list[str] | None = None,
    install_mlflow: bool = True,
) -> dict[str, Any] | None:
    """A conda environment of one's own, as code for MLflow 1 makes it by ``mlflow.utils.environment``.

    Args:
        path: File to write it to as YAML; nothing is returned then.
        additional_conda_deps: What is to be installed by conda.
        additional_pip_deps: What is to be installed by pip.
        additional_conda_channels: Channels beside ``conda-forge``.
        install_mlflow: Whether this package is to be installed, too.
    """
    pip = list(additional_pip_deps or [])
    made = conda_env(with_mlflow(pip) if install_mlflow else pip)
    made["channels"] += additional_conda_channels or []
    made["dependencies"][1:1] = additional_conda_deps or []
    if path is None:
        return made
    Path(path).write_text(yaml_text(made), encoding="utf-8")
    return None


def _conda_given(given: Mapping[str, Any] | str | os.PathLike[str]) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        path = Path(given)
        if not path.is_file():
            raise InvalidParameterValue(f"There is no conda environment file {str(given)!r}.")
        given = read_yaml(path)
    if not isinstance(given, Mapping):
        raise InvalidParameterValue("A conda environment is a dictionary, or a YAML file that holds one.")
    return dict(given)


def _pip_of_conda(conda: Mapping[str, Any]) -> list[str]:
    dependencies = conda.get("dependencies") or []
    if not isinstance(dependencies, list):
        raise InvalidParameterValue(f"The dependencies of a conda environment are a list, not {dependencies!r}.")
    return [line for entry in dependencies if isinstance(entry, Mapping) for line in entry.get("pip") or []]
