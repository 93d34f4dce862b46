"""TensorFlow models: Keras models, and modules as SavedModels.

What a Keras model brings of code is looked for before it is loaded (:mod:`mlflow.flavors.keras_files`); its custom
objects are pickles. A SavedModel is a program that may read and write files: where pickles are forbidden, it is, too.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import keras
import tensorflow

from mlflow.environment_variables import MLFLOW_ALLOW_PICKLE_DESERIALIZATION
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.flavors.checkpoints import checkpoint
from mlflow.flavors.keras_files import load_keras
from mlflow.flavors.keras_function import KerasFunction, ModuleFunction
from mlflow.models import pickles
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, Opened, existing, opened, opened_folder, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "tensorflow"
_DATA = "data"
_SAVED_MODEL = "tf2model"
_KERAS, _MODULE = "keras", "tf2-module"
_KERAS_MODULE_FILE = "keras_module.txt"
_FORMAT_FILE = "save_format.txt"
_CUSTOM_OBJECTS = "custom_objects.cloudpickle"
_GLOBAL_OBJECTS = "global_custom_objects.cloudpickle"
#: What a model may say that its Keras is; no other module is imported because a folder names it.
_KERAS_MODULES = ("tensorflow.keras", "keras", "tf.keras")
_HOW = "load_model(…, keras_model_kwargs={'safe_mode': False})"


def get_default_pip_requirements(include_cloudpickle: bool = False) -> list[str]:
    """What every TensorFlow model needs."""
    return [pinned("tensorflow"), *([pinned("cloudpickle")] if include_cloudpickle else [])]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every TensorFlow model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def get_global_custom_objects() -> dict[str, Any]:
    """Classes and functions that are registered with Keras for all models, by their names."""
    return dict(keras.saving.get_custom_objects())


def save_model(
    model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    custom_objects: dict[str, Any] | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    saved_model_kwargs: dict[str, Any] | None = None,
    keras_model_kwargs: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a TensorFlow model.

    Args:
        model: A ``keras.Model``, or a ``tf.Module`` (whose functions are those of ``tf.function``).
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        custom_objects: Classes and functions of a Keras model by their names, which are pickled along. Those that
            are registered with Keras are without being given.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        saved_model_kwargs: For ``tf.saved_model.save``.
        keras_model_kwargs: For a Keras model's ``save``; beside them ``save_format``: ``keras`` or ``h5``.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if isinstance(model, keras.Model):
        contents = _keras_contents(model, custom_objects or {}, dict(keras_model_kwargs or {}))
    elif isinstance(model, tensorflow.Module):
        contents = Contents(
            write=lambda folder: tensorflow.saved_model.save(
                model, str(folder / _SAVED_MODEL), **(saved_model_kwargs or {})
            ),
            loader_module="mlflow.tensorflow",
            flavor=FLAVOR_NAME,
            native={"saved_model_dir": _SAVED_MODEL, "model_type": _MODULE},
            requirements=get_default_pip_requirements(),
            predict=lambda data, params: ModuleFunction(model).predict(data, params),
        )
    else:
        raise InvalidParameterValue(f"model must be a keras.Model or a tf.Module, not a {type(model).__name__}.")
    save(path, contents, common)


def _keras_contents(model: Any, custom_objects: dict[str, Any], options: dict[str, Any]) -> Contents:
    kind = options.pop("save_format", "tf")
    if kind not in ("tf", "keras", "h5"):
        raise InvalidParameterValue(f"save_format must be 'keras' or 'h5', not {kind!r}.")
    registered = get_global_custom_objects()

    def write(folder: Path) -> None:
        data = folder / _DATA
        data.mkdir()
        (data / _KERAS_MODULE_FILE).write_text(_KERAS_MODULES[0], encoding="utf-8")
        (data / _FORMAT_FILE).write_text(kind, encoding="utf-8")
        for name, objects in ((_CUSTOM_OBJECTS, custom_objects), (_GLOBAL_OBJECTS, registered)):
            if objects:
                pickles.dump(objects, data / name)
        model.save(data / _file_name(kind), **options)

    return Contents(
        write=write,
        loader_module="mlflow.tensorflow",
        pyfunc={"data": _DATA},
        flavor=FLAVOR_NAME,
        # MLflow calls it the version of Keras.
        native={"data": _DATA, "model_type": _KERAS, "keras_version": tensorflow.__version__, "save_format": kind},
        requirements=get_default_pip_requirements(include_cloudpickle=bool(custom_objects or registered)),
        predict=lambda data, params: KerasFunction(model).predict(data, params),
    )


def _file_name(kind: str) -> str:
    return "model.h5" if kind == "h5" else "model.keras"


def log_model(
    model: Any,
    artifact_path: str | None = None,
    custom_objects: dict[str, Any] | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    registered_model_name: str | None = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    saved_model_kwargs: dict[str, Any] | None = None,
    keras_model_kwargs: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
) -> ModelInfo:
    """Log a TensorFlow model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_model(
    model_uri: str,
    dst_path: str | None = None,
    saved_model_kwargs: dict[str, Any] | None = None,
    keras_model_kwargs: dict[str, Any] | None = None,
) -> Any:
    """Load the Keras model or module of a model.

    Args:
        model_uri: The model.
        dst_path: An existing folder to download the model to.
        saved_model_kwargs: For ``tf.saved_model.load``.
        keras_model_kwargs: For ``keras.saving.load_model``: ``custom_objects``; ``safe_mode=False``, which allows a
            model that you trust to bring code.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of TensorFlow.
        InvalidParameterValue: It cannot be loaded here, or brings code that nobody allowed.
        PermissionDenied: It brings code, and that may not be loaded.
    """
    return _load(opened(model_uri, FLAVOR_NAME, dst_path), saved_model_kwargs or {}, keras_model_kwargs or {})


