"""Pages of a search: a filter, an order, and where the page before ended.

Paging goes by the values of the last object (keyset), so that a page costs the same wherever it is and objects added
meanwhile shift nothing; tokens with an offset, as MLflow makes them, are understood too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, Final

from mlflow.exceptions import InvalidParameterValue
from mlflow.search import OrderBy, Vocabulary, decode_token, encode_token, fingerprint, parse_filter, parse_order_by
from mlflow.store.sql.conditions import Noun, Statement
from mlflow.store.sql.sessions import Row, Session

_INFINITE: Final = {inf: "Infinity", -inf: "-Infinity"}
_NAMED: Final = {name: value for value, name in _INFINITE.items()}


@dataclass(frozen=True)
class Searched:
    """A page of rows.

    Args:
        rows: The rows, with the selected columns only.
        token: Where the next page begins, None after the last.
    """

    rows: list[Row]
    token: str | None


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

    def page(
        self,
        session: Session,
        *,
        conditions: Sequence[str],
        values: dict[str, Any],
        filter_string: str | None,
        order_by: Sequence[Any] | None,
        page_token: str | None,
        size: int,
    ) -> Searched:
        """One page of the objects that match.

        Args:
            session: A transaction.
            conditions: SQL that must hold beside the filter.
            values: What it names.
            filter_string: The filter.
            order_by: The order's clauses.
            page_token: Where the page before ended.
            size: Objects on a page.

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
            wanted.append(_beyond(statement, order, token.after))
        elif token is not None:
            offset = token.offset or 0
        keys = "".join(f", {sql}" for sql, _ in order)
        sorting = ", ".join(f"{sql} {'ASC' if ascending else 'DESC'}" for sql, ascending in order)
        rows = session.rows(
            f"SELECT {self.columns}{keys} FROM {self.source} WHERE {' AND '.join(wanted) or '1 = 1'} "
            f"ORDER BY {sorting} LIMIT {size + 1} OFFSET {offset}",
            statement.values,
        )
        following = None
        if len(rows) > size:
            rows.pop()
            following = encode_token(after=[_in_token(v) for v in rows[-1][-len(order) :]], mark=mark)
        return Searched([row[: -len(order)] for row in rows], following)

    def count(
        self, session: Session, *, conditions: Sequence[str], values: dict[str, Any], filter_string: str | None
    ) -> int:
        """How many objects match; as :meth:`page`."""
        statement = Statement(self.noun, dict(values), session.dialect)
        wanted = [*conditions, *self._filtered(statement, filter_string)]
        row = session.row(
            f"SELECT count(*) FROM {self.source} WHERE {' AND '.join(wanted) or '1 = 1'}", statement.values
        )
        return int(row[0]) if row else 0

    def _filtered(self, statement: Statement, filter_string: str | None) -> list[str]:
        tree = parse_filter(filter_string, self.vocabulary)
        return [] if tree is None else [statement.condition(tree)]


def _beyond(statement: Statement, order: Sequence[tuple[str, bool]], after: Sequence[Any]) -> str:
    """The condition for objects that come after the one with the given order values."""
    if len(after) != len(order):
        raise InvalidParameterValue("The page token belongs to another search; start again without a token.")
    ways: list[str] = []
    same: list[str] = []
    for (sql, ascending), told in zip(order, after, strict=True):
        value = _NAMED.get(told, told) if isinstance(told, str) and told in _NAMED else told
        if value is None:
            same.append(f"{sql} IS NULL")
            continue
        bound = statement.bind(value)
        ways.append("(" + " AND ".join([*same, f"{sql} {'>' if ascending else '<'} {bound}"]) + ")")
        same.append(f"{sql} = {bound}")
    first, ascending = order[0]
    # Said once more for the first key alone, which lets an index begin at the right place.
    start = f"{first} {'>=' if ascending else '<='} {statement.bind(after[0])} AND " if after[0] is not None else ""
    return f"({start}({' OR '.join(ways)}))"


def _in_token(value: Any) -> Any:
    return _INFINITE.get(value, None) if isinstance(value, float) and not isfinite(value) else value


__all__ = ["OrderBy", "Search", "Searched"]
