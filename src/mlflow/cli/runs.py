"""``mlflow runs``."""

from __future__ import annotations

import json
from datetime import datetime

import click

from mlflow.active.context import context_tags
from mlflow.cli.asking import AskingGroup
from mlflow.cli.options import run_id, table, view
from mlflow.entities import RunInfo
from mlflow.entities.tags import as_dict
from mlflow.environment_variables import MLFLOW_EXPERIMENT_ID
from mlflow.tracking.client.whole import MlflowClient

_PAGE = 1000


@click.group(cls=AskingGroup)
def runs() -> None:
    """List, show, delete and restore runs.

    They are those of MLFLOW_TRACKING_URI, or else of ./mlruns.
    """


@runs.command(name="list")
@click.option(
    "--experiment-id", "-x", required=True, envvar=MLFLOW_EXPERIMENT_ID.name, metavar="ID", help="The experiment."
)
@view
def list_(experiment_id: str, view: int) -> None:
    """List the runs of an experiment, the newest first."""
    client, token = MlflowClient(), None
    found: list[RunInfo] = []
    client.get_experiment(experiment_id)
    while True:
        page = client.list_run_infos(experiment_id, view, _PAGE, page_token=token)
        found += page
        token = page.token
        if not token:
            break
    click.echo(table(("Date", "Name", "ID"), [(_date(r), r.run_name, r.run_id) for r in found]))


def _date(run: RunInfo) -> str:
    start = run.start_time
    return "" if start is None else datetime.fromtimestamp(start / 1000).astimezone().strftime("%Y-%m-%d %H:%M:%S %Z")


@runs.command()
@run_id
def describe(run_id: str) -> None:
    """Print all that is known of a run as JSON."""
    click.echo(json.dumps(MlflowClient().get_run(run_id).to_dictionary(), indent=4))


@runs.command()
@run_id
def delete(run_id: str) -> None:
    """Put a run in the bin."""
    MlflowClient().delete_run(run_id)
    click.echo(f"Run with ID {run_id} has been deleted.")


@runs.command()
@run_id
def restore(run_id: str) -> None:
    """Take a run out of the bin."""
    MlflowClient().restore_run(run_id)
    click.echo(f"Run with id {run_id} has been restored.")


@runs.command()
@click.option("--experiment-id", envvar=MLFLOW_EXPERIMENT_ID.name, metavar="ID", help="Its experiment; or")
@click.option("--experiment-name", envvar="MLFLOW_EXPERIMENT_NAME", metavar="NAME", help="the experiment's name.")
@click.option("--run-name", metavar="NAME", help="Its name.")
@click.option("--description", metavar="TEXT", help="A note on it.")
@click.option("--tags", "-t", multiple=True, metavar="KEY=VALUE", help="A tag; may be given several times.")
@click.option(
    "--status",
    type=click.Choice(["FINISHED", "FAILED", "KILLED"], case_sensitive=False),
    default="FINISHED",
    show_default=True,
    help="How it ended.",
)
@click.option("--parent-run-id", metavar="ID", help="The run it belongs under.")
def create(
    experiment_id: str | None,
    experiment_name: str | None,
    run_name: str | None,
    description: str | None,
    tags: tuple[str, ...],
    status: str,
    parent_run_id: str | None,
) -> None:
    """Create a run that has ended, to hold what was not logged by code."""
    client = MlflowClient()
    if (experiment_id is None) == (experiment_name is None):
        raise click.UsageError("Give the experiment as --experiment-id or as --experiment-name.")
    if experiment_id is None:
        found = client.get_experiment_by_name(experiment_name or "")
        experiment_id = found.experiment_id if found else client.create_experiment(experiment_name or "")
    given = {}
    for tag in tags:
        key, equals, value = tag.partition("=")
        if not key or not equals:
            raise click.UsageError(f"--tags takes KEY=VALUE, not {tag!r}.")
        given[key] = value
    noted = {"mlflow.note.content": description, "mlflow.parentRunId": parent_run_id}
    given.update({key: value for key, value in noted.items() if value is not None})
    run = client.create_run(experiment_id, tags=as_dict({**context_tags(), **given}), run_name=run_name)
    client.set_terminated(run.info.run_id, status.upper())
    made = client.get_run(run.info.run_id).info
    told = {
        "run_id": made.run_id,
        "experiment_id": made.experiment_id,
        "status": made.status,
        "run_name": made.run_name,
    }
    click.echo(json.dumps(told, indent=2))
