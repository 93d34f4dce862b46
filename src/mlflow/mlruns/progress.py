"""A line on the terminal that says how far something long has come."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Final, TextIO

_PATIENCE: Final = 0.5
_EVERY: Final = 0.1
_WIDTH: Final = 30


class Progress:
    """A bar that shows itself on a terminal when the work takes longer than half a second.

    Args:
        what: What is being done.
        size: Steps expected; more may come.
        stream: Where it is shown; standard error by default.
    """

    def __init__(self, what: str, size: int, stream: TextIO | None = None) -> None:
        self._what = what
        self._size = max(size, 1)
        self._stream = stream if stream is not None else sys.stderr
        self._is_terminal = self._stream.isatty()
        self._done = 0
        self._next = time.monotonic() + _PATIENCE
        self._is_shown = False

    def __enter__(self) -> Progress:
        return self

    def step(self) -> None:
        """Another step is done."""
        self._done += 1
        if self._is_terminal and (now := time.monotonic()) >= self._next:
            self._next = now + _EVERY
            self._is_shown = True
            share = min(self._done / self._size, 1.0)
            bar = "█" * round(share * _WIDTH)
            self._stream.write(f"\r{self._what} {bar:·<{_WIDTH}} {self._done:,}/{max(self._size, self._done):,}")
            self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_shown:
            self._stream.write("\r\033[K")
            self._stream.flush()
