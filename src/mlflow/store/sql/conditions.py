"""Checked filter trees as SQL conditions.

The laws of :mod:`mlflow.search.tree` hold on every path: a leaf is true or false, never unknown, since what may be
absent is asked for with EXISTS or IS NOT NULL; NaN, stored as NULL, is unequal to everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from mlflow.exceptions import InvalidParameterValue
from mlflow.search import And, Between, Comparison, Identifier, In, IsNull, Node, Not, Or, OrderBy
from mlflow.search.tree import Leaf, ValueType
from mlflow.store.sql.dialects.contract import Dialect
from mlflow.store.sql.dialects.sqlite import SQLITE

_LONGEST_PATTERN: Final = 10_000
#: Levels of a filter beyond which its order is changed.
_DEEP: Final = 12


@dataclass(frozen=True)
class Column:
    """Where an attribute is found.

    Args:
        sql: The expression.
        nullable: Whether an object may lack it.
        blank: Whether an empty text says that it does.
        order: The expression to order by, where it is another.
        order_type: What the values of that expression are, where they are of another type.
    """

    sql: str
    nullable: bool = False
    blank: bool = False
    order: str | None = None
    order_type: ValueType | None = None

    @property
    def absent(self) -> str:
        """The condition that an object lacks it."""
        return f"({self.sql} IS NULL OR {self.sql} = '')" if self.blank else f"{self.sql} IS NULL"

    @property
    def present(self) -> str:
        """The condition that an object has it; the contrary of ``absent``."""
        return f"({self.sql} IS NOT NULL AND {self.sql} <> '')" if self.blank else f"{self.sql} IS NOT NULL"


@dataclass(frozen=True)
class Facts:
    """Where the facts of one key are found.

    Args:
        source: The tables that hold them.
        where: The condition for those of an object.
        value: The expression of a fact's value.
        owner: Where an object has at most one such row: a column of it that is never NULL.
        latest: Else: ``ORDER BY …`` that puts the row to sort by first.
        group: Else: ``GROUP BY …`` that makes them one, where the value is taken from all of them.
    """

    source: str
    where: str
    value: str
    owner: str = ""
    latest: str = ""
    group: str = ""

    def rows(self, test: str = "", more: str = "") -> str:
        """``FROM … WHERE …`` of the rows that hold the facts of an object.

        Args:
            test: What their value must be.
            more: ``AND …``: what else must be true of a row.
        """
        if self.group:
            return f"FROM {self.source} WHERE {self.where}{more}{self.group}" + (f" HAVING {test}" if test else "")
        return f"FROM {self.source} WHERE {self.where}{more}" + (f" AND {test}" if test else "")


class OrderKey(NamedTuple):
    """An expression that an order compares.

    Args:
        sql: The expression.
        ascending: Whether small values come first.
        type: What its values are, where they are not NULL.
    """

    sql: str
    ascending: bool
    type: ValueType


#: Makes the condition that an expression's text passes a test.
Test: TypeAlias = "Callable[[str], str]"


@dataclass(frozen=True)
class Texts:
    """All texts of an object.

    Args:
        condition: Makes the condition that one of them passes a test.
    """

    condition: Callable[[Test], str]


#: Finds the facts of an identifier; may bind values.
Finder: TypeAlias = "Callable[[Statement, Identifier], Facts]"


@dataclass(frozen=True)
class Noun:
    """Where the things that a noun's vocabulary names are found.

    Args:
        attributes: By the attribute's canonical name; a finder for one that an object may have several times.
        families: By kind: metrics, params, tags, datasets.
    """

    attributes: Mapping[str, Column | Finder | Texts]
    families: Mapping[str, Finder]


@dataclass
class Statement:
    """A statement in the making: its values and names for them, and the tables that its order needs beside its own."""

    noun: Noun
    values: dict[str, Any] = field(default_factory=dict)
    dialect: Dialect = SQLITE
    joins: list[str] = field(default_factory=list)
    _tables: int = 0

    def table(self) -> str:
        """A name for a table that no other has in this statement."""
        self._tables += 1
        return f"t{self._tables}"

    def bind(self, value: Any) -> str:
        """A placeholder for a value."""
        name = f"q{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def condition(self, node: Node) -> str:
        """The SQL of a tree."""
        if isinstance(node, And | Or):
            operands = node.operands
            if _depth(node) > _DEEP:
                # SQLite's parser remembers what stands before a parenthesis, and has room for a hundred things.
                operands = tuple(sorted(operands, key=_depth, reverse=True))
            return "(" + (" AND " if isinstance(node, And) else " OR ").join(map(self.condition, operands)) + ")"
        if isinstance(node, Not):
            return f"NOT {self.condition(node.operand)}"
        return self._leaf(node)

    def _leaf(self, leaf: Leaf) -> str:
        identifier = leaf.identifier
        column = self.noun.attributes[identifier.key] if identifier.kind == "attribute" else None
        if isinstance(column, Column):
            if isinstance(leaf, IsNull):
                return f"({column.present if leaf.negated else column.absent})"
            test = self._test(leaf, column.sql)
            return f"({column.present} AND {test})" if column.nullable else f"({test})"
        if isinstance(column, Texts):
            assert isinstance(leaf, Comparison)  # the grammar lets no other pass
            asked = leaf
            return column.condition(lambda sql: self._test(asked, sql))
        facts = self.facts(identifier)
        if isinstance(leaf, IsNull):
            return f"({'' if leaf.negated else 'NOT '}EXISTS (SELECT 1 {facts.rows()}))"
        test = self._test(leaf, facts.value)
        if identifier.kind == "metric" and (leaf.operator == "!=" if isinstance(leaf, Comparison) else leaf.negated):
            test = f"({facts.value} IS NULL OR {test})"
        return f"EXISTS (SELECT 1 {facts.rows(test)})"

    def facts(self, identifier: Identifier) -> Facts:
        """Where the facts of an identifier are found that is no column."""
        found = self.noun.attributes[identifier.key] if identifier.kind == "attribute" else None
        assert not isinstance(found, Column | Texts)
        return (found or self.noun.families[identifier.kind])(self, identifier)

    def joined(self, identifier: Identifier) -> Facts:
        """The facts of an identifier, of which an object has one at most, joined to the statement's tables."""
        facts = self.facts(identifier)
        self.joins.append(f"LEFT JOIN {facts.source} ON {facts.where}")
        return facts

    def _test(self, leaf: Comparison | In | Between, sql: str) -> str:
        if isinstance(leaf, In):
            values = ", ".join(self.bind(value) for value in leaf.values)
            return f"{sql} {'NOT ' if leaf.negated else ''}IN ({values})"
        if isinstance(leaf, Between):
            bounds = f"{self.bind(leaf.low)} AND {self.bind(leaf.high)}"
            return f"{sql} {'NOT ' if leaf.negated else ''}BETWEEN {bounds}"
        operator, value = leaf.operator, leaf.value
        if operator.endswith("LIKE"):
            assert isinstance(value, str)
            return self._like(sql, value, operator)
        return f"{sql} {operator} {self.bind(value)}"

    def _like(self, sql: str, pattern: str, operator: str) -> str:
        if len(pattern) > _LONGEST_PATTERN:
            raise InvalidParameterValue(f"A pattern may have {_LONGEST_PATTERN} characters, not {len(pattern)}.")
        matches = self.dialect.ilike if operator.endswith("ILIKE") else self.dialect.like
        condition = matches(sql, pattern, self.bind)
        return f"NOT ({condition})" if operator.startswith("NOT") else condition

    def order(self, steps: tuple[OrderBy, ...]) -> list[OrderKey]:
        """The expressions an order compares.

        What has no value comes last whatever the direction, and NaN just before it; so a step may take two expressions.
        What an object has at most once is joined to it, and so read once however often it is compared.
        """
        found: list[OrderKey] = []
        for step in steps:
            identifier = step.identifier
            column = self.noun.attributes[identifier.key] if identifier.kind == "attribute" else None
            if isinstance(column, Column):
                sql, kind = column.order or column.sql, column.order_type or identifier.type
                if column.nullable:
                    found.append(OrderKey(f"CASE WHEN {sql} IS NULL THEN 1 ELSE 0 END", True, "number"))
            else:
                facts = self.facts(identifier)
                kind = identifier.type
                if facts.owner:
                    self.joins.append(f"LEFT JOIN {facts.source} ON {facts.where}")
                    sql = facts.value
                    rank = f"CASE WHEN {facts.owner} IS NULL THEN 2 WHEN {sql} IS NULL THEN 1 ELSE 0 END"
                else:
                    rows = facts.rows(more=self._measured_on(step)) + facts.latest
                    sql = f"(SELECT {facts.value} {rows})"
                    rank = f"coalesce((SELECT CASE WHEN {facts.value} IS NULL THEN 1 ELSE 0 END {rows}), 2)"
                found.append(OrderKey(rank, True, "number"))
            found.append(OrderKey(sql, step.ascending, kind))
        return found

    def _measured_on(self, step: OrderBy) -> str:
        wanted = ""
        if step.dataset_name is not None:
            wanted += f" AND o.dataset_name = {self.bind(step.dataset_name)}"
        if step.dataset_digest is not None:
            wanted += f" AND o.dataset_digest = {self.bind(step.dataset_digest)}"
        return wanted


def _depth(node: Node) -> int:
    """Levels of a tree."""
    if isinstance(node, And | Or):
        return 1 + max(map(_depth, node.operands))
    return 1 + _depth(node.operand) if isinstance(node, Not) else 0


def labels(table: str, owner: str, number: str) -> Finder:
    """Finds tags or params.

    Args:
        table: The table that holds them.
        owner: Its column with the number of the object they belong to.
        number: The expression of that number.
    """

    def find(statement: Statement, identifier: Identifier) -> Facts:
        key, t = statement.bind(identifier.key), statement.table()
        return Facts(f"{table} {t}", f"{t}.{owner} = {number} AND {t}.name = {key}", f"{t}.value", f"{t}.{owner}")

    return find
