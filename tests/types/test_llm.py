"""The dataclasses of chats: what they take, what they refuse, and their way from and to plain values."""

from __future__ import annotations

from typing import Any

import pytest

from mlflow.types.llm import (
    CHAT_MODEL_INPUT_EXAMPLE,
    ChatChoice,
    ChatChoiceDelta,
    ChatChunkChoice,
    ChatCompletionChunk,
    ChatCompletionRequest,
    ChatCompletionResponse,
    ChatMessage,
    ChatParams,
    FunctionToolCallArguments,
    FunctionToolDefinition,
    ParamProperty,
    ParamType,
    TokenLogProb,
    TokenUsageStats,
    ToolCall,
    ToolDefinition,
    ToolParamsSchema,
)

_CALL = {"function": {"name": "f", "arguments": "{}"}, "id": "1"}
_ASKED = {"role": "user", "content": "x"}
#: What MLflow 3.6 takes, as plain values it gives back: what says nothing is left out.
TAKEN: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
    (ChatMessage, _ASKED, _ASKED),
    (ChatMessage, {"role": "anyone", "content": ""}, {"role": "anyone", "content": ""}),
    (ChatMessage, {"role": "assistant", "refusal": "no"}, {"role": "assistant", "refusal": "no"}),
    (ChatMessage, {"role": "assistant", "tool_calls": [_CALL]},
     {"role": "assistant", "tool_calls": [{**_CALL, "type": "function"}]}),
    (ChatMessage, {"role": "assistant", "refusal": "r", "tool_calls": [_CALL]},
     {"role": "assistant", "refusal": "r", "tool_calls": [{**_CALL, "type": "function"}]}),
    (ChatParams, {}, {"temperature": 1.0, "n": 1, "stream": False}),
    (ChatParams, {"temperature": 0, "custom_inputs": {"a": None}},
     {"temperature": 0.0, "n": 1, "stream": False, "custom_inputs": {"a": None}}),
    (ChatParams, {"tools": [{"function": {"name": "f"}}]},
     {"temperature": 1.0, "n": 1, "stream": False,
      "tools": [{"function": {"name": "f", "strict": False}, "type": "function"}]}),
    (ChatCompletionRequest, {}, {"temperature": 1.0, "n": 1, "stream": False, "messages": []}),
    (ChatCompletionRequest, {"messages": [{**_ASKED, "more": 1}]},
     {"temperature": 1.0, "n": 1, "stream": False, "messages": [_ASKED]}),
    (ChatChoice, {"message": _ASKED}, {"message": _ASKED, "index": 0, "finish_reason": "stop"}),
    (ChatChoice, {"message": _ASKED, "logprobs": {"content": [{"token": "a", "logprob": -1, "top_logprobs": []}]}},
     {"message": _ASKED, "index": 0, "finish_reason": "stop",
      "logprobs": {"content": [{"token": "a", "logprob": -1.0, "top_logprobs": []}]}}),
    (ChatCompletionResponse, {"choices": [], "created": 1, "usage": {"prompt_tokens": 1}},
     {"choices": [], "created": 1, "usage": {"prompt_tokens": 1}, "object": "chat.completion"}),
    (ChatChoiceDelta, {}, {"role": "assistant"}),
    (ChatCompletionChunk, {"choices": [{"delta": {"content": "x"}}], "created": 1},
     {"choices": [{"delta": {"role": "assistant", "content": "x"}, "index": 0}], "created": 1,
      "object": "chat.completion.chunk"}),
    (ParamProperty, {"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "string"}}),
    (ToolParamsSchema, {"properties": {"a": {"type": "string"}}, "required": ["b"]},
     {"properties": {"a": {"type": "string"}}, "type": "object", "required": ["b"]}),
    (TokenUsageStats, {}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "plain"), TAKEN)
def test_what_is_taken(kind: Any, given: dict[str, Any], plain: dict[str, Any]) -> None:
    made = kind(**given)
    assert made.to_dict() == plain
    assert kind.from_dict({**plain, "of a later version": 1}) == made


REFUSED: list[tuple[Any, dict[str, Any], str]] = [
    (ChatMessage, {"role": "user"}, "none of them"),
    (ChatMessage, {"role": "user", "tool_calls": []}, "none of them"),
    (ChatMessage, {"role": "user", "content": "x", "refusal": "y"}, "not both"),
    (ChatMessage, {"role": 1, "content": "x"}, r"ChatMessage\.role must be a str, not 1"),
    (ChatMessage, {"role": "user", "content": 1}, r"ChatMessage\.content"),
    (ChatMessage, {"role": "user", "content": "x", "tool_calls": "x"}, "a list of a ToolCall"),
    (ChatMessage, {"role": "user", "content": "x", "tool_calls": [3]}, r"tool_calls\[0\]"),
    (ChatChoiceDelta, {"content": "x", "refusal": "y"}, "not both"),
    (ToolCall, {"function": None}, r"ToolCall\.function"),
    (ToolCall, {"function": _CALL["function"], "id": None}, r"ToolCall\.id"),
    (FunctionToolCallArguments, {"name": "f", "arguments": {}}, "arguments"),
    (ChatParams, {"temperature": "1"}, "temperature"),
    (ChatParams, {"temperature": None}, "temperature"),
    (ChatParams, {"max_tokens": 1.0}, "max_tokens"),
    (ChatParams, {"stream": 1}, "stream"),
    (ChatParams, {"stop": "x"}, "a list of a str"),
    (ChatParams, {"custom_inputs": {1: 1}}, "keys are texts"),
    (ChatCompletionRequest, {"messages": [{"content": "x"}]}, r"messages\[0\] is no ChatMessage"),
    (ChatChoice, {"message": "x"}, "message"),
    (ChatChoice, {"message": _ASKED, "finish_reason": None}, "finish_reason"),
    (ChatChunkChoice, {"delta": "x"}, "delta"),
    (ChatCompletionResponse, {"choices": {}}, "choices"),
    (ChatCompletionResponse, {"choices": [], "created": "1"}, "created"),
    (ParamType, {"type": "text"}, "one of string, number"),
    (ParamProperty, {"type": "string", "enum": [1]}, "enum"),
    (ToolParamsSchema, {"properties": [], "type": "object"}, "properties"),
    (ToolParamsSchema, {"properties": {}, "type": "array"}, "one of object"),
    (ToolDefinition, {"function": {"name": "f"}, "type": "other"}, "one of function"),
    (FunctionToolDefinition, {"name": "f", "strict": None}, "strict"),
    (TokenLogProb, {"token": "a", "logprob": "x", "top_logprobs": []}, "logprob"),
]


@pytest.mark.parametrize(("kind", "given", "why"), REFUSED)
def test_what_is_refused(kind: Any, given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        kind(**given)


def test_tools_and_their_calls() -> None:
    call = FunctionToolCallArguments("f", "{}").to_tool_call()
    assert call.id != FunctionToolCallArguments("f", "{}").to_tool_call().id and call.type == "function"
    assert FunctionToolCallArguments("f", "{}").to_tool_call("1").to_dict() == {**_CALL, "type": "function"}
    assert FunctionToolDefinition("f").to_tool_definition() == ToolDefinition(FunctionToolDefinition("f"))


def test_names_of_parameters_and_the_example() -> None:
    assert ChatCompletionRequest.keys() - ChatParams.keys() == {"messages"} and "top_k" in ChatParams.keys()  # noqa: SIM118
    assert ChatCompletionRequest.from_dict(CHAT_MODEL_INPUT_EXAMPLE).to_dict() == CHAT_MODEL_INPUT_EXAMPLE
    assert ChatCompletionResponse([]).created > 1_700_000_000
    assert ChatChoiceDelta(role=None, content="x").to_dict() == {"content": "x"}
