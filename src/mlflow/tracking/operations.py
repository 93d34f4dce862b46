"""Logging that returns before the store has the data."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from mlflow.active.stores import flush_stores
from mlflow.contracts.stores import Receipt, Store
from mlflow.environment_variables import MLFLOW_ENABLE_ASYNC_LOGGING

_log = logging.getLogger(__name__)


class RunOperations:
    """What was handed to the store and may not have arrived yet.

    Args:
        operation_futures: One future per thing that was logged.
    """

    def __init__(self, operation_futures: Iterable[Receipt]) -> None:
        self._operation_futures = list(operation_futures)

    def wait(self) -> None:
        """Return when all of it is in the store.

        Raises:
            MlflowException: The store refused something.
        """
        for future in self._operation_futures:
            future.result()


def get_combined_run_operations(run_operations_list: list[RunOperations]) -> RunOperations:
    """Several such objects as one."""
    return RunOperations([future for operations in run_operations_list for future in operations._operation_futures])


class _Line:
    """Work done one after the other by a thread of its own, in the order it was given."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._last: Future[Any] | None = None

    def add(self, work: Callable[..., object], *args: Any) -> Future[Any]:
        """Do it when all that was added before is done."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="mlflow-logging")
        try:
            future = self._pool.submit(work, *args)
        except RuntimeError:  # the interpreter is ending and starts no more threads
            future = _done_now(work, *args)
        future.add_done_callback(_report)
        self._last = future
        return future

    def flush(self) -> None:
        """Return when all that was added before is done."""
        if self._last is not None:
            wait([self._last])

    def forget(self) -> None:
        """Begin anew, in a child process that has not its parent's threads."""
        self._pool = self._last = None


def _done_now(work: Callable[..., object], *args: Any) -> Future[Any]:
    future: Future[Any] = Future()
    try:
        future.set_result(work(*args))
    except Exception as error:
        future.set_exception(error)
    return future


def _report(done: Future[Any]) -> None:
    error = done.exception()
    if error is not None:
        _log.warning("Logging in the background failed: %s", error)


_line = _Line()
#: What ``synchronous=None`` means; looked up once, since metrics are logged too often to look each time.
_asynchronous = MLFLOW_ENABLE_ASYNC_LOGGING.get()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_line.forget)


def enable_async_logging(enable: bool = True) -> None:
    """Let logging return before the store has the data, unless told otherwise by ``synchronous``."""
    global _asynchronous
    _asynchronous = enable
    MLFLOW_ENABLE_ASYNC_LOGGING.set(enable)


def is_asynchronous(synchronous: bool | None) -> bool:
    """Whether a call with this argument returns before the store has the data."""
    return _asynchronous if synchronous is None else not synchronous


def in_background(work: Callable[..., object], *args: Any) -> RunOperations:
    """Do it after all that was handed over before."""
    return RunOperations([_line.add(work, *args)])


def carry_out(
    store: Store, run_id: str, work: Callable[[Store], object], synchronous: bool | None
) -> RunOperations | None:
    """Log something, and wait for the store or not, as the caller wishes.

    Args:
        store: The store.
        run_id: The run that it is logged to.
        work: Logs it to the store that it is given.
        synchronous: True to return when the store has it, False for something to wait for, None for neither.
    """
    if synchronous:
        work(store.settled())
        return None
    if not is_asynchronous(synchronous):
        work(store)
        return None
    receipt = store.handed(run_id, lambda: work(store))
    return in_background(work, store) if receipt is None else RunOperations([receipt])


def finish_background() -> None:
    """Return when all that was handed over to be done in the background is done."""
    _line.flush()


def flush_async_logging() -> None:
    """Return when all that was logged is in its store, or that store turns out to be away."""
    _line.flush()
    flush_stores()


def flush_artifact_async_logging() -> None:
    """Return when all files that were logged without waiting are there."""
    _line.flush()
