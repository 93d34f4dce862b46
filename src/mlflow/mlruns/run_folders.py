"""A run as a folder: what reads it again is in ``runs.py``."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from typing import Final

from mlflow.entities import Dataset, Metric, RunInputs, RunOutputs, RunStatus
from mlflow.mlruns.layout import (
    BESIDE_RUNS,
    DATASETS,
    INPUTS,
    META,
    METRICS,
    MODELS,
    OUTPUTS,
    PARAMS,
    TAGS,
    TRASH,
)
from mlflow.mlruns.markers import MARKER, Marker
from mlflow.mlruns.other_folders import is_name
from mlflow.mlruns.series_text import SeriesFiles, dataset_fields
from mlflow.mlruns.writing import replace, split_keys, sweep, write_labels
from mlflow.mlruns.yaml_text import yaml_text
from mlflow.store.arrivals import ArrivingRun

#: MLflow's number for a run that was started by a script.
_LOCAL: Final = 4


def experiment_folder(root: str, experiment_id: str) -> str:
    """Where an experiment lies: among the others, or among the deleted ones if MLflow put it there."""
    place = os.path.join(root, experiment_id)
    binned = os.path.join(root, TRASH, experiment_id)
    return binned if not os.path.isdir(place) and os.path.isdir(binned) else place


def run_folder(root: str, experiment_id: str, run_id: str) -> str:
    """Where a run lies."""
    return os.path.join(experiment_folder(root, experiment_id), run_id)


def write_run(
    experiment: str, run: ArrivingRun, points: Mapping[str, int], store: str, kept: Collection[str] = ()
) -> list[str]:
    """Write a run into the folder of its experiment.

    ``meta.yaml`` is written last, so that a run which has one is there as a whole.

    Args:
        experiment: The experiment's folder.
        run: The run; its histories are read while they are written.
        points: How many points each of its series has.
        store: The database it comes from, for the marker.
        kept: Series whose files hold what they should already; they need not be among the histories.

    Returns:
        What the layout cannot hold.

    Raises:
        OSError: The folder cannot be written.
    """
    info = run.info
    if info.run_id in BESIDE_RUNS:
        return [f"the run {info.run_id!r}, since the layout has a folder of that name"]
    if not is_name(info.run_id):
        return [f"the run {info.run_id[:100]!r}, since that is no name of a folder"]
    folder = f"{experiment}/{info.run_id}"
    is_new = not os.path.exists(f"{folder}/{META}")
    os.makedirs(folder, exist_ok=True)
    left = [
        f"the {what} {key!r} of run {info.run_id}, since it is no name of a file"
        for what, part, values in (("param", PARAMS, run.params), ("tag", TAGS, run.tags))
        for key in write_labels(f"{folder}/{part}", values, is_new=is_new, aside=folder)
    ]
    files = SeriesFiles(f"{folder}/{METRICS}", points.keys(), is_new=is_new, aside=folder)
    measured = files.write((key, part) for key, part in run.histories if key not in kept)
    left += [f"the metric {key!r} of run {info.run_id}, since it is no name of a file" for key in files.unfit]
    left += [
        f"the dataset {name!r} of points of run {info.run_id}, since MLflow cannot read such a name there"
        for name in sorted(files.unsaid)
    ]
    _write_measured(experiment, info.run_id, [*measured, *run.measured])
    _write_inputs(experiment, folder, info.run_id, run.inputs)
    left += _write_outputs(folder, info.run_id, run.outputs)
    replace(f"{folder}/{META}", yaml_text(_meta(run)).encode("utf-8", "surrogateescape"), folder)
    replace(f"{folder}/{MARKER}", Marker(store, dict(points)).text().encode(), folder)
    sweep(folder)
    return left


def _meta(run: ArrivingRun) -> dict[str, object]:
    info = run.info
    fields: dict[str, object] = {
        "artifact_uri": info.artifact_uri,
        "end_time": info.end_time,
        "entry_point_name": "",
        "experiment_id": info.experiment_id,
        "lifecycle_stage": info.lifecycle_stage,
        "run_id": info.run_id,
        "run_name": info.run_name,
        "run_uuid": info.run_id,  # for MLflow 1.x
        "source_name": "",
        "source_type": _LOCAL,
        "source_version": "",
        "start_time": info.start_time,
        "status": RunStatus.from_string(info.status),
        "tags": [],
        "user_id": info.user_id,
    }
    if info.lifecycle_stage == "deleted":
        fields["deleted_time"] = run.deleted_time
    return fields


def _write_inputs(experiment: str, folder: str, run_id: str, inputs: RunInputs) -> None:
    for given in inputs.dataset_inputs:
        dataset_id = _write_dataset(experiment, given.dataset)
        _write_link(
            folder, INPUTS, _digest(dataset_id + run_id), source_type="DATASET", source_id=dataset_id,
            destination_type="RUN", destination_id=dataset_id, tags={tag.key: tag.value for tag in given.tags},
        )  # fmt: skip
    for model in inputs.model_inputs:
        _write_link(
            folder, INPUTS, _digest(model.model_id + run_id), source_type="MODEL", source_id=model.model_id,
            destination_type="RUN", destination_id=model.model_id, tags={},
        )  # fmt: skip


def _write_dataset(experiment: str, dataset: Dataset) -> str:
    dataset_id = _digest(dataset.name + dataset.digest)
    folder = f"{experiment}/{DATASETS}/{dataset_id}"
    fields = {
        "digest": dataset.digest,
        "name": dataset.name,
        "profile": dataset.profile,
        "schema": dataset.schema,
        "source": dataset.source,
        "source_type": dataset.source_type,
    }
    os.makedirs(folder, exist_ok=True)
    replace(f"{folder}/{META}", yaml_text(fields).encode("utf-8", "surrogateescape"), folder)
    return dataset_id


def _write_outputs(folder: str, run_id: str, outputs: RunOutputs) -> list[str]:
    """Write which models a run made; returns those whose ids are no names of folders."""
    left = []
    for model in outputs.model_outputs:
        if not is_name(model.model_id):
            left.append(f"the output {model.model_id[:100]!r} of run {run_id}, since it is no name of a folder")
            continue
        _write_link(
            folder, OUTPUTS, model.model_id, source_type="RUN_OUTPUT", source_id=model.model_id,
            destination_type="MODEL_OUTPUT", destination_id=model.model_id, step=model.step, tags={},
        )  # fmt: skip
    return left


def _write_link(folder: str, part: str, name: str, **fields: object) -> None:
    place = f"{folder}/{part}/{name}"
    os.makedirs(place, exist_ok=True)
    replace(f"{place}/{META}", yaml_text(fields).encode("utf-8", "surrogateescape"), place)


def _write_measured(experiment: str, run_id: str, measured: Collection[Metric]) -> None:
    """Write points that say which logged model was measured to the folders of those models, in place of older ones."""
    by_file: dict[tuple[str, str], dict[str, None]] = {}
    for point in measured:
        if point.model_id and point.model_id.replace("-", "").isalnum():
            line = f"{point.timestamp} {float(point.value)!r} {point.step} {run_id}{dataset_fields(point)}"
            by_file.setdefault((point.model_id, point.key), {})[line] = None
    for (model_id, key), lines in by_file.items():
        folder = f"{experiment}/{MODELS}/{model_id}"
        path = f"{folder}/{METRICS}/{key}"
        if split_keys([key])[1]:
            continue
        try:
            with open(path, encoding="utf-8") as file:
                others = [line.rstrip("\n") for line in file]
        except FileNotFoundError:
            others = []
        kept = [line for line in others if line.split(" ")[3:4] != [run_id]]
        os.makedirs(os.path.dirname(path), exist_ok=True)
        replace(path, "".join(f"{line}\n" for line in (*kept, *lines)).encode(), folder)


def _digest(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
