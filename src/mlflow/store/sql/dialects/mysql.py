"""MySQL and MariaDB."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pymysql.constants import FIELD_TYPE
from pymysql.converters import conversions, escape_float

from mlflow.environment_variables import MLFLOW_MYSQL_SSL_CA, MLFLOW_MYSQL_SSL_CERT, MLFLOW_MYSQL_SSL_KEY
from mlflow.store.sql.dialects.contract import Bind
from mlflow.store.sql.dialects.reals import bounded, unbounded
from mlflow.store.sql.dialects.server import PIECE, Fault, Kind, ServerDialect, escaped, one_line

#: An inline reference, which MySQL reads and forgets.
_REFERENCE: Final = re.compile(
    r"^( *)(\w+)( BIGINT(?: NOT NULL)?) (REFERENCES \w+ \(id\)(?: ON DELETE CASCADE)?)", re.M
)
#: Tables, columns, indexes and rows that are there: a definition that was interrupted goes on.
_THERE: Final = (1050, 1060, 1061, 1062)
#: Statements that can be made for many rows at once.
_INSERT: Final = re.compile(r"(INSERT INTO \w+ \([^()]*\) VALUES )(\(.+\))", re.DOTALL)
_UPDATE: Final = re.compile(r"UPDATE (\w+) (SET .+ WHERE .+)", re.DOTALL)
#: Rows, and characters, of one statement: far below what a server takes.
_TOGETHER: Final = 250
_LONGEST: Final = 500_000
_KINDS: Final = {
    **dict.fromkeys((1213, 1205, 1020, 1412, 1615), Kind.CONTENDED),
    **dict.fromkeys((1062, 1452, 1451, 1216, 1217), Kind.CONTRADICTED),
    **dict.fromkeys((1053, 1152, 1927, 2002, 2003, 2006, 2013, 2014, 2055), Kind.LOST),
    **dict.fromkeys((1021, 1040, 1114, 1203, 1226, 1290, 1836, 1030), Kind.UNAVAILABLE),
    **dict.fromkeys((1317, 1969, 3024), Kind.TOO_LONG),
    **dict.fromkeys((1153, 1264, 1300, 1366, 1406, 3988), Kind.UNFIT),
    **dict.fromkeys((1044, 1045, 1698, 4151), Kind.DENIED),
    1049: Kind.ABSENT,
}


def _is_number(value: Any) -> bool:
    return value is None or isinstance(value, (int, float))


class Mysql(ServerDialect):
    """One database of MySQL or MariaDB."""

    name = "MySQL"
    driver = "mysql+pymysql"
    extra = "mysql"
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = database()"
    lock = " FOR UPDATE"
    share = " LOCK IN SHARE MODE"
    gathered = "JSON_OBJECTAGG(name, value)"
    words = ((" AS TEXT)", " AS CHAR)"),)
    begin_writing = ("START TRANSACTION READ WRITE",)
    begin_reading = (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    )
    # Each definition commits, so what keeps others away belongs to the connection.
    begin_defining = ("SELECT GET_LOCK(concat('penstock ', left(database(), 50)), 86400)", *begin_writing)
    end_defining = ("SELECT RELEASE_LOCK(concat('penstock ', left(database(), 50)))",)

    def __init__(self) -> None:
        super().__init__()
        self._is_mariadb = False
        self._use("utf8mb4_bin")

    def _use(self, collation: str) -> None:
        text = f"CHARACTER SET utf8mb4 COLLATE {collation}"
        self.types = {
            "serial": "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
            "whole": "BIGINT",
            "real": "DOUBLE",
            "key": f"VARCHAR(256) {text}",
            "label": f"VARCHAR(500) {text}",
            "word": f"VARCHAR(32) {text}",
            "text": f"LONGTEXT {text}",
            "blob": "LONGBLOB",
            "clustered": " ENGINE=InnoDB",
        }

    def arguments(self, found: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in found.items() if name not in ("charset", "use_unicode")}
        for name, variable in (
            ("ssl_ca", MLFLOW_MYSQL_SSL_CA),
            ("ssl_cert", MLFLOW_MYSQL_SSL_CERT),
            ("ssl_key", MLFLOW_MYSQL_SSL_KEY),
        ):
            if path := variable.get():
                kept.setdefault(name, path)
        converted = {**conversions, float: _written, FIELD_TYPE.DOUBLE: _read}
        return {"connect_timeout": 10, **kept, "autocommit": True, "charset": "utf8mb4", "conv": converted}

    def greet(self, cursor: Any) -> None:
        # Sorting looks at the first bytes of a text only; pages would be wrong where texts are alike that far.
        cursor.execute(
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,PIPES_AS_CONCAT,NO_ENGINE_SUBSTITUTION', "
            "default_storage_engine = InnoDB, max_sort_length = 32768, sort_buffer_size = 33554432, "
            "innodb_lock_wait_timeout = 20"
        )
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        cursor.execute("SELECT version()")
        version = str(cursor.fetchone()[0])
        self._is_mariadb = "mariadb" in version.lower()
        # Those in which a space at the end counts.
        if self._is_mariadb:
            self._use("utf8mb4_nopad_bin")
        elif [int(part) for part in re.findall(r"\d+", version)[:3]] >= [8, 0, 17]:
            self._use("utf8mb4_0900_bin")

    def limit(self, cursor: Any, seconds: float) -> None:
        if self._is_mariadb:
            cursor.execute(f"SET SESSION max_statement_time = {seconds:f}")
        else:
            cursor.execute(f"SET SESSION max_execution_time = {int(seconds * 1000)}")

    def fault(self, error: Exception) -> Fault:
        code = error.args[0] if error.args and isinstance(error.args[0], int) else 0
        text = one_line(error.args[1] if len(error.args) > 1 else error)
        if type(error).__name__ == "InterfaceError":
            return Fault(Kind.LOST, text or "the connection is closed")
        return Fault(_KINDS.get(code, Kind.OTHER), text)

    def add(self, cursor: Any, sql: str, given: Mapping[str, Any]) -> int:
        cursor.execute(self.translated(sql), given)
        return int(cursor.lastrowid)

    def many(self, cursor: Any, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        names = sorted({piece[2] for piece in PIECE.finditer(sql) if piece[2]})
        if insert := _INSERT.fullmatch(sql):
            head, row, joint, tail = insert[1], insert[2], ", ", ""
        elif (update := _UPDATE.fullmatch(sql)) and all(_is_number(given[name]) for given in rows for name in names):
            # Not texts: those of a derived table would bring a collation of their own.
            head, joint = f"UPDATE {update[1]} JOIN (", " UNION ALL "
            row = "SELECT " + ", ".join(f":{name} AS p_{name}" for name in names)
            tail = ") v " + PIECE.sub(lambda piece: piece[1] or f"v.p_{piece[2]}", update[2])
        else:
            return super().many(cursor, sql, rows)
        said = self.translated(row)
        told: list[str] = []
        size = 0
        for last, given in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
            told.append(cursor.mogrify(said, {name: given[name] for name in names}))
            size += len(told[-1])
            if last == 0 or len(told) == _TOGETHER or size > _LONGEST:
                cursor.execute(head + joint.join(told) + tail)
                told, size = [], 0

    def like(self, sql: str, pattern: str, bind: Bind) -> str:
        return f"{sql} LIKE {bind(escaped(pattern))}"

    def ilike(self, sql: str, pattern: str, bind: Bind) -> str:
        return f"lower({sql}) LIKE lower({bind(escaped(pattern))})"

    def definitions(self, statement: str) -> list[str]:
        references = [f"FOREIGN KEY ({found[2]}) {found[4]}" for found in _REFERENCE.finditer(statement)]
        if not references:
            return [statement]
        columns, closing, end = _REFERENCE.sub(r"\1\2\3", statement).rpartition("\n)")
        return [f"{columns},\n    " + ",\n    ".join(references) + closing + end]

    def define(self, cursor: Any, statement: str) -> None:
        try:
            super().define(cursor, statement)
        except Exception as error:
            if not error.args or error.args[0] not in _THERE:
                raise


def _written(value: float, mapping: Any = None) -> str:
    stored = bounded(value)
    return "NULL" if stored is None else str(escape_float(stored, mapping))


def _read(text: str) -> float:
    return unbounded(float(text))
