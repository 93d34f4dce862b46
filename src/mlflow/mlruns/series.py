"""Files of metrics: a point a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from mlflow.entities import Metric
from mlflow.exceptions import InvalidParameterValue
from mlflow.mlruns.files import keyed_files, opened

#: Bytes that are read at once, at most and at least, and that a line may have.
_BLOCK: Final = 2 << 20
_LEAST: Final = 4096
_LONGEST: Final = 1 << 20


def read_run_series(folder: Path) -> Iterator[tuple[str, list[Metric]]]:
    """Key and points of each metric of a run, in order of logging; of a long one in several pieces.

    A line is ``timestamp value step``, then name and digest of a dataset where there is one. The oldest files have no
    step. A name may hold spaces.
    """
    for key, path in keyed_files(folder):
        for lines in _pieces(path):
            points = []
            for number, fields in lines:
                try:
                    step = int(fields[2]) if len(fields) > 2 else 0
                    name, digest = _dataset(fields[3:])
                    points.append(Metric(key, float(fields[1]), int(fields[0]), step, None, name, digest))
                except (ValueError, IndexError):
                    raise _malformed(path, number) from None
            yield key, points


def read_model_series(folder: Path, model_id: str) -> Iterator[Metric]:
    """Points that were measured on a logged model: ``timestamp value step run_id``, then the dataset, if one."""
    for key, path in keyed_files(folder):
        for number, fields in chain.from_iterable(_pieces(path)):
            try:
                name, digest = _dataset(fields[4:])
                yield Metric(key, float(fields[1]), int(fields[0]), int(fields[2]), model_id, name, digest, fields[3])
            except (ValueError, IndexError):
                raise _malformed(path, number) from None


def _pieces(path: Path) -> Iterator[list[tuple[int, list[str]]]]:
    """Numbers and fields of the lines of a file, some megabytes at once."""
    number, rest = 1, b""
    with opened(path) as (file, size):
        while True:
            block = file.read(max(_LEAST, min(_BLOCK, size)))
            size -= len(block)
            whole, end, rest = (rest + block).rpartition(b"\n") if block else (rest, b"", b"")
            if len(rest) > _LONGEST:
                raise _malformed(path, number)
            try:
                lines = (whole + end).decode().split("\n")
            except UnicodeDecodeError:
                raise InvalidParameterValue(f"{path.parent.name}/{path.name} is no text in UTF-8") from None
            found = [(number + at, line.split(" ")) for at, line in enumerate(lines) if line and not line.isspace()]
            if found:
                yield found
            number += len(lines) - 1
            if not block:
                return


def _dataset(fields: list[str]) -> tuple[str | None, str | None]:
    """Name and digest in the last fields of a line."""
    if not fields:
        return None, None
    if len(fields) == 1:
        raise ValueError
    return " ".join(fields[:-1]), fields[-1].strip()


def _malformed(path: Path, number: int) -> InvalidParameterValue:
    return InvalidParameterValue(f"line {number} of {path.parent.name}/{path.name} is no point of a metric")
