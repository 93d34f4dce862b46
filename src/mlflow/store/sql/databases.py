"""What every part of the store asks of a database, whichever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from mlflow.store.sql.dialects.contract import Dialect
from mlflow.store.sql.interning import Interned
from mlflow.store.sql.sessions import Session

T = TypeVar("T")


class Database(ABC):
    """A database, opened; it may be used by any thread, and in a forked process."""

    #: How it says what differs from database to database.
    dialect: Dialect
    #: The numbers that stand for names.
    interned: Interned
    #: Seconds a transaction that reads may take; 0 for any time.
    longest_read = 0.0

    @abstractmethod
    def write(self) -> AbstractContextManager[Session]:
        """The transaction that writes, to be entered; committed at the end of the block, rolled back if that raises."""

    @abstractmethod
    def read(self) -> AbstractContextManager[Session]:
        """A transaction that only reads, and sees one state of the database throughout."""

    @abstractmethod
    def define(self) -> AbstractContextManager[Session]:
        """The transaction that makes or changes tables, which no other process does meanwhile."""

    def share(self, longest_read: float) -> None:
        """Be used by a server, of whose callers none shall wait for what another one asks.

        Args:
            longest_read: Seconds a transaction that reads may take; 0 for any time.
        """
        self.longest_read = longest_read

    @abstractmethod
    def close(self) -> None:
        """Close every connection; whoever uses the database again opens new ones."""

    @property
    @abstractmethod
    def is_gone(self) -> bool:
        """Whether what is open is no longer what its address names."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Its address, without a password."""

    @abstractmethod
    def neighbour(self) -> str:
        """The URL of a database beside this one that a user could take for Penstock's records."""

    def dump_command(self, destination: str) -> list[str]:
        """The command of the database's own tools that copies it to a file while it is in use; empty without one."""
        return []

    def tried(self, act: Callable[[], T]) -> T:
        """What an act on this database returns; it is run anew where another writer came between."""
        return act()
