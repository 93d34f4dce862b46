"""Shapes of questions and answers of chat models, to make signatures of."""

from __future__ import annotations

from dataclasses import dataclass, field

from mlflow.models.signatures import ModelSignature
from mlflow.types.datatypes import Array, DataType, Object, Property
from mlflow.types.schema import ColSpec, Schema

_QUESTION = "What is mlflow?"
_ANSWER = "MLflow keeps track of experiments and models."


@dataclass
class Message:
    """One turn of a conversation."""

    role: str = "user"
    content: str = _QUESTION


def _answered() -> Message:
    return Message("assistant", _ANSWER)


@dataclass
class ChatCompletionRequest:
    """A conversation to be gone on with."""

    messages: list[Message] = field(default_factory=lambda: [Message()])


@dataclass
class SplitChatMessagesRequest:
    """A question and what was said before."""

    query: str = _QUESTION
    history: list[Message] | None = field(default_factory=list)


@dataclass
class MultiturnChatRequest:
    """A question and what was said before."""

    query: str = _QUESTION
    history: list[Message] | None = field(default_factory=list)


@dataclass
class ChainCompletionChoice:
    """An answer."""

    index: int = 0
    message: Message = field(default_factory=_answered)
    finish_reason: str = "stop"


@dataclass
class ChainCompletionChunk:
    """A piece of an answer."""

    index: int = 0
    delta: Message = field(default_factory=_answered)
    finish_reason: str = "stop"


@dataclass
class ChatCompletionResponse:
    """Answers."""

    choices: list[ChainCompletionChoice] = field(default_factory=lambda: [ChainCompletionChoice()])
    object: str = "chat.completion"


@dataclass
class StringResponse:
    """An answer that is a text."""

    content: str = _ANSWER


_MESSAGE = [Property("content", DataType.string), Property("role", DataType.string)]

SIGNATURE_FOR_LLM_INFERENCE_TASK: dict[str, ModelSignature] = {
    "llm/v1/chat": ModelSignature(
        inputs=Schema([ColSpec(Array(Object(_MESSAGE)), "messages")]),
        outputs=Schema(
            [
                ColSpec(
                    Array(
                        Object(
                            [
                                Property("index", DataType.long),
                                Property("message", Object(_MESSAGE)),
                                Property("finish_reason", DataType.string),
                            ]
                        )
                    ),
                    "choices",
                )
            ]
        ),
    ),
}
