"""Names of MLflow's modules about containers."""

from __future__ import annotations

from typing import Final

from mlflow.serving.containers.context import SYSTEM_PACKAGES
from mlflow.serving.containers.engine import find_engine
from mlflow.serving.containers.recipe import MODEL_PATH, PORT, PYTHON_SLIM_BASE_IMAGE

__all__ = ["MODEL_PATH", "PYTHON_SLIM_BASE_IMAGE", "build_image_from_context"]

DEFAULT_INFERENCE_SERVER_PORT: Final = 8000
DEFAULT_MLSERVER_PORT: Final = PORT
DEFAULT_NGINX_SERVER_PORT: Final = PORT
DEFAULT_SAGEMAKER_SERVER_PORT: Final = PORT
DISABLE_NGINX: Final = "DISABLE_NGINX"
ENABLE_MLSERVER: Final = "ENABLE_MLSERVER"
SERVING_ENVIRONMENT: Final = "SERVING_ENVIRONMENT"
FLAVOR_SPECIFIC_APT_PACKAGES: Final = {name: [SYSTEM_PACKAGES[name]] for name in ("lightgbm", "paddle")}
JAVA_FLAVORS: Final = {"h2o", "johnsnowlabs", "spark"}
SUPPORTED_FLAVORS: Final = ["python_function"]
UBUNTU_BASE_IMAGE: Final = "ubuntu:22.04"


def build_image_from_context(context_dir: str, image_name: str) -> None:
    """Build an image of a folder with a Dockerfile.

    Args:
        context_dir: The folder.
        image_name: Name of the image.

    Raises:
        InvalidParameterValue: That is no name of an image.
        MissingConfigException: There is nothing to build with.
        ExecutionException: It cannot be built.
    """
    find_engine().build(context_dir, image_name)
