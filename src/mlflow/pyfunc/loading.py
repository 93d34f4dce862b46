"""Loading a model as a Python function."""

from __future__ import annotations

import inspect
import logging
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.models.files import CONDA, MLMODEL, REQUIREMENTS
from mlflow.models.flavor import PYFUNC, Opened, existing, opened_folder
from mlflow.models.location import local_folder
from mlflow.models.mlmodel import Model
from mlflow.models.requirements import named_requirements, unmet
from mlflow.pyfunc.loaded import PyFuncModel
from mlflow.pyfunc.python_model import merged_config
from mlflow.yaml_files import read_yaml

_log = logging.getLogger(__name__)

#: Flavors of other languages, whose models have no ``python_function`` but can be one → their loaders.
_FOREIGN: Final = {"crate": "mlflow.rfunc"}


def load_model(
    model_uri: str,
    suppress_warnings: bool = False,
    dst_path: str | None = None,
    model_config: str | Path | dict[str, Any] | None = None,
) -> PyFuncModel:
    """Load a model of any flavor that can be a Python function.

    Args:
        model_uri: ``runs:/…``, ``models:/…``, a path, or the URI of a folder.
        suppress_warnings: Whether not to warn of other versions of Python and of packages than the model wants.
        dst_path: An existing folder to download the model to.
        model_config: Settings that go before those the model was saved with.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is no python_function.
        InvalidParameterValue: The model is damaged, or what it needs is not installed.
    """
    folder, place = local_folder(model_uri, dst_path)
    found = _opened(folder)
    if not suppress_warnings:
        _warn_of_environment(found)
    settings = merged_config(found.block, model_config)
    implementation = _loaded(found, settings if model_config is not None else None)
    stream = "predict_stream" if found.block.get("streamable") else None
    model_id = place.model.model_id if place.model is not None else None
    return PyFuncModel(found.model, implementation, "predict", stream, model_id, folder, settings)


def _opened(folder: Path) -> Opened:
    model = Model.load(folder / MLMODEL)
    loader = next((_FOREIGN[flavor] for flavor in _FOREIGN if flavor in model.flavors), None)
    if loader is not None and PYFUNC not in model.flavors:
        return Opened(folder, {"loader_module": loader}, model)
    return opened_folder(folder, PYFUNC)


def load_pyfunc(model_uri: str, suppress_warnings: bool = False) -> PyFuncModel:
    """Load a model; what :func:`load_model` was called in MLflow 1."""
    return load_model(model_uri, suppress_warnings)


def _loaded(found: Opened, settings: Mapping[str, Any] | None) -> Any:
    module = str(found.block.get("loader_module") or "")
    if not module:
        raise InvalidParameterValue(f"The MLmodel file in {str(found.folder)!r} names no loader_module.")
    try:
        load = resolve(f"{module}:_load_pyfunc")
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        lacks = isinstance(error, ImportError) and error.name != module
        helps = "Install what its requirements.txt names" if lacks else "No package that is installed has this loader"
        raise InvalidParameterValue(
            f"The model is loaded by {module!r}, which cannot be used here: {error}. {helps}."
        ) from error
    data = found.block.get("data")
    path = existing(found.folder, str(data)) if data else found.folder
    if settings is not None and "model_config" in inspect.signature(load).parameters:
        return load(str(path), model_config=settings)
    return load(str(path))


def _warn_of_environment(found: Opened) -> None:
    """Tell what here is not as the model wants it, before a framework says it less plainly."""
    made, here = str(found.block.get("python_version") or ""), platform.python_version()
    if made and made.split(".")[:2] != here.split(".")[:2]:
        _log.warning("The model was made with Python %s and is loaded by %s; pickles may not survive that.", made, here)
    file = found.folder / REQUIREMENTS
    if file.is_file() and (missed := unmet(named_requirements(file.read_text("utf-8", "replace").splitlines()))):
        _log.warning(
            "The model wants other packages than there are here: %s. If it fails, or answers differently, install "
            "them: pip install -r %s",
            ", ".join(missed),
            file,
        )


def get_model_dependencies(model_uri: str, format: str = "pip") -> str:
    """Path of a file that lists what a model needs.

    Args:
        model_uri: The model.
        format: ``pip`` for a requirements file, ``conda`` for a conda environment.

    Raises:
        InvalidParameterValue: The format is another.
        ResourceDoesNotExist: The model has no such file.
    """
    if format not in ("pip", "conda"):
        raise InvalidParameterValue(f"The format must be 'pip' or 'conda', not {format!r}.")
    folder, _ = local_folder(model_uri)
    file = folder / (REQUIREMENTS if format == "pip" else CONDA)
    if not file.is_file() and format == "pip" and (folder / CONDA).is_file():
        return str(_requirements_of_conda(folder))
    if not file.is_file():
        raise ResourceDoesNotExist(f"The model at {model_uri!r} has no {file.name}.")
    return str(file)


def _requirements_of_conda(folder: Path) -> Path:
    """A requirements file made from the conda environment of a model that was written before MLflow 1.20."""
    conda = read_yaml(folder / CONDA)
    lines = [line for entry in conda.get("dependencies", []) if isinstance(entry, Mapping) for line in entry["pip"]]
    file = folder / REQUIREMENTS
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
