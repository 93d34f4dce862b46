"""Experiments, logged models and registered models as folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import Final

from mlflow.entities import Experiment, ModelVersion
from mlflow.entities.model_registry.stages import STAGE_DELETED_INTERNAL
from mlflow.mlruns.layout import ALIASES, META, MODELS, PARAMS, TAGS, VERSION
from mlflow.mlruns.writing import replace, split_keys, write_labels
from mlflow.mlruns.yaml_text import yaml_text
from mlflow.store.arrivals import ArrivingModel, ArrivingRegisteredModel

_LONGEST: Final = 255


def write_experiment(folder: str, experiment: Experiment) -> list[str]:
    """Write an experiment; returns what the layout cannot hold."""
    os.makedirs(folder, exist_ok=True)
    unfit = write_labels(f"{folder}/{TAGS}", experiment.tags, is_new=False, aside=folder)
    _write_meta(
        folder,
        artifact_location=experiment.artifact_location,
        creation_time=experiment.creation_time,
        experiment_id=experiment.experiment_id,
        last_update_time=experiment.last_update_time,
        lifecycle_stage=experiment.lifecycle_stage,
        name=experiment.name,
    )
    return [_unnamed("tag", key, f"experiment {experiment.experiment_id}") for key in unfit]


def write_logged_model(experiment: str, record: ArrivingModel) -> list[str]:
    """Write a logged model into the folder of its experiment; returns what the layout cannot hold."""
    model = record.model
    folder = f"{experiment}/{MODELS}/{model.model_id}"
    os.makedirs(folder, exist_ok=True)
    owner = f"logged model {model.model_id}"
    left = [
        _unnamed(what, key, owner)
        for what, part, values in (("param", PARAMS, model.params), ("tag", TAGS, model.tags))
        for key in write_labels(f"{folder}/{part}", values, is_new=False, aside=folder)
    ]
    _write_meta(
        folder,
        artifact_location=model.artifact_location,
        creation_timestamp=model.creation_timestamp,
        experiment_id=model.experiment_id,
        last_updated_timestamp=model.last_updated_timestamp,
        lifecycle_stage="deleted" if record.is_deleted else "active",
        model_id=model.model_id,
        model_type=model.model_type,
        name=model.name,
        source_run_id=model.source_run_id,
        status=model.status.to_int(),
        status_message=model.status_message,
    )
    return left


def write_registered_model(root: str, record: ArrivingRegisteredModel) -> list[str]:
    """Write a registered model with its versions; returns what the layout cannot hold.

    A number that no version has any more is kept from being given again by a version that is marked as deleted, as
    MLflow does it.
    """
    model = record.model
    if not is_name(model.name):
        return [f"the registered model {model.name!r}, since that is no name of a folder"]
    folder = f"{root}/{MODELS}/{model.name}"
    os.makedirs(folder, exist_ok=True)
    owner = f"registered model {model.name!r}"
    left = [_unnamed("tag", key, owner) for key in _labels(folder, TAGS, model.tags)]
    left += [_unnamed("alias", key, owner) for key in _labels(folder, ALIASES, model.aliases)]
    numbers = {int(version.version) for version in record.versions}
    for version in record.versions:
        place = f"{folder}/{VERSION}{version.version}"
        os.makedirs(place, exist_ok=True)
        left += [_unnamed("tag", key, f"{owner} {version.version}") for key in _labels(place, TAGS, version.tags)]
        _write_version(place, version, record.places.get(int(version.version)))
    _remove_versions(folder, numbers | {record.last_version})
    if record.last_version and record.last_version not in numbers:
        gone = ModelVersion(
            model.name,
            str(record.last_version),
            model.last_updated_timestamp or 0,
            model.last_updated_timestamp or 0,
            current_stage=STAGE_DELETED_INTERNAL,
        )
        place = f"{folder}/{VERSION}{record.last_version}"
        os.makedirs(place, exist_ok=True)
        _write_version(place, gone, None)
    _write_meta(
        folder,
        aliases={alias: str(version) for alias, version in model.aliases.items()},
        creation_timestamp=model.creation_timestamp,
        deployment_job_id=model.deployment_job_id,
        deployment_job_state=None,
        description=model.description,
        last_updated_timestamp=model.last_updated_timestamp,
        name=model.name,
    )
    return left


def remove_registered_model(root: str, name: str) -> None:
    """Remove the folder of a registered model that was deleted or renamed."""
    if is_name(name):
        shutil.rmtree(f"{root}/{MODELS}/{name}", ignore_errors=True)


def is_name(name: str) -> bool:
    """Whether a registered model's name can be that of a folder."""
    return "/" not in name and not split_keys([name])[1] and len(name.encode("utf-8", "replace")) <= _LONGEST


def _write_version(folder: str, version: ModelVersion, files: str | None) -> None:
    _write_meta(
        folder,
        creation_timestamp=version.creation_timestamp,
        current_stage=version.current_stage,
        deployment_job_state=None,
        description=version.description,
        last_updated_timestamp=version.last_updated_timestamp,
        model_id=version.model_id,
        name=version.name,
        run_id=version.run_id,
        run_link=version.run_link,
        source=version.source,
        status=version.status,
        status_message=version.status_message,
        storage_location=files or version.source,
        user_id=version.user_id,
        version=int(version.version),
    )


def _remove_versions(folder: str, kept: set[int]) -> None:
    with os.scandir(folder) as entries:
        found = [entry.name for entry in entries if entry.name.startswith(VERSION) and entry.is_dir()]
    for name in found:
        number = name[len(VERSION) :]
        if not number.isdigit() or int(number) not in kept:
            shutil.rmtree(f"{folder}/{name}", ignore_errors=True)


def _labels(folder: str, part: str, values: Mapping[str, str]) -> list[str]:
    texts = {key: str(value) for key, value in values.items()}
    return write_labels(f"{folder}/{part}", texts, is_new=False, aside=folder)


def _write_meta(folder: str, **fields: object) -> None:
    replace(f"{folder}/{META}", yaml_text(fields).encode("utf-8", "surrogateescape"), folder)


def _unnamed(what: str, key: str, owner: str) -> str:
    return f"the {what} {key!r} of {owner}, since it is no name of a file"
