"""Rows in files of Parquet; a file of its own as it needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from mlflow.artifacts.progress import advance
from mlflow.exceptions import BadRequest, InvalidParameterValue

#: Bytes of rows, uncompressed, that one piece is to have.
_PIECE = 8 << 20
_MOST = 100_000
#: Rows that are decoded at once.
_STEP = 1000
#: Integers and booleans that are missing stay what they are, instead of becoming floating numbers and objects.
_NULLABLE = {
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.uint8(): pd.UInt8Dtype(),
    pa.uint16(): pd.UInt16Dtype(),
    pa.uint32(): pd.UInt32Dtype(),
    pa.uint64(): pd.UInt64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


def frames(path: Path) -> Iterator[pd.DataFrame]:
    """Read a file in pieces.

    Raises:
        BadRequest: It is damaged, or no Parquet.
    """
    told = 0
    try:
        # Read ahead is what would hold a whole group of rows in memory.
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20) as file:
            about = file.metadata
            size = sum(about.row_group(place).total_byte_size for place in range(about.num_row_groups))
            count = max(1, min(_STEP, _PIECE * max(about.num_rows, 1) // max(size, 1)))
            for table in _gathered(file.iter_batches(batch_size=count)):
                yield table.to_pandas(types_mapper=_gaps(table))
                part = path.stat().st_size * table.num_rows // max(about.num_rows, 1)
                advance(part)
                told += part
    except (pa.ArrowException, OSError) as error:
        raise BadRequest(f"The Parquet file cannot be read: {error}.") from error
    advance(path.stat().st_size - told)


def _gathered(batches: Iterator[Any]) -> Iterator[Any]:
    """Small batches put together to pieces: what is in a file may be a thousand times as large in memory."""
    held, size, rows = list[Any](), 0, 0
    for batch in batches:
        held.append(batch)
        size, rows = size + batch.nbytes, rows + batch.num_rows
        if size >= _PIECE or rows >= _MOST:
            yield pa.Table.from_batches(held)
            held, size, rows = [], 0, 0
    if held:
        yield pa.Table.from_batches(held)


def _gaps(table: Any) -> Any:
    return _NULLABLE.get if any(column.null_count for column in table.columns) else None


def _settled(table: Any) -> Any:
    """The table with texts for columns that are all missing so far."""
    fields = [field.with_type(pa.string()) if pa.types.is_null(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields, table.schema.metadata))


class ParquetRows:
    """Writes frames into a file; the first one's types are those of all.

    Args:
        path: The new file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None

    def add(self, frame: pd.DataFrame) -> None:
        """Write rows.

        Raises:
            InvalidParameterValue: A column has values of other types than in the first rows.
        """
        try:
            if self._writer is None:
                table = _settled(pa.Table.from_pandas(frame, preserve_index=False))
                self._writer = pq.ParquetWriter(self._path, table.schema)
            else:
                table = pa.Table.from_pandas(frame, schema=self._writer.schema, preserve_index=False)
            self._writer.write_table(table)
        except pa.ArrowException as error:
            raise InvalidParameterValue(f"The predictions cannot be written as Parquet: {error}.") from error

    def close(self) -> None:
        """End the file; without rows it has no columns either."""
        if self._writer is None:
            pq.write_table(pa.table({}), self._path)
        else:
            self._writer.close()
