"""Files kept by a plug-in: the contract over MLflow's interface for artifact repositories."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mlflow.artifacts.contract import CHUNK, ArtifactStore, Content, left_out
from mlflow.entities import FileInfo
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.plugins import ARTIFACTS, plugins
from mlflow.uris import Location, relative_path


def plugged(place: Location) -> ArtifactStore | None:
    """The store of a location whose scheme a plug-in serves, None where none does."""
    for plugin in plugins(ARTIFACTS):
        if plugin.name == place.scheme:
            return PluggedArtifacts(plugin.load()(str(place)))
    return None


class PluggedArtifacts(ArtifactStore):
    """Files by an artifact repository.

    Args:
        repository: The plug-in's, of the root.
    """

    def __init__(self, repository: Any) -> None:
        self.repository = repository

    def entries(self, path: str = "") -> list[FileInfo]:
        path = relative_path(path)
        found = self.repository.list_artifacts(path or None)
        return sorted((entry for entry in found if entry.path.rstrip("/") != path), key=lambda entry: str(entry.path))

    def stat(self, path: str) -> FileInfo | None:
        path = relative_path(path)
        if not path:
            return FileInfo("", True, None)
        for entry in self.entries(path.rpartition("/")[0]):
            if entry.path.rstrip("/") == path:
                return entry
        return None

    def read(self, path: str, offset: int = 0) -> Content:
        found = self.stat(path)
        if found is None or found.is_dir:
            raise ResourceDoesNotExist(f"There is no file {path!r} among the artifacts.")
        return Content(left_out(self._streamed(relative_path(path)), offset), found.file_size)

    def _streamed(self, path: str) -> Iterator[bytes]:
        with tempfile.TemporaryDirectory(prefix="mlflow-") as folder:
            local = os.path.join(folder, "file")
            self.repository._download_file(path, local)
            with open(local, "rb") as source:
                yield from iter(lambda: source.read(CHUNK), b"")

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        folder, _, name = relative_path(path).rpartition("/")
        with tempfile.TemporaryDirectory(prefix="mlflow-") as here:  # it is handed over by the name it shall have
            local = os.path.join(here, name)
            with open(local, "wb") as sink:
                for chunk in chunks:
                    sink.write(chunk)
            self.repository.log_artifact(local, folder or None)

    def upload_file(self, local_path: str | Path, path: str) -> None:
        folder, _, name = relative_path(path).rpartition("/")
        if os.path.isfile(local_path) and os.path.basename(local_path) == name:
            self.repository.log_artifact(str(local_path), folder or None)
        else:
            super().upload_file(local_path, path)

    def upload_folder(self, local_folder: str | Path, path: str = "") -> None:
        if not os.path.isdir(local_folder):
            raise NotADirectoryError(f"{str(local_folder)!r} is not a folder.")
        self.repository.log_artifacts(str(local_folder), relative_path(path) or None)

    def delete(self, path: str = "") -> None:
        self.repository.delete_artifacts(relative_path(path) or None)
