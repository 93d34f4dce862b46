"""Deletion for good: which objects of the bin are purged, and taking their records away.

A record is deleted in the transaction that notes the folder its files are in, and the note goes when the folder is
empty. So whatever is stopped in the middle, no record points at files that are gone, and files whose record is gone are
known: the next purge goes on with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final, Literal

from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.store.sql import experiments
from mlflow.store.sql.part import Part
from mlflow.store.sql.retention import Retention, retentions
from mlflow.store.sql.sessions import Row, Session, Values

Kind = Literal["run", "logged model", "experiment"]

_RUNS: Final = (
    "SELECT r.run_id, r.id, r.experiment, r.location, r.deleted, e.location, e.deleted FROM runs r "
    "JOIN experiments e ON e.id = r.experiment"
)
_MODELS: Final = (
    "SELECT m.model_id, m.id, m.experiment, m.location, m.deleted, e.location, e.deleted FROM logged_models m "
    "JOIN experiments e ON e.id = m.experiment"
)
_EXPERIMENTS: Final = "SELECT e.id, e.name, e.location, e.deleted FROM experiments e"
_UNREAD: Final = "DELETE FROM datasets WHERE id NOT IN (SELECT dataset FROM inputs)"
#: Ids that MLflow and Penstock make; a folder of another name is not deleted because a record says so.
_ID: Final[dict[Kind, re.Pattern[str]]] = {
    "run": re.compile("[0-9a-f]{32}"),
    "logged model": re.compile("m-[0-9a-f]{32}"),
}


@dataclass(frozen=True)
class Doomed:
    """An object in the bin.

    Args:
        kind: What it is.
        id: Its id.
        number: Its number in the database.
        experiment: The number of its experiment.
        location: Where its files are, as the database says it.
        home: Where the files of its experiment are.
        deleted: When it was put in the bin, milliseconds since the epoch.
    """

    kind: Kind
    id: str
    number: int
    experiment: int
    location: str
    home: str
    deleted: int


@dataclass(frozen=True)
class Emptying:
    """A folder whose record is gone.

    Args:
        number: Number of the note.
        root: The place it is in, as callers see it.
        path: The folder below that place; ``""`` where the place itself goes if nothing is left in it.
    """

    number: int
    root: str
    path: str


@dataclass
class Plan:
    """What a purge will take away.

    Args:
        runs: Runs.
        models: Logged models.
        experiments: Experiments, which go last.
        kept: ``(what, why)`` of what is in the bin and stays there.
    """

    runs: list[Doomed] = field(default_factory=list)
    models: list[Doomed] = field(default_factory=list)
    experiments: list[Doomed] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Number of objects."""
        return len(self.runs) + len(self.models) + len(self.experiments)


