"""Explainers of SHAP as models, and explanations as artifacts."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import cloudpickle
import numpy as np
import shap
from sklearn.base import BaseEstimator

from mlflow.flavors import sklearn
from mlflow.flavors.shap_plots import importance
from mlflow.models import pickles
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import PYFUNC, Common, Contents, Opened, existing, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature
from mlflow.tracking.fluent.artifacts import get_artifact_uri, log_artifacts

FLAVOR_NAME = "shap"
_FILE = "explainer.shap"
_UNDERLYING = "underlying_model"
_UNKNOWN = "unknown"
_EXPLANATIONS = "model_explanations_shap"
#: Explainers that shap itself can write and read again; the others are pickled.
_OWN_FORM = (
    shap.explainers.Exact,
    shap.explainers.Permutation,
    shap.explainers.Partition,
    shap.explainers.Linear,
    shap.KernelExplainer,
)
_PICKLED = "cloudpickle"
#: Rows that a prediction is compared with, at most: each is asked about for every subset of features.
_BACKGROUND = 100


def get_default_pip_requirements() -> list[str]:
    """What every explainer needs."""
    return [pinned("shap")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every explainer needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def get_underlying_model_flavor(model: Any) -> str:
    """The flavor that saves the model which an explainer asks.

    Args:
        model: An explainer's ``model``.

    Returns:
        ``sklearn`` for the ``predict`` of a scikit-learn estimator, otherwise ``unknown``.
    """
    return sklearn.FLAVOR_NAME if _estimator_of(model) is not None else _UNKNOWN


def _estimator_of(model: Any) -> BaseEstimator | None:
    """The scikit-learn estimator whose ``predict`` an explainer asks."""
    asked = getattr(model, "inner_model", None)
    estimator = getattr(asked, "__self__", None)
    return estimator if isinstance(estimator, BaseEstimator) and getattr(asked, "__name__", "") == "predict" else None


def save_explainer(
    explainer: Any,
    path: str,
    serialize_model_using_mlflow: bool = True,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of an explainer.

    Args:
        explainer: An explainer of shap.
        path: A new or empty folder.
        serialize_model_using_mlflow: Whether a scikit-learn model that the explainer asks gets a model folder of its
            own in there, rather than being pickled with the explainer.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the explainer takes and gives; inferred from the example where None, left out where False.
        input_example: Input that can be explained.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong, or the explainer cannot be pickled.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    estimator = _estimator_of(explainer.model) if serialize_model_using_mlflow else None
    flavor = get_underlying_model_flavor(explainer.model) if serialize_model_using_mlflow else None
    in_own_form = isinstance(explainer, _OWN_FORM)

    def write(folder: Path) -> None:
        if in_own_form:
            with open(folder / _FILE, "wb") as stream:
                explainer.save(stream, model_saver=estimator is None and ".save")
        else:
            pickles.dump(explainer, folder / _FILE)
        if estimator is not None and in_own_form:
            sklearn.save_model(estimator, str(folder / _UNDERLYING))

    native = {"serialized_explainer": _FILE, "shap_version": shap.__version__, "underlying_model_flavor": flavor}
    contents = Contents(
        write=write,
        loader_module="mlflow.shap",
        pyfunc={"model_path": _FILE, "underlying_model_flavor": flavor},
        flavor=FLAVOR_NAME,
        native=native if in_own_form else {**native, "serialization_format": _PICKLED},
        requirements=[*get_default_pip_requirements(), pinned("cloudpickle"), pinned("scikit-learn")],
        predict=lambda data, params: _values(explainer, data),
    )
    save(path, contents, common)


save_model = save_explainer


def log_explainer(
    explainer: Any,
    artifact_path: str | None = None,
    serialize_model_using_mlflow: bool = True,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    name: str | None = None,
    metadata: dict[str, Any] | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    run_id: str | None = None,
) -> ModelInfo:
    """Log an explainer; arguments as :func:`save_explainer` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_explainer(model_uri: str) -> Any:
    """Load an explainer.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is no explainer.
        PermissionDenied: Pickles may not be loaded.
        InvalidParameterValue: It cannot be unpickled here.
    """
    return _loaded(opened(model_uri, FLAVOR_NAME))


def _loaded(found: Opened) -> Any:
    file = found.file("serialized_explainer", _FILE)
    if found.block.get("serialization_format") == _PICKLED:
        return pickles.load(file, cloudpickle.load)
    model_loader = _underlying(found)

    def read(stream: io.BufferedReader) -> Any:
        with contextlib.redirect_stdout(io.StringIO()):  # shap prints what it reads
            return shap.Explainer.load(stream, model_loader=model_loader)

    return pickles.load(file, read)


def _underlying(found: Opened) -> Callable[[Any], Any] | None:
    """What gives shap the model that was kept in a folder of its own; None where the explainer's file has it."""
    if found.block.get("underlying_model_flavor") != sklearn.FLAVOR_NAME:
        return None
    estimator = sklearn.load_model(str(existing(found.folder, _UNDERLYING)))
    return lambda stream: estimator.predict


class _Explainer:
    """An explainer as a python_function: SHAP values for rows."""

    def __init__(self, explainer: Any) -> None:
        self._explainer = explainer

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        """SHAP values, of shape (rows, features), or (rows, features, outputs)."""
        return _values(self._explainer, data)

    def get_raw_model(self) -> Any:
        return self._explainer


def _values(explainer: Any, data: Any) -> Any:
    if isinstance(explainer, shap.KernelExplainer):
        return np.asarray(explainer.shap_values(data, silent=True))
    return explainer(data).values


def _load_pyfunc(path: str) -> _Explainer:
    """Load an explainer as a python_function; ``path`` is its folder, or its file."""
    place = Path(path)
    folder = place.parent if place.is_file() else place
    opened_folder(folder, PYFUNC)
    return _Explainer(_loaded(opened_folder(folder, FLAVOR_NAME)))


def log_explanation(predict_function: Any, features: Any, artifact_path: str | None = None) -> str:
    """Explain a model's predictions by SHAP's kernel method, and log what is found to the active run.

    Args:
        predict_function: From features to predictions, of shape (rows,) or (rows, outputs).
        features: Rows to explain: a DataFrame or array, of shape (rows, features). At most 100 of them are what a
            prediction is compared with.
        artifact_path: Folder of the run's artifacts; ``model_explanations_shap`` where None.

    Returns:
        The URI of the folder, with ``base_values.npy``, ``shap_values.npy`` and ``summary_bar_plot.png``.
    """
    folder = artifact_path or _EXPLANATIONS
    rows = features if hasattr(features, "iloc") else np.asarray(features)
    background = rows if len(rows) <= _BACKGROUND else shap.sample(rows, _BACKGROUND, random_state=0)
    explainer = shap.KernelExplainer(predict_function, background)
    values = np.asarray(explainer.shap_values(rows))
    names = [str(name) for name in getattr(features, "columns", range(values.shape[1]))]
    with tempfile.TemporaryDirectory(prefix="penstock-") as name:
        np.save(Path(name, "base_values.npy"), explainer.expected_value)
        np.save(Path(name, "shap_values.npy"), values)
        importance(values, names).savefig(Path(name, "summary_bar_plot.png"))
        log_artifacts(name, folder)
    return get_artifact_uri(folder)
