"""Keys with a text: tags and params of every noun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from mlflow.entities.wire import StructEntity


class Param(StructEntity):
    """A setting of a run, written once.

    Args:
        key: The name.
        value: The text of the value.
    """

    key: str
    # A factory, since a plain default would be left out of the JSON; absent reads as empty, as MLflow's servers do.
    value: str = msgspec.field(default_factory=str)


class RunTag(Param):
    """A note on a run, changeable."""


class ExperimentTag(Param):
    """A note on an experiment, changeable."""


class InputTag(Param):
    """A note on how a run used a dataset, such as ``mlflow.data.context``."""


class LoggedModelTag(Param):
    """A note on a logged model, changeable."""


class LoggedModelParameter(Param):
    """A setting of a logged model, written once."""


class RegisteredModelTag(Param):
    """A note on a registered model, changeable."""


class ModelVersionTag(Param):
    """A note on a model version, changeable."""


P = TypeVar("P", bound=Param)


def as_dict(pairs: Iterable[Param] | Mapping[str, str] | None) -> dict[str, str]:
    """``{key: value}`` of a list of pairs; a mapping is taken as it is."""
    if pairs is None:
        return {}
    if isinstance(pairs, Mapping):
        return dict(pairs)
    return {pair.key: pair.value for pair in pairs}


def as_pairs(kind: type[P], values: Mapping[str, str]) -> list[P]:
    """A list of ``kind`` of a mapping."""
    return [kind(key, value) for key, value in values.items()]
