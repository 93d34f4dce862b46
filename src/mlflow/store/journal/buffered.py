"""The machinery behind a store with a journal: what is logged goes through it, and what waits for that asks it."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Final

from mlflow.contracts.stores import Store
from mlflow.entities import Run
from mlflow.environment_variables import MLFLOW_OFFLINE
from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.store.journal import places
from mlflow.store.journal.delivery import Delivery, is_for_good
from mlflow.store.journal.file import SUFFIX, JournalFile, is_behind, unshipped
from mlflow.store.journal.journal import Journal
from mlflow.store.journal.records import Record, runs_of
from mlflow.store.journal.refusals import Refusals
from mlflow.store.journal.shipper import Shipper
from mlflow.store.journal.staging import StagedFiles, files_of, has_files
from mlflow.uris import StoreUri

_log = logging.getLogger(__name__)

#: Seconds that a read waits for what was logged before it.
_PATIENCE: Final = 30.0
#: Seconds that a read waits for what other processes of this machine logged before it.
_MOMENT: Final = 0.1
#: Seconds in which a transaction with a database of this machine, or a request, may end before a fork.
_STILL_HERE: Final = 20.0
_STILL_ELSEWHERE: Final = 0.3
#: Attempts at a request that the journal can answer where the store is away.
RETRIES: Final = 2
#: Seconds within which a server answers what stands in the way of logging, or is taken to be away.
_HASTY: Final = 10.0
#: Codes of a store that is away or has too much to do.
_AWAY: Final = frozenset(
    {"TEMPORARILY_UNAVAILABLE", "REQUEST_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED"}
)
#: Bytes of journals that are read at exit to say what is in them.
_COUNTED: Final = 32 << 20
#: Runs told by name at exit.
_TOLD: Final = 3


class Buffered:
    """A store and its journal.

    Args:
        place: The store's address.
        opener: Opens the store.
        folder: Where the journal's files are.
    """

    #: False in a program that people ask about a store: where that is away, they want to know.
    stands_in: ClassVar[bool] = True

    def __init__(self, place: StoreUri, opener: Callable[[], Store], folder: Path) -> None:
        self.place = place
        self.address = places.address_of(place)
        self.folder = folder
        self.is_offline = MLFLOW_OFFLINE.get()
        self._opener = opener
        self._inner: Store | None = None
        self._brief: Store | None = None
        self._hasty: Store | None = None
        self._delivery: Delivery | None = None
        self.shipper: Shipper
        self.journal = Journal(folder, self.address, places.is_below_root(folder), self._rouse, self._send_files)
        self.shipper = Shipper(self.journal, lambda: self.delivery, f"The store at {self.address}")
        self.refusals = Refusals(self._file_in_hand)
        self._files = StagedFiles(folder, place.text, lambda: self.brief)
        self._is_told = False
        #: Runs that were created while the store was away, as they were created.
        self.created: dict[str, Run] = {}
        if not self.is_offline:
            self._open()
            self._adopt()

    # The store behind

    def _open(self) -> None:
        """Open it at once, to hear what is wrong with its address. Only a database server may be away."""
        try:
            self.inner  # noqa: B018
        except Exception as error:
            if places.is_embedded(self.place) or not is_trouble(error):
                raise
            self.shipper.tell_trouble(error)

    @property
    def inner(self) -> Store:
        """The store behind, as patient as its settings say.

        Raises:
            TemporarilyUnavailable: It is a database that cannot be reached.
        """
        if self._inner is None:
            self._inner = self._opener()
            hasty = getattr(self._inner, "retrying", None)
            self._brief = hasty(RETRIES) if hasty is not None else self._inner
            self._hasty = hasty(1, _HASTY) if hasty is not None else self._inner
        return self._inner

    @property
    def brief(self) -> Store:
        """The store behind, for what need not wait for it long."""
        self.inner  # noqa: B018
        assert self._brief is not None
        return self._brief

    @property
    def hasty(self) -> Store:
        """The store behind, for what a program asks on its way to logging: it must not stand still for a server."""
        self.inner  # noqa: B018
        assert self._hasty is not None
        return self._hasty

    @property
    def delivery(self) -> Delivery:
        """What ships to the store behind."""
        if self._delivery is None:
            self._delivery = Delivery(self.brief, self.refusals.add, self._files.send_of_run)
        return self._delivery

    @property
    def may_stand_in(self) -> bool:
        """Whether the journal answers and makes what a store is asked for that is away."""
        return self.is_offline or Buffered.stands_in

    @property
    def is_away(self) -> bool:
        """Whether the store is not to be had just now, or not to be asked."""
        return self.is_offline or self.shipper.is_away

    # Logging

    def write(self, record: Record) -> None:
        """Write a record down, or do what can be done where that is impossible."""
        try:
            self.journal.append(record)
        except TemporarilyUnavailable as full:
            self.without_room(record, full)
        except OSError as error:
            self.without_journal(record, error)

    def without_journal(self, record: Record, error: OSError) -> None:
        """There is no journal to write to: send the record now, and raise what the store says."""
        if not (self._is_told or self.journal.is_closed):
            self._is_told = True
            _log.warning(
                "No journal can be kept in %s (%s): logging waits for the store instead. Set PENSTOCK_JOURNAL_DIR to a "
                "folder that can be written.",
                self.folder,
                error,
            )
        self._send_now(record)

    def without_room(self, record: Record, full: TemporarilyUnavailable) -> None:
        """The disk and the memory for records are full: send the record now, and do not stop the program for it."""
        try:
            self.shipper.wait(_PATIENCE)
            self._send_now(record)
        except Exception as error:
            if is_for_good(error):
                raise
            _log.error("A record is lost: %s The store cannot take it either: %s", full, error)

    def _send_now(self, record: Record) -> None:
        def refuse(_: Record, error: Exception) -> None:
            raise error

        if self.is_offline:
            raise TemporarilyUnavailable(
                f"MLFLOW_OFFLINE is set, and the journal in {self.folder} cannot be written. Set PENSTOCK_JOURNAL_DIR."
            )
        Delivery(self.inner, refuse).send([record])

    # Waiting

    def drain(self, seconds: float = _PATIENCE) -> bool:
        """Wait until the store has what was logged before; False where it is away or too slow."""
        if self.is_offline:
            return not self.journal.waiting
        others = self._adopt()
        if not self.shipper.wait(seconds):
            return False
        if others:
            self._wait_for(others)
        return True

    def _wait_for(self, others: list[Path]) -> None:
        """Give other processes of this machine a moment to ship what they have logged by now, as they do anyway."""
        sizes = {}
        for path in others:
            with suppress(OSError):
                sizes[path] = path.stat().st_size
        deadline = time.monotonic() + _MOMENT
        for path, size in sizes.items():
            while is_behind(path, size) and time.monotonic() < deadline:
                time.sleep(_MOMENT / 50)

    def _rouse(self) -> None:
        if not self.is_offline:
            self.shipper.rouse()

    def staged(self, run_id: str) -> Path:
        """Where the files of a run wait that was created while the store was away.

        Raises:
            TemporarilyUnavailable: There is no journal either.
        """
        try:
            self.journal.open()
        except OSError as error:
            away = f"{self.address} is away" if not self.is_offline else "MLFLOW_OFFLINE is set"
            raise TemporarilyUnavailable(
                f"{away}, and no journal can be kept in {self.folder} ({error}). Set PENSTOCK_JOURNAL_DIR to a folder "
                "that can be written."
            ) from error
        return files_of(self.journal.first_path) / run_id

    def _send_files(self, journal: Path) -> None:
        self._files.send_of_journal(journal, self.delivery.known_as)

    # Other files of the folder

    def _adopt(self) -> list[Path]:
        """Ship what other processes left; returns the journals of those that run."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return []
        own = {file.path.name for file in list(self.journal.files)}
        foreign = [self.folder / name for name in names if name.endswith(SUFFIX) and name not in own]
        if not foreign:
            return []
        others = []
        for path in sorted(foreign, key=_age):
            file = JournalFile.claim(path)
            if file is not None:
                self.journal.adopt(file)
            else:
                others.append(path)
        if self.journal.waiting:
            self.shipper.rouse()
        return others

    def _file_in_hand(self) -> Path:
        file = self.journal.taken
        return file.path if file is not None else self.folder / "journal"

    # The end

    def finish(self, seconds: float) -> None:
        """Ship what is left for so long, then say what is left."""
        deadline = time.monotonic() + seconds
        if not self.is_offline:
            self._adopt()  # of workers that ended without the rites of Python
        try:
            while not self.is_offline and not (self._is_done() or time.monotonic() >= deadline):
                if not self.shipper.wait(deadline - time.monotonic()):
                    time.sleep(min(0.25, max(0.0, deadline - time.monotonic())))
        except KeyboardInterrupt:
            pass
        self.shipper.stop()
        self.journal.is_closed = not self.is_offline
        left = self.journal.close()
        if left:
            self._tell(left)

    def _is_done(self) -> bool:
        if self.journal.waiting:
            return False
        first = self.journal.first_path if self.journal.files else None
        if first is not None and has_files(first):
            try:
                self._send_files(first)
            except Exception as error:
                _log.debug("Files are kept: %s", error)
                return False
        return True

    def _tell(self, left: list[Path]) -> None:
        if sum(path.stat().st_size for path in left) > _COUNTED:
            told = "many records"
        else:
            records = [record for path in left for record in unshipped(path)]
            runs = runs_of(records)
            named = ", ".join(runs[:_TOLD]) + (", …" if len(runs) > _TOLD else "")
            told = f"{len(records):,} {'record' if len(records) == 1 else 'records'}"
            if runs:
                told += f" of {len(runs)} {'run' if len(runs) == 1 else 'runs'} ({named})"
        why = "MLFLOW_OFFLINE is set" if self.is_offline else f"{self.address} does not take them just now"
        with suppress(OSError, ValueError, AttributeError):  # standard error may be closed
            sys.stderr.write(
                f"mlflow: kept in {self.folder}: {told}, since {why}. 'mlflow sync' sends them, or the next program "
                "that logs there.\n"
            )

    def halt(self) -> None:
        """Be still while this process forks."""
        self.shipper.halt(_STILL_HERE if places.is_embedded(self.place) else _STILL_ELSEWHERE)

    def renew(self) -> None:
        """In a forked child: begin with a journal of its own."""
        self.journal.abandon()
        self.shipper.begin()


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def is_trouble(error: Exception) -> bool:
    """Whether the store is away or overloaded, rather than of another opinion."""
    return isinstance(error, OSError) or (isinstance(error, MlflowException) and error.error_code in _AWAY)
