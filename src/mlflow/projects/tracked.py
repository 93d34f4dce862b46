"""The run that a project logs to: made before the project starts, closed when it ends."""

from __future__ import annotations

import time
from collections.abc import Mapping

from mlflow.active.origin import user
from mlflow.active.runs import innermost
from mlflow.entities import Param, RunStatus, RunTag, SourceType, tag_names
from mlflow.projects.sources import Source
from mlflow.tracking import MlflowClient

_BATCH = 100


def open_run(
    client: MlflowClient,
    experiment_id: str,
    run_id: str | None,
    run_name: str | None,
    source: Source,
    entry_point: str,
    given: Mapping[str, str],
    more_tags: Mapping[str, str],
) -> str:
    """Make the run of a project, or take up an existing one, and log where it comes from and its parameters.

    Args:
        client: The store.
        experiment_id: Where a new run goes.
        run_id: An existing run to use instead.
        run_name: Name of a new run.
        source: Where the project is.
        entry_point: What of it is run.
        given: Its parameters.
        more_tags: Tags of the backend.

    Returns:
        The run's id.
    """
    tags = {
        **source.tags,
        tag_names.MLFLOW_SOURCE_TYPE: SourceType.to_string(SourceType.PROJECT),
        tag_names.MLFLOW_PROJECT_ENTRY_POINT: entry_point,
        **more_tags,
    }
    if run_id is None:
        parent = innermost()
        tags[tag_names.MLFLOW_USER] = user()
        if parent is not None:
            tags[tag_names.MLFLOW_PARENT_RUN_ID] = parent.run.info.run_id
        run_id = client.create_run(experiment_id, tags=tags, run_name=run_name).info.run_id
        tags = {}
    try:
        _log(client, run_id, given, tags)
    except BaseException:
        close_run(client, run_id, 1)
        raise
    return run_id


def _log(client: MlflowClient, run_id: str, given: Mapping[str, str], tags: Mapping[str, str]) -> None:
    params = [Param(key, value) for key, value in given.items()]
    for start in range(0, max(len(params), 1), _BATCH):
        batch = [RunTag(key, value) for key, value in tags.items()] if start == 0 else []
        if batch or params:
            client.log_batch(run_id, params=params[start : start + _BATCH], tags=batch)


def close_run(client: MlflowClient, run_id: str, exit_code: int, killed: bool = False) -> None:
    """Give a run the status that its project's exit code says, unless the project gave it one that agrees."""
    status = RunStatus.from_string(client.get_run(run_id).info.status)
    if exit_code == 0:
        wanted = status if RunStatus.is_terminated(status) else RunStatus.FINISHED
    else:
        wanted = RunStatus.KILLED if killed else RunStatus.FAILED
    if wanted != status:
        client.set_terminated(run_id, RunStatus.to_string(wanted), end_time=int(time.time() * 1000))
