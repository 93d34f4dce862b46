"""Models written as code in a model's folder, of the python_function and of other flavors."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlflow.models.code_model import model_of_script
from mlflow.models.code_paths import refuse_code_unless_allowed
from mlflow.models.dependencies_schemas import take_schemas
from mlflow.models.flavor import PYFUNC, Opened, existing, opened_folder
from mlflow.pyfunc.python_model import merged_config, runner


def is_script(given: Any) -> bool:
    """Whether a model is given as the path of its script."""
    return isinstance(given, str | os.PathLike)


def scripted(script: str | os.PathLike[str], settings: Mapping[str, Any] | None) -> tuple[Any, dict[str, Any]]:
    """The model that a script sets, and what a model's python_function record says of the script.

    Raises:
        InvalidParameterValue: There is no such script, or it sets no model.
    """
    return model_of_script(Path(script), settings), {"model_code_path": str(Path(script).resolve())}


def model_of_folder(found: Opened, settings: Mapping[str, Any] | None) -> Any:
    """The model that the script of a model's folder sets.

    Args:
        found: The folder, with its python_function record.
        settings: What the script's ``ModelConfig`` gives.

    Raises:
        PermissionDenied: Code of models may not be run.
    """
    # The record holds the path where the script was; its copy lies in the model's folder.
    name = str(found.block["model_code_path"]).replace("\\", "/").rpartition("/")[2]
    refuse_code_unless_allowed(name)
    model = model_of_script(existing(found.folder, name), settings)
    take_schemas()  # said for this model when it was saved, and not for the next one that this process saves
    return model


def _load_pyfunc(path: str, model_config: Mapping[str, Any] | None = None) -> Any:
    found = opened_folder(Path(path), PYFUNC)
    model = model_of_folder(found, merged_config(found.block, model_config))
    return runner(model, found.folder, found.block, model_config)
