"""Pipelines as python_functions: what is asked of each kind, and its answers as tables, texts and numbers."""

from __future__ import annotations

import io
import json
import re
import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.inputs import Inputs
from mlflow.models.signatures import ModelSignature
from mlflow.types.datatypes import DataType
from mlflow.types.schema import ColSpec, Schema, TensorSpec

_LABELS = ("label", "score")
PROMPT = "{prompt}"


@dataclass(frozen=True)
class Kind:
    """A kind of pipelines.

    Args:
        signature: What it takes and gives.
        asked: A row of input as the pipeline takes it.
        said: The pipeline's answers, one a row, as a python_function gives them.
        prompted: Whether a prompt template makes sense.
    """

    signature: ModelSignature
    asked: Callable[[Any], Any]
    said: Callable[[list[Any]], Any]
    prompted: bool = False


def _schema(**columns: DataType) -> Schema:
    return Schema([ColSpec(kind, name) for name, kind in columns.items()])


_TEXT = Schema([ColSpec(DataType.string)])
_BYTES = Schema([ColSpec(DataType.binary)])
_LABELLED = _schema(label=DataType.string, score=DataType.double)


# What is asked


def _text(row: Any) -> str:
    if isinstance(row, Mapping):
        row = next((value for value in row.values() if isinstance(value, str)), None)
    if not isinstance(row, str):
        raise InvalidParameterValue(f"The pipeline takes text; the input has a {type(row).__name__}.")
    return row


def _question(row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping) or not {"question", "context"} <= row.keys():
        raise InvalidParameterValue("The pipeline takes dictionaries, or columns, of 'question' and 'context'.")
    return {"question": row["question"], "context": row["context"]}


def _classes(row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping) or not {"sequences", "candidate_labels"} <= row.keys():
        raise InvalidParameterValue(
            "The pipeline takes dictionaries, or columns, of 'sequences' and 'candidate_labels'."
        )
    labels = _listed(row["candidate_labels"])
    labels = [word.strip() for word in labels.split(",")] if isinstance(labels, str) else labels
    return {**row, "sequences": _listed(row["sequences"]), "candidate_labels": labels}


def _gathered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one label each that a list of labels became when a dictionary was made a table, as one row again."""
    kept: list[dict[str, Any]] = []
    for row in rows:
        rest = {key: value for key, value in row.items() if key != "candidate_labels"}
        labels = row["candidate_labels"]
        if kept and len(labels) == 1 and rest == {k: v for k, v in kept[-1].items() if k != "candidate_labels"}:
            kept[-1]["candidate_labels"] = [*kept[-1]["candidate_labels"], *labels]
        else:
            kept.append(row)
    return kept


def _listed(value: Any) -> Any:
    """A list, also one that a table of texts holds as JSON."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value.tolist() if isinstance(value, np.ndarray) else value


def _image(row: Any) -> Any:
    """An image as its library's object, as text (a path, an address, base64) or as the bytes of a file."""
    if isinstance(row, Mapping) and len(row) == 1:
        row = next(iter(row.values()))
    if isinstance(row, bytes | bytearray):
        return resolve("PIL.Image:open")(io.BytesIO(row))
    return row


def _sound(row: Any) -> Any:
    """Sound as samples, a path, or the bytes of a file; plain WAV needs no program to be decoded."""
    if isinstance(row, Mapping) and len(row) == 1:
        row = next(iter(row.values()))
    if isinstance(row, list):
        return np.asarray(row, dtype=np.float32)
    if isinstance(row, bytes | bytearray) and row[:4] == b"RIFF":
        try:
            with wave.open(io.BytesIO(row)) as file:
                if file.getsampwidth() == 2:
                    samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float32) / 32768
                    mono = samples.reshape(-1, file.getnchannels()).mean(axis=1)
                    return {"raw": mono, "sampling_rate": file.getframerate()}
        except wave.Error:
            pass  # compressed, or of floats
    return row


# What is said


def _table(answers: list[Any]) -> pd.DataFrame:
    """Label and score of each row; a column for each of the best where several were asked for."""
    best = [answer[0] if isinstance(answer, list) and len(answer) == 1 else answer for answer in answers]
    return pd.DataFrame(best, columns=list(_LABELS) if all(isinstance(each, Mapping) for each in best) else None)


def _scores(answers: list[Any]) -> pd.DataFrame:
    rows = [each for answer in answers for each in (answer if isinstance(answer, list) else [answer])]
    return pd.DataFrame(
        [
            {"sequence": row["sequence"], "labels": label, "scores": score}
            for row in rows
            for label, score in zip(row["labels"], row["scores"], strict=True)
        ]
    )


def _masks(answers: list[Any]) -> list[Any]:
    """The likeliest word of each row; of each mask where a row has several."""
    several = [answer if isinstance(answer[0], list) else [answer] for answer in answers]
    return [words[0] if len(words) == 1 else words for words in ([mask[0]["token_str"] for mask in s] for s in several)]


def _entities(answers: list[Any]) -> list[str]:
    return [",".join(each.get("entity_group") or each["entity"] for each in answer) for answer in answers]


def _features(answers: list[Any]) -> Any:
    arrays = [np.asarray(answer)[0] for answer in answers]
    if len(arrays) == 1:
        return arrays[0]
    return np.stack(arrays) if len({array.shape for array in arrays}) == 1 else arrays


