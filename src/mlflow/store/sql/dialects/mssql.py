"""Microsoft SQL Server, from 2019 on.

Its statements are checked by tests, but were never run against a real server.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from typing import Any, Final

from mlflow.store.sql import schema
from mlflow.store.sql.dialects.contract import Bind
from mlflow.store.sql.dialects.reals import bounded, unbounded
from mlflow.store.sql.dialects.server import PIECE, Fault, Kind, ServerDialect, escaped, one_line

_TEXT: Final = "COLLATE Latin1_General_100_BIN2_UTF8"
#: ``FROM table alias``, whose rows a SELECT is about.
_FROM: Final = re.compile(r"\bFROM (\w+)((?: (?!JOIN\b|WHERE\b|LEFT\b|ORDER\b)\w+)?)")
_PAGE: Final = re.compile(r" LIMIT (:?\w+)(?: OFFSET (:?\w+))?")
_REST: Final = re.compile(r"\bsubstr\(([^(),]+), (\d+)\)")
_REFERENCE: Final = re.compile(r"(\w+) (?:\{whole\}|BIGINT) NOT NULL REFERENCES (\w+) \(id\) ON DELETE CASCADE")
_TABLE: Final = re.compile(r"CREATE TABLE (\w+) \((.*?)\n\)", re.DOTALL)
_KINDS: Final = {
    "40001": Kind.CONTENDED,
    "23000": Kind.CONTRADICTED,
    "08": Kind.LOST,
    "HYT00": Kind.TOO_LONG,
    "HY008": Kind.TOO_LONG,
    "22": Kind.UNFIT,
    "28": Kind.DENIED,
}
#: By the server's own numbers, where the code says too little.
_NUMBERS: Final = {
    1205: Kind.CONTENDED,
    1222: Kind.CONTENDED,
    3960: Kind.CONTENDED,
    4060: Kind.ABSENT,
    18456: Kind.DENIED,
    1105: Kind.UNAVAILABLE,
    3906: Kind.UNAVAILABLE,
    9002: Kind.UNAVAILABLE,
    2628: Kind.UNFIT,
    8152: Kind.UNFIT,
    1946: Kind.UNFIT,
}


class Mssql(ServerDialect):
    """One database of SQL Server."""

    name = "SQL Server"
    driver = "mssql+pyodbc"
    extra = "mssql"
    types = {
        "serial": "BIGINT IDENTITY(1, 1) PRIMARY KEY",
        "whole": "BIGINT",
        "real": "FLOAT(53)",
        # Lengths count bytes.
        "key": f"VARCHAR(1024) {_TEXT}",
        "label": f"VARCHAR(2000) {_TEXT}",
        "word": f"VARCHAR(32) {_TEXT}",
        "text": f"VARCHAR(MAX) {_TEXT}",
        "blob": "VARBINARY(MAX)",
        "clustered": "",
    }
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = schema_name()"
    # Said in these words, and written as hints behind the table.
    lock = " FOR UPDATE"
    share = " FOR SHARE"
    words = (
        (" AS TEXT)", " AS VARCHAR(40))"),
        (" || ", " + "),
        ("substr(", "substring("),
        ("length(", "datalength("),
        ("stddev_samp(", "stdev("),
    )
    begin_writing = ("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "BEGIN TRANSACTION")
    begin_reading = ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "BEGIN TRANSACTION")
    begin_defining = (
        *begin_writing,
        "EXEC sp_getapplock @Resource = 'penstock', @LockMode = 'Exclusive', @LockTimeout = -1",
    )
    commit = "COMMIT TRANSACTION"
    roll_back = "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION"

    def arguments(self, found: dict[str, Any]) -> dict[str, Any]:
        return {"timeout": 10, **found, "autocommit": True}

    def greet(self, cursor: Any) -> None:
        double = 8  # SQL_DOUBLE
        cursor.connection.add_output_converter(double, _read)
        cursor.execute("SET XACT_ABORT ON")
        cursor.execute("SELECT snapshot_isolation_state FROM sys.databases WHERE name = db_name()")
        if cursor.fetchone()[0] == 1:
            # Readers see one state, and lock nothing.
            self.begin_reading = ("SET TRANSACTION ISOLATION LEVEL SNAPSHOT", "BEGIN TRANSACTION")  # type: ignore[misc]

    def limit(self, cursor: Any, seconds: float) -> None:
        cursor.connection.timeout = max(1, round(seconds)) if seconds else 0

    def fault(self, error: Exception) -> Fault:
        state = str(error.args[0]) if error.args else ""
        text = one_line(error.args[-1] if error.args else error)
        for number in re.findall(r"\((\d+)\)", text):
            if (kind := _NUMBERS.get(int(number))) is not None:
                return Fault(kind, text)
        return Fault(_KINDS.get(state) or _KINDS.get(state[:2]) or Kind.OTHER, text)

    def translate(self, sql: str) -> str:
        for marker, hint in ((self.lock, "UPDLOCK, ROWLOCK"), (self.share, "REPEATABLEREAD, ROWLOCK")):
            if sql.endswith(marker):
                sql = _FROM.sub(rf"FROM \1\2 WITH ({hint})", sql.removesuffix(marker), count=1)
        sql = _REST.sub(r"substring(\1, \2, 2147483647)", sql)
        sql = _PAGE.sub(_fetched(sql), sql)
        for ours, theirs in self.words:
            sql = sql.replace(ours, theirs)
        return PIECE.sub(lambda piece: piece[1] or "?", sql)

    def values(self, sql: str, given: Mapping[str, Any]) -> Any:
        # In the order in which they stand in the statement, which translating keeps.
        return [_written(given[piece[2]]) for piece in PIECE.finditer(_in_order(sql)) if piece[2]]

    def add(self, cursor: Any, sql: str, given: Mapping[str, Any]) -> int:
        cursor.execute(
            self.translated(sql).replace(") VALUES (", ") OUTPUT INSERTED.id VALUES (", 1), self.values(sql, given)
        )
        return int(cursor.fetchone()[0])

    def like(self, sql: str, pattern: str, bind: Bind) -> str:
        return f"{sql} LIKE {bind(_without_classes(pattern))} ESCAPE '\\'"

    def ilike(self, sql: str, pattern: str, bind: Bind) -> str:
        return f"lower({sql}) LIKE lower({bind(_without_classes(pattern))}) ESCAPE '\\'"

    def definitions(self, statement: str) -> list[str]:
        # Deletions that reach a table in two ways are refused here, so each table's trigger deletes what belongs to it.
        parents = sorted({found[2] for found in _REFERENCE.finditer(statement)})
        return [statement.replace(" ON DELETE CASCADE", ""), *(_trigger(parent) for parent in parents)]


def _trigger(parent: str) -> str:
    """The trigger that deletes the rows that refer to those being deleted."""
    deletions = [
        f"DELETE FROM {table[1]} WHERE {reference[1]} IN (SELECT id FROM deleted)"
        for table in _TABLE.finditer("\n".join(schema.VERSIONS))
        for reference in _REFERENCE.finditer(table[2])
        if reference[2] == parent
    ]
    deletions.append(f"DELETE FROM {parent} WHERE id IN (SELECT id FROM deleted)")
    return (
        f"CREATE OR ALTER TRIGGER {parent}_delete ON {parent} INSTEAD OF DELETE AS BEGIN SET NOCOUNT ON; "
        + "; ".join(deletions)
        + "; END"
    )


def _fetched(sql: str) -> Any:
    def replaced(page: re.Match[str]) -> str:
        # An order is required; where there is none in this query, any will do.
        order = "" if "ORDER BY" in _same_query(sql[: page.start()]) else " ORDER BY (SELECT NULL)"
        return f"{order} OFFSET {page[2] or 0} ROWS FETCH NEXT {page[1]} ROWS ONLY"

    return replaced


def _same_query(before: str) -> str:
    """What stands before a place, in the same brackets, without what stands in deeper ones."""
    depth = 0
    kept: list[str] = []
    for character in reversed(before):
        if character == ")":
            depth += 1
        elif character == "(":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0:
            kept.append(character)
    return "".join(reversed(kept))


def _in_order(sql: str) -> str:
    """A statement in which parameters stand where they will stand: OFFSET comes before FETCH."""
    return _PAGE.sub(lambda page: f" {page[2] or ''} {page[1]}", sql)


def _without_classes(pattern: str) -> str:
    return escaped(pattern).replace("[", "\\[")


def _written(value: Any) -> Any:
    return bounded(value) if isinstance(value, float) else value


def _read(stored: bytes | None) -> float | None:
    return None if stored is None else unbounded(struct.unpack("<d", stored)[0])
