"""Pipelines of Hugging Face's transformers, and what they are made of."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import torch
import transformers

from mlflow.environment_variables import MLFLOW_DEFAULT_PREDICTION_DEVICE
from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors import transformers_chat as speaking
from mlflow.flavors.transformers_adapters import get_model_with_peft_adapter, get_peft_base_model, is_peft_model
from mlflow.flavors.transformers_answers import KINDS, Answering, check_template
from mlflow.flavors.transformers_chat import convert_messages_to_prompt, infer_signature_from_llm_inference_task
from mlflow.flavors.transformers_parts import (
    FlavorKey,
    build_flavor_config,
    build_flavor_config_from_local_checkpoint,
    get_latest_commit_for_repo,
    is_valid_hf_repo_id,
    lies_on_the_hub,
    pipeline_of,
    read_parts,
    update_flavor_conf_to_persist_pretrained_model,
    write_adapter,
    write_checkpoint,
    write_components,
    write_pipeline,
)
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.examples import Example
from mlflow.models.files import MLMODEL
from mlflow.models.flavor import PYFUNC, Common, Contents, check_choice, opened, opened_folder, save
from mlflow.models.location import artifacts_at, local_folder
from mlflow.models.mlmodel import Model
from mlflow.models.model_config import read_config
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature, infer_signature
from mlflow.pyfunc.python_model import merged_config

__all__ = [
    "FLAVOR_NAME", "FlavorKey", "build_flavor_config", "build_flavor_config_from_local_checkpoint",
    "convert_messages_to_prompt", "generate_signature_output", "get_default_conda_env",
    "get_default_pip_requirements", "get_latest_commit_for_repo", "get_model_with_peft_adapter",
    "get_peft_base_model", "infer_or_get_default_signature", "infer_signature_from_llm_inference_task",
    "is_gpu_available", "is_peft_model", "is_valid_hf_repo_id", "load_model", "log_model", "persist_pretrained_model",
    "save_model", "update_flavor_conf_to_persist_pretrained_model",
]  # fmt: skip

FLAVOR_NAME = "transformers"
RETURN_TYPES = ("pipeline", "components")
_INFERENCE = "inference_task"
_CARD = "model_card.md"
_log = logging.getLogger(__name__)


def get_default_pip_requirements(model: Any) -> list[str]:
    """What a model of transformers needs: the library, and that of its weights.

    Args:
        model: The model itself, without its pipeline.
    """
    if is_peft_model(model):
        return _requirements("peft")
    if not isinstance(model, transformers.PreTrainedModel):
        raise InvalidParameterValue(f"A model of transformers is wanted, not a {type(model).__name__}.")
    return _requirements()


def _requirements(*more: str) -> list[str]:
    found = [pinned(name) for name in ("transformers", "torch", "accelerate", "torchvision", *more)]
    return [line for line in found if "==" in line]


def get_default_conda_env(model: Any) -> dict[str, Any]:
    """The conda environment that has what a model of transformers needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements(model)])


def is_gpu_available() -> bool:
    """Whether PyTorch sees a GPU."""
    return bool(torch.cuda.is_available())


