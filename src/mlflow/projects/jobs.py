"""A project ready to start: everything decided, checked and logged."""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlflow.environment_variables import (
    MLFLOW_EXPERIMENT_ID,
    MLFLOW_EXPERIMENT_NAME,
    MLFLOW_REGISTRY_URI,
    MLFLOW_RUN_ID,
    MLFLOW_TRACKING_URI,
)
from mlflow.projects.dependencies import Dependencies
from mlflow.projects.environments import Plan, prepared
from mlflow.projects.submitted_run import LocalSubmittedRun
from mlflow.projects.tracked import close_run
from mlflow.tracking import MlflowClient

_logger = logging.getLogger("mlflow.projects")


@dataclass(frozen=True)
class Job:
    """What it takes to start a project's process.

    Attributes:
        run_id: The run it logs to.
        experiment_id: The run's experiment.
        tracking_uri: The store, by an address that holds in any folder.
        folder: Where it runs.
        argv: What to execute.
        shown: The same for people.
        plan: The environment.
        registry_uri: The store of registered models, where it is another one.
        temporary: A folder to remove at the end.
    """

    run_id: str
    experiment_id: str
    tracking_uri: str
    folder: str
    argv: list[str]
    shown: str
    plan: Plan
    registry_uri: str | None = None
    temporary: str | None = None

    @classmethod
    def from_mapping(cls, content: Mapping[str, Any]) -> Job:
        """The job that :func:`dataclasses.asdict` made a mapping of, JSON in between."""
        chosen = dict(content["plan"])
        if chosen["dependencies"] is not None:
            wanted = dict(chosen["dependencies"])
            chosen["dependencies"] = Dependencies(
                **{**wanted, "lines": tuple(wanted["lines"]), "conda": tuple(wanted["conda"])}
            )
        return cls(**{**content, "plan": Plan(**chosen)})


def start(job: Job) -> LocalSubmittedRun:
    """Make the environment and start the process; its run is closed when its end is seen.

    Raises:
        ExecutionException: The environment cannot be made; the run has failed.
    """
    client = MlflowClient(tracking_uri=job.tracking_uri)
    try:
        environment = {**prepared(job.plan), **run_variables(job.run_id, job.experiment_id, job.tracking_uri)}
        environment.pop(MLFLOW_EXPERIMENT_NAME.name, None)
        if job.registry_uri not in (None, job.tracking_uri):
            environment[MLFLOW_REGISTRY_URI.name] = job.registry_uri
        _logger.info("Running %r in run %s", job.shown, job.run_id)
        process = subprocess.Popen(job.argv, cwd=job.folder, env=environment, start_new_session=True)
    except BaseException:
        close_run(client, job.run_id, 1)
        raise

    def ended(code: int) -> None:
        if job.temporary is not None:
            shutil.rmtree(job.temporary, ignore_errors=True)
        close_run(client, job.run_id, code, killed=code < 0)

    return LocalSubmittedRun(job.run_id, process, ended)


def run_variables(run_id: str, experiment_id: str, tracking_uri: str) -> dict[str, str]:
    """The variables by which code in a child process finds its run."""
    return {
        MLFLOW_RUN_ID.name: run_id,
        MLFLOW_TRACKING_URI.name: tracking_uri,
        MLFLOW_EXPERIMENT_ID.name: experiment_id,
    }
