"""``mlflow models``: serve a model, predict with it, prepare its environment, build an image of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import click

from mlflow.cli.progress import tell_progress
from mlflow.environment_variables import PENSTOCK_SCORING_BATCHING, PENSTOCK_SCORING_RELOAD_SECONDS
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.models.changes import update_model_requirements
from mlflow.models.location import local_folder
from mlflow.models.packing import pack_model, unpack_model
from mlflow.serving.batch import predict_file
from mlflow.serving.containers.context import ImageOptions, write_context
from mlflow.serving.containers.images import build_image
from mlflow.serving.environments import MANAGERS, python_for
from mlflow.serving.mlserver import start_words
from mlflow.serving.model_process import command_of, environment_of
from mlflow.serving.scoring import CONTENT_TYPES
from mlflow.serving.server import serve as serve_model
from mlflow.serving.sources import fetched, sources_of
from mlflow.serving.standard_output import keep_for_answers

_model_uri = click.option("--model-uri", "-m", required=True, metavar="URI", help="Folder or URI of the model.")
_env_manager = click.option(
    "--env-manager",
    type=click.Choice(MANAGERS),
    default="virtualenv",
    show_default=True,
    help="Where to run: 'local' is this environment; 'virtualenv' and 'uv' one that has the model's requirements, "
    "which is this one if it already has them; 'conda' one that conda makes of the model's conda.yaml.",
)
_install_mlflow = click.option(
    "--install-mlflow", is_flag=True, help="Accepted for MLflow's sake: Penstock is always in the model's environment."
)
_enable_mlserver = click.option("--enable-mlserver", is_flag=True, help="Serve with MLServer.")


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
@click.option(
    "--model-uri", "-m", "model_uris", required=True, multiple=True, metavar="[NAME=]URI",
    help="Folder or URI of the model; repeatable. The first also answers at /invocations, each at "
    "/models/NAME/invocations.",
)  # fmt: skip
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
@click.option(
    "--reload-interval", type=click.FloatRange(0), envvar="PENSTOCK_SCORING_RELOAD_SECONDS", metavar="SECONDS",
    help="Time between two looks for newer versions of models named by alias, stage or latest; 0 for none. "
    "[default: 10]",
)  # fmt: skip
@click.option(
    "--batching", type=click.Choice(["auto", "on", "off"]), envvar="PENSTOCK_SCORING_BATCHING",
    help="Whether requests that meet are predicted together; 'auto', the default, does so with models that are known "
    "to answer row by row.",
)  # fmt: skip
@_env_manager
@click.option("--no-conda", is_flag=True, help="The same as --env-manager local.")
@_install_mlflow
@_enable_mlserver
def serve(
    model_uris: tuple[str, ...], port: int, host: str, timeout: int, workers: int, reload_interval: float | None,
    batching: str | None, env_manager: str, no_conda: bool, install_mlflow: bool, enable_mlserver: bool,
) -> None:  # fmt: skip
    """Answer POST /invocations with the predictions of a model, or of several, in one environment.

    A model named by alias, stage or latest is exchanged while the server answers, once that means another version.
    """
    if enable_mlserver:
        _serve_with_mlserver(model_uris, host, port, workers)
    if not no_conda and env_manager != "local":
        _tell()
        python = python_for(local_folder(sources_of(model_uris)[0].uri)[0], env_manager)
        if python is not None:
            _replaced(python, model_uris, {})
    if reload_interval is not None:
        PENSTOCK_SCORING_RELOAD_SECONDS.set(reload_interval)
    if batching is not None:
        PENSTOCK_SCORING_BATCHING.set(batching)
    serve_model(model_uris, host, port, workers, timeout)


def _serve_with_mlserver(model_uris: tuple[str, ...], host: str, port: int, workers: int) -> None:
    """Become MLServer, for one model in this environment; does not return."""
    if len(model_uris) > 1:
        raise InvalidParameterValue("--enable-mlserver serves one model.")
    start_words(Path(), host, port, workers)  # tells what is missing before anything is fetched
    source = fetched(sources_of(model_uris)[0])
    words = start_words(Path(source.folder), host, port, workers, source.version)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(words[0], words, environment_of(None))


@models.command("predict")
@_model_uri
@click.option(
    "--input-path", "-i", metavar="PATH",
    help="A request; or rows: a file (.csv, .jsonl, .parquet), a folder of such, or a quoted pattern. A request on "
    "standard input if absent.",
)  # fmt: skip
@click.option(
    "--output-path", "-o", metavar="PATH",
    help="Predictions, in the form of its ending (.json, .jsonl, .csv, .parquet), or a folder with a file for each of "
    "the input's; standard output if absent.",
)  # fmt: skip
@click.option(
    "--content-type", "-t", type=click.Choice(CONTENT_TYPES), default="json", show_default=True,
    help="Form of the input, where its ending does not tell.",
)  # fmt: skip
@click.option(
    "--keep-columns", metavar="LIST", default="",
    help="Columns of the rows to write before the predictions, comma separated; '*' for all.",
)  # fmt: skip
@_env_manager
@_install_mlflow
@click.option("--pip-requirements-override", "-r", metavar="LIST", help="Requirements to use instead, comma separated.")
@click.option("--env", multiple=True, metavar="KEY=VALUE", help="Environment variable for the model; repeatable.")
def predict(
    model_uri: str, input_path: str | None, output_path: str | None, content_type: str, keep_columns: str,
    env_manager: str, install_mlflow: bool, pip_requirements_override: str | None, env: tuple[str, ...],
) -> None:  # fmt: skip
    """Predict for a request to the scoring server, or for the rows of files.

    Files are read in pieces, so they may be larger than memory, and what is written is there whole or not at all.
    """
    overrides = [each.strip() for each in (pip_requirements_override or "").split(",") if each.strip()]
    folder = _prepared(model_uri, env_manager, overrides, dict(map(_pair, env)))
    keep_for_answers()
    predict_file(str(folder), input_path, output_path, content_type, keep_columns)


@models.command("prepare-env")
@_model_uri
@_env_manager
@_install_mlflow
def prepare_env(model_uri: str, env_manager: str, install_mlflow: bool) -> None:
    """Make the environment of a model, so that serving it starts at once."""
    _tell()
    python = python_for(local_folder(model_uri)[0], env_manager)
    if python is not None:
        click.echo(python.parents[1])
    elif env_manager != "local":
        click.echo("This environment has all that the model wants.", err=True)


_image_model_uri = click.option(
    "--model-uri", "-m", metavar="URI",
    help="Folder or URI of the model. Without one, the image serves the model that is mounted at /opt/ml/model.",
)  # fmt: skip
_mlflow_home = click.option(
    "--mlflow-home", metavar="FOLDER", help="A checkout of Penstock to put into the image; else the one that runs."
)
_install_java = click.option(
    "--install-java", type=bool, help="Whether the image has Java; by default where a flavor of the model needs it."
)
_base_image = click.option(
    "--base-image", metavar="IMAGE", help="The image to begin with; by default the slim one of the model's Python."
)


def _image_manager(default: str | None) -> Any:
    return click.option(
        "--env-manager", type=click.Choice(MANAGERS), default=default, show_default=default is not None,
        help="What installs the packages: uv for 'virtualenv' and 'uv', which is the default; 'local' into the base "
        "image's own Python; 'conda'.",
    )  # fmt: skip


@models.command("build-docker")
@_image_model_uri
@click.option("--name", "-n", default="mlflow-pyfunc-servable", show_default=True, help="Name of the image.")
@_image_manager("virtualenv")
@_mlflow_home
@_install_java
@_install_mlflow
@_enable_mlserver
@_base_image
@click.option(
    "--engine", metavar="PROGRAM",
    help="What builds: docker or podman, by name or path; by default the one that answers.",
)  # fmt: skip
def build_docker(
    model_uri: str | None, name: str, env_manager: str, mlflow_home: str | None, install_java: bool | None,
    install_mlflow: bool, enable_mlserver: bool, base_image: str | None, engine: str | None,
) -> None:  # fmt: skip
    """Build an image of a container that serves a model on port 8080."""
    tell_progress("mlflow.serving.containers")
    build_image(
        model_uri, name, ImageOptions(env_manager, mlflow_home, install_java, enable_mlserver, base_image), engine
    )


@models.command("generate-dockerfile")
@_image_model_uri
@click.option(
    "--output-directory", "-d", type=click.Path(file_okay=False), default="mlflow-dockerfile", show_default=True,
    help="The folder to write.",
)  # fmt: skip
@_image_manager(None)
@_mlflow_home
@_install_java
@_install_mlflow
@_enable_mlserver
@_base_image
def generate_dockerfile(
    model_uri: str | None, output_directory: str, env_manager: str | None, mlflow_home: str | None,
    install_java: bool | None, install_mlflow: bool, enable_mlserver: bool, base_image: str | None,
) -> None:  # fmt: skip
    """Write the folder that build-docker builds from: a Dockerfile, the model, what is installed."""
    options = ImageOptions(env_manager or "virtualenv", mlflow_home, install_java, enable_mlserver, base_image)
    click.echo(write_context(model_uri, output_directory, options))


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


def _tell() -> None:
    tell_progress("mlflow.serving.environments", "mlflow.virtualenvs", "mlflow.conda_environments")


def _prepared(
    model_uri: str, manager: str, overrides: list[str] | None = None, variables: Mapping[str, str] | None = None
) -> Path:
    """The model's folder, once the process is one that satisfies it: this one, or one that replaces it.

    Variables for the model mean another process too, since this one has read its own already.
    """
    _tell()
    folder, _ = local_folder(model_uri)
    python = python_for(folder, manager, overrides or [])
    if python is not None or variables:
        _replaced(python, folder, variables or {})
    return folder


def _replaced(python: Path | None, models: Path | tuple[str, ...], variables: Mapping[str, str]) -> None:
    """Become the same command in another Python, for a model's folder or for URIs; does not return."""
    context = click.get_current_context()
    options = {name: value for name, value in context.params.items() if name not in _SETTLED}
    command = command_of(python, str(context.info_name), models, options)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(command[0], command, environment_of(python, variables))


#: Options that the process taking over has no more use for.
_SETTLED = frozenset(
    {"model_uri", "model_uris", "env_manager", "no_conda", "install_mlflow", "pip_requirements_override", "env"}
)

if __name__ == "__main__":
    models()
