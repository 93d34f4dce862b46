"""SQLite, in whose words statements are written."""

from __future__ import annotations

from typing import Final

from mlflow.store.sql.dialects.contract import Bind, Dialect


class _Sqlite(Dialect):
    name = "SQLite"
    types = {
        "serial": "INTEGER PRIMARY KEY AUTOINCREMENT",
        "whole": "INTEGER",
        "real": "REAL",
        "key": "TEXT",
        "label": "TEXT",
        "word": "TEXT",
        "text": "TEXT",
        "blob": "BLOB",
        "clustered": " WITHOUT ROWID",
    }
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
    gathered = "json_group_object(name, value)"
    once = " LIMIT -1"  # which keeps it from being merged with what is around it

    def like(self, sql: str, pattern: str, bind: Bind) -> str:
        # SQLite's LIKE ignores the case of ASCII letters; its GLOB does not.
        return f"{sql} GLOB {bind(_as_glob(pattern))}"

    def ilike(self, sql: str, pattern: str, bind: Bind) -> str:
        if pattern.isascii():
            return f"{sql} LIKE {bind(pattern)}"
        return f"lower_text({sql}) LIKE {bind(pattern.lower())}"


def _as_glob(pattern: str) -> str:
    return "".join({"%": "*", "_": "?", "*": "[*]", "?": "[?]", "[": "[[]"}.get(c, c) for c in pattern)


SQLITE: Final = _Sqlite()
