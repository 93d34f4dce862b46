"""What a run read: datasets and models as inputs, models as outputs."""

from __future__ import annotations

import msgspec

from mlflow.entities.tags import InputTag
from mlflow.entities.wire import StructEntity


class Dataset(StructEntity):
    """A dataset as it is recorded with a run.

    Args:
        name: Name of the dataset.
        digest: Fingerprint of its content.
        source_type: Kind of the source, such as ``s3`` or ``code``.
        source: The source as JSON text.
        schema: The schema as JSON text.
        profile: Numbers about the data as JSON text.
    """

    name: str
    digest: str
    source_type: str
    source: str
    schema: str | None = None
    profile: str | None = None


class DatasetInput(StructEntity):
    """A dataset that a run read, with tags on how."""

    dataset: Dataset
    tags: list[InputTag] = msgspec.field(default_factory=list)


class LoggedModelInput(StructEntity):
    """A logged model that a run read."""

    model_id: str


class LoggedModelOutput(StructEntity):
    """A logged model that a run made, at a step."""

    model_id: str
    step: int = msgspec.field(default_factory=int)


class RunInputs(StructEntity):
    """Everything a run read."""

    dataset_inputs: list[DatasetInput] = msgspec.field(default_factory=list)
    model_inputs: list[LoggedModelInput] = msgspec.field(default_factory=list)


class RunOutputs(StructEntity):
    """Everything a run made, beside artifacts."""

    model_outputs: list[LoggedModelOutput] = msgspec.field(default_factory=list)


class DatasetSummary(StructEntity):
    """A dataset that runs of an experiment read."""

    experiment_id: str
    name: str
    digest: str
    context: str | None = None
