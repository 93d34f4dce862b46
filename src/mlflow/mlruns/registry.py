"""Registered models of the layout."""

from __future__ import annotations

from pathlib import Path

from mlflow.entities import ModelVersion, RegisteredModel
from mlflow.entities.model_registry.stages import STAGE_DELETED_INTERNAL, STAGE_NONE, get_canonical_stage
from mlflow.exceptions import InvalidParameterValue
from mlflow.mlruns.files import labels, plain_subfolders
from mlflow.mlruns.layout import ALIASES, TAGS, VERSION
from mlflow.mlruns.meta import Meta
from mlflow.mlruns.places import source_place
from mlflow.store.arrivals import ArrivingRegisteredModel


def read_registered_model(folder: Path) -> ArrivingRegisteredModel:
    """The registered model in a folder, with its versions."""
    meta = Meta(folder)
    name = meta.needed("name")
    if name != folder.name:
        raise InvalidParameterValue(f"its folder is {folder.name!r}, but it says it is {name!r}")
    created = meta.whole("creation_timestamp") or 0
    found = [_version(each, name) for each in plain_subfolders(folder) if each.name.startswith(VERSION)]
    model = RegisteredModel(
        name,
        created,
        meta.whole("last_updated_timestamp") or created,
        meta.text("description"),
        tags=labels(folder / TAGS),
        aliases={**meta.texts("aliases"), **labels(folder / ALIASES)},
        deployment_job_id=meta.text("deployment_job_id"),
    )
    last = max((int(version.version) for version in found), default=0)
    kept = [version for version in found if version.current_stage != STAGE_DELETED_INTERNAL]
    return ArrivingRegisteredModel(model, kept, last)


def _version(folder: Path, name: str) -> ModelVersion:
    meta = Meta(folder)
    number = meta.whole("version")
    if number is None or f"{VERSION}{number}" != folder.name or meta.needed("name") != name:
        raise InvalidParameterValue(f"{folder.name} says it is another version")
    created = meta.whole("creation_timestamp") or 0
    return ModelVersion(
        name,
        number,
        created,
        meta.whole("last_updated_timestamp") or created,
        meta.text("description"),
        meta.text("user_id"),
        get_canonical_stage(meta.text("current_stage") or STAGE_NONE),
        source_place(meta.text("source") or "", folder.parent.parent.parent),
        meta.text("run_id"),
        meta.text("status") or "READY",
        meta.text("status_message"),
        labels(folder / TAGS),
        meta.text("run_link"),
        model_id=meta.text("model_id"),
    )
