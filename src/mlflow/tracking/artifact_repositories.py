"""Places of files as objects of MLflow's classes: by URI, and by the classes that other packages add.

Code for MLflow asks ``get_artifact_repository(uri)`` for one, or makes, say, a ``LocalArtifactRepository``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlflow.active.addresses import get_tracking_uri
from mlflow.artifacts.repository import ArtifactRepository
from mlflow.artifacts.stores import open_artifacts
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.plugins import ARTIFACTS, plugins
from mlflow.tracking.client.artifacts import upload
from mlflow.tracking.repositories import ModelsArtifactRepository, RunsArtifactRepository
from mlflow.uris import parse_location, relative_path, scheme_of

if TYPE_CHECKING:
    from mlflow.entities import FileInfo


class StoredArtifactRepository(ArtifactRepository):
    """Files at a place that this package reaches itself."""

    def __init__(self, artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> None:
        super().__init__(artifact_uri, tracking_uri, registry_uri)
        self._store = open_artifacts(self.artifact_uri, tracking_uri or get_tracking_uri())

    def log_artifact(self, local_file: str, artifact_path: str | None = None) -> None:
        upload(self._store, local_file, artifact_path)

    def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> None:
        self._store.upload_folder(local_dir, relative_path(artifact_path))

    def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
        path = relative_path(path)
        found = self._store.stat(path)
        return self._store.entries(path) if found is not None and found.is_dir else []

    def download_artifacts(self, artifact_path: str, dst_path: str | None = None) -> str:
        if dst_path is not None and not os.path.isdir(dst_path):
            raise ResourceDoesNotExist(f"{dst_path!r} is no folder; make it first.")
        if self._store.stat(relative_path(artifact_path)) is None:
            raise ResourceDoesNotExist(f"There is no file or folder {artifact_path!r} in {self.artifact_uri}.")
        return super().download_artifacts(artifact_path, dst_path)

    def delete_artifacts(self, artifact_path: str | None = None) -> None:
        self._store.delete(relative_path(artifact_path))

    def _download_file(self, remote_file_path: str, local_path: str) -> None:
        self._store.fetch_file(relative_path(remote_file_path), Path(local_path))


class LocalArtifactRepository(StoredArtifactRepository):
    """Files of a folder of this machine."""

    @property
    def artifact_dir(self) -> str:
        """The folder."""
        return str(parse_location(self.artifact_uri).local_path)

    def download_artifacts(self, artifact_path: str, dst_path: str | None = None) -> str:
        if dst_path is not None:
            return super().download_artifacts(artifact_path, dst_path)
        if self._store.stat(relative_path(artifact_path)) is None:
            raise ResourceDoesNotExist(f"There is no file or folder {artifact_path!r} in {self.artifact_uri}.")
        return os.path.join(self.artifact_dir, relative_path(artifact_path))


#: Makes the repository of a URI.
Maker = Callable[..., Any]

_SCHEMES: dict[str, Maker] = {
    "": LocalArtifactRepository,
    "file": LocalArtifactRepository,
    "runs": RunsArtifactRepository,
    "models": ModelsArtifactRepository,
}


class ArtifactRepositoryRegistry:
    """Which class serves which scheme; what is registered here wins over what this package reaches itself."""

    def __init__(self) -> None:
        self._registry: dict[str, Maker] = dict(_SCHEMES)

    def register(self, scheme: str, repository: Maker) -> None:
        """Let a class serve a scheme.

        Args:
            scheme: Such as ``"ftp"``.
            repository: The class, or a function of the URI.
        """
        self._registry[scheme] = repository

    def register_entrypoints(self) -> None:
        """Register what installed packages announce in the group ``mlflow.artifact_repository``, loaded on use."""
        for plugin in plugins(ARTIFACTS):
            self._registry.setdefault(plugin.name, lambda *given, _of=plugin, **named: _of.load()(*given, **named))

    def get_artifact_repository(
        self, artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None
    ) -> Any:
        """The repository of a URI.

        Raises:
            MlflowException: Nothing is known that reaches it; the message says what helps.
        """
        maker = self._registry.get(scheme_of(str(artifact_uri)), StoredArtifactRepository)
        # Classes written for MLflow 1 and 2 know no more than the first.
        addresses = {"tracking_uri": tracking_uri, "registry_uri": registry_uri}
        return maker(artifact_uri, **{name: uri for name, uri in addresses.items() if uri is not None})

    def get_registered_artifact_repositories(self) -> dict[str, Maker]:
        """What is registered, by scheme."""
        return dict(self._registry)


_artifact_repository_registry = ArtifactRepositoryRegistry()
_artifact_repository_registry.register_entrypoints()


def get_artifact_repository(artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> Any:
    """The files of a URI: ``runs:/…``, ``models:/…``, a path, or a URI of files.

    Args:
        artifact_uri: The URI.
        tracking_uri: Where runs are kept; the URI in force where None.
        registry_uri: Where registered models are kept; the URI in force where None.
    """
    return _artifact_repository_registry.get_artifact_repository(artifact_uri, tracking_uri, registry_uri)


def get_registered_artifact_repositories() -> dict[str, Maker]:
    """The classes that serve schemes, by scheme."""
    return _artifact_repository_registry.get_registered_artifact_repositories()
