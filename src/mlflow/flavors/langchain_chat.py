"""Answers of LangChain as plain values, and in the form of OpenAI's chat API."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from langchain_core.documents import Document
from langchain_core.messages import BaseMessage


def is_chat(row: Any) -> bool:
    """Whether a row of input is ``{"messages": [{"role": …, "content": …}, …]}``."""
    messages = row.get("messages") if isinstance(row, Mapping) else None
    return (
        isinstance(messages, list)
        and bool(messages)
        and all(isinstance(each, Mapping) and "role" in each for each in messages)
    )


def plain(value: Any) -> Any:
    """An answer in which messages and documents have become dictionaries."""
    if isinstance(value, BaseMessage | Document):
        return value.model_dump()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def chat_completion(answer: Any) -> Any:
    """A message or text as a ``chat.completion``; another answer as plain values."""
    if not isinstance(answer, str | BaseMessage):
        return plain(answer)
    used = (getattr(answer, "usage_metadata", None) or {}) if not isinstance(answer, str) else {}
    usage = {
        "prompt_tokens": used.get("input_tokens"),
        "completion_tokens": used.get("output_tokens"),
        "total_tokens": used.get("total_tokens"),
    }
    choice = {"index": 0, "message": {"role": "assistant", "content": _text(answer)}, "finish_reason": _reason(answer)}
    return {**_head(answer, "chat.completion"), "choices": [choice], "usage": usage}


def chat_chunk(piece: Any) -> Any:
    """A piece of an answer as a ``chat.completion.chunk``; one of another kind as plain values."""
    if not isinstance(piece, str | BaseMessage):
        return plain(piece)
    delta = {"role": "assistant", "content": _text(piece)}
    choice = {"index": 0, "finish_reason": _reason(piece), "delta": delta}
    return {**_head(piece, "chat.completion.chunk"), "choices": [choice]}


def _head(answer: Any, kind: str) -> dict[str, Any]:
    about = getattr(answer, "response_metadata", None) or {}
    return {
        "id": getattr(answer, "id", None),
        "object": kind,
        "created": int(time.time()),
        "model": str(about.get("model_name") or ""),
    }


def _text(answer: Any) -> Any:
    return answer if isinstance(answer, str) else answer.content


def _reason(answer: Any) -> Any:
    return (getattr(answer, "response_metadata", None) or {}).get("finish_reason")
