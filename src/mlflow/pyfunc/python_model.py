"""Models written in Python: a class with ``predict``, or a function."""

from __future__ import annotations

import inspect
import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, get_type_hints

import mlflow.models.signature  # where pickles find type hints; cloudpickle asks what is imported
import mlflow.pyfunc.model  # noqa: F401 - where they find the classes of this file
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.models import pickles
from mlflow.models.environment import conda_env
from mlflow.models.flavor import PYFUNC, existing, opened_folder
from mlflow.models.model_config import read_config
from mlflow.models.requirements import pinned
from mlflow.models.signatures import _TypeHints
from mlflow.types.type_hints import converted, names_rows

CONFIG_KEY_ARTIFACTS = "artifacts"
CONFIG_KEY_ARTIFACT_RELATIVE_PATH = "path"
CONFIG_KEY_ARTIFACT_URI = "uri"
CONFIG_KEY_PYTHON_MODEL = "python_model"
CONFIG_KEY_CLOUDPICKLE_VERSION = "cloudpickle_version"
PYTHON_MODEL_FILE = "python_model.pkl"


class PythonModelContext:
    """What a Python model finds where it runs.

    Args:
        artifacts: Name → path of the files it was saved with.
        model_config: Its settings.
    """

    __module__ = "mlflow.pyfunc.model"

    def __init__(self, artifacts: Mapping[str, str], model_config: Mapping[str, Any] | None) -> None:
        self._artifacts = dict(artifacts)
        self._model_config = model_config

    @property
    def artifacts(self) -> dict[str, str]:
        """Name → path of the files the model was saved with."""
        return self._artifacts

    @property
    def model_config(self) -> Mapping[str, Any] | None:
        """The model's settings."""
        return self._model_config


class PythonModel:
    """A model written in Python; subclass it and say how it predicts.

    ``predict`` may leave out ``context`` and ``params`` where it has no use for them. A type hint of its input, such
    as ``list[str]`` or a list of pydantic models, becomes the model's signature, and input is turned into it.
    """

    __module__ = "mlflow.pyfunc.model"
    #: The :class:`~mlflow.pyfunc.conversations.Form` of models that are asked with a conversation.
    _form: ClassVar[Any] = None

    def load_context(self, context: PythonModelContext) -> None:
        """Load what the model needs, once, where it runs.

        Args:
            context: The files it was saved with, and its settings.
        """

    def predict(self, context: PythonModelContext, model_input: Any, params: dict[str, Any] | None = None) -> Any:
        """The model's answer.

        Args:
            context: The files it was saved with, and its settings.
            model_input: The input.
            params: The inference parameters of its signature.
        """
        # No abstract class: pickles of MLflow make subclasses whose metaclass is ``type``.
        raise MlflowException(f"{type(self).__name__} has no predict().", error_code="NOT_IMPLEMENTED")

    def predict_stream(
        self, context: PythonModelContext, model_input: Any, params: dict[str, Any] | None = None
    ) -> Iterator[Any]:
        """The model's answer in pieces, as they come.

        Raises:
            MlflowException: The model does not stream.
        """
        raise MlflowException("This model does not stream: it has no predict_stream().", error_code="NOT_IMPLEMENTED")

    @property
    def predict_type_hints(self) -> _TypeHints:
        """The type hints of ``predict``: of its input and of what it returns."""
        kept: _TypeHints | None = self.__dict__.get("_predict_type_hints")
        if kept is None:
            kept = self._predict_type_hints = hints_of(self.predict)
        return kept


class _FunctionPythonModel(PythonModel):
    """A function as a model.

    Args:
        func: Takes the input, or the input and the parameters.
        signature: The signature it was saved with.
    """

    __module__ = "mlflow.pyfunc.model"

    def __init__(self, func: Callable[..., Any], signature: Any = None) -> None:
        self.func = func
        self.signature = signature

    @property
    def predict_type_hints(self) -> _TypeHints:
        return hints_of(self.func)

    def predict(self, context: Any, model_input: Any, params: dict[str, Any] | None = None) -> Any:
        return _bound(self.func)(context, model_input, params)


def hints_of(function: Callable[..., Any]) -> _TypeHints:
    """The type hints of a function's input and of what it returns; None where there is none."""
    try:
        hints = get_type_hints(function)
    except (NameError, TypeError):
        return _TypeHints()  # a hint names what is not here
    name = _input_name(function)
    return _TypeHints(hints.get(name) if name else None, hints.get("return"))


def _parameters(function: Callable[..., Any]) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


def _input_name(function: Callable[..., Any]) -> str | None:
    names = [name for name in _parameters(function) if name not in ("context", "params")]
    return names[0] if names else None


