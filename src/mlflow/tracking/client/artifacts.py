"""Files of runs and logged models."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.local import LocalArtifacts
from mlflow.entities import FileInfo
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.tracking import content
from mlflow.tracking.client.base import ClientBase
from mlflow.tracking.operations import in_background, is_asynchronous
from mlflow.tracking.places import FilePlace, place_in_run
from mlflow.uris import relative_path

if TYPE_CHECKING:
    import numpy
    import pandas
    from matplotlib.figure import Figure
    from PIL import Image as PIL

    from mlflow.tracking.content.images import Image


class ArtifactCalls(ClientBase):
    """What a client does with files of runs and logged models.

    Paths below a run are relative, with forward slashes; one that leaves the run's folder is refused.
    """

    def log_artifact(self, run_id: str, local_path: str | Path, artifact_path: str | None = None) -> None:
        """Copy a file, or a folder under its own name, to a run.

        Args:
            run_id: The run.
            local_path: The file or folder.
            artifact_path: Folder of the run's artifacts that receives it; the root where None.

        Raises:
            FileNotFoundError: There is no such local file.
        """
        upload(self._artifacts_of_run(run_id), local_path, artifact_path)

    def log_artifacts(self, run_id: str, local_dir: str | Path, artifact_path: str | None = None) -> None:
        """Copy all that is in a folder to a run.

        Args:
            run_id: The run.
            local_dir: The folder.
            artifact_path: Folder of the run's artifacts that receives its content; the root where None.
        """
        self._artifacts_of_run(run_id).upload_folder(local_dir, relative_path(artifact_path))

    def log_text(self, run_id: str, text: str, artifact_file: str) -> None:
        """Write text to a file of a run, in UTF-8."""
        self._artifacts_of_run(run_id).write(artifact_file, [text.encode()])

    def log_dict(self, run_id: str, dictionary: Mapping[str, Any] | list[Any], artifact_file: str) -> None:
        """Write a dict or list to a file of a run: YAML where the file ends in ``.yml`` or ``.yaml``, else JSON."""
        self._artifacts_of_run(run_id).write(artifact_file, [content.dict_bytes(dictionary, artifact_file)])

    def log_figure(
        self, run_id: str, figure: Figure | Any, artifact_file: str, *, save_kwargs: dict[str, Any] | None = None
    ) -> None:
        """Write a matplotlib or plotly figure to a file of a run, in the format of its extension.

        Args:
            run_id: The run.
            figure: The figure.
            artifact_file: Such as ``"plots/roc.png"``; ``.html`` for plotly.
            save_kwargs: Passed to the figure's own way of saving.
        """
        data = content.figure_bytes(figure, artifact_file, save_kwargs or {})
        self._artifacts_of_run(run_id).write(artifact_file, [data])

    def log_image(
        self,
        run_id: str,
        image: numpy.ndarray[Any, Any] | PIL.Image | Image,
        artifact_file: str | None = None,
        key: str | None = None,
        step: int | None = None,
        timestamp: int | None = None,
        synchronous: bool | None = None,
    ) -> None:
        """Write an image to a file of a run, or as one of a series of images.

        Args:
            run_id: The run.
            image: Height × width, or × 1, 3 or 4 channels. Integers and booleans: 0–255 or truth; floats: 0–1.
            artifact_file: The file; or
            key: Name of the series: letters, digits, spaces, ``_``, ``-``, ``.`` and ``/``.
            step: Position in the series; 0 where None.
            timestamp: Milliseconds since the epoch; now where None.
            synchronous: Whether to return only when the files are there; only for a series.

        Raises:
            TypeError: Both or neither of ``artifact_file`` and ``key`` are given, a step without a key, or no image.
            ValueError: The shape or the numbers are not those of an image.
        """
        files = self._artifacts_of_run(run_id)
        parts = content.image_files(image, artifact_file, key, step, timestamp)

        def write() -> None:
            for path, data in parts.items():
                files.write(path, [data])
            if key is not None:
                self._tracking.set_tag(run_id, content.MLFLOW_LOGGED_IMAGES, "True")

        if key is not None and is_asynchronous(synchronous):
            in_background(write)
        else:
            write()

    def log_table(self, run_id: str, data: dict[str, Any] | pandas.DataFrame, artifact_file: str) -> None:
        """Write a table to a file of a run, or append it to the table that is there.

        Args:
            run_id: The run.
            data: A DataFrame, or columns by name.
            artifact_file: Ends in ``.json`` or ``.parquet``.

        Raises:
            InvalidParameterValue: It is no table.
            ValueError: The file's extension is another.
        """
        content.log_table(self._artifacts_of_run(run_id), self._tracking, run_id, data, artifact_file)

    def load_table(
        self,
        experiment_id: str,
        artifact_file: str,
        run_ids: list[str] | None = None,
        extra_columns: list[str] | None = None,
    ) -> pandas.DataFrame:
        """Read a table that several runs logged under the same name, one below the other.

        Args:
            experiment_id: The experiment.
            artifact_file: The file.
            run_ids: Only of these runs.
            extra_columns: Columns to add, named as those of :func:`mlflow.search_runs`.

        Raises:
            ResourceDoesNotExist: No run has such a table.
        """
        found: pandas.DataFrame = content.load_table(
            self._tracking, self._artifacts_of_run, str(experiment_id), artifact_file, run_ids, extra_columns or []
        )
        return found

    def list_artifacts(self, run_id: str, path: str | None = None) -> list[FileInfo]:
        """List a folder of a run's artifacts, or of a logged model that the run made, by its name.

        A path that is a file or does not exist gives no entries.
        """
        return entries(self._place_in_run(run_id, path))

    def download_artifacts(self, run_id: str, path: str, dst_path: str | None = None) -> str:
        """Make a file or folder of a run available on this machine.

        Args:
            run_id: The run.
            path: The file or folder, also of a logged model that the run made, by its name; ``""`` for all artifacts.
            dst_path: Folder that receives a copy. Where None, what is on this machine already is not copied.

        Returns:
            The local path.

        Raises:
            ResourceDoesNotExist: There is no such artifact.
        """
        return download(self._place_in_run(run_id, path), dst_path)

    def _place_in_run(self, run_id: str, path: str | None) -> FilePlace:
        files, below = self._artifacts_of_run(run_id), relative_path(path)
        return place_in_run(files, run_id, below, self._tracking, self._tracking_uri)

    def log_model_artifact(self, model_id: str, local_path: str) -> None:
        """Copy a file to a logged model."""
        upload(self._artifacts_of_model(model_id), local_path, None)

    def log_model_artifacts(self, model_id: str, local_dir: str) -> None:
        """Copy all that is in a folder to a logged model."""
        self._artifacts_of_model(model_id).upload_folder(local_dir)

    def list_logged_model_artifacts(self, model_id: str, path: str | None = None) -> list[FileInfo]:
        """List a folder of a logged model's files."""
        return self._artifacts_of_model(model_id).entries(path or "")


