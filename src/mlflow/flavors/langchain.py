"""LangChain's chains and LangGraph's graphs: models as code, or runnables kept as pickles of their steps."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import langchain_core
from langchain_core.messages import convert_to_messages
from langchain_core.runnables import Runnable, RunnableParallel, RunnableSequence

from mlflow.environment_variables import MLFLOW_CONVERT_MESSAGES_DICT_FOR_LANGCHAIN
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.flavors.inputs import Inputs
from mlflow.flavors.langchain_chat import chat_chunk, chat_completion, is_chat, plain
from mlflow.models import pickles
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.files import copied_into, yaml_text
from mlflow.models.flavor import PYFUNC, Common, Contents, Opened, existing, opened, opened_folder, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_config import read_config
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature
from mlflow.pyfunc.loaders.code_model import is_script, model_of_folder, scripted
from mlflow.pyfunc.python_model import merged_config
from mlflow.yaml_files import read_yaml

FLAVOR_NAME = "langchain"
_FILE, _FOLDER, _STEPS = "model.pkl", "model", "steps.yaml"
_BY_PICKLE = "runnable_load"
#: Requests that are under way at a time.
MAX_WORKERS = 10


def get_default_pip_requirements() -> list[str]:
    """What every model of LangChain needs."""
    return [pinned("langchain")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of LangChain needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def _version() -> str:
    return pinned("langchain").partition("==")[2] or langchain_core.__version__


def save_model(
    lc_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    loader_fn: Callable[[str], Any] | None = None,
    persist_dir: str | None = None,
    model_config: Any = None,
    streamable: bool | None = None,
) -> None:
    """Write the folder of a chain, a graph or another runnable.

    Args:
        lc_model: The path of a script that calls ``mlflow.models.set_model``, which is the way to keep any of them; or
            a runnable that can be pickled.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.
        loader_fn: Makes the model from the copy of ``persist_dir`` where it cannot be pickled, as a retriever.
        persist_dir: A folder for ``loader_fn``, which travels with the model.
        model_config: Settings for the script's ``ModelConfig``, as a dictionary or the path of a YAML file.
        streamable: Whether ``predict_stream`` can be used; True for every runnable where None.

    Raises:
        InvalidParameterValue: An argument is wrong, or the model cannot be pickled.
        ResourceAlreadyExists: Something is at ``path``.
    """
    settings = read_config(model_config)
    native: dict[str, Any] = {"langchain_version": _version()}
    block: dict[str, Any] = {"predict_stream_fn": "predict_stream", "config": settings} if settings else {
        "predict_stream_fn": "predict_stream"
    }  # fmt: skip
    if is_script(lc_model):
        runnable, code = scripted(lc_model, settings)
        block |= code

        def write(folder: Path) -> None:
            copied_into(lc_model, folder)
    else:
        runnable = lc_model
        if (loader_fn is None) != (persist_dir is None):
            raise InvalidParameterValue("loader_fn and persist_dir go together: the function loads what is there.")

        def write(folder: Path) -> None:
            where = _loader_written if loader_fn is not None else _step_written
            said = where(folder, lc_model, loader_fn, persist_dir)
            native.update(said)
            block.update(said)

    _check(runnable)
    native["streamable"] = block["streamable"] = True if streamable is None else streamable
    contents = Contents(
        write=write,
        loader_module="mlflow.langchain",
        pyfunc=block,
        flavor=FLAVOR_NAME,
        native=native,
        requirements=get_default_pip_requirements(),
        predict=_Chain(runnable).predict,
    )
    save(path, contents, Common.of(locals()))


def log_model(
    lc_model: Any,
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
    loader_fn: Callable[[str], Any] | None = None,
    persist_dir: str | None = None,
    run_id: str | None = None,
    model_config: Any = None,
    streamable: bool | None = None,
    resources: Any = None,
    prompts: list[Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
) -> ModelInfo:
    """Log a runnable; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    return Model.log(flavor=sys.modules[__name__], **locals())


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the runnable of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of LangChain.
        PermissionDenied: It is code or a pickle, and these may not be loaded.
    """
    return _loaded(opened(model_uri, FLAVOR_NAME, dst_path), None)


def _check(model: Any) -> None:
    if not isinstance(model, Runnable):
        raise InvalidParameterValue(
            "A model of LangChain is a runnable, a compiled graph, or the path of a script that sets one, not a "
            f"{type(model).__name__}."
        )


# Files: a runnable is a pickle; a sequence or a set of parallel steps is a folder of its steps


def _step_written(folder: Path, runnable: Any, *_: Any) -> dict[str, Any]:
    steps = _steps(runnable)
    said = {"model_load": _BY_PICKLE, "model_type": type(runnable).__name__}
    if steps is None:
        pickles.dump(runnable, folder / _FILE)
        return {"model_data": _FILE, **said}
    place = folder / _FOLDER
    record = {}
    for name, step in steps.items():
        if Path(name).name != name:
            raise InvalidParameterValue(f"A parallel step called {name!r} makes no file; save the chain as code.")
        (place / "steps" / name).mkdir(parents=True)
        record[name] = _step_written(place / "steps" / name, step)
    (place / _STEPS).write_text(yaml_text(record), encoding="utf-8")
    return {"model_data": _FOLDER, **said}


def _steps(runnable: Any) -> dict[str, Any] | None:
    if isinstance(runnable, RunnableSequence):
        return {str(at): step for at, step in enumerate(runnable.steps)}
    return dict(runnable.steps__) if isinstance(runnable, RunnableParallel) else None


def _loader_written(folder: Path, model: Any, loader_fn: Any, persist_dir: Any) -> dict[str, Any]:
    pickles.dump(loader_fn, folder / "loader_fn.pkl")
    copied = copied_into(persist_dir, folder / "persist_dir_data")
    return {
        "model_type": type(model).__name__,
        "loader_fn": "loader_fn.pkl",
        "persist_dir": copied.relative_to(folder).as_posix(),
    }


def _loaded(found: Opened, settings: Mapping[str, Any] | None) -> Any:
    record = opened_folder(found.folder, PYFUNC).block
    if record.get("model_code_path"):
        return model_of_folder(Opened(found.folder, record, found.model), merged_config(record, settings))
    if found.block.get("loader_fn"):
        make = pickles.load(found.file("loader_fn", "loader_fn.pkl"))
        return make(str(existing(found.folder, str(found.block["persist_dir"]))))
    return _step_loaded(found.folder, found.block)


def _step_loaded(folder: Path, record: Mapping[str, Any]) -> Any:
    if record.get("model_load", _BY_PICKLE) != _BY_PICKLE:
        raise InvalidParameterValue(
            f"The {record.get('model_type')} is kept in a form of older versions of LangChain, "
            f"{record['model_load']!r}, which is not read; save the chain as code: lc_model='chain.py'."
        )
    place = existing(folder, str(record.get("model_data") or _FILE))
    if place.is_file():
        return pickles.load(place)
    steps = {
        str(name): _step_loaded(existing(place, f"steps/{name}"), step)
        for name, step in read_yaml(existing(place, _STEPS)).items()
    }
    if record.get("model_type") == "RunnableParallel":
        return RunnableParallel(steps)
    return RunnableSequence(*(steps[name] for name in sorted(steps, key=int)))


class _Chain:
    """A runnable as a python_function."""

    def __init__(self, runnable: Any) -> None:
        self._runnable = runnable

    def get_raw_model(self) -> Any:
        return self._runnable

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        asked = Inputs.of(data)
        chats = [self._converts(row) for row in asked.rows]
        rows = [
            convert_to_messages(row["messages"]) if chat else row for row, chat in zip(asked.rows, chats, strict=True)
        ]
        try:
            answers = self._runnable.batch(rows, {"max_concurrency": MAX_WORKERS}, **(params or {}))
        except MlflowException:
            raise
        except Exception as error:  # whatever a chain raises
            raise MlflowException(f"The chain failed: {type(error).__name__}: {error}") from error
        return asked.answer(
            [chat_completion(answer) if chat else plain(answer) for answer, chat in zip(answers, chats, strict=True)]
        )

    def predict_stream(self, data: Any, params: dict[str, Any] | None = None) -> Iterator[Any]:
        rows = Inputs.of(data).rows
        if len(rows) != 1:
            raise InvalidParameterValue(f"predict_stream answers one input at a time; it got {len(rows)}.")
        (row,) = rows
        if self._converts(row):
            return map(chat_chunk, self._runnable.stream(convert_to_messages(row["messages"]), **(params or {})))
        return map(plain, self._runnable.stream(row, **(params or {})))

    def _converts(self, row: Any) -> bool:
        """Whether messages in the form of OpenAI's API are handed over as LangChain's, and the answer the other way."""
        if not is_chat(row):
            return False
        said = MLFLOW_CONVERT_MESSAGES_DICT_FOR_LANGCHAIN.get()
        if said is not None:
            return said
        return "messages" not in _fields_of_input(self._runnable)


def _fields_of_input(runnable: Any) -> Mapping[str, Any]:
    """The names that a runnable says its input has, as that of a graph's state."""
    try:
        schema = runnable.get_input_jsonschema()
    except Exception:  # some runnables cannot tell
        return {}
    reference = str(schema.get("$ref", "")).rpartition("/")[2]
    return schema.get("properties") or schema.get("$defs", {}).get(reference, {}).get("properties") or {}


def _load_pyfunc(path: str, model_config: Mapping[str, Any] | None = None) -> _Chain:
    """Load a model as a python_function; ``path`` is its folder."""
    return _Chain(_loaded(opened_folder(Path(path), FLAVOR_NAME), model_config))
