"""The body of an answer on its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class Stream(Iterator[bytes]):
    """An answer whose body arrives in chunks.

    Args:
        chunks: The body.
        status: HTTP status: 200 for the whole of what was asked for, 206 for a part.
        headers: By name; names in lower case.
    """

    def __init__(self, chunks: Iterator[bytes], status: int, headers: Mapping[str, str]) -> None:
        self._chunks = chunks
        self.status = status
        self.headers = headers

    def __next__(self) -> bytes:
        return next(self._chunks)
