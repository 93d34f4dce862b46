"""MLflow's name for what plug-in backends use; a front door."""

from __future__ import annotations

from mlflow.projects.settings import (
    GIT_FETCH_DEPTH,
    MLFLOW_DOCKER_WORKDIR_PATH,
    MLFLOW_LOCAL_BACKEND_RUN_ID_CONFIG,
    PROJECT_BUILD_IMAGE,
    PROJECT_DOCKER_ARGS,
    PROJECT_DOCKER_AUTH,
    PROJECT_ENV_MANAGER,
    PROJECT_STORAGE_DIR,
    PROJECT_SYNCHRONOUS,
)
from mlflow.projects.specification import load_project
from mlflow.projects.steps import (
    fetch_and_validate_project,
    get_entry_point_command,
    get_or_create_run,
    get_run_env_vars,
)

__all__ = [
    "GIT_FETCH_DEPTH",
    "MLFLOW_DOCKER_WORKDIR_PATH",
    "MLFLOW_LOCAL_BACKEND_RUN_ID_CONFIG",
    "PROJECT_BUILD_IMAGE",
    "PROJECT_DOCKER_ARGS",
    "PROJECT_DOCKER_AUTH",
    "PROJECT_ENV_MANAGER",
    "PROJECT_STORAGE_DIR",
    "PROJECT_SYNCHRONOUS",
    "fetch_and_validate_project",
    "get_entry_point_command",
    "get_or_create_run",
    "get_run_env_vars",
    "load_project",
]
