"""What a pipeline is made of: its model, its tokenizer and other components, in files and in a model's record.

Weights are written as safetensors. Where pickles are forbidden no other weights are read, and code of a checkpoint is
run only where a caller asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
import transformers
from huggingface_hub import HfApi, constants
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled
from packaging.version import Version
from transformers.pipelines import PIPELINE_REGISTRY

from mlflow.environment_variables import MLFLOW_ALLOW_PICKLE_DESERIALIZATION, MLFLOW_HUGGINGFACE_MODEL_MAX_SHARD_SIZE
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.flavors.transformers_adapters import (
    PEFT,
    base_weights,
    get_model_with_peft_adapter,
    get_peft_base_model,
    is_peft_model,
    names_under_adapter,
)
from mlflow.models import pickles
from mlflow.models.files import copied_into
from mlflow.models.flavor import Opened, existing

MODEL, COMPONENTS = "model", "components"
#: Component → the class that finds out which one a folder holds.
PARTS = {
    "feature_extractor": "AutoFeatureExtractor",
    "image_processor": "AutoImageProcessor",
    "tokenizer": "AutoTokenizer",
    "processor": "AutoProcessor",
}
#: Weights that the library unpickles.
_PICKLED = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".h5", ".msgpack"})
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
#: What the type of the weights is called by ``from_pretrained``.
_DTYPE = "dtype" if Version(transformers.__version__) >= Version("4.56") else "torch_dtype"


class FlavorKey:
    """Keys of the record of a model of transformers."""

    TASK = "task"
    INSTANCE_TYPE = "instance_type"
    TORCH_DTYPE = "torch_dtype"
    FRAMEWORK = "framework"
    MODEL = "model"
    MODEL_TYPE = "pipeline_model_type"
    MODEL_BINARY = "model_binary"
    MODEL_NAME = "source_model_name"
    MODEL_REVISION = "source_model_revision"
    PEFT = "peft_adaptor"
    COMPONENTS = "components"
    COMPONENT_NAME = "{}_name"
    COMPONENT_REVISION = "{}_revision"
    COMPONENT_TYPE = "{}_type"
    TOKENIZER = "tokenizer"
    FEATURE_EXTRACTOR = "feature_extractor"
    IMAGE_PROCESSOR = "image_processor"
    PROCESSOR = "processor"
    PROCESSOR_TYPE = "processor_type"
    PROMPT_TEMPLATE = "prompt_template"


def is_valid_hf_repo_id(maybe_repo_id: str | None) -> bool:
    """Whether a text can be the name of a repository of the hub: ``name`` or ``owner/name``."""
    if not maybe_repo_id or len(maybe_repo_id) > 96 or "--" in maybe_repo_id or ".." in maybe_repo_id:
        return False
    return bool(_REPOSITORY.fullmatch(maybe_repo_id)) and not maybe_repo_id.endswith(("-", ".", ".git"))


def get_latest_commit_for_repo(repo: str) -> str:
    """The id of the last commit of a repository of the hub, which is asked for it.

    Raises:
        ResourceDoesNotExist: The hub cannot be asked, or has no such repository.
    """
    try:
        return str(HfApi().model_info(repo).sha)
    except (HfHubHTTPError, OfflineModeIsEnabled, OSError) as error:
        raise ResourceDoesNotExist(f"The hub does not tell the last commit of {repo!r}: {error}") from error


def pipeline_of(given: Any, task: str | None) -> Any:
    """The pipeline that a user gave: itself, or made of a dictionary of its components.

    Raises:
        InvalidParameterValue: It is neither, or its components make no pipeline.
    """
    if isinstance(given, transformers.Pipeline):
        return given
    if not isinstance(given, Mapping):
        raise InvalidParameterValue(
            "A model of transformers is a pipeline, a dictionary of its components ('model', 'tokenizer', …), or the "
            f"path of a folder that save_pretrained() wrote, not a {type(given).__name__}."
        )
    if unknown := given.keys() - {MODEL, "config", "framework", *PARTS}:
        raise InvalidParameterValue(f"A pipeline has no components called {sorted(unknown)}; it has {[MODEL, *PARTS]}.")
    if MODEL not in given:
        raise InvalidParameterValue("The dictionary of components lacks its 'model'.")
    if task is None:
        raise InvalidParameterValue("Say the task of the components, such as task='text-classification'.")
    try:
        return transformers.pipeline(task, **given)
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise InvalidParameterValue(f"These components make no pipeline for {task!r}: {error}") from error


def lies_on_the_hub(model: Any) -> bool:
    """Whether a model with an adapter is to be kept without the model under it, which a commit of the hub has."""
    if not is_peft_model(model):
        return False
    base = get_peft_base_model(model)
    name = str(getattr(base, "name_or_path", ""))
    known = bool(getattr(base.config, "_commit_hash", None))
    return known and is_valid_hf_repo_id(name) and not Path(name).exists()


def build_flavor_config(
    pipeline: Any, processor: Any = None, torch_dtype: Any = None, save_pretrained: bool = True
) -> dict[str, Any]:
    """What a model's record says of a pipeline.

    Args:
        pipeline: The pipeline.
        processor: A processor beside its components.
        torch_dtype: Type of the weights; the model's own where None.
        save_pretrained: Whether the weights are written, and not only the name and commit of their repository.
    """
    adapted = is_peft_model(pipeline.model)
    model = get_peft_base_model(pipeline.model) if adapted else pipeline.model
    dtype = torch_dtype or getattr(model, "dtype", None)
    said: dict[str, Any] = {
        FlavorKey.TASK: pipeline.task,
        FlavorKey.INSTANCE_TYPE: type(pipeline).__name__,
        FlavorKey.TORCH_DTYPE: str(dtype) if dtype is not None else None,
        FlavorKey.MODEL_TYPE: type(model).__name__,
        FlavorKey.MODEL_NAME: getattr(model, "name_or_path", "") or "",
    }
    if getattr(pipeline, "framework", None):
        said[FlavorKey.FRAMEWORK] = pipeline.framework
    if adapted:
        said[FlavorKey.PEFT] = PEFT
    if save_pretrained:
        said[FlavorKey.MODEL_BINARY] = MODEL
    else:
        said |= _referred(said[FlavorKey.MODEL_NAME], model.config, FlavorKey.MODEL_REVISION)
    names = []
    for name, part in components_of(pipeline, processor).items():
        said[FlavorKey.COMPONENT_TYPE.format(name)] = type(part).__name__
        if name != FlavorKey.PROCESSOR:
            names.append(name)
        if not save_pretrained:
            place = getattr(part, "name_or_path", None) or said[FlavorKey.MODEL_NAME]
            said[FlavorKey.COMPONENT_NAME.format(name)] = place
            said |= _referred(place, model.config, FlavorKey.COMPONENT_REVISION.format(name))
    said[FlavorKey.COMPONENTS] = names
    return said


def _referred(repository: str, config: Any, key: str) -> dict[str, Any]:
    if not is_valid_hf_repo_id(repository):
        raise InvalidParameterValue(
            f"save_pretrained=False keeps the name of a repository of the hub, but this comes from {repository!r}. "
            "Leave it out to keep the weights."
        )
    commit = getattr(config, "_commit_hash", None) if getattr(config, "_name_or_path", None) == repository else None
    return {key: commit or get_latest_commit_for_repo(repository)}


def build_flavor_config_from_local_checkpoint(
    local_checkpoint_dir: str, task: str, processor: Any = None, torch_dtype: Any = None
) -> dict[str, Any]:
    """What a model's record says of a folder that ``save_pretrained`` wrote; its weights are not loaded.

    Raises:
        InvalidParameterValue: The folder is none of these, or the task is unknown.
    """
    try:
        config = transformers.AutoConfig.from_pretrained(local_checkpoint_dir, trust_remote_code=False)
        _, known, _ = PIPELINE_REGISTRY.check_task(task)
    except (OSError, ValueError, KeyError) as error:
        raise InvalidParameterValue(f"{local_checkpoint_dir!r} is no model for {task!r}: {error}") from error
    kinds = getattr(config, "architectures", None)
    if not kinds:
        raise InvalidParameterValue(f"The configuration in {local_checkpoint_dir!r} says no architecture.")
    parts = components_of_checkpoint(local_checkpoint_dir) | ({"processor": processor} if processor else {})
    return {
        FlavorKey.TASK: task,
        FlavorKey.INSTANCE_TYPE: known["impl"].__name__,
        FlavorKey.TORCH_DTYPE: str(torch_dtype) if torch_dtype is not None else None,
        FlavorKey.FRAMEWORK: "pt",
        FlavorKey.MODEL_TYPE: kinds[0],
        FlavorKey.MODEL_NAME: str(local_checkpoint_dir),
        FlavorKey.MODEL_BINARY: MODEL,
        **{FlavorKey.COMPONENT_TYPE.format(name): type(part).__name__ for name, part in parts.items()},
        FlavorKey.COMPONENTS: [name for name in parts if name != FlavorKey.PROCESSOR],
    }


def update_flavor_conf_to_persist_pretrained_model(original_flavor_conf: Mapping[str, Any]) -> dict[str, Any]:
    """What a model's record says once its folder has the weights that it named a repository of.

    Args:
        original_flavor_conf: What it said before.
    """
    names = original_flavor_conf.get(FlavorKey.COMPONENTS) or ()
    gone = {FlavorKey.COMPONENT_NAME.format(name) for name in (*names, FlavorKey.PROCESSOR)}
    kept = {key: value for key, value in original_flavor_conf.items() if not key.endswith("_revision")}
    return {key: value for key, value in kept.items() if key not in gone} | {FlavorKey.MODEL_BINARY: MODEL}


def components_of(pipeline: Any, processor: Any = None) -> dict[str, Any]:
    """The components beside the model, by name."""
    found = {name: getattr(pipeline, name, None) for name in PARTS}
    if processor is not None:
        found[FlavorKey.PROCESSOR] = processor
    if found["feature_extractor"] is found["image_processor"]:
        found["feature_extractor"] = None
    return {name: part for name, part in found.items() if part is not None}


def components_of_checkpoint(folder: str) -> dict[str, Any]:
    """The components that a folder written by ``save_pretrained`` holds beside the model."""
    files = {file.name for file in Path(folder).iterdir()}
    wanted = {"tokenizer": bool(files & {"tokenizer.json", "tokenizer_config.json", "vocab.txt"})}
    if "preprocessor_config.json" in files:
        text = Path(folder, "preprocessor_config.json").read_text(encoding="utf-8")
        wanted["image_processor" if "image_processor_type" in text else "feature_extractor"] = True
    return {
        name: getattr(transformers, PARTS[name]).from_pretrained(folder, trust_remote_code=False)
        for name, there in wanted.items()
        if there
    }


# Files


def write_pipeline(folder: Path, pipeline: Any, processor: Any = None) -> None:
    """Write weights, configuration and components into a model's folder."""
    options: dict[str, Any] = {"max_shard_size": MLFLOW_HUGGINGFACE_MODEL_MAX_SHARD_SIZE.get()}
    model = pipeline.model
    if is_peft_model(model):
        options["state_dict"] = base_weights(model)
        model = get_peft_base_model(model)
    model.save_pretrained(folder / MODEL, safe_serialization=True, **options)
    write_components(folder, components_of(pipeline, processor))


