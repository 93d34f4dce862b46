"""Runs of another store, written as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from mlflow.entities import Metric, RunStatus
from mlflow.entities.tag_names import MLFLOW_RUN_NAME
from mlflow.exceptions import InvalidParameterValue
from mlflow.store.arrivals import ArrivingRun
from mlflow.store.sql import inputs, model_metrics, series
from mlflow.store.sql.interning import Interned
from mlflow.store.sql.packing import Point
from mlflow.store.sql.places import Places
from mlflow.store.sql.run_rows import PARAMS, TAGS
from mlflow.store.sql.sessions import Row, Session
from mlflow.store.sql.taken_places import checked_place
from mlflow.store.sql.used_keys import METRIC, PARAM, TAG

_ID: Final = re.compile(r"[A-Za-z0-9][\w-]{0,255}")
#: Points in a part of a long series.
_PART: Final = 8192
_LEAST: Final = -(2**63)
_LARGEST: Final = 2**63 - 1


def take(
    session: Session, run: ArrivingRun, experiment: int, places: Places, interned: Interned
) -> tuple[bool, int, list[str]]:
    """Write a run, or what is missing of one that is here.

    What a run here and the one that arrives both have stays as it is here, and points that both have are one point.

    Returns:
        Whether it is new, how many points were added, and what is to be told.

    Raises:
        InvalidParameterValue: Something of it is not what it should be.
    """
    info = run.info
    row = session.row(
        f"SELECT id, status, ended, experiment FROM runs WHERE run_id = :run_id{session.lock}", {"run_id": info.run_id}
    )
    notes: list[str] = []
    before = 0
    if row is None:
        number = _insert(session, run, experiment, places)
        PARAMS.add(session, number, run.params)
        TAGS.add(session, number, run.tags)
    else:
        number, experiment = row[0], row[3]
        before = _points_of(session, number)
        notes = _add_params(session, number, run)
        _follow(session, row, run)
    if row is None or run.points is None or run.points != before:
        keys = _add_points(session, run, number, interned)
        interned.used.note(session, experiment, METRIC, keys)
    interned.used.note(session, experiment, PARAM, run.params.keys())
    interned.used.note(session, experiment, TAG, run.tags.keys())
    inputs.add_datasets(session, number, run.inputs.dataset_inputs)
    inputs.add_models_read(session, number, run.inputs.model_inputs)
    inputs.add_models_made(session, number, run.outputs.model_outputs)
    return row is None, _points_of(session, number) - before, notes


def _points_of(session: Session, number: int) -> int:
    row = session.row("SELECT coalesce(sum(points), 0) FROM metrics WHERE run = :run", {"run": number})
    return int(row[0]) if row else 0


def _add_params(session: Session, number: int, run: ArrivingRun) -> list[str]:
    """Add the params that a run does not have; returns what is to be told of those that differ."""
    known = PARAMS.of(session, [number]).get(number, {})
    PARAMS.add(session, number, {key: text for key, text in run.params.items() if key not in known})
    return [
        f"the param {key!r} of run {run.info.run_id} is {known[key][:100]!r} here and stays so; {text[:100]!r} arrived"
        for key, text in sorted(run.params.items())
        if known.get(key, text) != text
    ]


def _follow(session: Session, row: Row, run: ArrivingRun) -> None:
    """Let a run that is here become what arrives, where that is newer: it had not ended here, or ends later there."""
    info = run.info
    number, status, ended = row[:3]
    has_ended = RunStatus.is_terminated(RunStatus.from_string(status))
    is_newer = not has_ended or (ended is not None and info.end_time is not None and info.end_time > ended)
    known = TAGS.of(session, [number]).get(number, {})
    if is_newer:
        session.run(
            "UPDATE runs SET status = :status, ended = :ended WHERE id = :id",
            {"id": number, "status": info.status, "ended": _whole(info.end_time)},
        )
        changed = {key: text for key, text in run.tags.items() if known.get(key) != text}
        TAGS.put(session, number, changed)
        if info.run_name and MLFLOW_RUN_NAME in changed:
            session.run("UPDATE runs SET name = :name WHERE id = :id", {"id": number, "name": info.run_name})
    else:
        TAGS.add(session, number, {key: text for key, text in run.tags.items() if key not in known})


def _insert(session: Session, run: ArrivingRun, experiment: int, places: Places) -> int:
    info = run.info
    if not _ID.fullmatch(info.run_id):
        raise InvalidParameterValue(f"{info.run_id[:100]!r} is no id of a run")
    found = session.row("SELECT deleted FROM experiments WHERE id = :id", {"id": experiment})
    binned = found[0] if found else None
    deleted = None
    if info.lifecycle_stage == "deleted":
        deleted = run.deleted_time
        if deleted is None:
            deleted = binned or info.end_time or info.start_time or 0
        elif binned is not None and deleted >= binned:
            deleted = binned  # deleted with its experiment, hence restored with it
    return session.add(
        "INSERT INTO runs (run_id, experiment, name, user_id, status, started, ended, deleted, location) VALUES "
        "(:run_id, :experiment, :name, :user, :status, :started, :ended, :deleted, :location)",
        {
            "run_id": info.run_id,
            "experiment": experiment,
            "name": info.run_name or "",
            "user": info.user_id or "",
            "status": info.status,
            "started": _whole(info.start_time or 0),
            "ended": _whole(info.end_time),
            "deleted": _whole(deleted),
            "location": checked_place(info.artifact_uri or "", info.run_id, places),
        },
    )


def _whole(value: int | None) -> int | None:
    if value is not None and not _LEAST <= value <= _LARGEST:
        raise InvalidParameterValue(f"the time {value} does not fit 64 bits")
    return value


def _add_points(session: Session, run: ArrivingRun, number: int, interned: Interned) -> set[str]:
    """Add every series; points that say which model was measured are linked to it. Returns the metrics' names."""
    measured: dict[tuple[str, int, int], list[Metric]] = {}
    for metric in run.measured:
        measured.setdefault((metric.key, metric.timestamp, metric.step), []).append(metric)
    keys: set[str] = set()
    batch = _Batch(session, number, ended=RunStatus.is_terminated(RunStatus.from_string(run.info.status)))
    for key, points in run.histories:
        if not points:
            continue
        keys.add(key)
        metric_number = interned.metrics(session, [key])[key]
        packed: list[Point] = []
        beside: list[Point] = []
        for point in points:
            step, time = point.step, point.timestamp
            if not (_LEAST <= step <= _LARGEST and _LEAST <= time <= _LARGEST):
                raise InvalidParameterValue(f"a step or timestamp of the metric {key!r} does not fit 64 bits")
            origin = 0
            linked = measured.get((key, time, step), ()) if measured else ()
            if linked:
                origins = [_origin(session, metric, interned) for metric in linked]
                origin = origins[0]
                beside += [(step, time, point.value, other) for other in origins[1:]]
            elif point.model_id or point.dataset_name or point.dataset_digest:
                origin = _origin(session, point, interned)
            packed.append((step, time, point.value, origin))
        packed.sort(key=itemgetter(0, 1))
        for start in range(0, len(packed), _PART):
            batch.add(metric_number, packed[start : start + _PART])
        if any(point[3] for point in packed):
            _note_models(session, number, metric_number, packed + beside, interned)
    batch.write()
    return keys


