"""Rows of runs as entities: a page of any size in a handful of queries."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

from mlflow.entities import Metric, Param, Run, RunData, RunInfo, RunTag
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.store.sql import inputs
from mlflow.store.sql.interning import Interned, Origin
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.places import Places
from mlflow.store.sql.sessions import Row, Session, numbers

#: The columns a run is made of.
COLUMNS = "r.id, r.run_id, r.experiment, r.name, r.user_id, r.status, r.started, r.ended, r.deleted, r.location"

PARAMS = Labels("params", "run")
TAGS = Labels("run_tags", "run")

_NO_ORIGIN: Origin = ("", "", "")


def missing(run_id: object) -> ResourceDoesNotExist:
    """The error for a run that does not exist."""
    return ResourceDoesNotExist(f"There is no run {run_id!r}.")


def found(session: Session, run_id: object) -> Row:
    """The row of a run, active or deleted.

    Raises:
        ResourceDoesNotExist: There is none of that id.
    """
    row = session.row(f"SELECT {COLUMNS} FROM runs r WHERE r.run_id = :run_id", {"run_id": str(run_id)})
    if row is None:
        raise missing(run_id)
    return row


def active_number(session: Session, run_id: object) -> int:
    """The number of a run that is in use.

    Raises:
        ResourceDoesNotExist: There is none of that id.
        InvalidParameterValue: The run is deleted.
    """
    row = session.row("SELECT id, deleted FROM runs WHERE run_id = :run_id", {"run_id": run_id})
    if row is None:
        raise missing(run_id)
    if row[1] is not None:
        raise InvalidParameterValue(f"Run {run_id!r} is deleted; restore it before anything is logged to it.")
    return int(row[0])


def info(row: Row, places: Places) -> RunInfo:
    """What is known of a run apart from what was logged."""
    return RunInfo(
        row[1],
        str(row[2]),
        row[4],
        row[5],
        row[6],
        row[7],
        "active" if row[8] is None else "deleted",
        places.shown(row[9]),
        row[3],
    )


def load(session: Session, rows: Sequence[Row], places: Places, interned: Interned) -> list[Run]:
    """Runs with everything that was logged of them, in the order of their rows."""
    if not rows:
        return []
    ids = [row[0] for row in rows]
    metrics = _metrics(session, ids, interned)
    params = PARAMS.of(session, ids)
    tags = TAGS.of(session, ids)
    read = inputs.read_by(session, ids)
    made = inputs.made_by(session, ids)
    runs = []
    for row in rows:
        number = row[0]
        data = RunData(
            metrics.get(number),
            [Param(k, v) for k, v in params.get(number, {}).items()],
            [RunTag(k, v) for k, v in tags.get(number, {}).items()],
        )
        runs.append(Run(info(row, places), data, read.get(number), made.get(number)))
    return runs


def _metrics(session: Session, ids: Sequence[int], interned: Interned) -> dict[int, list[Metric]]:
    rows = session.rows(
        "SELECT m.run, n.name, m.value_last, m.last_time, m.last_step, m.last_origin "
        f"FROM metrics m JOIN metric_names n ON n.id = m.metric WHERE m.run IN ({numbers(ids)})"
    )
    named = interned.origins(session, {row[5] for row in rows})
    found: dict[int, list[Metric]] = {}
    for run, key, value, time, step, origin in rows:
        mine = found.get(run)
        if mine is None:
            mine = found[run] = []
        if origin:
            mine.append(measured(key, nan if value is None else value, time, step, named[origin]))
        else:
            mine.append(Metric(key, nan if value is None else value, time, step))
    return found


def measured(key: str, value: float, time: int, step: int, origin: Origin, run_id: str | None = None) -> Metric:
    """A point with what it was measured on."""
    model_id, dataset_name, dataset_digest = origin
    return Metric(key, value, time, step, model_id or None, dataset_name or None, dataset_digest or None, run_id)
