"""Saving and logging models written in Python."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import cloudpickle
import pandas as pd

from mlflow.exceptions import InvalidParameterValue
from mlflow.models import pickles
from mlflow.models.auth_policy import read_auth_policy
from mlflow.models.code_model import model_of_script
from mlflow.models.environment import ENV
from mlflow.models.examples import Example
from mlflow.models.files import copied_into
from mlflow.models.flavor import PYFUNC, Common, Contents, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_config import read_config
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.resources import read_resources
from mlflow.models.signatures import ModelSignature
from mlflow.pyfunc import artifacts as files
from mlflow.pyfunc.python_model import (
    PYTHON_MODEL_FILE,
    PythonModel,
    as_python_model,
    get_default_pip_requirements,
    runner,
    streams,
)
from mlflow.types.datatypes import AnyType
from mlflow.types.schema import ColSpec, Schema
from mlflow.types.type_hints import TypeFromExample, schema_of_input, schema_of_output

_log = logging.getLogger(__name__)


def save_model(
    path: str,
    loader_module: str | None = None,
    data_path: str | None = None,
    code_paths: list[str] | None = None,
    infer_code_paths: bool = False,
    conda_env: Any = None,
    mlflow_model: Model | None = None,
    python_model: Any = None,
    artifacts: Mapping[str, str] | None = None,
    signature: ModelSignature | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    model_config: str | Path | dict[str, Any] | None = None,
    streamable: bool | None = None,
    resources: Any = None,
    auth_policy: Any = None,
    **kwargs: Any,
) -> None:
    """Write the folder of a model written in Python.

    Give either ``python_model``, with ``artifacts`` where it needs files, or ``loader_module`` with ``data_path``.

    Args:
        path: A new or empty folder.
        loader_module: Module whose ``_load_pyfunc(path)`` gives an object with ``predict``.
        data_path: File or folder for that function.
        code_paths: Files and packages the model imports, which travel with it.
        infer_code_paths: Whether to take along the modules loaded from the current folder.
        conda_env: A conda environment, as a dictionary or path.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        python_model: A ``PythonModel``, a function of the input, or the path of a script that calls ``set_model``.
        artifacts: Name → path or URI of files; the model finds them in ``context.artifacts``.
        signature: What the model takes and gives; taken from type hints or the example where None.
        input_example: Input that the model can answer, or a pair of that and inference parameters.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.
        model_config: Settings, as a dictionary or the path of a YAML file.
        streamable: Whether ``predict_stream`` can be used; found out where None.
        resources: What the model needs to reach.
        auth_policy: Who the model acts for.
        **kwargs: ``code_path`` of MLflow 1.

    Raises:
        InvalidParameterValue: The arguments contradict each other or something named is not there.
        ResourceAlreadyExists: Something is at ``path``.
    """
    code_paths = _code_paths(code_paths, infer_code_paths, kwargs)
    mlflow_model = mlflow_model if mlflow_model is not None else Model()
    mlflow_model.resources = read_resources(resources) or mlflow_model.resources
    mlflow_model.auth_policy = read_auth_policy(auth_policy) or mlflow_model.auth_policy
    settings = read_config(model_config)
    if python_model is not None:
        if loader_module is not None or data_path is not None:
            raise InvalidParameterValue("Give either python_model or loader_module with data_path, not both.")
        script = Path(python_model) if isinstance(python_model, str | os.PathLike) else None
        model = as_python_model(model_of_script(script, settings) if script is not None else python_model)
        if model._form is not None:
            if signature is not None:
                raise InvalidParameterValue(f"The signature of a {type(model).__name__} is that of all such models.")
            signature, input_example = model._form.signature, model._form.example_of(input_example)
            metadata = {"task": model._form.task, **(metadata or mlflow_model.metadata or {})}
        contents, signature = _python_contents(model, script, artifacts, signature, settings, streamable, input_example)
    else:
        if loader_module is None:
            raise InvalidParameterValue("Give python_model, or the loader_module that loads the model.")
        if artifacts:
            raise InvalidParameterValue("Artifacts go with python_model; a loader_module gets its files by data_path.")
        contents = _loader_contents(loader_module, data_path, settings, streamable)
    save(path, contents, Common.of(locals()))


def log_model(
    artifact_path: str | None = None,
    loader_module: str | None = None,
    data_path: str | None = None,
    code_paths: list[str] | None = None,
    infer_code_paths: bool = False,
    conda_env: Any = None,
    python_model: Any = None,
    artifacts: Mapping[str, str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    model_config: str | Path | dict[str, Any] | None = None,
    streamable: bool | None = None,
    resources: Any = None,
    auth_policy: Any = None,
    prompts: list[Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log a model written in Python; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def add_to_model(
    model: Model,
    loader_module: str,
    data: str | None = None,
    code: str | None = None,
    conda_env: str | None = None,
    python_env: str | None = None,
    model_config: Mapping[str, Any] | None = None,
    model_code_path: str | None = None,
    **kwargs: Any,
) -> Model:
    """Say in a model's record how it is loaded as a python_function; for flavors of one's own.

    Args:
        model: The record.
        loader_module: Module whose ``_load_pyfunc(path)`` gives an object with ``predict``.
        data: File or folder for that function, relative to the model's folder.
        code: Folder of code that travels with the model.
        conda_env: Name of the conda environment file.
        python_env: Name of the Python environment file.
        model_config: Settings.
        model_code_path: Path of the script of a model as code.
        **kwargs: Further keys.
    """
    said: dict[str, Any] = {"loader_module": loader_module, "python_version": ".".join(map(str, sys.version_info[:3]))}
    env = {key: name for key, name in zip(ENV, (conda_env, python_env), strict=True) if name}
    optional = {"data": data, "code": code, "env": env or None, "config": model_config}
    said |= {key: value for key, value in optional.items() if value}
    if model_code_path:
        said["model_code_path"] = model_code_path
    return model.add_flavor(PYFUNC, **said, **kwargs)


def _code_paths(code_paths: list[str] | None, infer: bool, kwargs: dict[str, Any]) -> list[str] | None:
    old = kwargs.pop("code_path", None)
    kwargs.pop("example_no_conversion", None)
    if kwargs:
        raise InvalidParameterValue(f"Unknown arguments: {sorted(kwargs)}.")
    if old is not None and code_paths is not None:
        raise InvalidParameterValue("code_path is the old name of code_paths; give one of them.")
    paths = code_paths if old is None else old
    if not infer:
        return paths
    if paths is not None:
        raise InvalidParameterValue("Give code_paths or let them be inferred, not both.")
    return _local_code()


def _local_code() -> list[str]:
    """Modules and packages that were loaded from the current folder, installed ones and the script itself apart."""
    here = Path.cwd()
    found = set()
    for name, module in list(sys.modules.items()):
        origin = getattr(module, "__file__", None)
        if name == "__main__" or not origin or "site-packages" in origin:
            continue
        file = Path(origin).resolve()
        if file.is_relative_to(here) and file.suffix == ".py":
            depth = name.count(".") + (file.name == "__init__.py")
            found.add(str(file.parents[depth - 1] if depth else file))
    return sorted(found)


def _python_contents(
    model: PythonModel,
    script: Path | None,
    artifacts: Mapping[str, str] | None,
    signature: ModelSignature | None,
    settings: dict[str, Any] | None,
    streamable: bool | None,
    input_example: Any,
) -> tuple[Contents, ModelSignature | None]:
    """What is special to a Python model, and its signature where its type hints say one."""
    form = model._form
    if signature is None:
        signature = _signature_of_hints(model)
    streaming = streams(model) if streamable is None else streamable
    block: dict[str, Any] = {"cloudpickle_version": cloudpickle.__version__, "streamable": streaming}
    if settings:
        block["config"] = settings
    if script is None:
        loader = form.loader_module if form is not None else "mlflow.pyfunc.model"
        block["python_model"] = PYTHON_MODEL_FILE
    else:
        loader, block["model_code_path"] = "mlflow.pyfunc.loaders.code_model", str(script.resolve())
    written: list[Path] = []

    def write(folder: Path) -> None:
        record = files.fetch_artifacts(artifacts, folder)
        if record:
            block["artifacts"] = record
        if script is not None:
            copied_into(script, folder)
        else:
            pickles.dump(model, folder / PYTHON_MODEL_FILE)
        written.append(folder)
        if form is not None:
            predict(input_example, None)  # what it answers must be of its form

    example = Example.of(input_example).data
    by_example = model.predict_type_hints.input is TypeFromExample and _shows_type(example)

    def predict(data: Any, params: dict[str, Any] | None) -> Any:
        if by_example and isinstance(example, list):
            data = example
        # A copy answers, so that what it loads does not stay in the user's object.
        copy = model_of_script(script, settings) if script is not None else deepcopy(model)
        return runner(copy, written[0], block, None).predict(data, params)

    requirements = get_default_pip_requirements() + [pinned(each) for each in (form.packages if form else ())]
    contents = Contents(write, loader, block, requirements=requirements, predict=predict, typed_by_example=by_example)
    return contents, signature


def _shows_type(example: Any) -> bool:
    return isinstance(example, list | pd.DataFrame)


def update_signature_for_type_hint_from_example(input_example: Any, signature: ModelSignature) -> None:
    """Note in a signature that the model wants its input as what the input example is.

    Args:
        input_example: The example; only of a list, a Series or a DataFrame that can be said.
        signature: The signature, which is changed.
    """
    if _shows_type(Example.of(input_example).data):
        signature._is_type_hint_from_example = True
        return
    _log.warning("An input example of type %s tells no type of input; give a list, a Series or a DataFrame.",
                 type(input_example).__name__)  # fmt: skip


def _signature_of_hints(model: PythonModel) -> ModelSignature | None:
    hints = model.predict_type_hints
    inputs = schema_of_input(hints.input)
    if inputs is None:
        return None
    signature = ModelSignature(inputs, schema_of_output(hints.output) or Schema([ColSpec(AnyType())]))
    signature._is_signature_from_type_hint = True
    return signature


def _loader_contents(
    loader_module: str, data_path: str | None, settings: dict[str, Any] | None, streamable: bool | None
) -> Contents:
    block: dict[str, Any] = {"streamable": bool(streamable)}
    if settings:
        block["config"] = settings

    def write(folder: Path) -> None:
        if data_path is not None:
            block["data"] = copied_into(data_path, folder / "data").relative_to(folder).as_posix()

    return Contents(write, loader_module, block)