class _Batch:
    """Parts of several series of a run, which are written together where they are short."""

    def __init__(self, session: Session, run: int, *, ended: bool) -> None:
        self._session, self._run, self._ended = session, run, ended
        self._parts: dict[int, list[Point]] = {}
        self._held = 0

    def add(self, metric: int, points: list[Point]) -> None:
        """Add a part of a series."""
        if metric in self._parts or self._held + len(points) > _PART:
            self.write()
        self._parts[metric] = points
        self._held += len(points)

    def write(self) -> None:
        """Write what was added."""
        if self._parts:
            series.append(self._session, self._run, self._parts, ended=self._ended)
        self._parts, self._held = {}, 0


def _note_models(session: Session, run: int, metric: int, points: Sequence[Point], interned: Interned) -> None:
    with_origin = [point for point in points if point[3]]
    if with_origin:
        model_metrics.keep_latest(session, run, {metric: with_origin}, interned)


def _origin(session: Session, metric: Metric, interned: Interned) -> int:
    """The number of what a point was measured on; a model that was not taken in is left out."""
    model_id = metric.model_id or ""
    if model_id and not session.row("SELECT 1 FROM logged_models WHERE model_id = :id", {"id": model_id}):
        model_id = ""
    origin = model_id, metric.dataset_name or "", metric.dataset_digest or ""
    return interned.origin(session, origin) if any(origin) else 0
