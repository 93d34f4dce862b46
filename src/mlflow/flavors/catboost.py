"""CatBoost models, in CatBoost's own formats."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any, Literal

import catboost

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, Opened, opened, opened_folder, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "catboost"
_FILE = "model.cb"
_FORMAT = "cbm"
#: Formats that CatBoost writes for others and does not read.
_EXPORTS = frozenset({"cpp", "python", "pmml"})
_CLASSES = {
    kind.__name__: kind
    for kind in (
        catboost.CatBoostClassifier,
        catboost.CatBoostRegressor,
        catboost.CatBoostRanker,
        catboost.CatBoost,  # the base of the others
    )
}
_log = logging.getLogger(__name__)


def get_default_pip_requirements() -> list[str]:
    """What every CatBoost model needs."""
    return [pinned("catboost")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every CatBoost model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    cb_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    **kwargs: Any,
) -> None:
    """Write the folder of a CatBoost model.

    Args:
        cb_model: A fitted ``CatBoost``, ``CatBoostClassifier``, ``CatBoostRegressor`` or ``CatBoostRanker``.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.
        **kwargs: What the model's own ``save_model`` takes, above all ``format``: ``cbm`` where it is left out. A model
            in a format that CatBoost does not read again (``cpp``, ``python``, ``pmml``) is kept, but cannot be loaded.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    kind = _kind(cb_model)
    written = str(kwargs.get("format", _FORMAT))
    readable = written not in _EXPORTS
    contents = Contents(
        write=lambda folder: cb_model.save_model(str(folder / _FILE), **kwargs),
        loader_module="mlflow.catboost" if readable else None,
        pyfunc={"data": _FILE},
        flavor=FLAVOR_NAME,
        native={
            "catboost_version": catboost.__version__,
            "data": _FILE,
            "model_type": kind,
            "save_format": written,
        },
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: cb_model.predict(data),
    )
    save(path, contents, common)


def _kind(model: Any) -> str:
    """The name of CatBoost's own class that a model is, or comes from."""
    for name, kind in _CLASSES.items():
        if isinstance(model, kind):
            if type(model) is not kind:
                _log.warning("CatBoost keeps a %s as %s, which is what is loaded.", type(model).__name__, name)
            return name
    raise InvalidParameterValue(f"A {name_of(model)} is no model of CatBoost; mlflow.pyfunc logs any other.")


def log_model(
    cb_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log a CatBoost model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the CatBoost model of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of CatBoost.
        InvalidParameterValue: CatBoost cannot read it.
    """
    return _native(opened(model_uri, FLAVOR_NAME, dst_path))


def _native(found: Opened) -> Any:
    name, written = str(found.block.get("model_type")), str(found.block.get("save_format") or _FORMAT)
    if name not in _CLASSES:
        raise InvalidParameterValue(f"CatBoost's models are {sorted(_CLASSES)}, not {name!r}.")
    file = found.file("data", _FILE)
    model = _CLASSES[name]()
    with reading(file, catboost.CatBoostError):
        model.load_model(str(file), format=written)
    return model


def _load_pyfunc(path: str) -> FrameworkModel:
    """Load a model as a python_function; ``path`` is its file, beside its ``MLmodel``."""
    return FrameworkModel(_native(opened_folder(Path(path).parent, FLAVOR_NAME)))
