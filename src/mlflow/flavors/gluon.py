"""Networks of MXNet's Gluon, kept as the symbol and parameters that ``export`` writes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

import mlflow.flavors.numpy_bool  # isort: skip  # noqa: F401 - what importing mxnet needs
import mxnet
from mxnet import gluon

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, existing, opened, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "gluon"
_FOLDER = "data"
_NAME = "net"


def get_default_pip_requirements() -> list[str]:
    """What every model of Gluon needs."""
    return [pinned("mxnet")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of Gluon needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    gluon_model: Any,
    path: str,
    mlflow_model: Model | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a network.

    Args:
        gluon_model: A ``HybridBlock`` that was hybridized and has answered once.
        path: A new or empty folder.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong, or the network cannot be exported.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not isinstance(gluon_model, gluon.HybridBlock):
        raise InvalidParameterValue(f"A {name_of(gluon_model)} is no HybridBlock, and no other can be exported.")

    def write(folder: Path) -> None:
        (folder / _FOLDER).mkdir()
        try:
            gluon_model.export(str(folder / _FOLDER / _NAME))
        except (RuntimeError, ValueError, AssertionError) as error:
            raise InvalidParameterValue(
                f"The network cannot be exported: {error} Call hybridize() and let it answer once before it is saved."
            ) from error

    contents = Contents(
        write=write,
        loader_module="mlflow.gluon",
        flavor=FLAVOR_NAME,
        native={"mxnet_version": mxnet.__version__},
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: _Network(gluon_model).predict(data),
    )
    save(path, contents, common)


def log_model(
    gluon_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log a network; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, ctx: Any = None, dst_path: str | None = None) -> Any:
    """Load a network.

    Args:
        model_uri: Folder or URI of the model.
        ctx: The device of MXNet it is to be on; the processor where None.
        dst_path: An existing folder to download the model to.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of Gluon.
        InvalidParameterValue: Its files are damaged.
    """
    return _read(opened(model_uri, FLAVOR_NAME, dst_path).folder, ctx)


def _read(folder: Path, ctx: Any = None) -> Any:
    symbol = existing(folder, f"{_FOLDER}/{_NAME}-symbol.json")
    parameters = existing(folder, f"{_FOLDER}/{_NAME}-0000.params")
    with reading(symbol, mxnet.MXNetError, ValueError, AssertionError, KeyError):
        return gluon.SymbolBlock.imports(str(symbol), ["data"], str(parameters), ctx=ctx or mxnet.cpu())


class _Network:
    """A network as a python_function: an array or a table in, the same out. MXNet counts with single precision."""

    def __init__(self, network: Any) -> None:
        self._network = network

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        if isinstance(data, pd.DataFrame):
            return pd.DataFrame(self._answer(data.to_numpy()))
        if isinstance(data, np.ndarray):
            return self._answer(data)
        raise InvalidParameterValue(f"A network of Gluon is asked by an array or a table, not by a {name_of(data)}.")

    def _answer(self, data: np.ndarray) -> np.ndarray:
        return self._network(mxnet.nd.array(data, dtype="float32")).asnumpy()

    def get_raw_model(self) -> Any:
        return self._network


def _load_pyfunc(path: str) -> _Network:
    """Load a model as a python_function; ``path`` is its folder."""
    return _Network(_read(Path(path)))
