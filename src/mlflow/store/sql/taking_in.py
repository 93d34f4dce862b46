"""Taking in the records of another store: ids, times, histories and stages stay as they are, files stay where they are.

Each record is one transaction, so what is interrupted goes on where it stopped, and what is there already changes
nothing. A record that contradicts what is there, or is damaged, is left out as a whole and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from mlflow.entities import Experiment
from mlflow.exceptions import InvalidParameterValue, MlflowException, TemporarilyUnavailable
from mlflow.store.arrivals import (
    Arrival,
    ArrivingExperiment,
    ArrivingModel,
    ArrivingRegisteredModel,
    ArrivingRun,
    Left,
    Refused,
    Source,
    Summary,
)
from mlflow.store.sql import experiments, taken_models, taken_runs
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.part import Part
from mlflow.store.sql.sessions import Row, Session

_TAGS = Labels("experiment_tags", "experiment")
_DEFAULT = (0, Experiment.DEFAULT_EXPERIMENT_NAME)


def take_in(store: Part, source: Source, each: Callable[[], None] = lambda: None) -> Summary:
    """Take in every record of a source.

    Args:
        store: Where they go.
        source: Where they come from.
        each: Called after each record.

    Raises:
        TemporarilyUnavailable: The database is locked, or the disk is full; what was taken in until then is kept.
    """
    arrivals = Arrivals(*store.foundation)
    arrivals.take(source.records(), each)
    return arrivals.summary


class Arrivals(Part):
    """The part of a store that takes in records of another."""

    def __init__(self, *foundation: object) -> None:
        super().__init__(*foundation)  # type: ignore[arg-type]
        self.summary = Summary()
        #: Number here of each experiment, by its id there.
        self._numbers: dict[str, int] = {}

    def take(self, records: Iterable[Arrival], each: Callable[[], None]) -> None:
        """Take in records."""
        for record in records:
            if isinstance(record, Refused):
                self.summary.refused.append(record)
            elif isinstance(record, Left):
                self.summary.left.append(record)
            else:
                try:
                    self._db.tried(partial(self._take, record))
                except TemporarilyUnavailable:
                    raise
                except MlflowException as error:
                    self.summary.refused.append(Refused(_named(record), error.message))
                except (OSError, OverflowError) as error:
                    self.summary.refused.append(Refused(_named(record), str(error)))
            each()

    def _take(self, record: ArrivingExperiment | ArrivingModel | ArrivingRun | ArrivingRegisteredModel) -> None:
        parts: dict[str, int] = {}
        notes: list[str] = []
        with self._db.write() as session:
            if isinstance(record, ArrivingExperiment):
                kind = "experiments"
                is_new, notes = self._take_experiment(session, record.experiment)
            elif isinstance(record, ArrivingModel):
                kind = "logged models"
                is_new = taken_models.take_logged(
                    session, record, self._number(record.model.experiment_id), self._places
                )
            elif isinstance(record, ArrivingRun):
                kind = "runs"
                experiment = self._number(record.info.experiment_id)
                is_new, parts["points"], notes = taken_runs.take(
                    session, record, experiment, self._places, self._db.interned
                )
            else:
                kind = "registered models"
                is_new, parts["versions"], notes = taken_models.take_registered(session, record)
        # Counted when the transaction has ended, so that nothing is told that was rolled back.
        self.summary.notes += notes
        self.summary.count(kind, present=not is_new)
        for part, count in parts.items():
            if count:
                self.summary.count(part, count)

    def _number(self, experiment_id: str) -> int:
        number = self._numbers.get(experiment_id)
        if number is None:
            raise InvalidParameterValue(f"its experiment {experiment_id} was not taken in")
        return number

    def _take_experiment(self, session: Session, experiment: Experiment) -> tuple[bool, list[str]]:
        """Take in an experiment, or find it; returns whether it is new, and what is to be told."""
        wanted = experiments.number_of(experiment.experiment_id)
        apart = f"{experiment.name} ({experiment.experiment_id})"
        by_id = _found(session, "id", wanted)
        by_name = _found(session, "name", experiment.name)
        if by_id is not None and not _is_same(by_id, experiment, apart) and _is_unused_default(session, by_id):
            if by_name is None or by_name[0] == by_id[0]:
                # The store made it when it was opened: it gives way to the one that is older.
                session.run("DELETE FROM experiments WHERE id = :id", {"id": wanted})
                by_id = by_name = None
        known = (by_id, by_name, _found(session, "name", apart))
        same = next((row for row in known if row is not None and _is_same(row, experiment, apart)), None)
        if same is None and by_id is not None and by_id == by_name and wanted == 0:
            same = by_id  # everybody has an experiment 0 named Default
        if same is not None:
            self._numbers[experiment.experiment_id] = same[0]
            tags = _TAGS.of(session, [same[0]]).get(same[0], {})
            _TAGS.add(session, same[0], {k: v for k, v in experiment.tags.items() if k not in tags})
            return False, []
        notes = []
        name = experiment.name
        if by_name is not None:
            name = apart
            notes.append(
                f"experiment {wanted} is named {apart!r} here, where {by_name[0]} is named {experiment.name!r}"
            )
        number = wanted if by_id is None else _free_number(session)
        session.run(
            "INSERT INTO experiments (id, name, location, created, updated, deleted) "
            "VALUES (:id, :name, :location, :created, :updated, :deleted)",
            {**self._columns(number, experiment), "name": name},
        )
        _TAGS.add(session, number, experiment.tags)
        self._numbers[experiment.experiment_id] = number
        if number != wanted:
            notes.append(f"experiment {wanted} ({name!r}) has the id {number} here, where {wanted} was taken")
        return True, notes

    def _columns(self, number: int, experiment: Experiment) -> dict[str, object]:
        created = experiment.creation_time or 0
        updated = experiment.last_update_time or created
        location = experiment.artifact_location
        return {
            "id": number,
            "name": experiment.name,
            "location": self._places.stored(location) if location else self._places.of_experiment(number),
            "created": created,
            "updated": updated,
            "deleted": updated if experiment.lifecycle_stage == "deleted" else None,
        }


def _found(session: Session, column: str, value: object) -> Row | None:
    return session.row(f"SELECT id, name, created FROM experiments WHERE {column} = :value", {"value": value})


def _is_same(row: Row, experiment: Experiment, apart: str) -> bool:
    """Whether an experiment that is here is the one that arrives, maybe renamed since, or under another number.

    Args:
        row: The one that is here.
        experiment: The one that arrives.
        apart: The name it has here if another had its own.
    """
    created = experiment.creation_time or 0
    if row[2] != created:
        return False
    return row[1] in (experiment.name, apart) or (created > 0 and str(row[0]) == experiment.experiment_id)


def _is_unused_default(session: Session, row: Row) -> bool:
    """Whether an experiment is the first one, as it was made with the store."""
    return (row[0], row[1]) == _DEFAULT and not any(
        session.row(f"SELECT 1 FROM {table} WHERE experiment = :number LIMIT 1", {"number": row[0]})
        for table in ("runs", "logged_models", "experiment_tags", "datasets")
    )


def _free_number(session: Session) -> int:
    # Above the counted ones, not above the long random ones of directory stores.
    row = session.row("SELECT max(id) FROM experiments WHERE id < 100000000000000000")
    return int(row[0] or 0) + 1 if row else 1


def _named(record: ArrivingExperiment | ArrivingModel | ArrivingRun | ArrivingRegisteredModel) -> str:
    if isinstance(record, ArrivingExperiment):
        return f"experiment {record.experiment.experiment_id}"
    if isinstance(record, ArrivingModel):
        return f"logged model {record.model.model_id}"
    if isinstance(record, ArrivingRun):
        return f"run {record.info.experiment_id}/{record.info.run_id}"
    return f"registered model {record.model.name!r}"
