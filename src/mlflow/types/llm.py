"""Messages, questions and answers of chat models, as plain dataclasses.

Every class checks what it is made of: a field holds what its type says, dictionaries become the classes they stand
for, and what does not fit is a ``ValueError`` that names the field.
"""

from __future__ import annotations

import time
import types
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from mlflow.types.chat_schemas import (
    CHAT_MODEL_INPUT_SCHEMA,
    CHAT_MODEL_OUTPUT_SCHEMA,
    COMPLETIONS_MODEL_INPUT_SCHEMA,
    COMPLETIONS_MODEL_OUTPUT_SCHEMA,
    EMBEDDING_MODEL_INPUT_SCHEMA,
    EMBEDDING_MODEL_OUTPUT_SCHEMA,
)

__all__ = [
    "CHAT_MODEL_INPUT_EXAMPLE", "CHAT_MODEL_INPUT_SCHEMA", "CHAT_MODEL_OUTPUT_SCHEMA",
    "COMPLETIONS_MODEL_INPUT_SCHEMA", "COMPLETIONS_MODEL_OUTPUT_SCHEMA", "EMBEDDING_MODEL_INPUT_SCHEMA",
    "EMBEDDING_MODEL_OUTPUT_SCHEMA", "JSON_SCHEMA_TYPES", "ChatChoice", "ChatChoiceDelta", "ChatChoiceLogProbs",
    "ChatChunkChoice", "ChatCompletionChunk", "ChatCompletionRequest", "ChatCompletionResponse", "ChatMessage",
    "ChatParams", "FunctionToolCallArguments", "FunctionToolDefinition", "ParamProperty", "ParamType",
    "TokenLogProb", "TokenUsageStats", "ToolCall", "ToolDefinition", "ToolParamsSchema", "TopTokenLogProb",
]  # fmt: skip

JSON_SCHEMA_TYPES = ["string", "number", "integer", "object", "array", "boolean", "null"]
_JsonType = Literal["string", "number", "integer", "object", "array", "boolean", "null"]
_Self = TypeVar("_Self", bound="_BaseDataclass")


@dataclass
class _BaseDataclass:
    """What all classes of this module share: checked fields, and the way from and to plain values."""

    def __post_init__(self) -> None:
        for name, hint in _hints(type(self)).items():  # type: ignore[arg-type]  # classes can be hashed
            setattr(self, name, _read(getattr(self, name), hint, f"{type(self).__name__}.{name}"))

    def to_dict(self) -> dict[str, Any]:
        """The content as plain values, without the fields that say nothing."""
        return {each.name: _plain(value) for each in fields(self) if (value := getattr(self, each.name)) is not None}

    @classmethod
    def from_dict(cls: type[_Self], data: Mapping[str, Any]) -> _Self:
        """The object that plain values describe; keys it does not know are left out."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _plain(value: Any) -> Any:
    if isinstance(value, _BaseDataclass):
        return value.to_dict()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def _read(value: Any, hint: Any, name: str) -> Any:
    """A value as its field's type says.

    Raises:
        ValueError: It is of another type.
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):  # of one type and None
        return None if value is None else _read(value, arguments[0], name)
    if hint is Any:
        return value
    if origin is Literal:
        if value not in arguments:
            raise ValueError(f"{name} must be one of {', '.join(arguments)}, not {value!r}.")
        return value
    if origin is list and isinstance(value, list):
        return [_read(each, arguments[0], f"{name}[{place}]") for place, each in enumerate(value)]
    if origin is dict and isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _read(each, arguments[1], f"{name}[{key!r}]") for key, each in value.items()}
    if is_dataclass(hint) and isinstance(value, Mapping):
        return _made(hint, value, name)
    if hint is float and type(value) is int:
        return float(value)  # JSON writes whole numbers without a point
    if origin is None and isinstance(value, hint):
        return value
    raise ValueError(f"{name} must be {_said(hint)}, not {value!r} ({type(value).__name__}).")


def _made(kind: Any, value: Mapping[str, Any], name: str) -> Any:
    try:
        return kind.from_dict(value)
    except TypeError as error:  # a field that must be there is not
        raise ValueError(f"{name} is no {kind.__name__}: {error}.") from None


def _said(hint: Any) -> str:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is list:
        return f"a list of {_said(arguments[0])}"
    if origin is dict:
        return "a dictionary whose keys are texts"
    return f"a {getattr(hint, '__name__', hint)}"


@dataclass
class FunctionToolCallArguments(_BaseDataclass):
    """What a tool is called with: its name, and its arguments as the text of a JSON object."""

    name: str
    arguments: str

    def to_tool_call(self, id: str | None = None) -> ToolCall:
        """The call of the tool, with an id of its own if none is given."""
        return ToolCall(self, id) if id is not None else ToolCall(self)


@dataclass
class ToolCall(_BaseDataclass):
    """A call of a tool that a model asks for."""

    function: FunctionToolCallArguments
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    type: str = "function"


