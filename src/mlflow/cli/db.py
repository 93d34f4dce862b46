"""``mlflow db``."""

from __future__ import annotations

import click

from mlflow.cli.groups import PlainGroup
from mlflow.store.sql.store import open_store
from mlflow.uris import parse_store_uri


@click.group(cls=PlainGroup)
def db() -> None:
    """Look after the database of a store."""


@db.command()
@click.argument("url")
def upgrade(url: str) -> None:
    """Bring the database at URL up to this version; it is made where there is none."""
    open_store(parse_store_uri(url)).close()
    click.echo(f"The database at {url} is up to date.")
