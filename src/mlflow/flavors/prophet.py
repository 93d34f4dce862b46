"""Prophet's forecasts, kept as the JSON that Prophet writes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import prophet
from prophet import Prophet
from prophet.serialize import model_from_json, model_to_json

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, opened, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "prophet"
_FILE = "model.pr"


def get_default_pip_requirements() -> list[str]:
    """What every model of Prophet needs."""
    return [pinned("prophet")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of Prophet needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    pr_model: Any,
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
    """Write the folder of a model of Prophet.

    Args:
        pr_model: A fitted ``Prophet``.
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
        InvalidParameterValue: An argument is wrong, or the model is not fitted.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not isinstance(pr_model, Prophet):
        raise InvalidParameterValue(f"A {name_of(pr_model)} is no Prophet.")
    if pr_model.history is None:
        raise InvalidParameterValue("The Prophet is not fitted; call fit() before it is saved.")

    def write(folder: Path) -> None:
        # As MLflow has it: the JSON of a text that is itself the JSON of the model.
        (folder / _FILE).write_text(json.dumps(model_to_json(pr_model)), encoding="utf-8")

    contents = Contents(
        write=write,
        loader_module="mlflow.prophet",
        pyfunc={"data": _FILE},
        flavor=FLAVOR_NAME,
        native={"prophet_version": prophet.__version__, "data": _FILE, "model_type": type(pr_model).__name__},
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: _Forecaster(pr_model).predict(data),
    )
    save(path, contents, common)


def log_model(
    pr_model: Any,
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
) -> ModelInfo:
    """Log a model of Prophet; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_model(model_uri: str, dst_path: str | None = None) -> Prophet:
    """Load a model of Prophet.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of Prophet.
        InvalidParameterValue: Its file is damaged.
    """
    return _read(opened(model_uri, FLAVOR_NAME, dst_path).file("data", _FILE))


def _read(file: Path) -> Prophet:
    with reading(file, ValueError, KeyError, TypeError, AttributeError):
        return model_from_json(json.loads(file.read_text(encoding="utf-8")))


class _Forecaster(FrameworkModel):
    """A model of Prophet as a python_function: a frame with the times ``ds`` in, a frame with the forecast out."""

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> pd.DataFrame:
        if not isinstance(data, pd.DataFrame):
            raise InvalidParameterValue(f"Prophet is asked by a table with the column 'ds', not a {name_of(data)}.")
        if "ds" not in data.columns:
            raise InvalidParameterValue(
                f"Prophet is asked for the times in the column 'ds', and the table has {list(map(str, data.columns))}."
            )
        return self._model.predict(data)


def _load_pyfunc(path: str) -> _Forecaster:
    """Load a model as a python_function; ``path`` is its file."""
    return _Forecaster(_read(Path(path)))
