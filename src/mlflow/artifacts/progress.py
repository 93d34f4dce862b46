"""A line on the terminal for uploads and downloads that take long."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from mlflow.environment_variables import MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR

#: Seconds before anything is shown, and between two looks of the line.
_PATIENCE = 1.0
_LOOK = 0.2
_WIDTH = 24


class _Line:
    """What is under way in this process; nested transfers count to the outermost."""

    def __init__(self, doing: str, total: int | None) -> None:
        self._doing = doing
        self._total = total
        self._lock = threading.Lock()
        self._moved = 0
        self._began = time.monotonic()
        self._looked = self._began + _PATIENCE - _LOOK
        self._shown = False

    def add(self, count: int) -> None:
        with self._lock:
            self._moved += count
            now = time.monotonic()
            if now - self._looked >= _LOOK:
                self._looked = now
                self._show(now)

    def _show(self, now: float) -> None:
        rate = self._moved / max(now - self._began, 0.001)
        text = f"{self._doing}  {_sized(self._moved)}"
        if self._total:
            part = min(1.0, self._moved / self._total)
            left = max(0, round((self._total - self._moved) / rate)) if rate else 0
            bar = ("█" * round(part * _WIDTH)).ljust(_WIDTH, "·")
            text = f"{self._doing}  {bar} {part:4.0%}  {_sized(self._moved)} of {_sized(self._total)}"
            text += f"  {_sized(rate)}/s  {left // 60}:{left % 60:02}"
        else:
            text += f"  {_sized(rate)}/s"
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()
        self._shown = True

    def end(self) -> None:
        with self._lock:
            if self._shown:
                self._show(time.monotonic())
                sys.stderr.write("\n")
                sys.stderr.flush()


class _Now:
    line: _Line | None = None
    process = 0


def _sized(count: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            break
        count /= 1000
    return f"{count:.0f} {unit}" if unit in ("B", "kB") else f"{count:.1f} {unit}"


@contextmanager
def telling(doing: str, total: int | None) -> Iterator[None]:
    """Tell how far a transfer is while the block runs, on a terminal and unless the user does not want it.

    Args:
        doing: What is done, such as ``"Downloading model.bin"``.
        total: Bytes there are, where known.
    """
    busy = _Now.line is not None and _Now.process == os.getpid()
    stream = sys.stderr
    if busy or stream is None or not stream.isatty() or not MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR.get():
        yield
        return
    line = _Now.line = _Line(doing, total)
    _Now.process = os.getpid()
    try:
        yield
    finally:
        _Now.line = None
        line.end()


def advance(count: int) -> None:
    """Tell that so many more bytes have been moved."""
    line = _Now.line
    if line is not None:
        line.add(count)
