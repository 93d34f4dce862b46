"""Files of Keras models, read without running what they bring.

A ``Lambda`` layer keeps Python code, and a layer's description names a module that Keras may import. Its safe mode
refuses that, but not in every format and version, so a model's description is read here before.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import h5py
import keras

from mlflow.environment_variables import MLFLOW_ALLOW_PICKLE_DESERIALIZATION
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.models.flavor import reading

_LAMBDA = "a Lambda layer"


def load_keras(file: Path, how: str, custom_objects: dict[str, Any] | None = None, **options: Any) -> Any:
    """Load a model from a ``.keras`` or HDF5 file.

    Args:
        file: The file.
        how: What allows code in it: the call to name in errors.
        custom_objects: Classes and functions of the model by their names.
        **options: For ``keras.saving.load_model``; ``safe_mode=False`` allows the model to bring code.

    Raises:
        InvalidParameterValue: It is damaged, was made by another Keras, or brings code that nobody allowed.
        PermissionDenied: It brings code, and ``MLFLOW_ALLOW_PICKLE_DESERIALIZATION`` forbids that.
    """
    safe = options.setdefault("safe_mode", True)
    code = sorted(set(_code_in(_description(file), custom_objects or {})))
    if code and not MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get():
        raise PermissionDenied(
            f"The model in {file.name!r} brings code: {', '.join(code)}. "
            f"{MLFLOW_ALLOW_PICKLE_DESERIALIZATION.name} forbids that; unset it only for models you trust."
        )
    if safe and code:
        raise InvalidParameterValue(
            f"The model in {file.name!r} brings or names Python code: {', '.join(code)}. Give its classes "
            f"and functions as custom_objects or import them before; if you trust the model, load it with {how}."
        )
    try:
        return keras.saving.load_model(file, custom_objects=custom_objects or None, **options)
    except (ValueError, TypeError, OSError, KeyError, ImportError, AttributeError) as error:
        told = str(error).strip().splitlines() or [type(error).__name__]
        # Keras tells what it lacks somewhere between the layers it was reading.
        lacking = next(
            (line.strip() for line in told if "Could not locate" in line or "Unknown layer" in line), told[0]
        )
        raise InvalidParameterValue(
            f"{file.name!r} cannot be read here: {lacking} It is damaged, was made by another Keras, or needs its own "
            "classes and functions, by custom_objects or by keras.saving.register_keras_serializable()."
        ) from error


def _description(file: Path) -> Any:
    """What a model's file says of its layers.

    Raises:
        InvalidParameterValue: It is no file of a Keras model.
    """
    with reading(file, ValueError, OSError, KeyError, zipfile.BadZipFile):
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                return json.loads(archive.read("config.json"))
        with h5py.File(file, "r") as content:
            return json.loads(content.attrs["model_config"])


def _code_in(part: Any, known: Mapping[str, Any]) -> Iterator[str]:
    """What a description brings of code, or names that nobody has imported yet.

    A module is no reason to import it because a file names it: Keras finds what is registered, or given, by its name.
    """
    if isinstance(part, Mapping):
        kind, module = part.get("class_name"), part.get("module")
        if kind == "__lambda__" or part.get("function_type") == "lambda":
            yield _LAMBDA
        elif kind == "Lambda" and isinstance((part.get("config") or {}).get("function"), list):
            yield _LAMBDA  # as HDF5 files keep it
        elif isinstance(module, str) and kind not in known and part.get("registered_name") not in known:
            own = module == "builtins" or (module.partition(".")[0] == "keras" and module != "keras.utils")
            if not own and module not in sys.modules:
                yield f"{module}.{kind}"
        for each in part.values():
            yield from _code_in(each, known)
    elif isinstance(part, list):
        for each in part:
            yield from _code_in(each, known)
