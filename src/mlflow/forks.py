"""What is done around a fork of this process: for one thread at a time, as several may fork at once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Final

#: Held from before a fork until after it: what stands still for one thread's fork must not go on for another's. In the
#: child it is held by the thread that is left, and let go of.
_forking: Final = threading.RLock()


def around_forks(before: Callable[[], object], in_parent: Callable[[], object], in_child: Callable[[], object]) -> None:
    """Have something done before each fork, and after it in the parent and in the child."""

    def begin() -> None:
        _forking.acquire()
        before()

    def end(work: Callable[[], object]) -> None:
        try:
            work()
        finally:
            _forking.release()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=begin, after_in_parent=lambda: end(in_parent), after_in_child=lambda: end(in_child))
