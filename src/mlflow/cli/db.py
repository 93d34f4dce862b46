"""``mlflow db``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import click

from mlflow._door import resolve
from mlflow.active.addresses import get_tracking_uri
from mlflow.cli.export import export
from mlflow.cli.groups import PlainGroup
from mlflow.cli.sizes import told_space
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.mlruns.layout import holds_layout
from mlflow.mlruns.progress import Progress
from mlflow.mlruns.source import FolderSource
from mlflow.store.arrivals import Source, Summary
from mlflow.store.mlflow_sql.file import FileTables, is_sqlite
from mlflow.store.mlflow_sql.source import DatabaseSource
from mlflow.store.mlflow_sql.tables import MadeByPenstock
from mlflow.store.sql.backups import back_up
from mlflow.store.sql.chores import Chores
from mlflow.store.sql.extras import resolve_for
from mlflow.store.sql.folder_notes import FolderNotes
from mlflow.store.sql.footing import Footing
from mlflow.store.sql.leaving import Leaving
from mlflow.store.sql.schema import CURRENT
from mlflow.store.sql.space import give_back
from mlflow.store.sql.store import FILE, open_store
from mlflow.store.sql.taking_in import take_in
from mlflow.uris import StoreUri, parse_store_uri, sqlite_file, without_password

#: Refused records that are told one by one.
_TOLD = 20
#: Brings a driver.
_SERVER_TABLES = "mlflow.store.mlflow_sql.server:ServerTables"
#: Brings HTTP.
_SERVER_SOURCE = "mlflow.store.rest.source:ServerSource"
_SERVER = "mlflow.store.rest.store:open_store"


@click.group(cls=PlainGroup)
def db() -> None:
    """Look after the database of a store."""


db.add_command(export)


@db.command()
@click.argument("url", required=False)
def upgrade(url: str | None) -> None:
    """Bring the database at URL up to this version; it is made where there is none.

    URL is a folder or a database URL; the tracking URI in force if it is left out. Servers may go on meanwhile. What
    takes long is done in small steps: stop it when you like, and start it again to go on.
    """
    url = url or get_tracking_uri()
    store = open_store(_records_here(url))
    chores = Chores(*store.foundation)
    with Progress("Squeezing series", chores.size()) as progress:
        done = chores.do(progress.step)
    space = told_space(give_back(store.foundation[0])) if done else ""
    store.close()
    click.echo(f"The database at {without_password(url)} is up to date: its tables are of version {CURRENT}.{space}")


@db.command()
@click.argument("url", required=False)
def compact(url: str | None) -> None:
    """Give the space back that is free in the database at URL, such as after much was deleted.

    The file is written anew, for which there must be room on the disk. Servers may read meanwhile; writers wait.
    """
    database, _ = open_store(_present(url)).foundation
    space = give_back(database, in_passing=False)
    click.echo(told_space(space).strip() or "There is nothing to give back.")


@db.command()
@click.argument("destination")
@click.option("--url", metavar="URI", help="The folder or database URL to copy; the tracking URI in force if left out.")
def backup(destination: str, url: str | None) -> None:
    """Copy the database to the file DESTINATION, as it is at this moment, while servers go on.

    Files of runs are not in it: copy their folder afterwards, so that every file the copy knows is there.
    """
    place = _present(url)
    database, _ = open_store(place).foundation
    with ExitStack() as stack:

        def start(steps: int) -> Callable[[], None]:
            return stack.enter_context(Progress("Copying", steps)).step

        size = back_up(database, destination, start)
    click.echo(f"Copied {without_password(place.text)} to {destination}: {size:,} bytes.")


@db.command("import")
@click.argument("source")
@click.option(
    "--into", metavar="URI", help="A folder or database URL of Penstock; the tracking URI in force if left out."
)
def import_(source: str, into: str | None) -> None:
    """Copy the records at SOURCE into a store of Penstock.

    SOURCE is a folder in the layout of MLflow's file store, such as ./mlruns, a database that MLflow made (SQLite,
    PostgreSQL, MySQL or MariaDB), as a URL or as the path of a file, the address of a tracking server, or another store
    of Penstock. It is only read. Artifacts stay where they are.

    A run that is there already is completed with what it lacks, so an import that was interrupted is simply started
    again.
    """
    into = into or get_tracking_uri()
    target = _records_here(into)
    if target.kind == "sql" and _is_same(source, target.text):
        raise InvalidParameterValue(
            f"{without_password(source)} cannot be imported into itself. Name another place, for example: "
            "--into ./mlruns"
        )
    records = _source(source, target)
    store = open_store(target)
    with Progress(f"Importing {records.name}", records.size()) as progress:
        summary = take_in(store, records, progress.step)
    click.echo(f"Imported from {records.name} into {without_password(into)}: {summary.sentence()}.")
    _tell(summary)


def _is_same(source: str, target: str) -> bool:
    """Whether two addresses are those of one database."""
    file = sqlite_file(target)
    if file is None:
        return source == target
    named = Path(source)
    return (str(named.absolute()) if named.is_file() else sqlite_file(source)) == file


def _present(url: str | None) -> StoreUri:
    """The place of a store that is there."""
    place = _records_here(url or get_tracking_uri())
    file = str(Path(place.text) / FILE) if place.kind == "directory" else sqlite_file(place.text)
    if file is not None and not Path(file).is_file():
        raise ResourceDoesNotExist(f"There is no store at {place.text}.")
    return place


def _records_here(uri: str) -> StoreUri:
    place = parse_store_uri(uri)
    if place.kind not in ("directory", "sql"):
        raise InvalidParameterValue(
            f"{without_password(uri)!r} is the address of a server. Give the folder or the database URL that the "
            "server works on, and run this where the server runs."
        )
    return place


def _source(text: str, target: StoreUri) -> Source:
    """The records at an address: those of Penstock where it has made the store there, else those of MLflow."""
    path = Path(text)
    if path.is_file():
        if not is_sqlite(path):
            raise InvalidParameterValue(f"{text!r} is no SQLite database. Give a folder, a SQLite file or a URL.")
        return _of_file(path)
    place = parse_store_uri(text)
    if place.kind == "http":
        return resolve(_SERVER_SOURCE)(resolve(_SERVER)(place.text), place.text)
    place = _records_here(text)
    if place.kind == "directory":
        if (Path(place.text) / FILE).is_file() and place.text != target.text:
            return Leaving(*open_store(place).foundation, name=place.text)
        found = FolderSource(place.text)
        if place.text == target.text:
            foundation = open_store(target).foundation
            known = Footing(*foundation).known_runs
            found = FolderSource(place.text, FolderNotes(*foundation).store_id, lambda run_id: bool(known([run_id])))
        if not holds_layout(place.text):
            raise InvalidParameterValue(f"{text!r} holds no experiments or registered models of MLflow.")
        return found
    file = sqlite_file(place.text)
    if file is not None:
        return _of_file(Path(file))
    try:
        return DatabaseSource(resolve_for(place.text, _SERVER_TABLES)(place.text))
    except MadeByPenstock as made:
        return Leaving(*open_store(place).foundation, name=made.name)


def _of_file(file: Path) -> Source:
    try:
        return DatabaseSource(FileTables(file))
    except MadeByPenstock as made:
        return Leaving(*open_store(StoreUri("sql", f"sqlite:///{file.absolute()}")).foundation, name=made.name)


def _tell(summary: Summary) -> None:
    """Say what was taken in otherwise than it was, and what was not, and why."""
    for note in summary.notes:
        click.echo(f"  note: {note}")
    for left in summary.left:
        click.echo(f"  left out: {left.what} ({left.count:,}); {left.why}")
    for refused in summary.refused[:_TOLD]:
        click.echo(f"  not taken in: {refused.what}: {refused.why}")
    if len(summary.refused) > _TOLD:
        click.echo(f"  not taken in: {len(summary.refused) - _TOLD:,} more")
