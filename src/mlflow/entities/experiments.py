"""An experiment: a named set of runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import msgspec

from mlflow.entities.cards import card, moment
from mlflow.entities.tags import ExperimentTag, as_dict, as_pairs
from mlflow.entities.wire import WireEntity


class _ExperimentJson(msgspec.Struct, omit_defaults=True):
    experiment_id: str
    name: str
    artifact_location: str | None = None
    lifecycle_stage: str | None = None
    last_update_time: int | None = None
    creation_time: int | None = None
    tags: list[ExperimentTag] = []


class Experiment(WireEntity, shape=_ExperimentJson):
    """A named set of runs with a place for their artifacts.

    Args:
        experiment_id: Identifier, a text of digits.
        name: Unique name.
        artifact_location: URI under which the runs' artifacts lie.
        lifecycle_stage: ``active`` or ``deleted``.
        tags: Notes, ``{key: text}`` or a list of tags.
        creation_time: Milliseconds since the epoch.
        last_update_time: Milliseconds since the epoch.
    """

    identity = ("experiment_id",)

    DEFAULT_EXPERIMENT_NAME: ClassVar[str] = "Default"

    def __init__(
        self,
        experiment_id: str,
        name: str,
        artifact_location: str | None,
        lifecycle_stage: str | None,
        tags: Iterable[ExperimentTag] | Mapping[str, str] | None = None,
        creation_time: int | None = None,
        last_update_time: int | None = None,
    ) -> None:
        self.experiment_id = experiment_id
        self.name = name
        self.artifact_location = artifact_location
        self.lifecycle_stage = lifecycle_stage
        self.tags: dict[str, str] = as_dict(tags)
        self.creation_time = creation_time
        self.last_update_time = last_update_time

    def _repr_html_(self) -> str:
        facts = (
            ("Created", moment(self.creation_time)),
            ("Changed", moment(self.last_update_time)),
            ("Artifacts at", self.artifact_location),
            ("Experiment ID", self.experiment_id),
        )
        return card("Experiment", self.name, facts, f"experiments/{self.experiment_id}", (("Tags", self.tags),))

    def to_wire(self) -> _ExperimentJson:
        return _ExperimentJson(
            self.experiment_id,
            self.name,
            self.artifact_location,
            self.lifecycle_stage,
            self.last_update_time,
            self.creation_time,
            as_pairs(ExperimentTag, self.tags),
        )

    @classmethod
    def from_wire(cls, wire: _ExperimentJson) -> Experiment:
        return cls(
            wire.experiment_id,
            wire.name,
            wire.artifact_location,
            wire.lifecycle_stage,
            wire.tags,
            wire.creation_time,
            wire.last_update_time,
        )
