"""The artifact acts, as the server does them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.digests import Hashed
from mlflow.contracts.artifacts import ArtifactFiles, ArtifactListing, ArtifactListings, ArtifactProxy
from mlflow.contracts.stores import RegistryStore
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.server.bodies import Upload
from mlflow.server.places import File, Folder, Places, replace_path
from mlflow.server.sources import Check, Sources
from mlflow.uris import relative_path

_UPLOAD = 10 << 20


class Listings(ArtifactListings):
    """Artifacts of runs, logged models and versions.

    Args:
        registry: Where versions are kept.
        places: Where artifacts are.
        sources: Where the files of versions are.
        check: Permissions of the caller; a version's files may belong to a run that they may not read.
    """

    def __init__(self, registry: RegistryStore, places: Places, sources: Sources, check: Check) -> None:
        self._registry = registry
        self._places = places
        self._sources = sources
        self._check = check

    def list_run_artifacts(
        self, run_id: str, path: str | None = None, page_token: str | None = None
    ) -> ArtifactListing:
        return _listing(self._places.of_run(run_id), path)

    def list_logged_model_artifacts(
        self, model_id: str, artifact_directory_path: str | None = None, page_token: str | None = None
    ) -> ArtifactListing:
        return _listing(self._places.of_logged_model(model_id), artifact_directory_path)

    def read_run_artifact(self, run_id: str, path: str) -> Iterator[bytes]:
        return self._places.of_run(run_id).open(path)

    def read_logged_model_artifact(self, model_id: str, artifact_file_path: str) -> Iterator[bytes]:
        return self._places.of_logged_model(model_id).open(artifact_file_path)

    def read_model_version_artifact(self, name: str, version: str, path: str) -> Iterator[bytes]:
        relative_path(path)
        return self._sources.folder(self._registry.get_model_version(name, version), self._check).open(path)

    def write_run_artifact(self, run_id: str, path: str, data: Iterable[bytes]) -> None:
        folder = self._places.of_run(run_id)
        folder.store.write(folder.path(path), _measured(data))


def _listing(folder: Folder, path: str | None) -> ArtifactListing:
    return ArtifactListing(folder.root_uri, folder.entries(path))


def _measured(data: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in data:
        size += len(chunk)
        if size > _UPLOAD:
            raise InvalidParameterValue(f"A file uploaded this way has at most {_UPLOAD} bytes; log it with a client.")
        yield chunk
    if not size:
        raise InvalidParameterValue("The uploaded file is empty.")


class Proxy(ArtifactProxy):
    """Files below the server's artifact destination.

    Args:
        destination: The store there.
    """

    def __init__(self, destination: ArtifactStore) -> None:
        self._destination = destination

    def list_artifacts(self, path: str | None = None) -> ArtifactFiles:
        inside = relative_path(path)
        cut = len(inside) + 1 if inside else 0
        return ArtifactFiles([replace_path(f, f.path[cut:]) for f in self._destination.entries(inside)])

    def download_artifact(self, path: str) -> Iterator[bytes]:
        if not relative_path(path):
            raise ResourceDoesNotExist("The root of the artifacts is a folder; name a file in it.")
        return File.opened(path, self._destination, path)

    def upload_artifact(self, path: str, data: Iterable[bytes]) -> None:
        expected = data.digest if isinstance(data, Upload) else None
        self._destination.write_hashed(path, Hashed(data, lambda: expected, path))

    def delete_artifact(self, path: str) -> None:
        if not relative_path(path):
            raise InvalidParameterValue("All artifacts cannot be deleted at once.")
        self._destination.delete(path)
