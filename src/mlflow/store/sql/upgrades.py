"""Bringing a database to the version this code speaks, or refusing one that it cannot speak to."""

from __future__ import annotations

import shlex
import time

from mlflow.exceptions import InvalidState
from mlflow.store.sql import schema
from mlflow.store.sql.chores import DONE, FACT
from mlflow.store.sql.databases import Database
from mlflow.store.sql.sessions import Session


def prepare(database: Database, address: str, default_location: str) -> None:
    """Create the tables of a new database, or bring those of an older one up to date, in one transaction.

    Args:
        database: The database.
        address: What errors call it.
        default_location: Where the artifacts of the first experiment go.

    Raises:
        InvalidState: The database was made by MLflow, by a newer Penstock or by another program.
    """
    with database.read() as session:
        if _version(session, database, address) == schema.CURRENT:
            return
    with database.define() as session:
        version = _version(session, database, address)  # asked again: another process may have been quicker
        for step in range(version + 1, schema.CURRENT + 1):
            for statement in schema.statements(step, session.dialect):
                session.define(statement)
        if version == 0:
            now = int(time.time() * 1000)
            if session.row("SELECT 1 FROM facts WHERE name = 'last_experiment'") is None:
                session.run(
                    "INSERT INTO experiments (id, name, location, created, updated) "
                    "VALUES (0, 'Default', :location, :now, :now)",
                    {"location": default_location, "now": now},
                )
                session.run("INSERT INTO facts (name, value) VALUES ('last_experiment', '0')")
                session.run("INSERT INTO facts (name, value) VALUES (:name, :done)", {"name": FACT, "done": DONE})
            session.run("INSERT INTO facts (name, value) VALUES ('schema_version', :v)", {"v": str(schema.CURRENT)})
        else:
            session.run("UPDATE facts SET value = :v WHERE name = 'schema_version'", {"v": str(schema.CURRENT)})


def _version(session: Session, database: Database, address: str) -> int:
    tables = {name for (name,) in session.rows(session.dialect.tables)}
    if "alembic_version" in tables and "facts" not in tables:
        raise InvalidState(_made_by_mlflow(database, address))
    if "facts" not in tables:  # which is made first
        if others := sorted(schema.TABLES & tables):
            raise InvalidState(
                f"{address} has tables of another program that go by the names of Penstock's ({', '.join(others[:3])}"
                f"{', …' if len(others) > 3 else ''}). Give Penstock a database of its own; it may be empty."
            )
        return 0
    found = session.row("SELECT value FROM facts WHERE name = 'schema_version'")
    version = int(found[0]) if found else 0
    if version > schema.CURRENT:
        raise InvalidState(
            f"{address} has tables of version {version}, made by a newer Penstock; this one knows versions up to "
            f"{schema.CURRENT}. Upgrade with: pip install --upgrade penstock"
        )
    return version


def _made_by_mlflow(database: Database, address: str) -> str:
    """What to do about a database of MLflow: the command line works as it is printed."""
    new = database.neighbour()
    command = shlex.join(["mlflow", "db", "import", database.url, "--into", new])
    first = "" if new.startswith("sqlite") else " Make the new database first, and write the password where *** stands."
    return (
        f"{address} is a database made by MLflow, which Penstock reads but does not write to. Copy its records into "
        f"one of Penstock's with\n    {command}\nand use {new} from then on.{first}"
    )
