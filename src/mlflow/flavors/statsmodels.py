"""Results of statsmodels, kept as the pickles that statsmodels writes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import statsmodels
from statsmodels.tsa.base.tsa_model import TimeSeriesModel

from mlflow.exceptions import InvalidParameterValue
from mlflow.models import pickles
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, Opened, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "statsmodels"
STATSMODELS_DATA_SUBPATH = "model.statsmodels"
_EXOG = "exog"


def get_default_pip_requirements() -> list[str]:
    """What every model of statsmodels needs."""
    return [pinned("statsmodels")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of statsmodels needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    statsmodels_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    remove_data: bool = False,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a model of statsmodels.

    Args:
        statsmodels_model: The results of ``fit()``.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        remove_data: Whether to leave out the data the model was fitted to; statsmodels removes it from
            ``statsmodels_model`` itself, too.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not hasattr(statsmodels_model, "save") or not hasattr(statsmodels_model, "model"):
        raise InvalidParameterValue(
            f"A {name_of(statsmodels_model)} is no result of statsmodels; log what fit() returns."
        )
    predicts = hasattr(statsmodels_model, "predict")
    contents = Contents(
        write=lambda folder: statsmodels_model.save(str(folder / STATSMODELS_DATA_SUBPATH), remove_data),
        loader_module="mlflow.statsmodels" if predicts else None,
        pyfunc={"data": STATSMODELS_DATA_SUBPATH},
        flavor=FLAVOR_NAME,
        native={"data": STATSMODELS_DATA_SUBPATH, "statsmodels_version": statsmodels.__version__},
        requirements=get_default_pip_requirements(),
        predict=(lambda data, params: _Results(statsmodels_model).predict(data)) if predicts else None,
    )
    save(path, contents, common)


def log_model(
    statsmodels_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    remove_data: bool = False,
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
    """Log a model of statsmodels; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the results of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of statsmodels.
        InvalidParameterValue: It cannot be unpickled here.
        PermissionDenied: Pickles may not be loaded.
    """
    return _native(opened(model_uri, FLAVOR_NAME, dst_path))


def _native(found: Opened) -> Any:
    return pickles.load(found.file("data", STATSMODELS_DATA_SUBPATH))


class _Results(FrameworkModel):
    """Results of statsmodels as a python_function.

    Models of series are asked for a stretch of time: one row with ``start`` and ``end``, and ``exog``, a list of rows,
    where the model has such and the stretch lies beyond its data. All others are asked for rows of ``exog``.
    """

    def __init__(self, results: Any) -> None:
        super().__init__(results)
        self._of_series = isinstance(getattr(results, "model", None), TimeSeriesModel)

    def predict(self, data: Any) -> Any:
        return self._model.predict(**_stretch(data)) if self._of_series else self._model.predict(data)


def _stretch(data: Any) -> dict[str, Any]:
    if not isinstance(data, pd.DataFrame) or len(data) != 1 or not {"start", "end"} <= set(data.columns):
        raise InvalidParameterValue(
            "A model of a series is asked by a table of one row with the columns start and end: numbers of "
            "observations, counted from 0, or times."
        )
    asked = {name: _plain(data[name].iloc[0]) for name in ("start", "end")}
    return asked | ({_EXOG: np.asarray(data[_EXOG].iloc[0])} if _EXOG in data.columns else {})


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.integer | np.floating) else value


def _load_pyfunc(path: str) -> _Results:
    """Load a model as a python_function; ``path`` is its file, beside its ``MLmodel``."""
    return _Results(_native(opened_folder(Path(path).parent, FLAVOR_NAME)))
