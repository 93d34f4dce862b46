"""Pages of a search: a filter, an order, and where the page before ended.

Paging goes by the values of the last object (keyset), so that a page costs the same wherever it is and objects added
meanwhile shift nothing; tokens with an offset, as MLflow makes them, are understood too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, Final, TypeAlias, TypeVar

from mlflow.entities import PagedList
from mlflow.exceptions import InvalidParameterValue
from mlflow.search import Vocabulary, decode_token, encode_token, fingerprint, parse_filter, parse_order_by
from mlflow.store.sql.conditions import Noun, OrderKey, Statement
from mlflow.store.sql.sessions import Row, Session

T = TypeVar("T")

#: Makes objects of rows, in their order.
Loader: TypeAlias = "Callable[[Session, Sequence[Row]], list[T]]"

_INFINITE: Final = {inf: "Infinity", -inf: "-Infinity"}
_NAMED: Final = {name: value for value, name in _INFINITE.items()}
_NONE: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True)
class Search:
    """What a noun's searches have in common.

    Args:
        vocabulary: What filters and orders may name.
        noun: Where those things are found.
        columns: The columns to select.
        source: ``FROM`` and what follows it, without ``WHERE``.
    """

    vocabulary: Vocabulary
    noun: Noun
    columns: str
    source: str

    def found(
        self,
        session: Session,
        load: Loader[T],
        filter_string: str | None,
        order_by: Sequence[Any] | None,
        page_token: str | None,
        size: int,
        *,
        conditions: Sequence[str] = (),
        values: Mapping[str, Any] = _NONE,
        constant: str = "",
    ) -> PagedList[T]:
        """One page of the objects that match.

        Args:
            session: A transaction.
            load: Makes objects of the rows, which have the selected columns.
            filter_string: The filter.
            order_by: The order's clauses.
            page_token: Where the page before ended.
            size: Objects on a page.
            conditions: SQL that must hold beside the filter.
            values: What it names.
            constant: An expression that is NULL for all that match; see :func:`sorting_by`.

        Raises:
            InvalidParameterValue: Filter, order or token cannot be read.
        """
        statement = Statement(self.noun, dict(values), session.dialect)
        steps = parse_order_by(order_by, self.vocabulary)
        wanted = [*conditions, *self._filtered(statement, filter_string)]
        order = statement.order(steps)
        mark = fingerprint(steps)
        token = decode_token(page_token, mark)
        offset = 0
        if token is not None and token.after is not None:
            wanted += _beyond(statement, order, token.after)
        elif token is not None:
            offset = token.offset or 0
        keys = "".join(f", {key.sql}" for key in order)
        sorting = sorting_by(statement, order, constant)
        rows = session.rows(
            f"SELECT {self.columns}{keys} FROM {' '.join([self.source, *statement.joins])} "
            f"WHERE {' AND '.join(wanted) or '1 = 1'} ORDER BY {sorting} LIMIT {size + 1} OFFSET {offset}",
            statement.values,
        )
        following = None
        if len(rows) > size:
            rows.pop()
            following = encode_token(after=[_in_token(value) for value in rows[-1][-len(order) :]], mark=mark)
        return PagedList(load(session, [row[: -len(order)] for row in rows]), following)

    def condition(self, statement: Statement, filter_string: str | None, conditions: Sequence[str]) -> str:
        """What is true of the objects that match, as SQL.

        Raises:
            InvalidParameterValue: The filter cannot be read.
        """
        return " AND ".join([*conditions, *self._filtered(statement, filter_string)]) or "1 = 1"

    def count(
        self,
        session: Session,
        filter_string: str | None,
        *,
        conditions: Sequence[str] = (),
        values: Mapping[str, Any] = _NONE,
    ) -> int:
        """How many objects match; as :meth:`found`."""
        statement = Statement(self.noun, dict(values), session.dialect)
        wanted = self.condition(statement, filter_string, conditions)
        row = session.row(f"SELECT count(*) FROM {self.source} WHERE {wanted}", statement.values)
        return int(row[0]) if row else 0

    def _filtered(self, statement: Statement, filter_string: str | None) -> list[str]:
        tree = parse_filter(filter_string, self.vocabulary)
        return [] if tree is None else [statement.condition(tree)]


def sorting_by(statement: Statement, order: Sequence[OrderKey], constant: str = "") -> str:
    """What stands behind ORDER BY.

    Args:
        statement: The statement, with the tables that the order needs.
        order: The order.
        constant: An expression that is NULL for all that match, and that an index has before what is sorted by.
    """
    keys = [f"{key.sql} {'ASC' if key.ascending else 'DESC'}" for key in order]
    return ", ".join(
        [constant, *keys] if constant and statement.dialect.sorts_by_null and not statement.joins else keys
    )


def _beyond(statement: Statement, order: Sequence[OrderKey], after: Sequence[Any]) -> list[str]:
    """The conditions for objects that come after the one with the given order values."""
    if len(after) != len(order):
        raise _foreign()
    told = [_of_type(key, value) for key, value in zip(order, after, strict=True)]
    # Not nested in each other, which would be shorter, but deeper than SQLite parses.
    ways: list[str] = []
    same: list[str] = []
    for key, value in zip(order, told, strict=True):
        if value is None:
            # What else has no value here is as far: a rank stands before such a key.
            same.append(f"{key.sql} IS NULL")
            continue
        bound = statement.bind(value)
        ways.append("(" + " AND ".join([*same, f"{key.sql} {'>' if key.ascending else '<'} {bound}"]) + ")")
        same.append(f"{key.sql} = {bound}")
    conditions = [f"({' OR '.join(ways) or '1 = 0'})"]
    if told[0] is not None:
        # Said once more for the first key alone, which lets an index begin at the right place.
        conditions.append(f"{order[0].sql} {'>=' if order[0].ascending else '<='} {statement.bind(told[0])}")
    return conditions


def _of_type(key: OrderKey, value: Any) -> Any:
    """An order value as it came back in a token."""
    if key.type == "number" and isinstance(value, str):
        value = _NAMED.get(value, value)
    fits = isinstance(value, str) if key.type == "text" else isinstance(value, (int, float))
    if (value is not None and not fits) or isinstance(value, bool):
        raise _foreign()
    return value


def _foreign() -> InvalidParameterValue:
    return InvalidParameterValue("The page token belongs to another search; start again without a token.")


def _in_token(value: Any) -> Any:
    return _INFINITE.get(value, None) if isinstance(value, float) and not isfinite(value) else value
