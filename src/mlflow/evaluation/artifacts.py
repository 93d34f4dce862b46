"""Artifacts of an evaluation: tables, pictures, texts, each with its content and where it is kept."""

from __future__ import annotations

import io
import json
import pickle
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue
from mlflow.models import pickles
from mlflow.tracking.artifacts import download_artifacts


class EvaluationArtifact(ABC):
    """One artifact.

    Args:
        uri: Where it is kept.
        content: What it is; fetched from there when asked for, if not given.
    """

    #: How its file's name ends.
    suffix: str = ""

    def __init__(self, uri: str, content: Any = None) -> None:
        self._uri = uri
        self._content = content

    @property
    def uri(self) -> str:
        """Where it is kept."""
        return self._uri

    @property
    def content(self) -> Any:
        """What it is."""
        if self._content is None:
            self._content = self.read(Path(download_artifacts(self._uri)))
        return self._content

    @abstractmethod
    def read(self, file: Path) -> Any:
        """The content of a file."""

    @abstractmethod
    def write(self, file: Path) -> None:
        """Write the content to a file."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(uri={self._uri!r})"


class ImageEvaluationArtifact(EvaluationArtifact):
    """A picture; its content is a ``PIL.Image`` or a matplotlib figure."""

    suffix = ".png"

    def read(self, file: Path) -> Any:
        return resolve("PIL.Image:open")(io.BytesIO(file.read_bytes()))

    def write(self, file: Path) -> None:
        if hasattr(self.content, "savefig"):
            self.content.savefig(file)
        else:
            self.content.save(file)


class CsvEvaluationArtifact(EvaluationArtifact):
    """A DataFrame kept as CSV."""

    suffix = ".csv"

    def read(self, file: Path) -> pd.DataFrame:
        return pd.read_csv(file)

    def write(self, file: Path) -> None:
        self.content.to_csv(file, index=False)


class ParquetEvaluationArtifact(EvaluationArtifact):
    """A DataFrame kept as Parquet."""

    suffix = ".parquet"

    def read(self, file: Path) -> pd.DataFrame:
        return pd.read_parquet(file)

    def write(self, file: Path) -> None:
        self.content.to_parquet(file)


class NumpyEvaluationArtifact(EvaluationArtifact):
    """An array."""

    suffix = ".npy"

    def read(self, file: Path) -> Any:
        return np.load(file, allow_pickle=False)

    def write(self, file: Path) -> None:
        np.save(file, self.content, allow_pickle=False)


class JsonEvaluationArtifact(EvaluationArtifact):
    """What JSON can hold."""

    suffix = ".json"

    def read(self, file: Path) -> Any:
        return json.loads(file.read_text(encoding="utf-8"))

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(self.content), encoding="utf-8")


class TextEvaluationArtifact(EvaluationArtifact):
    """A text."""

    suffix = ".txt"

    def read(self, file: Path) -> str:
        return file.read_text(encoding="utf-8")

    def write(self, file: Path) -> None:
        file.write_text(self.content, encoding="utf-8")


class PickleEvaluationArtifact(EvaluationArtifact):
    """Any object; reading it runs code, so only artifacts of one's own should be read."""

    suffix = ".pickle"

    def read(self, file: Path) -> Any:
        return pickles.load(file)

    def write(self, file: Path) -> None:
        file.write_bytes(pickle.dumps(self.content))


KINDS: dict[str, type[EvaluationArtifact]] = {
    each.__name__: each
    for each in (
        ImageEvaluationArtifact,
        CsvEvaluationArtifact,
        ParquetEvaluationArtifact,
        NumpyEvaluationArtifact,
        JsonEvaluationArtifact,
        TextEvaluationArtifact,
        PickleEvaluationArtifact,
    )
}
_BY_ENDING: dict[str, type[EvaluationArtifact]] = {
    ".png": ImageEvaluationArtifact,
    ".jpg": ImageEvaluationArtifact,
    ".jpeg": ImageEvaluationArtifact,
    ".csv": CsvEvaluationArtifact,
    ".parquet": ParquetEvaluationArtifact,
    ".npy": NumpyEvaluationArtifact,
    ".json": JsonEvaluationArtifact,
    ".txt": TextEvaluationArtifact,
    ".pickle": PickleEvaluationArtifact,
    ".pkl": PickleEvaluationArtifact,
}


def kind_of(name: str, value: Any) -> tuple[type[EvaluationArtifact], Any]:
    """Which kind of artifact a value makes, and its content.

    Args:
        name: The artifact's name, for messages.
        value: A DataFrame, array, figure, picture, dictionary, list, JSON text, path of a file, or any object that
            can be pickled.

    Raises:
        InvalidParameterValue: A text is neither JSON nor the path of a file of a kind that is known.
    """
    if isinstance(value, pd.DataFrame):
        return CsvEvaluationArtifact, value
    if isinstance(value, np.ndarray):
        return NumpyEvaluationArtifact, value
    if hasattr(value, "savefig") or type(value).__module__.startswith("PIL."):
        return ImageEvaluationArtifact, value
    if isinstance(value, str | Path):
        return _of_text(name, str(value))
    if isinstance(value, dict | list | tuple | int | float | bool):
        try:
            json.dumps(value)
        except (TypeError, ValueError):
            return PickleEvaluationArtifact, value
        return JsonEvaluationArtifact, value
    return PickleEvaluationArtifact, value


def _of_text(name: str, text: str) -> tuple[type[EvaluationArtifact], Any]:
    path = Path(text)
    try:
        is_file = path.is_file()
    except (OSError, ValueError):
        is_file = False
    if is_file:
        kind = _BY_ENDING.get(path.suffix.lower())
        if kind is None:
            raise InvalidParameterValue(
                f"The artifact {name!r} is the file {path.name!r}; it must end in {list(_BY_ENDING)}."
            )
        return kind, kind("").read(path)
    try:
        return JsonEvaluationArtifact, json.loads(text)
    except ValueError:
        raise InvalidParameterValue(
            f"The artifact {name!r} is a text that is neither JSON nor an existing file."
        ) from None
