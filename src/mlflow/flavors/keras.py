"""Keras 3 models, of any backend.

What a model brings of code is looked for before it is loaded (:mod:`mlflow.flavors.keras_files`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import keras

from mlflow.environment_variables import MLFLOW_ALLOW_PICKLE_DESERIALIZATION
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.flavors.keras_files import load_keras
from mlflow.flavors.keras_function import KerasFunction
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, Opened, existing, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "keras"
_DATA = "data"
_FILE = "model.keras"
_EXPORTED = "model"
_MODULE_FILE = "keras_module.txt"
_HOW = "load_model(…, load_model_kwargs={'safe_mode': False})"


def get_default_pip_requirements() -> list[str]:
    """What every Keras model needs, its backend included."""
    backend = keras.backend.backend()
    return [pinned("keras"), *([] if backend == "numpy" else [pinned(backend)])]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every Keras model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    model: Any,
    path: str,
    save_exported_model: bool = False,
    conda_env: Any = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    save_model_kwargs: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    code_paths: list[str] | None = None,
) -> None:
    """Write the folder of a Keras model.

    Args:
        model: A ``keras.Model``.
        path: A new or empty folder.
        save_exported_model: Whether to keep what ``model.export`` writes, which only predicts, and not the model.
        conda_env: A conda environment, as a dictionary or path.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        save_model_kwargs: For ``model.save``, or ``model.export``.
        metadata: Notes.
        code_paths: Files and packages the model imports, which travel with it.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not isinstance(model, keras.Model):
        raise InvalidParameterValue(f"model must be a keras.Model, not a {type(model).__name__}.")
    options = dict(save_model_kwargs or {})

    def write(folder: Path) -> None:
        data = folder / _DATA
        data.mkdir()
        (data / _MODULE_FILE).write_text(FLAVOR_NAME, encoding="utf-8")
        if save_exported_model:
            model.export(str(data / _EXPORTED), **{"verbose": False, **options})
        else:
            model.save(data / _FILE, **options)

    contents = Contents(
        write=write,
        loader_module="mlflow.keras",
        flavor=FLAVOR_NAME,
        native={
            "data": _DATA,
            "keras_backend": keras.backend.backend(),
            "keras_version": keras.__version__,
            "save_exported_model": save_exported_model,
        },
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: KerasFunction(model).predict(data, params),
    )
    save(path, contents, common)


def log_model(
    model: Any,
    artifact_path: str | None = None,
    save_exported_model: bool = False,
    conda_env: Any = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    registered_model_name: str | None = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    save_model_kwargs: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    code_paths: list[str] | None = None,
) -> ModelInfo:
    """Log a Keras model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_model(
    model_uri: str,
    dst_path: str | None = None,
    custom_objects: dict[str, Any] | None = None,
    load_model_kwargs: dict[str, Any] | None = None,
) -> Any:
    """Load the Keras model of a model; of one that was exported, a layer that answers as it did.

    Args:
        model_uri: The model.
        dst_path: An existing folder to download the model to.
        custom_objects: Classes and functions of the model by their names, unless they are registered with Keras.
        load_model_kwargs: For ``keras.saving.load_model``; ``safe_mode=False`` allows a model that you trust to bring
            code.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of Keras.
        InvalidParameterValue: It cannot be loaded here, or brings code that nobody allowed.
        PermissionDenied: It brings code, and that may not be loaded.
    """
    return _load(opened(model_uri, FLAVOR_NAME, dst_path), custom_objects or {}, load_model_kwargs or {})


def _load(found: Opened, custom_objects: dict[str, Any], options: dict[str, Any]) -> Any:
    data = found.file("data", _DATA)
    if not found.block.get("save_exported_model"):
        return load_keras(existing(data, _FILE), _HOW, custom_objects, **options)
    folder = existing(data, _EXPORTED)
    if not MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get():
        raise PermissionDenied(
            f"The model in {folder.name!r} was exported as a program, which may read and write files. "
            f"{MLFLOW_ALLOW_PICKLE_DESERIALIZATION.name} forbids that; unset it only for models you trust."
        )
    return keras.Sequential([keras.layers.TFSMLayer(str(folder), call_endpoint="serve")])


def _load_pyfunc(path: str) -> KerasFunction:
    """Load a model as a python_function; ``path`` is its folder."""
    return KerasFunction(_load(opened_folder(Path(path), FLAVOR_NAME), {}, {}))
