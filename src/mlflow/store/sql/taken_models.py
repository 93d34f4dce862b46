"""Logged models and registered models of another store, written as they are."""

from __future__ import annotations

import re
from typing import Final

from mlflow.entities import ModelVersion
from mlflow.exceptions import InvalidParameterValue
from mlflow.store import checks
from mlflow.store.arrivals import ArrivingModel, ArrivingRegisteredModel
from mlflow.store.sql import version_rows
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.places import Places
from mlflow.store.sql.sessions import Session
from mlflow.store.sql.taken_places import checked_place

_ID: Final = re.compile(r"[A-Za-z0-9][\w-]{0,255}")
_LOGGED_PARAMS = Labels("logged_model_params", "model")
_LOGGED_TAGS = Labels("logged_model_tags", "model")
_REGISTERED_TAGS = Labels("registered_model_tags", "model")


def take_logged(session: Session, record: ArrivingModel, experiment: int, places: Places) -> bool:
    """Write a logged model; returns whether it is new."""
    model = record.model
    if not _ID.fullmatch(model.model_id):
        raise InvalidParameterValue(f"{model.model_id[:100]!r} is no id of a logged model")
    if session.row("SELECT 1 FROM logged_models WHERE model_id = :id", {"id": model.model_id}):
        return False
    number = session.add(
        "INSERT INTO logged_models (model_id, experiment, name, location, created, updated, deleted, model_type, "
        "source_run_id, status, status_message) VALUES (:model_id, :experiment, :name, :location, :created, :updated, "
        ":deleted, :model_type, :run, :status, :message)",
        {
            "model_id": model.model_id,
            "experiment": experiment,
            "name": model.name,
            "location": checked_place(model.artifact_location, model.model_id, places),
            "created": model.creation_timestamp,
            "updated": model.last_updated_timestamp,
            "deleted": model.last_updated_timestamp if record.is_deleted else None,
            "model_type": model.model_type,
            "run": model.source_run_id,
            "status": model.status.value,
            "message": model.status_message,
        },
    )
    _LOGGED_PARAMS.add(session, number, model.params)
    _LOGGED_TAGS.add(session, number, model.tags)
    return True


def take_registered(session: Session, record: ArrivingRegisteredModel) -> tuple[bool, int, list[str]]:
    """Write a registered model and its versions, or those that are missing.

    Returns:
        Whether the model is new, how many versions are, and what is to be told.

    Raises:
        InvalidParameterValue: Another model has its name.
    """
    model = record.model
    name = checks.composed(model.name)
    if not name.strip():
        raise InvalidParameterValue("it has no name")
    row = session.row("SELECT id, created FROM registered_models WHERE name = :name", {"name": name})
    if row is not None and row[1] != (model.creation_timestamp or 0):
        raise InvalidParameterValue("another registered model has its name here; rename one of them and import again")
    number = row[0] if row is not None else _add_registered(session, record, name)
    known = _REGISTERED_TAGS.of(session, [number]).get(number, {})
    _REGISTERED_TAGS.add(session, number, {k: v for k, v in model.tags.items() if k not in known})
    versions = dict(session.rows("SELECT version, id FROM model_versions WHERE model = :model", {"model": number}))
    added = [version for version in record.versions if int(version.version) not in versions]
    for version in sorted(added, key=lambda each: int(each.version)):
        versions[int(version.version)] = _add_version(session, number, version)
    notes = []
    for alias, target in model.aliases.items():
        version_number = versions.get(checks.version(target))
        if version_number is None:
            notes.append(f"the alias {alias!r} of {name!r} pointed at version {target}, which does not exist")
        elif not session.row(
            "SELECT 1 FROM aliases WHERE model = :model AND alias = :alias", {"model": number, "alias": alias}
        ):
            session.run(
                "INSERT INTO aliases (model, alias, version) VALUES (:model, :alias, :version)",
                {"model": number, "alias": alias, "version": version_number},
            )
    return row is None, len(added), notes if row is None else []


def _add_registered(session: Session, record: ArrivingRegisteredModel, name: str) -> int:
    model = record.model
    return session.add(
        "INSERT INTO registered_models (name, created, updated, description, deployment_job_id, last_version) "
        "VALUES (:name, :created, :updated, :description, :job, :last)",
        {
            "name": name,
            "created": model.creation_timestamp or 0,
            "updated": model.last_updated_timestamp or 0,
            "description": model.description,
            "job": model.deployment_job_id,
            "last": record.last_version,
        },
    )


def _add_version(session: Session, model: int, version: ModelVersion) -> int:
    number = session.add(
        "INSERT INTO model_versions (model, version, created, updated, description, user_id, stage, source, run_id, "
        "run_link, model_id, status, status_message) VALUES (:model, :version, :created, :updated, :description, "
        ":user, :stage, :source, :run_id, :run_link, :model_id, :status, :message)",
        {
            "model": model,
            "version": int(version.version),
            "created": version.creation_timestamp or 0,
            "updated": version.last_updated_timestamp or 0,
            "description": version.description,
            "user": version.user_id,
            "stage": version.current_stage,
            "source": version.source or "",
            "run_id": version.run_id,
            "run_link": version.run_link,
            "model_id": version.model_id,
            "status": version.status,
            "message": version.status_message,
        },
    )
    version_rows.TAGS.add(session, number, version.tags)
    return number
