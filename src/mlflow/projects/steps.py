"""The steps of running a project one by one, by MLflow's names, for backends of plug-ins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlflow.active.addresses import get_tracking_uri
from mlflow.entities import Run
from mlflow.projects.commands import command_of
from mlflow.projects.jobs import run_variables
from mlflow.projects.parameters import resolve
from mlflow.projects.sources import Source, fetch, tags_of
from mlflow.projects.specification import Project, load_project
from mlflow.projects.tracked import open_run
from mlflow.tracking import MlflowClient


def fetch_and_validate_project(
    uri: str, version: str | None, entry_point: str, parameters: Mapping[str, Any] | None
) -> str:
    """A project's folder on this machine, after checking that the entry point can run with the parameters.

    Raises:
        ExecutionException: It cannot.
    """
    folder = fetch(uri, version).folder
    project = load_project(folder)
    resolve(project.get_entry_point(entry_point), parameters, project.directory, None)
    return str(folder)


def get_entry_point_command(
    project: Project, entry_point: str, parameters: Mapping[str, Any] | None, storage_dir: str | None
) -> list[str]:
    """The shell command of an entry point, with the values quoted in place; a list of one."""
    point = project.get_entry_point(entry_point)
    return [command_of(point, resolve(point, parameters, project.directory, storage_dir)).shown]


def get_or_create_run(
    run_id: str | None,
    uri: str,
    experiment_id: str,
    work_dir: str,
    version: str | None,
    entry_point: str,
    parameters: Mapping[str, Any] | None,
) -> Run:
    """The run of that id, or a new one for a project with its source and parameters logged."""
    client = MlflowClient()
    if run_id:
        return client.get_run(run_id)
    project = load_project(work_dir)
    values = resolve(project.get_entry_point(entry_point), parameters, project.directory, None)
    source = Source(Path(work_dir), tags_of(Path(work_dir), uri))
    return client.get_run(open_run(client, experiment_id, None, None, source, entry_point, values.given, {}))


def get_run_env_vars(run_id: str, experiment_id: str) -> dict[str, str]:
    """The variables by which code in a child process finds its run."""
    return run_variables(run_id, str(experiment_id), get_tracking_uri())
