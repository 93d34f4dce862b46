"""What dialects say. SQL Server is known by these tests alone; the others are run against real servers elsewhere."""

from __future__ import annotations

import re
from math import inf, nan, nextafter
from typing import Any

import pytest

from mlflow.store.sql import schema
from mlflow.store.sql.dialects.mssql import Mssql
from mlflow.store.sql.dialects.mysql import Mysql
from mlflow.store.sql.dialects.postgresql import Postgresql
from mlflow.store.sql.dialects.reals import bounded, unbounded
from mlflow.store.sql.dialects.server import Kind, ServerDialect


@pytest.mark.parametrize("dialect", [Postgresql(), Mysql()])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            "SELECT a FROM t WHERE b = :b AND c IN (:v0, :v1)",
            "SELECT a FROM t WHERE b = %(b)s AND c IN (%(v0)s, %(v1)s)",
        ),
        ("SELECT ':a', '%', 'it''s :b' FROM t WHERE x = :x", "SELECT ':a', '%%', 'it''s :b' FROM t WHERE x = %(x)s"),
        ("SELECT x::text, 'a' || :here FROM t", "SELECT x::text, 'a' || %(here)s FROM t"),
    ],
)
def test_parameters_of_servers(dialect: ServerDialect, ours: str, theirs: str) -> None:
    assert dialect.translated(ours) == theirs


def test_mysql_reads_references_behind_the_columns() -> None:
    (said,) = Mysql().definitions(
        "CREATE TABLE t (\n    id BIGINT NOT NULL,\n    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n"
        "    kind BIGINT NOT NULL REFERENCES kinds (id),\n    PRIMARY KEY (id)\n) ENGINE=InnoDB"
    )
    assert "run BIGINT NOT NULL,\n    kind BIGINT NOT NULL,\n" in said
    assert said.endswith(
        "PRIMARY KEY (id),\n    FOREIGN KEY (run) REFERENCES runs (id) ON DELETE CASCADE,\n"
        "    FOREIGN KEY (kind) REFERENCES kinds (id)\n) ENGINE=InnoDB"
    )


def test_every_reference_is_said_in_mysql() -> None:
    text = "\n".join(said for version in range(1, schema.CURRENT + 1) for said in schema.statements(version, Mysql()))
    assert text.count("FOREIGN KEY") == "".join(schema.VERSIONS).count("REFERENCES")


@pytest.mark.parametrize("value", [0.0, -1.5, 1e308, -inf, inf, nextafter(nextafter(inf, 0), 0), 5e-324])
def test_numbers_where_there_is_no_infinity(value: float) -> None:
    stored = bounded(value)
    assert stored is not None and abs(stored) < inf and unbounded(stored) == value


def test_the_ends_of_numbers_are_not_taken_for_infinities() -> None:
    largest = nextafter(inf, 0)
    stored = bounded(largest)
    assert stored is not None and unbounded(stored) == nextafter(largest, 0)
    assert bounded(nan) is None


