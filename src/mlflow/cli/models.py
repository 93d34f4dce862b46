"""``mlflow models``: serve a model, predict with it, prepare its environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import click

from mlflow.cli.progress import tell_progress
from mlflow.environment_variables import process_environment
from mlflow.exceptions import MlflowException, MlflowNotImplementedException
from mlflow.models.changes import update_model_requirements
from mlflow.models.location import local_folder
from mlflow.models.packing import pack_model, unpack_model
from mlflow.serving.batch import predict_file
from mlflow.serving.environments import make_environment, read_environment
from mlflow.serving.server import serve as serve_model

_MANAGERS = ("local", "virtualenv", "uv", "conda")

_model_uri = click.option("--model-uri", "-m", required=True, metavar="URI", help="Folder or URI of the model.")
_env_manager = click.option(
    "--env-manager",
    type=click.Choice(_MANAGERS),
    default="virtualenv",
    show_default=True,
    help="Where to run: 'local' is this environment; 'virtualenv' and 'uv' one that has the model's requirements, "
    "which is this one if it already has them.",
)
_install_mlflow = click.option(
    "--install-mlflow", is_flag=True, help="Accepted for MLflow's sake: Penstock is always in the model's environment."
)
_enable_mlserver = click.option("--enable-mlserver", is_flag=True, help="Serve with MLServer; not there yet.")


class _Plainly(click.Group):
    """A group whose commands report errors of ours in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MlflowException as error:
            raise click.ClickException(error.message) from error


@click.group("models", cls=_Plainly)
def models() -> None:
    """Serve models and predict with them."""


@models.command("serve")
@_model_uri
@click.option(
    "--port", "-p", type=int, default=5000, show_default=True, envvar="MLFLOW_PORT", help="Port to listen on."
)
@click.option(
    "--host", "-h", default="127.0.0.1", show_default=True, envvar="MLFLOW_HOST", help="Address to listen on."
)
@click.option(
    "--timeout", "-t", type=click.IntRange(1), default=60, show_default=True,
    envvar="MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT", help="Seconds after which a request is given up.",
)  # fmt: skip
@click.option(
    "--workers", "-w", type=click.IntRange(1), default=1, envvar="MLFLOW_MODELS_WORKERS",
    help="Number of processes that answer.",
)  # fmt: skip
@_env_manager
@click.option("--no-conda", is_flag=True, help="The same as --env-manager local.")
@_install_mlflow
@_enable_mlserver
def serve(
    model_uri: str, port: int, host: str, timeout: int, workers: int, env_manager: str, no_conda: bool,
    install_mlflow: bool, enable_mlserver: bool,
) -> None:  # fmt: skip
    """Answer POST /invocations with a model's predictions."""
    if enable_mlserver:
        raise MlflowNotImplementedException("Serving with MLServer is not there yet; leave out --enable-mlserver.")
    folder = _prepared(model_uri, "local" if no_conda else env_manager)
    serve_model(str(folder), host, port, workers, timeout)


@models.command("predict")
@_model_uri
@click.option(
    "--input-path", "-i", type=click.Path(exists=True, dir_okay=False), help="Rows; standard input if absent."
)
@click.option("--output-path", "-o", type=click.Path(dir_okay=False), help="Predictions; standard output if absent.")
@click.option(
    "--content-type",
    "-t",
    type=click.Choice(["json", "csv"]),
    default="json",
    show_default=True,
    help="Form of the rows.",
)
@_env_manager
@_install_mlflow
@click.option("--pip-requirements-override", "-r", metavar="LIST", help="Requirements to use instead, comma separated.")
@click.option("--env", multiple=True, metavar="KEY=VALUE", help="Environment variable for the model; repeatable.")
def predict(
    model_uri: str, input_path: str | None, output_path: str | None, content_type: str, env_manager: str,
    install_mlflow: bool, pip_requirements_override: str | None, env: tuple[str, ...],
) -> None:  # fmt: skip
    """Predict for the rows of a file, which has the form of a request to the scoring server."""
    overrides = [each.strip() for each in (pip_requirements_override or "").split(",") if each.strip()]
    folder = _prepared(model_uri, env_manager, overrides, dict(map(_pair, env)))
    predict_file(str(folder), input_path, output_path, content_type)


