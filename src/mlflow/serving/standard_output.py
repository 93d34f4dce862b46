"""Standard output as the place of answers alone: a model or its framework that prints must not spoil them."""

from __future__ import annotations

import os
import sys
from typing import TextIO

_kept: list[TextIO] = []


def keep_for_answers() -> None:
    """From now on what this process and its children print goes to standard error, but for :func:`answers`.

    It stays so, as some frameworks print when a process ends. Where standard output is already somebody's stand-in,
    nothing changes.
    """
    if _kept or sys.stdout is not sys.__stdout__:
        return
    sys.stdout.flush()
    _kept.append(os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline=""))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def answers() -> TextIO:
    """The stream that answers are written to; whoever writes flushes."""
    return _kept[0] if _kept else sys.stdout
