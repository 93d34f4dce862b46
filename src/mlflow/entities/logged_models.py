"""A logged model: a model as an object of its own, made by a run and kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from mlflow.entities.metrics import Metric, json_metrics
from mlflow.entities.states import LoggedModelStatus
from mlflow.entities.tags import LoggedModelParameter, LoggedModelTag, as_dict, as_pairs
from mlflow.entities.wire import WireEntity

_STATUS_ON_WIRE = {
    LoggedModelStatus.UNSPECIFIED: "LOGGED_MODEL_STATUS_UNSPECIFIED",
    LoggedModelStatus.PENDING: "LOGGED_MODEL_PENDING",
    LoggedModelStatus.READY: "LOGGED_MODEL_READY",
    LoggedModelStatus.FAILED: "LOGGED_MODEL_UPLOAD_FAILED",
}
_STATUS_OF_WIRE = {text: status for status, text in _STATUS_ON_WIRE.items()}


def status_to_wire(status: LoggedModelStatus) -> str:
    """The name a status has in JSON."""
    return _STATUS_ON_WIRE[status]


def status_from_wire(text: str | None) -> LoggedModelStatus:
    """The status of a name in JSON; one that is unknown reads as unspecified."""
    return _STATUS_OF_WIRE.get(text or "", LoggedModelStatus.UNSPECIFIED)


class _LoggedModelInfoJson(msgspec.Struct, omit_defaults=True):
    model_id: str
    experiment_id: str
    name: str
    creation_timestamp_ms: int
    last_updated_timestamp_ms: int
    artifact_uri: str
    status: str
    model_type: str | None = None
    source_run_id: str | None = None
    status_message: str | None = None
    tags: list[LoggedModelTag] = []


class _LoggedModelDataJson(msgspec.Struct, omit_defaults=True):
    params: list[LoggedModelParameter] = []
    metrics: list[Metric] = []


class _LoggedModelJson(msgspec.Struct, omit_defaults=True):
    info: _LoggedModelInfoJson
    data: _LoggedModelDataJson = msgspec.field(default_factory=_LoggedModelDataJson)


class LoggedModel(WireEntity, shape=_LoggedModelJson):
    """A model as an object of its own.

    Args:
        experiment_id: The experiment it belongs to.
        model_id: ``m-`` and 32 hexadecimal digits.
        name: Name given when it was logged; need not be unique.
        artifact_location: URI of its files.
        creation_timestamp: Milliseconds since the epoch.
        last_updated_timestamp: Milliseconds since the epoch.
        model_type: Free text, such as ``sklearn``.
        source_run_id: The run that made it.
        status: How far the logging has come.
        status_message: Why, where it failed.
        tags: Notes, ``{key: text}`` or a list.
        params: Settings, ``{key: text}`` or a list.
        metrics: Measurements linked to it.
    """

    identity = ("model_id",)

    def __init__(
        self,
        experiment_id: str,
        model_id: str,
        name: str,
        artifact_location: str,
        creation_timestamp: int,
        last_updated_timestamp: int,
        model_type: str | None = None,
        source_run_id: str | None = None,
        status: LoggedModelStatus | int = LoggedModelStatus.READY,
        status_message: str | None = None,
        tags: Iterable[LoggedModelTag] | Mapping[str, str] | None = None,
        params: Iterable[LoggedModelParameter] | Mapping[str, str] | None = None,
        metrics: list[Metric] | None = None,
    ) -> None:
        self.experiment_id = experiment_id
        self.model_id = model_id
        self.name = name
        self.artifact_location = artifact_location
        self.creation_timestamp = creation_timestamp
        self.last_updated_timestamp = last_updated_timestamp
        self.model_type = model_type
        self.source_run_id = source_run_id
        self.status = LoggedModelStatus.from_int(status) if isinstance(status, int) else LoggedModelStatus(status)
        self.status_message = status_message
        self.tags: dict[str, str] = as_dict(tags)
        self.params: dict[str, str] = as_dict(params)
        self.metrics = metrics

    @property
    def model_uri(self) -> str:
        """The URI that loads it."""
        return f"models:/{self.model_id}"

    def to_dictionary(self) -> dict[str, Any]:
        return {**super().to_dictionary(), "status": self.status.to_int()}

    def to_wire(self) -> _LoggedModelJson:
        info = _LoggedModelInfoJson(
            self.model_id,
            self.experiment_id,
            self.name,
            self.creation_timestamp,
            self.last_updated_timestamp,
            self.artifact_location,
            status_to_wire(self.status),
            self.model_type,
            self.source_run_id,
            self.status_message,
            as_pairs(LoggedModelTag, self.tags),
        )
        data = _LoggedModelDataJson(as_pairs(LoggedModelParameter, self.params), json_metrics(self.metrics or ()))
        return _LoggedModelJson(info, data)

    @classmethod
    def from_wire(cls, wire: _LoggedModelJson) -> LoggedModel:
        info, data = wire.info, wire.data
        return cls(
            info.experiment_id,
            info.model_id,
            info.name,
            info.artifact_uri,
            info.creation_timestamp_ms,
            info.last_updated_timestamp_ms,
            info.model_type,
            info.source_run_id,
            status_from_wire(info.status),
            info.status_message,
            info.tags,
            data.params,
            data.metrics,
        )