def save_model(
    transformers_model: Any,
    path: str,
    processor: Any = None,
    task: str | None = None,
    torch_dtype: Any = None,
    model_card: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    conda_env: Any = None,
    metadata: dict[str, Any] | None = None,
    model_config: Any = None,
    prompt_template: str | None = None,
    save_pretrained: bool = True,
    **kwargs: Any,
) -> None:
    """Write the folder of a pipeline.

    Args:
        transformers_model: A pipeline; a dictionary of its components (``model``, ``tokenizer``, …), with ``task``; or
            the path of a folder that ``save_pretrained`` wrote, with ``task``, whose files are copied as they are.
        path: A new or empty folder.
        processor: A processor beside the pipeline's own components.
        task: The pipeline's task; or ``llm/v1/chat``, ``llm/v1/completions`` or ``llm/v1/embeddings``, for which the
            python_function answers as OpenAI's API does.
        torch_dtype: Type of the weights when they are loaded; the model's own where None.
        model_card: A card, as the hub's library has it, or its text.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; that of the pipeline where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        conda_env: A conda environment, as a dictionary or path.
        metadata: Notes.
        model_config: What the pipeline is called with as a python_function: a dictionary or the path of a YAML file.
        prompt_template: Text with ``{prompt}``, into which each text is put.
        save_pretrained: Whether the weights are kept; if not, the name and commit of their repository of the hub.
        **kwargs: Names of older versions, without effect.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    if unknown := kwargs.keys() - {"example_no_conversion", "inference_config"}:
        raise InvalidParameterValue(f"Unknown arguments: {sorted(unknown)}.")
    settings = read_config(model_config if model_config is not None else kwargs.get("inference_config")) or {}
    inference = task if task in speaking.TASKS else None
    native_task = speaking.TASKS[inference] if inference else task
    if isinstance(transformers_model, str | Path):
        if native_task is None:
            raise InvalidParameterValue("Say the task of the folder's model, such as task='text-classification'.")
        pipeline, checkpoint = None, str(transformers_model)
        native = build_flavor_config_from_local_checkpoint(checkpoint, native_task, processor, torch_dtype)
    else:
        pipeline, checkpoint = pipeline_of(transformers_model, native_task), ""
        save_pretrained = save_pretrained and not lies_on_the_hub(pipeline.model)
        native = build_flavor_config(pipeline, processor, torch_dtype, save_pretrained)
    kind = KINDS.get(native[FlavorKey.INSTANCE_TYPE])
    if inference and native[FlavorKey.TASK] != native_task:
        raise InvalidParameterValue(f"{inference!r} needs a pipeline of {native_task!r}, not {native['task']!r}.")
    check_template(prompt_template, native[FlavorKey.TASK], kind)
    notes = dict(metadata or {})
    if inference:
        native[_INFERENCE] = notes["task"] = inference
    if prompt_template is not None:
        notes["prompt_template"] = prompt_template
        if native[FlavorKey.TASK] == "text-generation":
            settings.setdefault("return_full_text", False)
    if signature is None and input_example is None:
        signature = _default_signature(kind, inference)
    metadata = notes or None

    def write(folder: Path) -> None:
        if pipeline is None:
            write_checkpoint(folder, checkpoint, processor)
        elif save_pretrained:
            write_pipeline(folder, pipeline, processor)
        elif processor is not None:
            write_components(folder, {"processor": processor})
        if pipeline is not None:
            write_adapter(folder, pipeline.model)
        if model_card is not None:
            (folder / _CARD).write_text(str(getattr(model_card, "text", model_card)), encoding="utf-8")

    def answered(data: Any, params: dict[str, Any] | None) -> Any:
        if pipeline is None:
            raise InvalidParameterValue("The weights of a folder are not loaded to save it")
        return _function(pipeline, native, settings, prompt_template).predict(data, params)

    contents = Contents(
        write=write,
        loader_module="mlflow.transformers" if kind is not None else None,
        pyfunc={"config": settings} if settings else {},
        flavor=FLAVOR_NAME,
        native={"transformers_version": transformers.__version__, **native},
        requirements=_requirements(*(["peft"] if FlavorKey.PEFT in native else [])),
        predict=answered if kind is not None else None,
    )
    save(path, contents, Common.of(locals()))


def _default_signature(kind: Any, inference: str | None) -> ModelSignature | None:
    if inference:
        return infer_signature_from_llm_inference_task(inference)
    return kind.signature if kind is not None else None


def log_model(
    transformers_model: Any,
    artifact_path: str | None = None,
    processor: Any = None,
    task: str | None = None,
    torch_dtype: Any = None,
    model_card: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    conda_env: Any = None,
    metadata: dict[str, Any] | None = None,
    model_config: Any = None,
    prompt_template: str | None = None,
    save_pretrained: bool = True,
    prompts: list[Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log a pipeline; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(
    model_uri: str,
    dst_path: str | None = None,
    return_type: str = "pipeline",
    device: Any = None,
    **kwargs: Any,
) -> Any:
    """Load the pipeline of a model, or its components.

    Args:
        model_uri: The model.
        dst_path: An existing folder to download it to.
        return_type: ``pipeline``, or ``components``: a dictionary that ``transformers.pipeline`` takes.
        device: Where the pipeline is put, as its library takes it: ``"cpu"``, ``0``, ``"cuda:1"``.
        **kwargs: ``trust_remote_code=True`` runs the code that a model brings; the rest goes to the pipeline.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of transformers.
        InvalidParameterValue: It cannot be read here.
        PermissionDenied: Its weights are pickles, and pickles may not be loaded.
    """
    check_choice("return_type", return_type, RETURN_TYPES)
    found = opened(model_uri, FLAVOR_NAME, dst_path)
    parts = read_parts(found, kwargs.pop("trust_remote_code", False))
    if return_type == "components":
        return {FlavorKey.TASK: found.block[FlavorKey.TASK], **parts}
    return _assembled(found.block, parts, device, **kwargs)


def _assembled(block: Mapping[str, Any], parts: dict[str, Any], device: Any, **more: Any) -> Any:
    device = device if device is not None else MLFLOW_DEFAULT_PREDICTION_DEVICE.get()
    if isinstance(device, str) and device.lstrip("-").isdigit():
        device = int(device)
    taken = {**parts, **more, **({"device": device} if device is not None else {})}
    try:
        return transformers.pipeline(block[FlavorKey.TASK], **taken)
    except (KeyError, ValueError, TypeError, RuntimeError) as error:
        raise InvalidParameterValue(f"The pipeline cannot be made here: {str(error).strip()}") from error


def persist_pretrained_model(model_uri: str) -> None:
    """Keep the weights of a model that was saved with ``save_pretrained=False`` and so names a repository only.

    Args:
        model_uri: The model; its repository is downloaded, and its folder gets the weights.
    """
    with tempfile.TemporaryDirectory(prefix="mlflow-model-") as temporary:
        folder, place = local_folder(model_uri, None)
        found = opened_folder(folder, FLAVOR_NAME)
        if found.block.get(FlavorKey.MODEL_BINARY):
            _log.info("The model at %s has its weights already.", model_uri)
            return
        pipeline = _assembled(found.block, read_parts(found), "cpu")
        made = Path(temporary, "model")
        made.mkdir()
        write_pipeline(made, pipeline)
        found.model.flavors[FLAVOR_NAME] = update_flavor_conf_to_persist_pretrained_model(found.block)
        target = artifacts_at(place.location)
        target.upload_folder(made)
        found.model.save(Path(temporary, MLMODEL))  # last: until then the model is what it was
        target.upload_file(Path(temporary, MLMODEL), MLMODEL)


def generate_signature_output(
    pipeline: Any, data: Any, model_config: Any = None, params: dict[str, Any] | None = None, flavor_config: Any = None
) -> Any:
    """What the pipeline's python_function says to some data, to infer a signature from.

    Args:
        pipeline: A pipeline.
        data: Its input.
        model_config: What it is called with.
        params: What goes before that.
        flavor_config: What a model's record says of it.
    """
    if not isinstance(pipeline, transformers.Pipeline):
        raise InvalidParameterValue(f"A pipeline is wanted, not a {type(pipeline).__name__}.")
    block = flavor_config or build_flavor_config(pipeline)
    return _function(pipeline, block, read_config(model_config) or {}, None).predict(data, params)


def infer_or_get_default_signature(
    pipeline: Any, example: Any = None, model_config: Any = None, flavor_config: Any = None
) -> ModelSignature | None:
    """The signature of a pipeline's python_function: what an example shows, or that of all such pipelines.

    Args:
        pipeline: A pipeline.
        example: Input for it, or a pair of that and parameters.
        model_config: What it is called with.
        flavor_config: What a model's record says of it.

    Returns:
        None where the pipeline is no python_function.
    """
    if example is None:
        inference = (flavor_config or {}).get(_INFERENCE)
        return _default_signature(KINDS.get(type(pipeline).__name__), inference)
    given = Example.of(example)
    answer = generate_signature_output(pipeline, given.data, model_config, given.params, flavor_config)
    return infer_signature(given.data, answer, given.params)


def _function(pipeline: Any, block: Mapping[str, Any], settings: Mapping[str, Any], template: str | None) -> Any:
    inference = block.get(_INFERENCE)
    if inference == speaking.EMBEDDINGS:
        return speaking.Embedding(pipeline)
    if inference in speaking.TASKS:
        name = str(block.get(FlavorKey.MODEL_NAME) or "")
        return speaking.Speaking(pipeline, str(inference), settings, name)
    if type(pipeline).__name__ not in KINDS:
        raise InvalidParameterValue(
            f"A {type(pipeline).__name__} is no python_function; use mlflow.transformers.load_model."
        )
    return Answering(pipeline, settings, template)


def _load_pyfunc(path: str, model_config: Mapping[str, Any] | None = None) -> Any:
    """Load a model as a python_function; ``path`` is its folder."""
    found = opened_folder(Path(path), FLAVOR_NAME)
    settings = merged_config(opened_folder(Path(path), PYFUNC).block, model_config)
    pipeline = _assembled(found.block, read_parts(found), settings.pop("device", None))
    template = (found.model.metadata or {}).get("prompt_template")
    return _function(pipeline, found.block, settings, template)