def _load(found: Opened, saved_model_options: dict[str, Any], keras_options: dict[str, Any]) -> Any:
    kind = found.block.get("model_type") or (_MODULE if "saved_model_dir" in found.block else _KERAS)
    if kind == _MODULE:
        return _saved_model(found.file("saved_model_dir", _SAVED_MODEL), saved_model_options)
    if kind != _KERAS:
        raise InvalidParameterValue(f"Models of type {kind!r} are of TensorFlow 1 and cannot be loaded.")
    data = found.file("data", _DATA)
    _check_keras_module(data)
    file = existing(data, _file_name(str(found.block.get("save_format") or "tf")))
    options = dict(keras_options)
    given = options.pop("custom_objects", None) or {}
    known: dict[str, Any] = {}
    for name in (_GLOBAL_OBJECTS, _CUSTOM_OBJECTS):
        if (data / name).is_file():
            known |= pickles.load(data / name)
    return load_keras(file, _HOW, {**known, **given}, **options)


def _check_keras_module(data: Path) -> None:
    said = data / _KERAS_MODULE_FILE
    name = said.read_text(encoding="utf-8").strip() if said.is_file() else _KERAS_MODULES[0]
    if name not in _KERAS_MODULES:
        raise InvalidParameterValue(
            f"The model says that its Keras is {name!r}; only {list(_KERAS_MODULES)} are loaded."
        )


def _saved_model(folder: Path, options: dict[str, Any]) -> Any:
    if not MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get():
        raise PermissionDenied(
            f"The SavedModel in {folder.name!r} is a program of TensorFlow, which may read and write files. "
            f"{MLFLOW_ALLOW_PICKLE_DESERIALIZATION.name} forbids that; unset it only for models you trust."
        )
    with reading(folder, OSError, ValueError, tensorflow.errors.OpError):
        return tensorflow.saved_model.load(str(folder), **options)


def load_checkpoint(
    model: Any = None, run_id: str | None = None, epoch: int | None = None, global_step: int | None = None
) -> Any:
    """Load a checkpoint that automatic logging made of a Keras model.

    Args:
        model: A model that takes the weights, where the checkpoint holds no more.
        run_id: The run; the active one where None.
        epoch: The epoch; the latest checkpoint where neither it nor ``global_step`` is given.
        global_step: The step.

    Raises:
        InvalidParameterValue: Both ``epoch`` and ``global_step`` are given, or ``model`` is missing.
        ResourceDoesNotExist: There is no such checkpoint.
    """
    with checkpoint(run_id, epoch, global_step) as file:
        if not file.name.endswith(".weights.h5"):
            return load_keras(file, "keras.saving.load_model(…, safe_mode=False)")
        if model is None:
            raise InvalidParameterValue("The checkpoint holds weights alone; give the model that takes them.")
        with reading(file, ValueError, OSError, KeyError):
            model.load_weights(file)
        return model


def _load_pyfunc(path: str) -> Any:
    """Load a model as a python_function; ``path`` is its folder, or the data folder in it."""
    place = Path(path)
    found = opened_folder(place if (place / "MLmodel").is_file() else place.parent, FLAVOR_NAME)
    loaded = _load(found, {}, {})
    return KerasFunction(loaded) if isinstance(loaded, keras.Model) else ModuleFunction(loaded)
