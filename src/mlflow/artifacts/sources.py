"""Chunks on their way up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Source(Iterator[bytes]):
    """Chunks that remember how they failed: libraries tell the failure of what they read as one of their own.

    Args:
        chunks: The chunks.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.failed: BaseException | None = None

    def __next__(self) -> bytes:
        try:
            return next(self._chunks)
        except StopIteration:
            raise
        except BaseException as error:
            self.failed = error
            raise
