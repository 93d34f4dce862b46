"""Requests made into DataFrames, compiled once per signature."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import BadRequest
from mlflow.serving.columns import column
from mlflow.types.schema import ColSpec, DataType, Schema

#: Cells of a table made of records, beyond which they must fill one in ten of it: a few bytes could ask for terabytes.
_MOST_CELLS = 10_000_000
_SPARSEST = 10
#: Columns of a CSV text that the model does not declare; each costs pandas a fraction of a millisecond.
_MOST_COLUMNS = 10_000

#: What separates fields and records of a CSV text; quotes count at the beginning of a field only.
_CSV_MARK = re.compile(rb'(?:\A|(?<=[,\n\r]))"[^"]*(?:""[^"]*)*"|[,\n\r]')


def _is_wider(text: bytes, most: int) -> bool:
    """Whether the names or the first row of a CSV text are more than that; pandas refuses later rows that are wider."""
    began = commas = records = 0
    for mark in _CSV_MARK.finditer(text):
        if mark[0] == b",":
            commas += 1
            if commas >= most:
                return True
        elif mark[0] in b"\n\r":
            records += bool(text[began : mark.start()].strip())
            began, commas = mark.end(), 0
            if records == 2:
                return False
    return False


class TableReader:
    """Reads rows of JSON and CSV as the columns of a signature.

    Args:
        schema: The model's columns; None, or a schema of tensors, leaves all types to pandas.
    """

    def __init__(self, schema: Schema | None) -> None:
        named = schema is not None and not schema.is_tensor_spec() and schema.has_input_names()
        self._specs: dict[Any, ColSpec] = {spec.name: spec for spec in schema.inputs} if named and schema else {}
        self._names = list(self._specs)
        #: What JSON and CSV, whose names are texts, call columns that are named by numbers.
        self._meant = {str(name): name for name in self._names if not isinstance(name, str)}
        self._places = _numbered(schema) if schema is not None and not named else []
        self._all_double = bool(self._specs) and all(
            isinstance(spec.type, DataType) and spec.type is DataType.double for spec in self._specs.values()
        )
        self._index = pd.Index(self._names)

    def split(self, body: Any) -> pd.DataFrame:
        """The frame of ``{"columns": [...], "data": [[...]], "index": [...]}``.

        Raises:
            BadRequest: It is no such object, or rows and columns do not fit together.
        """
        if not isinstance(body, Mapping):
            raise BadRequest(f'A split table is an object with "columns" and "data", not {_kind(body)}.')
        rows, names = body.get("data"), body.get("columns")
        if not isinstance(rows, list):
            raise BadRequest(f'A split table needs "data", a list of rows; it has {sorted(body)}.')
        if names is not None and not isinstance(names, list):
            raise BadRequest(f'"columns" must be a list of names, not {_kind(names)}.')
        frame = self._placed(self._rows(rows, names))
        if (index := body.get("index")) is not None:
            try:
                frame.index = pd.Index(index)
            except (TypeError, ValueError) as error:
                raise BadRequest(f'"index" does not fit the rows: {error}.') from None
        return frame

    def _rows(self, rows: list[Any], names: list[Any] | None) -> pd.DataFrame:
        if self._all_double and names == self._names:
            try:
                values = np.array(rows, dtype=np.float64)
                if values.ndim == 2 and values.shape[1] == len(self._names):
                    return pd.DataFrame(values, columns=self._index, copy=False)
            except (TypeError, ValueError):
                pass  # The way by columns says which one is wrong.
        if names is not None and rows:
            uneven = next(
                (i for i, row in enumerate(rows) if not isinstance(row, list) or len(row) != len(names)), None
            )
            if uneven is not None:
                raise BadRequest(f"Row {uneven} of the table does not have one value for each of {len(names)} columns.")
        try:
            if not self._specs or names is None:
                return pd.DataFrame(rows, columns=names)
            names = [tuple(name) if isinstance(name, list) else self._meant.get(name, name) for name in names]
            twice = [name for name in dict.fromkeys(names) if name in self._specs and names.count(name) > 1]
            if twice:
                raise BadRequest(f"The table has {twice} more than once.")
            columns = zip(*rows, strict=True) if rows else [[]] * len(names)
            return self._by_column(dict(zip(names, columns, strict=True)))
        except (TypeError, ValueError) as error:
            raise BadRequest(f"The rows make no table: {error}.") from None

    def records(self, rows: Any) -> pd.DataFrame:
        """The frame of ``[{"a": 1, "b": 2}, ...]``.

        Raises:
            BadRequest: It is no list of objects.
        """
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise BadRequest(f"Records are a list of objects, one per row, not {_kind(rows)}.")
        there = {name for row in rows for name in row}
        if not self._specs or not rows:
            if len(there) * len(rows) > max(_MOST_CELLS, _SPARSEST * sum(map(len, rows))):
                raise BadRequest(f"{len(rows)} records with {len(there)} different names make too large a table.")
            return self._placed(pd.DataFrame(rows))
        names = {str(name): name for name in self._names}
        return self._by_column({name: [row.get(said) for row in rows] for said, name in names.items() if said in there})

    def mapping(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """The frame of ``{"a": [1, 2], "b": [3, 4]}``; scalars make one row.

        Raises:
            BadRequest: The columns differ in length.
        """
        nested = any(not isinstance(spec.type, DataType) for spec in self._specs.values())
        if nested or not any(isinstance(value, list) for value in columns.values()):
            return self.records([columns])
        size = max(len(value) for value in columns.values() if isinstance(value, list))
        full = {
            self._meant.get(name, name): value if isinstance(value, list) else [value] * size
            for name, value in columns.items()
        }
        uneven = [name for name, value in full.items() if len(value) != size]
        if uneven:
            raise BadRequest(f"The columns differ in length: {uneven} have fewer than {size} values.")
        return self._placed(self._by_column(full))

    @property
    def nameless(self) -> bool:
        """Whether the model's columns have no names, so that they go by their places."""
        return bool(self._places)

    def nameless_rows(self, value: Any) -> pd.DataFrame:
        """The frame of ``[[1, 2], [3, 4]]``; where the model takes one column, of ``[1, 2]`` or ``1`` too.

        Raises:
            BadRequest: A value does not fit its column; the message has its place.
        """
        rows = value if isinstance(value, list) else [value]
        nested = len(self._places) == 1 and not isinstance(self._places[0].type, DataType)
        if nested or not any(isinstance(row, list) for row in rows):
            rows = [[row] for row in rows]
        try:
            return self._placed(pd.DataFrame(rows, dtype=object))
        except (TypeError, ValueError) as error:
            raise BadRequest(f"The rows make no table: {error}.") from None

    def csv(self, body: bytes) -> pd.DataFrame:
        """The frame of a CSV text whose first line has the names.

        Raises:
            BadRequest: It is no CSV, or a value does not fit its column.
        """
        widest = 2 * len(self._specs) + _MOST_COLUMNS if self._specs else 10 * _MOST_COLUMNS
        if _is_wider(body, widest):
            raise BadRequest(f"The CSV text has more than {widest} columns.")
        kept = (DataType.string, DataType.binary)
        texts = {str(name): str for name, spec in self._specs.items() if spec.type in kept}
        try:
            frame = pd.read_csv(io.BytesIO(body), dtype=texts or None)
        except (ValueError, UnicodeDecodeError) as error:
            raise BadRequest(f"The CSV text cannot be read: {error}.") from error
        try:
            return self.typed(named(frame))
        except BadRequest as error:
            raise BadRequest(error.message) from error  # told with its trace, as all errors of CSV

    def texts(self, names: Iterable[str]) -> dict[str, type]:
        """Which columns of a CSV file are to be read as text, so that nothing is lost before they are typed.

        Beside texts these are whole numbers that may be missing, and what the model does not declare, which is kept as
        it is. Without declared columns it is left to pandas.

        Args:
            names: The file's columns.
        """
        specs = self._specs
        return {name: str for name in names if specs and self._is_text(specs.get(self._meant.get(name, name)))}

    def _is_text(self, spec: ColSpec | None) -> bool:
        whole = (DataType.integer, DataType.long)
        return (
            spec is None
            or spec.type in (DataType.string, DataType.binary)
            or (spec.type in whole and not spec.required)
        )

    def typed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The columns that are declared as declared, others as they are.

        Raises:
            BadRequest: A value does not fit its column; the message names it.
        """
        if self._places:
            return self._placed(frame)
        if self._meant:
            frame = frame.rename(columns=self._meant)
        made = frame.copy(deep=False)
        for name in frame.columns:
            if name in self._specs:
                made[name] = column(frame[name], self._specs[name])
        return made

    def _placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Columns without names by their places; a table that has too few is left for the model to refuse."""
        if not self._places or frame.shape[1] < len(self._places):
            return frame
        made = {spec.name: column(frame.iloc[:, place], spec) for place, spec in enumerate(self._places)}
        placed = pd.DataFrame(made, index=frame.index)
        placed.columns = frame.columns[: len(self._places)]
        return placed

    def _by_column(self, columns: Mapping[Any, Any]) -> pd.DataFrame:
        specs = self._specs
        return pd.DataFrame(
            {name: column(values, specs[name]) if name in specs else list(values) for name, values in columns.items()},
            copy=False,
        )


def _numbered(schema: Schema) -> list[ColSpec]:
    """Columns without names, named by their places for what is told of them; none of a schema of tensors."""
    if schema.is_tensor_spec():
        return []
    specs: list[ColSpec] = schema.inputs
    return [ColSpec(spec.type, place, spec.required) for place, spec in enumerate(specs)]  # type: ignore[arg-type]


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame read from CSV, each of whose rows has no more values than there are names.

    Raises:
        BadRequest: Rows have more; pandas takes the first of them for the rows' labels, and shifts all others.
    """
    if isinstance(frame.index, pd.RangeIndex):
        return frame
    raise BadRequest(f"The rows of the CSV text have more values than its first line has names: {list(frame.columns)}.")


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
