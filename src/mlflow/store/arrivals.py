"""Records of another store on their way into this one: what every source of them yields.

A source yields experiments before the logged models and runs that belong to them, and logged models before runs, since
points of a run say which model was measured. What cannot be read is yielded too, with the reason, in place of the
record: nothing is taken in by half.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from mlflow.entities import (
    Experiment,
    LoggedModel,
    Metric,
    ModelVersion,
    RegisteredModel,
    RunInfo,
    RunInputs,
    RunOutputs,
)


@dataclass(frozen=True, slots=True)
class ArrivingExperiment:
    """An experiment, active or deleted; one that is deleted was so when it was changed last."""

    experiment: Experiment


@dataclass(frozen=True, slots=True)
class ArrivingModel:
    """A logged model with its params and tags; its metrics come with the runs that measured it."""

    model: LoggedModel
    is_deleted: bool = False


class Histories:
    """Series that are read when they are asked for, anew each time: a transaction may have to be run again.

    Args:
        read: Reads them: key and points, in order of logging. A long series comes in several pieces, one after another.
    """

    def __init__(self, read: Callable[[], Iterator[tuple[str, list[Metric]]]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[tuple[str, list[Metric]]]:
        return self._read()


@dataclass(frozen=True, slots=True)
class ArrivingRun:
    """A run and everything that was logged of it.

    Args:
        info: Who, when, where and how far.
        params: Text by key.
        tags: Text by key.
        histories: Key and points of each series; read while the run is being written.
        measured: Points of this run that say which logged model was measured.
        deleted_time: When it was deleted, in milliseconds since the epoch, where that is known.
        points: How many points there are, where that is known without reading them.
    """

    info: RunInfo
    params: dict[str, str]
    tags: dict[str, str]
    histories: Iterable[tuple[str, list[Metric]]]
    inputs: RunInputs = field(default_factory=RunInputs)
    outputs: RunOutputs = field(default_factory=RunOutputs)
    measured: list[Metric] = field(default_factory=list)
    deleted_time: int | None = None
    points: int | None = None


@dataclass(frozen=True, slots=True)
class ArrivingRegisteredModel:
    """A registered model and its versions.

    Args:
        model: The model with its tags and aliases.
        versions: Its versions with their tags.
        last_version: The highest number a version ever had, also one that is gone.
        places: Where the files of versions are, by number, where their sources name something else.
    """

    model: RegisteredModel
    versions: list[ModelVersion]
    last_version: int = 0
    places: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that cannot be taken in, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Left:
    """Records of a kind that is not taken in."""

    what: str
    count: int
    why: str


Arrival: TypeAlias = "ArrivingExperiment | ArrivingModel | ArrivingRun | ArrivingRegisteredModel | Refused | Left"


class Source(Protocol):
    """Where records come from."""

    @property
    def name(self) -> str:
        """What people call it."""

    def size(self) -> int:
        """About how many records :meth:`records` yields."""

    def records(self) -> Iterator[Arrival]:
        """The records, each once."""


@dataclass(slots=True)
class Summary:
    """What was taken in, and what was not and why.

    Args:
        taken: How many of each kind were taken in.
        present: How many of each kind were there already.
        refused: Records that could not be taken in.
        left: Kinds of records that are not taken in.
        notes: What was taken in otherwise than it was.
    """

    taken: dict[str, int] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, kind: str, number: int = 1, *, present: bool = False) -> None:
        """Count records of a kind, such as ``runs``."""
        counts = self.present if present else self.taken
        counts[kind] = counts.get(kind, 0) + number

    def sentence(self) -> str:
        """What was taken in, in a few words."""
        told = [f"{number:,} {kind if number != 1 else kind[:-1]}" for kind, number in self.taken.items()]
        text = ", ".join(told) or "nothing new"
        if self.present:
            text += f"; {sum(self.present.values()):,} were there already"
        if self.refused:
            text += f"; {len(self.refused):,} could not be read or kept"
        return text
