"""Runs in SQL: their life, and what is logged to them."""

from __future__ import annotations

import json
import os
import time
from typing import Any, Final

from mlflow.contracts import limits
from mlflow.contracts.runs import RunStore
from mlflow.entities import (
    DatasetInput,
    DatasetSummary,
    LoggedModelInput,
    LoggedModelOutput,
    Metric,
    Param,
    Run,
    RunData,
    RunInfo,
    RunStatus,
    RunTag,
)
from mlflow.entities.tag_names import MLFLOW_RUN_NAME
from mlflow.exceptions import InvalidParameterValue, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.store import arguments, checks
from mlflow.store.sql import experiments, inputs, run_rows, series
from mlflow.store.sql.batches import Batch
from mlflow.store.sql.part import Part
from mlflow.store.sql.places import below
from mlflow.store.sql.run_rows import PARAMS, TAGS
from mlflow.store.sql.sessions import Session, names
from mlflow.store.sql.used_keys import METRIC, PARAM, TAG

_MODELS_TAG: Final = "mlflow.log-model.history"
_ENDED: Final = ("FINISHED", "FAILED", "KILLED")
_MAX_EXPERIMENTS: Final = 20


class Runs(Part, RunStore):
    """The part of the store that keeps runs."""

    def create_run(
        self,
        experiment_id: str = "0",
        user_id: str = "",
        start_time: int | None = None,
        tags: list[RunTag] | None = None,
        run_name: str | None = None,
        run_id: str | None = None,
    ) -> Run:
        name, labels = arguments.run_labels(tags or (), run_name)
        user_id = checks.text(user_id, "user_id", "a run's", limits.MAX_USER_ID_LENGTH)
        started = int(time.time() * 1000) if start_time is None else checks.timestamp(start_time, "start time")
        wanted = None if run_id is None else checks.run_id(run_id)
        run_id = wanted or os.urandom(16).hex()
        with self._db.write() as session:
            experiment = experiments.found_active(session, experiment_id, shared=True)
            if wanted is not None and (made := run_rows.sought(session, wanted)) is not None:
                if made[2] != experiment[0]:
                    raise ResourceAlreadyExists(f"Experiment {made[2]} has a run {wanted!r}; take another id.")
                return run_rows.load(session, [made], self._places, self._db.interned)[0]
            values = {
                "run_id": run_id,
                "experiment": experiment[0],
                "name": name,
                "user": user_id or "",
                "started": started,
                "location": below(experiment[2], run_id, "artifacts"),
            }
            number = session.add(
                "INSERT INTO runs (run_id, experiment, name, user_id, status, started, location) "
                "VALUES (:run_id, :experiment, :name, :user, 'RUNNING', :started, :location)",
                values,
            )
            TAGS.add(session, number, labels)
            self._db.interned.used.note(session, experiment[0], TAG, labels.keys())
        location = self._places.shown(values["location"])
        info = RunInfo(run_id, str(experiment[0]), user_id or "", "RUNNING", started, None, "active", location, name)
        return Run(info, RunData(tags=[RunTag(k, labels[k]) for k in sorted(labels)]))

    def get_run(self, run_id: str) -> Run:
        with self._db.read() as session:
            return run_rows.load(session, [run_rows.found(session, run_id)], self._places, self._db.interned)[0]

    def update_run(
        self,
        run_id: str,
        status: str | None = None,
        end_time: int | None = None,
        run_name: str | None = None,
    ) -> RunInfo:
        changes: dict[str, Any] = {}
        if status is not None:
            RunStatus.from_string(status)
            changes["status"] = status
        if end_time is not None:
            changes["ended"] = checks.timestamp(end_time, "end time")
        if run_name:
            changes["name"] = checks.text(run_name, "name", "a run's", limits.MAX_TAG_VAL_LENGTH)
        with self._db.write() as session:
            number = run_rows.active_number(session, run_id)
            if changes:
                changed = ", ".join(f"{name} = :{name}" for name in changes)
                session.run(f"UPDATE runs SET {changed} WHERE id = :id", {**changes, "id": number})
            if run_name:
                TAGS.put(session, number, {MLFLOW_RUN_NAME: changes["name"]})
            if status in _ENDED:
                series.merge_run(session, number)
            return run_rows.info(run_rows.found(session, run_id), self._places)

    def delete_run(self, run_id: str) -> None:
        now = int(time.time() * 1000)
        with self._db.write() as session:
            row = run_rows.found(session, run_id)
            if row[8] is None:
                session.run("UPDATE runs SET deleted = :now WHERE id = :id", {"id": row[0], "now": now})

    def restore_run(self, run_id: str) -> None:
        with self._db.write() as session:
            row = run_rows.found(session, run_id)
            session.run("UPDATE runs SET deleted = NULL WHERE id = :id", {"id": row[0]})

    def log_batch(
        self,
        run_id: str,
        metrics: list[Metric] | None = None,
        params: list[Param] | None = None,
        tags: list[RunTag] | None = None,
    ) -> None:
        batch = Batch(metrics or (), params or (), tags or ())
        with self._db.write() as session:
            number, experiment = run_rows.active(session, run_id)
            used = self._db.interned.used
            if batch.params:
                _add_params(session, run_id, number, batch.params)
                used.note(session, experiment, PARAM, batch.params.keys())
            if batch.tags:
                _put_tags(session, number, batch.tags)
                used.note(session, experiment, TAG, batch.tags.keys())
            if batch.points:
                batch.append(session, number, self._db.interned)
                used.note(session, experiment, METRIC, batch.points.keys())

    def log_metric(
        self,
        run_id: str,
        key: str,
        value: float,
        timestamp: int,
        step: int = 0,
        model_id: str | None = None,
        dataset_name: str | None = None,
        dataset_digest: str | None = None,
    ) -> None:
        batch = Batch.of_point(Metric(key, value, timestamp, step, model_id, dataset_name, dataset_digest))
        with self._db.write() as session:
            number, experiment = run_rows.active(session, run_id)
            batch.append(session, number, self._db.interned)
            self._db.interned.used.note(session, experiment, METRIC, batch.points.keys())

    def delete_tag(self, run_id: str, key: str) -> None:
        with self._db.write() as session:
            number = run_rows.active_number(session, run_id)
            if not TAGS.remove(session, number, key):
                raise ResourceDoesNotExist(f"Run {run_id!r} has no tag {key!r}.")

    def log_inputs(
        self,
        run_id: str,
        datasets: list[DatasetInput] | None = None,
        models: list[LoggedModelInput] | None = None,
    ) -> None:
        arguments.check_datasets(datasets or ())
        with self._db.write() as session:
            number = run_rows.active_number(session, run_id)
            inputs.add_datasets(session, number, datasets or ())
            inputs.add_models_read(session, number, models or ())

    def log_outputs(self, run_id: str, models: list[LoggedModelOutput]) -> None:
        with self._db.write() as session:
            inputs.add_models_made(session, run_rows.active_number(session, run_id), models)

    def record_logged_model(self, run_id: str, model_json: str) -> None:
        model = _read_model(model_json)
        with self._db.write() as session:
            number, experiment = run_rows.active(session, run_id)
            self._db.interned.used.note(session, experiment, TAG, {_MODELS_TAG})
            known = TAGS.known(session, number, [_MODELS_TAG]).get(_MODELS_TAG)
            history = json.loads(known) if known else []
            TAGS.put(session, number, {_MODELS_TAG: json.dumps([*history, model])})

    def search_datasets(self, experiment_ids: list[str]) -> list[DatasetSummary]:
        if not 1 <= len(experiment_ids) <= _MAX_EXPERIMENTS:
            raise InvalidParameterValue(
                f"Datasets are listed for 1 to {_MAX_EXPERIMENTS} experiments at once, not {len(experiment_ids)}."
            )
        wanted, values = names([experiments.number_of(id) for id in experiment_ids])
        values["context"] = "mlflow.data.context"
        with self._db.read() as session:
            rows = session.rows(
                "SELECT DISTINCT d.experiment, d.name, d.digest, t.value FROM datasets d "
                "JOIN inputs i ON i.dataset = d.id JOIN runs r ON r.id = i.run AND r.deleted IS NULL "
                "LEFT JOIN input_tags t ON t.input = i.id AND t.name = :context "
                f"WHERE d.experiment IN ({wanted})",
                values,
            )
        rows.sort(key=lambda row: (*row[:3], row[3] or ""))
        return [DatasetSummary(str(row[0]), row[1], row[2], row[3]) for row in rows]


