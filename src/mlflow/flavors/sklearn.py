"""scikit-learn models."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any, Literal

import cloudpickle
import sklearn

from mlflow.models import pickles
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import PYFUNC, Common, Contents, check_choice, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "sklearn"
SERIALIZATION_FORMAT_PICKLE = "pickle"
SERIALIZATION_FORMAT_CLOUDPICKLE = "cloudpickle"
SUPPORTED_SERIALIZATION_FORMATS = [SERIALIZATION_FORMAT_PICKLE, SERIALIZATION_FORMAT_CLOUDPICKLE]
_FILE = "model.pkl"


def get_default_pip_requirements(include_cloudpickle: bool = False) -> list[str]:
    """What every scikit-learn model needs."""
    return [pinned("scikit-learn"), *([pinned("cloudpickle")] if include_cloudpickle else [])]


def get_default_conda_env(include_cloudpickle: bool = False) -> dict[str, Any]:
    """The conda environment that has what every scikit-learn model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements(include_cloudpickle)])


def save_model(
    sk_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    serialization_format: str = SERIALIZATION_FORMAT_CLOUDPICKLE,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    pyfunc_predict_fn: str = "predict",
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a scikit-learn model.

    Args:
        sk_model: A fitted estimator or pipeline.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        serialization_format: ``cloudpickle`` or ``pickle``.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        pyfunc_predict_fn: The function that answers when the model is loaded as a python_function; a model that lacks
            it has no such flavor.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    check_choice("serialization_format", serialization_format, SUPPORTED_SERIALIZATION_FORMATS)
    by_cloudpickle = serialization_format == SERIALIZATION_FORMAT_CLOUDPICKLE
    predicts = hasattr(sk_model, pyfunc_predict_fn)
    contents = Contents(
        write=lambda folder: pickles.dump(sk_model, folder / _FILE, by_cloudpickle),
        loader_module="mlflow.sklearn" if predicts else None,
        pyfunc={"model_path": _FILE, "predict_fn": pyfunc_predict_fn},
        flavor=FLAVOR_NAME,
        native={
            "pickled_model": _FILE,
            "serialization_format": serialization_format,
            "sklearn_version": sklearn.__version__,
        },
        requirements=get_default_pip_requirements(include_cloudpickle=by_cloudpickle),
        predict=(lambda data, params: getattr(sk_model, pyfunc_predict_fn)(data)) if predicts else None,
    )
    save(path, contents, common)


def log_model(
    sk_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    serialization_format: str = SERIALIZATION_FORMAT_CLOUDPICKLE,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    pyfunc_predict_fn: str = "predict",
    metadata: dict[str, Any] | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    name: str | None = None,
) -> ModelInfo:
    """Log a scikit-learn model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the estimator of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of scikit-learn.
        InvalidParameterValue: It cannot be unpickled here.
        PermissionDenied: Pickles may not be loaded.
    """
    found = opened(model_uri, FLAVOR_NAME, dst_path)
    return _unpickled(found.file("pickled_model", _FILE), found.block)


def _unpickled(file: Path, block: dict[str, Any]) -> Any:
    by_cloudpickle = block.get("serialization_format") == SERIALIZATION_FORMAT_CLOUDPICKLE
    return pickles.load(file, cloudpickle.load if by_cloudpickle else pickle.load)


class _Estimator:
    """A scikit-learn model as a python_function."""

    def __init__(self, estimator: Any, function: str) -> None:
        self._estimator = estimator
        self._answer = getattr(estimator, function)

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        if params and "predict_method" in params:
            return getattr(self._estimator, params["predict_method"])(data)
        return self._answer(data)

    def get_raw_model(self) -> Any:
        return self._estimator


def _load_pyfunc(path: str) -> _Estimator:
    """Load a model as a python_function; ``path`` is its folder, or the pickle itself in models of MLflow 1."""
    place = Path(path)
    if place.is_file():
        return _Estimator(pickles.load(place), "predict")
    block = opened_folder(place, PYFUNC).block
    native = opened_folder(place, FLAVOR_NAME)
    name = block.get("predict_fn") or "predict"
    return _Estimator(_unpickled(native.file("pickled_model", _FILE), native.block), name)
