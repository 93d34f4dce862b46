"""Models that are asked as OpenAI's chat completions are."""

from __future__ import annotations

import inspect
from abc import ABCMeta, abstractmethod
from collections.abc import Generator, Iterator
from typing import Any

from mlflow.pyfunc.conversations import ConversationRunner, Form
from mlflow.pyfunc.python_model import PythonModel, PythonModelContext
from mlflow.types.llm import (
    CHAT_MODEL_INPUT_EXAMPLE,
    CHAT_MODEL_INPUT_SCHEMA,
    CHAT_MODEL_OUTPUT_SCHEMA,
    ChatCompletionChunk,
    ChatCompletionRequest,
    ChatCompletionResponse,
    ChatMessage,
    ChatParams,
)


class ChatModel(PythonModel, metaclass=ABCMeta):
    """A chat model: subclass it and say how it answers a conversation.

    Its signature, its input example and what its metadata say of its task are those of all chat models. A loaded one
    takes and gives dictionaries, as ``/invocations`` does; ``predict`` itself gets the classes of ``mlflow.types.llm``.
    """

    __module__ = "mlflow.pyfunc.model"

    @abstractmethod
    def predict(  # type: ignore[override]
        self, context: PythonModelContext, messages: list[ChatMessage], params: ChatParams
    ) -> ChatCompletionResponse:
        """The model's answer.

        Args:
            context: The files it was saved with, and its settings; may be left out.
            messages: The conversation so far.
            params: How to answer.
        """

    def predict_stream(  # type: ignore[override]
        self, context: PythonModelContext, messages: list[ChatMessage], params: ChatParams
    ) -> Generator[ChatCompletionChunk, None, None]:
        """The model's answer in pieces; arguments as :meth:`predict` takes them.

        Raises:
            MlflowException: The model does not stream.
        """
        return super().predict_stream(context, messages)  # type: ignore[return-value]


class ChatModelRunner(ConversationRunner):
    """Asks a :class:`ChatModel`."""

    def question(self, given: dict[str, Any]) -> ChatCompletionRequest:
        return ChatCompletionRequest.from_dict(given)

    def ask(self, question: ChatCompletionRequest) -> Any:
        return self._asked(self.python_model.predict, question)

    def stream(self, question: ChatCompletionRequest) -> Iterator[Any]:
        return iter(self._asked(self.python_model.predict_stream, question))

    def _asked(self, method: Any, question: ChatCompletionRequest) -> Any:
        params = ChatParams(**{name: getattr(question, name) for name in ChatParams.keys()})  # noqa: SIM118
        if "context" not in inspect.signature(method).parameters:
            return method(question.messages, params)
        return method(self.context, question.messages, params)

    def answer(self, output: Any) -> dict[str, Any]:
        return _checked(output, ChatCompletionResponse)

    def piece(self, output: Any) -> dict[str, Any]:
        return _checked(output, ChatCompletionChunk)


def _checked(output: Any, kind: type[ChatCompletionResponse | ChatCompletionChunk]) -> dict[str, Any]:
    if isinstance(output, dict):
        output = kind.from_dict(output)
    if not isinstance(output, kind):
        raise TypeError(f"it must be a {kind.__name__}, not a {type(output).__name__}.")
    return output.to_dict()


ChatModelRunner.form = ChatModel._form = Form(
    loader_module="mlflow.pyfunc.loaders.chat_model",
    task="agent/v1/chat",
    inputs=CHAT_MODEL_INPUT_SCHEMA,
    outputs=CHAT_MODEL_OUTPUT_SCHEMA,
    example=CHAT_MODEL_INPUT_EXAMPLE,
    key="messages",
    runner=ChatModelRunner,
)
