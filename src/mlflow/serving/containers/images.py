"""Images of models, as users ask for them."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from mlflow.serving.containers.context import ImageOptions, write_context
from mlflow.serving.containers.engine import check_name, find_engine
from mlflow.serving.containers.recipe import PORT

_log = logging.getLogger(__name__)


def build_image(model_uri: str | None, name: str, options: ImageOptions, engine: str | None = None) -> None:
    """Build an image that serves a model on port 8080.

    Args:
        model_uri: The model; None for an image that serves what is mounted at ``/opt/ml/model``.
        name: Name of the image.
        options: What it is to have.
        engine: The program that builds; see :func:`mlflow.serving.containers.engine.find_engine`.

    Raises:
        InvalidParameterValue: The name is none, or the model asks for something that is no requirement.
        MissingConfigException: There is nothing to build with.
        ExecutionException: It cannot be built.
    """
    check_name(name)
    program = find_engine(engine)
    with tempfile.TemporaryDirectory(prefix="penstock-image-") as folder:
        size = program.build(write_context(model_uri, Path(folder, "context"), options), name)
    mounted = "" if model_uri is not None else " -v MODEL_FOLDER:/opt/ml/model:ro"
    _log.info("Built %s (%d MB). To serve: %s run --rm -p 5001:%d%s %s", name, size // 1_000_000,
              Path(program.program).name, PORT, mounted, name)  # fmt: skip


def build_docker(
    model_uri: str | None = None,
    name: str = "mlflow-pyfunc",
    env_manager: str = "virtualenv",
    mlflow_home: str | None = None,
    install_java: bool | None = None,
    install_mlflow: bool = False,
    enable_mlserver: bool = False,
    base_image: str | None = None,
) -> None:
    """Build an image that serves a model on port 8080, with Docker or Podman.

    Args:
        model_uri: Folder or URI of the model; None for an image that serves what is mounted at ``/opt/ml/model``.
        name: Name of the image.
        env_manager: ``virtualenv`` or ``uv`` for an environment in it, ``local`` for the base image's own Python,
            ``conda``.
        mlflow_home: A checkout of Penstock to put in, in place of the one that runs.
        install_java: Whether there is Java in it; if None, where a flavor of the model needs it.
        install_mlflow: Without effect: Penstock is always in it.
        enable_mlserver: Serve with MLServer.
        base_image: The image to begin with; the slim one of the model's Python if None.

    Raises:
        InvalidParameterValue: The name is none, or the model asks for something that is no requirement.
        MissingConfigException: There is nothing to build with.
        ExecutionException: It cannot be built.
    """
    build_image(model_uri, name, ImageOptions(env_manager, mlflow_home, install_java, enable_mlserver, base_image))
