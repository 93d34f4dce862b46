"""What is done when the process ends, in an order: Python would go by when each was registered, which is chance."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable
from enum import IntEnum
from typing import Final

_log = logging.getLogger(__name__)


class Stage(IntEnum):
    """The stages of an end, each of which may need those behind it."""

    #: Runs that are still open are ended.
    RUNS = 0
    #: What was logged is shipped.
    JOURNALS = 1
    #: Stores write what they still hold, and close.
    STORES = 2


_steps: Final[list[tuple[Stage, Callable[[], object]]]] = []


def at_exit(stage: Stage, work: Callable[[], object]) -> None:
    """Have something done at the end of the process; once, however often it is asked for."""
    if (stage, work) not in _steps:
        _steps.append((stage, work))


def end() -> None:
    """Go through the stages; a step that fails keeps no other from being done."""
    for stage, work in sorted(_steps, key=lambda step: step[0]):
        try:
            work()
        except Exception:
            _log.warning("Something was left undone at the end of the process (%s)", stage.name.lower(), exc_info=True)


atexit.register(end)
