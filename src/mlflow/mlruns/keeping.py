"""Keeping the folders of a directory store as its database says: written when a run ends, and again when it changes.

The database is the store, and the folders are for people, for MLflow and for other machines: what goes wrong with one
is told and harms nothing. A thread writes them, so that neither training nor a request waits for the disk, and many
changes of a run that has ended cost one writing; whatever waits is written when the store is closed.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from math import inf
from typing import Final, TypeAlias

from mlflow.entities import RunStatus
from mlflow.exceptions import MlflowException, ResourceDoesNotExist
from mlflow.forks import around_forks
from mlflow.mlruns.markers import read_marker
from mlflow.mlruns.other_folders import (
    remove_registered_model,
    write_experiment,
    write_logged_model,
    write_registered_model,
)
from mlflow.mlruns.run_folders import experiment_folder, write_run
from mlflow.store.sql.folder_notes import FolderNotes
from mlflow.store.sql.leaving import Leaving
from mlflow.store.sql.part import Part

_log = logging.getLogger(__name__)

#: Seconds for which a run that has not ended is taken to go on.
_TRUSTED: Final = 1.0
#: Seconds that changes of an ended run are gathered for.
_GATHERED: Final = 0.5
#: Seconds that the thread waits for more to do.
_IDLE: Final = 2.0
#: Seconds that closing a store takes for writing; what is left is written when it is opened next.
_LAST: Final = 5.0
#: Runs that are remembered as going on.
_REMEMBERED: Final = 10_000

#: Kind and id of something that has a folder.
Named: TypeAlias = "tuple[str, str]"


class RunFolders:
    """The folders of one directory store.

    Args:
        store: The store.
        directory: The folder that holds the experiments.
    """

    def __init__(self, store: Part, directory: str) -> None:
        self._leaving, self._notes = Leaving(*store.foundation), FolderNotes(*store.foundation)
        self._root = directory
        self._renew()
        _all.add(self)
        self._safely(lambda: self._await(self._notes.recall(), time.monotonic()), "what was left to write")

    def _renew(self) -> None:
        #: Held by whoever writes: a folder has one writer in a process.
        self._writing = threading.RLock()
        self._going_on: dict[str, float] = {}
        #: Kind and id of what waits, and when it is to be written.
        self._waiting: dict[Named, float] = {}
        self._changed = threading.Condition()
        self._is_working = False
        self._experiments: set[str] = set()
        self._is_told = False

    def run_began(self, run_id: str) -> None:
        """A run goes on: for a while, logging to it does not ask whether it has ended."""
        if len(self._going_on) >= _REMEMBERED:
            self._going_on.clear()
        self._going_on[run_id] = time.monotonic() + _TRUSTED

    def run_changed(self, run_id: str, *, wholly: bool = False) -> None:
        """Something of a run was changed; one that has ended will be written.

        Args:
            run_id: The run.
            wholly: It may have ended, been deleted or restored just now, so it is written without delay.
        """
        now = time.monotonic()
        if wholly:
            self._going_on.pop(run_id, None)
            self._await([("run", run_id)], now)
        elif now >= self._going_on.get(run_id, 0.0) and ("run", run_id) not in self._waiting:
            self._await([("run", run_id)], now + _GATHERED)

    def changed(self, kind: str, *names: str) -> None:
        """Something else was made, changed or deleted.

        Args:
            kind: ``experiment``, ``logged_model`` or ``registered_model``.
            names: Ids, or names of registered models.
        """
        self._await([(kind, name) for name in names], time.monotonic())

    def experiment_moved(self, experiment_id: str) -> None:
        """An experiment was deleted or restored, and its runs with it."""
        self.changed("experiment", experiment_id)
        self._safely(lambda: self._await_runs(experiment_id), f"experiment {experiment_id}")

    def _await_runs(self, experiment_id: str) -> None:
        self._await([("run", run_id) for run_id in self._notes.ended_runs(experiment_id)], time.monotonic())

    def finish(self) -> None:
        """Write what waits."""
        self._write_due(inf, time.monotonic() + _LAST)
        if self._waiting:
            self._safely(lambda: self._notes.remember(list(self._waiting)), "what is left to write")
            _log.warning("%d folders in %s will be written when it is opened next.", len(self._waiting), self._root)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """While nobody writes."""
        with self._writing:
            yield

    # Writing

    def _write_run(self, run_id: str) -> None:
        with self._writing:
            experiment_id, status = self._notes.state_of(run_id)
            if not RunStatus.is_terminated(RunStatus.from_string(status)):
                if ("run", run_id) not in self._waiting:  # it may have ended since
                    self.run_began(run_id)
                return
            experiment = experiment_folder(self._root, experiment_id)
            store = self._notes.store_id
            marker = read_marker(f"{experiment}/{run_id}", store)
            known = marker.points if marker else {}
            run, points = self._leaving.run(run_id, known)
            if experiment_id not in self._experiments:
                self._write_experiment(experiment_id)
            kept = [key for key, count in points.items() if known.get(key) == count]
            left = write_run(experiment, run, points, store, kept)
        if left:
            _log.debug("The folder of run %s lacks %s", run_id, "; ".join(left))

    def _write_experiment(self, experiment_id: str) -> None:
        with self._writing:
            write_experiment(experiment_folder(self._root, experiment_id), self._leaving.experiment(experiment_id))
            self._experiments.add(experiment_id)

    def _write_logged_model(self, model_id: str) -> None:
        with self._writing:
            record = self._leaving.logged_model(model_id)
            experiment_id = record.model.experiment_id
            if experiment_id not in self._experiments:
                self._write_experiment(experiment_id)
            write_logged_model(experiment_folder(self._root, experiment_id), record)

    def _write_registered_model(self, name: str) -> None:
        with self._writing:
            try:
                record = self._leaving.registered_model(name)
            except ResourceDoesNotExist:
                remove_registered_model(self._root, name)
            else:
                write_registered_model(self._root, record)

    # Waiting

    def _await(self, named: Iterable[Named], due: float) -> None:
        with self._changed:
            for one in named:
                self._waiting[one] = min(due, self._waiting.get(one, due))
            if self._is_working:
                self._changed.notify()
            elif self._waiting:
                try:
                    threading.Thread(target=self._work, name="mlflow-run-folders", daemon=True).start()
                    self._is_working = True
                except RuntimeError:
                    return  # the process ends, and what waits is written when the store is closed

    def _work(self) -> None:
        while True:
            with self._changed:
                now = time.monotonic()
                soonest = min(self._waiting.values(), default=now + _IDLE)
                if soonest > now:
                    self._changed.wait(soonest - now)
                if not self._waiting:
                    if time.monotonic() >= now + _IDLE:
                        self._is_working = False
                        return
                    continue
            self._write_due(time.monotonic())

    def _write_due(self, now: float, until: float = inf) -> None:
        """Write what is due by some time, one after another, until nothing is or the time has come to stop."""
        with self._writing:
            while time.monotonic() < until:
                with self._changed:
                    due = next((one for one, at in self._waiting.items() if at <= now), None)
                    if due is None:
                        return
                    del self._waiting[due]
                kind, name = due
                self._safely(partial(_WRITERS[kind], self, name), f"{kind.replace('_', ' ')} {name}")

    def _safely(self, act: Callable[[], None], what: str) -> None:
        """Do something whose failure harms nobody."""
        try:
            if os.path.isdir(self._root):
                act()
        except ResourceDoesNotExist:
            return  # purged meanwhile
        except (OSError, MlflowException, ValueError) as error:
            why = error.message if isinstance(error, MlflowException) else str(error)
            # Once: where one folder cannot be written, none can, and each run would tell it.
            level = logging.DEBUG if self._is_told else logging.WARNING
            self._is_told = True
            _log.log(
                level,
                "The folder of %s in %s could not be written (%s). Nothing is lost: the database has it. "
                "mlflow db export writes folders anew.",
                what,
                self._root,
                why,
            )


_WRITERS: Final[dict[str, Callable[[RunFolders, str], None]]] = {
    "experiment": RunFolders._write_experiment,
    "run": RunFolders._write_run,
    "logged_model": RunFolders._write_logged_model,
    "registered_model": RunFolders._write_registered_model,
}

#: Those of this process. A process is not split while one writes: its child would wait for ever for what the writing
#: thread held in libraries, since that thread is not in it.
_all: Final[weakref.WeakSet[RunFolders]] = weakref.WeakSet()


_paused: Final[list[RunFolders]] = []


def _pause() -> None:
    _paused[:] = _all
    for folders in _paused:
        folders._writing.acquire()


def _go_on() -> None:
    for folders in _paused:
        folders._writing.release()
    _paused.clear()


def _begin_anew() -> None:
    for folders in _paused:
        folders._renew()
    _paused.clear()


around_forks(_pause, _go_on, _begin_anew)
