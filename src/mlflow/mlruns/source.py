"""A folder in the layout of MLflow's file store, as a source of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ParamSpec, TypeVar

from mlflow.entities import Metric
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.mlruns.experiments import read_experiment, read_logged_model
from mlflow.mlruns.files import is_file, is_folder, subfolders
from mlflow.mlruns.layout import BESIDE_RUNS, META, MODELS, OF_RUNS, TRACES, TRASH
from mlflow.mlruns.registry import read_registered_model
from mlflow.mlruns.runs import read_run
from mlflow.store.arrivals import Arrival, Left, Refused

T = TypeVar("T")
P = ParamSpec("P")


class FolderSource:
    """The records in a folder.

    Args:
        directory: The folder that holds the experiments.

    Raises:
        InvalidParameterValue: There is no such folder.
    """

    def __init__(self, directory: str | Path) -> None:
        self.directory = Path(directory).absolute()
        if not self.directory.is_dir():
            raise InvalidParameterValue(f"There is no folder {str(directory)!r}.")
        #: Points that were measured on logged models, by the run that measured.
        self._measured: dict[str, list[Metric]] = {}
        self._traces = 0

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.directory)

    def size(self) -> int:
        """How many folders there are to look at."""
        count = len(subfolders(self.directory / MODELS, is_root=True)[0])
        for folder, _ in self._experiment_folders():
            count += 1 + len(subfolders(folder)[0]) + len(subfolders(folder / MODELS, is_root=True)[0])
        return count

    def records(self) -> Iterator[Arrival]:
        """Experiments, logged models, runs and registered models, in this order."""
        self._measured, self._traces = {}, 0
        yield from self._links()
        read: list[Path] = []
        for folder, is_binned in self._experiment_folders():
            what = f"experiment {self._relative(folder)}"
            found = self._read(what, read_experiment, folder, is_binned)
            yield found
            if not isinstance(found, Refused):
                read.append(folder)
        for folder in read:
            yield from self._models(folder)
        for folder in read:
            yield from self._runs(folder)
        yield from self._registered()
        if self._traces:
            yield Left("traces", self._traces, "Penstock does not keep traces yet; their files stay where they are")

    def _experiment_folders(self) -> Iterator[tuple[Path, bool]]:
        """Folders of experiments, and whether they are deleted."""
        for parent, is_binned in ((self.directory, False), (self.directory / TRASH, True)):
            if parent != self.directory and not is_folder(parent):
                continue
            for folder in subfolders(parent, is_root=not is_binned)[0]:
                if folder.name in (MODELS, TRASH) and not is_binned:
                    continue
                if is_file(folder / META) or (folder.name.isdigit() and self._lost(folder)):
                    yield folder, is_binned

    def _lost(self, experiment: Path) -> bool:
        """Whether a folder without ``meta.yaml`` is an experiment that has lost it."""
        return any(is_file(folder / META) for folder in subfolders(experiment)[0])

    def _links(self) -> Iterator[Refused]:
        for parent in (self.directory, self.directory / TRASH):
            if parent == self.directory or is_folder(parent):
                for link in subfolders(parent, is_root=True)[1]:
                    if link.is_dir():
                        yield Refused(self._relative(link), "it is a link, which is not followed")

    def _models(self, experiment: Path) -> Iterator[Arrival]:
        folders, links = subfolders(experiment / MODELS) if is_folder(experiment / MODELS) else ([], [])
        for link in links:
            yield Refused(f"logged model {self._relative(link)}", "it is a link, which is not followed")
        for folder in folders:
            if not is_file(folder / META):
                continue  # a folder of files, which some other store keeps records of
            found = self._read(f"logged model {self._relative(folder)}", read_logged_model, folder, experiment.name)
            if isinstance(found, Refused):
                yield found
                continue
            model, metrics = found
            for metric in metrics:
                self._measured.setdefault(metric.run_id or "", []).append(metric)
            yield model

    def _runs(self, experiment: Path) -> Iterator[Arrival]:
        folders, links = subfolders(experiment)
        for link in links:
            yield Refused(f"run {self._relative(link)}", "it is a link, which is not followed")
        for folder in folders:
            if folder.name == TRACES:
                self._traces += len(subfolders(folder)[0])
            if folder.name in BESIDE_RUNS:
                continue
            if not is_file(folder / META) and not any(is_folder(folder / part) for part in OF_RUNS):
                continue
            measured = self._measured.pop(folder.name, [])
            yield self._read(f"run {self._relative(folder)}", read_run, folder, experiment.name, measured)

    def _registered(self) -> Iterator[Arrival]:
        parent = self.directory / MODELS
        folders, links = subfolders(parent) if is_folder(parent) else ([], [])
        for link in links:
            yield Refused(f"registered model {self._relative(link)}", "it is a link, which is not followed")
        for folder in folders:
            if is_file(folder / META):
                yield self._read(f"registered model {self._relative(folder)}", read_registered_model, folder)

    def _relative(self, path: Path) -> str:
        return str(path.relative_to(self.directory))

    def _read(self, what: str, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Refused:
        try:
            return read(*args, **kwargs)
        except MlflowException as error:
            return Refused(what, error.message)
        except OSError as error:
            return Refused(what, f"{error.strerror or error}")
