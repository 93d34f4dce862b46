"""The thread that answers requests of several callers by one prediction; :mod:`mlflow.serving.batching` says which."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from mlflow.exceptions import TemporarilyUnavailable
from mlflow.serving.batching import Company, are_the_same, groups, joined, rows_of, split
from mlflow.serving.requests import Question

_log = logging.getLogger(__name__)

#: Status and text of an answer.
Reply = tuple[int, bytes]
#: Seconds after which nobody still asks a version that was replaced.
_LATEST = 10.0


class Waiting(NamedTuple):
    """A request that waits for its answer.

    Attributes:
        read: Reads the request, or gives the answer to one that cannot be read.
        future: Where the answer goes.
        loop: The loop that waits for it.
    """

    read: Callable[[], Question | Reply]
    future: asyncio.Future[Reply]
    loop: asyncio.AbstractEventLoop


class Joiner:
    """Answers what waits, all at once where that may be and pays.

    Args:
        company: Decides how many are answered together.
        ask: The model's output for a question.
        write: The answer to a question from the model's output.
        alone: The answer to a question by a prediction of its own, errors included.
        waiting: How many requests may wait.
        told: Called with the number of requests of each prediction.
    """

    def __init__(
        self,
        company: Company,
        ask: Callable[[Question], Any],
        write: Callable[[Question, Any], Reply],
        alone: Callable[[Question], Reply],
        waiting: int,
        told: Callable[[int], None],
    ) -> None:
        self._company = company
        self._ask = ask
        self._write = write
        self._alone = alone
        self._most = waiting
        self._told = told
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._closing = False
        # A daemon: a model that hangs must not keep the process from ending.
        threading.Thread(target=self._work, name="predict-joint", daemon=True).start()

    @property
    def length(self) -> int:
        """How many requests wait."""
        return self._queue.qsize()

    def put(self, waiting: Waiting) -> None:
        """Let a request wait for its answer.

        Raises:
            TemporarilyUnavailable: Too many wait.
        """
        if self._queue.qsize() >= self._most:
            raise TemporarilyUnavailable(f"{self._most} requests are waiting; try again later.")
        self._queue.put(waiting)

    def close(self) -> None:
        """Answer what waits, and what a caller may just be about to ask, and end."""
        self._closing = True
        self._queue.put(None)

    def _work(self) -> None:
        while True:
            try:
                first = self._queue.get(timeout=_LATEST if self._closing else None)
            except Empty:
                return
            if first is not None:
                _deliver(self._answered(self._taken(first)))

    def _taken(self, first: Waiting) -> list[Waiting]:
        """The first request and those that wait behind it."""
        taken, most = [first], self._company.size
        while len(taken) < most:
            try:
                following = self._queue.get_nowait()
            except Empty:
                break
            if following is not None:
                taken.append(following)
        return [each for each in taken if not each.future.done()]

    def _answered(self, taken: list[Waiting]) -> list[tuple[Waiting, Reply]]:
        asked: list[tuple[Waiting, Question]] = []
        done: list[tuple[Waiting, Reply]] = []
        for waiting in taken:
            found = waiting.read()
            if isinstance(found, Question):
                asked.append((waiting, found))
            else:
                done.append((waiting, found))
        questions = [question for _, question in asked]
        for group in groups(questions):
            members = [questions[place] for place in group]
            replies = self._together(members) if len(members) > 1 else None
            replies = replies or [self._timed(question) for question in members]
            done += [(asked[place][0], reply) for place, reply in zip(group, replies, strict=True)]
        return done

    def _timed(self, question: Question) -> Reply:
        began = time.perf_counter()
        reply = self._alone(question)
        self._company.took(1, time.perf_counter() - began)
        self._told(1)
        return reply

    def _together(self, questions: list[Question]) -> list[Reply] | None:
        """The answers by one prediction, None where that cannot be; then each is tried alone, at its own risk."""
        counts = [rows_of(question) or 0 for question in questions]
        began = time.perf_counter()
        try:
            output = self._ask(Question(joined(questions), questions[0].params, True))
        except (Exception, SystemExit):
            _log.debug("A joint prediction failed; each request is tried alone", exc_info=True)
            return None
        parts = split(output, counts)
        if parts is None:
            self._company.never("the model's answer has not a row for each of its input's")
            return None
        self._company.took(len(questions), time.perf_counter() - began)
        self._told(len(questions))
        if self._company.is_to_be_compared:
            return self._compared(questions, parts)
        return [self._write(question, part) for question, part in zip(questions, parts, strict=True)]

    def _compared(self, questions: list[Question], parts: list[Any]) -> list[Reply] | None:
        """The answers, once each was asked alone as well; None where that says otherwise."""
        try:
            same = all(are_the_same(self._ask(each), part) for each, part in zip(questions, parts, strict=True))
        except (Exception, SystemExit):
            return None
        if not same:
            self._company.never("the model says of rows together what it does not say of each alone")
            return None
        self._company.compared()
        return [self._write(question, part) for question, part in zip(questions, parts, strict=True)]


def _deliver(replies: list[tuple[Waiting, Reply]]) -> None:
    """Hand answers to the loops that wait for them, waking each once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Reply], Reply]]] = {}
    for waiting, reply in replies:
        by_loop.setdefault(waiting.loop, []).append((waiting.future, reply))
    for loop, pairs in by_loop.items():
        with suppress(RuntimeError):  # the loop has been closed meanwhile
            loop.call_soon_threadsafe(_set, pairs)


def _set(pairs: list[tuple[asyncio.Future[Reply], Reply]]) -> None:
    for future, reply in pairs:
        if not future.done():
            future.set_result(reply)
