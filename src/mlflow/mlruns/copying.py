"""Copying artifacts into a folder that is being written."""

from __future__ import annotations

from pathlib import Path

from mlflow.artifacts.stores import open_artifacts
from mlflow.uris import relative_path


def copy_files(place: str, folder: Path) -> None:
    """Copy the artifacts at a place into a folder; files that are there in full size are left as they are.

    Raises:
        MlflowException: The place cannot be read.
        OSError: The folder cannot be written.
    """
    store = open_artifacts(place)
    wanted = []
    for file in store.walk(""):
        target = folder / relative_path(file.path)
        if not target.is_file() or target.stat().st_size != file.file_size:
            wanted.append((file.path, target))
    if wanted:
        store.fetch(wanted)
