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
    output, errors = sys.__stdout__, sys.__stderr__
    if _kept or output is None or errors is None or sys.stdout is not output:
        return
    output.flush()
    _kept.append(open(os.dup(output.fileno()), "w", encoding="utf-8", newline=""))  # noqa: SIM115  # to the end
    os.dup2(errors.fileno(), output.fileno())


def answers() -> TextIO:
    """The stream that answers are written to; whoever writes flushes."""
    return _kept[0] if _kept else sys.stdout
