"""Rows of files, read in pieces as a signature declares them, so that memory does not grow with the file."""

from __future__ import annotations

import gzip
import io
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import msgspec
import pandas as pd

from mlflow.artifacts.progress import advance
from mlflow.exceptions import BadRequest, InvalidParameterValue
from mlflow.serving.files import Form, Written
from mlflow.serving.requests import DATA_KEYS, Format, RequestReader, read_json
from mlflow.serving.tables import TableReader, named
from mlflow.serving.tensors import TensorReader
from mlflow.serving.writing import parquet
from mlflow.types.schema import Schema

#: Bytes of rows that one piece is to have, and the rows of the first, from which the others' number is reckoned.
PIECE = 8 << 20
_FIRST = 1000
_MOST = 100_000


class Piece(NamedTuple):
    """Some rows of a file.

    Attributes:
        first: Number of its first row in the file, whose rows are numbered from 1.
        given: The rows as the file has them: a frame, or a list of records.
        read: Makes such rows what the model takes.
        typed: Makes columns of the file what the model declares, others stay as they are.
    """

    first: int
    given: Any
    read: Callable[[Any], Any]
    typed: Callable[[pd.DataFrame], pd.DataFrame]

    def part(self, start: int, stop: int) -> Any:
        """Rows from ``start`` on, before ``stop``."""
        return self.given[start:stop] if isinstance(self.given, list) else self.given.iloc[start:stop]

    def columns(self, names: list[str] | None) -> pd.DataFrame:
        """Columns of the file.

        Args:
            names: Which; all where None.

        Raises:
            InvalidParameterValue: One is not there.
        """
        frame = pd.DataFrame(self.given, dtype=object) if isinstance(self.given, list) else self.given
        if names is None:
            return self.typed(frame)
        missing = [name for name in names if name not in frame.columns]
        if missing:
            raise InvalidParameterValue(f"There is no column {missing[0]!r} to keep; there are {list(frame.columns)}.")
        return self.typed(frame[names])


def pieces(path: Path, schema: Schema | None, written: Written) -> Iterator[Piece]:
    """Read a file of rows.

    Args:
        path: The file.
        schema: The inputs that the model declares, or None.
        written: How it is written.

    Raises:
        BadRequest: The file cannot be read; the message says where.
    """
    tables, tensors = TableReader(schema), TensorReader(schema)
    read: Callable[[Any], Any] = tensors.frame
    if written.form is Form.PARQUET:
        found = parquet("frames")(path)
    elif written.form is Form.CSV:
        found = _csv(path, written.squeezed, tables)
        read = lambda frame: tensors.frame(tables.typed(frame))  # noqa: E731  # a function of two others
    elif written.form is Form.LINES or _has_lines(path, written.squeezed):
        found = _lines(path, written.squeezed)
        read = lambda rows: tensors.frame(tables.records(rows))  # noqa: E731
    else:
        found = _whole(path, written.squeezed, schema)
        read = lambda rows: tensors.frame(tables.records(rows)) if isinstance(rows, list) else rows  # noqa: E731
    first = 1
    for rows in found:
        if len(rows):
            yield Piece(first, rows, read, tables.typed if written.form is Form.CSV else _as_given)
            first += len(rows)


def _as_given(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


class _Told(io.RawIOBase):
    """A file that tells the progress of its reading."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "rb", buffering=0)  # noqa: SIM115  # closed by close()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._file.readinto(buffer) or 0
        advance(count)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _open(path: Path, squeezed: bool) -> BinaryIO:
    told = io.BufferedReader(_Told(path), 1 << 20)
    return cast("BinaryIO", gzip.GzipFile(fileobj=told, mode="rb") if squeezed else told)


def _csv(path: Path, squeezed: bool, reader: TableReader) -> Iterator[pd.DataFrame]:
    with _open(path, squeezed) as file:
        try:
            texts = reader.texts(_names(path, squeezed))
            with pd.read_csv(file, dtype=texts or None, iterator=True) as parts:
                count = _FIRST
                while True:
                    try:
                        frame = parts.get_chunk(count)
                    except StopIteration:
                        return
                    yield named(frame)
                    count = _count(int(frame.memory_usage(deep=True).sum()), len(frame))
        except pd.errors.EmptyDataError:
            return
        except (ValueError, UnicodeDecodeError, EOFError, OSError) as error:
            raise BadRequest(f"The CSV text cannot be read: {error}.") from error


def _names(path: Path, squeezed: bool) -> list[str]:
    return [str(name) for name in pd.read_csv(path, nrows=0, compression="gzip" if squeezed else None).columns]


def _count(size: int, rows: int) -> int:
    """How many rows the next piece is to have."""
    return max(1, min(_MOST, PIECE * rows // max(size, 1)))


def _has_lines(path: Path, squeezed: bool) -> bool:
    """Whether a JSON file is one of lines, as Spark calls them: an object a line, which is no request."""
    with _open(path, squeezed) as file:
        line = file.readline(PIECE).strip()
    try:
        value = json.loads(line)
    except ValueError:
        return False
    return isinstance(value, dict) and not value.keys() & {*DATA_KEYS, "columns"}


def _lines(path: Path, squeezed: bool) -> Iterator[list[dict[str, Any]]]:
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    with _open(path, squeezed) as file:
        numbered = ((number, line) for number, line in enumerate(file, 1) if not line.isspace())
        while True:
            rows, size = list[dict[str, Any]](), 0
            for number, line in itertools.islice(numbered, _MOST):
                try:
                    rows.append(decode(line))
                except (msgspec.DecodeError, UnicodeDecodeError):
                    rows.append(_said(line, number))
                size += len(line)
                if size >= PIECE // 4:  # what is decoded takes a few times the room of its text
                    break
            if not rows:
                return
            yield rows


def _said(line: bytes, number: int) -> dict[str, Any]:
    """A line that msgspec refuses: Python's ``NaN`` and ``Infinity`` are taken too."""
    try:
        value = json.loads(line)
    except ValueError as error:
        raise BadRequest(f"Line {number} is not valid JSON: {error}.") from None
    if not isinstance(value, dict):
        raise BadRequest(f"Line {number} must be an object.")
    return value


def _whole(path: Path, squeezed: bool, schema: Schema | None) -> Iterator[Any]:
    """A JSON text that is one value: a list of records, or a request; it is read whole."""
    with _open(path, squeezed) as file:
        text = file.read()
    value = read_json(text)
    if not (isinstance(value, list) and all(isinstance(row, dict) for row in value)):
        data = RequestReader(schema).read(text, Format.JSON).data
        value = data if isinstance(data, pd.DataFrame) else pd.DataFrame(data)
    for start in range(0, len(value), _MOST):
        yield value[start : start + _MOST]