class TestSqlServer:
    dialect = Mssql()

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ("SELECT a FROM t WHERE b = :b AND c = ':c'", "SELECT a FROM t WHERE b = ? AND c = ':c'"),
            (
                "SELECT a FROM t x ORDER BY a LIMIT 5 OFFSET :skip",
                "SELECT a FROM t x ORDER BY a OFFSET ? ROWS FETCH NEXT 5 ROWS ONLY",
            ),
            (
                "SELECT (SELECT y FROM u ORDER BY y DESC LIMIT 1) FROM t WHERE x = :x LIMIT 2",
                "SELECT (SELECT y FROM u ORDER BY y DESC OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY) FROM t WHERE x = ? "
                "ORDER BY (SELECT NULL) OFFSET 0 ROWS FETCH NEXT 2 ROWS ONLY",
            ),
            (
                "SELECT id FROM runs r WHERE r.run_id = :id FOR UPDATE",
                "SELECT id FROM runs r WITH (UPDLOCK, ROWLOCK) WHERE r.run_id = ?",
            ),
            (
                "SELECT v.id FROM model_versions v JOIN registered_models m ON m.id = v.model WHERE 1 = 1 FOR UPDATE",
                "SELECT v.id FROM model_versions v WITH (UPDLOCK, ROWLOCK) JOIN registered_models m ON m.id = v.model "
                "WHERE 1 = 1",
            ),
            (
                "SELECT id FROM experiments WHERE id = :id FOR SHARE",
                "SELECT id FROM experiments WITH (REPEATABLEREAD, ROWLOCK) WHERE id = ?",
            ),
            (
                "CASE WHEN substr(l, 1, 2) = './' THEN :here || substr(l, 2) ELSE CAST(x AS TEXT) END",
                "CASE WHEN substring(l, 1, 2) = './' THEN ? + substring(l, 2, 2147483647) ELSE CAST(x AS VARCHAR(40)) "
                "END",
            ),
        ],
    )
    def test_statements(self, ours: str, theirs: str) -> None:
        assert self.dialect.translated(ours) == theirs

    def test_values_stand_in_order(self) -> None:
        sql = "SELECT a FROM t WHERE x = :x AND y = :y AND z = :x ORDER BY a LIMIT :size OFFSET :skip"
        given = {"skip": 3, "size": 2, "y": inf, "x": "1", "unused": 0}
        largest = nextafter(inf, 0)
        assert self.dialect.values(sql, given) == ["1", largest, "1", 3, 2]
        assert self.dialect.translated(sql).count("?") == 5

    def test_row_with_a_serial_id(self) -> None:
        class Cursor:
            def execute(self, sql: str, values: list[Any]) -> None:
                self.told = sql, values

            def fetchone(self) -> tuple[int]:
                return (7,)

        cursor = Cursor()
        assert self.dialect.add(cursor, "INSERT INTO metric_names (name) VALUES (:name)", {"name": "m"}) == 7
        assert cursor.told == ("INSERT INTO metric_names (name) OUTPUT INSERTED.id VALUES (?)", ["m"])

    def test_patterns(self) -> None:
        bound: list[Any] = []

        def bind(value: Any) -> str:
            bound.append(value)
            return ":p"

        assert self.dialect.like("x", "a[b]\\%", bind) == "x LIKE :p ESCAPE '\\'"
        assert self.dialect.ilike("x", "É_", bind) == "lower(x) LIKE lower(:p) ESCAPE '\\'"
        assert bound == ["a\\[b]\\\\%", "É_"]

    def test_no_deletion_takes_two_ways(self) -> None:
        said = [s for version in range(1, schema.CURRENT + 1) for s in schema.statements(version, self.dialect)]
        tables = "\n".join(s for s in said if s.startswith("CREATE TABLE"))
        assert "ON DELETE CASCADE" not in tables and "{" not in tables
        last = {s.split()[4]: s for s in said if s.startswith("CREATE OR ALTER TRIGGER")}
        assert "DELETE FROM series WHERE run IN (SELECT id FROM deleted)" in last["runs_delete"]
        assert last["runs_delete"].endswith("DELETE FROM runs WHERE id IN (SELECT id FROM deleted); END")
        deleted = sum(len(re.findall(r"DELETE FROM \w+ WHERE (?!id )", trigger)) for trigger in last.values())
        assert deleted == "".join(schema.VERSIONS).count("ON DELETE CASCADE")

    @pytest.mark.parametrize(
        ("arguments", "kind"),
        [
            (("40001", "[40001] Transaction was deadlocked (1205) (SQLExecDirectW)"), Kind.CONTENDED),
            (("23000", "[23000] Violation of UNIQUE KEY constraint (2627)"), Kind.CONTRADICTED),
            (("08S01", "[08S01] Communication link failure (0)"), Kind.LOST),
            (("28000", "[28000] Login failed for user 'x'. (18456)"), Kind.DENIED),
            (("42000", '[42000] Cannot open database "x" requested by the login. (4060)'), Kind.ABSENT),
            (("HYT00", "[HYT00] Query timeout expired (0)"), Kind.TOO_LONG),
            (("42000", "[42000] String or binary data would be truncated (2628)"), Kind.UNFIT),
            (("42S02", "[42S02] Invalid object name 'x'. (208)"), Kind.OTHER),
        ],
    )
    def test_errors(self, arguments: tuple[str, str], kind: Kind) -> None:
        assert self.dialect.fault(Exception(*arguments)).kind is kind
