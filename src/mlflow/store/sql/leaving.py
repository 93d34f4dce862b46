"""The records of this store as a source: read one by one, for folders and for other stores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from mlflow.entities import (
    Experiment,
    LoggedModel,
    LoggedModelStatus,
    Metric,
    ModelVersion,
    RegisteredModel,
    RunInputs,
    RunOutputs,
)
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.store.arrivals import (
    Arrival,
    ArrivingExperiment,
    ArrivingModel,
    ArrivingRegisteredModel,
    ArrivingRun,
    Histories,
)
from mlflow.store.sql import experiments, inputs, run_rows, version_rows
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.packing import unpack
from mlflow.store.sql.part import Part
from mlflow.store.sql.run_rows import PARAMS, TAGS
from mlflow.store.sql.sessions import Row, Session, names, numbers

T = TypeVar("T")

#: Records that are read at once.
_PAGE: Final = 100
#: Points that are held at once.
_HELD: Final = 65_536
#: How the source of a version begins that was made from a logged model.
_MODEL: Final = "models:/"

_EXPERIMENT: Final = "SELECT id, name, location, created, updated, deleted FROM experiments"
_LOGGED: Final = (
    "SELECT id, model_id, experiment, name, location, created, updated, model_type, source_run_id, status, "
    "status_message, deleted FROM logged_models"
)
_REGISTERED: Final = (
    "SELECT id, name, created, updated, description, deployment_job_id, last_version FROM registered_models"
)
_EXPERIMENT_TAGS: Final = Labels("experiment_tags", "experiment")
_LOGGED_PARAMS: Final = Labels("logged_model_params", "model")
_LOGGED_TAGS: Final = Labels("logged_model_tags", "model")
_REGISTERED_TAGS: Final = Labels("registered_model_tags", "model")


class Leaving(Part):
    """The part of a store that gives its records to another.

    Args:
        foundation: Of the store.
        name: What people call it.
        experiments: Numbers of the experiments that are given; all, and the registry, where none are named.
    """

    def __init__(self, *foundation: object, name: str = "", experiments: Collection[int] | None = None) -> None:
        super().__init__(*foundation)  # type: ignore[arg-type]
        self.name = name
        self._only = experiments

    def size(self) -> int:
        """How many experiments, runs and models there are."""
        with self._db.read() as session:
            count = 0
            for table, column in (("experiments", "id"), ("runs", "experiment"), ("logged_models", "experiment")):
                row = session.row(f"SELECT count(*) FROM {table}{self._chosen(column)}")
                count += row[0] if row else 0
            if self._only is None:
                row = session.row("SELECT count(*) FROM registered_models")
                count += row[0] if row else 0
        return count

    def records(self) -> Iterator[Arrival]:
        """Experiments, logged models, runs and registered models, in this order; runs in the order they were made."""
        yield from self.experiments()
        yield from self.logged_models()
        for run, _ in self.runs():
            yield run
        yield from self.registered_models()

    def experiments(self) -> Iterator[ArrivingExperiment]:
        """Every experiment."""
        return self._each(_EXPERIMENT, "id", self._experiments)

    def logged_models(self) -> Iterator[ArrivingModel]:
        """Every logged model, deleted ones included."""
        return self._each(_LOGGED, "experiment", self._logged)

    def registered_models(self) -> Iterator[ArrivingRegisteredModel]:
        """Every registered model; none where only some experiments are given."""
        return iter(()) if self._only is not None else self._each(_REGISTERED, None, self._registered)

    def runs(self) -> Iterator[tuple[ArrivingRun, dict[str, int]]]:
        """Every run with how many points each of its series has."""
        return self._each(f"SELECT {run_rows.COLUMNS} FROM runs r", "experiment", self._runs)

    def _chosen(self, column: str | None) -> str:
        if self._only is None or column is None:
            return ""
        return f" WHERE {column} IN ({numbers(sorted(self._only))})" if self._only else " WHERE 1 = 0"

    def _each(self, select: str, column: str | None, made: Callable[[Session, list[Row]], list[T]]) -> Iterator[T]:
        """Every row of a selection as a record; some are read at once."""
        chosen = self._chosen(column)
        joint = "AND" if chosen else "WHERE"
        last = -1
        while True:
            with self._db.read() as session:
                rows = session.rows(f"{select}{chosen} {joint} id > :last ORDER BY id LIMIT {_PAGE}", {"last": last})
                found = made(session, rows) if rows else []
            if not rows:
                return
            last = rows[-1][0]
            yield from found

    # One record

    def experiment(self, experiment_id: str) -> Experiment:
        """An experiment.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """
        with self._db.read() as session:
            row = experiments.found(session, experiment_id)
            return self._experiments(session, [row])[0].experiment

    def run(self, run_id: str, known: Mapping[str, int] | None = None) -> tuple[ArrivingRun, dict[str, int]]:
        """A run with how many points each of its series has.

        Args:
            run_id: The run.
            known: Points by metric; series that have just as many are not among the histories.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """
        with self._db.read() as session:
            return self._runs(session, [run_rows.found(session, run_id)], known or {})[0]

    def logged_model(self, model_id: str) -> ArrivingModel:
        """A logged model, deleted or not.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """
        with self._db.read() as session:
            row = session.row(f"{_LOGGED} WHERE model_id = :id", {"id": model_id})
            if row is None:
                raise ResourceDoesNotExist(f"There is no logged model {model_id!r}.")
            return self._logged(session, [row])[0]

    def registered_model(self, name: str) -> ArrivingRegisteredModel:
        """A registered model with its versions.

        Raises:
            ResourceDoesNotExist: There is none of that name.
        """
        with self._db.read() as session:
            row = session.row(f"{_REGISTERED} WHERE name = :name", {"name": name})
            if row is None:
                raise ResourceDoesNotExist(f"There is no registered model {name!r}.")
            return self._registered(session, [row])[0]

    # Rows as records

    def _experiments(self, session: Session, rows: Sequence[Row]) -> list[ArrivingExperiment]:
        tags = _EXPERIMENT_TAGS.of(session, [row[0] for row in rows])
        return [
            ArrivingExperiment(
                Experiment(
                    str(number),
                    name,
                    self._places.shown(location),
                    "active" if deleted is None else "deleted",
                    tags.get(number),
                    created,
                    updated,
                )
            )
            for number, name, location, created, updated, deleted in rows
        ]

    def _logged(self, session: Session, rows: Sequence[Row]) -> list[ArrivingModel]:
        ids = [row[0] for row in rows]
        params, tags = _LOGGED_PARAMS.of(session, ids), _LOGGED_TAGS.of(session, ids)
        return [
            ArrivingModel(
                LoggedModel(
                    str(row[2]),
                    row[1],
                    row[3],
                    self._places.shown(row[4]),
                    row[5],
                    row[6],
                    row[7],
                    row[8],
                    LoggedModelStatus(row[9]),
                    row[10],
                    tags.get(row[0]),
                    params.get(row[0]),
                ),
                row[11] is not None,
            )
            for row in rows
        ]

    def _runs(
        self, session: Session, rows: Sequence[Row], known: Mapping[str, int] | None = None
    ) -> list[tuple[ArrivingRun, dict[str, int]]]:
        ids = [row[0] for row in rows]
        params, tags = PARAMS.of(session, ids), TAGS.of(session, ids)
        read, made = inputs.read_by(session, ids), inputs.made_by(session, ids)
        counted: dict[int, dict[str, int]] = {}
        named = session.rows(
            "SELECT m.run, n.name, m.points, m.metric FROM metrics m JOIN metric_names n ON n.id = m.metric "
            f"WHERE m.run IN ({numbers(ids)})"
        )
        wanted: dict[int, dict[int, str]] = {}
        for run, key, points, metric in named:
            counted.setdefault(run, {})[key] = points
            if known is None or known.get(key) != points:
                wanted.setdefault(run, {})[metric] = key
        return [
            (
                ArrivingRun(
                    run_rows.info(row, self._places),
                    params.get(row[0], {}),
                    tags.get(row[0], {}),
                    self._series(row[0], wanted.get(row[0], {}), sum(counted.get(row[0], {}).values())),
                    read.get(row[0]) or RunInputs(),
                    made.get(row[0]) or RunOutputs(),
                    [],
                    row[8],
                    sum(counted.get(row[0], {}).values()),
                ),
                counted.get(row[0], {}),
            )
            for row in rows
        ]

    def _series(self, run: int, keys: Mapping[int, str], count: int) -> Histories:
        return Histories(lambda: self._histories(run, keys, count))

    def _histories(self, run: int, keys: Mapping[int, str], count: int) -> Iterator[tuple[str, list[Metric]]]:
        """Series of a run; long ones in several pieces, so that memory is bounded."""
        if not keys:
            return
        with self._db.read() as session:
            if count <= _HELD:
                pieces: Iterator[list[Row]] = iter(
                    [session.rows(f"{_PARTS} WHERE run = {run} ORDER BY metric, part")] if keys else []
                )
            else:
                pieces = _in_pieces(session, run)
            for rows in pieces:
                for row in rows:
                    key = keys.get(row[0])
                    if key is not None:
                        yield key, self._points(session, key, row)

    def _points(self, session: Session, key: str, row: Row) -> list[Metric]:
        points = unpack([row[1:]])
        origins = {point[3] for point in points}
        if origins == {0}:
            return [Metric(key, value, time, step) for step, time, value, _ in points]
        named = self._db.interned.origins(session, origins)
        return [
            run_rows.measured(key, value, time, step, named[origin]) if origin else Metric(key, value, time, step)
            for step, time, value, origin in points
        ]

    def _registered(self, session: Session, rows: Sequence[Row]) -> list[ArrivingRegisteredModel]:
        ids = [row[0] for row in rows]
        tags = _REGISTERED_TAGS.of(session, ids)
        aliases: dict[int, dict[str, str]] = {}
        for model, alias, version in session.rows(
            "SELECT a.model, a.alias, v.version FROM aliases a JOIN model_versions v ON v.id = a.version "
            f"WHERE a.model IN ({numbers(ids)}) ORDER BY a.alias"
        ):
            aliases.setdefault(model, {})[alias] = str(version)
        found = []
        for number, name, created, updated, description, job, last in rows:
            versions = session.rows(
                f"SELECT {version_rows.COLUMNS} FROM {version_rows.SOURCE} WHERE v.model = :model ORDER BY v.version",
                {"model": number},
            )
            model = RegisteredModel(
                name,
                created,
                updated,
                description,
                None,
                tags.get(number),
                aliases.get(number),
                job,
            )
            loaded = version_rows.load(session, versions)
            found.append(ArrivingRegisteredModel(model, loaded, last, self._files_of(session, loaded)))
        return found

    def _files_of(self, session: Session, versions: Sequence[ModelVersion]) -> dict[int, str]:
        """Where the files of versions are that were made from logged models."""
        linked = {
            int(version.version): version.source[len(_MODEL) :]
            for version in versions
            if version.source and version.source.startswith(_MODEL)
        }
        wanted, values = names(sorted(set(linked.values())))
        places: dict[str, str] = dict(
            session.rows(f"SELECT model_id, location FROM logged_models WHERE model_id IN ({wanted})", values)
        )
        return {number: self._places.shown(places[id]) for number, id in linked.items() if id in places}


_PARTS: Final = "SELECT metric, points, packing, packed FROM series"


def _in_pieces(session: Session, run: int) -> Iterator[list[Row]]:
    """Parts of every series of a run, at most some tens of thousands of points at once."""
    parts = session.rows(f"SELECT metric, part, points FROM series WHERE run = {run} ORDER BY metric, part")
    begin = 0
    while begin < len(parts):
        metric, first, held = parts[begin]
        end = begin + 1
        while end < len(parts) and parts[end][0] == metric and held + parts[end][2] <= _HELD:
            held += parts[end][2]
            end += 1
        yield session.rows(
            f"{_PARTS} WHERE run = {run} AND metric = {metric} AND part BETWEEN {first} AND {parts[end - 1][1]} "
            "ORDER BY part"
        )
        begin = end
