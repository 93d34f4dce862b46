"""LlamaIndex's indexes, engines and workflows: models as code, or an index with its store."""

from __future__ import annotations

import asyncio
import contextvars
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import llama_index.core
from llama_index.core import QueryBundle, StorageContext, load_index_from_storage
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.chat_engine.types import BaseChatEngine
from llama_index.core.indices.base import BaseIndex
from llama_index.core.workflow import Workflow

from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.inputs import Inputs
from mlflow.flavors.llama_index_settings import restore_settings, write_settings
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.files import copied_into
from mlflow.models.flavor import PYFUNC, Common, Contents, Opened, check_choice, existing, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_config import read_config
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature
from mlflow.pyfunc.loaders.code_model import is_script, model_of_folder, scripted
from mlflow.pyfunc.python_model import merged_config

FLAVOR_NAME = "llama_index"
ENGINES = ("chat", "query", "retriever")
_INDEX, _SETTINGS = "index", "settings.json"


def get_default_pip_requirements() -> list[str]:
    """What every model of LlamaIndex needs."""
    return [pinned("llama-index-core")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of LlamaIndex needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    llama_index_model: Any,
    path: str,
    engine_type: str | None = None,
    model_config: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    conda_env: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of an index, an engine or a workflow.

    LlamaIndex's ``Settings`` are kept beside it, without keys: these come from the environment where the model runs.

    Args:
        llama_index_model: The path of a script that calls ``mlflow.models.set_model`` with an index, an engine, a
            retriever or a workflow; or an index whose store is LlamaIndex's own.
        path: A new or empty folder.
        engine_type: What an index becomes as a python_function: ``chat``, ``query`` or ``retriever``. Engines,
            retrievers and workflows need none.
        model_config: Settings of that engine, and of the script's ``ModelConfig``: a dictionary or a YAML file's path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        conda_env: A conda environment, as a dictionary or path.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong, or an engine or workflow is not given as code.
        ResourceAlreadyExists: Something is at ``path``.
    """
    settings = read_config(model_config)
    block: dict[str, Any] = {"config": settings} if settings else {}
    if is_script(llama_index_model):
        model, code = scripted(llama_index_model, settings)
        block |= code
    else:
        model = llama_index_model
        if not isinstance(model, BaseIndex):
            raise InvalidParameterValue(
                f"A {type(model).__name__} is kept as code: give the path of a script that makes it and calls "
                "mlflow.models.set_model(). Only an index can be given itself."
            )
    answering = _answering(model, engine_type, settings)

    def write(folder: Path) -> None:
        write_settings(folder / _SETTINGS)
        if is_script(llama_index_model):
            copied_into(llama_index_model, folder)
        else:
            llama_index_model.storage_context.persist(persist_dir=str(folder / _INDEX))

    contents = Contents(
        write=write,
        loader_module="mlflow.llama_index",
        pyfunc=block,
        flavor=FLAVOR_NAME,
        native={"llama_index_version": llama_index.core.__version__, "engine_type": engine_type},
        requirements=get_default_pip_requirements(),
        predict=answering.predict,
    )
    save(path, contents, Common.of(locals()))


def log_model(
    llama_index_model: Any,
    artifact_path: str | None = None,
    engine_type: str | None = None,
    model_config: Any = None,
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
    **kwargs: Any,
) -> ModelInfo:
    """Log a model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the index, engine or workflow of a model, and make its settings those of this process.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of LlamaIndex.
        PermissionDenied: It is code, and code of models may not be run.
    """
    return _loaded(opened(model_uri, FLAVOR_NAME, dst_path), None)


def _loaded(found: Opened, config: Mapping[str, Any] | None) -> Any:
    if (file := found.folder / _SETTINGS).is_file():
        restore_settings(file)
    record = opened_folder(found.folder, PYFUNC).block
    if record.get("model_code_path"):
        return model_of_folder(Opened(found.folder, record, found.model), merged_config(record, config))
    return load_index_from_storage(StorageContext.from_defaults(persist_dir=str(existing(found.folder, _INDEX))))


class _Answering:
    """A model of LlamaIndex as a python_function.

    Args:
        engine: What answers.
        ask: Its answer to one thing.
    """

    def __init__(self, engine: Any, ask: Callable[[Any], Any]) -> None:
        self._engine = engine
        self._ask = ask

    def get_raw_model(self) -> Any:
        return self._engine

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        asked = Inputs.of(data)
        return asked.answer([self._ask(row) for row in asked.rows])


class _Running(_Answering):
    """A workflow as a python_function: the rows of an input run at the same time."""

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        asked = Inputs.of(data)
        for row in asked.rows:
            if not isinstance(row, Mapping):
                raise InvalidParameterValue(f"A workflow takes a dictionary of its start event, not {row!r}.")

        async def together() -> list[Any]:
            return list(await asyncio.gather(*(self._run(row) for row in asked.rows)))

        # A loop may be running in this thread, as in notebooks, where another cannot.
        with ThreadPoolExecutor(1, thread_name_prefix="mlflow-workflow") as pool:
            context = contextvars.copy_context()
            return asked.answer(pool.submit(context.run, asyncio.run, together()).result())

    async def _run(self, row: Mapping[str, Any]) -> Any:
        return await self._engine.run(**row)


def _answering(model: Any, engine_type: str | None, settings: Mapping[str, Any] | None) -> _Answering:
    if isinstance(model, BaseIndex):
        check_choice("engine_type", engine_type, ENGINES)
        model = getattr(model, f"as_{engine_type}" + ("" if engine_type == "retriever" else "_engine"))(
            **settings or {}
        )
    if isinstance(model, BaseChatEngine):
        return _Answering(model, lambda row: str(model.chat(**_message(row))))
    if isinstance(model, BaseQueryEngine):
        return _Answering(model, lambda row: str(model.query(_question(row))))
    if isinstance(model, BaseRetriever):
        return _Answering(model, lambda row: [node.to_dict() for node in model.retrieve(_question(row))])
    if isinstance(model, Workflow):
        return _Running(model, model.run)
    raise InvalidParameterValue(
        f"A model of LlamaIndex is an index, an engine, a retriever or a workflow, not a {type(model).__name__}."
    )


def _question(row: Any) -> Any:
    if isinstance(row, str):
        return row
    try:
        return QueryBundle(**row)
    except TypeError:
        raise InvalidParameterValue(
            f"A question is text, or a dictionary of what a QueryBundle takes ('query_str', …), not {row!r}."
        ) from None


def _message(row: Any) -> dict[str, Any]:
    if isinstance(row, str):
        return {"message": row}
    if not isinstance(row, Mapping) or "message" not in row:
        raise InvalidParameterValue(
            f"A message is text, or a dictionary with 'message' and 'chat_history', not {row!r}."
        )
    history = [m if isinstance(m, ChatMessage) else ChatMessage(**m) for m in row.get("chat_history") or ()]
    return {**row, "chat_history": history} if history else {k: v for k, v in row.items() if k != "chat_history"}


def _load_pyfunc(path: str, model_config: Mapping[str, Any] | None = None) -> _Answering:
    """Load a model as a python_function; ``path`` is its folder."""
    found = opened_folder(Path(path), FLAVOR_NAME)
    settings = merged_config(opened_folder(found.folder, PYFUNC).block, model_config)
    return _answering(_loaded(found, model_config), found.block.get("engine_type"), settings)
