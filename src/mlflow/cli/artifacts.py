"""``mlflow artifacts``."""

from __future__ import annotations

import json

import click

from mlflow.artifacts import download_artifacts
from mlflow.cli.asking import AskingGroup
from mlflow.cli.options import artifact_path, run_id
from mlflow.entities.wire import to_plain
from mlflow.tracking.client.whole import MlflowClient


@click.group(cls=AskingGroup)
def artifacts() -> None:
    """List, fetch and log files of runs.

    The runs are those of MLFLOW_TRACKING_URI, or else of ./mlruns.
    """


@artifacts.command(name="list")
@run_id
@artifact_path
def list_(run_id: str, artifact_path: str | None) -> None:
    """List a folder of a run's artifacts as JSON."""
    files = MlflowClient().list_artifacts(run_id, artifact_path)
    click.echo(json.dumps(to_plain(files), indent=2))


@artifacts.command()
@click.option("--run-id", "-r", metavar="ID", help="The run; or")
@artifact_path
@click.option("--artifact-uri", "-u", metavar="URI", help="the address of the file or folder.")
@click.option("--dst-path", "-d", metavar="FOLDER", help="Where to put a copy.")
def download(run_id: str | None, artifact_path: str | None, artifact_uri: str | None, dst_path: str | None) -> None:
    """Fetch a file or folder and print where it lies."""
    if (run_id is None) == (artifact_uri is None):
        raise click.UsageError("Give either --run-id, with --artifact-path for a part, or --artifact-uri.")
    click.echo(download_artifacts(artifact_uri, run_id, artifact_path, dst_path))


@artifacts.command()
@click.option("--local-file", "-l", required=True, metavar="FILE", help="The file.")
@run_id
@artifact_path
def log_artifact(local_file: str, run_id: str, artifact_path: str | None) -> None:
    """Log a file to a run."""
    MlflowClient().log_artifact(run_id, local_file, artifact_path)
    click.echo(f"Logged {local_file} to run {run_id}")


@artifacts.command()
@click.option("--local-dir", "-l", required=True, metavar="FOLDER", help="The folder.")
@run_id
@artifact_path
def log_artifacts(local_dir: str, run_id: str, artifact_path: str | None) -> None:
    """Log what is in a folder to a run."""
    MlflowClient().log_artifacts(run_id, local_dir, artifact_path)
    click.echo(f"Logged {local_dir} to run {run_id}")
