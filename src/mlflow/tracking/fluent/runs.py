"""The active run: start, resume, end."""

from __future__ import annotations

import logging
import sys
import time
from types import TracebackType
from typing import Any

from mlflow.active.addresses import get_tracking_uri
from mlflow.active.context import context_tags
from mlflow.active.experiments import active_experiment_id
from mlflow.active.runs import (
    OpenRun,
    active_runs,
    end_at_exit,
    forget_exit_code,
    innermost,
    last_run,
    push,
    remove,
)
from mlflow.active.stores import open_store
from mlflow.contracts.stores import Store
from mlflow.entities import LifecycleStage, Run, RunStatus, RunTag, tag_names
from mlflow.entities.cards import lead_to
from mlflow.environment_variables import MLFLOW_RUN_ID, MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.system_metrics.running import monitor_run, stop_monitoring
from mlflow.tracking.links import pages, run_link
from mlflow.tracking.operations import finish_background
from mlflow.tracking.values import checked_key, now, tag_text

_log = logging.getLogger(__name__)
_latest_start = 0

lead_to(pages)


class ActiveRun(Run):
    """A run that ends with its ``with`` block: FINISHED, or FAILED where an exception leaves it.

    Args:
        run: The run.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(run.info, run.data, run.inputs, run.outputs)

    def _repr_html_(self) -> str:
        """The run as it is now: what this object holds is what was known when it began."""
        opened = next((each for each in active_runs() if each.run is self), None)
        store = open_store(get_tracking_uri()) if opened is None else opened.store
        try:
            return store.get_run(self.info.run_id)._repr_html_()
        except MlflowException:
            return super()._repr_html_()

    def __enter__(self) -> ActiveRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        status = "FINISHED" if kind is None else "FAILED"
        stack = active_runs()
        at = next((i for i, opened in enumerate(stack) if opened.run is self), None)
        if at is None:
            return  # the block ended it itself
        for opened in reversed(stack[at:]):  # with what was started in the block and left open
            try:
                _end(opened, status)
            except MlflowException:
                if error is None:
                    raise
                _log.exception("The run %s could not be marked as failed.", opened.run.info.run_id)


def start_run(
    run_id: str | None = None,
    experiment_id: str | None = None,
    run_name: str | None = None,
    nested: bool = False,
    parent_run_id: str | None = None,
    tags: dict[str, Any] | None = None,
    description: str | None = None,
    log_system_metrics: bool | None = None,
) -> ActiveRun:
    """Start a run, or go on with one, and make it the active one of this thread or asyncio task.

    Args:
        run_id: A run to go on with; ``MLFLOW_RUN_ID``, the first time, where None.
        experiment_id: Experiment of a new run; the active one where None.
        run_name: Name of the run; one is made up for a new run where None.
        nested: Whether it may begin inside the active run, as its child.
        parent_run_id: The run it is a child of; the active one where None.
        tags: Tags to set; values are kept as text.
        description: Markdown, kept as the tag ``mlflow.note.content``.
        log_system_metrics: Whether the machine's load is recorded as metrics ``system/…``; where None,
            ``MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING`` says.

    Returns:
        The run, to be used with ``with``, or to be ended with :func:`mlflow.end_run`.

    Raises:
        InvalidParameterValue: A run is active and ``nested`` is not set, or the run to go on with is deleted.
        ResourceDoesNotExist: There is no such run or experiment.
    """
    outer = innermost()
    if outer is not None and not nested:
        raise InvalidParameterValue(
            f"The run {outer.run.info.run_id} is active. End it with mlflow.end_run(), or start this one inside it "
            "with start_run(nested=True)."
        )
    if run_id is None and outer is None:
        run_id = MLFLOW_RUN_ID.get()
        MLFLOW_RUN_ID.unset()
    uri = get_tracking_uri()
    store = open_store(uri)
    all_tags = {checked_key(key, "tag"): tag_text(value) for key, value in (tags or {}).items()}
    if description:
        if tag_names.MLFLOW_RUN_NOTE in all_tags:
            raise InvalidParameterValue(
                f"Give the description either as description or as the tag {tag_names.MLFLOW_RUN_NOTE}, not both."
            )
        all_tags[tag_names.MLFLOW_RUN_NOTE] = tag_text(description)
    if run_name:
        all_tags.pop(tag_names.MLFLOW_RUN_NAME, None)  # the argument is what counts
    if run_id is not None:
        run = _resumed(store, run_id, run_name, all_tags)
    else:
        parent = parent_run_id or (outer.run.info.run_id if outer is not None else None)
        run = _created(store, experiment_id, run_name, parent, parent_run_id is not None, all_tags)
    active = ActiveRun(run)
    push(OpenRun(active, store, uri))
    end_at_exit(_end_quietly)
    forget_exit_code()
    monitor_run(run.info.run_id, store, wanted=log_system_metrics, resumed=run_id is not None)
    return active


def _created(
    store: Store, experiment_id: str | None, name: str | None, parent: str | None, check: bool, tags: dict[str, str]
) -> Run:
    if check and parent is not None:
        _usable(store.get_run(parent))
    all_tags = {**context_tags(), **tags}
    if parent is not None:
        all_tags[tag_names.MLFLOW_PARENT_RUN_ID] = parent
    return store.create_run(
        str(experiment_id) if experiment_id is not None else active_experiment_id(store),
        all_tags[tag_names.MLFLOW_USER],
        _moment_of_its_own(),
        [RunTag(key, value) for key, value in all_tags.items()],
        name,
    )


def _moment_of_its_own() -> int:
    """Now, but not the millisecond another run began in: searches show the newest run first."""
    global _latest_start
    while (moment := now()) == _latest_start:
        time.sleep(0.0002)
    _latest_start = moment
    return moment


def _resumed(store: Store, run_id: str, name: str | None, tags: dict[str, str]) -> Run:
    _usable(store.get_run(run_id))
    store.update_run(run_id, "RUNNING", run_name=name)
    if tags:
        store.log_batch(run_id, tags=[RunTag(key, value) for key, value in tags.items()])
    return store.get_run(run_id)


def _usable(run: Run) -> Run:
    if run.info.lifecycle_stage == LifecycleStage.DELETED:
        raise InvalidParameterValue(
            f"The run {run.info.run_id} is deleted. Restore it with MlflowClient().restore_run({run.info.run_id!r})."
        )
    return run


def end_run(status: str = "FINISHED") -> None:
    """End the active run; nothing happens where there is none.

    Args:
        status: ``FINISHED``, also where it is empty, ``FAILED`` or ``KILLED``.
    """
    status = status or "FINISHED"
    RunStatus.from_string(status)
    opened = innermost()
    if opened is not None:
        _end(opened, status)


def _end(opened: OpenRun, status: str) -> None:
    remove(opened)
    info = opened.run.info
    stop_monitoring(info.run_id)
    finish_background()
    forget_exit_code()
    opened.store.update_run(info.run_id, status, now())
    # The id of an experiment that its server does not know yet is no number, and leads nowhere.
    if info.experiment_id.isdigit() and not MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT.get():
        link = run_link(opened.tracking_uri, info.experiment_id, info.run_id)
        if link is not None:
            sys.stdout.write(f"Run {info.run_name or info.run_id}: {link}\n")


def _end_quietly(opened: OpenRun, failed: bool) -> None:
    """End a run that the process leaves open; what goes wrong here must not hide how the process ends."""
    try:
        stop_monitoring(opened.run.info.run_id)
        finish_background()
        opened.store.update_run(opened.run.info.run_id, "FAILED" if failed else "FINISHED", now())
    except Exception as error:
        _log.warning("The run %s could not be ended: %s", opened.run.info.run_id, error)


def active_run() -> ActiveRun | None:
    """The active run of this thread or asyncio task, None where there is none.

    It is the run as it was when it was started; :func:`mlflow.get_run` shows what was logged since.
    """
    opened = innermost()
    if opened is None:
        return None
    assert isinstance(opened.run, ActiveRun)
    return opened.run


def last_active_run() -> Run | None:
    """The run that was active last in this thread or asyncio task, as it is now; None where none was."""
    last = last_run()
    return last.store.get_run(last.run.info.run_id) if last is not None else None


def get_run(run_id: str) -> Run:
    """Return a run with the last point of each metric, its params, tags, inputs and outputs.

    Raises:
        ResourceDoesNotExist: There is none of that id.
    """
    return open_store(get_tracking_uri()).get_run(run_id)


def get_parent_run(run_id: str) -> Run | None:
    """The run that a run is nested in; None where it is not nested."""
    store = open_store(get_tracking_uri())
    parent = store.get_run(run_id).data.tags.get(tag_names.MLFLOW_PARENT_RUN_ID)
    return store.get_run(parent) if parent else None


def delete_run(run_id: str) -> None:
    """Put a run in the bin."""
    open_store(get_tracking_uri()).delete_run(run_id)
