"""Questions, answers and events of agents: what they take and refuse, as observed of MLflow 3.6, and their helpers."""

from __future__ import annotations

import warnings
from typing import Any

import pydantic
import pytest

from mlflow.types import agent, chat, responses
from mlflow.types import responses_helpers as parts

_USER = {"role": "user", "content": "x"}
_SAID = {"role": "assistant", "content": "x", "id": "1"}
_MESSAGE = {"type": "message", "id": "1", "role": "assistant", "content": [{"type": "output_text", "text": "x"}]}
_CALL = {"type": "function_call", "call_id": "c", "name": "n", "arguments": "{}"}
_CALLED = {"id": "1", "function": {"name": "f", "arguments": "{}"}}
_USAGE = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2, "input_tokens_details": {"cached_tokens": 0},
          "output_tokens_details": {"reasoning_tokens": 0}}  # fmt: skip

TAKEN: list[tuple[Any, dict[str, Any]]] = [
    (agent.ChatAgentMessage, {"role": "assistant", "tool_calls": [_CALLED]}),
    (agent.ChatAgentMessage, {"role": "assistant", "content": ""}),
    (agent.ChatAgentMessage, {"role": "tool", "content": "x", "name": "n", "tool_call_id": "c"}),
    (agent.ChatAgentChunk, {"delta": _SAID}),
    (agent.ChatAgentResponse, {"messages": []}),
    (agent.ChatAgentResponse, {"messages": [_SAID, {**_SAID, "id": "2"}], "usage": {"prompt_tokens": 1}}),
    (agent.ChatAgentRequest, {"messages": [_USER], "context": {"user_id": "u"}, "custom_inputs": {"a": 1}}),
    (chat.ChatMessage, {"role": "user"}),
    (chat.ChatMessage, {"role": "user", "content": [
        {"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "u"}},
        {"type": "input_audio", "input_audio": {"data": "d", "format": "wav"}}]}),
    (chat.ChatCompletionRequest, {"messages": [_USER], "tools": [{"type": "function", "function": {"name": "f"}}]}),
    (chat.ParamProperty, {"type": ["string", "null"], "enum": [1, "a", True, 1.5]}),
    (chat.ChatCompletionResponse, {"created": 1, "model": "m", "choices": [{"index": 0, "message": _USER}],
                                   "usage": {}}),
    (chat.ChatCompletionChunk, {"created": 1, "model": "m", "choices": [{"index": 0, "delta": {"content": "x"}}]}),
    (parts.Status, {"status": "completed"}),
    (parts.ToolChoice, {"tool_choice": {"name": "f"}}),
    (parts.Message, {"role": "developer", "content": [{"type": "input_text", "text": "x"},
                                                      {"type": "input_image", "image_url": "x"}]}),
    (parts.Content, {"type": "output_text", "text": "a", "more": 3}),
    (parts.Content, {"type": "refusal", "refusal": "x"}),
    (parts.Annotation, {"type": "url_citation", "title": "t", "url": "u"}),
    (parts.Annotation, {"type": "file_path", "file_id": "f", "index": 0}),
    (parts.OutputItem, {**_MESSAGE, "more": 1}),
    (parts.OutputItem, _CALL),
    (parts.OutputItem, {"type": "function_call_output", "call_id": "c", "output": "o"}),
    (parts.OutputItem, {"type": "reasoning", "id": "i", "summary": [{"text": "x"}]}),
    (parts.OutputItem, {"type": "web_search_call"}),
    (parts.Tool, {"type": "function", "name": "f", "parameters": {}}),
    (parts.Tool, {"type": "web_search"}),
    (responses.ResponsesAgentRequest, {"input": []}),
    (responses.ResponsesAgentRequest, {"input": [_USER, _CALL], "temperature": 5, "text": {"format": 1}}),
    (responses.ResponsesAgentResponse, {"output": [_MESSAGE], "usage": _USAGE, "custom_outputs": {"a": 1}}),
    (responses.ResponsesAgentStreamEvent, {"type": "response.output_item.done", "item": _MESSAGE}),
    (responses.ResponsesAgentStreamEvent, {"type": "response.output_text.delta", "delta": "x", "item_id": "1"}),
    (responses.ResponsesAgentStreamEvent, {"type": "error", "message": "x"}),
    (responses.ResponsesAgentStreamEvent, {"type": "response.completed", "response": {"output": [_MESSAGE]}}),
    (responses.ResponsesAgentStreamEvent, {"type": "of a later version", "a": 1}),
]  # fmt: skip


def _holds(made: Any, given: Any) -> bool:
    """Whether what was made says all that was given."""
    if isinstance(given, dict):
        return isinstance(made, dict) and all(_holds(made.get(key), value) for key, value in given.items())
    if isinstance(given, list):
        return len(made) == len(given) and all(map(_holds, made, given))
    return bool(made == given)


@pytest.mark.parametrize(("kind", "given"), TAKEN)
def test_what_is_taken(kind: Any, given: dict[str, Any]) -> None:
    made = kind(**given)
    assert _holds(made.model_dump(), given)
    assert kind.model_validate_json(made.model_dump_json()) == made


REFUSED: list[tuple[Any, dict[str, Any]]] = [
    (agent.ChatAgentMessage, {"role": "user"}),
    (agent.ChatAgentMessage, {"role": "tool", "content": "x", "name": "n"}),
    (agent.ChatAgentMessage, {"role": "tool", "content": "x", "tool_call_id": "c"}),
    (agent.ChatAgentMessage, {"role": "user", "content": "x", "attachments": {"a": 1}}),
    (agent.ChatAgentChunk, {"delta": _USER}),
    (agent.ChatAgentResponse, {"messages": [_USER]}),
    (agent.ChatAgentResponse, {"messages": [_SAID, _SAID]}),
    (chat.ChatMessage, {"role": "user", "content": [{"type": "other"}]}),
    (chat.ChatTool, {"type": "other"}),
    (chat.ParamType, {"type": "text"}),
    *[(chat.ChatCompletionRequest, {"messages": [_USER], **more})
      for more in ({"temperature": -1}, {"temperature": 2.1}, {"n": 0}, {"stop": []}, {"max_tokens": 0},
                   {"tools": []}, {"messages": []})],
    (parts.Status, {"status": "failed"}),
    (parts.Message, {"role": "tool", "content": "x"}),
    (parts.Message, {"role": "user", "content": [{"type": "input_audio"}]}),
    (parts.Message, {"role": "user", "content": "x", "status": "other"}),
    (parts.Content, {"type": "output_text"}),
    (parts.Content, {"type": "input_text", "text": "x"}),
    (parts.Content, {"type": "output_text", "text": "a", "annotations": [{"type": "other"}]}),
    (parts.Annotation, {"type": "url_citation", "file_id": "f", "index": 0}),
    (parts.OutputItem, {**_MESSAGE, "content": []}),
    (parts.OutputItem, {**_MESSAGE, "role": "user"}),
    (parts.OutputItem, {**_MESSAGE, "status": "other"}),
    (parts.OutputItem, {"type": "function_call", "call_id": "c", "name": "n"}),
    (parts.OutputItem, {"type": "reasoning"}),
    (parts.OutputItem, {"type": "other"}),
    (parts.Tool, {"type": "function", "name": "f"}),
    (responses.ResponsesAgentRequest, {"input": "x"}),
    (responses.ResponsesAgentRequest, {"input": [{"type": "other"}]}),
    (responses.ResponsesAgentResponse, {}),
    (responses.ResponsesAgentResponse, {"output": [], "usage": {"input_tokens": 1}}),
    (responses.ResponsesAgentStreamEvent, {"type": "response.output_item.done", "item": {"type": "other"}}),
    (responses.ResponsesAgentStreamEvent, {"type": "response.output_text.delta", "delta": "x"}),
    (responses.ResponsesAgentStreamEvent, {"type": "error"}),
    (responses.ResponsesAgentStreamEvent, {"type": "response.completed", "response": {}}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given"), REFUSED)
def test_what_is_refused(kind: Any, given: dict[str, Any]) -> None:
    with pytest.raises(pydantic.ValidationError):
        kind(**given)


@pytest.mark.parametrize(
    ("kind", "given"),
    [(parts.IncompleteDetails, {"reason": "new"}), (parts.ReasoningParams, {"effort": "new"}),
     (parts.ReasoningParams, {"generate_summary": "new"}), (parts.Truncation, {"truncation": "new"}),
     (parts.ToolChoice, {"tool_choice": "new"}), (parts.Response, {"output": [], "status": "new"}),
     (parts.Tool, {"type": "new"})],
)  # fmt: skip
def test_settings_of_later_versions_are_let_through_with_a_warning(kind: Any, given: dict[str, Any]) -> None:
    with pytest.warns(UserWarning, match="'new', which is none of"):
        assert _holds(kind(**given).model_dump(), given)


def test_the_text_of_an_answer() -> None:
    refused = {**_MESSAGE, "content": [{"type": "refusal", "refusal": "no"}]}
    assert responses.ResponsesAgentResponse(output=[_MESSAGE, _CALL, refused, _MESSAGE]).output_text == "xx"
    assert chat.Function(name="f", arguments="{}").to_tool_call("1").id == "1"
    assert chat.Function(name="f", arguments="{}").to_tool_call().id


def test_items_and_events_are_of_their_kinds() -> None:
    text = responses.create_text_output_item("t", "i", [{"type": "url_citation", "title": "t", "url": "u"}])
    items = [text, responses.create_text_output_item("t", "i"), responses.create_reasoning_item("i", "t"),
             responses.create_function_call_item("i", "c", "n", "{}"),
             responses.create_function_call_output_item("c", "o")]  # fmt: skip
    assert [parts.OutputItem(**each).model_dump() for each in items] == items
    delta = responses.create_text_delta("d", "i")
    added = responses.create_annotation_added("i", text["content"][0]["annotations"][0])
    for event in (delta, added):
        assert _holds(responses.ResponsesAgentStreamEvent(**event).model_dump(), event)
    assert added["annotation_index"] == 0


def test_a_conversation_becomes_one_of_chat_completions() -> None:
    given: list[Any] = [
        _USER, parts.Message(role="user", content="y"), parts.OutputItem(**_CALL),
        {"type": "function_call_output", "call_id": "c", "output": "o"},
        {"type": "reasoning", "id": "i", "summary": [{"type": "summary_text", "text": "t"}]},
        {**_MESSAGE, "content": [*_MESSAGE["content"], {"type": "refusal", "refusal": "no"}]},
        {"role": "user", "content": [{"type": "input_text", "text": "a"}], "name": "n", "more": 1},
        {"type": "web_search_call"},
    ]  # fmt: skip
    assert responses.to_chat_completions_input(given) == [
        _USER,
        {"role": "user", "content": "y"},
        {"role": "assistant", "content": "tool call",
         "tool_calls": [{"id": "c", "type": "function", "function": {"name": "n", "arguments": "{}"}}]},
        {"role": "tool", "content": "o", "tool_call_id": "c"},
        {"role": "assistant", "content": '[{"type": "summary_text", "text": "t"}]'},
        {"role": "assistant", "content": "x"},
        {"role": "assistant", "content": "no"},
        {"role": "user", "content": [{"type": "input_text", "text": "a"}], "name": "n"},
    ]  # fmt: skip


def _chunk(**delta: Any) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "choices": [{"index": 0, "delta": delta}]}


def test_pieces_of_chat_completions_become_events() -> None:
    call: dict[str, Any] = {"index": 0, "id": "c1", "function": {"name": "n", "arguments": ""}}
    other = {"index": 1, "id": "c2", "function": {"name": "m", "arguments": "{}"}}
    chunks = [_chunk(role="assistant", content="a"), {"choices": []},
              _chunk(content=[{"type": "text", "text": "b"}]),
              _chunk(content=None, tool_calls=[call]),
              _chunk(tool_calls=[{"index": 0, "function": {"arguments": "{}"}}]),
              _chunk(tool_calls=[other])]  # fmt: skip
    whole: list[dict[str, Any]] = []
    events = list(responses.output_to_responses_items_stream(iter(chunks), whole))
    assert [event.type for event in events] == 2 * ["response.output_text.delta"] + 3 * ["response.output_item.done"]
    assert whole == [
        responses.create_text_output_item("ab", "chatcmpl-1"),
        responses.create_function_call_item("chatcmpl-1", "c1", "n", "{}"),
        responses.create_function_call_item("chatcmpl-1", "c2", "m", "{}"),
    ]
    assert responses.responses_agent_output_reducer(list(events)) == {"object": "response", "output": whole}
    assert responses.responses_agent_output_reducer([{"type": "error", "message": "x"}])["output"] == []
    assert list(responses.output_to_responses_items_stream(iter([]))) == []


def test_examples_can_be_asked() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        agent.ChatAgentRequest.model_validate(agent.CHAT_AGENT_INPUT_EXAMPLE)
        responses.ResponsesAgentRequest.model_validate(responses.RESPONSES_AGENT_INPUT_EXAMPLE)
