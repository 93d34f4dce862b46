"""What agents share: questions and answers that are models of pydantic."""

from __future__ import annotations

from abc import ABCMeta
from types import MethodType
from typing import Any, ClassVar

from pydantic import BaseModel, ValidationError

from mlflow.pyfunc.conversations import ConversationRunner
from mlflow.pyfunc.python_model import PythonModel
from mlflow.pyfunc.utils.data_validation import wrap_non_list_predict_pydantic

_ASKING = ("predict", "predict_stream")


class Agent(PythonModel, metaclass=ABCMeta):
    """A model that may be asked with a question as a dictionary, too, before it is saved.

    Its methods are not replaced by others that do so: pickles of its classes would carry those along.
    """

    _question: ClassVar[type[BaseModel]]
    #: Whether ``predict`` takes the parts of a question one by one.
    _takes_parts: ClassVar[bool] = False

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name not in _ASKING or not isinstance(value, MethodType):
            return value
        kind = type(self)
        said = f"A dictionary given to {kind.__name__}.{name}() must be a {kind._question.__name__}"
        return MethodType(wrap_non_list_predict_pydantic(value.__func__, kind._question, said, kind._takes_parts), self)


class AgentRunner(ConversationRunner):
    """Asks an agent."""

    Question: ClassVar[type[BaseModel]]
    Answer: ClassVar[type[BaseModel]]
    Piece: ClassVar[type[BaseModel]]

    def __init__(self, python_model: PythonModel, context: Any) -> None:
        super().__init__(python_model, context)
        _unwrap(type(python_model))

    def question(self, given: dict[str, Any]) -> Any:
        return _read(given, self.Question)

    def answer(self, output: Any) -> dict[str, Any]:
        return _checked(output, self.Answer)

    def piece(self, output: Any) -> dict[str, Any]:
        return _checked(output, self.Piece)


def _checked(output: Any, kind: type[BaseModel]) -> dict[str, Any]:
    if isinstance(output, BaseModel) and not isinstance(output, kind):
        output = output.model_dump()
    return _read(output, kind).model_dump(exclude_none=True)


def _read(given: Any, kind: type[BaseModel]) -> BaseModel:
    """What was given as a model of pydantic.

    Raises:
        ValueError: It is none; the message names the places, a line for all.
    """
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise ValueError(
            "; ".join(f"{_place(each['loc']) or kind.__name__}: {each['msg']}" for each in error.errors())
        ) from None


def _place(location: tuple[int | str, ...]) -> str:
    """Names and numbers of a place; pydantic also names there what it tried."""
    return ".".join(str(part) for part in location if isinstance(part, int) or part.isidentifier())


def _unwrap(kind: type) -> None:
    """Take off what MLflow puts around the methods of agents to trace them; pickles it made hold that, too."""
    for each in kind.__mro__:
        for name in _ASKING:
            method: Any = vars(each).get(name)
            while _is_of_mlflow(method) and hasattr(method, "__wrapped__"):
                method = method.__wrapped__
                setattr(each, name, method)


def _is_of_mlflow(method: Any) -> bool:
    return str(getattr(method, "__globals__", {}).get("__name__", "")).startswith("mlflow.")
