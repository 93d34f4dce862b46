"""Files of the active run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlflow.tracking.fluent.current import current_client, current_experiment_id, current_run, run_and_client
from mlflow.uris import parse_location, relative_path

if TYPE_CHECKING:
    import numpy
    import pandas
    from matplotlib.figure import Figure
    from PIL import Image as PIL

    from mlflow.tracking.content.images import Image


def log_artifact(local_path: str | Path, artifact_path: str | None = None, run_id: str | None = None) -> None:
    """Copy a file, or a folder under its own name, to the active run.

    Args:
        local_path: The file or folder.
        artifact_path: Folder of the run's artifacts that receives it; the root where None.
        run_id: Another run.

    Raises:
        FileNotFoundError: There is no such local file.
    """
    run, client = run_and_client(run_id)
    client.log_artifact(run, local_path, artifact_path)


def log_artifacts(local_dir: str | Path, artifact_path: str | None = None, run_id: str | None = None) -> None:
    """Copy all that is in a folder to the active run.

    Args:
        local_dir: The folder.
        artifact_path: Folder of the run's artifacts that receives its content; the root where None.
        run_id: Another run.
    """
    run, client = run_and_client(run_id)
    client.log_artifacts(run, local_dir, artifact_path)


def log_text(text: str, artifact_file: str, run_id: str | None = None) -> None:
    """Write text to a file of the active run, in UTF-8."""
    run, client = run_and_client(run_id)
    client.log_text(run, text, artifact_file)


def log_dict(dictionary: Mapping[str, Any] | list[Any], artifact_file: str, run_id: str | None = None) -> None:
    """Write a dict or list to a file of the active run: YAML for ``.yml`` and ``.yaml``, else JSON."""
    run, client = run_and_client(run_id)
    client.log_dict(run, dictionary, artifact_file)


def log_figure(figure: Figure | Any, artifact_file: str, *, save_kwargs: dict[str, Any] | None = None) -> None:
    """Write a matplotlib or plotly figure to a file of the active run, in the format of its extension.

    Args:
        figure: The figure.
        artifact_file: Such as ``"plots/roc.png"``; ``.html`` for plotly.
        save_kwargs: Passed to the figure's own way of saving.
    """
    run, client = run_and_client(None)
    client.log_figure(run, figure, artifact_file, save_kwargs=save_kwargs)


def log_image(
    image: numpy.ndarray[Any, Any] | PIL.Image | Image,
    artifact_file: str | None = None,
    key: str | None = None,
    step: int | None = None,
    timestamp: int | None = None,
    synchronous: bool | None = False,
) -> None:
    """Write an image to a file of the active run, or as one of a series of images.

    Args:
        image: Height × width, or × 1, 3 or 4 channels. Integers and booleans: 0–255 or truth; floats: 0–1.
        artifact_file: The file; or
        key: Name of the series.
        step: Position in the series; 0 where None.
        timestamp: Milliseconds since the epoch; now where None.
        synchronous: Whether to return only when the files are there; only for a series.

    Raises:
        TypeError: Both or neither of ``artifact_file`` and ``key`` are given, or it is no image.
        ValueError: The shape or the numbers are not those of an image.
    """
    run, client = run_and_client(None)
    client.log_image(run, image, artifact_file, key, step, timestamp, synchronous)


def log_table(data: dict[str, Any] | pandas.DataFrame, artifact_file: str, run_id: str | None = None) -> None:
    """Write a table to a file of the active run, or append it to the table that is there.

    Args:
        data: A DataFrame, or columns by name.
        artifact_file: Ends in ``.json`` or ``.parquet``.
        run_id: Another run.
    """
    run, client = run_and_client(run_id)
    client.log_table(run, data, artifact_file)


def load_table(
    artifact_file: str, run_ids: list[str] | None = None, extra_columns: list[str] | None = None
) -> pandas.DataFrame:
    """Read a table that runs of the active experiment logged under the same name, one below the other.

    Args:
        artifact_file: The file.
        run_ids: Only of these runs.
        extra_columns: Columns to add, named as those of :func:`mlflow.search_runs`.

    Raises:
        ResourceDoesNotExist: No run has such a table.
    """
    return current_client().load_table(current_experiment_id(), artifact_file, run_ids, extra_columns)


def get_artifact_uri(artifact_path: str | None = None) -> str:
    """Path or URI of a file or folder of the active run, whether it exists or not; of the root where None."""
    root = current_run().run.info.artifact_uri or ""
    below = relative_path(artifact_path)
    return str(parse_location(root).join(below)) if below else root
