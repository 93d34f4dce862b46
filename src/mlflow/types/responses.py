"""Questions, answers and events of agents that speak OpenAI's Responses API, and how they are made and read."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, model_validator
from typing_extensions import Self

from mlflow.types.agent import ChatContext
from mlflow.types.chat_schemas import RESPONSES_AGENT_INPUT_SCHEMA, RESPONSES_AGENT_OUTPUT_SCHEMA
from mlflow.types.responses_helpers import (
    BaseRequestPayload,
    Message,
    OutputItem,
    Response,
    ResponseCompletedEvent,
    ResponseErrorEvent,
    ResponseOutputItemDoneEvent,
    ResponseTextAnnotationDeltaEvent,
    ResponseTextDeltaEvent,
    check_kind,
)

__all__ = [
    "RESPONSES_AGENT_INPUT_EXAMPLE", "RESPONSES_AGENT_INPUT_SCHEMA", "RESPONSES_AGENT_OUTPUT_SCHEMA",
    "ResponsesAgentRequest", "ResponsesAgentResponse", "ResponsesAgentStreamEvent", "create_annotation_added",
    "create_function_call_item", "create_function_call_output_item", "create_reasoning_item", "create_text_delta",
    "create_text_output_item", "output_to_responses_items_stream", "responses_agent_output_reducer",
    "responses_to_cc", "to_chat_completions_input",
]  # fmt: skip

RESPONSES_AGENT_INPUT_EXAMPLE = {"input": [{"role": "user", "content": "Hello!"}]}
_ITEM_DONE = "response.output_item.done"
_KINDS: dict[str, type[BaseModel]] = {
    str(each.model_fields["type"].default): each
    for each in (
        ResponseCompletedEvent,
        ResponseErrorEvent,
        ResponseOutputItemDoneEvent,
        ResponseTextAnnotationDeltaEvent,
        ResponseTextDeltaEvent,
    )
}


class ResponsesAgentRequest(BaseRequestPayload):
    """A question: the conversation so far, and what else the agent wants to know."""

    input: list[Message | OutputItem]
    custom_inputs: dict[str, Any] | None = None
    context: ChatContext | None = None


class ResponsesAgentResponse(Response):
    """An answer."""

    custom_outputs: dict[str, Any] | None = None


class ResponsesAgentStreamEvent(BaseModel):
    """An event of an answer that comes in pieces; one of a kind that is known is checked as that kind."""

    model_config = ConfigDict(extra="allow")
    type: str
    custom_outputs: dict[str, Any] | None = None

    @model_validator(mode="after")
    def check_type(self) -> Self:
        """The event is what its type says."""
        if self.type in _KINDS:
            check_kind(self, _KINDS)
        return self


def create_text_delta(delta: str, item_id: str) -> dict[str, Any]:
    """The event that brings a piece of a text.

    Args:
        delta: The piece.
        item_id: The message it is of.
    """
    return {"type": "response.output_text.delta", "item_id": item_id, "delta": delta}


def create_annotation_added(
    item_id: str, annotation: dict[str, Any], annotation_index: int | None = 0
) -> dict[str, Any]:
    """The event that brings an annotation of a text.

    Args:
        item_id: The message it is of.
        annotation: The annotation.
        annotation_index: Its number among those of the message.
    """
    return {
        "type": "response.output_text.annotation.added",
        "item_id": item_id,
        "annotation_index": annotation_index,
        "annotation": annotation,
    }


def create_text_output_item(text: str, id: str, annotations: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The message that is a text.

    Args:
        text: The text.
        id: The message's id.
        annotations: What the text refers to.
    """
    content: dict[str, Any] = {"text": text, "type": "output_text"}
    if annotations is not None:
        content["annotations"] = annotations
    return {"id": id, "content": [content], "role": "assistant", "type": "message"}


def create_reasoning_item(id: str, reasoning_text: str) -> dict[str, Any]:
    """The item that is a thought.

    Args:
        id: Its id.
        reasoning_text: The thought.
    """
    return {"type": "reasoning", "summary": [{"type": "summary_text", "text": reasoning_text}], "id": id}


def create_function_call_item(id: str, call_id: str, name: str, arguments: str) -> dict[str, Any]:
    """The item that asks to have a function called.

    Args:
        id: Its id.
        call_id: The call's id, which what comes of it names.
        name: The function.
        arguments: Its arguments, as the text of a JSON object.
    """
    return {"type": "function_call", "id": id, "call_id": call_id, "name": name, "arguments": arguments}


