"""A dataset in files that a path or URI names."""

from __future__ import annotations

from abc import abstractmethod

from mlflow.data.dataset_source import DatasetSource


class FileSystemDatasetSource(DatasetSource):
    """Files on this machine or in an object store."""

    @property
    @abstractmethod
    def uri(self) -> str:
        """Path or URI of the files."""

    @abstractmethod
    def load(self, dst_path: str | None = None) -> str:
        """Make the files available on this machine.

        Args:
            dst_path: Folder that receives a copy.

        Returns:
            The local path.
        """
