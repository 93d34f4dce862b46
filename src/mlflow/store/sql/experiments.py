"""Experiments in SQL."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import Any

from mlflow.contracts import limits
from mlflow.contracts.experiments import ExperimentStore
from mlflow.entities import Experiment, ExperimentTag, PagedList, ViewType
from mlflow.exceptions import InvalidParameterValue, InvalidState, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.search import EXPERIMENTS
from mlflow.store import checks
from mlflow.store.sql.conditions import Column, Noun, labels
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.part import Part
from mlflow.store.sql.searching import Search
from mlflow.store.sql.sessions import Row, Session
from mlflow.uris import checked_artifact_location

_COLUMNS = "e.id, e.name, e.location, e.created, e.updated, e.deleted"
_SELECT = f"SELECT {_COLUMNS} FROM experiments e"
_NOUN = Noun(
    {
        "name": Column("e.name"),
        "experiment_id": Column("CAST(e.id AS TEXT)", order="e.id", order_type="number"),
        "creation_time": Column("e.created"),
        "last_update_time": Column("e.updated"),
    },
    {"tag": labels("experiment_tags", "experiment", "e.id")},
)
_SEARCH = Search(EXPERIMENTS, _NOUN, _COLUMNS, "experiments e")
_TAGS = Labels("experiment_tags", "experiment")
# A generator of its own: ids must differ even where a script seeds Python's, and must not disturb its numbers.
_chance = random.SystemRandom()


def number_of(experiment_id: object) -> int:
    """The number an experiment id stands for.

    Raises:
        ResourceDoesNotExist: It is no whole number, so there is no such experiment.
    """
    text = str(experiment_id).strip()
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ResourceDoesNotExist(f"There is no experiment {experiment_id!r}; ids are whole numbers.")
    return int(text)


def found(session: Session, experiment_id: object, *, shared: bool = False) -> Row:
    """The row of an experiment.

    Args:
        session: A transaction; where it writes, nobody else changes the experiment until it ends.
        experiment_id: The experiment.
        shared: Whether others may hold the experiment unchanged at the same time, as for adding runs to it.

    Raises:
        ResourceDoesNotExist: There is none of that id.
    """
    row = session.row(
        f"{_SELECT} WHERE id = :id{session.share if shared else session.lock}", {"id": number_of(experiment_id)}
    )
    if row is None:
        raise ResourceDoesNotExist(f"There is no experiment {experiment_id!r}.")
    return row


def found_active(session: Session, experiment_id: object, *, shared: bool = False) -> Row:
    """The row of an experiment that is in use; as :func:`found`.

    Raises:
        ResourceDoesNotExist: There is none of that id.
        InvalidParameterValue: It is deleted.
    """
    row = found(session, experiment_id, shared=shared)
    if row[5] is not None:
        raise InvalidParameterValue(
            f"Experiment {experiment_id} ({row[1]!r}) is deleted. Restore it first: "
            f"mlflow experiments restore --experiment-id {experiment_id}"
        )
    return row


class Experiments(Part, ExperimentStore):
    """The part of the store that keeps experiments."""

    def create_experiment(
        self, name: str, artifact_location: str | None = None, tags: list[ExperimentTag] | None = None
    ) -> str:
        name = checks.experiment_name(name)
        location = None
        if artifact_location:
            if len(artifact_location) > limits.MAX_ARTIFACT_LOCATION_LENGTH:
                raise InvalidParameterValue(
                    f"An artifact location may have {limits.MAX_ARTIFACT_LOCATION_LENGTH} characters, "
                    f"not {len(artifact_location)}."
                )
            location = self._places.stored(checked_artifact_location(artifact_location))
        checked = {tag.key: _checked_tag(tag.key, tag.value) for tag in tags or ()}
        now = int(time.time() * 1000)
        with self._db.write() as session:
            taken = session.row("SELECT id, deleted FROM experiments WHERE name = :name", {"name": name})
            if taken is not None:
                raise _taken(name, taken)
            number = self._next_number(session)
            session.run(
                "INSERT INTO experiments (id, name, location, created, updated) "
                "VALUES (:id, :name, :location, :now, :now)",
                {
                    "id": number,
                    "name": name,
                    "location": location or self._places.of_experiment(number),
                    "now": now,
                },
            )
            _TAGS.put(session, number, checked)
        return str(number)

    def _next_number(self, session: Session) -> int:
        if self._places.directory is not None:
            # Random, so that folders of several machines can be merged; never beginning with 0.
            while True:
                number = _chance.randrange(10**17, 10**18)
                if not session.row("SELECT 1 FROM experiments WHERE id = :id", {"id": number}):
                    return number
        row = session.row(f"SELECT value FROM facts WHERE name = 'last_experiment'{session.lock}")
        number = int(row[0]) + 1 if row else 1
        while session.row("SELECT 1 FROM experiments WHERE id = :id", {"id": number}):
            number += 1
        session.run("UPDATE facts SET value = :value WHERE name = 'last_experiment'", {"value": str(number)})
        return number

    def get_experiment(self, experiment_id: str) -> Experiment:
        with self._db.read() as session:
            return self._experiments(session, [found(session, experiment_id)])[0]

    def get_experiment_by_name(self, experiment_name: str) -> Experiment:
        with self._db.read() as session:
            row = session.row(f"{_SELECT} WHERE name = :name", {"name": checks.composed(experiment_name)})
            if row is None:
                raise ResourceDoesNotExist(f"There is no experiment named {experiment_name!r}.")
            return self._experiments(session, [row])[0]

    def _experiments(self, session: Session, rows: Sequence[Row]) -> list[Experiment]:
        tags = _TAGS.of(session, [row[0] for row in rows])
        return [
            Experiment(
                str(number),
                name,
                self._places.shown(location),
                "active" if deleted is None else "deleted",
                tags.get(number),
                created,
                updated,
            )
            for number, name, location, created, updated, deleted in rows
        ]

    def rename_experiment(self, experiment_id: str, new_name: str) -> None:
        new_name = checks.experiment_name(new_name)
        with self._db.write() as session:
            row = found(session, experiment_id)
            if row[5] is not None:
                raise InvalidState(f"Experiment {experiment_id} is deleted; restore it before it is renamed.")
            taken = session.row("SELECT id, deleted FROM experiments WHERE name = :name", {"name": new_name})
            if taken is not None and taken[0] != row[0]:
                raise _taken(new_name, taken)
            _touch(session, row[0], name=new_name)

    def delete_experiment(self, experiment_id: str) -> None:
        now = int(time.time() * 1000)
        with self._db.write() as session:
            row = found(session, experiment_id)
            if row[5] is not None:
                raise ResourceDoesNotExist(f"Experiment {experiment_id} is deleted already.")
            _touch(session, row[0], deleted=now)
            session.run(
                "UPDATE runs SET deleted = :now WHERE experiment = :id AND deleted IS NULL", {"id": row[0], "now": now}
            )

    def restore_experiment(self, experiment_id: str) -> None:
        with self._db.write() as session:
            row = found(session, experiment_id)
            if row[5] is None:
                raise ResourceDoesNotExist(f"Experiment {experiment_id} is not deleted.")
            _touch(session, row[0], deleted=None)
            session.run(
                "UPDATE runs SET deleted = NULL WHERE experiment = :id AND deleted = :then",
                {"id": row[0], "then": row[5]},
            )

    def set_experiment_tag(self, experiment_id: str, key: str, value: str) -> None:
        value = _checked_tag(key, value)
        with self._db.write() as session:
            row = found_active(session, experiment_id)
            _TAGS.put(session, row[0], {key: value})
            _touch(session, row[0])

    def delete_experiment_tag(self, experiment_id: str, key: str) -> None:
        with self._db.write() as session:
            row = found_active(session, experiment_id)
            if not _TAGS.remove(session, row[0], key):
                raise ResourceDoesNotExist(f"Experiment {experiment_id} has no tag {key!r}.")
            _touch(session, row[0])

    def search_experiments(
        self,
        view_type: int = ViewType.ACTIVE_ONLY,
        max_results: int = limits.SEARCH_MAX_RESULTS_DEFAULT,
        filter_string: str | None = None,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[Experiment]:
        size = checks.page_size(max_results, limits.SEARCH_MAX_RESULTS_THRESHOLD)
        views = {ViewType.ACTIVE_ONLY: ["e.deleted IS NULL"], ViewType.DELETED_ONLY: ["e.deleted IS NOT NULL"]}
        with self._db.read() as session:
            conditions = views.get(view_type, [])
            return _SEARCH.found(
                session, self._experiments, filter_string, order_by, page_token, size, conditions=conditions
            )


def _touch(session: Session, number: int, **changes: Any) -> None:
    """Change columns of an experiment, and the time of its last change."""
    changes["updated"] = int(time.time() * 1000)
    changed = ", ".join(f"{name} = :{name}" for name in changes)
    session.run(f"UPDATE experiments SET {changed} WHERE id = :id", {**changes, "id": number})


def _checked_tag(key: str, value: object) -> str:
    checks.key(key, "tag", limits.MAX_EXPERIMENT_TAG_KEY_LENGTH)
    return checks.text(value, key, "tag", limits.MAX_EXPERIMENT_TAG_VAL_LENGTH)


def _taken(name: str, row: Row) -> ResourceAlreadyExists:
    if row[1] is None:
        return ResourceAlreadyExists(f"There is an experiment named {name!r} already, with the id {row[0]}.")
    return ResourceAlreadyExists(
        f"The name {name!r} belongs to the deleted experiment {row[0]}. Restore that one, purge it with `mlflow gc`, "
        "or take another name."
    )
