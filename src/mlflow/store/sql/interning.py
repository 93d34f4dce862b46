"""Names of metrics, and what a point was measured on, as small numbers.

A process remembers the numbers it has seen: a number never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from mlflow.exceptions import BadRequest
from mlflow.store.sql.sessions import Session, names, numbers
from mlflow.store.sql.used_keys import UsedKeys

#: What a point was measured on: id of a logged model, name and digest of a dataset; empty where there is none.
Origin: TypeAlias = "tuple[str, str, str]"


class Interned:
    """The numbers this process knows."""

    def __init__(self, used: UsedKeys | None = None) -> None:
        #: The keys that runs of an experiment are known to have.
        self.used = used or UsedKeys()
        self.forget()

    def forget(self) -> None:
        """Forget everything: a transaction that may have added numbers was rolled back."""
        self.used.forget()
        # New dicts, so that a reader in another thread goes on with those it began with.
        self._metrics: dict[str, int] = {}
        self._keys: dict[int, str] = {}
        self._origins: dict[Origin, int] = {}
        self._fields: dict[int, Origin] = {}

    def metrics(self, session: Session, keys: Collection[str]) -> dict[str, int]:
        """Numbers of metric names; unknown names get one, so the session must be one that writes."""
        known = self._metrics
        missing = [key for key in keys if key not in known]
        if missing:
            known.update(found_metrics(session, missing))
            if unknown := sorted(key for key in missing if key not in known):
                known.update(self._new_metrics(session, unknown))
        return {key: known[key] for key in keys}

    def _new_metrics(self, session: Session, keys: Sequence[str]) -> dict[str, int]:
        """Give numbers to names that have none."""
        return {key: session.add("INSERT INTO metric_names (name) VALUES (:name)", {"name": key}) for key in keys}

    def metric(self, session: Session, key: str) -> int | None:
        """The number of a metric name, None where it was never logged."""
        found = self._metrics.get(key)
        if found is None:
            row = session.row("SELECT id FROM metric_names WHERE name = :name", {"name": key})
            found = row[0] if row else None
        return found

    def keys(self, session: Session, metrics: Collection[int]) -> Mapping[int, str]:
        """The names of metrics, by their numbers; others may be among them."""
        known = self._keys
        unknown = [number for number in metrics if number not in known]
        if unknown:
            found = session.rows(f"SELECT id, name FROM metric_names WHERE id IN ({numbers(unknown)})")
            known.update(found)
        return known

    def origin(self, session: Session, origin: Origin) -> int:
        """The number of an origin; an unknown one gets one.

        Raises:
            BadRequest: It names a logged model that does not exist.
        """
        found = self._origins.get(origin)
        if found is not None:
            return found
        number = self._origins[origin] = self._number_of(session, origin)
        return number

    def _number_of(self, session: Session, origin: Origin) -> int:
        """The number of an origin in the database; one that is not there is added."""
        model_id, dataset_name, dataset_digest = origin
        values = {"model": model_id, "name": dataset_name, "digest": dataset_digest}
        row = session.row(
            "SELECT id FROM origins WHERE model_id = :model AND dataset_name = :name AND dataset_digest = :digest",
            values,
        )
        if row is not None:
            return int(row[0])
        if model_id and not session.row("SELECT 1 FROM logged_models WHERE model_id = :model", values):
            raise BadRequest(f"A metric cannot be linked to the logged model {model_id!r}, which does not exist.")
        return session.add(
            "INSERT INTO origins (model_id, dataset_name, dataset_digest) VALUES (:model, :name, :digest)", values
        )

    def origins(self, session: Session, wanted: Collection[int]) -> dict[int, Origin]:
        """What the numbers of origins stand for."""
        known = self._fields
        unknown = {number for number in wanted if number and number not in known}
        if unknown:
            for number, *fields in session.rows(
                "SELECT id, model_id, dataset_name, dataset_digest FROM origins "
                f"WHERE id IN ({numbers(sorted(unknown))})"
            ):
                known[number] = (fields[0], fields[1], fields[2])
        return {number: known[number] for number in wanted if number}


def found_metrics(session: Session, keys: Sequence[str]) -> dict[str, int]:
    """The numbers of those names that have one."""
    wanted, values = names(keys)
    return {
        name: number
        for number, name in session.rows(f"SELECT id, name FROM metric_names WHERE name IN ({wanted})", values)
    }
