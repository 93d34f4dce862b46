"""The thread that ships a journal: batches in order, patience where the store is away, one warning per outage."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final

from mlflow.environment_variables import MLFLOW_ASYNC_LOGGING_BUFFERING_SECONDS
from mlflow.store.journal.delivery import Delivery
from mlflow.store.journal.journal import Journal
from mlflow.store.journal.refusals import Refusals

_log = logging.getLogger(__name__)

#: Seconds in which records gather before they are shipped together: other processes see them that much later.
_GATHER: Final = 0.02
#: Seconds for which a store that was away is taken to be so, where there is nothing to send.
_TRUSTED: Final = 2.0
#: Failures in a row after which it is asked whether one record is to blame.
_ENOUGH: Final = 6
_FIRST_PAUSE: Final = 0.25
_LONGEST_PAUSE: Final = 15.0


class Shipper:
    """Ships a journal to its store.

    Args:
        journal: What is shipped.
        delivery: Where to.
        name: What people call the store.
    """

    def __init__(self, journal: Journal, delivery: Callable[[], Delivery], name: str) -> None:
        self._journal = journal
        self._delivery = delivery
        self._name = name
        self._gather = float(MLFLOW_ASYNC_LOGGING_BUFFERING_SECONDS.get() or _GATHER)
        self.begin()

    def begin(self) -> None:
        """Start without a thread, as a new process."""
        self._thread: threading.Thread | None = None
        self._starting = threading.RLock()
        self._is_starting = False
        self._shipping = threading.RLock()
        self._changed = threading.Condition()
        # What wakes the thread. No lock is taken to put: a signal's handler that logs may interrupt another that does.
        self._signals: SimpleQueue[None] = SimpleQueue()
        self._hurry = False
        self._window: list[tuple[int, tuple[object, ...]]] = []
        self._stopped = False
        self._halted = self._is_held = False
        self.failures = 0
        self._in_row = 0
        self._since = self._last = 0.0
        #: Why the store cannot be reached; None while it can.
        self.trouble: Exception | None = None

    @property
    def is_away(self) -> bool:
        """Whether the last attempt failed, and it is not time yet that somebody but the thread tries again."""
        return self.trouble is not None and (self._journal.waiting > 0 or time.monotonic() - self._last < _TRUSTED)

    def rouse(self) -> None:
        """There is something to ship."""
        if not self._is_running:
            self._start()
        self._signals.put(None)

    def _hasten(self) -> None:
        """Somebody waits."""
        self._hurry = True
        self._signals.put(None)

    def _rest(self, seconds: float | None) -> None:
        """Sleep until something is to do, or somebody waits."""
        with suppress(Empty):
            self._signals.get(timeout=seconds)

    @property
    def _is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _start(self) -> None:
        """Start the thread, unless it runs."""
        with self._starting:
            if self._is_running or self._is_starting or self._stopped or self._halted:
                return
            try:
                self._is_starting = True
                self._thread = threading.Thread(target=self._run, name="mlflow-journal", daemon=True)
                self._thread.start()
            except RuntimeError:  # the interpreter is ending and starts no more threads
                self._thread = None
            finally:
                self._is_starting = False

    def wait(self, seconds: float) -> bool:
        """Wait until all that was appended before is shipped.

        Returns:
            False where the time is over, or the store turned out to be away.
        """
        journal = self._journal
        position = journal.appended
        if journal.shipped >= position:
            return True
        if not self._is_running:
            self._start()
        if not self._is_running or threading.current_thread() is self._thread:
            return self._ship_here(position)
        deadline = time.monotonic() + seconds
        failures = self.failures
        self._hasten()
        with self._changed:
            while journal.shipped < position:
                left = deadline - time.monotonic()
                if left <= 0 or self.failures != failures or self._stopped:
                    return False
                self._changed.wait(left)
        return True

    @property
    def position(self) -> int:
        """How much was appended."""
        return self._journal.appended

    def wait_for(self, position: int, seconds: float | None) -> None:
        """Wait until so much is shipped, also while the store is away.

        Raises:
            TimeoutError: The time is over.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        while self._journal.shipped < position and not self._stopped:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutError("The store does not have it yet.")
            if not self.wait(_LONGEST_PAUSE if left is None else left):
                time.sleep(_GATHER)

    def stop(self) -> None:
        """End the thread after what it does just now, without waiting for it."""
        self._stopped = True
        self._hasten()

    def halt(self, seconds: float) -> None:
        """Let the thread end what it does and end, if it can within so many seconds: the process is about to fork.

        A child that was forked while the thread had a transaction open would find the database locked for ever.
        """
        self._halted = True
        with self._starting:
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            self._hasten()
            thread.join(seconds)
        self._is_held = self._shipping.acquire(timeout=seconds)  # a thread that reads may be shipping, too

    def go_on(self) -> None:
        """The process has forked."""
        if self._is_held:
            self._shipping.release()
        self._is_held = self._halted = False
        if self._journal.waiting:
            self.rouse()

    def _ship_here(self, position: int) -> bool:
        while self._journal.shipped < position:
            if not self.ship():
                return False
        return True

    def ship(self) -> bool:
        """Ship the next records; False where the store is away."""
        with self._shipping:
            try:
                if not self._window:
                    self._window = self._journal.window()
                if self._window:
                    delivery = self._delivery()
                    delivery.isolates = self._in_row >= _ENOUGH
                    delivery.send(record for _, record in self._window)
            except Exception as error:
                self._failed(error)
                return False
            if self._stopped:
                return False
            self._in_row = 0
            if self._window:
                self._journal.done(self._window)
                self._window = []
            if self.trouble is not None:
                self._recovered()
        with self._changed:
            self._changed.notify_all()
        return True

    def tell_trouble(self, error: Exception) -> None:
        """The store is away, as somebody found out who wanted something else of it."""
        if not self.is_away:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        if self._stopped:
            return
        if self.trouble is None:
            self._since = time.monotonic()
            _log.warning(
                "%s is not to be had just now (%s). Nothing is lost and the program goes on: what is logged is kept in "
                "%s and sent when it is back.",
                self._name,
                error,
                self._journal.folder,
            )
        self.trouble = error
        self._last = time.monotonic()
        self._in_row += 1
        with self._changed:
            self.failures += 1
            self._changed.notify_all()

    def _recovered(self) -> None:
        self.trouble = None
        _log.info("%s is back after %.0f seconds.", self._name, time.monotonic() - self._since)

    def _let_gather(self) -> None:
        """Leave records time to gather, unless somebody waits."""
        deadline = time.monotonic() + self._gather
        while not (self._hurry or self._stopped or self._halted) and (left := deadline - time.monotonic()) > 0:
            self._rest(left)

    def _run(self) -> None:
        journal = self._journal
        attempts = 0
        self._let_gather()
        while not (self._stopped or self._halted):
            if not journal.waiting:
                self._hurry = False
                journal.resting = True
                if not journal.waiting:
                    self._rest(None)
                journal.resting = False
                self._let_gather()
                continue
            hurried = self._hurry
            if self.ship():
                attempts = 0
                if not hurried and journal.waiting:
                    self._rest(_GATHER / 4)  # the program's own threads come first
            else:
                self._hurry = False
                pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempts) * random.uniform(0.6, 1.0)
                attempts = min(attempts + 1, 10)
                self._rest(pause)
        journal.resting = True


class Shipped:
    """Something that was logged, to be waited for.

    Args:
        run_id: The run that it is logged to.
        shipper: Who ships it.
        refusals: Who knows what was refused.
    """

    def __init__(self, run_id: str, shipper: Shipper, refusals: Refusals) -> None:
        self._run_id = run_id
        self._shipper = shipper
        self._refusals = refusals
        self._position = 0
        self._refused_before = refusals.of(run_id)[0]
        #: Why it was not even written down.
        self.refused: Exception | None = None

    def given(self) -> None:
        """It is logged now."""
        self._position = self._shipper.position

    def result(self, timeout: float | None = None) -> None:
        """Return when the store has it.

        Raises:
            TimeoutError: Not within so many seconds.
            MlflowException: The store refused something that was logged to the run since.
        """
        if self.refused is not None:
            raise self.refused
        self._shipper.wait_for(self._position, timeout)
        count, last = self._refusals.of(self._run_id)
        if count > self._refused_before and last is not None:
            raise last
