"""A registered model: a name under which versions of a model are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import msgspec

from mlflow.entities.cards import card, moment
from mlflow.entities.model_registry.model_versions import ModelVersion
from mlflow.entities.tags import RegisteredModelTag, as_dict, as_pairs
from mlflow.entities.wire import StructEntity, WireEntity


class RegisteredModelAlias(StructEntity):
    """A name that points at a version.

    Args:
        alias: The name.
        version: The version's number, as text.
    """

    alias: str
    version: str


class _RegisteredModelJson(msgspec.Struct, omit_defaults=True):
    name: str
    creation_timestamp: int | None = None
    last_updated_timestamp: int | None = None
    description: str | None = None
    latest_versions: list[ModelVersion] = []
    tags: list[RegisteredModelTag] = []
    aliases: list[RegisteredModelAlias] = []
    deployment_job_id: str | None = None


class RegisteredModel(WireEntity, shape=_RegisteredModelJson):
    """A name under which versions of a model are kept.

    Args:
        name: Unique name.
        creation_timestamp: Milliseconds since the epoch.
        last_updated_timestamp: Milliseconds since the epoch.
        description: Markdown.
        latest_versions: The newest version of each stage that has one.
        tags: Notes, ``{key: text}`` or a list.
        aliases: ``{alias: version}`` or a list.
        deployment_job_id: Kept as given, for MLflow's clients.
        deployment_job_state: Kept for MLflow's signature; always None here.
    """

    identity = ("name",)

    def __init__(
        self,
        name: str,
        creation_timestamp: int | None = None,
        last_updated_timestamp: int | None = None,
        description: str | None = None,
        latest_versions: Iterable[ModelVersion] | None = None,
        tags: Iterable[RegisteredModelTag] | Mapping[str, str] | None = None,
        aliases: Iterable[RegisteredModelAlias] | Mapping[str, str] | None = None,
        deployment_job_id: str | None = None,
        deployment_job_state: object = None,
    ) -> None:
        self.name = name
        self.creation_timestamp = creation_timestamp
        self.last_updated_timestamp = last_updated_timestamp
        self.description = description
        self.latest_versions: list[ModelVersion] = list(latest_versions or ())
        self.tags: dict[str, str] = as_dict(tags)
        if not isinstance(aliases, Mapping):
            aliases = {a.alias: a.version for a in aliases or ()}
        self.aliases: dict[str, str] = dict(aliases)
        self.deployment_job_id = deployment_job_id
        self.deployment_job_state = deployment_job_state

    def _repr_html_(self) -> str:
        facts = (
            ("Created", moment(self.creation_timestamp)),
            ("Changed", moment(self.last_updated_timestamp)),
            ("Description", self.description),
        )
        aliases = {alias: f"version {version}" for alias, version in self.aliases.items()}
        tables = (("Aliases", aliases), ("Tags", self.tags))
        return card("Registered model", self.name, facts, f"models/{quote(self.name, safe='')}", tables)

    def to_wire(self) -> _RegisteredModelJson:
        return _RegisteredModelJson(
            self.name,
            self.creation_timestamp,
            self.last_updated_timestamp,
            self.description,
            self.latest_versions,
            as_pairs(RegisteredModelTag, self.tags),
            [RegisteredModelAlias(alias, str(version)) for alias, version in self.aliases.items()],
            self.deployment_job_id,
        )

    @classmethod
    def from_wire(cls, wire: _RegisteredModelJson) -> RegisteredModel:
        return cls(
            wire.name,
            wire.creation_timestamp,
            wire.last_updated_timestamp,
            wire.description,
            wire.latest_versions,
            wire.tags,
            wire.aliases,
            wire.deployment_job_id,
        )
