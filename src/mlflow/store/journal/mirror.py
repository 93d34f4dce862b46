"""What journals hold, replayed into an engine in memory, to answer for a store that is away."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from mlflow.entities import Experiment, LoggedModel, PagedList, Run, RunInfo, RunTag
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.store.journal.delivery import Delivery, experiment_id_of_name, name_of_experiment_id
from mlflow.store.journal.file import SUFFIX, all_records
from mlflow.store.journal.records import BATCH, CREATE, MODEL, Record
from mlflow.store.journal.staging import files_of
from mlflow.store.sql.engine import SqliteDatabase
from mlflow.store.sql.places import Places
from mlflow.store.sql.store import SqlStore
from mlflow.store.sql.upgrades import prepare

#: Acts about runs that are named, which must all be known here for an answer.
_OF_RUNS: Final = ("run_id", "run_ids", "model_id")


class Mirror:
    """The engine in memory."""

    def __init__(self) -> None:
        places = Places(None, "./mlruns")
        database = SqliteDatabase("")
        prepare(database, "the journal", places.of_experiment(0))
        self._store = SqlStore(database, places)
        self._replay = _Replay(self._store)
        self._runs: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self._taken: dict[Path, int] = {}

    def take_in(self, folder: Path, runs: Mapping[str, Run]) -> None:
        """Take in what was written since.

        Args:
            folder: The journals.
            runs: Runs that began in their store, as they were then.
        """
        for run_id, run in runs.items():
            if run_id not in self._runs:
                self._introduce(run)
        for path in sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime):
            records = all_records(path)
            known = self._taken.get(path, 0)
            new = records[known:] if known <= len(records) else records
            self._taken[path] = len(records)
            for record in new:
                if record[0] in (CREATE, MODEL) and record[1] not in self._runs:
                    self._runs[record[1]] = record[2]
                    self._files[record[1]] = str(files_of(path) / record[1])
            self._replay.send(new)

    def _introduce(self, run: Run) -> None:
        info = run.info
        self._runs[info.run_id] = info.experiment_id
        self._files[info.run_id] = info.artifact_uri or ""
        tags = [RunTag(key, value) for key, value in run.data.tags.items()]
        experiment = self._replay.experiment_id(info.experiment_id)
        self._store.create_run(experiment, info.user_id or "", info.start_time, tags, info.run_name, info.run_id)
        if info.status != "RUNNING":
            self._store.update_run(info.run_id, info.status, info.end_time)
        Delivery(self._store, _ignore).send(_logged(run))

    def ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], unknown: object) -> Any:
        """What the journals say; ``unknown`` where they say nothing."""
        names = getattr(SqlStore, name).__code__.co_varnames[1:]
        given = {**dict(zip(names, args, strict=False)), **kwargs}
        wanted = [given[key] for key in _OF_RUNS if key in given]
        for run_id in wanted[0] if wanted and isinstance(wanted[0], list) else wanted:
            if run_id not in self._runs:
                return unknown
        for key in ("experiment_id", "experiment_ids"):
            if given.get(key):
                value = given[key]
                inside = [self._replay.inside(i) for i in (value if isinstance(value, list) else [value])]
                if None in inside:
                    if key == "experiment_id":
                        return unknown
                    inside = [i for i in inside if i is not None]
                given[key] = inside if isinstance(value, list) else inside[0]
        try:
            return self._shown(getattr(self._store, name)(**given))
        except ResourceDoesNotExist:
            if name == "get_experiment_by_name":
                raise  # so that it is made
            return unknown

    def _shown(self, found: Any) -> Any:
        if isinstance(found, PagedList):
            return PagedList((self._shown(each) for each in found), found.token)
        if isinstance(found, list):
            return [self._shown(each) for each in found]
        if isinstance(found, Run):
            return Run(self._info(found.info), found.data, found.inputs, found.outputs)
        if isinstance(found, LoggedModel):
            found.experiment_id = self._runs.get(found.model_id, found.experiment_id)
            found.artifact_location = self._files.get(found.model_id, found.artifact_location)
            return found
        if isinstance(found, Experiment):
            return self._replay.shown(found)
        return found

    def _info(self, info: RunInfo) -> RunInfo:
        info.experiment_id = self._runs.get(info.run_id, info.experiment_id)
        info.artifact_uri = self._files.get(info.run_id, info.artifact_uri)
        return info


class _Replay(Delivery):
    """Sends records to the mirror, whose experiments have numbers of their own."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store, _ignore)
        self._inside = {"0": "0"}

    def experiment_id(self, experiment_id: str) -> str:
        name = name_of_experiment_id(experiment_id) or ("Default" if experiment_id == "0" else None)
        found = self._inside.get(experiment_id)
        if found is None:
            found = self._inside[experiment_id] = self._made(name or f"experiment {experiment_id}", None, [])
        return found

    def inside(self, experiment_id: object) -> str | None:
        """The mirror's id of an experiment; None where it has none."""
        return self._inside.get(str(experiment_id))

    def shown(self, experiment: Experiment) -> Experiment:
        """An experiment as it is known outside."""
        outside = {inside: outside for outside, inside in self._inside.items()}
        fields = dict(experiment)
        number = experiment.experiment_id
        fields["experiment_id"] = outside.get(number) or experiment_id_of_name(experiment.name)
        self._inside.setdefault(fields["experiment_id"], number)
        return Experiment.from_dictionary(fields)

    def _experiment(self, experiment_id: str, name: str, location: str | None, tags: list[Any]) -> None:
        super()._experiment(experiment_id, name, location, tags)
        self._inside[experiment_id] = self._experiments[name]


def _ignore(record: Record, error: Exception) -> None:
    """What the engine refuses here it refuses there, where it is told."""


def _logged(run: Run) -> list[Record]:
    """What a run had when it was met, as records."""
    points = [(m.key, m.value, m.timestamp, m.step) for m in run.data.metric_points]
    params = list(run.data.params.items())
    run_id = run.info.run_id
    found: list[Record] = [(BATCH, run_id, points[i : i + 500], [], []) for i in range(0, len(points), 500)]
    return found + [(BATCH, run_id, [], params[i : i + 100], []) for i in range(0, len(params), 100)]
