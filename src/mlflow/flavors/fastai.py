"""fastai learners, in the folders that MLflow wrote until version 2."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import cloudpickle
import fastai
import numpy as np
import pandas as pd
import torch
from fastai.learner import Learner

from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.pytorch_function import chosen_device
from mlflow.models import pickles
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "fastai"
_FILE = "model.fastai"


def get_default_pip_requirements(include_cloudpickle: bool = False) -> list[str]:
    """What every fastai model needs."""
    return [pinned("fastai"), *([pinned("cloudpickle")] if include_cloudpickle else [])]


def get_default_conda_env(include_cloudpickle: bool = False) -> dict[str, Any]:
    """The conda environment that has what every fastai model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements(include_cloudpickle)])


def save_model(
    fastai_learner: Any,
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
    """Write the folder of a fastai model.

    Args:
        fastai_learner: A ``fastai.learner.Learner``; it is kept without its data, as its ``export`` does.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.
        **kwargs: For the learner's ``export``.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not isinstance(fastai_learner, Learner):
        raise InvalidParameterValue(
            f"fastai_learner must be a fastai.learner.Learner, not a {type(fastai_learner).__name__}."
        )
    options = {"pickle_module": cloudpickle, **kwargs}
    contents = Contents(
        write=lambda folder: fastai_learner.export((folder / _FILE).resolve(), **options),
        loader_module="mlflow.fastai",
        pyfunc={"data": _FILE},
        flavor=FLAVOR_NAME,
        native={"data": _FILE, "fastai_version": fastai.__version__},
        requirements=get_default_pip_requirements(include_cloudpickle=True),
        predict=lambda data, params: _Learner(fastai_learner).predict(data, params),
    )
    save(path, contents, common)


def log_model(
    fastai_learner: Any,
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
    """Log a fastai model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = {key: value for key, value in locals().items() if key != "kwargs"}
    return Model.log(flavor=sys.modules[__name__], **arguments, **kwargs)


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the learner of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of fastai.
        InvalidParameterValue: It cannot be loaded here.
        PermissionDenied: Pickles may not be loaded.
    """
    return _load(opened(model_uri, FLAVOR_NAME, dst_path).file("data", _FILE))


def _load(file: Path) -> Any:
    try:
        learner = pickles.load(
            file, lambda stream: torch.load(stream, map_location=chosen_device(), weights_only=False)
        )
    except RuntimeError as error:
        raise InvalidParameterValue(f"{file.name!r} is damaged: {error}") from error
    if not isinstance(learner, Learner):
        raise InvalidParameterValue(f"{file.name!r} holds no learner but a {type(learner).__name__}.")
    return learner


class _Learner(FrameworkModel):
    """A learner as a python_function: the predictions for each row of a table, or for each item of an array."""

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        """A frame whose column ``predictions`` has the list of what the model says of each row."""
        items = data if isinstance(data, pd.DataFrame) else np.asarray(data)
        try:
            with self._model.no_bar(), self._model.no_logging():
                loader = self._model.dls.test_dl(items)
                answers, _ = self._model.get_preds(dl=loader)
        except (KeyError, ValueError, TypeError, RuntimeError, AttributeError, IndexError) as error:
            raise InvalidParameterValue(f"The model cannot take this input ({type(data).__name__}): {error}") from error
        return pd.DataFrame({"predictions": answers.tolist()})


def _load_pyfunc(path: str) -> _Learner:
    """Load a model as a python_function; ``path`` is its file, which stands in its folder."""
    opened_folder(Path(path).parent, FLAVOR_NAME)
    return _Learner(_load(Path(path)))
