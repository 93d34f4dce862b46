"""Loader of models written as code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlflow.models.code_model import model_of_script
from mlflow.models.code_paths import refuse_code_unless_allowed
from mlflow.models.dependencies_schemas import take_schemas
from mlflow.models.flavor import PYFUNC, existing, opened_folder
from mlflow.pyfunc.model import merged_config, runner


def _load_pyfunc(path: str, model_config: Mapping[str, Any] | None = None) -> Any:
    found = opened_folder(Path(path), PYFUNC)
    # The record holds the path where the script was; its copy lies in the model's folder.
    name = str(found.block["model_code_path"]).replace("\\", "/").rpartition("/")[2]
    refuse_code_unless_allowed(name)
    settings = merged_config(found.block, model_config)
    model = model_of_script(existing(found.folder, name), settings)
    take_schemas()  # said for this model when it was saved, and not for the next one that this process saves
    return runner(model, found.folder, found.block, model_config)