class Purging(Part):
    """The part of a store that deletes for good."""

    def plan(
        self,
        now: int,
        older_than: int | None = None,
        run_ids: Sequence[str] | None = None,
        experiment_ids: Sequence[str] | None = None,
        model_ids: Sequence[str] | None = None,
        *,
        with_registered: bool = False,
    ) -> Plan:
        """What is in the bin and is to go.

        Args:
            now: Milliseconds since the epoch.
            older_than: Only what has been in the bin for so many milliseconds. Where it is None and nothing is named,
                each experiment's own rule holds, if it has one.
            run_ids: Only these runs, and what else is named.
            experiment_ids: Only these experiments with all that is in them, and what else is named.
            model_ids: Only these logged models, and what else is named.
            with_registered: Whether to take files that a version of a registered model is made of.

        Raises:
            ResourceDoesNotExist: Something that is named does not exist.
            InvalidParameterValue: Something that is named is not in the bin, or not for long enough.
        """
        named = run_ids is not None or experiment_ids is not None or model_ids is not None
        plan = Plan()
        with self._db.read() as session:
            rules = {} if named or older_than is not None else retentions(session)
            if named:
                whole = [_named_experiment(session, id) for id in experiment_ids or ()]
                loose = [_named(session, "run", id) for id in run_ids or ()]
                loose += [_named(session, "logged model", id) for id in model_ids or ()]
            else:
                whole = [_experiment(row) for row in session.rows(f"{_EXPERIMENTS} WHERE e.deleted IS NOT NULL")]
                loose = [_doomed("run", row) for row in session.rows(f"{_RUNS} WHERE r.deleted IS NOT NULL")]
                loose += [
                    _doomed("logged model", row) for row in session.rows(f"{_MODELS} WHERE m.deleted IS NOT NULL")
                ]
            for doomed in [*whole, *loose]:
                least = _least(older_than, rules.get(doomed.experiment))
                if now - doomed.deleted >= least:
                    continue
                if named:
                    raise InvalidParameterValue(
                        f"The {doomed.kind} {doomed.id} has not been in the bin for that long; leave the age out to "
                        "purge it."
                    )
                if older_than is None:
                    plan.kept.append((f"{doomed.kind} {doomed.id}", rules[doomed.experiment].reason))
            whole = [d for d in whole if now - d.deleted >= _least(older_than, rules.get(d.experiment))]
            loose = [d for d in loose if now - d.deleted >= _least(older_than, rules.get(d.experiment))]
            for experiment in whole:
                loose += [
                    _doomed("run", row, experiment.deleted)
                    for row in session.rows(f"{_RUNS} WHERE r.experiment = :id", {"id": experiment.number})
                ]
                loose += [
                    _doomed("logged model", row, experiment.deleted)
                    for row in session.rows(f"{_MODELS} WHERE m.experiment = :id", {"id": experiment.number})
                ]
            registered = {} if with_registered else _registered(session)
        stays: set[int] = set()
        for doomed in {(d.kind, d.number): d for d in loose}.values():
            version = registered.get((doomed.kind, doomed.id))
            if version is not None:
                stays.add(doomed.experiment)
                plan.kept.append((f"{doomed.kind} {doomed.id}", f"{version} is made of its files"))
            else:
                (plan.runs if doomed.kind == "run" else plan.models).append(doomed)
        for experiment in whole:
            if experiment.number in stays:
                plan.kept.append((f"experiment {experiment.id}", "something in it is kept"))
            elif experiment.number == 0:
                plan.kept.append(("experiment 0", "runs without an experiment go there; only what was in it is purged"))
            else:
                plan.experiments.append(experiment)
        return plan

    def purge(self, doomed: Doomed) -> bool:
        """Delete an object's records for good, if it is still in the bin, and note its folder to be emptied.

        An experiment goes only if no runs and logged models are left in it.
        """
        return self._db.tried(lambda: self._purge(doomed))

    def _purge(self, doomed: Doomed) -> bool:
        table = {"run": "runs", "logged model": "logged_models", "experiment": "experiments"}[doomed.kind]
        number = {"id": doomed.number}
        with self._db.write() as session:
            experiment = session.row(
                f"SELECT deleted FROM experiments WHERE id = :id{session.lock}", {"id": doomed.experiment}
            )
            if experiment is None:
                return False
            if doomed.kind == "experiment":
                if experiment[0] is None or any(
                    session.row(f"SELECT 1 FROM {name} WHERE experiment = :id LIMIT 1", number)
                    for name in ("runs", "logged_models")
                ):
                    return False
                # A place that a user chose may hold anything; one that a store gave ends in the experiment's id.
                given = doomed.location.rstrip("/").endswith(f"/{doomed.id}")
                root, path = (doomed.location, "") if given else ("", "")
            else:
                found = session.row(f"SELECT deleted FROM {table} WHERE id = :id{session.lock}", number)
                if found is None or (found[0] is None and experiment[0] is None):
                    return False
                root, path = self.folder(doomed) or ("", "")
            if doomed.kind == "logged model":
                session.run("DELETE FROM model_metrics WHERE model_id = :id", {"id": doomed.id})
            session.run(f"DELETE FROM {table} WHERE id = :id", number)
            if root:
                session.run("INSERT INTO emptying (root, path) VALUES (:root, :path)", {"root": root, "path": path})
        return True

    def folder(self, doomed: Doomed) -> tuple[str, str] | None:
        """The folder of a run or logged model: the place it is in, and its path there.

        None where it does not lie in its experiment's place, or in the store's own, under its own id, as the store
        lays it out: such files are somebody else's, whatever the record says.
        """
        if not _ID[doomed.kind].fullmatch(doomed.id):
            return None
        below = f"models/{doomed.id}" if doomed.kind == "logged model" else doomed.id
        root = doomed.location.removesuffix(f"/{below}/artifacts")
        places = doomed.home.rstrip("/"), self._places.of_experiment(doomed.experiment).rstrip("/")
        if root == doomed.location or root not in places or ".." in root.split("/"):
            return None
        return root, below

    def place(self, doomed: Doomed) -> str | None:
        """The place that the folder of a run or logged model is in, as callers see it; None as :meth:`folder`."""
        found = self.folder(doomed)
        return None if found is None else self._places.shown(found[0])

    def emptying(self, after: int = 0) -> list[Emptying]:
        """Folders whose records are gone; those of notes that were made after the one of a number."""
        with self._db.read() as session:
            rows = session.rows("SELECT id, root, path FROM emptying WHERE id > :after ORDER BY id", {"after": after})
        return [Emptying(number, self._places.shown(root), path) for number, root, path in rows]

    def is_own(self, folder: Emptying) -> bool:
        """Whether the folder is in the store's own directory, where nobody else writes."""
        own = self._places.shown(self._places.of_experiment(0)).rpartition("/")[0]
        return self._places.directory is not None and folder.root.rpartition("/")[0] == own

    def came_back(self, folder: Emptying) -> bool:
        """Whether a folder has a record again: it was taken in before it was emptied."""
        id = folder.path.rpartition("/")[2]
        with self._db.read() as session:
            return any(
                session.row(f"SELECT 1 FROM {table} WHERE {column} = :id", {"id": id}) is not None
                for table, column in (("runs", "run_id"), ("logged_models", "model_id"))
            )

    def emptied(self, folder: Emptying) -> None:
        """Note that a folder is empty."""
        self._db.tried(lambda: self._run("DELETE FROM emptying WHERE id = :id", {"id": folder.number}))

    def sweep(self) -> int:
        """Delete datasets that no run reads any more; returns how many."""
        return self._db.tried(lambda: self._run(_UNREAD, {}))

    def _run(self, statement: str, values: Values) -> int:
        with self._db.write() as session:
            return session.run(statement, values)