def _bound(function: Callable[..., Any]) -> Callable[[Any, Any, Any], Any]:
    """A predict function that takes context, input and parameters, whichever of them the given one takes."""
    signature = inspect.signature(function)
    names = list(signature.parameters)
    several = any(p.kind is p.VAR_KEYWORD for p in signature.parameters.values())
    takes_params = "params" in names or several
    positional = [
        p for p in names if p != "params" and signature.parameters[p].kind is not inspect.Parameter.VAR_KEYWORD
    ]
    if "context" in names or len(positional) > 1:
        if takes_params:
            return lambda context, data, params: function(context, data, params=params)
        return lambda context, data, params: function(context, data)
    if takes_params:
        return lambda context, data, params: function(data, params=params)
    return lambda context, data, params: function(data)


class PythonModelRunner:
    """A Python model ready to predict; what :class:`~mlflow.pyfunc.PyFuncModel` holds.

    Args:
        python_model: The model, its context loaded.
        context: Its files and settings.
    """

    def __init__(self, python_model: PythonModel, context: PythonModelContext) -> None:
        self.python_model = python_model
        self.context = context
        self._predict = _bound(python_model.predict)
        self._stream = _bound(python_model.predict_stream)
        hint = python_model.predict_type_hints.input
        self._hint = hint if names_rows(hint) else None

    def predict(self, model_input: Any, params: dict[str, Any] | None = None) -> Any:
        """The model's answer."""
        if self._hint is not None:
            model_input = converted(model_input, self._hint)
        return self._predict(self.context, model_input, params)

    def predict_stream(self, model_input: Any, params: dict[str, Any] | None = None) -> Iterator[Any]:
        """The model's answer in pieces."""
        return self._stream(self.context, model_input, params)  # type: ignore[no-any-return]

    def get_raw_model(self) -> PythonModel:
        """The Python model itself."""
        return self.python_model

    def unwrap_python_model(self) -> PythonModel:
        """The Python model itself."""
        return self.python_model


def runner(python_model: Any, folder: Path, block: Mapping[str, Any], config: Mapping[str, Any] | None) -> Any:
    """A Python model made ready: its files found, its context loaded.

    Args:
        python_model: The model, or a function.
        folder: The model's folder.
        block: What its python_function record says.
        config: Settings that go before those of the record.
    """
    ready = as_python_model(python_model)
    artifacts = {
        name: str(existing(folder, str(entry[CONFIG_KEY_ARTIFACT_RELATIVE_PATH])))
        for name, entry in (block.get(CONFIG_KEY_ARTIFACTS) or {}).items()
    }
    context = PythonModelContext(artifacts, merged_config(block, config))
    ready.load_context(context)
    return (ready._form.runner if ready._form is not None else PythonModelRunner)(ready, context)


def merged_config(block: Mapping[str, Any], config: Any) -> dict[str, Any]:
    """The settings a model was saved with, those given when it is loaded going first."""
    own = block.get("config")
    if own is not None and not isinstance(own, Mapping):
        # A path, which users may give, would let a model name any file of this machine.
        raise InvalidParameterValue("The settings in the model's MLmodel file must be a mapping.")
    return {**(own or {}), **(read_config(config) or {})}


def as_python_model(given: Any) -> PythonModel:
    """A Python model in the form of one: an instance, a class, or a function.

    Raises:
        InvalidParameterValue: It is neither.
    """
    if isinstance(given, type) and issubclass(given, PythonModel):
        given = given()
    if isinstance(given, PythonModel):
        if type(given).predict is PythonModel.predict:
            raise InvalidParameterValue(f"{type(given).__name__} has no predict(); say there how the model answers.")
        return given
    if callable(given):
        names = _parameters(given)
        if not 1 <= len(names) <= 2:
            raise InvalidParameterValue(
                f"A function as a model takes the input, and params if it wants them; this one takes {names}."
            )
        return _FunctionPythonModel(given)
    raise InvalidParameterValue(
        "python_model must be a PythonModel, a function, or the path of a script that calls "
        f"mlflow.models.set_model(), not a {type(given).__name__}."
    )


def get_default_pip_requirements() -> list[str]:
    """What every Python model needs."""
    return [pinned("cloudpickle")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every Python model needs."""
    return conda_env(["mlflow", *get_default_pip_requirements()])


def _load_pyfunc(path: str, model_config: Mapping[str, Any] | None = None) -> Any:
    """Load a Python model; the entry point that ``loader_module: mlflow.pyfunc.model`` names."""
    found = opened_folder(Path(path), PYFUNC)
    name = found.block.get(CONFIG_KEY_PYTHON_MODEL)
    if not name:
        raise ResourceDoesNotExist("The model says no file of its Python model; its MLmodel is incomplete.")
    model = pickles.load(existing(found.folder, str(name)), _read)
    return runner(model, found.folder, found.block, model_config)


class _Tracing:
    """Stands for names of MLflow's tracing, which pickles of its agents hold; they are not asked for what they do."""


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(("mlflow.tracing.", "mlflow.entities.span")):
            return _Tracing
        return super().find_class(module, name)


def _read(stream: io.BufferedReader) -> Any:
    return _Reader(stream).load()


def streams(model: PythonModel) -> bool:
    """Whether a Python model says how it streams."""
    owner = next(each for each in type(model).__mro__ if "predict_stream" in vars(each))
    return owner.__module__ != PythonModel.__module__
