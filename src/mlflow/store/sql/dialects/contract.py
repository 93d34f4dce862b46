"""What a dialect of SQL says: names of types, and the few expressions that databases write differently.

Statements are written once, for SQLite, in SQL that the others share; the tables name kinds of columns, not types.
Where an expression has to differ, it is asked for here, or spelled in one of the words below, which each dialect
replaces by its own when it translates a statement:

========================  ==================================================
``:name``                 a parameter
``substr(x, i, n)``       part of a text, counted from 1
``x || y``                two texts joined
``CAST(x AS TEXT)``       a number as a text
``length(x)``             bytes of a blob; of a text its bytes or characters
``stddev_samp(x)``        standard deviation of a sample
``LIMIT n OFFSET m``      at the end of a statement or subquery
========================  ==================================================
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

#: Gives a value a name in a statement, and returns its placeholder.
Bind = Callable[[Any], str]


class Dialect(ABC):
    """One database's way of SQL."""

    #: What it is called in errors.
    name: ClassVar[str]
    #: Types of the tables' columns, by kind: ``serial`` (an id that counts), ``whole`` (64 bits), ``real`` (64 bits),
    #: ``key`` (a text of at most 256 characters, in indexes), ``label`` (of at most 500), ``word`` (a short one of
    #: ours), ``text`` (any), ``blob``; texts compare by code point. ``clustered`` stands at the end of a table whose
    #: rows lie in the order of its primary key.
    types: Mapping[str, str]
    #: The statement that lists the names of the tables.
    tables: ClassVar[str]
    #: What is put behind a SELECT that locks its rows until the transaction ends; empty where writers take turns.
    lock: ClassVar[str] = ""
    #: What locks them against changes, but not against others who do the same.
    share: ClassVar[str] = ""
    #: The expression that gathers columns ``name`` and ``value`` of a group to one JSON text; empty where it is quicker
    #: to read rows.
    gathered: ClassVar[str] = ""

    #: What is put behind a subquery to have its expressions computed once for each row, however often they are named.
    once: ClassVar[str] = ""
    #: Whether an index counts as being in order behind a column that IS NULL only where the order names that, too.
    sorts_by_null: ClassVar[bool] = False

    @abstractmethod
    def like(self, sql: str, pattern: str, bind: Bind) -> str:
        """The condition that a text matches a pattern of ``%`` and ``_``, in which case counts.

        Args:
            sql: The text's expression.
            pattern: The pattern; no character in it escapes another.
            bind: Gives the pattern a name.
        """

    @abstractmethod
    def ilike(self, sql: str, pattern: str, bind: Bind) -> str:
        """As :meth:`like`, but case does not count."""

    def definitions(self, statement: str) -> list[str]:
        """A statement that makes a table or index, its kinds replaced by types, in this dialect."""
        return [statement]
