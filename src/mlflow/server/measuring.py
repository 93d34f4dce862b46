"""What experiments take, measured in the background, so that nobody waits for folders that hold millions of files.

The figures are kept in a file of the server's user: all workers of a server tell the same, and so does the next one.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from mlflow.contracts.housekeeping import ExperimentUse, Measurement, RunUse
from mlflow.environment_variables import state_folder
from mlflow.exceptions import MlflowException
from mlflow.server.places import Places
from mlflow.store.sql.record_sizes import Home, MeasuredRun, RecordSizes
from mlflow.store.sql.store import SqlStore

_log = logging.getLogger(__name__)

#: Files of an experiment beyond which its figure says "at least".
_MOST_FILES: Final = 1_000_000
#: Runs of an experiment whose figures are kept.
LARGEST: Final = 50
#: Seconds between two notes of how far it has come, and after which nobody is taken to be at it any more.
_TOLD_EVERY: Final = 0.5
_SILENCE: Final = 60.0


class Figures(msgspec.Struct):
    """What was measured.

    Args:
        finished: When, milliseconds since the epoch.
        experiments: What each takes, those first that take most.
        largest: The runs that take most, by experiment.
    """

    finished: int = 0
    experiments: list[ExperimentUse] = []
    largest: dict[str, list[RunUse]] = {}


@dataclass
class _Known:
    changed: int
    figures: Figures


class Measuring:
    """Measures the experiments of a store.

    Args:
        store: The store.
        places: Where artifacts are, and which of them the server may look at.
    """

    def __init__(self, store: SqlStore, places: Places) -> None:
        database, own = store.foundation
        key = hashlib.sha256(f"{database.url}\n{own.of_experiment(0)}".encode()).hexdigest()[:20]
        self._sizes = RecordSizes(database, own)
        self._places = places
        self._folder = _folder()
        self._file = self._folder / f"{key}.json"
        self._note = self._folder / f"{key}.progress.json"
        self._known = _Known(0, Figures())
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def figures(self) -> Figures:
        """What was measured last, by whichever worker."""
        try:
            changed = self._file.stat().st_mtime_ns
            if changed != self._known.changed:
                self._known = _Known(changed, msgspec.json.decode(self._file.read_bytes(), type=Figures))
        except (OSError, msgspec.DecodeError):
            pass  # never measured, or kept in memory only
        return self._known.figures

    def state(self) -> Measurement:
        """How far it has come."""
        finished = self.figures().finished
        try:
            silent = time.time() - self._note.stat().st_mtime
            told = msgspec.json.decode(self._note.read_bytes(), type=Measurement)
        except (OSError, msgspec.DecodeError):
            return Measurement(finished=finished)
        told.finished = finished
        told.running = told.running and silent < _SILENCE
        return told

    def start(self) -> Measurement:
        """Begin, unless that is under way."""
        with self._lock:
            state = self.state()
            if not state.running and (self._thread is None or not self._thread.is_alive()):
                state = Measurement(running=True, started=_now(), finished=state.finished)
                self._tell(state)
                self._stopped.clear()
                self._thread = threading.Thread(target=self._run, args=(state,), daemon=True, name="measuring")
                self._thread.start()
        return state

    def stop(self) -> None:
        """End; waits for the file that is looked at."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(5)

    def _run(self, state: Measurement) -> None:
        try:
            homes = self._sizes.homes()
            state.experiments = len(homes)
            figures = Figures()
            for home in homes:
                use, runs = self._measured(home, state)
                if self._stopped.is_set():
                    break
                figures.experiments.append(use)
                figures.largest[home.experiment_id] = runs
                state.measured += 1
                self._tell(state)
            else:
                figures.experiments.sort(key=lambda use: -(use.record_bytes + use.file_bytes))
                figures.finished = _now()
                self._keep(figures)
        except Exception:
            _log.warning("What experiments take could not be measured", exc_info=True)
        state.running = False
        self._tell(state)

    def _measured(self, home: Home, state: Measurement) -> tuple[ExperimentUse, list[RunUse]]:
        use = ExperimentUse(home.experiment_id, home.name, home.deleted)
        runs = {run.run_id: _use_of(run) for run in self._sizes.runs(home.experiment_id)}
        use.runs, use.binned_runs = len(runs), sum(run.deleted for run in runs.values())
        use.points = sum(run.points for run in runs.values())
        use.record_bytes = sum(run.record_bytes for run in runs.values())
        try:
            self._count_files(home.place, use, runs, state)
        except (MlflowException, OSError) as error:
            use.unknown = str(getattr(error, "message", None) or error)
        return use, sorted(runs.values(), key=lambda run: -(run.record_bytes + run.file_bytes))[:LARGEST]

    def _count_files(self, place: str, use: ExperimentUse, runs: dict[str, RunUse], state: Measurement) -> None:
        folder = self._places.at(place)
        cut = len(folder.inside) + 1 if folder.inside else 0
        told = time.monotonic()
        for file in folder.store.walk(folder.inside):
            size = file.file_size or 0
            use.files += 1
            use.file_bytes += size
            run = runs.get(file.path[cut:].partition("/")[0])
            if run is not None:
                run.files += 1
                run.file_bytes += size
            state.files += 1
            if use.files >= _MOST_FILES:
                use.at_least = True
                return
            if time.monotonic() - told > _TOLD_EVERY:
                told = time.monotonic()
                self._tell(state)
                if self._stopped.is_set():
                    return

    def _tell(self, state: Measurement) -> None:
        self._write(self._note, msgspec.json.encode(state))

    def _keep(self, figures: Figures) -> None:
        self._known = _Known(0, figures)
        self._write(self._file, msgspec.json.encode(figures))

    def _write(self, path: Path, content: bytes) -> None:
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            _log.debug("Figures of what experiments take are not kept: %s", error)


def _use_of(run: MeasuredRun) -> RunUse:
    return RunUse(run.run_id, run.name, run.deleted, run.size.points, run.size.bytes)


def _folder() -> Path:
    return state_folder() / "penstock" / "usage"


def _now() -> int:
    return int(time.time() * 1000)
