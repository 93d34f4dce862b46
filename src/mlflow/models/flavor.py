"""What all flavors share: the folder, MLmodel, environment, code, signature and example of a model.

A flavor says what is special to it in a :class:`Contents` and calls :func:`save`; logging comes from
:meth:`mlflow.models.Model.log`, which calls the flavor's ``save_model``, and finding a model from :func:`opened`.
"""

from __future__ import annotations

import logging
import os
import platform
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.models.code_paths import add_code, copy_code
from mlflow.models.dependencies_schemas import take_schemas
from mlflow.models.environment import ENV, EnvironmentWish, write_environment
from mlflow.models.examples import Example
from mlflow.models.files import CODE, MLMODEL, new_folder, size_of
from mlflow.models.location import local_folder
from mlflow.models.mlmodel import Model
from mlflow.models.requirements import imported_requirements
from mlflow.models.signatures import ModelSignature, checked
from mlflow.types.enforcement import enforce_schema
from mlflow.types.inference import infer_param_schema, infer_schema
from mlflow.types.schema import AnyType, ColSpec, Schema
from mlflow.uris import relative_path

_log = logging.getLogger(__name__)

PYFUNC = "python_function"


@dataclass(frozen=True)
class Contents:
    """What is special to one flavor's model.

    Args:
        write: Writes the model's own files into the folder.
        loader_module: Module whose ``_load_pyfunc`` loads it as a python_function; None where it has none.
        pyfunc: What that loader needs to know.
        flavor: The native flavor's name; None for a model that is a python_function only.
        native: What the native loader needs to know.
        requirements: Packages of the flavor itself, as ``name==version``.
        predict: The model's answer to ``(data, params)``, to infer a signature from an example.
        typed_by_example: Whether the model wants its input as what the example is.
    """

    write: Callable[[Path], None]
    loader_module: str | None
    pyfunc: Mapping[str, Any] = field(default_factory=dict)
    flavor: str | None = None
    native: Mapping[str, Any] = field(default_factory=dict)
    requirements: Sequence[str] = ()
    predict: Callable[[Any, dict[str, Any] | None], Any] | None = None
    typed_by_example: bool = False


@dataclass(frozen=True)
class Common:
    """The arguments that every flavor's ``save_model`` takes."""

    mlflow_model: Model | None = None
    conda_env: Mapping[str, Any] | str | os.PathLike[str] | None = None
    code_paths: Sequence[str] | None = None
    signature: ModelSignature | Literal[False] | None = None
    input_example: Any = None
    pip_requirements: list[str] | str | None = None
    extra_pip_requirements: list[str] | str | None = None
    metadata: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Common:
        """Those among the arguments of a call: ``Common.of(locals())`` at the top of a ``save_model``."""
        return cls(**{each.name: arguments[each.name] for each in fields(cls) if each.name in arguments})


def save(path: str | Path, contents: Contents, common: Common) -> Model:
    """Write a model folder.

    Args:
        path: A new or empty folder.
        contents: What is special to the model.
        common: What the user said about the rest.

    Returns:
        What its ``MLmodel`` file says.

    Raises:
        ResourceAlreadyExists: Something is at ``path``.
        InvalidParameterValue: An argument is wrong. Nothing is left behind then.
    """
    signature = checked(common.signature or None)
    wish = EnvironmentWish(common.conda_env, common.pip_requirements, common.extra_pip_requirements)
    model = common.mlflow_model if common.mlflow_model is not None else Model()
    example = Example.of(common.input_example) if common.input_example is not None else None
    existed = Path(path).exists()
    folder = new_folder(path)
    try:
        contents.write(folder)
        code = copy_code(common.code_paths, folder)
        if example is not None:
            model.saved_input_example_info = example.save(folder)
        model.signature = signature or (None if common.signature is False else model.signature)
        if model.signature is None and example is not None and common.signature is None:
            model.signature = _signature_of(example, contents)
        if model.signature is not None and contents.typed_by_example:
            model.signature._is_type_hint_from_example = True
        if common.metadata is not None:
            model.metadata = _notes(common.metadata)
        if schemas := take_schemas().to_dict():
            model.metadata = {**(model.metadata or {}), **schemas}
        _add_flavors(model, contents, code)
        model.model_size_bytes = size_of(folder)
        write_environment(folder, wish, lambda: imported_requirements(contents.requirements))
        model.save(folder / MLMODEL)
    except BaseException:
        _undo(folder, existed)
        raise
    return model


def _notes(metadata: Any) -> dict[str, Any]:
    if not isinstance(metadata, Mapping):
        raise InvalidParameterValue(f"metadata must be a dictionary, not a {type(metadata).__name__}.")
    return dict(metadata)


def _undo(folder: Path, existed: bool) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if existed:
        folder.mkdir(parents=True, exist_ok=True)


