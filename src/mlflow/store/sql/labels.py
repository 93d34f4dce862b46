"""Keys with a text: tags and params of every noun, each noun's in a table of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from mlflow.store.sql.sessions import Session, names, numbers

_read = msgspec.json.Decoder(dict[str, str]).decode


class Labels:
    """The tags, or the params, of one noun.

    Args:
        table: The table that holds them.
        owner: Its column with the number of the object they belong to.
    """

    def __init__(self, table: str, owner: str) -> None:
        # Gathered to one text per object: a page of runs has tens of thousands of rows, and each costs to fetch.
        self._gathered = f"SELECT {owner}, {{}} FROM {table} WHERE {owner} IN ({{}}){{}} GROUP BY {owner}"
        self._select = f"SELECT {owner}, name, value FROM {table} WHERE {owner} IN "
        self._known = f"SELECT name, value FROM {table} WHERE {owner} = :owner AND name IN "
        self._insert = f"INSERT INTO {table} ({owner}, name, value) VALUES (:owner, :name, :value)"
        self._update = f"UPDATE {table} SET value = :value WHERE {owner} = :owner AND name = :name"
        self._delete = f"DELETE FROM {table} WHERE {owner} = :owner AND name = :name"

    def of(
        self, session: Session, owners: Sequence[int], keys: AbstractSet[str] | None = None
    ) -> dict[int, dict[str, str]]:
        """``{owner: {key: value}}`` of some objects, or of some keys of theirs; an object without any is left out."""
        if not owners or (keys is not None and not keys):
            return {}
        only, values = "", dict[str, str]()
        if keys is not None:
            wanted, values = names(sorted(keys))
            only = f" AND name IN ({wanted})"
        if gathered := session.dialect.gathered:
            rows = session.rows(self._gathered.format(gathered, numbers(owners), only), values)
            if all(text is not None for _, text in rows):  # None where a text would be larger than a server sends
                return {owner: _read(text) for owner, text in rows}
        found: dict[int, dict[str, str]] = {}
        for owner, name, value in session.rows(f"{self._select} ({numbers(owners)}){only}", values):
            found.setdefault(owner, {})[name] = value
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
