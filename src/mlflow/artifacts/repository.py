"""What a package that keeps files must offer: MLflow's base class of artifact repositories."""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from pathlib import Path

from mlflow.entities import FileInfo
from mlflow.exceptions import MlflowNotImplementedException
from mlflow.uris import relative_path

#: Files that are moved at the same time, for repositories that ask.
_WORKERS = 8


def verify_artifact_path(artifact_path: str | None) -> None:
    """Refuse a path that leads out of the artifacts.

    Raises:
        InvalidParameterValue: It is absolute, or leaves its root.
    """
    relative_path(artifact_path)


class ArtifactRepository(ABC):
    """The base class of plug-ins of the group ``mlflow.artifact_repository``, which are named after their scheme.

    Args:
        artifact_uri: The root of the files.
        tracking_uri: Where runs are kept.
        registry_uri: Where registered models are kept.
    """

    def __init__(self, artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> None:
        self.artifact_uri = artifact_uri
        self.tracking_uri = tracking_uri
        self.registry_uri = registry_uri

    @abstractmethod
    def log_artifact(self, local_file: str, artifact_path: str | None = None) -> None:
        """Copy a file of this machine into a folder of the root."""

    @abstractmethod
    def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> None:
        """Copy all that is in a folder of this machine into a folder of the root."""

    @abstractmethod
    def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
        """Entries of a folder, by their path from the root; none for a file."""

    @abstractmethod
    def _download_file(self, remote_file_path: str, local_path: str) -> None:
        """Copy a file to a path of this machine, whose folder exists."""

    def download_artifacts(self, artifact_path: str, dst_path: str | None = None) -> str:
        """Copy a file or a folder to this machine and return where it lies.

        Args:
            artifact_path: The file or folder; ``""`` for all there is.
            dst_path: A folder that receives it; a new temporary one where None.
        """
        path = relative_path(artifact_path)
        folder = Path(dst_path if dst_path is not None else tempfile.mkdtemp(prefix="mlflow-"))
        files = list(self._files(path))
        for file in files or ([path] if path else []):
            target = folder / relative_path(file)
            target.parent.mkdir(parents=True, exist_ok=True)
            self._download_file(file, str(target))
        return str(folder / path) if path else str(folder)

    def _files(self, folder: str) -> list[str]:
        found: list[str] = []
        for entry in self.list_artifacts(folder or None):
            if entry.is_dir:
                found += self._files(entry.path)
            else:
                found.append(entry.path)
        return found

    def delete_artifacts(self, artifact_path: str | None = None) -> None:
        """Delete a file, a folder, or all there is."""
        raise MlflowNotImplementedException(f"{type(self).__qualname__} deletes no files.")

    @property
    def max_workers(self) -> int:
        """How many files may be moved at the same time."""
        return _WORKERS

    def flush_async_logging(self) -> None:
        """Return when all that was handed over is there, as it is at once unless a plug-in does otherwise."""
        return
