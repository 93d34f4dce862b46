"""Columns of a table of runs: how much of what was logged comes with each run that is found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mlflow.exceptions import InvalidParameterValue
from mlflow.search.lexer import misread
from mlflow.search.tree import Aggregate, Identifier
from mlflow.search.vocabulary import DATASET_FIELDS, KIND_TYPES, RUNS

#: Columns in one search.
MAX_COLUMNS: Final = 2_000

_WHAT: Final = "column"
_FAMILIES: Final = {"metric": "metrics", "param": "params", "tag": "tags"}
#: What comes with each run anyway, and no filter can ask for.
_ALWAYS: Final = frozenset({"experiment_id", "lifecycle_stage"})
#: A function of a metric; its key is written as it is, and no key has a parenthesis.
_AGGREGATED: Final = re.compile(r"(\w+)\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Columns:
    """What of a run is wanted, beside its attributes; None for all of a family."""

    metrics: frozenset[str] | None = None
    params: frozenset[str] | None = None
    tags: frozenset[str] | None = None
    inputs: bool = True
    outputs: bool = True
    #: Values of metrics other than the last, by function and key.
    aggregates: frozenset[tuple[Aggregate, str]] = frozenset()


EVERYTHING: Final = Columns()


def parse_columns(columns: Sequence[str] | None) -> Columns:
    """What some columns ask for; everything where they are None.

    Args:
        columns: ``metrics.loss``, ``params.lr`` and ``tags.team``, with the key as it is and without quotes, as the
            columns of :func:`mlflow.search_runs` are named; ``min(metrics.loss)``, ``max(…)``, ``first(…)`` and
            ``count(…)``; ``metrics``, ``params`` and ``tags`` for all of them; ``inputs`` and ``outputs``. Attributes
            such as ``start_time`` may be named, and come anyway.

    Raises:
        InvalidParameterValue: There is no such column, or there are too many.
    """
    if columns is None:
        return EVERYTHING
    keys: dict[str, set[str] | None] = {"metrics": set(), "params": set(), "tags": set()}
    linked: set[str] = set()
    aggregates: set[tuple[Aggregate, str]] = set()
    for column in checked_list(columns, MAX_COLUMNS, "'metrics' stands for all metrics"):
        if column in keys:
            keys[column] = None
        elif column in ("inputs", "outputs"):
            linked.add(column)
        else:
            shown = parse_column(column)
            if column.endswith(")") and shown.kind == "metric":
                aggregates.add((shown.aggregate, shown.key))
            elif shown.kind in _FAMILIES and (wanted := keys[_FAMILIES[shown.kind]]) is not None:
                wanted.add(shown.key)
    asked = {family: None if wanted is None else frozenset(wanted) for family, wanted in keys.items()}
    return Columns(
        asked["metrics"],
        asked["params"],
        asked["tags"],
        "inputs" in linked,
        "outputs" in linked,
        frozenset(aggregates),
    )


def checked_list(columns: Sequence[str], most: int, advice: str) -> Sequence[str]:
    """The columns, once they are found to be a list of texts that is not too long.

    Args:
        columns: What was given.
        most: How many there may be.
        advice: What to do where there are more.

    Raises:
        InvalidParameterValue: They are not.
    """
    if isinstance(columns, str):
        raise InvalidParameterValue("Columns are given as a list, not as a single text.")
    if len(columns) > most:
        raise InvalidParameterValue(f"There can be {most} columns, not {len(columns)}; {advice}.")
    for column in columns:
        if not isinstance(column, str):
            raise InvalidParameterValue(f"A column is named by a text, not by {type(column).__name__}.")
    return columns


def parse_column(column: str, *, with_datasets: bool = False) -> Identifier:
    """What a column shows of a run.

    Args:
        column: Its name, as in :func:`parse_columns`, but of one thing.
        with_datasets: Whether ``dataset.name`` is one, which a run may have several times.

    Raises:
        InvalidParameterValue: There is no such column; the message points at the place.
    """
    found = _AGGREGATED.fullmatch(column)
    if found is None:
        return _plain(column, column, 0, with_datasets)
    name = found[1].lower()
    chosen: Aggregate | None = next((a for a in RUNS.aggregates if a == name), None)
    if chosen is None:
        raise misread(
            column, 0, _WHAT, f"{found[1][:40]!r} is not a function here (metrics have {', '.join(RUNS.aggregates)})"
        )
    inner = _plain(column, found[2], found.start(2), with_datasets=False)
    if inner.kind != "metric":
        raise misread(column, inner.position, _WHAT, f"{name}() takes a metric, as in {name}(metrics.loss)")
    return Identifier("metric", inner.key, inner.type, chosen, 0)


def _plain(column: str, name: str, position: int, with_datasets: bool) -> Identifier:
    attribute = _attribute(name, position)
    if attribute is not None:
        return attribute
    prefix, dot, key = name.partition(".")
    kind = RUNS.kind(prefix)
    behind = position + len(prefix) + len(dot)
    if kind == "attribute" and key:
        if (attribute := _attribute(key, position)) is not None:
            return attribute
        raise misread(column, behind, _WHAT, f"{key[:40]!r} is not an attribute of runs that is a column")
    if kind == "dataset" and with_datasets:
        if key in DATASET_FIELDS:
            return Identifier(kind, key, "text", "last", position)
        raise misread(column, behind, _WHAT, f"a dataset has {', '.join(DATASET_FIELDS)}, not {key[:40]!r}")
    if kind in _FAMILIES:
        if key:
            return Identifier(kind, key, KIND_TYPES[kind], "last", position)
        raise misread(column, behind, _WHAT, f"{prefix} needs a key here, as in {prefix}.something")
    raise misread(
        column,
        position,
        _WHAT,
        "expected metrics.key, params.key or tags.key, min(metrics.key), or an attribute of runs",
    )


def _attribute(name: str, position: int) -> Identifier | None:
    if name in _ALWAYS:
        return Identifier("attribute", name, "text", "last", position)
    found = RUNS.attribute(name)
    return Identifier("attribute", found.name, found.type, "last", position) if found and found.sortable else None
