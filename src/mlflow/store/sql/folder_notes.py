"""What the database of a directory store notes about the folders beside it, and is asked about them."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import Final

import msgspec

from mlflow.exceptions import ResourceDoesNotExist
from mlflow.store.sql import experiments, run_rows
from mlflow.store.sql.part import Part
from mlflow.store.sql.sessions import Session, names

_ID: Final = "store_id"
_WAITING: Final = "folders_waiting"
_SEEN: Final = "folder_seen:"
#: Ids that are asked for at once; with more, all of an experiment are.
_AT_ONCE: Final = 500


class FolderNotes(Part):
    """The notes of one store."""

    _id: str | None = None

    @property
    def store_id(self) -> str:
        """What tells this database from others, made on first use."""
        if self._id is None:
            wanted = {"name": _ID}
            with self._db.read() as session:
                row = session.row("SELECT value FROM facts WHERE name = :name", wanted)
            if row is None:
                with self._db.write() as session:
                    row = session.row("SELECT value FROM facts WHERE name = :name", wanted)
                    if row is None:
                        row = (os.urandom(16).hex(),)
                        _put(session, _ID, row[0])
            self._id = str(row[0])
        return self._id

    def state_of(self, run_id: str) -> tuple[str, str]:
        """Experiment and status of a run.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """
        with self._db.read() as session:
            row = session.row("SELECT experiment, status FROM runs WHERE run_id = :run_id", {"run_id": run_id})
        if row is None:
            raise run_rows.missing(run_id)
        return str(row[0]), row[1]

    def ended_runs(self, experiment_id: str) -> list[str]:
        """Ids of the runs of an experiment that have ended."""
        with self._db.read() as session:
            rows = session.rows(
                "SELECT run_id FROM runs WHERE experiment = :experiment AND status IN ('FINISHED', 'FAILED', 'KILLED')",
                {"experiment": experiments.number_of(experiment_id)},
            )
        return [row[0] for row in rows]

    def going_on(self, experiment_id: str) -> set[str]:
        """Ids of the runs of an experiment that have not ended."""
        with self._db.read() as session:
            rows = session.rows(
                "SELECT run_id FROM runs WHERE experiment = :experiment "
                "AND status NOT IN ('FINISHED', 'FAILED', 'KILLED')",
                {"experiment": experiments.number_of(experiment_id)},
            )
        return {row[0] for row in rows}

    def knows_experiment(self, experiment_id: str) -> bool:
        """Whether there is an experiment of an id."""
        try:
            with self._db.read() as session:
                experiments.found(session, experiment_id)
        except ResourceDoesNotExist:
            return False
        return True

    def known(self, ids: Collection[str], experiment_id: str, *, models: bool = False) -> set[str]:
        """Those of some ids that runs, or logged models, have.

        Args:
            ids: The ids.
            experiment_id: The experiment that most of them belong to.
            models: Whether they are those of logged models.
        """
        table, column = ("logged_models", "model_id") if models else ("runs", "run_id")
        found: set[str] = set()
        with self._db.read() as session:
            if len(ids) > _AT_ONCE:
                where = {"experiment": experiments.number_of(experiment_id)}
                rows = session.rows(f"SELECT {column} FROM {table} WHERE experiment = :experiment", where)
                found = {id for (id,) in rows}.intersection(ids)
            rest = [id for id in ids if id not in found]
            for start in range(0, len(rest), _AT_ONCE):
                wanted, values = names(rest[start : start + _AT_ONCE])
                rows = session.rows(f"SELECT {column} FROM {table} WHERE {column} IN ({wanted})", values)
                found |= {id for (id,) in rows}
        return found

    def remember(self, waiting: Sequence[tuple[str, str]]) -> None:
        """Note kinds and ids of what has a folder that waits to be written, for the next process."""
        with self._db.write() as session:
            _put(session, _WAITING, msgspec.json.encode(waiting).decode())

    def recall(self) -> list[tuple[str, str]]:
        """What a process before this one noted, once."""
        with self._db.read() as session:
            row = session.row("SELECT value FROM facts WHERE name = :name", {"name": _WAITING})
        if row is None:
            return []
        with self._db.write() as session:
            session.run("DELETE FROM facts WHERE name = :name", {"name": _WAITING})
        return msgspec.json.decode(row[0], type=list[tuple[str, str]])

    def seen(self) -> dict[str, str]:
        """What was noted to have been seen of the folders of experiments, by their names."""
        with self._db.read() as session:
            rows = session.rows("SELECT name, value FROM facts WHERE name LIKE :names", {"names": f"{_SEEN}%"})
        return {name[len(_SEEN) :]: value for name, value in rows}

    def note_seen(self, experiment_id: str, text: str) -> None:
        """Note what has been seen of the folder of an experiment."""
        with self._db.write() as session:
            _put(session, _SEEN + experiment_id, text)


def _put(session: Session, name: str, value: str) -> None:
    session.run("DELETE FROM facts WHERE name = :name", {"name": name})
    session.run("INSERT INTO facts (name, value) VALUES (:name, :value)", {"name": name, "value": value})
