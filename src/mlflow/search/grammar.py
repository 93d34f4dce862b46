"""Filter text to tree, by recursive descent, checked against a noun's vocabulary on the way.

::

    filter      = or
    or          = and { OR and }
    and         = not { AND not }
    not         = { NOT } primary
    primary     = "(" or ")" | test
    test        = identifier ( operator value | [NOT] LIKE text | [NOT] ILIKE text | [NOT] IN "(" values ")"
                             | [NOT] BETWEEN number AND number | IS [NOT] NULL )
    identifier  = name | prefix "." key | aggregate "(" prefix "." key ")"

AND at the start, at the end or doubled is let pass, as MLflow lets it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import isfinite
from typing import Final

from mlflow.exceptions import InvalidParameterValue
from mlflow.search.identifiers import read_identifier
from mlflow.search.lexer import Token, misread, no_token, tokenize
from mlflow.search.tree import And, Between, Comparison, Identifier, In, IsNull, Node, Not, Operator, Or, Value
from mlflow.search.vocabulary import EVERYWHERE, OPERATORS, Vocabulary

#: Tests in one filter.
MAX_TESTS: Final = 500
#: Parentheses and NOTs inside each other; keeps the parser and every compiler of the tree far from recursion limits.
MAX_DEPTH: Final = 50
#: Values in all the IN lists of one filter.
MAX_VALUES: Final = 10_000

_CACHED_LENGTH: Final = 2_000
_SYMBOLS: Final = frozenset({"=", "!=", ">", ">=", "<", "<="})


def parse_filter(text: str | None, vocabulary: Vocabulary) -> Node | None:
    """The tree of a filter, or None where there is no filter (None or an empty text).

    Args:
        text: A filter such as ``metrics.loss < 0.1 AND tags.stage = 'final'``.
        vocabulary: The noun searched.

    Raises:
        InvalidParameterValue: The text is no filter, names what the noun does not have, compares what cannot be
            compared, or exceeds a limit. The message shows the place.
    """
    if not text:
        return None
    if not isinstance(text, str):
        raise InvalidParameterValue(f"A filter must be a string, not {type(text).__name__}.")
    if len(text) > _CACHED_LENGTH:
        return _Parser(text, vocabulary).filter()
    return _parsed(text, vocabulary)


@lru_cache(maxsize=512)
def _parsed(text: str, vocabulary: Vocabulary) -> Node:
    return _Parser(text, vocabulary).filter()


class _Parser:
    __slots__ = ("at", "depth", "text", "tests", "tokens", "values", "vocabulary")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.tokens = tokenize(text, "filter")
        self.at = 0
        self.depth = 0
        self.tests = 0
        self.values = 0

    def filter(self) -> Node:
        node = self.either()
        token = self.tokens[self.at]
        if token.kind != "end":
            raise self.unexpected(token, "AND, OR or the end of the filter")
        return node

    def either(self) -> Node:
        first = self.both()
        if not self.keyword("OR"):
            return first
        operands = _spread(Or, first)
        while True:
            operands += _spread(Or, self.both())
            if not self.keyword("OR"):
                return Or(tuple(operands))

    def both(self) -> Node:
        while self.keyword("AND"):
            pass
        first = self.negation()
        operands: list[Node] | None = None
        while self.keyword("AND"):
            while self.keyword("AND"):
                pass
            if self.ended():
                break
            if operands is None:
                operands = _spread(And, first)
            operands += _spread(And, self.negation())
        return first if operands is None else And(tuple(operands))

    def ended(self) -> bool:
        return self.tokens[self.at].kind in {"end", ")"}

    def negation(self) -> Node:
        token = self.tokens[self.at]
        if token.kind == "word":
            if token.text.upper() == "NOT" and token.key is None:
                return self.deeper(token, self.negated)
            return self.test()
        if token.kind == "(":
            return self.deeper(token, self.grouped)
        return self.test()

    def negated(self) -> Node:
        self.at += 1
        node = self.negation()
        return node.operand if isinstance(node, Not) else Not(node)

    def grouped(self) -> Node:
        self.at += 1
        node = self.either()
        self.take(")", "AND, OR or )")
        return node

    def deeper(self, token: Token, rule: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.wrong(token, f"parentheses and NOTs go more than {MAX_DEPTH} levels deep")
        node = rule()
        self.depth -= 1
        return node

    def test(self) -> Node:
        start = self.tokens[self.at]
        self.tests += 1
        if self.tests > MAX_TESTS:
            raise self.wrong(start, f"a filter can hold {MAX_TESTS} conditions; IN takes many values in one")
        if start.kind == "bad":
            raise no_token(self.text, start.position, "filter")
        identifier, self.at = read_identifier(self.text, self.tokens, self.at, self.vocabulary, "filter")
        token = self.tokens[self.at]
        if self.everywhere(identifier) and (token.key is not None or token.text.upper() not in EVERYWHERE):
            key = identifier.key
            raise self.unexpected(
                token,
                f"one of {' '.join(EVERYWHERE)}, as {key} is any text of one of the {self.vocabulary.noun} "
                f"(NOT {key} ILIKE '…' finds those without it)",
            )
        if token.kind == "operator":
            self.at += 1
            return self.comparison(identifier, token, token.text)
        negated = self.keyword("NOT")
        token = self.tokens[self.at]
        word = token.text.upper() if token.kind == "word" and token.key is None else ""
        self.at += 1
        if word in {"LIKE", "ILIKE"}:
            return self.comparison(identifier, token, f"NOT {word}" if negated else word)
        if word == "IN":
            return In(identifier, self.listed(identifier), negated)
        if word == "BETWEEN":
            return self.between(identifier, token, negated)
        if word == "IS" and not negated:
            negated = self.keyword("NOT")
            if not self.keyword("NULL"):
                raise self.unexpected(self.tokens[self.at], "NULL" if negated else "NULL or NOT NULL")
            return IsNull(identifier, negated)
        raise self.unexpected(
            token,
            "LIKE, ILIKE, IN or BETWEEN" if negated else "one of = != > >= < <= LIKE ILIKE IN BETWEEN IS, or NOT",
        )

    def everywhere(self, identifier: Identifier) -> bool:
        attribute = self.vocabulary.attribute(identifier.key) if identifier.kind == "attribute" else None
        return attribute is not None and attribute.everywhere

    def comparison(self, identifier: Identifier, token: Token, operator: str) -> Comparison:
        allowed = OPERATORS[identifier.type]
        if operator not in allowed:
            plural = "numbers" if identifier.type == "number" else "texts"
            raise self.wrong(token, f"{operator} does not compare {plural}; use one of {' '.join(allowed)}")
        chosen: Operator = operator
        return Comparison(identifier, chosen, self.value(identifier))

    def listed(self, identifier: Identifier) -> tuple[Value, ...]:
        self.take("(", "( and a list of values")
        values: list[Value] = []
        while True:
            if values and self.tokens[self.at].kind == ")":
                break
            values.append(self.value(identifier))
            if self.tokens[self.at].kind == ",":
                self.at += 1
            elif self.tokens[self.at].kind != ")":
                raise self.unexpected(self.tokens[self.at], "a comma or )")
        self.values += len(values)
        if self.values > MAX_VALUES:
            raise self.wrong(self.tokens[self.at], f"IN lists can hold {MAX_VALUES} values in all")
        self.at += 1
        return tuple(values)

    def between(self, identifier: Identifier, token: Token, negated: bool) -> Between:
        if identifier.type == "text":
            raise self.wrong(token, "BETWEEN compares numbers only, and this is a text")
        low = self.value(identifier)
        if not self.keyword("AND"):
            raise self.unexpected(self.tokens[self.at], "AND and the upper bound")
        return Between(identifier, low, self.value(identifier), negated)  # type: ignore[arg-type]

    def value(self, identifier: Identifier) -> Value:
        token = self.tokens[self.at]
        if identifier.type == "text":
            if token.kind == "string":
                self.at += 1
                return token.text
            raise self.unexpected(token, "a text in quotes, such as 'abc'")
        text = token.text
        if token.kind != "number":
            attribute = self.vocabulary.attribute(identifier.key) if identifier.kind == "attribute" else None
            if token.kind != "string" or attribute is None or not attribute.quoted_number:
                raise self.unexpected(token, "a number without quotes")
        self.at += 1
        try:
            return _number(text, identifier)
        except ValueError:
            raise self.wrong(token, "expected a number that fits 64 bits") from None

    def keyword(self, word: str) -> bool:
        token = self.tokens[self.at]
        if token.kind == "word" and token.key is None and token.text.upper() == word:
            self.at += 1
            return True
        return False

    def take(self, kind: str, expected: str) -> None:
        token = self.tokens[self.at]
        if token.kind != kind:
            raise self.unexpected(token, expected)
        self.at += 1

    def wrong(self, token: Token, reason: str) -> InvalidParameterValue:
        return misread(self.text, token.position, "filter", reason)

    def unexpected(self, token: Token, expected: str) -> InvalidParameterValue:
        if token.kind == "bad":
            return no_token(self.text, token.position, "filter")
        if token.kind == "end":
            return misread(self.text, token.position, "filter", f"expected {expected}, but it ends here")
        return self.wrong(token, f"expected {expected}")


def _spread(kind: type[And] | type[Or], node: Node) -> list[Node]:
    return list(node.operands) if isinstance(node, kind) else [node]


def _number(text: str, identifier: Identifier) -> int | float:
    """The number a text stands for: a float for metrics, else an int where it is one that fits 64 bits."""
    if identifier.kind == "attribute":
        try:
            whole = int(text)
        except ValueError:
            pass
        else:
            if -(2**63) <= whole < 2**63:
                return whole
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number
