"""XGBoost models: boosters, and the estimators of its scikit-learn interface, in XGBoost's own formats."""

from __future__ import annotations

import inspect
import logging
import sys
from pathlib import Path
from typing import Any, Literal

import xgboost

from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.categories import with_categories
from mlflow.models.classes import class_of, name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, Opened, opened, opened_folder, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "xgboost"
#: Whether models keep the texts of their categories, as they do since XGBoost 3.1, and not their codes alone.
_KNOWS_CATEGORIES = hasattr(xgboost.Booster, "get_categories")
_BOOSTER = "xgboost.core.Booster"
#: What models of MLflow 1 are, whose description does not name a file's format.
_OLD_FILE = "model.xgb"
_log = logging.getLogger(__name__)


def get_default_pip_requirements() -> list[str]:
    """What every XGBoost model needs."""
    return [pinned("xgboost")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every XGBoost model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    xgb_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    model_format: str = "ubj",
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of an XGBoost model.

    Args:
        xgb_model: A ``Booster``, or a fitted estimator such as ``XGBClassifier``.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False. Its
            parameters may be given to ``predict``, and go to the model's own: ``output_margin`` and the like.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        model_format: ``ubj`` or ``json``; any other is the file's ending, and XGBoost writes what it takes it for.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not isinstance(xgb_model, xgboost.Booster | xgboost.XGBModel):
        raise InvalidParameterValue(f"A {name_of(xgb_model)} is no model of XGBoost; mlflow.pyfunc logs any other.")
    if not str(model_format).isalnum():
        raise InvalidParameterValue(f"model_format is 'ubj' or 'json', not {model_format!r}.")
    file = f"model.{model_format}"
    contents = Contents(
        write=lambda folder: xgb_model.save_model(str(folder / file)),
        loader_module="mlflow.xgboost",
        pyfunc={"data": file},
        flavor=FLAVOR_NAME,
        native={
            "data": file,
            "model_class": name_of(xgb_model),
            "model_format": model_format,
            "xgb_version": xgboost.__version__,
        },
        requirements=get_default_pip_requirements(),
        predict=_Boosted(xgb_model).predict,
    )
    save(path, contents, common)


def log_model(
    xgb_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    model_format: str = "ubj",
    metadata: dict[str, Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log an XGBoost model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the booster or estimator of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of XGBoost.
        InvalidParameterValue: XGBoost cannot read it, or its class is not here.
    """
    return _native(opened(model_uri, FLAVOR_NAME, dst_path))


def _native(found: Opened) -> Any:
    file = found.file("data", _OLD_FILE)
    name = str(found.block.get("model_class") or _BOOSTER)
    model = class_of(found, name, xgboost.Booster, xgboost.XGBModel)()
    with reading(file, xgboost.core.XGBoostError, UnicodeDecodeError):  # of a message that cites the file
        model.load_model(str(file))
    return model


class _Boosted(FrameworkModel):
    """An XGBoost model as a python_function."""

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self._of_matrices = isinstance(model, xgboost.Booster)
        self._options = frozenset(list(inspect.signature(model.predict).parameters)[1:])  # the first is the data

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        options = {name: value for name, value in (params or {}).items() if name in self._options}
        if unknown := sorted((params or {}).keys() - options.keys()):
            _log.warning("%s.predict() has no %s; left out.", type(self._model).__name__, ", ".join(unknown))
        if _KNOWS_CATEGORIES:
            data = with_categories(data)
        if self._of_matrices and not isinstance(data, xgboost.DMatrix):
            data = xgboost.DMatrix(data, enable_categorical=True)  # refuses categories otherwise
        return self._model.predict(data, **options)


def _load_pyfunc(path: str) -> _Boosted:
    """Load a model as a python_function; ``path`` is its file, beside its ``MLmodel``."""
    return _Boosted(_native(opened_folder(Path(path).parent, FLAVOR_NAME)))