def upload(files: ArtifactStore, local_path: str | Path, folder: str | None) -> None:
    """Copy a local file, or a local folder under its own name, into a folder of ``files``."""
    local = os.fspath(local_path)
    name = os.path.basename(os.path.normpath(local))
    below = relative_path(folder)
    if os.path.isdir(local):
        name = os.path.basename(os.path.realpath(local)) if name in (".", "..", "") else name
        files.upload_folder(local, f"{below}/{name}" if below else name)
    else:
        files.upload_file(local, f"{below}/{name}" if below else name)


def download(place: FilePlace, destination: str | Path | None) -> str:
    """The local path of a file or folder: a copy, or the thing itself where it is local and no copy is asked for."""
    files, path = place.files, place.path
    if not path and not place.shown_below and files.stat("") is None:  # a run without artifacts
        empty = Path(tempfile.mkdtemp(prefix="mlflow-") if destination is None else destination).absolute()
        empty.mkdir(parents=True, exist_ok=True)
        return str(empty)
    if destination is None and isinstance(files, LocalArtifacts):
        if files.stat(path) is None:
            raise ResourceDoesNotExist(f"There is no artifact at {path!r}; list_artifacts() shows what there is.")
        return str(files.local_path(path))
    if place.shown_below and not path:  # the copy of a logged model is called by its name
        folder = Path(tempfile.mkdtemp(prefix="mlflow-") if destination is None else destination)
        return str(files.download("", folder.absolute() / place.shown_below))
    return str(files.download(path, None if destination is None else Path(destination).absolute()))


def entries(place: FilePlace) -> list[FileInfo]:
    """The entries of a folder, as they are shown."""
    found = place.files.entries(place.path)
    if not place.shown_below:
        return found
    return [FileInfo(f"{place.shown_below}/{f.path}", f.is_dir, f.file_size) for f in found]
