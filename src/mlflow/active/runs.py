"""The runs that are active, per thread and per asyncio task.

A new thread begins without an active run, as in MLflow. An asyncio task begins with those of the code that started it;
what it starts and ends after that is its own.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NoReturn

from mlflow.contracts.stores import Store
from mlflow.entities import Run
from mlflow.exits import Stage, at_exit


@dataclass(eq=False, slots=True)
class OpenRun:
    """A run that this process has started or resumed and not yet ended.

    Args:
        run: The run as it was when it was started.
        store: Where it is kept. A run stays with its store when the tracking URI changes.
        tracking_uri: The URI of that store.
        asynchronous: Whether logging returns before the store has the data.
    """

    run: Run
    store: Store
    tracking_uri: str
    asynchronous: bool = False


_stack: ContextVar[tuple[OpenRun, ...] | None] = ContextVar("mlflow_active_runs", default=None)
_last: ContextVar[OpenRun | None] = ContextVar("mlflow_last_run", default=None)
_open: dict[str, OpenRun] = {}
_ender: Callable[[OpenRun, bool], None] | None = None
#: What the main thread of an interactive session has open: some notebook kernels give each cell a context of its own.
_interactive: tuple[OpenRun, ...] = ()
_interactive_last: OpenRun | None = None


def _is_interactive() -> bool:
    return hasattr(sys, "ps1") and threading.current_thread() is threading.main_thread()


def active_runs() -> tuple[OpenRun, ...]:
    """The active runs here, the innermost last."""
    stack = _stack.get()
    if stack is None:
        return _interactive if _is_interactive() else ()
    return stack


def innermost() -> OpenRun | None:
    """The active run, None where there is none."""
    stack = active_runs()
    return stack[-1] if stack else None


def push(opened: OpenRun) -> None:
    """Make a run the active one."""
    global _interactive_last
    _set((*active_runs(), opened))
    _last.set(opened)
    if _is_interactive():
        _interactive_last = opened
    _open[opened.run.info.run_id] = opened


def remove(opened: OpenRun) -> None:
    """Take a run off the active ones, here and from those that are ended at exit."""
    _set(tuple(o for o in active_runs() if o is not opened))
    _open.pop(opened.run.info.run_id, None)


def last_run() -> OpenRun | None:
    """The run that became active last in this context, ended or not."""
    last = _last.get()
    return _interactive_last if last is None and _is_interactive() else last


def open_run(run_id: str) -> OpenRun | None:
    """A run that this process has open in whatever thread, by its id."""
    return _open.get(run_id)


def forget_runs() -> None:
    """Have no run active and none to end at exit, without ending any."""
    global _interactive_last
    _set(())
    _last.set(None)
    _interactive_last = None
    _open.clear()


if hasattr(os, "register_at_fork"):
    # A child may log to its parent's runs, but they end with the parent.
    os.register_at_fork(after_in_child=_open.clear)


def _set(stack: tuple[OpenRun, ...]) -> None:
    global _interactive
    _stack.set(stack)
    if _is_interactive():
        _interactive = stack


# At exit

_exit_code: object = None
_original_exit = sys.exit


def end_at_exit(ender: Callable[[OpenRun, bool], None]) -> None:
    """Have every run that is still open when the process exits ended by ``ender(run, failed)``; the first call counts.

    ``failed`` says whether the process ends by an exception or by :func:`sys.exit` with a code other than 0. Nothing
    else tells the latter at exit, so :func:`sys.exit` notes its argument from now on.
    """
    global _ender
    if _ender is None:
        _ender = ender
        sys.exit = _noting_exit
        at_exit(Stage.RUNS, _end_all)


def _noting_exit(status: str | int | None = None, /) -> NoReturn:
    global _exit_code
    if threading.current_thread() is threading.main_thread():  # elsewhere it ends a thread and not the process
        _exit_code = status
    _original_exit(status)


def forget_exit_code() -> None:
    """The process goes on after a :func:`sys.exit` that something caught."""
    global _exit_code
    _exit_code = None


def _end_all() -> None:
    if _ender is None:
        return
    broken = not hasattr(sys, "ps1") and getattr(sys, "last_value", None) is not None
    failed = broken or _exit_code not in (None, 0, False)
    for opened in reversed(list(_open.values())):
        _ender(opened, failed)
    _open.clear()
