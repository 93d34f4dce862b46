"""``mlflow sync``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from mlflow import environment_variables as variables
from mlflow.active.addresses import get_tracking_uri
from mlflow.active.stores import open_directly
from mlflow.artifacts.proxy import is_known
from mlflow.mlruns.progress import Progress
from mlflow.store.journal import places
from mlflow.store.journal.leftovers import Shipment, journals, listed, ship_all
from mlflow.tracking.journals import folders
from mlflow.uris import parse_store_uri

#: Runs of a journal that are told by their ids.
_TOLD = 3


@click.command("sync")
@click.option(
    "--tracking-uri",
    metavar="URI",
    help="Only the journals of this store; if left out, of the tracking URI in force and of every server and database "
    "that programs of this user left some for.",
)
@click.option("--list", "--dry-run", "only_list", is_flag=True, help="Say what there is and send nothing.")
def command(tracking_uri: str | None, only_list: bool) -> None:
    """Send what programs logged while their store was away, or left when they were killed.

    What the store refuses is kept beside the journal in a file that ends in .refused.jsonl. The exit code is 1 where
    something is left that no running program will send.
    """
    left = 0
    found = False
    for address, folder in _folders(tracking_uri):
        if journals(folder):
            found = True
            if tracking_uri is None and not only_list and _is_for_others(address):
                click.echo(f"{places.shown(address)}:\n  left: the credentials of the environment are not shown to it")
                click.echo(f"  unless you name it: mlflow sync --tracking-uri {places.shown(address)}")
                left += len(journals(folder))
                continue
            left += _tell(address, folder) if only_list else _send(address, folder)
    if not found:
        click.echo("Nothing is waiting to be sent.")
    if left and not only_list:
        raise SystemExit(1)


def _folders(tracking_uri: str | None) -> Iterator[tuple[str, Path]]:
    """Addresses and folders of journals."""
    found = folders(parse_store_uri(tracking_uri or get_tracking_uri()))
    return found if tracking_uri is None else islice(found, 1)


def _tell(address: str, folder: Path) -> int:
    click.echo(f"{places.shown(address)}:")
    shipments = listed(folder)
    for shipment in shipments:
        state = "in use by a program that runs" if shipment.in_use else "waiting"
        files = ", with files" if shipment.has_files else ""
        click.echo(f"  {shipment.path.name}: {_counted(shipment)}{files} ({state})")
    return sum(shipment.left for shipment in shipments)


def _send(address: str, folder: Path) -> int:
    shown = places.shown(address)
    store = open_directly(parse_store_uri(address))
    hasty = getattr(store, "retrying", None)
    left = 0
    with Progress(f"Sending to {shown}", sum(shipment.records for shipment in listed(folder))) as progress:

        def step(count: int) -> None:
            for _ in range(count):
                progress.step()

        shipments = list(ship_all(folder, address, hasty(2) if hasty is not None else store, step))
    click.echo(f"{shown}:")
    for shipment in shipments:
        told = f"  {shipment.path.name}: {_counted(shipment)}: "
        if shipment.in_use:
            click.echo(told + "in use by a program that runs, which sends it")
            continue
        told += f"{shipment.shipped:,} sent"
        if shipment.refused:
            told += f", {shipment.refused:,} refused and kept in {shipment.path.stem}.refused.jsonl"
        if shipment.trouble is not None:
            left += max(shipment.left, 1)
            told += f", {shipment.left:,} left: {shipment.trouble}"
        click.echo(told)
    return left


def _is_for_others(address: str) -> bool:
    """Whether the environment says who asks a server, and an address that a program noted is that of another one."""
    shown = (
        variables.MLFLOW_TRACKING_TOKEN.get(),
        variables.MLFLOW_TRACKING_USERNAME.get(),
        variables.MLFLOW_TRACKING_AUTH.get(),
        variables.MLFLOW_TRACKING_AWS_SIGV4.get(),
    )
    return any(shown) and parse_store_uri(address).kind == "http" and not is_known(address, get_tracking_uri())


def _counted(shipment: Shipment) -> str:
    runs = ", ".join(shipment.runs[:_TOLD]) + (", …" if len(shipment.runs) > _TOLD else "")
    return f"{shipment.records:,} records" + (f" of {runs}" if runs else "")
