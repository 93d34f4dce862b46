"""A column of 8-byte numbers, squeezed: what changes little costs little, and what is noise costs nothing to try.

Whole numbers (steps, timestamps, origins) are kept as the differences from one to the next, folded so that small ones
of either sign have zeros on top; where all differences are equal, one number says so. Then the first bytes of all
numbers stand together, then the second bytes, and so on: such a plane is left out where it is constant, deflated where
that halves it, and kept as it is where it is noise, as the low bytes of measured values are. Values that come back
often, such as an accuracy of some hundred samples, deflate better as they stand, which is tried on a sample.

The bytes come back exactly, so NaN, ±infinity, -0.0 and the ends of 64 bits need no care.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final, NamedTuple

#: How a column is kept: planes of the numbers, planes of their differences, deflated as it stands, evenly spaced.
_PLANES: Final = 0
_DIFFERENCES: Final = 1
_WHOLE: Final = 2
_EVEN: Final = 3
#: How a plane is kept.
_CONSTANT, _RAW, _DEFLATED = range(3)

_even = struct.Struct("<Bqq")
_planes = struct.Struct("<Bq8I")
_whole = struct.Struct("<BI")
#: Bytes of a plane that are deflated to see whether the plane is worth it, and the share that may be left: deflating a
#: plane to little more than its half costs every reader more time than it saves space.
_SAMPLE: Final = 512
_LEFT: Final = 0.5
_LEVEL: Final = 1
_NO_HEADER: Final = -zlib.MAX_WBITS


class Differences(NamedTuple):
    """A column of whole numbers by its differences.

    Args:
        first: The first number.
        step: What every difference is, where they are all equal.
        folded: The differences as unsigned numbers, little-endian: ``2·d`` where d ≥ 0, ``-2·d - 1`` below. Empty where
            there is a step, or where they were read into a buffer.
    """

    first: int
    step: int | None
    folded: bytes | bytearray


class Column(NamedTuple):
    """A column as it was kept.

    Args:
        numbers: Its numbers, little-endian, empty where they were read into a buffer; None where there are differences.
        differences: Its differences.
    """

    numbers: bytes | bytearray | None
    differences: Differences | None


def squeezed(numbers: bytes, differences: Differences | None) -> bytes:
    """A column in few bytes.

    Args:
        numbers: The column, little-endian.
        differences: The same by its differences, where it holds whole numbers that lie near each other.
    """
    if differences is not None:
        if differences.step is not None:
            return _even.pack(_EVEN, differences.first, differences.step)
        return _in_planes(_DIFFERENCES, differences.first, differences.folded)
    kept = _in_planes(_PLANES, 0, numbers)
    sample = numbers[: 8 * _SAMPLE]
    if len(_deflated(sample)) * len(numbers) < _LEFT * len(kept) * len(sample):
        deflated = _deflated(numbers)
        if len(deflated) < len(kept):
            return _whole.pack(_WHOLE, len(deflated)) + deflated
    return kept


def read(packed: bytes, at: int, n: int, into: bytearray | None = None) -> tuple[Column, int]:
    """The column of ``n`` numbers that begins at a place, and the place behind it.

    Args:
        packed: What it is kept in.
        at: Where it begins.
        n: How many numbers it has.
        into: Where its bytes go, 8 a number; differences go behind the place of the first number. It may be longer. New
            memory where None.
    """
    mode = packed[at]
    if mode == _EVEN:
        _, first, step = _even.unpack_from(packed, at)
        return Column(None, Differences(first, step, b"")), at + _even.size
    if mode == _WHOLE:
        _, size = _whole.unpack_from(packed, at)
        at += _whole.size
        inflated = _inflated(packed[at : at + size], 8 * n)
        if into is not None:
            into[: 8 * n] = inflated
        return Column(inflated, None), at + size
    _, first, *planes = _planes.unpack_from(packed, at)
    at += _planes.size
    count = n if mode == _PLANES else n - 1
    numbers = bytearray(8 * n) if into is None else into
    start, end = 8 * (n - count), 8 * n
    for place, plane in enumerate(planes, start):
        kind, size = plane & 3, plane >> 2
        if kind == _CONSTANT:
            if size or into is not None:
                numbers[place:end:8] = bytes((size,)) * count
        else:
            kept = packed[at : at + size]
            numbers[place:end:8] = kept if kind == _RAW else _inflated(kept, count)
            at += size
    if mode == _PLANES:
        return Column(numbers if into is None else b"", None), at
    return Column(None, Differences(first, None, numbers[8:] if into is None else b"")), at


def after(packed: bytes, at: int) -> int:
    """The place behind the column that begins at a place."""
    mode = packed[at]
    if mode == _EVEN:
        return at + _even.size
    if mode == _WHOLE:
        return at + _whole.size + int(_whole.unpack_from(packed, at)[1])
    planes: list[int] = list(_planes.unpack_from(packed, at)[2:])
    return at + _planes.size + sum(plane >> 2 for plane in planes if plane & 3 != _CONSTANT)


def _in_planes(mode: int, first: int, numbers: bytes | bytearray) -> bytes:
    heads, bodies = [], []
    for place in range(8):
        plane = numbers[place::8]
        if plane.count(plane[:1]) == len(plane):
            heads.append(plane[0] << 2 | _CONSTANT)
            continue
        kind = _RAW
        if len(_deflated(plane[:_SAMPLE])) < _LEFT * min(len(plane), _SAMPLE):
            deflated = _deflated(plane)
            if len(deflated) < len(plane):
                kind, plane = _DEFLATED, deflated
        heads.append(len(plane) << 2 | kind)
        bodies.append(plane)
    return b"".join((_planes.pack(mode, first, *heads), *bodies))


def _deflated(plane: bytes | bytearray) -> bytes:
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _NO_HEADER)
    return deflate.compress(plane) + deflate.flush()


def _inflated(deflated: bytes, size: int) -> bytes:
    inflate = zlib.decompressobj(_NO_HEADER)
    inflated = inflate.decompress(deflated, size)
    if len(inflated) != size or not (inflate.eof or inflate.unconsumed_tail):
        raise ValueError("A stored part of a series is damaged.")
    return inflated
