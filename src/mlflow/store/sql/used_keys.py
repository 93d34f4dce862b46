"""Which metrics, params and tags the runs of an experiment have: what a table of them offers as columns.

A key is noted when a run of the experiment first has it, and stays noted when no run has it any more. To ask the runs
themselves would mean to look at all that was ever logged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from mlflow.store.sql.sessions import Session, names, numbers

METRIC: Final = 0
PARAM: Final = 1
TAG: Final = 2

_INSERT: Final = "INSERT INTO used_keys (experiment, kind, name) VALUES (:experiment, :kind, :name)"
#: Keys that a process remembers before it begins anew.
_MOST: Final = 200_000
_NONE: Final[frozenset[str]] = frozenset()


class UsedKeys:
    """The notes, and which of them this process knows to be there."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Forget everything: a transaction that may have made notes was rolled back."""
        self._known: dict[tuple[int, int], frozenset[str]] = {}
        self._count = 0

    def note(self, session: Session, experiment: int, kind: int, keys: AbstractSet[str]) -> None:
        """Note that a run of an experiment has some keys."""
        known = self._known.get((experiment, kind), _NONE)
        if keys <= known:
            return
        new = sorted(keys - known)
        where = {"experiment": experiment, "kind": kind}
        there = noted(session, where, new)
        if missing := [key for key in new if key not in there]:
            there |= self._add(session, where, missing)
        self._count += len(there)
        if self._count > _MOST:
            self.forget()
        self._known[experiment, kind] = known | there

    def _add(self, session: Session, where: Mapping[str, int], keys: Sequence[str]) -> AbstractSet[str]:
        """Note keys of an experiment that are not noted; returns those that are sure to stay."""
        session.many(_INSERT, [{**where, "name": key} for key in keys])
        return _NONE  # since this transaction may be rolled back


def noted(session: Session, where: Mapping[str, int], keys: Sequence[str]) -> AbstractSet[str]:
    """Those of the keys that are noted for an ``experiment`` and ``kind``."""
    wanted, values = names(keys)
    rows = session.rows(
        f"SELECT name FROM used_keys WHERE experiment = :experiment AND kind = :kind AND name IN ({wanted})",
        {**values, **where},
    )
    return {name for (name,) in rows}


def of_experiments(session: Session, experiments: Sequence[int]) -> tuple[list[str], list[str], list[str]]:
    """The metrics, params and tags of some experiments' runs, in order."""
    found: tuple[list[str], list[str], list[str]] = [], [], []
    for kind, name in session.rows(
        f"SELECT DISTINCT kind, name FROM used_keys WHERE experiment IN ({numbers(experiments)}) ORDER BY kind, name"
    ):
        found[kind].append(name)
    return found
