"""ONNX models, which answer by ONNX Runtime."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import onnx
from google.protobuf.message import DecodeError, Message
from onnx.external_data_helper import load_external_data_for_model

from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.onnx_session import OnnxSession, SessionSettings
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, Opened, existing, opened, opened_folder, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "onnx"
#: What a model asks for that says nothing else; the processor where there is no GPU.
ONNX_EXECUTION_PROVIDERS = ["CUDAExecutionProvider", "CPUExecutionProvider"]
_FILE = "model.onnx"
_DAMAGED = (DecodeError, onnx.checker.ValidationError, ValueError)


def get_default_pip_requirements() -> list[str]:
    """What every ONNX model needs."""
    return [pinned("onnx"), pinned("onnxruntime")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every ONNX model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    onnx_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    onnx_execution_providers: list[Any] | None = None,
    onnx_session_options: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    save_as_external_data: bool = True,
    **kwargs: Any,
) -> None:
    """Write the folder of an ONNX model.

    Args:
        onnx_model: A ``ModelProto``.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        onnx_execution_providers: Execution providers of ONNX Runtime, in order of preference, as names or pairs of a
            name and its options; those that are not here are left out.
        onnx_session_options: ``execution_mode`` (``sequential`` or ``parallel``), ``graph_optimization_level`` (0, 1, 2
            or 99), ``inter_op_num_threads``, ``intra_op_num_threads``, and ``extra_session_config``, a dictionary.
        metadata: Notes.
        save_as_external_data: Whether large weights go into a file beside the model's, which a model over 2 GB needs.
        **kwargs: Has no effect.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    providers = ONNX_EXECUTION_PROVIDERS if onnx_execution_providers is None else onnx_execution_providers
    settings = SessionSettings.of(providers, onnx_session_options)
    model = _parsed(onnx_model)
    file = Path(path, _FILE)
    contents = Contents(
        write=lambda folder: _write(model, folder / _FILE, save_as_external_data),
        loader_module="mlflow.onnx",
        pyfunc={"data": _FILE},
        flavor=FLAVOR_NAME,
        native={
            "data": _FILE,
            "onnx_session_options": settings.options,
            "onnx_version": onnx.__version__,
            "providers": settings.providers,
        },
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: OnnxSession(file, settings).predict(data),
    )
    save(path, contents, common)


def _parsed(model: Any) -> Any:
    if isinstance(model, bytes):
        try:
            model = onnx.load_model_from_string(model)
        except _DAMAGED as error:
            raise InvalidParameterValue(f"These bytes are no ONNX model: {error}") from error
    if not isinstance(model, onnx.ModelProto):
        raise InvalidParameterValue(f"A {name_of(model)} is no ONNX model; log what onnx.load() returns.")
    if not model.HasField("graph"):
        raise InvalidParameterValue("The ONNX model has no graph.")
    return model


def _write(model: Any, file: Path, apart: bool) -> None:
    onnx.save_model(model, str(file), save_as_external_data=apart)
    if apart:
        load_external_data_for_model(model, str(file.parent))  # saving takes the weights out of the caller's model


def log_model(
    onnx_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    onnx_execution_providers: list[Any] | None = None,
    onnx_session_options: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    save_as_external_data: bool = True,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log an ONNX model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the ``ModelProto`` of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of ONNX.
        InvalidParameterValue: It is damaged.
    """
    file = _checked(opened(model_uri, FLAVOR_NAME, dst_path))
    with reading(file, *_DAMAGED):
        return onnx.load(str(file))


def _checked(found: Opened) -> Path:
    """The model's file, if it is one, and all weights it names elsewhere are in the model's folder."""
    file = found.file("data", _FILE)
    with reading(file, *_DAMAGED):
        model = onnx.load(str(file), load_external_data=False)
        if not model.HasField("graph"):
            raise ValueError("it has no graph")
    for name in set(_places(model)):
        existing(file.parent, name)
    return file


def _places(message: Message) -> Iterator[str]:
    """Files that tensors anywhere in a message say their data is in."""
    for field, value in message.ListFields():
        if field.message_type is not None:
            for part in (value,) if isinstance(value, Message) else value:
                if isinstance(part, onnx.TensorProto):
                    yield from (entry.value for entry in part.external_data if entry.key == "location")
                else:
                    yield from _places(part)


def _load_pyfunc(path: str) -> OnnxSession:
    """Load a model as a python_function; ``path`` is its file, beside its ``MLmodel``."""
    found = opened_folder(Path(path).parent, FLAVOR_NAME)
    providers = found.block.get("providers") or ONNX_EXECUTION_PROVIDERS
    return OnnxSession(_checked(found), SessionSettings.of(providers, found.block.get("onnx_session_options")))
