"""Writing the records of a store into a new folder, in the layout of MLflow's file store.

What is there from an export before is completed and brought up to date, so one that was interrupted is started again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from mlflow.entities import RunInfo
from mlflow.exceptions import MlflowException
from mlflow.mlruns.layout import ARTIFACTS, MODELS, TRASH
from mlflow.mlruns.markers import read_marker
from mlflow.mlruns.other_folders import write_experiment, write_logged_model, write_registered_model
from mlflow.mlruns.run_folders import write_run
from mlflow.store.arrivals import ArrivingExperiment, ArrivingModel, ArrivingRun
from mlflow.store.sql.folder_notes import FolderNotes
from mlflow.store.sql.leaving import Leaving


class CopyFiles(Protocol):
    """Copies the artifacts at a place into a folder."""

    def __call__(self, place: str, folder: Path) -> None: ...


@dataclass
class Given:
    """What was written.

    Args:
        counts: How many of each kind.
        left: What the layout cannot hold, and artifacts that could not be copied.
    """

    counts: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """What was written, in a few words."""
        told = [f"{number:,} {kind if number != 1 else kind[:-1]}" for kind, number in self.counts.items()]
        return ", ".join(told) or "nothing"


class FolderExport:
    """An export into a folder.

    Args:
        source: The records.
        directory: The folder.
        copy: Copies artifacts into the folder; None leaves them where they are, and the folder says where.
    """

    def __init__(self, source: Leaving, directory: str, copy: CopyFiles | None = None) -> None:
        self._source, self._root, self._copy = source, directory, copy
        self.given = Given()
        #: Folders of experiments, by their ids.
        self._folders: dict[str, str] = {}

    def write(self, each: Callable[[], None]) -> Given:
        """Write everything.

        Args:
            each: Called after each record.

        Raises:
            OSError: The folder cannot be written.
        """
        store = FolderNotes(*self._source.foundation).store_id
        os.makedirs(self._root, exist_ok=True)
        for experiment in self._source.experiments():
            self._write_experiment(experiment)
            each()
        for model in self._source.logged_models():
            self._write_model(model)
            each()
        for run, points in self._source.runs():
            self._write_run(run, points, store)
            each()
        for registered in self._source.registered_models():
            self.given.left += write_registered_model(self._root, registered)
            self._count("registered models")
            each()
        return self.given

    def _count(self, kind: str) -> None:
        self.given.counts[kind] = self.given.counts.get(kind, 0) + 1

    def _write_experiment(self, record: ArrivingExperiment) -> None:
        experiment = record.experiment
        number = experiment.experiment_id
        active, binned = f"{self._root}/{number}", f"{self._root}/{TRASH}/{number}"
        is_binned = experiment.lifecycle_stage == "deleted"
        here, there = (binned, active) if is_binned else (active, binned)
        if os.path.isdir(there) and not os.path.isdir(here):  # deleted or restored since an export before
            os.makedirs(os.path.dirname(here), exist_ok=True)
            os.rename(there, here)
        self._folders[number] = here
        if self._copy is not None:
            experiment.artifact_location = here
        self.given.left += write_experiment(here, experiment)
        self._count("experiments")

    def _write_model(self, record: ArrivingModel) -> None:
        model = record.model
        experiment = self._folders[model.experiment_id]
        model.artifact_location = self._files(
            model.artifact_location, Path(experiment, MODELS, model.model_id, ARTIFACTS), f"model {model.model_id}"
        )
        self.given.left += write_logged_model(experiment, record)
        self._count("logged models")

    def _write_run(self, run: ArrivingRun, points: dict[str, int], store: str) -> None:
        experiment = self._folders[run.info.experiment_id]
        folder = f"{experiment}/{run.info.run_id}"
        place = self._files(run.info.artifact_uri or "", Path(folder, ARTIFACTS), f"run {run.info.run_id}")
        run = replace(run, info=_moved(run.info, place))
        marker = read_marker(folder, store)
        known = marker.points if marker else {}
        kept = [key for key, count in points.items() if known.get(key) == count]
        if len(kept) == len(points):
            run = replace(run, histories=())
        self.given.left += write_run(experiment, run, points, store, kept)
        self._count("runs")

    def _files(self, place: str, folder: Path, owner: str) -> str:
        """Copy the artifacts at a place, if they are to be; returns where they are then."""
        if self._copy is None or not place:
            return place
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._copy(place, folder)
        except (MlflowException, OSError) as error:
            self.given.left.append(f"artifacts of {owner}: {error}")
            return place
        return str(folder)


def _moved(info: RunInfo, place: str) -> RunInfo:
    return RunInfo(
        info.run_id,
        info.experiment_id,
        info.user_id,
        info.status,
        info.start_time,
        info.end_time,
        info.lifecycle_stage,
        place,
        info.run_name,
    )
