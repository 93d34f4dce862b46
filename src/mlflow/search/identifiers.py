"""The identifiers of filters and orders: ``metrics.loss``, ``status``, ``min(metrics.loss)``."""

from __future__ import annotations

from collections.abc import Sequence

from mlflow.search.lexer import Token, misread, no_token
from mlflow.search.tree import Aggregate, Identifier
from mlflow.search.vocabulary import DATASET_FIELDS, KIND_TYPES, Vocabulary

_KEYWORDS = frozenset({"AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "ILIKE", "BETWEEN"})


def read_identifier(
    text: str, tokens: Sequence[Token], at: int, vocabulary: Vocabulary, what: str
) -> tuple[Identifier, int]:
    """The identifier that begins at a token, and the number of the token after it.

    Raises:
        InvalidParameterValue: There is none, or it names what the vocabulary does not have.
    """
    token = tokens[at]
    if token.kind == "word" and token.key is None and tokens[at + 1 :] and tokens[at + 1].kind == "(":
        return _aggregated(text, tokens, at, vocabulary, what)
    return _plain(text, token, vocabulary, what), at + 1


def _aggregated(
    text: str, tokens: Sequence[Token], at: int, vocabulary: Vocabulary, what: str
) -> tuple[Identifier, int]:
    token = tokens[at]
    name = token.text.lower()
    chosen: Aggregate | None = next((a for a in vocabulary.aggregates if a == name), None)
    if chosen is None:
        known = f"{vocabulary.noun} have {', '.join(vocabulary.aggregates) or 'none'}"
        raise misread(text, token.position, what, f"{token.text[:40]!r} is not a function here ({known})")
    if len(tokens) < at + 4 or tokens[at + 3].kind != ")":
        raise misread(text, token.position, what, f"expected {name}(metrics.key)")
    inner = _plain(text, tokens[at + 2], vocabulary, what)
    if inner.kind != "metric":
        raise misread(text, inner.position, what, f"{name}() takes a metric, as in {name}(metrics.loss)")
    return Identifier("metric", inner.key, inner.type, chosen, token.position), at + 4


def _plain(text: str, token: Token, vocabulary: Vocabulary, what: str) -> Identifier:
    position = token.position
    name = token.text
    if token.kind == "bad":
        raise no_token(text, position, what)
    if token.kind not in {"word", "quoted", "string"} or (token.kind == "word" and name.upper() in _KEYWORDS):
        ending = ", but it ends here" if token.kind == "end" else ""
        raise misread(text, position, what, f"expected {_example(vocabulary)}{ending}")
    if token.key is None:
        if vocabulary.kind(name) is not None and vocabulary.attribute(name) is None:
            raise misread(text, position, what, f"{name} needs a key, as in {name}.something")
        return _attribute(text, name, position, vocabulary, what)
    kind = vocabulary.kind(name)
    if kind is None:
        raise misread(text, position, what, f"{vocabulary.noun} have no {name[:40]!r}; expected {_example(vocabulary)}")
    if kind == "attribute":
        return _attribute(text, token.key, position, vocabulary, what)
    if kind == "dataset" and token.key not in DATASET_FIELDS:
        raise misread(text, position, what, f"a dataset has {', '.join(DATASET_FIELDS)}, not {token.key[:40]!r}")
    return Identifier(kind, token.key, KIND_TYPES[kind], "last", position)


def _attribute(text: str, name: str, position: int, vocabulary: Vocabulary, what: str) -> Identifier:
    found = vocabulary.attribute(name)
    usable = [a for a in vocabulary.attributes if (a.filterable if what == "filter" else a.sortable)]
    if found is None or found not in usable:
        names = ", ".join(a.name for a in usable)
        raise misread(
            text,
            position,
            what,
            f"{name[:40]!r} is not an attribute of {vocabulary.noun} that can stand here ({names})",
        )
    return Identifier("attribute", found.name, found.type, "last", position)


def _example(vocabulary: Vocabulary) -> str:
    if "metric" in vocabulary.keyed:
        return "an attribute, metrics.key, params.key or tags.key"
    return "an attribute or tags.key"
