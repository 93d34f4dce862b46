"""What groups of runs are made by, and in what order they come."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mlflow.exceptions import InvalidParameterValue
from mlflow.search.columns import checked_list, parse_column
from mlflow.search.lexer import misread
from mlflow.search.orders import MAX_CLAUSES, check_clause, parse_clause
from mlflow.search.tree import Identifier
from mlflow.search.vocabulary import RUNS

_COUNT: Final = re.compile(r"\s*count(?:\s+(asc|desc))?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GroupOrder:
    """One step of an order of groups.

    Attributes:
        column: The name of the column or metric as it was asked for; None for how many runs there are.
        ascending: Whether small values come first.
    """

    column: str | None
    ascending: bool


def parse_group_columns(by: Sequence[str], most: int) -> dict[str, Identifier]:
    """What groups are made by, by the names of the columns.

    Raises:
        InvalidParameterValue: There is none, one that has no texts, or there are too many.
    """
    found = {name: parse_column(name, with_datasets=True) for name in checked_list(by, most, "group in several steps")}
    if not found:
        raise InvalidParameterValue("Groups are made by at least one column, such as params.model.")
    for name, identifier in found.items():
        if identifier.type != "text":
            raise misread(name, 0, "column", "groups are made by texts: params, tags, data sets and some attributes")
    return found


def parse_group_metrics(metrics: Sequence[str], most: int) -> dict[str, Identifier]:
    """What figures are made of, by the names of the columns.

    Raises:
        InvalidParameterValue: One is no metric, or there are too many.
    """
    found = {name: parse_column(name) for name in checked_list(metrics, most, "ask for those that are shown")}
    for name, identifier in found.items():
        if identifier.kind != "metric":
            raise misread(name, 0, "column", "figures are made of metrics, as in metrics.loss")
    return found


def parse_group_order(
    clauses: Sequence[str] | None, by: Mapping[str, Identifier], metrics: Mapping[str, Identifier]
) -> tuple[GroupOrder, ...]:
    """The complete order of groups: what was asked for, then the largest, then by their values.

    Args:
        clauses: ``"count DESC"``, ``"metrics.loss"`` for the mean of it, ``"params.model"``.
        by: What groups are made by.
        metrics: What figures are made of.

    Raises:
        InvalidParameterValue: A clause cannot be read, or names neither.
    """
    if isinstance(clauses, str):
        raise InvalidParameterValue("order_by must be a list of clauses, not a single one; put it in a list.")
    if clauses is not None and len(clauses) > MAX_CLAUSES:
        raise InvalidParameterValue(f"order_by can hold {MAX_CLAUSES} clauses, not {len(clauses)}.")
    for clause in clauses or ():
        check_clause(clause)
    names = {identifier: name for name, identifier in (*by.items(), *metrics.items())}
    steps = [_step(clause, names) for clause in clauses or ()]
    steps += [GroupOrder(None, ascending=False), *(GroupOrder(name, ascending=True) for name in by)]
    unique: dict[str | None, GroupOrder] = {}
    for step in steps:
        unique.setdefault(step.column, step)
    return tuple(unique.values())


def _step(clause: str, names: Mapping[Identifier, str]) -> GroupOrder:
    if found := _COUNT.fullmatch(clause):
        return GroupOrder(None, (found[1] or "asc").lower() == "asc")
    step = parse_clause(clause, RUNS, sortable=RUNS.keyed)
    name = names.get(step.identifier)
    if name is None:
        raise misread(
            clause,
            step.identifier.position,
            "order",
            "groups are ordered by count, by a metric of theirs, or by what they are made by",
        )
    return GroupOrder(name, step.ascending)
