"""Columns of a table of runs: how much of what was logged comes with each run that is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mlflow.exceptions import InvalidParameterValue
from mlflow.search.vocabulary import RUNS

#: Columns in one search.
MAX_COLUMNS: Final = 2_000

_FAMILIES: Final = {"metric": "metrics", "param": "params", "tag": "tags"}
#: What comes with each run anyway.
_ALWAYS: Final = frozenset({"experiment_id", "lifecycle_stage"})


@dataclass(frozen=True, slots=True)
class Columns:
    """What of a run is wanted, beside its attributes; None for all of a family."""

    metrics: frozenset[str] | None = None
    params: frozenset[str] | None = None
    tags: frozenset[str] | None = None
    inputs: bool = True
    outputs: bool = True


EVERYTHING: Final = Columns()


def parse_columns(columns: Sequence[str] | None) -> Columns:
    """What some columns ask for; everything where they are None.

    Args:
        columns: ``metrics.loss``, ``params.lr`` and ``tags.team``, with the key as it is and without quotes, as the
            columns of :func:`mlflow.search_runs` are named; ``metrics``, ``params`` and ``tags`` for all of them;
            ``inputs`` and ``outputs``. Attributes such as ``start_time`` may be named, and come anyway.

    Raises:
        InvalidParameterValue: There is no such column, or there are too many.
    """
    if columns is None:
        return EVERYTHING
    if isinstance(columns, str):
        raise InvalidParameterValue("Columns are given as a list, not as a single text.")
    if len(columns) > MAX_COLUMNS:
        raise InvalidParameterValue(
            f"A search can have {MAX_COLUMNS} columns, not {len(columns)}; 'metrics' stands for all metrics."
        )
    keys: dict[str, set[str] | None] = {"metrics": set(), "params": set(), "tags": set()}
    linked: set[str] = set()
    for column in columns:
        if not isinstance(column, str):
            raise InvalidParameterValue(f"A column is named by a text, not by {type(column).__name__}.")
        if column in keys:
            keys[column] = None
        elif column in ("inputs", "outputs"):
            linked.add(column)
        elif not (column in _ALWAYS or RUNS.attribute(column)):
            family, key = _keyed(column)
            wanted = keys.get(family)
            if wanted is not None:
                wanted.add(key)
    asked = {family: None if wanted is None else frozenset(wanted) for family, wanted in keys.items()}
    return Columns(asked["metrics"], asked["params"], asked["tags"], "inputs" in linked, "outputs" in linked)


def _keyed(column: str) -> tuple[str, str]:
    prefix, _, key = column.partition(".")
    kind = RUNS.kind(prefix)
    if key and kind in _FAMILIES:
        return _FAMILIES[kind], key
    if kind == "attribute" and (key in _ALWAYS or RUNS.attribute(key)):
        return "", key
    raise InvalidParameterValue(
        f"There is no column {column[:100]!r}: name metrics.key, params.key or tags.key; metrics, params or tags for "
        "all of them; inputs or outputs; or an attribute of runs."
    )
