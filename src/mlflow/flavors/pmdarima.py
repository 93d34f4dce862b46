"""ARIMA models and pipelines of pmdarima, kept as pickles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pmdarima
from pmdarima.arima import ARIMA, AutoARIMA
from pmdarima.pipeline import Pipeline

from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.asked import Asked
from mlflow.models import pickles
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, opened, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "pmdarima"
_FILE = "model.pmd"


def get_default_pip_requirements() -> list[str]:
    """What every model of pmdarima needs."""
    return [pinned("pmdarima")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of pmdarima needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    pmdarima_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a model of pmdarima.

    Args:
        pmdarima_model: A fitted ``ARIMA``, ``AutoARIMA`` or ``Pipeline``.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong, or the model is of another kind.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not isinstance(pmdarima_model, ARIMA | AutoARIMA | Pipeline):
        raise InvalidParameterValue(f"A {name_of(pmdarima_model)} is no ARIMA, AutoARIMA or Pipeline of pmdarima.")
    contents = Contents(
        write=lambda folder: pickles.dump(pmdarima_model, folder / _FILE, with_cloudpickle=False),
        loader_module="mlflow.pmdarima",
        pyfunc={"data": _FILE},
        flavor=FLAVOR_NAME,
        native={
            "pmdarima_version": pmdarima.__version__,
            "data": _FILE,
            "model_type": type(pmdarima_model).__name__,
        },
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: _Forecaster(pmdarima_model).predict(data),
    )
    save(path, contents, common)


def log_model(
    pmdarima_model: Any,
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
    """Log a model of pmdarima; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load a model of pmdarima.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of pmdarima.
        InvalidParameterValue: It cannot be unpickled here.
        PermissionDenied: Pickles may not be loaded.
    """
    return pickles.load(opened(model_uri, FLAVOR_NAME, dst_path).file("data", _FILE))


class _Forecaster(FrameworkModel):
    """A model of pmdarima as a python_function.

    It is asked by a table of one row: ``n_periods`` steps after the series it was fitted to, ``X``, a list with a row
    of regressors for each, ``return_conf_int`` and ``alpha``. It answers ``yhat``, with ``yhat_lower`` and
    ``yhat_upper`` where an interval is wanted.
    """

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> pd.DataFrame:
        asked = Asked.of(data)
        steps, interval = asked.steps("n_periods"), asked.flag("return_conf_int")
        more = {"X": np.asarray(asked.value("X"))} if asked.value("X") is not None else {}
        try:
            answer = self._model.predict(n_periods=steps, return_conf_int=interval, alpha=asked.alpha(), **more)
        except ValueError as error:
            raise InvalidParameterValue(f"pmdarima cannot forecast this: {error}") from error
        if not interval:
            return pd.DataFrame({"yhat": answer})
        forecast, bounds = answer
        return pd.DataFrame({"yhat": forecast, "yhat_lower": bounds[:, 0], "yhat_upper": bounds[:, 1]})


def _load_pyfunc(path: str) -> _Forecaster:
    """Load a model as a python_function; ``path`` is its file."""
    return _Forecaster(pickles.load(Path(path)))
