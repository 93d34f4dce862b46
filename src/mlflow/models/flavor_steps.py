"""The steps of saving and loading a model one by one, as flavors that others wrote for MLflow take them.

MLflow has them in ``mlflow.utils.model_utils`` and ``mlflow.utils.environment``, with an underscore before their names.
Flavors in here give :func:`mlflow.models.flavor.save` their :class:`~mlflow.models.flavor.Contents` instead.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mlflow.models.code_paths import add_code, copy_code
from mlflow.models.environment import Environment, EnvironmentWish, environment_of
from mlflow.models.examples import Example
from mlflow.models.files import CODE, new_folder
from mlflow.models.flavor import block_of
from mlflow.models.mlmodel import Model


def validate_env_arguments(conda_env: Any, pip_requirements: Any, extra_pip_requirements: Any) -> None:
    """Refuse more than one description of an environment.

    Raises:
        InvalidParameterValue: Several are given.
    """
    EnvironmentWish(conda_env, pip_requirements, extra_pip_requirements)


def validate_and_prepare_target_save_path(path: str | os.PathLike[str]) -> None:
    """Make a model's folder.

    Raises:
        ResourceAlreadyExists: Something is there already.
    """
    new_folder(Path(path))


def validate_and_copy_code_paths(code_paths: Sequence[str] | None, path: str | os.PathLike[str]) -> str | None:
    """Copy code into a model's folder.

    Returns:
        What the flavor's ``code`` is to say; None where there is no code.
    """
    return copy_code(code_paths, Path(path))


def save_example(mlflow_model: Model, input_example: Any, path: str | os.PathLike[str]) -> Example:
    """Write an example into a model's folder and note it in the model."""
    example = Example.of(input_example)
    mlflow_model.saved_input_example_info = example.save(Path(path))
    return example


def process_pip_requirements(
    default_pip_requirements: list[str] | None,
    pip_requirements: list[str] | str | None = None,
    extra_pip_requirements: list[str] | str | None = None,
) -> Environment:
    """The environment that requirements make.

    Args:
        default_pip_requirements: What the model needs where the user does not list all of it.
        pip_requirements: All of it, by the user.
        extra_pip_requirements: What the user wants beside the default.

    Returns:
        The conda environment, the requirements and the constraints.
    """
    wish = EnvironmentWish(None, pip_requirements, extra_pip_requirements)
    return environment_of(wish, lambda: list(default_pip_requirements or []))


def process_conda_env(conda_env: Mapping[str, Any] | str | os.PathLike[str]) -> Environment:
    """The environment that a conda environment makes; returns as :func:`process_pip_requirements`."""
    return environment_of(EnvironmentWish(conda_env), list)


def flavor_configuration(model_path: str | os.PathLike[str], flavor_name: str) -> dict[str, Any]:
    """What the ``MLmodel`` file of a folder says of a flavor.

    Raises:
        ResourceDoesNotExist: There is no such model, or it has no such flavor.
    """
    return block_of(Path(model_path), flavor_name)[0]


def add_code_from_conf_to_system_path(
    local_path: str | os.PathLike[str], conf: Mapping[str, Any], code_key: str = CODE
) -> None:
    """Make the code that a model brings importable; ``conf`` is what its ``MLmodel`` file says of the flavor."""
    add_code(Path(local_path), conf.get(code_key))