def _under(key: str) -> Callable[[list[Any]], list[Any]]:
    def values(answers: list[Any]) -> list[Any]:
        told = [[each[key] for each in answer] if isinstance(answer, list) else [answer[key]] for answer in answers]
        return [texts[0] if len(texts) == 1 else texts for texts in told]

    return values


_GENERATED = Kind(ModelSignature(_TEXT, _TEXT), _text, _under("generated_text"), prompted=True)
KINDS: dict[str, Kind] = {
    "TextClassificationPipeline": Kind(ModelSignature(_TEXT, _LABELLED), _text, _table),
    "ImageClassificationPipeline": Kind(ModelSignature(_TEXT, _LABELLED), _image, _table),
    "AudioClassificationPipeline": Kind(ModelSignature(_BYTES, _LABELLED), _sound, _table),
    "FillMaskPipeline": Kind(ModelSignature(_TEXT, _TEXT), _text, _masks, prompted=True),
    "TokenClassificationPipeline": Kind(ModelSignature(_TEXT, _TEXT), _text, _entities),
    "FeatureExtractionPipeline": Kind(
        ModelSignature(_TEXT, Schema([TensorSpec(np.dtype("float64"), (-1,), "double")])), _text, _features, True
    ),
    "TextGenerationPipeline": _GENERATED,
    "Text2TextGenerationPipeline": _GENERATED,
    "SummarizationPipeline": Kind(ModelSignature(_TEXT, _TEXT), _text, _under("summary_text"), prompted=True),
    "TranslationPipeline": Kind(ModelSignature(_TEXT, _TEXT), _text, _under("translation_text")),
    "QuestionAnsweringPipeline": Kind(
        ModelSignature(_schema(question=DataType.string, context=DataType.string), _TEXT), _question, _under("answer")
    ),
    "ZeroShotClassificationPipeline": Kind(
        ModelSignature(
            _schema(sequences=DataType.string, candidate_labels=DataType.string, hypothesis_template=DataType.string),
            _schema(sequence=DataType.string, labels=DataType.string, scores=DataType.double),
        ),
        _classes,
        _scores,
    ),
    "AutomaticSpeechRecognitionPipeline": Kind(ModelSignature(_BYTES, _TEXT), _sound, _under("text")),
}


class Answering:
    """A pipeline as a python_function.

    Args:
        pipeline: The pipeline.
        settings: What it is called with, beside what its caller says.
        template: A prompt with ``{prompt}`` in it, into which each text is put.
    """

    def __init__(self, pipeline: Any, settings: Mapping[str, Any] | None = None, template: str | None = None) -> None:
        self._pipeline = pipeline
        self._kind = KINDS[type(pipeline).__name__]
        self._settings = dict(settings or {})
        self._template = template

    def get_raw_model(self) -> Any:
        return self._pipeline

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        rows = [self._kind.asked(row) for row in _rows(data)]
        if self._template is not None:
            rows = [self._template.replace(PROMPT, row) for row in rows]
        settings = {**self._settings, **(params or {})}
        collapse = settings.pop("collapse_whitespace", False)
        if not settings.pop("include_prompt", True):
            settings["return_full_text"] = False
        answers = self._kind.said(self._called(rows, settings))
        return _collapsed(answers) if collapse else answers

    def _called(self, rows: list[Any], settings: dict[str, Any]) -> list[Any]:
        if not rows:
            return []
        if self._kind.asked is _classes:
            rows = _gathered(rows)
            return [self._pipeline(**{"hypothesis_template": "This example is {}.", **row}, **settings) for row in rows]
        try:
            if self._kind.asked is _question:
                return [self._pipeline(**row, **settings) for row in rows]
            answers = self._pipeline(rows, **settings)
        except (TypeError, ValueError) as error:
            raise InvalidParameterValue(f"The pipeline cannot answer: {error}") from error
        # Several masks of a single row come as a list of lists, which is one answer.
        return [answers] if len(rows) == 1 and len(answers) != 1 else list(answers)


def _rows(data: Any) -> list[Any]:
    if isinstance(data, np.ndarray) and data.dtype.kind in "fiu" and data.ndim == 1:
        return [data.astype(np.float32)]  # samples of one sound
    if isinstance(data, Mapping) and len(data) == 1:
        (value,) = data.values()
        if isinstance(value, list | np.ndarray):
            return Inputs.of(value).rows
    return Inputs.of(data).rows


def _collapsed(answers: Any) -> Any:
    if not isinstance(answers, list):
        return answers
    return [re.sub(r"\s+", " ", each).strip() if isinstance(each, str) else each for each in answers]


def check_template(template: str | None, task: str, kind: Kind | None) -> None:
    """Refuse a prompt template that cannot be filled, or a pipeline that takes none.

    Raises:
        InvalidParameterValue: It is such.
    """
    if template is None:
        return
    if kind is None or not kind.prompted:
        raise InvalidParameterValue(f"Pipelines for {task!r} take no prompt template.")
    if not isinstance(template, str) or template.count(PROMPT) != 1:
        raise InvalidParameterValue(f"A prompt template is text with one {PROMPT} in it, not {template!r}.")
