"""Models of sentence-transformers: texts to vectors."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
import sentence_transformers
from sentence_transformers import SentenceTransformer

from mlflow.environment_variables import MLFLOW_ALLOW_PICKLE_DESERIALIZATION, MLFLOW_DEFAULT_PREDICTION_DEVICE
from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.inputs import Inputs
from mlflow.models import pickles
from mlflow.models.code_paths import refuse_code_unless_allowed
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.files import yaml_text
from mlflow.models.flavor import PYFUNC, Common, Contents, check_choice, existing, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature
from mlflow.pyfunc.python_model import merged_config
from mlflow.types.chat_schemas import EMBEDDING_MODEL_INPUT_SCHEMA, EMBEDDING_MODEL_OUTPUT_SCHEMA
from mlflow.types.datatypes import DataType
from mlflow.types.schema import ColSpec, Schema, TensorSpec
from mlflow.yaml_files import read_yaml

FLAVOR_NAME = "sentence_transformers"
SENTENCE_TRANSFORMERS_DATA_PATH = "model.sentence_transformer"
EMBEDDINGS = "llm/v1/embeddings"
_CONFIG = "inference_config"
#: Weights that the library unpickles.
_PICKLED = frozenset({".bin", ".pt", ".pth", ".pkl", ".ckpt"})


def get_default_pip_requirements() -> list[str]:
    """What every model of sentence-transformers needs."""
    return [pinned(name) for name in ("sentence-transformers", "transformers", "torch")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of sentence-transformers needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    model: Any,
    path: str,
    task: str | None = None,
    inference_config: dict[str, Any] | None = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    conda_env: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a model of sentence-transformers.

    Args:
        model: A ``SentenceTransformer``.
        path: A new or empty folder.
        task: ``llm/v1/embeddings`` for a python_function that answers as OpenAI's API of embeddings does.
        inference_config: What ``encode`` is called with.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; text and vectors where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        conda_env: A conda environment, as a dictionary or path.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    if not isinstance(model, SentenceTransformer):
        raise InvalidParameterValue(f"A SentenceTransformer is wanted, not a {type(model).__name__}.")
    check_choice("task", task, [None, EMBEDDINGS])
    if signature is None:
        signature = _signature(task)
    if task is not None:
        metadata = {**(metadata or {}), "task": task}
    inner = getattr(model[0], "auto_model", None)

    def write(folder: Path) -> None:
        model.save(str(folder / SENTENCE_TRANSFORMERS_DATA_PATH))
        if inference_config is not None:
            (folder / _CONFIG).write_text(yaml_text(dict(inference_config)), encoding="utf-8")

    contents = Contents(
        write=write,
        loader_module="mlflow.sentence_transformers",
        pyfunc={"data": SENTENCE_TRANSFORMERS_DATA_PATH, **({"config": {"task": task}} if task is not None else {})},
        flavor=FLAVOR_NAME,
        native={
            "sentence_transformers_version": sentence_transformers.__version__,
            "pipeline_model_type": type(inner if inner is not None else model[0]).__name__,
            "source_model_name": str(getattr(inner, "name_or_path", "") or ""),
        },
        requirements=get_default_pip_requirements(),
        predict=_Encoder(model, inference_config or {}, task).predict,
    )
    save(path, contents, Common.of(locals()))


def _signature(task: str | None) -> ModelSignature:
    if task == EMBEDDINGS:
        return ModelSignature(EMBEDDING_MODEL_INPUT_SCHEMA, EMBEDDING_MODEL_OUTPUT_SCHEMA)
    return ModelSignature(Schema([ColSpec(DataType.string)]), Schema([TensorSpec(np.dtype("float64"), (-1,))]))


def log_model(
    model: Any,
    artifact_path: str | None = None,
    task: str | None = None,
    inference_config: dict[str, Any] | None = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    conda_env: Any = None,
    metadata: dict[str, Any] | None = None,
    prompts: list[Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
) -> ModelInfo:
    """Log a model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the ``SentenceTransformer`` of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of sentence-transformers.
        PermissionDenied: Its weights are pickles, or it needs code of its own, and these may not be loaded.
    """
    found = opened(model_uri, FLAVOR_NAME, dst_path)
    return _loaded(existing(found.folder, SENTENCE_TRANSFORMERS_DATA_PATH))


def _loaded(folder: Path) -> Any:
    for file in sorted(folder.rglob("*")):
        if file.suffix in _PICKLED and file.is_file():
            pickles.check(file)
    _refuse_foreign_modules(folder / "modules.json")
    # Weights that have another name than those above are not looked for then.
    safe = {} if MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get() else {"model_kwargs": {"use_safetensors": True}}
    try:
        return SentenceTransformer(
            str(folder),
            device=MLFLOW_DEFAULT_PREDICTION_DEVICE.get(),
            trust_remote_code=False,
            local_files_only=True,
            **safe,
        )
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise InvalidParameterValue(f"The model in {folder.name!r} cannot be read here: {error}") from error


def _refuse_foreign_modules(file: Path) -> None:
    """Refuse modules that are not the library's own where code that a model names may not be run."""
    modules = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    for kind in [str(module.get("type", "")) for module in modules]:
        if not kind.startswith("sentence_transformers."):
            refuse_code_unless_allowed(kind)


class _Encoder:
    """A model as a python_function."""

    def __init__(self, model: Any, settings: Mapping[str, Any], task: str | None) -> None:
        self._model = model
        self._settings = dict(settings)
        self._task = task

    def get_raw_model(self) -> Any:
        return self._model

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        asked = Inputs.of(data)
        texts = [text for row in asked.rows for text in _texts(row)]
        vectors = self._model.encode(texts, **{"show_progress_bar": False, **self._settings, **(params or {})})
        if self._task == EMBEDDINGS:
            return self._answer(texts, vectors)
        return vectors[0] if asked.single and isinstance(data, str) else vectors

    def _answer(self, texts: list[str], vectors: Any) -> dict[str, Any]:
        used = sum(len(ids) for ids in self._model.tokenizer(texts)["input_ids"])
        return {
            "object": "list",
            "data": [
                {"object": "embedding", "index": at, "embedding": [float(number) for number in vector]}
                for at, vector in enumerate(vectors)
            ],
            "usage": {"prompt_tokens": used, "total_tokens": used},
        }


def _texts(row: Any) -> list[str]:
    if isinstance(row, Mapping):
        row = next(iter(row.values()), None)
    texts = row if isinstance(row, list) else [row]
    if not all(isinstance(text, str) for text in texts):
        raise InvalidParameterValue("The model takes text, or {'input': text or a list of texts}.")
    return texts


def _load_pyfunc(path: str, model_config: Mapping[str, Any] | None = None) -> _Encoder:
    """Load a model as a python_function; ``path`` is the folder of its files, beside which its settings are."""
    place = Path(path)
    file = place.parent / _CONFIG
    settings = read_yaml(file) if file.is_file() else {}
    config = merged_config(opened_folder(place.parent, PYFUNC).block, model_config)
    task = config.pop("task", None)
    return _Encoder(_loaded(place), {**settings, **config}, task)
