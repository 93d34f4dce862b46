"""Tables as bytes between processes whose versions of pandas may differ.

Columns of numbers and dates travel as their memory, others as MessagePack: nothing is unpickled on either side.
"""

from __future__ import annotations

import struct
from typing import IO, Any

import msgspec
import numpy as np
import pandas as pd

_LENGTH = struct.Struct("<Q")
_encode = msgspec.msgpack.Encoder(enc_hook=lambda value: _plain(value)).encode
_decode = msgspec.msgpack.Decoder().decode


def table_bytes(table: pd.DataFrame) -> bytes:
    """A table; its index is left out."""
    columns = [(name, *_column(table.iloc[:, place])) for place, name in enumerate(table.columns)]
    return bytes(_encode({"rows": len(table), "columns": columns}))


def table_of(data: bytes) -> pd.DataFrame:
    """The table of :func:`table_bytes`."""
    said = _decode(data)
    columns = {place: _series(kind, held) for place, (_, kind, held) in enumerate(said["columns"])}
    table = pd.DataFrame(columns, index=pd.RangeIndex(said["rows"]))
    table.columns = pd.Index([name for name, _, _ in said["columns"]], dtype=object)
    return table


def _column(column: pd.Series) -> tuple[str, Any]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column = column.dt.tz_convert("UTC").dt.tz_localize(None)
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "biufM":
        return column.dtype.str, column.to_numpy().tobytes()
    kind = "object" if isinstance(column.dtype, np.dtype) else column.dtype.name
    return kind if kind in _NULLABLE else "object", [_held(cell) for cell in column]


_NULLABLE = {"Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64", "boolean"}


def _series(kind: str, held: Any) -> Any:
    if isinstance(held, bytes):
        return pd.Series(np.frombuffer(held, dtype=kind).copy())
    return pd.array(held, dtype=kind) if kind in _NULLABLE else pd.Series(held, dtype=object)


def _held(cell: Any) -> Any:
    return None if cell is pd.NA or cell is pd.NaT else cell


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if value is pd.NA or value is pd.NaT:
        return None
    if hasattr(value, "asDict"):
        return value.asDict(recursive=True)
    raise TypeError(f"a {type(value).__name__} cannot be handed to the process of a model")


def send(stream: IO[bytes], kind: bytes, data: bytes = b"") -> None:
    """Write a packet.

    Args:
        stream: Where to.
        kind: One byte that says what it is.
        data: What it holds.
    """
    stream.write(kind + _LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read a packet: its kind and what it holds; None where the other side has ended."""
    head = stream.read(1 + _LENGTH.size)
    if len(head) < 1 + _LENGTH.size:
        return None
    size = _LENGTH.unpack(head[1:])[0]
    data = stream.read(size)
    return (head[:1], data) if len(data) == size else None