@dataclass
class ChatMessage(_BaseDataclass):
    """A message of a conversation: text, a refusal, or calls of tools."""

    role: str
    content: str | None = None
    refusal: str | None = None
    name: str | None = None
    tool_calls: list[ToolCall] | None = None
    tool_call_id: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _refuse_both(self)
        if self.content is None and self.refusal is None and not self.tool_calls:
            raise ValueError("A message has content, a refusal or tool_calls; this one has none of them.")


@dataclass
class ChatChoiceDelta(_BaseDataclass):
    """A piece of a message that comes in pieces."""

    role: str | None = "assistant"
    content: str | None = None
    refusal: str | None = None
    name: str | None = None
    tool_calls: list[ToolCall] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _refuse_both(self)


def _refuse_both(message: ChatMessage | ChatChoiceDelta) -> None:
    if message.content is not None and message.refusal is not None:
        raise ValueError("A message has either content or a refusal, not both.")


@dataclass
class ParamType(_BaseDataclass):
    """The type of a tool's parameter, by its name in JSON Schema."""

    type: _JsonType


@dataclass
class ParamProperty(ParamType):
    """A parameter of a tool."""

    description: str | None = None
    enum: list[str] | None = None
    items: ParamType | None = None


@dataclass
class ToolParamsSchema(_BaseDataclass):
    """The parameters of a tool, as JSON Schema describes an object."""

    properties: dict[str, ParamProperty]
    type: Literal["object"] = "object"
    required: list[str] | None = None
    additionalProperties: bool | None = None


@dataclass
class FunctionToolDefinition(_BaseDataclass):
    """A function that a model may ask to have called."""

    name: str
    description: str | None = None
    parameters: ToolParamsSchema | None = None
    strict: bool = False

    def to_tool_definition(self) -> ToolDefinition:
        """The tool that this function is."""
        return ToolDefinition(self)


@dataclass
class ToolDefinition(_BaseDataclass):
    """A tool that a model may ask for."""

    function: FunctionToolDefinition
    type: Literal["function"] = "function"


@dataclass
class ChatParams(_BaseDataclass):
    """How a model is to answer."""

    temperature: float = 1.0
    max_tokens: int | None = None
    stop: list[str] | None = None
    n: int = 1
    stream: bool = False
    top_p: float | None = None
    top_k: int | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    custom_inputs: dict[str, Any] | None = None
    tools: list[ToolDefinition] | None = None

    @classmethod
    def keys(cls) -> set[str]:
        """Names of the parameters."""
        return {each.name for each in fields(cls)}


@dataclass
class ChatCompletionRequest(ChatParams):
    """A question to a chat model: the conversation so far, and how to answer."""

    messages: list[ChatMessage] = field(default_factory=list)


@dataclass
class TopTokenLogProb(_BaseDataclass):
    """How likely a token was."""

    token: str
    logprob: float
    bytes: list[int] | None = None


@dataclass
class TokenLogProb(_BaseDataclass):
    """How likely a token of an answer was, and others in its place."""

    token: str
    logprob: float
    top_logprobs: list[TopTokenLogProb]
    bytes: list[int] | None = None


@dataclass
class ChatChoiceLogProbs(_BaseDataclass):
    """How likely the tokens of an answer were."""

    content: list[TokenLogProb] | None = None


@dataclass
class ChatChoice(_BaseDataclass):
    """One of the messages a model answers with."""

    message: ChatMessage
    index: int = 0
    finish_reason: str = "stop"
    logprobs: ChatChoiceLogProbs | None = None


@dataclass
class ChatChunkChoice(_BaseDataclass):
    """A piece of one of the messages a model answers with."""

    delta: ChatChoiceDelta
    index: int = 0
    finish_reason: str | None = None
    logprobs: ChatChoiceLogProbs | None = None


@dataclass
class TokenUsageStats(_BaseDataclass):
    """How many tokens a question and its answer took."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None


def _now() -> int:
    return int(time.time())


@dataclass
class ChatCompletionResponse(_BaseDataclass):
    """The answer of a chat model."""

    choices: list[ChatChoice]
    usage: TokenUsageStats | None = None
    id: str | None = None
    model: str | None = None
    object: str = "chat.completion"
    created: int = field(default_factory=_now)
    custom_outputs: dict[str, Any] | None = None


@dataclass
class ChatCompletionChunk(_BaseDataclass):
    """A piece of the answer of a chat model."""

    choices: list[ChatChunkChoice]
    usage: TokenUsageStats | None = None
    id: str | None = None
    model: str | None = None
    object: str = "chat.completion.chunk"
    created: int = field(default_factory=_now)
    custom_outputs: dict[str, Any] | None = None


CHAT_MODEL_INPUT_EXAMPLE = {
    "messages": [{"role": "user", "content": "Hello!"}],
    "temperature": 1.0,
    "max_tokens": 10,
    "stop": ["\n"],
    "n": 1,
    "stream": False,
}
