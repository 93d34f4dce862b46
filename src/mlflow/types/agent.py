"""Questions and answers of chat agents, which may send several messages and call tools, as models of pydantic."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from typing_extensions import Self

from mlflow.types.chat import ChatUsage, ToolCall
from mlflow.types.chat_schemas import CHAT_AGENT_INPUT_SCHEMA, CHAT_AGENT_OUTPUT_SCHEMA

__all__ = [
    "CHAT_AGENT_INPUT_EXAMPLE", "CHAT_AGENT_INPUT_SCHEMA", "CHAT_AGENT_OUTPUT_SCHEMA", "ChatAgentChunk",
    "ChatAgentMessage", "ChatAgentRequest", "ChatAgentResponse", "ChatContext",
]  # fmt: skip


class ChatAgentMessage(BaseModel):
    """A message of a conversation; one with the role ``tool`` says what came of a call."""

    role: str
    content: str | None = None
    name: str | None = None
    id: str | None = None
    tool_calls: list[ToolCall] | None = None
    tool_call_id: str | None = None
    attachments: dict[str, str] | None = None

    @model_validator(mode="after")
    def check_content_and_tool_calls(self) -> Self:
        """A message says something or calls something."""
        if self.content is None and self.tool_calls is None:
            raise ValueError("A message has content or tool_calls; this one has neither.")
        return self

    @model_validator(mode="after")
    def check_tool_messages(self) -> Self:
        """What a tool says names the tool and its call."""
        if self.role == "tool" and (self.name is None or self.tool_call_id is None):
            raise ValueError("A message of a tool has a name and a tool_call_id.")
        return self


class ChatContext(BaseModel):
    """Which conversation a question belongs to, and whose it is."""

    conversation_id: str | None = None
    user_id: str | None = None


class ChatAgentRequest(BaseModel):
    """A question: the conversation so far, and what else the agent wants to know."""

    messages: list[ChatAgentMessage]
    context: ChatContext | None = None
    custom_inputs: dict[str, Any] | None = None
    stream: bool | None = False


class ChatAgentResponse(BaseModel):
    """An answer, of several messages if need be; each has an id of its own."""

    model_config = ConfigDict(validate_assignment=True)

    messages: list[ChatAgentMessage]
    finish_reason: str | None = None
    custom_outputs: dict[str, Any] | None = None
    usage: ChatUsage | None = None

    @model_validator(mode="after")
    def check_message_ids(self) -> Self:
        """Every message has an id, no two the same."""
        ids = [message.id for message in self.messages]
        if None in ids or len(set(ids)) < len(ids):
            raise ValueError(f"Each message of an answer has an id of its own; these have {ids}.")
        return self


class ChatAgentChunk(BaseModel):
    """A piece of an answer; pieces of one message have the same id."""

    model_config = ConfigDict(validate_assignment=True)

    delta: ChatAgentMessage
    finish_reason: str | None = None
    custom_outputs: dict[str, Any] | None = None
    usage: ChatUsage | None = None

    @model_validator(mode="after")
    def check_message_id(self) -> Self:
        """The message of a piece has an id."""
        if self.delta.id is None:
            raise ValueError("The message of a piece has an id, that of the message it is a piece of.")
        return self


CHAT_AGENT_INPUT_EXAMPLE = {"messages": [{"role": "user", "content": "Hello!"}]}