def create_function_call_output_item(call_id: str, output: str) -> dict[str, Any]:
    """The item that says what came of a call.

    Args:
        call_id: The call's id.
        output: What came of it.
    """
    return {"type": "function_call_output", "call_id": call_id, "output": output}


def responses_to_cc(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages of OpenAI's chat completions that an item of the Responses API stands for.

    Args:
        message: The item; of one that chat completions have no message for, nothing comes.
    """
    kind = message.get("type")
    if kind == "function_call":
        function = {"arguments": message["arguments"], "name": message["name"]}
        call = {"id": message["call_id"], "type": "function", "function": function}
        return [{"role": "assistant", "content": "tool call", "tool_calls": [call]}]
    if kind == "function_call_output":
        return [{"role": "tool", "content": message["output"], "tool_call_id": message["call_id"]}]
    if kind == "reasoning":
        return [{"role": "assistant", "content": json.dumps(message["summary"])}]
    if kind == "message" and isinstance(message.get("content"), list):
        said = [part.get("text", part.get("refusal")) for part in message["content"]]
        if None not in said:
            return [{"role": message.get("role", "assistant"), "content": text} for text in said]
    if "role" not in message:
        return []
    kept = ("role", "content", "name", "tool_calls", "tool_call_id")
    return [{key: value for key, value in message.items() if key in kept}]


def to_chat_completions_input(
    responses_input: list[dict[str, Any] | Message | OutputItem],
) -> list[dict[str, Any]]:
    """The conversation of a question as messages of OpenAI's chat completions.

    Args:
        responses_input: Items of the Responses API, as dictionaries or as objects.
    """
    plain = [
        item.model_dump(exclude_none=True) if isinstance(item, BaseModel) else dict(item) for item in responses_input
    ]
    return [message for item in plain for message in responses_to_cc(item)]


class _Calls:
    """Calls of functions, put together from the pieces they come in."""

    def __init__(self) -> None:
        self._by_index: dict[int, dict[str, Any]] = {}

    def add(self, piece: dict[str, Any]) -> None:
        function = piece.get("function") or {}
        call = self._by_index.setdefault(piece.get("index") or 0, {"call_id": "", "name": "", "arguments": ""})
        call["call_id"] = piece.get("id") or call["call_id"]
        call["name"] = function.get("name") or call["name"]
        call["arguments"] += function.get("arguments") or ""

    def items(self, id: str) -> list[dict[str, Any]]:
        return [create_function_call_item(id, **self._by_index[index]) for index in sorted(self._by_index)]


def _texts(content: Any) -> list[str]:
    """The texts in the content of a piece of a message; an empty one is a piece too."""
    if isinstance(content, str):
        return [content]
    return [part["text"] for part in content or [] if part.get("type") == "text"]


def output_to_responses_items_stream(
    chunks: Iterator[dict[str, Any]], aggregator: list[dict[str, Any]] | None = None
) -> Generator[ResponsesAgentStreamEvent, None, None]:
    """Events of the Responses API for an answer of OpenAI's chat completions that comes in pieces.

    Args:
        chunks: The pieces, as dictionaries.
        aggregator: A list that the items are added to when they are whole.
    """
    id, text, calls = "", "", _Calls()
    for chunk in chunks:
        choices = chunk.get("choices")
        if not choices:
            continue
        id = id or chunk.get("id") or str(uuid4())
        delta = choices[0].get("delta") or {}
        for piece in _texts(delta.get("content")):
            text += piece
            yield ResponsesAgentStreamEvent(**create_text_delta(piece, id))
        for call in delta.get("tool_calls") or ():
            calls.add(call)
    items = [create_text_output_item(text, id)] if text else []
    for item in items + calls.items(id):
        if aggregator is not None:
            aggregator.append(item)
        yield ResponsesAgentStreamEvent.model_validate({"type": _ITEM_DONE, "item": item})


def responses_agent_output_reducer(chunks: list[ResponsesAgentStreamEvent | dict[str, Any]]) -> dict[str, Any]:
    """The answer that events amount to: the items that became whole, in their order.

    Args:
        chunks: The events, as objects or as dictionaries.
    """
    plain = [each.model_dump(exclude_none=True) if isinstance(each, BaseModel) else each for each in chunks]
    return {"object": "response", "output": [each["item"] for each in plain if each.get("type") == _ITEM_DONE]}
