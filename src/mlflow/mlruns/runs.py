"""Runs of the layout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from mlflow.entities import (
    Dataset,
    DatasetInput,
    InputTag,
    LoggedModelInput,
    LoggedModelOutput,
    Metric,
    RunInfo,
    RunInputs,
    RunOutputs,
    RunStatus,
)
from mlflow.entities.tag_names import MLFLOW_RUN_NAME
from mlflow.exceptions import InvalidParameterValue
from mlflow.mlruns.files import is_folder, labels, plain_subfolders
from mlflow.mlruns.layout import ARTIFACTS, DATASETS, INPUTS, METRICS, OUTPUTS, PARAMS, TAGS
from mlflow.mlruns.meta import Meta
from mlflow.mlruns.places import place
from mlflow.mlruns.series import read_run_series
from mlflow.store.arrivals import ArrivingRun, Histories


def read_run(folder: Path, experiment_id: str, measured: Sequence[Metric]) -> ArrivingRun:
    """The run in a folder.

    Args:
        folder: The folder.
        experiment_id: The experiment it lies in, which counts even where it says that it belongs to another: it was
            moved here.
        measured: Points of the run that were measured on logged models.
    """
    meta = Meta(folder)
    run_id = meta.needed("run_id", "run_uuid")
    if run_id != folder.name:
        raise InvalidParameterValue(f"its folder is {folder.name}, but it says it is run {run_id}")
    tags = labels(folder / TAGS)
    info = RunInfo(
        run_id,
        experiment_id,
        meta.text("user_id"),
        _status(meta),
        meta.whole("start_time"),
        meta.whole("end_time"),
        "deleted" if meta.is_deleted() else "active",
        place(meta.text("artifact_uri"), folder / ARTIFACTS),
        meta.text("run_name", "name") or tags.get(MLFLOW_RUN_NAME, ""),
    )
    return ArrivingRun(
        info,
        labels(folder / PARAMS),
        tags,
        Histories(partial(read_run_series, folder / METRICS)),
        _inputs(folder),
        _outputs(folder / OUTPUTS),
        list(measured),
        meta.whole("deleted_time"),
    )


def _status(meta: Meta) -> str:
    status = meta.text("status") or "RUNNING"
    if status.isascii() and status.isdigit():
        return RunStatus.to_string(int(status))
    RunStatus.from_string(status)
    return status


def _inputs(folder: Path) -> RunInputs:
    inputs = RunInputs()
    for each in plain_subfolders(folder / INPUTS):
        meta = Meta(each)
        kind, source = meta.text("source_type"), meta.needed("source_id")
        if kind == "MODEL":
            inputs.model_inputs.append(LoggedModelInput(source))
        elif kind == "DATASET":
            tags = [InputTag(key, text) for key, text in meta.texts("tags").items()]
            inputs.dataset_inputs.append(DatasetInput(_dataset(folder.parent / DATASETS, source), tags))
        else:
            raise InvalidParameterValue(f"it read something of the unknown kind {kind!r}")
    return inputs


def _dataset(datasets: Path, dataset_id: str) -> Dataset:
    if not dataset_id.isalnum():  # it names a folder
        raise InvalidParameterValue(f"it read a dataset with the odd id {dataset_id[:100]!r}")
    if not is_folder(datasets) or not is_folder(datasets / dataset_id):
        raise InvalidParameterValue(f"it read the dataset {dataset_id}, which is missing")
    meta = Meta(datasets / dataset_id)
    return Dataset(
        meta.needed("name"),
        meta.needed("digest"),
        meta.text("source_type") or "",
        meta.text("source") or "",
        meta.text("schema"),
        meta.text("profile"),
    )


def _outputs(folder: Path) -> RunOutputs:
    outputs = RunOutputs()
    for each in plain_subfolders(folder):
        meta = Meta(each)
        outputs.model_outputs.append(LoggedModelOutput(meta.needed("destination_id"), meta.whole("step") or 0))
    return outputs
