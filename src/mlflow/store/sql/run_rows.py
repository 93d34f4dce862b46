"""Rows of runs as entities: a page of any size in a handful of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import nan
from operator import attrgetter
from typing import Final

from mlflow.entities import Metric, Run, RunData, RunInfo
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.search import EVERYTHING, Columns
from mlflow.search.tree import Aggregate
from mlflow.store.sql import inputs
from mlflow.store.sql.interning import Interned, Origin
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.places import Places
from mlflow.store.sql.sessions import Row, Session, numbers

#: The columns a run is made of.
COLUMNS = "r.id, r.run_id, r.experiment, r.name, r.user_id, r.status, r.started, r.ended, r.deleted, r.location"

PARAMS = Labels("params", "run")
TAGS = Labels("run_tags", "run")

_by_key = attrgetter("key")
#: Places of a metric's values in the rows that they are read from.
_PLACES: Final[Mapping[Aggregate, int]] = {"first": 6, "last": 7, "min": 8, "max": 9, "count": 10}


def missing(run_id: object) -> ResourceDoesNotExist:
    """The error for a run that does not exist."""
    return ResourceDoesNotExist(f"There is no run {run_id!r}.")


def found(session: Session, run_id: object) -> Row:
    """The row of a run, active or deleted.

    Raises:
        ResourceDoesNotExist: There is none of that id.
    """
    row = sought(session, run_id)
    if row is None:
        raise missing(run_id)
    return row


def sought(session: Session, run_id: object) -> Row | None:
    """The row of a run, active or deleted; None where there is none of that id."""
    return session.row(f"SELECT {COLUMNS} FROM runs r WHERE r.run_id = :run_id{session.lock}", {"run_id": str(run_id)})


def active_number(session: Session, run_id: object) -> int:
    """The number of a run that is in use; as :func:`active`."""
    return active(session, run_id)[0]


def active(session: Session, run_id: object) -> tuple[int, int]:
    """The number of a run that is in use, and its experiment's.

    In a transaction that writes, the run is this one's until that ends.

    Raises:
        ResourceDoesNotExist: There is none of that id.
        InvalidParameterValue: The run is deleted.
    """
    row = session.row(
        f"SELECT id, deleted, experiment FROM runs WHERE run_id = :run_id{session.lock}", {"run_id": run_id}
    )
    if row is None:
        raise missing(run_id)
    if row[1] is not None:
        raise InvalidParameterValue(f"Run {run_id!r} is deleted; restore it before anything is logged to it.")
    return row[0], row[2]


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


def load(
    session: Session, rows: Sequence[Row], places: Places, interned: Interned, wanted: Columns = EVERYTHING
) -> list[Run]:
    """Runs with what is wanted of what was logged of them, in the order of their rows."""
    if not rows:
        return []
    ids = [row[0] for row in rows]
    metrics = _metrics(session, ids, interned, wanted.metrics)
    if wanted.aggregates:
        _add_aggregates(metrics, session, ids, interned, wanted.aggregates)
    params = PARAMS.of(session, ids, wanted.params)
    tags = TAGS.of(session, ids, wanted.tags)
    read = inputs.read_by(session, ids) if wanted.inputs else {}
    made = inputs.made_by(session, ids) if wanted.outputs else {}
    runs = []
    for row in rows:
        number = row[0]
        data = RunData.of(metrics.get(number, []), params.get(number, {}), tags.get(number, {}))
        runs.append(Run(info(row, places), data, read.get(number), made.get(number)))
    return runs


def _metrics(
    session: Session, ids: Sequence[int], interned: Interned, wanted: frozenset[str] | None
) -> dict[int, list[Metric]]:
    only = ""
    if wanted is not None:
        known = [number for key in sorted(wanted) if (number := interned.metric(session, key)) is not None]
        if not known:
            return {}
        only = f" AND metric IN ({numbers(known)})"
    rows = session.rows(
        "SELECT run, metric, value_last, last_time, last_step, last_origin FROM metrics "
        f"WHERE run IN ({numbers(ids)}){only}"
    )
    keys = interned.keys(session, {row[1] for row in rows})
    named = interned.origins(session, {row[5] for row in rows})
    found: dict[int, list[Metric]] = {number: [] for number in ids}
    for run, metric, value, time, step, origin in rows:
        if value is None:
            value = nan
        if origin:
            found[run].append(measured(keys[metric], value, time, step, named[origin]))
        else:
            found[run].append(Metric(keys[metric], value, time, step))
    for mine in found.values():
        mine.sort(key=_by_key)
    return found


def _add_aggregates(
    found: dict[int, list[Metric]],
    session: Session,
    ids: Sequence[int],
    interned: Interned,
    wanted: AbstractSet[tuple[Aggregate, str]],
) -> None:
    """Put other values of metrics than the last beside them, as of the point that they stand for or the last one."""
    functions: dict[int, list[tuple[int, str]]] = {}
    for function, key in wanted:
        if (number := interned.metric(session, key)) is not None:
            functions.setdefault(number, []).append((_PLACES[function], f"{function}({key})"))
    rows = session.rows(
        "SELECT run, metric, first_time, first_step, last_time, last_step, value_first, value_last, value_min, "
        f"value_max, points FROM metrics WHERE run IN ({numbers(ids)}) AND metric IN ({numbers(sorted(functions))})"
    )
    for row in rows:
        for place, name in functions[row[1]]:
            value = nan if row[place] is None else float(row[place])
            time, step = row[2:4] if place == _PLACES["first"] else row[4:6]
            found.setdefault(row[0], []).append(Metric(name, value, time, step))
    for mine in found.values():
        mine.sort(key=_by_key)


def measured(key: str, value: float, time: int, step: int, origin: Origin, run_id: str | None = None) -> Metric:
    """A point with what it was measured on."""
    model_id, dataset_name, dataset_digest = origin
    return Metric(key, value, time, step, model_id or None, dataset_name or None, dataset_digest or None, run_id)
