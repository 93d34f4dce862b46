"""PaddlePaddle models: for inference, as programs; and with their optimizer, to train on.

Paddle unpickles parameters (``.pdparams``, ``.pdopt``), so these go through :mod:`mlflow.models.pickles` first. An
inference model is a program, which counts as one there, too.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any, Literal

import numpy as np
import paddle
import pandas as pd

from mlflow.environment_variables import MLFLOW_ALLOW_PICKLE_DESERIALIZATION
from mlflow.exceptions import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist
from mlflow.models import pickles
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, Opened, opened, opened_folder, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature
from mlflow.uris import relative_path

FLAVOR_NAME = "paddle"
_PREFIX = "model"
#: Ends of the files that make a program: of version 3, and of version 2.
_PROGRAMS = (".json", ".pdmodel")
_PARAMETERS, _OPTIMIZER = ".pdparams", ".pdopt"


def get_default_pip_requirements() -> list[str]:
    """What every Paddle model needs."""
    return [pinned("paddlepaddle")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every Paddle model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    pd_model: Any,
    path: str,
    training: bool = False,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a Paddle model.

    Args:
        pd_model: A ``paddle.Model``, or a ``paddle.nn.Layer`` whose ``forward`` has an ``input_spec``
            (``paddle.jit.to_static``).
        path: A new or empty folder.
        training: Whether to keep parameters and optimizer of a ``paddle.Model`` to train on, and no program: such a
            model is no python_function.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
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
    if not isinstance(pd_model, paddle.Model | paddle.nn.Layer):
        raise InvalidParameterValue(
            f"pd_model must be a paddle.Model or a paddle.nn.Layer, not a {type(pd_model).__name__}."
        )
    if training and not isinstance(pd_model, paddle.Model):
        raise InvalidParameterValue("training=True keeps the optimizer, which only a paddle.Model has.")
    layer = pd_model.network if isinstance(pd_model, paddle.Model) else pd_model
    contents = Contents(
        write=lambda folder: _write(pd_model, str(folder / _PREFIX), training),
        loader_module=None if training else "mlflow.paddle",
        pyfunc={"model_path": _PREFIX},
        flavor=FLAVOR_NAME,
        native={"pickled_model": _PREFIX, "paddle_version": paddle.__version__},
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: _PaddleFunction(layer).predict(data, params),
    )
    save(path, contents, common)


def _write(model: Any, prefix: str, training: bool) -> None:
    try:
        if isinstance(model, paddle.Model):
            model.save(prefix, training=training)
        else:
            paddle.jit.save(model, prefix)
    except (ValueError, RuntimeError, TypeError) as error:
        raise InvalidParameterValue(
            f"Paddle cannot save the model: {error}. A Layer needs the shape and type of its input: "
            "paddle.jit.to_static(layer, input_spec=[paddle.static.InputSpec(…)])."
        ) from error


def log_model(
    pd_model: Any,
    artifact_path: str | None = None,
    training: bool = False,
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
    """Log a Paddle model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_model(model_uri: str, model: Any = None, dst_path: str | None = None, **kwargs: Any) -> Any:
    """Load the program of a model, or parameters and optimizer of one that is to be trained on.

    Args:
        model_uri: The model.
        model: A ``paddle.Model`` that takes parameters and optimizer, and is returned.
        dst_path: An existing folder to download the model to.
        **kwargs: For ``paddle.jit.load``, or for ``model.load``.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of Paddle.
        InvalidParameterValue: It cannot be loaded here.
        PermissionDenied: It may not be loaded.
    """
    return _load(opened(model_uri, FLAVOR_NAME, dst_path), model, kwargs)


def _load(found: Opened, model: Any, options: dict[str, Any]) -> Any:
    prefix = found.folder / relative_path(str(found.block.get("pickled_model") or _PREFIX))
    parameters, optimizer = Path(f"{prefix}{_PARAMETERS}"), Path(f"{prefix}{_OPTIMIZER}")
    programs = [file for end in _PROGRAMS if (file := Path(f"{prefix}{end}")).is_file()]
    if model is not None:
        if not parameters.is_file():
            raise ResourceDoesNotExist(f"The model has no {parameters.name!r}: it was not saved with training=True.")
        for file in (parameters, optimizer):
            if file.is_file():
                pickles.refuse_unless_allowed(file)
        with reading(parameters, ValueError, RuntimeError, OSError, EOFError, pickle.UnpicklingError):
            model.load(str(prefix), **options)
        return model
    if not programs:
        if parameters.is_file():
            raise InvalidParameterValue(
                "The model was saved with training=True, so it holds parameters and no program: "
                "give load_model() the paddle.Model that takes them."
            )
        raise ResourceDoesNotExist(f"The model in {str(found.folder)!r} lacks its file '{prefix.name}.json'.")
    if not MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get():
        raise PermissionDenied(
            f"{programs[0].name!r} is a program of Paddle, which may do more than compute. "
            f"{MLFLOW_ALLOW_PICKLE_DESERIALIZATION.name} forbids that; unset it only for models you trust."
        )
    with reading(programs[0], ValueError, RuntimeError, OSError, TypeError, KeyError):
        return paddle.jit.load(str(prefix), **options)


class _PaddleFunction(FrameworkModel):
    """A layer, or a program that was loaded, as a python_function of tables and arrays."""

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        was_training = self._model.training
        self._model.eval()
        try:
            with paddle.no_grad():
                answer = self._model(*_tensors(data))
        except (ValueError, RuntimeError, TypeError, IndexError) as error:
            told = [line for line in str(error).strip().splitlines() if line.strip()] or [type(error).__name__]
            shape = getattr(data, "shape", "")
            raise InvalidParameterValue(
                f"The model cannot take this input ({type(data).__name__} {shape}): {told[-1]}"
            ) from error
        finally:
            if was_training:
                self._model.train()
        if isinstance(answer, list | tuple):
            return [each.numpy() for each in answer]
        plain = answer.numpy()
        # MLflow answers arrays with frames, too.
        tables = isinstance(data, pd.DataFrame | np.ndarray) and plain.ndim <= 2
        index = data.index if isinstance(data, pd.DataFrame) and len(plain) == len(data) else None
        return pd.DataFrame(plain, index=index) if tables else plain


def _tensors(data: Any) -> list[Any]:
    """What is given as 32-bit tensors, integers as they are; a dictionary's in its order."""
    if isinstance(data, dict):
        return [_tensors(value)[0] for value in data.values()]
    if isinstance(data, paddle.Tensor):
        return [data]
    array = np.asarray(data)
    if array.dtype.kind not in "fiub":
        raise TypeError("give numbers")
    return [paddle.to_tensor(array.astype(np.float32) if array.dtype.kind == "f" else array)]


def _load_pyfunc(path: str) -> _PaddleFunction:
    """Load a model as a python_function; ``path`` is its folder."""
    return _PaddleFunction(_load(opened_folder(Path(path), FLAVOR_NAME), None, {}))
