"""Keys with a text: tags and params of every noun, each noun's in a table of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mlflow.store.sql.sessions import Session, names, numbers


class Labels:
    """The tags, or the params, of one noun.

    Args:
        table: The table that holds them.
        owner: Its column with the number of the object they belong to.
    """

    def __init__(self, table: str, owner: str) -> None:
        self._select = f"SELECT {owner}, name, value FROM {table} WHERE {owner} IN "
        self._known = f"SELECT name, value FROM {table} WHERE {owner} = :owner AND name IN "
        self._insert = f"INSERT INTO {table} ({owner}, name, value) VALUES (:owner, :name, :value)"
        self._update = f"UPDATE {table} SET value = :value WHERE {owner} = :owner AND name = :name"
        self._delete = f"DELETE FROM {table} WHERE {owner} = :owner AND name = :name"

    def of(self, session: Session, owners: Sequence[int]) -> dict[int, dict[str, str]]:
        """``{owner: {key: value}}`` of some objects; an object without any is left out."""
        found: dict[int, dict[str, str]] = {}
        if owners:
            for owner, name, value in session.rows(f"{self._select} ({numbers(owners)})"):
                mine = found.get(owner)
                if mine is None:
                    mine = found[owner] = {}
                mine[name] = value
        return found

    def known(self, session: Session, owner: int, keys: Sequence[str]) -> dict[str, str]:
        """Those of the keys that an object has, with their values."""
        wanted, values = names(keys)
        values["owner"] = owner
        return dict(session.rows(f"{self._known} ({wanted})", values))

    def add(self, session: Session, owner: int, values: Mapping[str, str]) -> None:
        """Set keys that the object does not have yet."""
        session.many(self._insert, [{"owner": owner, "name": k, "value": values[k]} for k in sorted(values)])

    def put(self, session: Session, owner: int, values: Mapping[str, str]) -> None:
        """Set keys, whether the object has them or not."""
        if not values:
            return
        known = self.known(session, owner, list(values))
        changed = [k for k in sorted(known) if known[k] != values[k]]
        session.many(self._update, [{"owner": owner, "name": k, "value": values[k]} for k in changed])
        self.add(session, owner, {k: v for k, v in values.items() if k not in known})

    def remove(self, session: Session, owner: int, key: str) -> bool:
        """Remove a key; returns whether the object had it."""
        return session.run(self._delete, {"owner": owner, "name": key}) > 0