@models.command("prepare-env")
@_model_uri
@_env_manager
@_install_mlflow
def prepare_env(model_uri: str, env_manager: str, install_mlflow: bool) -> None:
    """Make the environment of a model, so that serving it starts at once."""
    if env_manager == "local":
        return
    _check_manager(env_manager)
    wanted = read_environment(local_folder(model_uri)[0])
    if unmet := wanted.unmet():
        click.echo(f"This environment lacks {', '.join(unmet)}.", err=True)
        click.echo(make_environment(wanted).parents[1])
    else:
        click.echo("This environment has all that the model wants.", err=True)


@models.command("pack")
@_model_uri
@click.option("--output-path", "-o", required=True, type=click.Path(dir_okay=False), help="The new file, MODEL.zip.")
def pack(model_uri: str, output_path: str) -> None:
    """Write a model into one file, which can be copied, loaded and served in place of its folder.

    Prints the model's fingerprint, which is the same wherever the same files are packed.
    """
    click.echo(pack_model(model_uri, output_path))


@models.command("unpack")
@_model_uri
@click.option("--output-path", "-o", required=True, type=click.Path(file_okay=False), help="A new or empty folder.")
def unpack(model_uri: str, output_path: str) -> None:
    """Write the folder of a model that is kept as one file; each file is compared with its digest."""
    unpack_model(model_uri, output_path)


@models.command("update-pip-requirements")
@_model_uri
@click.argument("operation", type=click.Choice(["add", "remove"]))
@click.argument("requirement_strings", nargs=-1)
def update_pip_requirements(
    model_uri: str, operation: Literal["add", "remove"], requirement_strings: tuple[str, ...]
) -> None:
    """Add requirements to a model's environment files, or remove some."""
    update_model_requirements(model_uri, operation, list(requirement_strings))


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise click.BadParameter(f"{text!r} is not of the form KEY=VALUE.", param_hint="--env")
    return key, value


def _check_manager(name: str) -> None:
    tell_progress("mlflow.virtualenvs")
    if name == "conda":
        raise MlflowNotImplementedException(
            "Environments made by conda are not there yet; --env-manager uv installs the same pip requirements."
        )


def _prepared(
    model_uri: str, manager: str, overrides: list[str] | None = None, variables: Mapping[str, str] | None = None
) -> Path:
    """The model's folder, once the process is one that satisfies it: this one, or one that replaces it.

    Variables for the model mean another process too, since this one has read its own already.
    """
    _check_manager(manager)
    folder, _ = local_folder(model_uri)
    python, unmet = Path(sys.executable), list[str]()
    if manager != "local":
        wanted = read_environment(folder).replaced(overrides or [])
        if unmet := wanted.unmet():
            click.echo(f"This environment lacks {', '.join(unmet)}; using one that the model fits.", err=True)
            python = make_environment(wanted)
    if unmet or variables:
        _replaced(python, folder, variables or {})
    return folder


def _replaced(python: Path, folder: Path, variables: Mapping[str, str]) -> None:
    """Become the same command in another Python, with the model's folder instead of its URI; does not return."""
    context = click.get_current_context()
    arguments = [str(python), "-m", "mlflow.cli.models", str(context.info_name), "--env-manager", "local",
                 "--model-uri", str(folder)]  # fmt: skip
    for name, value in context.params.items():
        if name not in _SETTLED and value not in (None, False, ()):
            arguments += [f"--{name.replace('_', '-')}", str(value)]
    environment = {**process_environment(), **variables}
    if python != Path(sys.executable):
        environment.pop("PYTHONPATH", None)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(str(python), arguments, environment)


#: Options that the process taking over has no more use for.
_SETTLED = frozenset({"model_uri", "env_manager", "no_conda", "install_mlflow", "pip_requirements_override", "env"})

if __name__ == "__main__":
    models()
