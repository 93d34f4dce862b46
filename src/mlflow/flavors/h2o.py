"""Models of H2O, kept as the binary file that H2O writes; they are loaded into a running server of the same version."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import h2o
import pandas as pd
import yaml
from h2o.exceptions import H2OError
from h2o.model import ModelBase

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, existing, opened, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature
from mlflow.yaml_files import read_yaml

FLAVOR_NAME = "h2o"
_FOLDER = "model.h2o"
_SETTINGS = "h2o.yaml"


def get_default_pip_requirements() -> list[str]:
    """What every model of H2O needs."""
    return [pinned("h2o")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of H2O needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    h2o_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    settings: dict[str, Any] | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a model of H2O.

    Args:
        h2o_model: A model that the server of this session holds.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        settings: Notes in ``h2o.yaml``; ``init`` holds the arguments of ``h2o.init`` when the model is loaded as a
            python_function.
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
    if not isinstance(h2o_model, ModelBase):
        raise InvalidParameterValue(f"A {name_of(h2o_model)} is no model of H2O.")

    def write(folder: Path) -> None:
        place = folder / _FOLDER
        file = Path(h2o.download_model(h2o_model, path=str(place)))
        # MLflow writes whole paths; ours lead nowhere outside of the folder.
        said = {**(settings or {}), "full_file": file.name, "model_dir": _FOLDER, "model_file": file.name}
        (place / _SETTINGS).write_text(yaml.safe_dump(said), encoding="utf-8")

    contents = Contents(
        write=write,
        loader_module="mlflow.h2o",
        pyfunc={"data": _FOLDER},
        flavor=FLAVOR_NAME,
        native={"h2o_version": h2o.__version__, "data": _FOLDER},
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: _Scorer(h2o_model).predict(data),
    )
    save(path, contents, common)


def log_model(
    h2o_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
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
    """Log a model of H2O; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> ModelBase:
    """Load a model into the server that this session is connected to; ``h2o.init()`` connects it.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of H2O.
        InvalidParameterValue: There is no server, or the server cannot read the model: it must be of the same version.
    """
    return _read(opened(model_uri, FLAVOR_NAME, dst_path).file("data", _FOLDER), start=False)


def _read(folder: Path, start: bool) -> ModelBase:
    settings = read_yaml(existing(folder, _SETTINGS))
    file = existing(folder, str(settings.get("model_file") or ""))
    if not file.is_file():
        raise InvalidParameterValue(f"{_SETTINGS!r} in {str(folder)!r} names no model_file.")
    with reading(file, H2OError, OSError, ValueError):
        if start:
            h2o.init(**{"verbose": False, **(settings.get("init") or {})})
        return h2o.upload_model(str(file.absolute()))


class _Scorer(FrameworkModel):
    """A model of H2O as a python_function: a table in, a table with what the model says out."""

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> pd.DataFrame:
        answer = self._model.predict(h2o.H2OFrame(data)).as_data_frame()
        if isinstance(data, pd.DataFrame):
            answer.index = data.index
        return answer


def _load_pyfunc(path: str) -> _Scorer:
    """Load a model as a python_function; ``path`` is its folder. A server is started where none runs."""
    h2o.no_progress()  # bars would stand among the answers on standard output
    return _Scorer(_read(Path(path), start=True))
