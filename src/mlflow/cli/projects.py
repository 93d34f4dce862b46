"""``mlflow run``: run a project."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

import click

from mlflow.cli.progress import tell_progress
from mlflow.environment_variables import MLFLOW_EXPERIMENT_ID
from mlflow.exceptions import MlflowException
from mlflow.projects.launch import run as run_project


def _pairs(option: str, texts: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.UsageError(f"{option} takes NAME=VALUE, not {text!r}.")
        if name in pairs:
            raise click.UsageError(f"{option} gives {name!r} more than once.")
        pairs[name] = value
    return pairs


def _docker_arguments(texts: tuple[str, ...]) -> dict[str, str | bool]:
    flags: dict[str, str | bool] = {text: True for text in texts if "=" not in text}
    return {**flags, **_pairs("--docker-args", tuple(text for text in texts if "=" in text))}


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _end_with_the_project() -> None:
    """Let the signals that end a command end the project too, which is in a process group of its own."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


@click.command("run")
@click.argument("uri")
@click.option("--entry-point", "-e", metavar="NAME", default="main", show_default=True, help="Entry point, or script.")
@click.option("--version", "-v", metavar="VERSION", help="Commit, branch or tag of a git project.")
@click.option("--param-list", "-P", metavar="NAME=VALUE", multiple=True, help="A parameter; may be given many times.")
@click.option("--docker-args", "-A", metavar="NAME=VALUE", multiple=True, help="For backends that run containers.")
@click.option("--experiment-name", envvar="MLFLOW_EXPERIMENT_NAME", help="Experiment of the run; made if it is new.")
@click.option("--experiment-id", envvar="MLFLOW_EXPERIMENT_ID", help="The same by id.")
@click.option("--backend", "-b", metavar="BACKEND", default="local", show_default=True, help="Where to run.")
@click.option(
    "--backend-config", "-c", metavar="FILE", help="Settings of the backend: JSON, or the path of a JSON file."
)
@click.option(
    "--env-manager",
    type=click.Choice(["local", "virtualenv", "uv", "conda"]),
    help="Environment to run in: 'local' is the present one; 'uv' and 'virtualenv' are made by uv from the project's "
    "python_env.yaml or the pip part of its conda.yaml. Default: uv if the project has such a file, else local.",
)
@click.option("--no-conda", is_flag=True, help="The same as --env-manager local.")
@click.option("--storage-dir", envvar="MLFLOW_TMP_DIR", help="Where to put files that path parameters name by a URI.")
@click.option("--run-id", metavar="RUN_ID", help="An existing run to log to.")
@click.option("--run-name", metavar="RUN_NAME", help="Name of the run.")
@click.option("--build-image", is_flag=True, help="For backends that build images.")
def run(
    uri: str,
    entry_point: str,
    version: str | None,
    param_list: tuple[str, ...],
    docker_args: tuple[str, ...],
    experiment_name: str | None,
    experiment_id: str | None,
    backend: str,
    backend_config: str | None,
    env_manager: str | None,
    no_conda: bool,
    storage_dir: str | None,
    run_id: str | None,
    run_name: str | None,
    build_image: bool,
) -> None:
    """Run the project at URI: a folder, or the URI of a git repository, with #FOLDER for a folder inside it."""
    if experiment_name and experiment_id:
        # One of the two may come from the environment: the one on the command line counts.
        if experiment_id == MLFLOW_EXPERIMENT_ID.get():
            experiment_id = None
        else:
            raise click.UsageError("Give --experiment-name or --experiment-id, not both.")
    if backend_config and not backend_config.lstrip().startswith("{") and Path(backend_config).suffix != ".json":
        raise click.UsageError("--backend-config must be JSON or the path of a .json file.")
    tell_progress("mlflow.projects", "mlflow.virtualenvs")
    _end_with_the_project()
    try:
        run_project(
            uri,
            entry_point,
            version,
            experiment_name=experiment_name,
            experiment_id=experiment_id,
            parameters=_pairs("--param-list", param_list),
            docker_args=_docker_arguments(docker_args),
            backend=backend,
            backend_config=backend_config,
            env_manager="local" if no_conda else env_manager,
            storage_dir=storage_dir,
            synchronous=backend in ("local", "kubernetes"),
            run_id=run_id,
            run_name=run_name,
            build_image=build_image,
        )
    except MlflowException as error:
        click.echo(f"Error: {error.message}", err=True)
        sys.exit(1)
