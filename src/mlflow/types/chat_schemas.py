"""Schemas of models that speak as OpenAI's API does: chats, completions, embeddings."""

from __future__ import annotations

from typing import Final

from mlflow.types.datatypes import ALLOWED_DTYPES, AnyType, Array, DataType, Map, Object, Property
from mlflow.types.schema import ColSpec, Schema

_TEXT, _NUMBER, _WHOLE, _FLAG = DataType.string, DataType.double, DataType.long, DataType.boolean


def _object(must: dict[str, ALLOWED_DTYPES], may: dict[str, ALLOWED_DTYPES] | None = None) -> Object:
    """An object with fields that must be there and fields that may."""
    return Object([Property(n, k) for n, k in must.items()] + [Property(n, k, False) for n, k in (may or {}).items()])


def _schema(must: dict[str, ALLOWED_DTYPES], may: dict[str, ALLOWED_DTYPES] | None = None) -> Schema:
    return Schema([ColSpec(k, n) for n, k in must.items()] + [ColSpec(k, n, False) for n, k in (may or {}).items()])


_CALL = _object({"id": _TEXT, "type": _TEXT, "function": _object({"name": _TEXT, "arguments": _TEXT})})
_MESSAGE = _object(
    {"role": _TEXT},
    {"content": _TEXT, "name": _TEXT, "refusal": _TEXT, "tool_calls": Array(_CALL), "tool_call_id": _TEXT},
)
_PROPERTY = _object({"type": _TEXT}, {"description": _TEXT, "enum": Array(_TEXT), "items": _object({"type": _TEXT})})
_PARAMETERS = _object(
    {"properties": Map(_PROPERTY)}, {"type": _TEXT, "required": Array(_TEXT), "additionalProperties": _FLAG}
)
_FUNCTION = _object({"name": _TEXT, "parameters": _PARAMETERS}, {"description": _TEXT, "strict": _FLAG})
_TOOL = Object([Property("type", _TEXT), Property("function", _FUNCTION, required=False)])
_USAGE = _object({"prompt_tokens": _WHOLE, "completion_tokens": _WHOLE, "total_tokens": _WHOLE})
_HEAD: Final[dict[str, ALLOWED_DTYPES]] = {"id": _TEXT, "object": _TEXT, "created": _WHOLE, "model": _TEXT}
_CUSTOM = Map(AnyType())

CHAT_MODEL_INPUT_SCHEMA = _schema(
    {"messages": Array(_MESSAGE)},
    {
        "temperature": _NUMBER, "max_tokens": _WHOLE, "stop": Array(_TEXT), "n": _WHOLE, "stream": _FLAG,
        "top_p": _NUMBER, "top_k": _WHOLE, "frequency_penalty": _NUMBER, "presence_penalty": _NUMBER,
        "tools": Array(_TOOL), "custom_inputs": _CUSTOM,
    },
)  # fmt: skip
_CHOICE = _object({"index": _WHOLE, "message": _MESSAGE, "finish_reason": _TEXT})
CHAT_MODEL_OUTPUT_SCHEMA = _schema({**_HEAD, "choices": Array(_CHOICE)}, {"usage": _USAGE, "custom_outputs": _CUSTOM})

COMPLETIONS_MODEL_INPUT_SCHEMA = _schema(
    {"prompt": _TEXT},
    {"temperature": _NUMBER, "max_tokens": _WHOLE, "stop": Array(_TEXT), "n": _WHOLE, "stream": _FLAG},
)
COMPLETIONS_MODEL_OUTPUT_SCHEMA = _schema(
    {**_HEAD, "choices": Array(_object({"index": _WHOLE, "text": _TEXT, "finish_reason": _TEXT})), "usage": _USAGE}
)

EMBEDDING_MODEL_INPUT_SCHEMA = _schema({"input": _TEXT})
EMBEDDING_MODEL_OUTPUT_SCHEMA = _schema(
    {
        "object": _TEXT,
        "data": Array(_object({"index": _WHOLE, "object": _TEXT, "embedding": Array(_NUMBER)})),
        "usage": _object({"prompt_tokens": _WHOLE, "total_tokens": _WHOLE}),
    }
)

_ATTACHED = _object(
    {"role": _TEXT},
    {"attachments": Map(_TEXT), "content": _TEXT, "id": _TEXT, "name": _TEXT, "tool_call_id": _TEXT,
     "tool_calls": Array(_CALL)},
)  # fmt: skip
_CONTEXT = _object({}, {"conversation_id": _TEXT, "user_id": _TEXT})
CHAT_AGENT_INPUT_SCHEMA = _schema(
    {"messages": Array(_ATTACHED)}, {"context": _CONTEXT, "custom_inputs": _CUSTOM, "stream": _FLAG}
)
CHAT_AGENT_OUTPUT_SCHEMA = _schema(
    {"messages": Array(_ATTACHED)}, {"finish_reason": _TEXT, "custom_outputs": _CUSTOM, "usage": _USAGE}
)

_ANY = AnyType()
_TYPED = Array(_object({"type": _TEXT}))
_ANSWERED: Final[dict[str, ALLOWED_DTYPES]] = {
    "max_output_tokens": _WHOLE, "metadata": Map(_TEXT), "parallel_tool_calls": _FLAG,
    "reasoning": _object({}, {"effort": _TEXT, "generate_summary": _TEXT}), "temperature": _NUMBER, "text": _ANY,
    "tool_choice": _ANY, "tools": _TYPED, "top_p": _NUMBER, "truncation": _TEXT, "user": _TEXT,
}  # fmt: skip
_ASKED: Final[dict[str, ALLOWED_DTYPES]] = {
    "context": _CONTEXT, "custom_inputs": _CUSTOM, "input": Array(_ANY), "store": _FLAG, "stream": _FLAG, **_ANSWERED,
}  # fmt: skip
RESPONSES_AGENT_INPUT_SCHEMA = Schema([ColSpec(kind, name, name == "input") for name, kind in sorted(_ASKED.items())])
RESPONSES_AGENT_OUTPUT_SCHEMA = Schema(
    [
        ColSpec(
            _object(
                {"object": _TEXT, "output": _TYPED},
                {
                    **_ANSWERED,
                    "created_at": _NUMBER,
                    "custom_outputs": _CUSTOM,
                    "error": _object({"message": _TEXT}, {"code": _TEXT}),
                    "id": _TEXT,
                    "incomplete_details": _object({}, {"reason": _TEXT}),
                    "instructions": _TEXT,
                    "model": _TEXT,
                    "previous_response_id": _TEXT,
                    "status": _TEXT,
                    "usage": _object(
                        {
                            "input_tokens": _WHOLE,
                            "input_tokens_details": _object({"cached_tokens": _WHOLE}),
                            "output_tokens": _WHOLE,
                            "output_tokens_details": _object({"reasoning_tokens": _WHOLE}),
                            "total_tokens": _WHOLE,
                        }
                    ),
                },
            )
        )
    ]
)
