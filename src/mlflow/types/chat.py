"""Messages, questions and answers of OpenAI's chat completions, as models of pydantic."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import BaseModel, Field

AllowedType = Literal["string", "number", "integer", "object", "array", "boolean", "null"]


class TextContentPart(BaseModel):
    """A text within a message."""

    type: Literal["text"]
    text: str


class ImageUrl(BaseModel):
    """Where an image is, or the image itself as a data URL."""

    url: str
    detail: Literal["auto", "low", "high"] | None = None


class ImageContentPart(BaseModel):
    """An image within a message."""

    type: Literal["image_url"]
    image_url: ImageUrl


class InputAudio(BaseModel):
    """Sound, as base64."""

    data: str
    format: Literal["wav", "mp3"]


class AudioContentPart(BaseModel):
    """Sound within a message."""

    type: Literal["input_audio"]
    input_audio: InputAudio


ContentPartsList = list[Annotated[TextContentPart | ImageContentPart | AudioContentPart, Field(discriminator="type")],]
ContentType = Annotated[str | ContentPartsList, Field(union_mode="left_to_right")]


class Function(BaseModel):
    """What a tool is called with."""

    name: str | None = None
    arguments: str | None = None

    def to_tool_call(self, id: str | None = None) -> ToolCall:
        """The call of the tool, with an id of its own if none is given."""
        return ToolCall(id=str(uuid4()) if id is None else id, function=self)


class ToolCall(BaseModel):
    """A call of a tool that a model asks for."""

    id: str
    type: str = "function"
    function: Function


class ChatMessage(BaseModel):
    """A message of a conversation."""

    role: str
    content: ContentType | None = None
    tool_calls: list[ToolCall] | None = None
    refusal: str | None = None
    tool_call_id: str | None = None


class ParamType(BaseModel):
    """The type of a tool's parameter, or several that it may have."""

    type: AllowedType | list[AllowedType] | None = None


class ParamProperty(ParamType):
    """A parameter of a tool."""

    description: str | None = None
    enum: list[str | int | float | bool] | None = None
    items: ParamType | None = None


class FunctionParams(BaseModel):
    """The parameters of a tool, as JSON Schema describes an object."""

    properties: dict[str, ParamProperty]
    type: Literal["object"] = "object"
    required: list[str] | None = None
    additionalProperties: bool | None = None


class FunctionToolDefinition(BaseModel):
    """A function that a model may ask to have called."""

    name: str
    description: str | None = None
    parameters: FunctionParams | None = None
    strict: bool | None = None


class ChatTool(BaseModel):
    """A tool that a model may ask for."""

    type: Literal["function"]
    function: FunctionToolDefinition | None = None


class BaseRequestPayload(BaseModel):
    """How a model is to answer."""

    temperature: float = Field(0.0, ge=0, le=2)
    n: int = Field(1, ge=1)
    stop: Annotated[list[str], Field(min_length=1)] | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    stream: bool | None = None
    stream_options: dict[str, Any] | None = None
    model: str | None = None


class ChatCompletionRequest(BaseRequestPayload):
    """A question: the conversation so far, and how to answer."""

    messages: list[ChatMessage] = Field(..., min_length=1)
    tools: Annotated[list[ChatTool], Field(min_length=1)] | None = None


class ChatChoice(BaseModel):
    """One of the messages a model answers with."""

    index: int
    message: ChatMessage
    finish_reason: str | None = None


class ChatUsage(BaseModel):
    """How many tokens a question and its answer took."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None


class ChatCompletionResponse(BaseModel):
    """An answer."""

    id: str | None = None
    object: str = "chat.completion"
    created: int
    model: str
    choices: list[ChatChoice]
    usage: ChatUsage


class ToolCallDelta(BaseModel):
    """A piece of a tool's call."""

    index: int
    id: str | None = None
    type: str | None = None
    function: Function


class ChatChoiceDelta(BaseModel):
    """A piece of a message."""

    role: str | None = None
    content: str | None = None
    tool_calls: list[ToolCallDelta] | None = None


class ChatChunkChoice(BaseModel):
    """A piece of one of the messages a model answers with."""

    index: int
    finish_reason: str | None = None
    delta: ChatChoiceDelta


class ChatCompletionChunk(BaseModel):
    """A piece of an answer."""

    id: str | None = None
    object: str = "chat.completion.chunk"
    created: int
    model: str
    choices: list[ChatChunkChoice]
