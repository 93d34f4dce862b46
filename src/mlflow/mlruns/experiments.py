"""Experiments and logged models of the layout."""

from __future__ import annotations

from pathlib import Path

from mlflow.entities import Experiment, LoggedModel, LoggedModelStatus, Metric
from mlflow.exceptions import InvalidParameterValue
from mlflow.mlruns.files import labels
from mlflow.mlruns.layout import ARTIFACTS, METRICS, PARAMS, TAGS
from mlflow.mlruns.meta import Meta
from mlflow.mlruns.places import place
from mlflow.mlruns.series import read_model_series
from mlflow.store.arrivals import ArrivingExperiment, ArrivingModel


def read_experiment(folder: Path, is_binned: bool) -> ArrivingExperiment:
    """The experiment in a folder.

    Args:
        folder: The folder.
        is_binned: Whether it lies among the deleted ones.
    """
    meta = Meta(folder)
    experiment_id = meta.needed("experiment_id")
    if experiment_id != folder.name:
        raise InvalidParameterValue(f"its folder is {folder.name}, but it says it is experiment {experiment_id}")
    root = folder.parent.parent if is_binned else folder.parent
    created = meta.whole("creation_time") or 0
    return ArrivingExperiment(
        Experiment(
            experiment_id,
            meta.needed("name"),
            place(meta.text("artifact_location"), root / experiment_id, is_made=False),
            "deleted" if is_binned or meta.is_deleted() else "active",
            labels(folder / TAGS),
            created,
            meta.whole("last_update_time") or created,
        )
    )


def read_logged_model(folder: Path, experiment_id: str) -> tuple[ArrivingModel, list[Metric]]:
    """The logged model in a folder, and the points that were measured on it."""
    meta = Meta(folder)
    model_id = meta.needed("model_id")
    if model_id != folder.name or meta.needed("experiment_id") != experiment_id:
        raise InvalidParameterValue("its folder is not that of the model it says it is")
    created = meta.whole("creation_timestamp") or 0
    status = meta.whole("status") or 0
    if not 0 <= status < len(LoggedModelStatus):
        raise InvalidParameterValue(f"it has the unknown status {status}")
    model = LoggedModel(
        experiment_id,
        model_id,
        meta.needed("name"),
        place(meta.text("artifact_location"), folder / ARTIFACTS),
        created,
        meta.whole("last_updated_timestamp") or created,
        meta.text("model_type"),
        meta.text("source_run_id"),
        LoggedModelStatus.from_int(status),
        meta.text("status_message"),
        labels(folder / TAGS),
        labels(folder / PARAMS),
    )
    return ArrivingModel(model, meta.is_deleted()), list(read_model_series(folder / METRICS, model_id))
