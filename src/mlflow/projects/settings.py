"""Keys of the settings that :func:`mlflow.projects.run` hands a backend, beside the caller's own."""

from __future__ import annotations

from typing import Final

PROJECT_SYNCHRONOUS: Final = "SYNCHRONOUS"
PROJECT_DOCKER_ARGS: Final = "DOCKER_ARGS"
PROJECT_STORAGE_DIR: Final = "STORAGE_DIR"
PROJECT_ENV_MANAGER: Final = "ENV_MANAGER"
PROJECT_BUILD_IMAGE: Final = "build_image"
PROJECT_DOCKER_AUTH: Final = "docker_auth"
GIT_FETCH_DEPTH: Final = 1
MLFLOW_DOCKER_WORKDIR_PATH: Final = "/mlflow/projects/code/"
MLFLOW_LOCAL_BACKEND_RUN_ID_CONFIG: Final = "_mlflow_local_backend_run_id"
RUN_NAME: Final = "run_name"
REGISTRY_URI: Final = "registry_uri"