def _add_params(session: Session, run_id: str, number: int, params: dict[str, str]) -> None:
    known = PARAMS.known(session, number, list(params))
    changed = sorted(key for key, value in known.items() if params[key] != value)
    if changed:
        key = changed[0]
        raise arguments.changed_param(run_id, key, known[key], params[key])
    PARAMS.add(session, number, {key: value for key, value in params.items() if key not in known})


def _put_tags(session: Session, number: int, tags: dict[str, str]) -> None:
    TAGS.put(session, number, tags)
    if MLFLOW_RUN_NAME in tags:
        session.run("UPDATE runs SET name = :name WHERE id = :id", {"id": number, "name": tags[MLFLOW_RUN_NAME]})


def _read_model(model_json: str) -> dict[str, Any]:
    try:
        model = json.loads(model_json) if len(model_json) <= limits.MAX_BATCH_LOG_REQUEST_SIZE else None
    except (TypeError, ValueError, RecursionError):
        model = None
    if not isinstance(model, dict):
        raise InvalidParameterValue(
            f"The description of a model must be the JSON of its MLmodel file, of at most "
            f"{limits.MAX_BATCH_LOG_REQUEST_SIZE:,} characters."
        )
    absent = [n for n in ("artifact_path", "flavors", "utc_time_created", "run_id") if n not in model]
    if absent:
        raise InvalidParameterValue(f"The description of a model lacks {', '.join(absent)}.")
    return {
        "run_id": model["run_id"],
        "artifact_path": model["artifact_path"],
        "utc_time_created": model["utc_time_created"],
        "flavors": model["flavors"],
        **{name: model[name] for name in ("model_uuid", "signature") if name in model},
    }
