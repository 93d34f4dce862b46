"""Pipelines that speak as OpenAI's API does: ``llm/v1/chat``, ``llm/v1/completions``, ``llm/v1/embeddings``."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from typing import Any

import pandas as pd
import torch

from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.inputs import Inputs
from mlflow.models.signatures import ModelSignature
from mlflow.types.chat_schemas import (
    CHAT_MODEL_INPUT_SCHEMA,
    CHAT_MODEL_OUTPUT_SCHEMA,
    COMPLETIONS_MODEL_INPUT_SCHEMA,
    COMPLETIONS_MODEL_OUTPUT_SCHEMA,
    EMBEDDING_MODEL_INPUT_SCHEMA,
    EMBEDDING_MODEL_OUTPUT_SCHEMA,
)

CHAT, COMPLETIONS, EMBEDDINGS = "llm/v1/chat", "llm/v1/completions", "llm/v1/embeddings"
#: Task → the pipeline it needs.
TASKS = {CHAT: "text-generation", COMPLETIONS: "text-generation", EMBEDDINGS: "feature-extraction"}
_SIGNATURES = {
    CHAT: ModelSignature(CHAT_MODEL_INPUT_SCHEMA, CHAT_MODEL_OUTPUT_SCHEMA),
    COMPLETIONS: ModelSignature(COMPLETIONS_MODEL_INPUT_SCHEMA, COMPLETIONS_MODEL_OUTPUT_SCHEMA),
    EMBEDDINGS: ModelSignature(EMBEDDING_MODEL_INPUT_SCHEMA, EMBEDDING_MODEL_OUTPUT_SCHEMA),
}
#: What the API calls a setting → what the library does.
_RENAMED = {"max_tokens": "max_new_tokens", "n": "num_return_sequences"}
_TAKEN = ("temperature", "top_p", "top_k", *_RENAMED)
_BATCH = 32


def infer_signature_from_llm_inference_task(
    inference_task: str, signature: ModelSignature | None = None
) -> ModelSignature:
    """The signature of a task; the given one where there is one."""
    if inference_task not in _SIGNATURES:
        raise InvalidParameterValue(f"The task must be one of {list(TASKS)}, not {inference_task!r}.")
    return signature if signature is not None else _SIGNATURES[inference_task]


def convert_messages_to_prompt(messages: list[dict[str, Any]], tokenizer: Any) -> str:
    """The text that a chat's template makes of its messages, ending where the assistant is to speak.

    Raises:
        InvalidParameterValue: The messages are none, or the tokenizer has no chat template.
    """
    if not messages or not all(isinstance(each, Mapping) and "role" in each for each in messages):
        raise InvalidParameterValue("A chat takes messages: a list of dictionaries with 'role' and 'content'.")
    try:
        plain = [{key: value for key, value in each.items() if value is not None} for each in messages]
        return str(tokenizer.apply_chat_template(plain, tokenize=False, add_generation_prompt=True))
    except ValueError as error:
        raise InvalidParameterValue(f"The tokenizer cannot make a prompt of messages: {error}") from error


class Speaking:
    """A text-generation pipeline that answers chats or completions, a dictionary a row.

    Args:
        pipeline: The pipeline.
        task: ``llm/v1/chat`` or ``llm/v1/completions``.
        settings: What it is called with, beside what a request says.
        name: The model's name in answers.
    """

    def __init__(self, pipeline: Any, task: str, settings: Mapping[str, Any], name: str) -> None:
        self._pipeline = pipeline
        self._task = task
        self._settings = dict(settings)
        self._name = name

    def get_raw_model(self) -> Any:
        return self._pipeline

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        return [self._answer(row, params or {}) for row in Inputs.of(data).rows]

    def _answer(self, row: Any, params: Mapping[str, Any]) -> dict[str, Any]:
        if isinstance(row, str) and self._task == COMPLETIONS:
            row = {"prompt": row}
        if not isinstance(row, Mapping):
            raise InvalidParameterValue(f"A request of {self._task!r} is a dictionary, not {row!r}.")
        row = {key: value for key, value in row.items() if not _missing(value)}
        tokenizer = self._pipeline.tokenizer
        if self._task == CHAT:
            prompt = convert_messages_to_prompt(row.get("messages") or [], tokenizer)
        else:
            prompt = row.get("prompt")
            if not isinstance(prompt, str):
                raise InvalidParameterValue("A completion takes a 'prompt' of text.")
        settings = {**self._settings, **params, **_settings(row)}
        told = len(tokenizer(prompt)["input_ids"])
        made = self._pipeline(prompt, return_tensors=True, **settings)
        new = [each["generated_token_ids"][told:] for each in made]
        choices = [self._choice(at, ids, row.get("stop") or (), settings) for at, ids in enumerate(new)]
        used = sum(map(len, new))
        return {
            "id": str(uuid.uuid4()),
            "object": "chat.completion" if self._task == CHAT else "text_completion",
            "created": int(time.time()),
            "model": self._name,
            "usage": {"prompt_tokens": told, "completion_tokens": used, "total_tokens": told + used},
            "choices": choices,
        }

    def _choice(self, at: int, ids: Any, stop: Any, settings: Mapping[str, Any]) -> dict[str, Any]:
        text = self._pipeline.tokenizer.decode(ids, skip_special_tokens=True)
        limit = settings.get("max_new_tokens")
        reason = "length" if limit is not None and len(ids) >= limit else "stop"
        ends = [place for word in ([stop] if isinstance(stop, str) else stop) if (place := text.find(word)) >= 0]
        if ends:
            text, reason = text[: min(ends)], "stop"
        said = {"message": {"role": "assistant", "content": text}} if self._task == CHAT else {"text": text}
        return {"index": at, "finish_reason": reason, **said}


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)


def _settings(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a request says of how to generate, in the library's words."""
    said = {_RENAMED.get(name, name): row[name] for name in _TAKEN if name in row}
    if "temperature" in said:
        said["do_sample"] = said["temperature"] > 0
        if not said["do_sample"]:
            del said["temperature"]
    if int(said.get("num_return_sequences", 1)) > 1:
        said.setdefault("do_sample", True)
    return said


class Embedding:
    """A feature-extraction pipeline that answers as an API of embeddings: what stands at each text's first token.

    Args:
        pipeline: The pipeline.
    """

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def get_raw_model(self) -> Any:
        return self._pipeline

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> dict[str, Any]:
        texts: list[Any] = []
        for row in Inputs.of(data).rows:
            given = row.get("input") if isinstance(row, Mapping) else row
            texts += given if isinstance(given, list) else [given]
        if not all(isinstance(text, str) for text in texts):
            raise InvalidParameterValue("An embedding takes text, or {'input': text or a list of texts}.")
        vectors, used = [], 0
        for at in range(0, len(texts), _BATCH):
            more, tokens = self._embedded(texts[at : at + _BATCH])
            vectors += more
            used += tokens
        return {
            "object": "list",
            "data": [{"object": "embedding", "index": at, "embedding": vector} for at, vector in enumerate(vectors)],
            "usage": {"prompt_tokens": used, "total_tokens": used},
        }

    def _embedded(self, texts: list[str]) -> tuple[list[Any], int]:
        model = self._pipeline.model
        read = self._pipeline.tokenizer(texts, padding=True, truncation=True, return_tensors="pt").to(model.device)
        with torch.no_grad():
            states = model(**read).last_hidden_state.float()
        return states[:, 0].cpu().tolist(), int(read["attention_mask"].sum())