def write_adapter(folder: Path, model: Any) -> None:
    """Write the adapter of a model into the model's folder, if it has one."""
    if is_peft_model(model):
        model.save_pretrained(folder / PEFT, safe_serialization=True)


def write_components(folder: Path, parts: Mapping[str, Any]) -> None:
    """Write components into a model's folder."""
    for name, part in parts.items():
        part.save_pretrained(folder / COMPONENTS / name)


def write_checkpoint(folder: Path, checkpoint: str, processor: Any = None) -> None:
    """Copy a folder that ``save_pretrained`` wrote into a model's folder, as it is."""
    copied_into(checkpoint, folder).rename(folder / MODEL)
    parts = components_of_checkpoint(checkpoint) | ({"processor": processor} if processor else {})
    write_components(folder, parts)


def read_parts(found: Opened, trust_remote_code: bool = False) -> dict[str, Any]:
    """The model and the components of a model's folder, or of the repository of the hub that it names.

    Raises:
        PermissionDenied: The weights are pickles, and pickles may not be loaded.
        InvalidParameterValue: They cannot be read here.
    """
    block = found.block
    kind = _class(block.get(FlavorKey.MODEL_TYPE), transformers.PreTrainedModel, "AutoModel")
    settings = {_DTYPE: _dtype(block.get(FlavorKey.TORCH_DTYPE)), **_trust(trust_remote_code)}
    if block.get(FlavorKey.MODEL_BINARY):
        place: Any = existing(found.folder, str(block[FlavorKey.MODEL_BINARY]))
        _refuse_pickles(found.folder)
        if block.get(FlavorKey.PEFT):
            settings |= names_under_adapter(place)
    else:
        place, settings["revision"] = _repository(block, FlavorKey.MODEL_NAME, FlavorKey.MODEL_REVISION)
    if not MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get():
        settings["use_safetensors"] = True
    with _told(place):
        made = {MODEL: kind.from_pretrained(place, **settings)}
        if block.get(FlavorKey.PEFT):
            adapter = existing(found.folder, str(block[FlavorKey.PEFT]))
            made[MODEL] = get_model_with_peft_adapter(made[MODEL], adapter)
        for name in [name for name in PARTS if block.get(FlavorKey.COMPONENT_TYPE.format(name))]:
            made[name] = _component(found, name, trust_remote_code)
    return made


