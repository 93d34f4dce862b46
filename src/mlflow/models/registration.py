"""Registering a model: making its files the next version of a registered model."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from typing import Any

from mlflow.active.stores import registry_store, tracking_store
from mlflow.entities import LoggedModelTag, ModelVersion, ModelVersionTag
from mlflow.entities.tag_names import MLFLOW_MODEL_VERSIONS
from mlflow.exceptions import (
    MlflowException,
    ResourceAlreadyExists,
    ResourceDoesNotExist,
    TemporarilyUnavailable,
)
from mlflow.models.location import artifacts_at, place_of
from mlflow.uris import parse_location, parse_models_uri, parse_runs_uri

_log = logging.getLogger(__name__)

#: How long a version that is registered is waited for.
AWAIT_SECONDS = 300


@dataclass(frozen=True)
class _Source:
    """What a version is made from."""

    uri: str
    run_id: str | None = None
    model_id: str | None = None


def register_model(
    model_uri: str,
    name: str,
    await_registration_for: int | None = AWAIT_SECONDS,
    *,
    tags: dict[str, Any] | None = None,
    env_pack: Any = None,
) -> ModelVersion:
    """Make a model the next version of a registered model, which is created where there is none.

    Args:
        model_uri: ``runs:/…``, ``models:/…``, a path, or the URI of a folder.
        name: The registered model.
        await_registration_for: Seconds to wait until the version is ready; None or 0 not to wait.
        tags: Notes to set on the version.
        env_pack: Of Databricks only, and ignored here.

    Raises:
        ResourceDoesNotExist: There is no such model.
        InvalidParameterValue: The name or URI is malformed.
    """
    source = _source_of(str(model_uri))
    registry = registry_store()
    try:
        registry.create_registered_model(name)
    except ResourceAlreadyExists:
        pass
    else:
        _log.info("Registered model %r created.", name)
    notes = [ModelVersionTag(str(key), str(value)) for key, value in (tags or {}).items()]
    version = registry.create_model_version(name, source.uri, source.run_id, notes, model_id=source.model_id)
    _log.info("Version %s of registered model %r created.", version.version, name)
    if source.model_id is not None:
        _note_version(source.model_id, version)
    return _awaited(version, await_registration_for)


def _source_of(uri: str) -> _Source:
    place = place_of(uri)
    if parse_models_uri(uri) is not None:
        model_id = place.model.model_id if place.model else None
        return _Source(uri, place.run_id, model_id)
    runs = parse_runs_uri(uri)
    if runs is not None:
        if place.model is not None:
            return _Source(place.model.model_uri, place.run_id, place.model.model_id)
        root = tracking_store().get_run(runs.run_id).info.artifact_uri or ""
        if runs.path and artifacts_at(parse_location(root)).stat(runs.path) is None:
            raise ResourceDoesNotExist(f"The run {runs.run_id!r} has no model and no artifact {runs.path!r}.")
        return _Source(str(place.location), place.run_id)
    return _Source(str(place.location))


def _note_version(model_id: str, version: ModelVersion) -> None:
    """Note on a logged model which versions were made from it, as MLflow does."""
    try:
        store = tracking_store()
        noted = json.loads(store.get_logged_model(model_id).tags.get(MLFLOW_MODEL_VERSIONS, "[]"))
        entry = {"name": version.name, "version": int(version.version)}
        if entry not in noted:
            store.set_logged_model_tags(model_id, [LoggedModelTag(MLFLOW_MODEL_VERSIONS, json.dumps([*noted, entry]))])
    except (MlflowException, ValueError) as error:
        _log.warning("The logged model %s could not be told its versions: %s", model_id, error)


def _awaited(version: ModelVersion, seconds: int | None) -> ModelVersion:
    end = time.monotonic() + (seconds or 0)
    while seconds and version.status == "PENDING_REGISTRATION":
        if time.monotonic() > end:
            raise TemporarilyUnavailable(
                f"Version {version.version} of {version.name!r} is not ready after {seconds} seconds; it may still be."
            )
        time.sleep(0.2)
        version = registry_store().get_model_version(version.name, str(version.version))
    if version.status == "FAILED_REGISTRATION":
        raise MlflowException(f"Version {version.version} of {version.name!r} failed: {version.status_message}")
    return version
