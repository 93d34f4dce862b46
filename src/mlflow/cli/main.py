"""``mlflow``: the root of the command line."""

from __future__ import annotations

import click

from mlflow.cli.groups import LazyGroup
from mlflow.environment_variables import load_file
from mlflow.version import PENSTOCK_VERSION, VERSION

_COMMANDS = {
    "artifacts": ("mlflow.cli.artifacts:artifacts", "List, fetch and log files of runs."),
    "db": ("mlflow.cli.db:db", "Look after the database of a store."),
    "doctor": ("mlflow.cli.doctor:command", "Print what a bug report needs."),
    "experiments": ("mlflow.cli.experiments:experiments", "Create, list, rename and delete experiments."),
    "gc": ("mlflow.cli.gc:gc", "Delete for good what is in the bin, or files that belong to nothing."),
    "models": ("mlflow.cli.models:models", "Serve models and predict with them."),
    "run": ("mlflow.cli.projects:run", "Run a project."),
    "runs": ("mlflow.cli.runs:runs", "List, show, delete and restore runs."),
    "server": ("mlflow.cli.server:server", "Start the tracking server and its user interface; also 'mlflow ui'."),
    "sync": ("mlflow.cli.sync:command", "Send what was logged while a server was away."),
}


@click.group(
    cls=LazyGroup,
    commands_at=_COMMANDS,
    aliases={"ui": "server"},
    context_settings={"help_option_names": ["--help", "-h"]},
)
@click.version_option(
    VERSION, "--version", prog_name="mlflow", message=f"%(prog)s, version %(version)s (Penstock {PENSTOCK_VERSION})"
)
@click.option("--env-file", type=click.Path(exists=True, dir_okay=False), help="File of NAME=value lines to set first.")
def main(env_file: str | None) -> None:
    """Track experiments, keep models, serve them."""
    if env_file is not None:
        load_file(env_file)
