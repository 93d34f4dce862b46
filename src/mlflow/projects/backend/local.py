"""Projects on this machine."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mlflow.entities import tag_names
from mlflow.exceptions import ExecutionException, MlflowNotImplementedException
from mlflow.projects import background, env_type
from mlflow.projects.backend.abstract_backend import AbstractBackend
from mlflow.projects.commands import command_of
from mlflow.projects.dependencies import dependencies_of
from mlflow.projects.environments import plan
from mlflow.projects.jobs import Job, start
from mlflow.projects.parameters import resolve
from mlflow.projects.settings import (
    MLFLOW_LOCAL_BACKEND_RUN_ID_CONFIG,
    PROJECT_ENV_MANAGER,
    PROJECT_STORAGE_DIR,
    PROJECT_SYNCHRONOUS,
    REGISTRY_URI,
    RUN_NAME,
)
from mlflow.projects.sources import Source, fetch
from mlflow.projects.specification import load_project
from mlflow.projects.submitted_run import LocalSubmittedRun
from mlflow.projects.tracked import open_run
from mlflow.tracking import MlflowClient

_logger = logging.getLogger("mlflow.projects")


class LocalBackend(AbstractBackend):
    """Runs a project as a process of this machine.

    Everything that can be wrong with a project or its values is found before a run is made.
    """

    def run(
        self,
        project_uri: str,
        entry_point: str,
        params: Mapping[str, Any] | None,
        version: str | None,
        backend_config: dict[str, Any],
        tracking_uri: str,
        experiment_id: str,
    ) -> LocalSubmittedRun:
        source = fetch(project_uri, version)
        try:
            job = _job(source, entry_point, params, backend_config, tracking_uri, experiment_id)
            if backend_config.get(PROJECT_SYNCHRONOUS, True):
                return start(job)
            return _start_in_background(job)
        except BaseException:
            if source.temporary is not None:
                shutil.rmtree(source.temporary, ignore_errors=True)
            raise


def _job(
    source: Source,
    entry_point: str,
    params: Mapping[str, Any] | None,
    config: Mapping[str, Any],
    tracking_uri: str,
    experiment_id: str,
) -> Job:
    project = load_project(source.folder)
    point = project.get_entry_point(entry_point)
    if project.env_type == env_type.DOCKER:
        raise MlflowNotImplementedException(
            "The project asks for a container (docker_env), which is not supported. Give it a python_env instead."
        )
    chosen = plan(project, dependencies_of(project), config.get(PROJECT_ENV_MANAGER))
    values = resolve(point, params, project.directory, config.get(PROJECT_STORAGE_DIR))
    python = "python"
    if chosen.manager == "local" and sys.executable and not (Path(sys.executable).parent / "python").exists():
        python = sys.executable
    command = command_of(point, values, python)
    tags = {tag_names.MLFLOW_PROJECT_BACKEND: "local"}
    if chosen.manager != "local":
        tags[tag_names.MLFLOW_PROJECT_ENV] = config.get(PROJECT_ENV_MANAGER) or chosen.manager
    run_id = open_run(
        MlflowClient(tracking_uri=tracking_uri),
        experiment_id,
        config.get(MLFLOW_LOCAL_BACKEND_RUN_ID_CONFIG),
        config.get(RUN_NAME),
        source,
        entry_point,
        values.given,
        tags,
    )
    return Job(
        run_id=run_id,
        experiment_id=experiment_id,
        tracking_uri=tracking_uri,
        registry_uri=config.get(REGISTRY_URI),
        folder=str(project.directory),
        argv=command.argv(),
        shown=command.shown,
        plan=chosen,
        temporary=None if source.temporary is None else str(source.temporary),
    )


def _start_in_background(job: Job) -> LocalSubmittedRun:
    """Start a process that makes the environment, runs the project and closes its run, whatever becomes of this one."""
    _logger.info("Starting run %s in the background", job.run_id)
    # In the folder that holds the package, so that the child imports this very mlflow.
    home = Path(background.__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", background.__name__], cwd=home, stdin=subprocess.PIPE, start_new_session=True
    )
    if process.stdin is None:
        raise ExecutionException("The background process has no input.")
    with process.stdin as pipe:
        pipe.write(json.dumps(asdict(job)).encode())
    return LocalSubmittedRun(job.run_id, process)