def _add_flavors(model: Model, contents: Contents, code: str | None) -> None:
    if contents.loader_module is not None:
        block = {"loader_module": contents.loader_module, "python_version": platform.python_version(),
                 "env": dict(ENV), **contents.pyfunc}  # fmt: skip
        if code is not None or contents.flavor is None:
            block["code"] = code
        model.add_flavor(PYFUNC, **block)
    if contents.flavor is not None:
        model.add_flavor(contents.flavor, **contents.native, code=code)


def _signature_of(example: Example, contents: Contents) -> ModelSignature | None:
    """The signature an example shows; none where the model cannot answer it."""
    inputs = infer_schema(example.data)
    outputs = None
    if contents.predict is not None:
        try:
            answer = contents.predict(_as_served(example.data, inputs), example.params)
        except Exception as error:  # whatever a model raises for an example it cannot take
            _log.warning("The model cannot answer its input example, so no signature is inferred from it: %s", error)
            return None
        if isinstance(answer, np.ndarray) and answer.ndim == 1 and not inputs.is_tensor_spec():
            answer = pd.Series(answer)  # a column for columns
        outputs = infer_schema(answer) if answer is not None else Schema([ColSpec(AnyType())])
    try:
        params = infer_param_schema(example.params) if example.params is not None else None
    except MlflowException as error:
        _log.warning("No signature can be inferred from the input example: %s", error)
        return None
    return ModelSignature(inputs, outputs, params)


def _as_served(data: Any, inputs: Schema) -> Any:
    """The example as a loaded model would get it."""
    try:
        return enforce_schema(data, inputs)
    except MlflowException:
        return data


class FrameworkModel:
    """A framework's model as a python_function; a flavor derives a class where it is not asked by ``predict`` alone.

    Args:
        model: The framework's model.
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def predict(self, data: Any) -> Any:
        """What the model says."""
        return self._model.predict(data)

    def get_raw_model(self) -> Any:
        """The framework's model itself."""
        return self._model


@dataclass(frozen=True)
class Opened:
    """A model folder about to be loaded.

    Args:
        folder: The folder, on this machine.
        block: What the flavor's loader needs to know.
        model: All that its ``MLmodel`` file says.
    """

    folder: Path
    block: dict[str, Any]
    model: Model

    def file(self, key: str, default: str) -> Path:
        """A file that the block names.

        Raises:
            ResourceDoesNotExist: It is missing.
        """
        return existing(self.folder, str(self.block.get(key) or default))


def existing(folder: Path, name: str) -> Path:
    """A file or folder that a model names, which must lie inside the model's folder.

    Raises:
        ResourceDoesNotExist: It is missing.
        InvalidParameterValue: It lies elsewhere.
    """
    place = folder / relative_path(name)
    if not place.exists():
        raise ResourceDoesNotExist(f"The model in {str(folder)!r} lacks its file {name!r}.")
    return place


@contextmanager
def reading(file: Path, *errors: type[Exception]) -> Iterator[None]:
    """Say plainly that a framework cannot read a model's file.

    Args:
        file: The file that is read in the block.
        *errors: What the framework raises for one that is damaged, or that another version of it wrote.

    Raises:
        InvalidParameterValue: The block raised one of these.
    """
    try:
        yield
    except errors as error:
        said = str(error).strip().partition("\n")[0] or type(error).__name__
        raise InvalidParameterValue(
            f"{file.name!r} cannot be read here: {said}. It is damaged, or needs what the model's requirements.txt "
            "names, in the versions it names."
        ) from error


def opened(model_uri: str | Path, flavor: str, dst_path: str | Path | None = None) -> Opened:
    """Find a model, make its code importable, and return what a flavor's loader needs to know.

    Raises:
        ResourceDoesNotExist: There is no such model, or it has no such flavor.
        InvalidParameterValue: Its ``MLmodel`` file is damaged.
    """
    folder, _ = local_folder(model_uri, dst_path)
    return opened_folder(folder, flavor)


def opened_folder(folder: Path, flavor: str) -> Opened:
    """As :func:`opened`, for a folder of this machine."""
    block, model = block_of(folder, flavor)
    add_code(folder, block.get(CODE))
    return Opened(folder, block, model)


def block_of(folder: Path, flavor: str) -> tuple[dict[str, Any], Model]:
    """What the ``MLmodel`` file of a folder says of a flavor, and all that it says.

    Raises:
        ResourceDoesNotExist: There is no such file, or no such flavor.
        InvalidParameterValue: It is damaged.
    """
    model = Model.load(folder / MLMODEL)
    block = model.flavors.get(flavor)
    if block is not None and not isinstance(block, dict):
        raise InvalidParameterValue(f"The MLmodel file in {str(folder)!r} says nothing of how {flavor!r} is loaded.")
    if block is None:
        raise ResourceDoesNotExist(
            f"The model in {str(folder)!r} has no flavor {flavor!r}; it has {sorted(model.flavors)}."
        )
    return block, model


def check_choice(name: str, value: Any, choices: Sequence[Any]) -> None:
    """Refuse a value that is not among some.

    Raises:
        InvalidParameterValue: It is not.
    """
    if value not in choices:
        raise InvalidParameterValue(f"{name} must be one of {list(choices)}, not {value!r}.")