def _component(found: Opened, name: str, trust_remote_code: bool) -> Any:
    block, key = found.block, FlavorKey.COMPONENT_TYPE.format(name)
    kind = _class(block[key], None, PARTS[name])
    settings = _trust(trust_remote_code)
    if block.get(FlavorKey.MODEL_BINARY):
        return kind.from_pretrained(existing(found.folder, f"{COMPONENTS}/{name}"), **settings)
    place, revision = _repository(
        block, FlavorKey.COMPONENT_NAME.format(name), FlavorKey.COMPONENT_REVISION.format(name)
    )
    return kind.from_pretrained(place, revision=revision, **settings)


def _repository(block: Mapping[str, Any], name: str, revision: str) -> tuple[str, str | None]:
    place = str(block.get(name) or "")
    if not is_valid_hf_repo_id(place):
        raise InvalidParameterValue(f"The model says that it is in {place!r}, which is no repository of the hub.")
    return place, block.get(revision)


def _class(name: Any, kind: type | None, otherwise: str) -> Any:
    """A class of the library by its name; one that finds it out where this version has none of that name."""
    found = getattr(transformers, str(name), None)
    if isinstance(found, type) and hasattr(found, "from_pretrained") and (kind is None or issubclass(found, kind)):
        return found
    return getattr(transformers, otherwise)


def _dtype(text: Any) -> Any:
    found = getattr(torch, str(text).removeprefix("torch."), None) if text else None
    return found if isinstance(found, torch.dtype) else "auto"


def _trust(trust_remote_code: bool) -> dict[str, Any]:
    return {"trust_remote_code": bool(trust_remote_code)}


def _refuse_pickles(folder: Path) -> None:
    for place in (folder / MODEL, folder / COMPONENTS):
        for file in sorted(place.rglob("*")):
            if file.suffix in _PICKLED and file.is_file():
                pickles.check(file)


@contextmanager
def _told(place: Any) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, ImportError, LocalEntryNotFoundError) as error:
        hint = " The hub is not asked, as HF_HUB_OFFLINE is set." if constants.HF_HUB_OFFLINE else ""
        raise InvalidParameterValue(f"The model in {str(place)!r} cannot be read here: {error}.{hint}") from error
