"""Names as numbers where many processes give numbers at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from typing import Final, TypeAlias

from mlflow.store.sql.interning import Interned, Origin, found_metrics
from mlflow.store.sql.sessions import Session
from mlflow.store.sql.used_keys import UsedKeys, noted

#: Begins a transaction of its own, which is committed at once.
Apart: TypeAlias = "Callable[[], AbstractContextManager[Session]]"

#: Whoever gives numbers waits here for others who do.
_TURN: Final = "SELECT value FROM facts WHERE name = 'schema_version'"


class SharedInterned(Interned):
    """Numbers that are given in transactions of their own.

    So a number is there for good once it is known, whatever becomes of the transaction that needed it; two that need
    the same new name never wait for each other's end, and none has to be forgotten.

    Args:
        apart: Begins such a transaction.
    """

    def __init__(self, apart: Apart) -> None:
        super().__init__(_SharedUsedKeys(apart))
        self._apart = apart

    def _new_metrics(self, session: Session, keys: Sequence[str]) -> dict[str, int]:
        with self._apart() as own:
            own.row(_TURN + own.lock)
            found = found_metrics(own, keys)
            return found | super()._new_metrics(own, [key for key in keys if key not in found])

    def _number_of(self, session: Session, origin: Origin) -> int:
        with self._apart() as own:
            own.row(_TURN + own.lock)
            return super()._number_of(own, origin)


class _SharedUsedKeys(UsedKeys):
    """Notes that are made for good, so that runs of one experiment that begin together do not wait for each other."""

    def __init__(self, apart: Apart) -> None:
        super().__init__()
        self._apart = apart

    def _add(self, session: Session, where: Mapping[str, int], keys: Sequence[str]) -> AbstractSet[str]:
        with self._apart() as own:
            own.row(_TURN + own.lock)
            there = noted(own, where, keys)
            super()._add(own, where, [key for key in keys if key not in there])
        return frozenset(keys)
