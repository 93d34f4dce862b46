"""``mlflow experiments``."""

from __future__ import annotations

import json
from typing import Any

import click

from mlflow.cli.asking import AskingGroup
from mlflow.cli.options import experiment_id, table, view
from mlflow.entities import Experiment
from mlflow.tracking.client.whole import MlflowClient
from mlflow.tracking.fluent.search import search_runs

_PAGE = 1000


@click.group(cls=AskingGroup)
def experiments() -> None:
    """Create, list, rename and delete experiments.

    They are those of MLFLOW_TRACKING_URI, or else of ./mlruns.
    """


@experiments.command()
@click.option("--experiment-name", "-n", required=True, metavar="NAME", help="Name, unique.")
@click.option("--artifact-location", "-l", metavar="URI", help="Where its runs keep artifacts.")
def create(experiment_name: str, artifact_location: str | None) -> None:
    """Create an experiment."""
    made = MlflowClient().create_experiment(experiment_name, artifact_location)
    click.echo(f"Created experiment '{experiment_name}' with id {made}")


def _listed(view: int, most: int | None = None) -> None:
    client, token = MlflowClient(), None
    found: list[Experiment] = []
    while most is None or len(found) < most:
        page = client.search_experiments(view, max_results=_PAGE, page_token=token)
        found += page
        token = page.token
        if not token:
            break
    rows = [(e.experiment_id, e.name, e.artifact_location) for e in found[:most]]
    click.echo(table(("Experiment Id", "Name", "Artifact Location"), rows))


@experiments.command()
@view
@click.option("--max-results", type=click.IntRange(1), metavar="NUMBER", help="List so many at most; all by default.")
def search(view: int, max_results: int | None) -> None:
    """List experiments."""
    _listed(view, max_results)


@experiments.command()
@click.option("--experiment-id", "-x", metavar="ID", help="The experiment; or")
@click.option("--experiment-name", "-n", metavar="NAME", help="its name.")
@click.option(
    "--output", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to show it."
)
def get(experiment_id: str | None, experiment_name: str | None, output: str) -> None:
    """Show an experiment."""
    client = MlflowClient()
    if (experiment_id is None) == (experiment_name is None):
        raise click.UsageError("Give the experiment as --experiment-id or as --experiment-name.")
    found = client.get_experiment(experiment_id or "") if experiment_name is None else None
    if experiment_name is not None:
        found = client.get_experiment_by_name(experiment_name)
    if found is None:
        raise click.ClickException(f"There is no experiment named {experiment_name!r}.")
    facts = dict(found)
    if output == "json":
        click.echo(json.dumps(facts, indent=2))
        return
    rows = [(name, fact) for name, fact in facts.items() if name != "tags"]
    click.echo(table(("Field", "Value"), [*rows, *((f"tags.{key}", tag) for key, tag in found.tags.items())]))


@experiments.command(name="list", hidden=True)
@view
def list_(view: int) -> None:
    """List experiments, under the name MLflow 1 gave it."""
    _listed(view)


@experiments.command()
@experiment_id
def delete(experiment_id: str) -> None:
    """Put an experiment and its runs in the bin."""
    MlflowClient().delete_experiment(experiment_id)
    click.echo(f"Experiment with ID {experiment_id} has been deleted.")


@experiments.command()
@experiment_id
def restore(experiment_id: str) -> None:
    """Take an experiment out of the bin."""
    MlflowClient().restore_experiment(experiment_id)
    click.echo(f"Experiment with id {experiment_id} has been restored.")


@experiments.command()
@experiment_id
@click.option("--new-name", required=True, metavar="NAME", help="Its new name.")
def rename(experiment_id: str, new_name: str) -> None:
    """Give an experiment another name."""
    MlflowClient().rename_experiment(experiment_id, new_name)
    click.echo(f"Experiment with id {experiment_id} has been renamed to '{new_name}'.")


@experiments.command()
@experiment_id
@click.option("--filename", "-o", metavar="FILE", help="Where to write; the terminal by default.")
def csv(experiment_id: str, filename: str | None) -> None:
    """Write the runs of an experiment as CSV."""
    MlflowClient().get_experiment(experiment_id)
    runs: Any = search_runs(experiment_ids=[experiment_id])
    if filename is None:
        click.echo(runs.to_csv(index=False), nl=False)
    else:
        runs.to_csv(filename, index=False)
        click.echo(f"Experiment with ID {experiment_id} has been exported as a CSV to file: {filename}.")
