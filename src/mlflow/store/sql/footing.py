"""Which folders of artifacts stand on a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mlflow.store.sql.part import Part
from mlflow.store.sql.sessions import names

_AT_ONCE: Final = 500
#: Where a server that moves files for its clients gives experiments their places.
_PROXIED: Final = "mlflow-artifacts:/"


class Footing(Part):
    """The part of a store that knows which files are somebody's."""

    def homes(self) -> list[str]:
        """Where experiments, active and deleted, keep their files, as callers see it."""
        with self._db.read() as session:
            rows = session.rows("SELECT location FROM experiments ORDER BY id")
        return [self._places.shown(location) for (location,) in rows]

    def own_roots(self) -> list[str]:
        """Where experiments that were given no place get theirs, as callers see it."""
        place = self._places.shown(self._places.of_experiment(0))
        proxied = any(home.startswith(_PROXIED) for home in self.homes())
        return [place.rpartition("/")[0] or "/", *([_PROXIED] if proxied else [])]

    def known_runs(self, run_ids: Sequence[str]) -> set[str]:
        """Those of some ids that runs have."""
        return self._known("SELECT run_id FROM runs WHERE run_id", run_ids)

    def known_models(self, model_ids: Sequence[str]) -> set[str]:
        """Those of some ids that logged models have."""
        return self._known("SELECT model_id FROM logged_models WHERE model_id", model_ids)

    def _known(self, select: str, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        with self._db.read() as session:
            for start in range(0, len(ids), _AT_ONCE):
                wanted, values = names(ids[start : start + _AT_ONCE])
                found |= {id for (id,) in session.rows(f"{select} IN ({wanted})", values)}
        return found
