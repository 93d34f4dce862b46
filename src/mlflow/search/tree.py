"""What a filter means, as a tree of small frozen values.

::

    Node = And | Or | Not | Comparison | In | Between | IsNull

Laws a compiler of the tree keeps:

- A leaf other than :class:`IsNull` is false for what has no value under its identifier (a missing tag is neither ``=``
  nor ``!=`` to anything), never unknown.
- :class:`Not` is the complement: it holds for exactly the objects its operand does not hold for.
- Text is compared with case, except by ``ILIKE``. In patterns ``%`` stands for any text and ``_`` for one character,
  and there is no escape character.
- ``negated`` in a leaf negates the test, not the existence: ``tags.a NOT IN ('x')`` still asks for the tag ``a``.

Positions are offsets into the text and take no part in equality.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["attribute", "metric", "param", "tag", "dataset"]
Aggregate: TypeAlias = Literal["last", "min", "max", "first", "count"]
Operator: TypeAlias = Literal["=", "!=", ">", ">=", "<", "<=", "LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE"]
ValueType: TypeAlias = Literal["number", "text"]
#: A number (``int`` within 64 bits, else a finite ``float``) or a text, as the identifier's type says.
Value: TypeAlias = "int | float | str"


@dataclass(frozen=True, slots=True)
class Identifier:
    """What is looked at.

    Attributes:
        kind: Which family of facts: an attribute of the object, one of its metrics, params or tags, its datasets.
        key: The attribute's canonical name (aliases are resolved) or the key of the metric, param or tag as written.
        type: Whether its values are numbers or texts.
        aggregate: For a metric: its last (the default), least, greatest or first value, or how many it has.
        position: Offset of the identifier in the text.
    """

    kind: Kind
    key: str
    type: ValueType
    aggregate: Aggregate = "last"
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``identifier operator value``; the pattern operators are for texts, the ordering ones for numbers."""

    identifier: Identifier
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class In:
    """``identifier [NOT] IN (values)``; there is at least one value."""

    identifier: Identifier
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """``identifier [NOT] BETWEEN low AND high``, both ends included; numbers only."""

    identifier: Identifier
    low: int | float
    high: int | float
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsNull:
    """``identifier IS [NOT] NULL``: the object has no value (or, negated, has one) under the identifier."""

    identifier: Identifier
    negated: bool = False


@dataclass(frozen=True, slots=True)
class And:
    """Every operand holds; two or more, none of them an :class:`And`."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one operand holds; two or more, none of them an :class:`Or`."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The operand, never a :class:`Not` itself, does not hold."""

    operand: Node


Node: TypeAlias = "And | Or | Not | Comparison | In | Between | IsNull"
Leaf: TypeAlias = "Comparison | In | Between | IsNull"
