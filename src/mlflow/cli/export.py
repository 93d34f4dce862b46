"""``mlflow db export``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from mlflow.active.addresses import get_tracking_uri
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.mlruns.copying import copy_files
from mlflow.mlruns.giving_out import FolderExport
from mlflow.mlruns.progress import Progress
from mlflow.store.sql.leaving import Leaving
from mlflow.store.sql.store import FILE, SqlStore, open_store
from mlflow.uris import StoreUri, parse_store_uri, without_password

#: What the layout cannot hold is told one by one up to here.
_TOLD = 20


@click.command()
@click.argument("destination", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--from", "source", metavar="URI", help="A folder or database URL of Penstock; the tracking URI if left out."
)
@click.option(
    "--experiment", "experiments", multiple=True, metavar="ID|NAME",
    help="Write this experiment only, without the registry; may be given several times.",
)  # fmt: skip
@click.option(
    "--artifacts", type=click.Choice(["refer", "copy"]), default="refer", show_default=True,
    help="Say where artifacts are, or copy them into the folder.",
)  # fmt: skip
def export(destination: Path, source: str | None, experiments: Sequence[str], artifacts: str) -> None:
    """Write the records of a store to the folder DESTINATION, in the layout of MLflow's file store.

    MLflow reads the folder as it is, and so does Penstock. The store is only read. An export that was interrupted is
    started again; one that is repeated brings the folder up to date.
    """
    source = source or get_tracking_uri()
    place = _records_here(source)
    if (destination / FILE).exists():
        raise InvalidParameterValue(
            f"{str(destination)!r} is a store of Penstock, which keeps such folders of its runs itself. Name another."
        )
    store = open_store(place)
    leaving = Leaving(
        *store.foundation, name=without_password(source), experiments=_numbers(store, experiments) or None
    )
    written = FolderExport(leaving, str(destination.absolute()), copy_files if artifacts == "copy" else None)
    with Progress(f"Exporting {leaving.name}", leaving.size()) as progress:
        given = written.write(progress.step)
    click.echo(f"Exported from {leaving.name} to {destination}: {given.sentence()}.")
    for left in given.left[:_TOLD]:
        click.echo(f"  left out: {left}")
    if len(given.left) > _TOLD:
        click.echo(f"  left out: {len(given.left) - _TOLD:,} more")


def _records_here(uri: str) -> StoreUri:
    place = parse_store_uri(uri)
    if place.kind not in ("directory", "sql"):
        raise InvalidParameterValue(
            f"{without_password(uri)!r} is the address of a server. Give the folder or the database URL that the "
            "server works on, and run this where the server runs."
        )
    if place.kind == "directory" and not Path(place.text).is_dir():
        raise ResourceDoesNotExist(f"There is no folder {place.text!r}.")
    return place


def _numbers(store: SqlStore, wanted: Sequence[str]) -> set[int]:
    """Numbers of experiments by id or name; an id counts before a name."""
    found = set()
    for text in wanted:
        try:
            experiment = store.get_experiment(text)
        except ResourceDoesNotExist:
            experiment = store.get_experiment_by_name(text)
        found.add(int(experiment.experiment_id))
    return found
