"""Threads that predict while the event loop goes on answering."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from mlflow.exceptions import TemporarilyUnavailable

_Waiting = tuple[Callable[[], Any], asyncio.Future[Any], asyncio.AbstractEventLoop]


class Threads:
    """A pool of threads with a bounded queue, made for one short call per request.

    An executor's futures and ``asyncio.wait_for`` cost more than predicting a row; here a request costs one future of
    the loop and one timer. Calls that have waited too long are not made at all.

    Args:
        count: How many calls may run at once.
        waiting: How many more may wait.
    """

    def __init__(self, count: int, waiting: int) -> None:
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._waiting = waiting
        self._count = count
        for place in range(count):
            # Daemons: a model that hangs must not keep the process from ending.
            threading.Thread(target=self._work, name=f"predict-{place}", daemon=True).start()

    @property
    def length(self) -> int:
        """How many calls wait."""
        return self._queue.qsize()

    async def run(self, call: Callable[[], Any], timeout: float) -> Any:
        """What the call returns, or raises.

        Args:
            call: Made in one of the threads.
            timeout: Seconds to wait for it at most.

        Raises:
            TimeoutError: It took too long; it may still run, and its result is thrown away.
            TemporarilyUnavailable: Too many are waiting.
        """
        if self._queue.qsize() > self._waiting:
            raise TemporarilyUnavailable(f"More than {self._waiting} requests are waiting; try again later.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        timer = loop.call_later(timeout, expire, future)
        self._queue.put((call, future, loop))
        try:
            return await future
        finally:
            timer.cancel()

    def close(self) -> None:
        """Let the threads end once they have done what waits."""
        for _ in range(self._count):
            self._queue.put(None)

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            call, future, loop = item
            if future.done():
                continue
            try:
                result, error = call(), None
            except BaseException as raised:  # a thread that ended would answer no more
                result = None
                error = raised if isinstance(raised, Exception) else RuntimeError(f"The call ended with {raised!r}.")
            with suppress(RuntimeError):  # the loop has been closed meanwhile
                loop.call_soon_threadsafe(_deliver, future, result, error)


def expire(future: asyncio.Future[Any]) -> None:
    """Give up waiting."""
    if not future.done():
        future.set_exception(TimeoutError())


def _deliver(future: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
