"""What models share that are asked with a conversation, in a form that OpenAI's API made known."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.models.signatures import ModelSignature
from mlflow.pyfunc.python_model import PythonModel, PythonModelRunner
from mlflow.types.schema import Schema


@dataclass(frozen=True)
class Form:
    """What is the same for all models of a form; a model does not say it itself.

    Args:
        loader_module: What its ``MLmodel`` file names as loader.
        task: What its metadata say of it.
        inputs: Schema of a question.
        outputs: Schema of an answer.
        example: A question that such models are asked when they are saved, where the user gives none.
        key: The part of a question that is the conversation.
        runner: What asks such a model.
        packages: Packages that its classes need.
    """

    loader_module: str
    task: str
    inputs: Schema
    outputs: Schema
    example: Mapping[str, Any]
    key: str
    runner: type[ConversationRunner]
    packages: tuple[str, ...] = ()

    @property
    def signature(self) -> ModelSignature:
        """The signature of its models."""
        return ModelSignature(self.inputs, self.outputs)

    def example_of(self, given: Any) -> dict[str, Any]:
        """The question that a user's input example stands for, as plain values.

        Args:
            given: A question or a conversation, with parameters beside it in a tuple; None for an example of ours.

        Raises:
            InvalidParameterValue: It stands for none.
        """
        if given is None:
            return dict(self.example)
        data, params = given if isinstance(given, tuple) and len(given) == 2 else (given, None)
        return {key: plain(value) for key, value in question_of(data, self.key, params).items()}


def plain(value: Any) -> Any:
    """A value without objects: messages as dictionaries, arrays as lists."""
    if hasattr(value, "to_dict") or hasattr(value, "model_dump"):
        return value.to_dict() if hasattr(value, "to_dict") else value.model_dump(exclude_none=True)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    return value


def question_of(data: Any, key: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a model is asked, as a dictionary.

    Args:
        data: A question as a dictionary or object, a conversation as a list, or a table whose one row is a question.
        key: The part of a question that is the conversation.
        params: Goes before what the question says.

    Raises:
        InvalidParameterValue: It is none of these.
    """
    if isinstance(data, pd.DataFrame):
        data = data.to_dict(orient="records")
        if len(data) != 1:
            raise InvalidParameterValue(f"One question can be asked at a time; the table has {len(data)} rows.")
        data = {
            name: plain(value) for name, value in data[0].items() if not (isinstance(value, float) and value != value)
        }
    elif hasattr(data, "to_dict") or hasattr(data, "model_dump"):
        data = plain(data)
    elif isinstance(data, list):
        whole = len(data) == 1 and isinstance(data[0], Mapping) and key in data[0]
        data = data[0] if whole else {key: data}
    if not isinstance(data, Mapping):
        raise InvalidParameterValue(f"A question is a dictionary with {key!r}, not a {type(data).__name__}.")
    if key not in data:
        raise InvalidParameterValue(f"The question lacks {key!r}; it has {sorted(map(str, data))}.")
    return {**data, **(params or {})}


class ConversationRunner(PythonModelRunner):
    """Asks a model with a conversation: reads the question, checks the answer, writes it as plain values."""

    #: Questions are checked here, better than a signature can.
    reads_questions = True
    form: ClassVar[Form]

    def __init__(self, python_model: PythonModel, context: Any) -> None:
        self.python_model = python_model
        self.context = context

    def predict(self, model_input: Any, params: dict[str, Any] | None = None) -> Any:
        """The model's answer."""
        return self._written(self.ask(self._question(model_input, params)), self.answer, "predict")

    def predict_stream(self, model_input: Any, params: dict[str, Any] | None = None) -> Iterator[Any]:
        """The model's answer in pieces."""
        pieces = self.stream(self._question(model_input, params))
        return (self._written(each, self.piece, "predict_stream") for each in pieces)

    def _question(self, data: Any, params: dict[str, Any] | None) -> Any:
        question = question_of(data, self.form.key, params)
        try:
            return self.question(question)
        except (ValueError, TypeError) as error:
            raise InvalidParameterValue(f"The question cannot be asked: {error}") from None

    def _written(self, output: Any, write: Callable[[Any], dict[str, Any]], method: str) -> dict[str, Any]:
        try:
            return write(output)
        except (ValueError, TypeError) as error:
            name = f"{type(self.python_model).__name__}.{method}()"
            raise MlflowException(f"{name} gave what is no answer of its form: {error}") from error

    @abstractmethod
    def question(self, given: dict[str, Any]) -> Any:
        """The question as the object of its form.

        Raises:
            ValueError: It is none.
        """

    @abstractmethod
    def ask(self, question: Any) -> Any:
        """What the model says."""

    @abstractmethod
    def stream(self, question: Any) -> Iterator[Any]:
        """What the model says, in pieces."""

    @abstractmethod
    def answer(self, output: Any) -> dict[str, Any]:
        """What the model said as plain values.

        Raises:
            ValueError: It is no answer.
        """

    @abstractmethod
    def piece(self, output: Any) -> dict[str, Any]:
        """A piece as plain values.

        Raises:
            ValueError: It is none.
        """
