"""Logged models and registered models of a database of MLflow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from mlflow.entities import LoggedModel, LoggedModelStatus, Metric, ModelVersion, RegisteredModel
from mlflow.entities.model_registry.stages import STAGE_DELETED_INTERNAL, STAGE_NONE, get_canonical_stage
from mlflow.exceptions import InvalidParameterValue
from mlflow.store.arrivals import ArrivingModel, ArrivingRegisteredModel
from mlflow.store.mlflow_sql.places import absolute_place
from mlflow.store.mlflow_sql.tables import Tables, number, text, text_or_none, whole

#: The columns a logged model is made of.
LOGGED: Final = (
    "model_id", "experiment_id", "name", "artifact_location", "creation_timestamp_ms", "last_updated_timestamp_ms",
    "status", "lifecycle_stage", "model_type", "source_run_id", "status_message",
)  # fmt: skip
#: The columns a registered model is made of.
REGISTERED: Final = ("name", "creation_time", "last_updated_time", "description")
_VERSION: Final = (
    "version", "creation_time", "last_updated_time", "description", "user_id", "current_stage", "source", "run_id",
    "status", "status_message", "run_link",
)  # fmt: skip
_MEASURED: Final = (
    "metric_name", "metric_value", "metric_timestamp_ms", "metric_step", "model_id", "dataset_name", "dataset_digest",
    "run_id",
)  # fmt: skip


def read_logged_model(database: Tables, row: Sequence[Any]) -> ArrivingModel:
    """The logged model of a row of :data:`LOGGED`."""
    model_id = text(row[0], "id")
    status = whole(row[6], "status")
    if not 0 <= status < len(LoggedModelStatus):
        raise InvalidParameterValue(f"it has the unknown status {status}")
    tags = database.rows("logged_model_tags", ("tag_key", "tag_value"), {"model_id": model_id})
    params = database.rows("logged_model_params", ("param_key", "param_value"), {"model_id": model_id})
    model = LoggedModel(
        str(whole(row[1], "experiment")),
        model_id,
        text(row[2], "name"),
        absolute_place(text(row[3], "artifact location"), database.folder),
        whole(row[4], "time of creation"),
        whole(row[5], "time of the last change"),
        text_or_none(row[8], "type"),
        text_or_none(row[9], "run"),
        LoggedModelStatus.from_int(status),
        text_or_none(row[10], "message"),
        {text(key, "tag"): text(value, "tag") for key, value in tags},
        {text(key, "param"): text(value, "param") for key, value in params},
    )
    return ArrivingModel(model, row[7] == "deleted")


def read_measured(database: Tables) -> dict[str, list[Metric]]:
    """Points that were measured on logged models, by the run that measured."""
    found: dict[str, list[Metric]] = {}
    for row in database.rows("logged_model_metrics", _MEASURED):
        run_id = text(row[7], "run")
        metric = Metric(
            text(row[0], "metric"),
            number(row[1], "metric"),
            whole(row[2], "timestamp"),
            whole(row[3], "step"),
            text(row[4], "model"),
            text_or_none(row[5], "dataset"),
            text_or_none(row[6], "dataset"),
            run_id,
        )
        found.setdefault(run_id, []).append(metric)
    return found


def read_registered_model(database: Tables, row: Sequence[Any]) -> ArrivingRegisteredModel:
    """The registered model of a row of :data:`REGISTERED`, with its versions."""
    name = text(row[0], "name")
    created = row[1] or 0

    mine = {"name": name}
    tags = database.rows("registered_model_tags", ("key", "value"), mine)
    aliases = database.rows("registered_model_aliases", ("alias", "version"), mine)
    model = RegisteredModel(
        name,
        whole(created, "time of creation"),
        whole(row[2] or created, "time of the last change"),
        text_or_none(row[3], "description"),
        tags={text(key, "tag"): text(value, "tag") for key, value in tags},
        aliases={text(alias, "alias"): str(whole(version, "alias")) for alias, version in aliases},
    )
    noted: dict[int, dict[str, str]] = {}
    for version, key, value in database.rows("model_version_tags", ("version", "key", "value"), mine):
        noted.setdefault(version, {})[text(key, "tag")] = text(value, "tag")
    rows = list(database.rows("model_versions", _VERSION, mine, ["version"]))
    last = max((whole(each[0], "version") for each in rows), default=0)
    kept = [each for each in rows if each[5] != STAGE_DELETED_INTERNAL]
    versions = [_version(database, name, each, noted.get(each[0])) for each in kept]
    return ArrivingRegisteredModel(model, versions, last)


def _version(database: Tables, name: str, row: Sequence[Any], tags: dict[str, str] | None) -> ModelVersion:
    created = row[1] or 0
    return ModelVersion(
        name,
        whole(row[0], "version"),
        whole(created, "time of creation"),
        whole(row[2] or created, "time of the last change"),
        text_or_none(row[3], "description"),
        text_or_none(row[4], "user"),
        get_canonical_stage(text(row[5], "stage") or STAGE_NONE),
        absolute_place(text(row[6], "source"), database.folder),
        text_or_none(row[7], "run"),
        text(row[8], "status") or "READY",
        text_or_none(row[9], "message"),
        tags,
        text_or_none(row[10], "link"),
    )
