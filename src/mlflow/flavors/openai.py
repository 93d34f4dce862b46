"""Models of OpenAI's API, and of servers that speak it: a task, a model's name, a prompt with gaps, settings."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import numpy as np
import openai

from mlflow.environment_variables import OPENAI_API_BASE, OPENAI_API_TYPE, OPENAI_DEPLOYMENT_NAME
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.flavors.inputs import Inputs
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.files import yaml_text
from mlflow.models.flavor import Common, Contents, opened, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature
from mlflow.types.datatypes import DataType
from mlflow.types.schema import ColSpec, Schema, TensorSpec
from mlflow.yaml_files import read_yaml

FLAVOR_NAME = "openai"
MODEL_FILENAME = "model.yaml"
CHAT, COMPLETIONS, EMBEDDINGS = "chat.completions", "completions", "embeddings"
#: Requests that are under way at a time.
MAX_WORKERS = 10
#: How many texts one request carries.
_PER_REQUEST = {COMPLETIONS: 20, EMBEDDINGS: 1024}
_TASKS_OF_OLD = {"ChatCompletion": CHAT, "Completion": COMPLETIONS, "Embedding": EMBEDDINGS}
#: ``{{name}}`` stands for itself in braces, ``{name}`` is a gap; other braces, as of JSON, are text.
_GAP = re.compile(r"\{\{([A-Za-z_]\w*)\}\}|\{([A-Za-z_]\w*)\}")
_SECRETS = frozenset({"api_key", "admin_api_key", "azure_ad_token", "azure_ad_token_provider", "default_headers"})


def get_default_pip_requirements() -> list[str]:
    """What every model of OpenAI's API needs."""
    return [pinned("openai")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of OpenAI's API needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    model: Any,
    task: Any,
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
    """Write the folder of a model of OpenAI's API.

    Loaded as a python_function it asks the API that the environment names (``OPENAI_API_KEY``, ``OPENAI_BASE_URL``; or
    Azure's with ``OPENAI_API_TYPE=azure``). Keys are never saved.

    Args:
        model: The model's name, or what the API tells of one.
        task: ``chat.completions``, ``completions`` or ``embeddings``, or the client's object of that name; models of
            other tasks are kept and are no python_function.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; read off the prompt where None. Its parameters may be given to
            ``predict`` and go to the API.
        input_example: Input that the model can answer; the API is not asked for it.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.
        **kwargs: What the API takes: ``messages`` or ``prompt``, in which ``{name}`` is a gap that input fills;
            ``temperature``, ``max_tokens`` and so on.

    Raises:
        InvalidParameterValue: An argument is wrong, or would save a key.
        ResourceAlreadyExists: Something is at ``path``.
    """
    name = _task_name(task)
    config = {"model": _model_name(model), "task": name, **_checked(name, kwargs)}
    gaps = _gaps(config)
    if signature is None and name in (CHAT, *_PER_REQUEST):
        signature = _signature(name, gaps)
    contents = Contents(
        write=lambda folder: _write(folder, config),
        loader_module="mlflow.openai" if name in (CHAT, *_PER_REQUEST) else None,
        pyfunc={"data": MODEL_FILENAME},
        flavor=FLAVOR_NAME,
        native={"openai_version": openai.__version__, "data": MODEL_FILENAME},
        requirements=get_default_pip_requirements(),
    )
    save(path, contents, Common.of(locals()))


def log_model(
    model: Any,
    task: Any,
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
    prompts: list[Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log a model of OpenAI's API; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> dict[str, Any]:
    """Load what was saved: the model's name, the task, the prompt and the settings.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of OpenAI's API.
    """
    found = opened(model_uri, FLAVOR_NAME, dst_path)
    return _read(found.file("data", MODEL_FILENAME))


def _write(folder: Path, config: Mapping[str, Any]) -> None:
    (folder / MODEL_FILENAME).write_text(yaml_text(dict(config)), encoding="utf-8")


def _read(file: Path) -> dict[str, Any]:
    config = read_yaml(file)
    if not isinstance(config, Mapping) or not {"model", "task"} <= config.keys():
        raise InvalidParameterValue(f"{file.name!r} names no model and task of OpenAI's API; it is damaged.")
    return dict(config)


def _task_name(task: Any) -> str:
    """``chat.completions`` for that word, for ``client.chat.completions``, and for what it was called before 1.0."""
    if isinstance(task, str):
        return _TASKS_OF_OLD.get(task, task)
    place = getattr(task if isinstance(task, type) else task.__class__, "__module__", "") or ""
    words = place.removeprefix("openai.resources.").split(".")
    if not place.startswith("openai.resources."):
        raise InvalidParameterValue(f"task must be a word such as {CHAT!r}, or openai.{CHAT}, not {task!r}.")
    return ".".join(word for at, word in enumerate(words) if word not in words[:at])


def _model_name(model: Any) -> str:
    name = model if isinstance(model, str) else getattr(model, "id", None)
    if not isinstance(name, str) or not name:
        raise InvalidParameterValue(f"model must be the name of a model of the API, not {model!r}.")
    return name


def _checked(task: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    if named := sorted(_SECRETS & settings.keys()):
        raise InvalidParameterValue(f"{named} would be saved with the model; set OPENAI_API_KEY where it runs instead.")
    if any(str(name).lower() in ("authorization", "api-key") for name in settings.get("extra_headers") or ()):
        raise InvalidParameterValue("extra_headers hold a key, which would be saved; set OPENAI_API_KEY instead.")
    messages = settings.get("messages")
    if messages is not None and not (
        isinstance(messages, Sequence) and all(isinstance(m, Mapping) and "role" in m for m in messages)
    ):
        raise InvalidParameterValue("messages must be a list of dictionaries with 'role' and 'content'.")
    if task == COMPLETIONS and settings.get("prompt") is not None and not _gaps(settings):
        raise InvalidParameterValue("The prompt has no place for input; write one as {name}, or leave the prompt out.")
    return dict(settings)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _gaps(config: Mapping[str, Any]) -> list[str]:
    """Names of the gaps of the prompt, each once."""
    texts = _texts([config.get("messages"), config.get("prompt")])
    return list(dict.fromkeys(name for text in texts for _, name in _GAP.findall(text) if name))


def _filled(value: Any, row: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        return _GAP.sub(lambda gap: f"{{{gap[1]}}}" if gap[1] else str(row[gap[2]]), value)
    if isinstance(value, Mapping):
        return {key: _filled(each, row) for key, each in value.items()}
    return [_filled(each, row) for each in value] if isinstance(value, list | tuple) else value


def _signature(task: str, gaps: Sequence[str]) -> ModelSignature:
    named = gaps if len(gaps) > 1 else [None]
    inputs = Schema([ColSpec(DataType.string, name) for name in named])
    if task == EMBEDDINGS:
        return ModelSignature(inputs, Schema([TensorSpec(np.dtype("float64"), (-1,))]))
    return ModelSignature(inputs, Schema([ColSpec(DataType.string)]))


def _client() -> Any:
    """A client of the API that the environment names."""
    base = OPENAI_API_BASE.get()
    try:
        if (OPENAI_API_TYPE.get() or "").lower() in ("azure", "azure_ad", "azuread"):
            place = {"azure_endpoint": base} if base else {}
            return openai.AzureOpenAI(azure_deployment=OPENAI_DEPLOYMENT_NAME.get(), **place)
        return openai.OpenAI(**({"base_url": base} if base else {}))
    except openai.OpenAIError as error:
        raise InvalidParameterValue(f"The API cannot be asked: {error}") from error


class _Api:
    """A model of OpenAI's API as a python_function."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._raw = config
        self._settings = {key: value for key, value in config.items() if key not in ("task", "messages", "prompt")}
        self._task = str(config["task"])
        self._gaps = _gaps(config)
        _checked(self._task, {key: value for key, value in config.items() if key != "task"})

    def get_raw_model(self) -> dict[str, Any]:
        return self._raw

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> list[Any]:
        rows = [self._row(row) for row in Inputs.of(data).rows]
        settings = {**self._settings, **(params or {})}
        client = _client()
        calls: list[Callable[[], list[Any]]]
        if self._task == CHAT:
            calls = [_chat(client, settings, self._messages(row)) for row in rows]
        else:
            prompt = self._raw.get("prompt") if self._task == COMPLETIONS else None
            texts = [row if isinstance(row, str) else _filled(prompt, row) for row in rows]
            size, call = _PER_REQUEST[self._task], _complete if self._task == COMPLETIONS else _embed
            calls = [call(client, settings, texts[at : at + size]) for at in range(0, len(texts), size)]
        return [answer for answers in _together(calls) for answer in answers]

    def _row(self, row: Any) -> Any:
        """What fills the gaps, or the text to send where there is none."""
        if len(self._gaps) > 1:
            missing = [name for name in self._gaps if not isinstance(row, Mapping) or name not in row]
            if missing:
                raise InvalidParameterValue(f"The prompt has gaps for {self._gaps}; the input lacks {missing}.")
            return row
        (gap,) = self._gaps or (None,)
        if isinstance(row, Mapping):
            row = row[gap] if gap in row else next((value for value in row.values() if isinstance(value, str)), None)
        if not isinstance(row, str):
            raise InvalidParameterValue(f"The model takes text; the input has {type(row).__name__} in its place.")
        return row if gap is None else {gap: row}

    def _messages(self, row: Any) -> list[Any]:
        messages = list(self._raw.get("messages") or ())
        if isinstance(row, str):
            return [*_filled(messages, {}), {"role": "user", "content": row}]
        return _filled(messages, row)


def _chat(client: Any, settings: Mapping[str, Any], messages: list[Any]) -> Callable[[], list[Any]]:
    return lambda: [client.chat.completions.create(messages=messages, **settings).choices[0].message.content]


def _complete(client: Any, settings: Mapping[str, Any], texts: list[str]) -> Callable[[], list[Any]]:
    def call() -> list[Any]:
        choices = client.completions.create(prompt=texts, **settings).choices
        each = max(len(choices) // len(texts), 1)  # several where the setting n asks for them
        return [choices[at * each].text for at in range(len(texts))]

    return call


def _embed(client: Any, settings: Mapping[str, Any], texts: list[str]) -> Callable[[], list[Any]]:
    return lambda: [item.embedding for item in client.embeddings.create(input=texts, **settings).data]


def _together(calls: Sequence[Callable[[], list[Any]]]) -> list[list[Any]]:
    """The answers to calls made several at a time, in order.

    Raises:
        MlflowException: The API refused one; those that have not begun are not made then.
    """
    pool = ThreadPoolExecutor(min(MAX_WORKERS, len(calls)) or 1, thread_name_prefix="mlflow-openai")
    try:
        waiting = [pool.submit(call) for call in calls]
        return [future.result() for future in waiting]
    except openai.OpenAIError as error:
        raise MlflowException(f"The API did not answer: {error}") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _load_pyfunc(path: str) -> _Api:
    """Load a model as a python_function; ``path`` is the file that says what it is."""
    return _Api(_read(Path(path)))
