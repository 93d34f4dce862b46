"""A database of MLflow as a source of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, ParamSpec, TypeVar

from mlflow.entities import Experiment, Metric
from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.store.arrivals import Arrival, ArrivingExperiment, Left, Refused
from mlflow.store.mlflow_sql.models import LOGGED, REGISTERED, read_logged_model, read_measured, read_registered_model
from mlflow.store.mlflow_sql.places import absolute_place
from mlflow.store.mlflow_sql.runs import COLUMNS, read_run
from mlflow.store.mlflow_sql.tables import Tables, text, whole

T = TypeVar("T")
P = ParamSpec("P")

_EXPERIMENT: Final = (
    "experiment_id", "name", "artifact_location", "lifecycle_stage", "creation_time", "last_update_time",
)  # fmt: skip
_LATER: Final = "Penstock does not keep them yet"
#: Tables whose rows are not taken in, and what they are.
_LEFT: Final = {
    "trace_info": "traces",
    "assessments": "assessments of traces",
    "evaluation_datasets": "evaluation datasets",
    "scorers": "scorers",
    "webhooks": "webhooks",
    "jobs": "jobs",
    "endpoints": "gateway endpoints",
    "secrets": "gateway secrets",
    "review_queues": "review queues",
    "mcp_servers": "MCP servers",
}


class DatabaseSource:
    """The records in a database of MLflow.

    Args:
        database: The database.
    """

    def __init__(self, database: Tables) -> None:
        self._database = database

    @property
    def name(self) -> str:
        """The file, or the URL without its password."""
        return self._database.name

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def size(self) -> int:
        """How many experiments, runs and models there are."""
        return sum(map(self._database.count, ("experiments", "runs", "logged_models", "registered_models")))

    def records(self) -> Iterator[Arrival]:
        """Experiments, logged models, runs and registered models, in this order."""
        database = self._database
        own: set[object] = set()
        for row in database.each("experiments", _EXPERIMENT, "experiment_id"):
            own.add(row[0])
            yield self._read(f"experiment {row[0]}", self._experiment, row)
        for row in database.each("logged_models", LOGGED, "model_id"):
            if row[1] in own:
                yield self._read(f"logged model {row[0]}", read_logged_model, database, row)
        measured = self._read("metrics of logged models", read_measured, database)
        if isinstance(measured, Refused):
            yield measured
        by_run: dict[str, list[Metric]] = measured if isinstance(measured, dict) else {}
        for row in database.each("runs", COLUMNS, "run_uuid"):
            if row[1] in own:
                yield self._read(f"run {row[0]}", read_run, database, row, by_run.pop(row[0], []))
        for row in database.each("registered_models", REGISTERED, "name"):
            yield self._read(f"registered model {row[0]!r}", read_registered_model, database, row)
        yield from self._left()

    def _experiment(self, row: tuple[object, ...]) -> ArrivingExperiment:
        number = whole(row[0], "id")
        created = whole(row[4] or 0, "time of creation")
        tags = self._database.rows("experiment_tags", ("key", "value"), {"experiment_id": number})
        return ArrivingExperiment(
            Experiment(
                str(number),
                text(row[1], "name"),
                absolute_place(text(row[2], "artifact location"), self._database.folder),
                text(row[3], "lifecycle stage") or "active",
                {text(key, "tag"): text(value, "tag") for key, value in tags},
                created,
                whole(row[5] or created, "time of the last change"),
            )
        )

    def _left(self) -> Iterator[Left]:
        for table, what in _LEFT.items():
            if count := self._database.count(table):
                yield Left(what, count, _LATER)
        for table, what in (("experiments", "experiments"), ("registered_models", "registered models")):
            if count := self._database.elsewhere(table):
                yield Left(f"{what} of other workspaces", count, "only those of the default workspace are taken in")

    def _read(self, what: str, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Refused:
        try:
            return read(*args, **kwargs)
        except TemporarilyUnavailable:
            raise  # the database went away: nothing is wrong with what is in it
        except MlflowException as error:
            return Refused(what, error.message)
