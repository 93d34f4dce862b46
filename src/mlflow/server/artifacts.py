"""The artifact acts, as the server does them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.digests import Hashed
from mlflow.artifacts.held_parts import HeldParts
from mlflow.artifacts.parts import Part, PartedUploads
from mlflow.contracts.artifacts import (
    ArtifactFiles,
    ArtifactListing,
    ArtifactListings,
    ArtifactProxy,
    MultipartUpload,
    MultipartUploadCredential,
    MultipartUploadPart,
)
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

    def list_model_version_artifacts(
        self, name: str, version: str, path: str | None = None, page_token: str | None = None
    ) -> ArtifactListing:
        relative_path(path)
        return _listing(self._sources.folder(self._registry.get_model_version(name, version), self._check), path)

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
        place: What it is called.
    """

    def __init__(self, destination: ArtifactStore, place: str = "") -> None:
        self._destination = destination
        self.held = HeldParts(destination, place)
        self._parts: PartedUploads = destination.parts or self.held

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

    def create_multipart_upload(self, artifact_path: str, path: str, num_parts: int) -> MultipartUpload:
        file = _file(artifact_path, path)
        upload_id, targets = self._parts.begin(file, num_parts)
        return MultipartUpload(
            upload_id,
            [
                MultipartUploadCredential(t.url or _held(file, upload_id, t.number), t.number, t.headers)
                for t in targets
            ],
        )

    def upload_part(self, path: str, upload_id: str, part_number: int, data: Iterable[bytes]) -> MultipartUploadPart:
        size, digest = (data.size, data.digest) if isinstance(data, Upload) else (None, None)
        etag = self.held.receive(relative_path(path), upload_id, part_number, data, size, digest)
        return MultipartUploadPart(part_number, etag)

    def complete_multipart_upload(
        self, artifact_path: str, path: str, upload_id: str, parts: list[MultipartUploadPart]
    ) -> None:
        self._parts.finish(_file(artifact_path, path), upload_id, [Part(p.part_number, p.etag) for p in parts])

    def abort_multipart_upload(self, artifact_path: str, path: str, upload_id: str) -> None:
        self._parts.abandon(_file(artifact_path, path), upload_id)


def _file(folder: str, local: str) -> str:
    """The path of a file that somebody calls by its path on their machine, in a folder of artifacts."""
    inside = relative_path(folder)
    name = relative_path(re.split(r"[/\\]", local)[-1])
    if not inside or not name:
        raise InvalidParameterValue("A file needs a folder and a name.")
    return f"{inside}/{name}"


def _held(path: str, upload_id: str, number: int) -> str:
    """Where a part goes that this server holds; the address of the server stands before it."""
    return f"/mlflow-artifacts/mpu/part/{quote(path)}?upload_id={upload_id}&part_number={number}"
