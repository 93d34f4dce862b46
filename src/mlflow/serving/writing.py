"""Predictions written to files, piece by piece."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TextIO, cast

import numpy as np
import pandas as pd

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue, MissingConfigException
from mlflow.serving.answers import encode_predictions, json_text, records
from mlflow.serving.files import Form, Written
from mlflow.serving.results import as_table
from mlflow.serving.standard_output import answers

#: Name of the predictions where they have none of their own; several columns get numbers.
PREDICTION = "prediction"


class Rows(Protocol):
    """A file of predictions that is being written."""

    def add(self, output: Any, count: int, kept: pd.DataFrame | None) -> None:
        """Write predictions.

        Args:
            output: What the model returned.
            count: How many rows it was asked.
            kept: Columns of these rows that are to stand before the predictions.
        """
        ...

    def close(self, whole: bool = True) -> None:
        """End the file.

        Args:
            whole: Whether all is written; where it is not, nothing is added that would make it look so.
        """
        ...


def rows_file(path: Path | None, written: Written | None) -> Rows:
    """A new file for predictions.

    Args:
        path: Where; None for standard output.
        written: Its form; an answer of the scoring server where None.

    Raises:
        MissingConfigException: Parquet is asked for and pyarrow is not installed.
    """
    form = written.form if written is not None else Form.JSON
    if form is Form.PARQUET and path is not None:
        return _Parquet(path)
    return _TEXTS[form](_Text(path, written is not None and written.squeezed))


def parquet(name: str) -> Any:
    """A part of :mod:`mlflow.serving.parquet`.

    Raises:
        MissingConfigException: pyarrow is not installed; the message says what to install.
    """
    try:
        return resolve(f"mlflow.serving.parquet:{name}")
    except ModuleNotFoundError as error:
        raise MissingConfigException(f"Files of Parquet need pyarrow. {error}") from error


def prediction_table(output: Any, count: int, kept: pd.DataFrame | None) -> pd.DataFrame:
    """Predictions as named columns, behind the columns of the input that are kept.

    Raises:
        InvalidParameterValue: There are not as many predictions as rows, or a name is there twice.
    """
    table = as_table(output, count)
    if not isinstance(output, pd.DataFrame) and all(not isinstance(name, str) for name in table.columns):
        one = table.shape[1] == 1
        table.columns = pd.Index([PREDICTION if one else f"{PREDICTION}_{place}" for place in range(table.shape[1])])
    table.columns = pd.Index([str(name) for name in table.columns])
    if kept is None:
        return table
    twice = [name for name in kept.columns if name in table.columns]
    if twice:
        raise InvalidParameterValue(f"The model's predictions have a column {twice[0]!r}, too: keep others.")
    return pd.concat([kept.reset_index(drop=True), table], axis=1)


class _Text:
    """A text that is written to a file or to standard output."""

    def __init__(self, path: Path | None, squeezed: bool) -> None:
        self._ours = path is not None
        if path is None:
            self.stream: TextIO = answers()
        elif squeezed:
            self.stream = cast("TextIO", gzip.open(path, "wt", encoding="utf-8", newline=""))  # noqa: SIM115
        else:
            self.stream = open(path, "w", encoding="utf-8", newline="")  # noqa: SIM115  # closed by end()

    def end(self, text: str) -> None:
        self.stream.write(text if self._ours or not text else f"{text}\n")
        if self._ours:
            self.stream.close()
        else:
            self.stream.flush()


class _Csv:
    def __init__(self, text: _Text) -> None:
        self._text = text
        self._names: list[str] | None = None

    def add(self, output: Any, count: int, kept: pd.DataFrame | None) -> None:
        table = prediction_table(output, count, kept)
        names = list(table.columns)
        if self._names is not None and names != self._names:
            raise InvalidParameterValue(f"The predictions have the columns {names}; those before had {self._names}.")
        flat = {
            name: pd.Series([_flat(cell) for cell in column], dtype=object)
            for name, column in table.items()
            if column.dtype == np.dtype("O")
        }
        table.assign(**flat).to_csv(self._text.stream, index=False, header=self._names is None)
        self._names = names

    def close(self, whole: bool = True) -> None:
        self._text.end("")


def _flat(cell: Any) -> Any:
    """A value as the text that a field of CSV can hold."""
    if isinstance(cell, bytes):
        return base64.b64encode(cell).decode("ascii")
    return json_text(cell).decode() if isinstance(cell, dict | list | tuple | np.ndarray) else cell


class _Lines:
    def __init__(self, text: _Text) -> None:
        self._text = text

    def add(self, output: Any, count: int, kept: pd.DataFrame | None) -> None:
        for record in records(prediction_table(output, count, kept)):
            self._text.stream.write(json_text(record).decode() + "\n")

    def close(self, whole: bool = True) -> None:
        self._text.end("")


class _Answer:
    """What the scoring server answers, of which the predictions are a list."""

    def __init__(self, text: _Text) -> None:
        self._text = text
        self._begun = False

    def add(self, output: Any, count: int, kept: pd.DataFrame | None) -> None:
        said = encode_predictions(output, wrapped=False) if kept is None else b""
        if not said.startswith(b"["):
            said = encode_predictions(prediction_table(output, count, kept), wrapped=False)
        else:
            as_table(output, count)
        self._text.stream.write((", " if self._begun else '{"predictions": [') + said.decode()[1:-1])
        self._begun = True

    def close(self, whole: bool = True) -> None:
        self._text.end("" if not whole else "]}" if self._begun else '{"predictions": []}')


_TEXTS: dict[Form, Callable[[_Text], Rows]] = {Form.CSV: _Csv, Form.LINES: _Lines, Form.JSON: _Answer}


class _Parquet:
    def __init__(self, path: Path) -> None:
        self._rows = parquet("ParquetRows")(path)

    def add(self, output: Any, count: int, kept: pd.DataFrame | None) -> None:
        self._rows.add(prediction_table(output, count, kept))

    def close(self, whole: bool = True) -> None:
        self._rows.close()
