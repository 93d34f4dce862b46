"""A version of a registered model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import msgspec

from mlflow.entities.cards import card, moment
from mlflow.entities.metrics import Metric, json_metrics
from mlflow.entities.tags import LoggedModelParameter, ModelVersionTag, as_dict, as_pairs
from mlflow.entities.wire import WireEntity


class _ModelParamJson(msgspec.Struct):
    name: str
    value: str = ""


class _ModelVersionJson(msgspec.Struct, omit_defaults=True):
    name: str
    version: str
    creation_timestamp: int | None = None
    last_updated_timestamp: int | None = None
    user_id: str | None = None
    current_stage: str | None = None
    description: str | None = None
    source: str | None = None
    run_id: str | None = None
    status: str | None = None
    status_message: str | None = None
    tags: list[ModelVersionTag] = []
    run_link: str | None = None
    aliases: list[str] = []
    model_id: str | None = None
    model_params: list[_ModelParamJson] = []
    model_metrics: list[Metric] = []


class ModelVersion(WireEntity, shape=_ModelVersionJson):
    """A version of a registered model.

    Args:
        name: The registered model.
        version: The number, counts up from 1; text where a server told it, as with MLflow.
        creation_timestamp: Milliseconds since the epoch.
        last_updated_timestamp: Milliseconds since the epoch.
        description: Markdown.
        user_id: Who registered it.
        current_stage: ``None``, ``Staging``, ``Production`` or ``Archived``.
        source: URI of the model's files.
        run_id: The run that made it.
        status: ``READY``, ``PENDING_REGISTRATION`` or ``FAILED_REGISTRATION``.
        status_message: Why, where it failed.
        tags: Notes, ``{key: text}`` or a list.
        run_link: Address of the run where it lives on another server.
        aliases: Names that point at it now.
        model_id: The logged model it was made from.
        params: Settings of that logged model.
        metrics: Measurements of that logged model.
        deployment_job_state: Kept for MLflow's signature; always None here.
    """

    identity = (
        "name",
        "version",
    )

    def __init__(
        self,
        name: str,
        version: str | int,
        creation_timestamp: int | None,
        last_updated_timestamp: int | None = None,
        description: str | None = None,
        user_id: str | None = None,
        current_stage: str | None = None,
        source: str | None = None,
        run_id: str | None = None,
        status: str = "READY",
        status_message: str | None = None,
        tags: Iterable[ModelVersionTag] | Mapping[str, str] | None = None,
        run_link: str | None = None,
        aliases: Iterable[str] | None = None,
        model_id: str | None = None,
        params: list[LoggedModelParameter] | None = None,
        metrics: list[Metric] | None = None,
        deployment_job_state: object = None,
    ) -> None:
        self.name = name
        self.version = version
        self.creation_timestamp = creation_timestamp
        self.last_updated_timestamp = last_updated_timestamp
        self.description = description
        self.user_id = user_id
        self.current_stage = current_stage
        self.source = source
        self.run_id = run_id
        self.status = status
        self.status_message = status_message
        self.tags: dict[str, str] = as_dict(tags)
        self.run_link = run_link
        self.aliases: list[str] = list(aliases or ())
        self.model_id = model_id
        self.params = params
        self.metrics = metrics
        self.deployment_job_state = deployment_job_state

    def _repr_html_(self) -> str:
        facts = (
            ("Aliases", ", ".join(self.aliases)),
            ("Stage", self.current_stage if self.current_stage != "None" else None),
            ("Status", self.status),
            ("Created", moment(self.creation_timestamp)),
            ("Source", self.source),
            ("Run ID", self.run_id),
        )
        page = f"models/{quote(self.name, safe='')}/versions/{self.version}"
        return card("Model version", f"{self.name} {self.version}", facts, page, (("Tags", self.tags),))

    def to_wire(self) -> _ModelVersionJson:
        return _ModelVersionJson(
            self.name,
            str(self.version),
            self.creation_timestamp,
            self.last_updated_timestamp,
            self.user_id,
            self.current_stage,
            self.description or "",
            self.source,
            self.run_id or "",  # empty where unset, as MLflow's servers write it
            self.status,
            self.status_message,
            as_pairs(ModelVersionTag, self.tags),
            self.run_link or "",
            self.aliases,
            self.model_id,
            [_ModelParamJson(p.key, p.value) for p in self.params or ()],
            json_metrics(self.metrics or ()),
        )

    @classmethod
    def from_wire(cls, wire: _ModelVersionJson) -> ModelVersion:
        return cls(
            wire.name,
            wire.version,
            wire.creation_timestamp,
            wire.last_updated_timestamp,
            wire.description,
            wire.user_id,
            wire.current_stage,
            wire.source,
            wire.run_id,
            wire.status or "READY",
            wire.status_message,
            wire.tags,
            wire.run_link,
            wire.aliases,
            wire.model_id,
            [LoggedModelParameter(p.name, p.value) for p in wire.model_params] or None,
            wire.model_metrics or None,
        )
