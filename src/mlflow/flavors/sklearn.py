"""scikit-learn models."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any, Literal

import cloudpickle
import sklearn

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.sklearn_arrays import Asker
from mlflow.models import pickles
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import PYFUNC, Common, Contents, Opened, check_choice, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "sklearn"
SERIALIZATION_FORMAT_PICKLE = "pickle"
SERIALIZATION_FORMAT_CLOUDPICKLE = "cloudpickle"
SERIALIZATION_FORMAT_SKOPS = "skops"
SUPPORTED_SERIALIZATION_FORMATS = [
    SERIALIZATION_FORMAT_PICKLE,
    SERIALIZATION_FORMAT_CLOUDPICKLE,
    SERIALIZATION_FORMAT_SKOPS,
]
_PICKLE_FILE = "model.pkl"
_SKOPS_FILE = "model.skops"
#: What the inference parameter ``predict_method`` may name.
_ANSWERING = (
    *("predict", "predict_proba", "predict_log_proba", "predict_joint_log_proba", "decision_function", "score_samples"),
    *("transform", "inverse_transform", "apply", "decision_path", "kneighbors", "mahalanobis"),
)


def get_default_pip_requirements(include_cloudpickle: bool = False, include_skops: bool = False) -> list[str]:
    """What every scikit-learn model needs."""
    more = (["cloudpickle"] if include_cloudpickle else []) + (["skops"] if include_skops else [])
    return [pinned(name) for name in ("scikit-learn", *more)]


def get_default_conda_env(include_cloudpickle: bool = False, include_skops: bool = False) -> dict[str, Any]:
    """The conda environment that has what every scikit-learn model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements(include_cloudpickle, include_skops)])


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
    skops_trusted_types: list[str] | None = None,
) -> None:
    """Write the folder of a scikit-learn model.

    Args:
        sk_model: A fitted estimator or pipeline.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        serialization_format: ``cloudpickle``, ``pickle``, or ``skops``, which needs no pickle to be loaded.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        pyfunc_predict_fn: The function that answers when the model is loaded as a python_function; a model that lacks
            it has no such flavor.
        metadata: Notes.
        skops_trusted_types: Names of types that skops is to trust beside those it knows.

    Raises:
        InvalidParameterValue: An argument is wrong, the model is no estimator, or skops does not know its types.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    check_choice("serialization_format", serialization_format, SUPPORTED_SERIALIZATION_FORMATS)
    by_cloudpickle = serialization_format == SERIALIZATION_FORMAT_CLOUDPICKLE
    by_skops = serialization_format == SERIALIZATION_FORMAT_SKOPS
    predicts = hasattr(sk_model, pyfunc_predict_fn)
    if isinstance(sk_model, type) or not (predicts or hasattr(sk_model, "fit")):
        raise InvalidParameterValue(
            f"A {name_of(sk_model)} is no estimator of scikit-learn; log what was fitted. mlflow.pyfunc logs any other."
        )
    file = _SKOPS_FILE if by_skops else _PICKLE_FILE

    def write(folder: Path) -> None:
        if by_skops:
            resolve("mlflow.flavors.skops:dump")(sk_model, folder / file, skops_trusted_types)
        else:
            pickles.dump(sk_model, folder / file, by_cloudpickle)

    contents = Contents(
        write=write,
        loader_module="mlflow.sklearn" if predicts else None,
        pyfunc={"model_path": file, "predict_fn": pyfunc_predict_fn},
        flavor=FLAVOR_NAME,
        native={
            "pickled_model": file,
            "serialization_format": serialization_format,
            "sklearn_version": sklearn.__version__,
            **({"skops_trusted_types": skops_trusted_types} if by_skops else {}),
        },
        requirements=get_default_pip_requirements(by_cloudpickle, by_skops),
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
    skops_trusted_types: list[str] | None = None,
) -> ModelInfo:
    """Log a scikit-learn model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the estimator of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of scikit-learn.
        InvalidParameterValue: It cannot be read here, or skops found types in it that nobody said to trust.
        PermissionDenied: It is a pickle, and pickles may not be loaded.
    """
    return _native(opened(model_uri, FLAVOR_NAME, dst_path))


def _native(found: Opened) -> Any:
    file, written = found.file("pickled_model", _PICKLE_FILE), found.block.get("serialization_format")
    if written == SERIALIZATION_FORMAT_SKOPS:
        return resolve("mlflow.flavors.skops:load")(file, found.block.get("skops_trusted_types"))
    return pickles.load(file, cloudpickle.load if written == SERIALIZATION_FORMAT_CLOUDPICKLE else pickle.load)


class _Estimator:
    """A scikit-learn model as a python_function."""

    def __init__(self, estimator: Any, function: str) -> None:
        if not hasattr(estimator, function):
            raise InvalidParameterValue(f"A {type(estimator).__name__} has no {function}(), which the model names.")
        self._estimator = estimator
        self._answer = Asker(estimator, function)

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        if params and "predict_method" in params:
            return self._method(params["predict_method"])(data)
        return self._answer(data)

    def _method(self, name: Any) -> Any:
        """A method that answers; others, such as ``fit``, change the model, and whoever asks a server may name one."""
        found = getattr(self._estimator, name, None) if name in _ANSWERING else None
        if found is None:
            known = [each for each in _ANSWERING if hasattr(self._estimator, each)]
            raise InvalidParameterValue(f"predict_method must be one of {known}, not {name!r}.")
        return found

    def get_raw_model(self) -> Any:
        return self._estimator


def _load_pyfunc(path: str) -> _Estimator:
    """Load a model as a python_function; ``path`` is its folder, or the pickle itself in models of MLflow 1."""
    place = Path(path)
    if place.is_file():
        return _Estimator(pickles.load(place), "predict")
    block = opened_folder(place, PYFUNC).block
    return _Estimator(_native(opened_folder(place, FLAVOR_NAME)), block.get("predict_fn") or "predict")
