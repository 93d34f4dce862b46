"""A folder in the layout of MLflow's file store, as a source of records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

from mlflow.entities import Metric
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.mlruns.experiments import read_experiment, read_logged_model
from mlflow.mlruns.files import is_file, is_folder, subfolders
from mlflow.mlruns.layout import BESIDE_RUNS, META, MODELS, OF_RUNS, OUTPUTS, TRACES, TRASH
from mlflow.mlruns.markers import is_untouched
from mlflow.mlruns.registry import read_registered_model
from mlflow.mlruns.runs import read_run
from mlflow.store.arrivals import Arrival, Left, Refused

T = TypeVar("T")
P = ParamSpec("P")


@dataclass
class _Look:
    """What a folder holds."""

    folders: list[Path] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class FolderSource:
    """The records in a folder.

    Args:
        directory: The folder that holds the experiments.
        own: The id of a store; runs whose folders it wrote, and nobody changed since, are left out.
        is_known: Whether that store still knows a run; after an older backup was restored, it may not.

    Raises:
        InvalidParameterValue: There is no such folder.
    """

    def __init__(
        self, directory: str | Path, own: str | None = None, is_known: Callable[[str], bool] = lambda run_id: True
    ) -> None:
        self._own, self._is_known = own, is_known
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
        count = len(self._look(self.directory / MODELS).folders)
        for folder, _ in self._experiments(_Look()):
            count += 1 + len(self._look(folder).folders) + len(self._look(folder / MODELS).folders)
        return count

    def records(self) -> Iterator[Arrival]:
        """Experiments, logged models, runs and registered models, in this order."""
        self._measured, self._traces = {}, 0
        above = _Look()
        read: list[Path] = []
        for folder, is_binned in self._experiments(above):
            found = self._read("experiment", folder, read_experiment, folder, is_binned)
            yield found
            if not isinstance(found, Refused):
                read.append(folder)
        yield from above.refused
        for folder in read:
            yield from self._models(folder)
        for folder in read:
            yield from self._runs(folder)
        registered = self._look(self.directory / MODELS, "registered model")
        yield from registered.refused
        for folder in registered.folders:
            if is_file(folder / META):
                yield self._read("registered model", folder, read_registered_model, folder)
        if self._traces:
            yield Left("traces", self._traces, "Penstock does not keep traces yet; their files stay where they are")

    def some_records(self, experiment: Path, folders: Collection[Path]) -> Iterator[Arrival]:
        """The record of an experiment's folder, and those of some runs and logged models in it."""
        yield self._read("experiment", experiment, read_experiment, experiment, False)
        models = [folder for folder in folders if folder.parent.name == MODELS]
        runs = [folder for folder in folders if folder.parent.name != MODELS]
        yield from self._models(experiment, models)
        # Points of a run say in the folder of a model which was measured; models that it made may be known already.
        made = {each.name for folder in runs for each in self._look(folder / OUTPUTS).folders}
        for _ in self._models(experiment, [experiment / MODELS / name for name in sorted(made)]):
            pass
        for folder in runs:
            measured = self._measured.pop(folder.name, [])
            yield self._read("run", folder, read_run, folder, experiment.name, measured)

    def _experiments(self, told: _Look) -> Iterator[tuple[Path, bool]]:
        """Folders of experiments, and whether they are deleted; what cannot be read is added to ``told``."""
        for parent, is_binned in ((self.directory, False), (self.directory / TRASH, True)):
            look = self._look(parent, "experiment", is_root=not is_binned)
            told.refused += look.refused
            for folder in look.folders:
                if folder.name in (MODELS, TRASH) and not is_binned:
                    continue
                if is_file(folder / META) or (folder.name.isdigit() and self._has_lost_meta(folder)):
                    yield folder, is_binned

    def _has_lost_meta(self, experiment: Path) -> bool:
        """Whether a folder without ``meta.yaml`` is an experiment that has lost it: there are runs in it."""
        return any(is_file(folder / META) for folder in self._look(experiment).folders)

    def _models(self, experiment: Path, folders: Collection[Path] | None = None) -> Iterator[Arrival]:
        if folders is None:
            look = self._look(experiment / MODELS, "logged model")
            yield from look.refused
            folders = look.folders
        for folder in folders:
            if not is_file(folder / META):
                continue  # a folder of files, which some other store keeps records of
            found = self._read("logged model", folder, read_logged_model, folder, experiment.name)
            if isinstance(found, Refused):
                yield found
                continue
            model, metrics = found
            for metric in metrics:
                self._measured.setdefault(metric.run_id or "", []).append(metric)
            yield model

    def _runs(self, experiment: Path) -> Iterator[Arrival]:
        look = self._look(experiment, "run")
        yield from look.refused
        for folder in look.folders:
            if folder.name == TRACES:
                self._traces += len(self._look(folder).folders)
            if folder.name in BESIDE_RUNS or self._is_own(folder):
                continue
            if is_file(folder / META) or any(is_folder(folder / part) for part in OF_RUNS):
                measured = self._measured.pop(folder.name, [])
                yield self._read("run", folder, read_run, folder, experiment.name, measured)

    def _is_own(self, folder: Path) -> bool:
        return self._own is not None and self._is_known(folder.name) and is_untouched(str(folder), self._own)

    def _look(self, folder: Path, kind: str = "folder", *, is_root: bool = False) -> _Look:
        """The folders in a folder, and what in it must not or cannot be followed."""
        try:
            folders, links = subfolders(folder, is_root=is_root)
        except MlflowException as error:
            return _Look([], [Refused(str(folder.relative_to(self.directory)), error.message)])
        except OSError as error:
            return _Look([], [Refused(str(folder.relative_to(self.directory)), str(error.strerror))])
        linked = [link for link in links if link.is_dir() and link.name not in (TRASH, *BESIDE_RUNS)]
        return _Look(
            folders,
            [
                Refused(f"{kind} {link.relative_to(self.directory)}", "it is a link, which is not followed")
                for link in linked
            ],
        )

    def _read(self, kind: str, folder: Path, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Refused:
        try:
            return read(*args, **kwargs)
        except MlflowException as error:
            why = error.message
        except OSError as error:
            why = str(error.strerror or error)
        return Refused(f"{kind} {folder.relative_to(self.directory)}", why)
