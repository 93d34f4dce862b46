"""Runs that were copied into the folder of a directory store: found when it is read, and taken in.

What is looked at is cheap: a folder's time says whether something was added to it, so an experiment that did not change
costs one question to the system, however many runs it has. What of its folders the database has seen is kept in the
database, so that the next process knows it, too.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from mlflow.entities import RunStatus
from mlflow.exceptions import MlflowException, ResourceDoesNotExist
from mlflow.forks import around_forks
from mlflow.mlruns.layout import BESIDE_RUNS, INPUTS, META, METRICS, MODELS, OUTPUTS, PARAMS, TAGS
from mlflow.mlruns.markers import read_marker
from mlflow.mlruns.source import FolderSource
from mlflow.store.arrivals import Arrival, ArrivingExperiment, Refused
from mlflow.store.sql.folder_notes import FolderNotes
from mlflow.store.sql.leaving import Leaving
from mlflow.store.sql.part import Part
from mlflow.store.sql.taking_in import Arrivals

_log = logging.getLogger(__name__)

#: Seconds between two looks, and how many times as long as the last one took.
_OFTEN: Final = 1.0
_SHARE: Final = 20
#: Seconds after which a look takes long.
_SLOW: Final = 0.02
#: Seconds that somebody whose answer matters waits for another who looks.
_PATIENCE: Final = 5.0
#: Runs that are taken in at once.
_AT_ONCE: Final = 100
#: Nanoseconds that a folder must have been left alone for: before that, it may be in the middle of being copied.
_QUIET: Final = 1_000_000_000
#: … and for which it is looked at again after it was taken in.
_WATCHED: Final = 60_000_000_000
_NONE: Final[frozenset[str]] = frozenset()
#: Digits of an experiment's id.
_DIGITS: Final = 18


class Seen(msgspec.Struct, array_like=True):
    """What the database has seen of an experiment's folder.

    Args:
        runs: When something was added to the folder last.
        models: … and to that of its logged models.
        waiting: Folders to look at again, and how they were.
    """

    runs: int = 0
    models: int = 0
    waiting: dict[str, int] = {}


class CopiedRuns:
    """Looks for what was copied into the folder of a directory store.

    Args:
        store: The store.
        directory: Its folder.
    """

    def __init__(self, store: Part, directory: str) -> None:
        self._arrivals = store.foundation
        self._leaving, self._notes = Leaving(*store.foundation), FolderNotes(*store.foundation)
        self._root = directory
        self._renew()
        _all.add(self)

    def _renew(self) -> None:
        #: Held by whoever looks.
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._next = 0.0
        self._is_slow = self._has_more = self._is_stopped = False
        self._seen: dict[str, Seen] | None = None

    def look(self, *, wait: bool = True) -> bool:
        """Take in what was copied into the folder since the last look; returns whether there was something.

        Nothing happens within a second of the last look. Many runs are taken in by a
        thread, a part of them at once.

        Args:
            wait: Whether the answer matters; if not, a look that takes long is left to a thread.
        """
        if time.monotonic() < self._next:
            return False
        self._is_stopped = False
        if self._is_slow and not wait:
            self._look_aside()
            return False
        found = self._look_once(_PATIENCE if wait else 0.0)
        if self._has_more:
            self._look_aside()
        return found

    def _look_aside(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                thread = threading.Thread(target=self._go_on, name="mlflow-copied-runs", daemon=True)
                try:
                    thread.start()
                except RuntimeError:
                    return  # the process ends
                self._thread = thread

    def _go_on(self) -> None:
        while self._look_once() and self._has_more and not self._is_stopped:
            pass

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """While nobody looks: a thread that does is waited for, and does not go on."""
        self._is_stopped = True
        with self._lock:
            yield

    def _look_once(self, patience: float = 0.0) -> bool:
        if not self._lock.acquire(timeout=patience):
            return False
        begin = time.monotonic()
        try:
            self._has_more = False
            return False if self._is_stopped else self._look()
        except (OSError, MlflowException) as error:
            _log.debug("%s could not be looked at: %s", self._root, error)
            return False
        finally:
            took = time.monotonic() - begin
            self._is_slow = took > _SLOW
            self._next = time.monotonic() + max(_OFTEN, _SHARE * took)
            self._lock.release()

    def _look(self) -> bool:
        if self._seen is None:
            self._seen = {name: msgspec.json.decode(text, type=Seen) for name, text in self._notes.seen().items()}
        found = False
        with os.scandir(self._root) as entries:
            experiments = [
                (entry.name, entry.stat(follow_symlinks=False).st_mtime_ns)
                for entry in entries
                if entry.name.isascii()
                and entry.name.isdigit()
                and len(entry.name) <= _DIGITS
                and entry.is_dir(follow_symlinks=False)
            ]
        for name, changed in experiments:
            seen = self._seen.get(name) or Seen()
            now = Seen(changed, _changed(f"{self._root}/{name}/{MODELS}"), seen.waiting)
            if now != seen or seen.waiting:
                found = self._look_into(name, seen, now) or found
        return found

    def _look_into(self, experiment: str, seen: Seen, now: Seen) -> bool:
        """Look into one experiment, and note what was seen."""
        base = Path(self._root, experiment)
        is_new = not self._notes.knows_experiment(experiment)
        if is_new:
            stamp, quiet = _stamp(base)
            if not stamp or quiet < _QUIET:
                return False  # perhaps still being copied
            if not (base / META).is_file():
                self._note(experiment, seen, Seen(now.runs, now.models))
                return False
        waiting = dict(seen.waiting)
        ready = []
        for folder in self._unknown(base, seen, now):
            name = str(folder.relative_to(base))
            stamp, quiet = _stamp(folder)
            if waiting.get(name) == stamp:
                if quiet > _WATCHED and self._is_complete(folder):
                    del waiting[name]  # taken in, and left alone since
            elif not stamp or read_marker(str(folder), self._notes.store_id):
                waiting.pop(name, None)  # gone; or written by this very store, which has purged its record since
            elif quiet < _QUIET:
                waiting[name] = 0  # perhaps still being copied
            else:
                waiting[name] = stamp
                if (folder / META).is_file():
                    ready.append(folder)
        for folder in ready[_AT_ONCE:]:
            waiting[str(folder.relative_to(base))] = 0
            self._has_more = True
        found = self._take(base, ready[:_AT_ONCE]) if ready or is_new else False
        self._note(experiment, seen, Seen(now.runs, now.models, waiting))
        return found

    def _unknown(self, base: Path, seen: Seen, now: Seen) -> list[Path]:
        """Folders that the database knows nothing of, and those that are to be looked at again."""
        found: dict[Path, None] = {}
        for place, others, is_changed in (
            (base, BESIDE_RUNS, now.runs != seen.runs),
            (base / MODELS, _NONE, now.models != seen.models),
        ):
            names = _folders(place, others) if is_changed else []
            known = self._notes.known(names, base.name, models=place is not base)
            found.update(dict.fromkeys(place / name for name in names if name not in known))
            if names and place is base:  # MLflow may go on with them in this very folder
                going_on = self._notes.going_on(base.name).intersection(names)
                found.update(dict.fromkeys(base / name for name in going_on if (base / name / META).exists()))
        found.update(dict.fromkeys(base / name for name in seen.waiting))
        return list(found)

    def _is_complete(self, folder: Path) -> bool:
        """Whether the record of a folder is in the database, and nobody goes on with it elsewhere."""
        if folder.parent.name == MODELS:
            return bool(self._notes.known([folder.name], "0", models=True))
        try:
            _, status = self._notes.state_of(folder.name)
        except ResourceDoesNotExist:
            return False
        return RunStatus.is_terminated(RunStatus.from_string(status))

    def _note(self, experiment: str, seen: Seen, now: Seen) -> None:
        assert self._seen is not None
        if now != seen:
            self._notes.note_seen(experiment, msgspec.json.encode(now).decode())
            self._seen[experiment] = now

    def _take(self, experiment: Path, folders: list[Path]) -> bool:
        arrivals = Arrivals(*self._arrivals)
        arrivals.take(self._records(experiment, folders), lambda: None)
        summary = arrivals.summary
        for note in summary.notes:
            _log.warning("In %s: %s.", self._root, note)
        for refused in summary.refused:
            _log.warning("In %s, %s could not be taken in: %s.", self._root, refused.what, refused.why)
        if summary.taken:
            _log.info("Took in what was copied to %s: %s.", self._root, summary.sentence())
        return bool(summary.taken)

    def _records(self, experiment: Path, folders: list[Path]) -> Iterator[Arrival]:
        """The records of some folders of an experiment, which comes first; here it may have no file of its own."""
        for record in FolderSource(self._root).some_records(experiment, folders):
            if isinstance(record, Refused) and record.what == f"experiment {experiment.name}":
                try:
                    yield ArrivingExperiment(self._leaving.experiment(experiment.name))
                    continue
                except ResourceDoesNotExist:
                    pass
            yield record


def _folders(folder: Path, others: Iterable[str]) -> list[str]:
    """Names of the folders in a folder that may be runs or models."""
    try:
        with os.scandir(folder) as entries:
            return [
                entry.name
                for entry in entries
                if entry.name not in others and entry.name[0] != "." and entry.is_dir(follow_symlinks=False)
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _changed(folder: str) -> int:
    try:
        return os.lstat(folder).st_mtime_ns
    except OSError:
        return 0


def _stamp(folder: Path) -> tuple[int, int]:
    """What changes when something in a run's folder does, and for how many nanoseconds nothing has.

    The system's own times are asked for, which no copying program sets; 0 where the folder is gone.
    """
    times = []
    for part in ("", META, METRICS, PARAMS, TAGS, INPUTS, OUTPUTS):
        try:
            times.append(os.lstat(folder / part).st_ctime_ns)
        except OSError:
            if not part:
                return 0, 0
    return max(times), time.time_ns() - max(times)


#: Those of this process. A process is not split while one looks: see :mod:`mlflow.mlruns.keeping`.
_all: Final[weakref.WeakSet[CopiedRuns]] = weakref.WeakSet()
_paused: Final[list[CopiedRuns]] = []


def _pause() -> None:
    _paused[:] = _all
    for each in _paused:
        each._lock.acquire()


def _go_on() -> None:
    for each in _paused:
        each._lock.release()
    _paused.clear()


def _begin_anew() -> None:
    for each in _paused:
        each._renew()
    _paused.clear()


around_forks(_pause, _go_on, _begin_anew)