def _least(older_than: int | None, rule: Retention | None) -> float:
    """Milliseconds that something has to have been in the bin."""
    if older_than is not None:
        return older_than
    if rule is None:
        return 0
    return inf if rule.problem else rule.in_bin or 0


def _experiment(row: Row) -> Doomed:
    return Doomed("experiment", str(row[0]), row[0], row[0], row[2], row[2], row[3])


def _doomed(kind: Kind, row: Row, deleted: int | None = None) -> Doomed:
    when = deleted if row[4] is None else row[4]
    return Doomed(kind, row[0], row[1], row[2], row[3], row[5], when or 0)


def _named_experiment(session: Session, id: str) -> Doomed:
    row = session.row(f"{_EXPERIMENTS} WHERE e.id = :id", {"id": experiments.number_of(id)})
    if row is None:
        raise ResourceDoesNotExist(f"There is no experiment {id!r}.")
    if row[3] is None:
        raise InvalidParameterValue(f"Experiment {id} ({row[1]!r}) is not deleted; only what is in the bin is purged.")
    return _experiment(row)


def _named(session: Session, kind: Kind, id: str) -> Doomed:
    select = f"{_RUNS} WHERE r.run_id = :id" if kind == "run" else f"{_MODELS} WHERE m.model_id = :id"
    row = session.row(select, {"id": id})
    if row is None:
        raise ResourceDoesNotExist(f"There is no {kind} {id!r}.")
    if row[4] is None and row[6] is None:
        raise InvalidParameterValue(f"The {kind} {id} is not deleted; only what is in the bin is purged.")
    return _doomed(kind, row, row[6])


def _registered(session: Session) -> dict[tuple[str, str], str]:
    """Runs and logged models whose files are versions of registered models, with one of these versions."""
    found: dict[tuple[str, str], str] = {}
    for run_id, model_id, source, name, version in session.rows(
        "SELECT v.run_id, v.model_id, v.source, m.name, v.version FROM model_versions v "
        "JOIN registered_models m ON m.id = v.model"
    ):
        said = f"version {version} of the model {name!r}"
        if run_id and run_id in source:
            found["run", run_id] = said
        if model_id:
            found["logged model", model_id] = said
    return found
