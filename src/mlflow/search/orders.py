"""Order clauses to a complete order: what was asked for, then what keeps equal objects in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from mlflow.exceptions import InvalidParameterValue
from mlflow.search.identifiers import read_identifier
from mlflow.search.lexer import misread, no_token, tokenize
from mlflow.search.tree import Identifier, Kind
from mlflow.search.vocabulary import Direction, Vocabulary

#: Clauses in one order.
MAX_CLAUSES: Final = 50

_WHAT: Final = "order"


@dataclass(frozen=True, slots=True)
class OrderBy:
    """One step of an order.

    In both directions objects without a value come last, and before them those whose metric is NaN. Text is ordered by
    code points.

    Attributes:
        identifier: What is compared.
        ascending: Whether small values come first.
        dataset_name: For a logged model's metric: only values measured on the dataset of this name.
        dataset_digest: The same for the dataset's digest.
    """

    identifier: Identifier
    ascending: bool = True
    dataset_name: str | None = None
    dataset_digest: str | None = None


def parse_order_by(clauses: Sequence[str | Mapping[str, Any]] | None, vocabulary: Vocabulary) -> tuple[OrderBy, ...]:
    """The complete order a search follows.

    Args:
        clauses: ``"metrics.loss ASC"`` and the like, or the mappings of a logged-model search with ``field_name``,
            ``ascending``, ``dataset_name`` and ``dataset_digest``; None or empty for the noun's default order.
        vocabulary: The noun searched.

    Returns:
        The clauses (a thing named twice counts once) and what breaks their ties; the last one is unique to an object.

    Raises:
        InvalidParameterValue: A clause cannot be read, or there are too many.
    """
    if isinstance(clauses, (str, Mapping)):
        raise InvalidParameterValue("order_by must be a list of clauses, not a single one; put it in a list.")
    if clauses is not None and len(clauses) > MAX_CLAUSES:
        raise InvalidParameterValue(f"order_by can hold {MAX_CLAUSES} clauses, not {len(clauses)}.")
    asked = [_read(clause, vocabulary) for clause in clauses or ()]
    if not asked:
        asked = [_step(direction, vocabulary) for direction in vocabulary.default_order]
    asked += [_step(direction, vocabulary) for direction in vocabulary.tie_break]
    unique: dict[object, OrderBy] = {}
    for step in asked:
        unique.setdefault((step.identifier, step.dataset_name, step.dataset_digest), step)
    return tuple(unique.values())


def _step(direction: Direction, vocabulary: Vocabulary) -> OrderBy:
    name, ascending = direction
    attribute = vocabulary.attribute(name)
    assert attribute is not None, f"{name} is not in the vocabulary of {vocabulary.noun}"
    return OrderBy(Identifier("attribute", name, attribute.type), ascending)


def check_clause(clause: object) -> None:
    """Let a clause pass that is a text.

    Raises:
        InvalidParameterValue: It is none.
    """
    if not isinstance(clause, str):
        raise InvalidParameterValue(f"An order clause must be a string, not {type(clause).__name__}.")


@lru_cache(maxsize=256)
def _parsed(clause: str, vocabulary: Vocabulary) -> OrderBy:
    return parse_clause(clause, vocabulary, sortable=vocabulary.sortable)


def _read(clause: str | Mapping[str, Any], vocabulary: Vocabulary) -> OrderBy:
    if isinstance(clause, str):
        return _parsed(clause, vocabulary)
    if not isinstance(clause, Mapping):
        raise InvalidParameterValue(f"An order clause must be a string, not {type(clause).__name__}.")
    name = clause.get("field_name")
    ascending = clause.get("ascending", True)
    dataset_name, dataset_digest = clause.get("dataset_name"), clause.get("dataset_digest")
    if not isinstance(name, str) or not isinstance(ascending, bool):
        raise InvalidParameterValue(
            "An order clause needs a text 'field_name' and, if any, a true or false 'ascending'."
        )
    if not all(isinstance(text, (str, type(None))) for text in (dataset_name, dataset_digest)):
        raise InvalidParameterValue("'dataset_name' and 'dataset_digest' of an order clause must be texts.")
    step = _parsed(name, vocabulary)
    if dataset_digest and not dataset_name:
        raise InvalidParameterValue("An order clause with a 'dataset_digest' also needs the 'dataset_name'.")
    if dataset_name and step.identifier.kind != "metric":
        raise InvalidParameterValue("Only an order by a metric can be limited to a dataset.")
    return OrderBy(step.identifier, ascending, dataset_name or None, dataset_digest or None)


def parse_clause(clause: str, vocabulary: Vocabulary, *, sortable: AbstractSet[Kind]) -> OrderBy:
    """What one clause says.

    Args:
        clause: The clause.
        vocabulary: The noun searched.
        sortable: The families that may be named.

    Raises:
        InvalidParameterValue: It cannot be read; the message points at the place.
    """
    tokens = tokenize(clause, _WHAT)
    identifier, at = read_identifier(clause, tokens, 0, vocabulary, _WHAT)
    if identifier.kind != "attribute" and identifier.kind not in sortable:
        raise misread(clause, identifier.position, _WHAT, f"{vocabulary.noun} cannot be ordered by {identifier.kind}s")
    ascending = True
    token = tokens[at]
    if token.kind == "word" and token.key is None and token.text.upper() in {"ASC", "DESC"}:
        ascending = token.text.upper() == "ASC"
        at += 1
        token = tokens[at]
    if token.kind == "bad":
        raise no_token(clause, token.position, _WHAT)
    if token.kind == ",":
        raise misread(clause, token.position, _WHAT, "give each clause as a string of its own, not joined by commas")
    if token.kind != "end":
        raise misread(clause, token.position, _WHAT, "expected ASC, DESC or the end of the clause")
    return OrderBy(identifier, ascending)
