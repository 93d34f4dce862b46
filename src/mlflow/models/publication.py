"""Logging a model: a logged model is made, its folder filled where it will stay, and it is declared ready."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlflow.active.context import context_tags
from mlflow.active.experiments import active_experiment_id
from mlflow.active.models import note_model
from mlflow.active.runs import innermost
from mlflow.active.stores import tracking_store
from mlflow.contracts.stores import Store
from mlflow.entities import LoggedModel, LoggedModelOutput, LoggedModelParameter, LoggedModelStatus, LoggedModelTag
from mlflow.models.location import artifacts_at
from mlflow.uris import parse_location


@dataclass(frozen=True)
class Publication:
    """What is to be said of a model that is logged.

    Args:
        name: Its name; the store makes one up where there is none.
        run_id: The run that makes it; the active one where None, and none where none is active.
        model_type: Free text.
        params: Settings to record.
        tags: Notes to set.
        step: Step of the run at which it is made.
        model_id: A logged model that exists already and only lacks its files.
    """

    name: str | None = None
    run_id: str | None = None
    model_type: str | None = None
    params: dict[str, Any] | None = None
    tags: dict[str, Any] | None = None
    step: int = 0
    model_id: str | None = None


def publish(what: Publication, fill: Callable[[Path, LoggedModel], None]) -> LoggedModel:
    """Log a model.

    Args:
        what: What is to be said of it.
        fill: Writes its files into an empty folder.

    Returns:
        The logged model, ready.

    Raises:
        Exception: Whatever ``fill`` raises; the logged model is marked as failed then and keeps no files.
    """
    opened = innermost()
    store = opened.store if opened is not None else tracking_store()
    run_id = what.run_id or (opened.run.info.run_id if opened is not None else None)
    model = _created(store, what, run_id)
    try:
        _fill_in_place(model, fill)
    except BaseException:
        with contextlib.suppress(Exception):
            store.finalize_logged_model(model.model_id, LoggedModelStatus.FAILED)
        raise
    ready = store.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
    note_model(model.model_id)
    if run_id is not None:
        store.log_outputs(run_id, [LoggedModelOutput(model.model_id, what.step)])
    return ready


def _created(store: Store, what: Publication, run_id: str | None) -> LoggedModel:
    if what.model_id is not None:
        return store.get_logged_model(what.model_id)
    experiment = store.get_run(run_id).info.experiment_id if run_id else active_experiment_id(store)
    tags = context_tags() | (what.tags or {})
    return store.create_logged_model(
        experiment,
        what.name or None,
        what.model_type,
        run_id,
        [LoggedModelParameter(str(key), str(value)) for key, value in (what.params or {}).items()],
        [LoggedModelTag(str(key), str(value)) for key, value in tags.items()],
    )


def _fill_in_place(model: LoggedModel, fill: Callable[[Path, LoggedModel], None]) -> None:
    """Write straight into the final folder where it is on this machine; else beside it, and upload."""
    location = parse_location(model.artifact_location)
    if location.is_local:
        folder = location.local_path
        try:
            fill(folder, model)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return
    with tempfile.TemporaryDirectory(prefix="mlflow-model-") as temporary:
        folder = Path(temporary, "model")
        fill(folder, model)
        artifacts_at(location).upload_folder(folder)
