"""What dialects of database servers share: how statements are translated, transactions begun, and errors understood."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any, ClassVar, Final

from mlflow.store.sql.dialects.contract import Dialect

#: A text in quotes, or a parameter.
PIECE: Final = re.compile(r"('(?:[^']|'')*')|(?<![:\w]):([A-Za-z_]\w*)")

#: Characters of a statement that is worth remembering.
_SHORT: Final = 4096


class Kind(Enum):
    """What went wrong, as far as it decides what to do."""

    #: Another transaction came between; all is undone, and the act may be run anew.
    CONTENDED = auto()
    #: It contradicts other records, maybe written a moment ago; all is undone, and another look may tell.
    CONTRADICTED = auto()
    #: The connection is dead.
    LOST = auto()
    #: The server does not take more just now, or may not write.
    UNAVAILABLE = auto()
    #: It took longer than allowed.
    TOO_LONG = auto()
    #: A text or number does not fit.
    UNFIT = auto()
    #: The server does not know the user, or its password is another.
    DENIED = auto()
    #: There is no such database.
    ABSENT = auto()
    #: A statement or the server is wrong.
    OTHER = auto()


@dataclass(frozen=True)
class Fault:
    """An error of a driver, understood.

    Args:
        kind: What went wrong.
        text: What the server said, in one line.
    """

    kind: Kind
    text: str


class ServerDialect(Dialect):
    """The dialect of a database server, for one database of it."""

    #: The driver, as SQLAlchemy names it.
    driver: ClassVar[str]
    #: The extra that installs it.
    extra: ClassVar[str]
    #: Words of a statement that are replaced by this dialect's; see the table in the contract.
    words: ClassVar[tuple[tuple[str, str], ...]] = ()
    #: Begins a transaction that writes, one that only reads, one that makes tables.
    begin_writing: ClassVar[tuple[str, ...]]
    begin_reading: ClassVar[tuple[str, ...]]
    begin_defining: ClassVar[tuple[str, ...]]
    #: Ends a transaction.
    commit: ClassVar[str] = "COMMIT"
    roll_back: ClassVar[str] = "ROLLBACK"
    #: Lets the next go on that wants to make tables, where the end of the transaction does not.
    end_defining: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self._known = lru_cache(maxsize=1024)(self.translate)

    def translated(self, sql: str) -> str:
        """:meth:`translate`, remembered; but not of a page's thousands of numbers, which never come back."""
        return self._known(sql) if len(sql) <= _SHORT else self.translate(sql)

    def arguments(self, found: dict[str, Any]) -> dict[str, Any]:
        """The driver's arguments for a connection, from those that the URL gives."""
        return found

    def cursor(self, connection: Any) -> Any:
        """A cursor for the statements of a transaction."""
        return connection.cursor()

    @abstractmethod
    def greet(self, cursor: Any) -> None:
        """Make a new connection behave as the engine needs it, whatever the server's settings are."""

    @abstractmethod
    def limit(self, cursor: Any, seconds: float) -> None:
        """Give up statements of a connection that take longer; 0 for any time."""

    @abstractmethod
    def fault(self, error: Exception) -> Fault:
        """What an error of the driver means; that a connection is lost is known elsewhere, too."""

    def translate(self, sql: str) -> str:
        """A statement in the driver's words, its parameters in the driver's style."""
        for ours, theirs in self.words:
            sql = sql.replace(ours, theirs)
        return PIECE.sub(_percent, sql.replace("%", "%%"))

    def values(self, sql: str, given: Mapping[str, Any]) -> Any:
        """The parameters of a statement as the driver takes them."""
        return given

    @abstractmethod
    def add(self, cursor: Any, sql: str, given: Mapping[str, Any]) -> int:
        """Insert a row into a table with a serial id; returns the id."""

    def many(self, cursor: Any, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once per mapping, in as few round trips as the driver can."""
        cursor.executemany(self.translated(sql), [self.values(sql, given) for given in rows])

    def define(self, cursor: Any, statement: str) -> None:
        """Run a statement that makes a table or an index."""
        cursor.execute(statement)


def _percent(piece: re.Match[str]) -> str:
    return piece[1] or f"%({piece[2]})s"


def one_line(text: object, longest: int = 300) -> str:
    """What a server said, in one line that is not too long."""
    return " ".join(str(text).split())[:longest]


def escaped(pattern: str) -> str:
    """A pattern whose backslashes stand for themselves where a backslash escapes."""
    return pattern.replace("\\", "\\\\")
