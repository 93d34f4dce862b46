"""What a server can do with artifacts: list them, and move files both ways as streams."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

import msgspec

from mlflow.contracts.acts import Level, Rule, act
from mlflow.entities import FileInfo

_READ_RUN = Rule(Level.READ, "run", "run_id")
_EDIT_RUN = Rule(Level.EDIT, "run", "run_id")
_OLD = {"run_uuid": "run_id"}


class ArtifactListing(msgspec.Struct, omit_defaults=True):
    """A folder of artifacts.

    Args:
        root_uri: Root of the artifacts, which the paths are relative to.
        files: Its entries, by path.
        next_page_token: Where the next page begins.
    """

    root_uri: str
    files: list[FileInfo] = msgspec.field(default_factory=list)
    next_page_token: str | None = None


class ArtifactListings(ABC):
    """Artifacts of runs and logged models, seen through the store that knows where they are."""

    @act("GET", "mlflow/artifacts/list", rule=_READ_RUN, returns="", legacy=_OLD)
    @abstractmethod
    def list_run_artifacts(
        self, run_id: str, path: str | None = None, page_token: str | None = None
    ) -> ArtifactListing:
        """List a folder of a run's artifacts; a path that is a file or does not exist gives no entries."""

    @act(
        "GET",
        "mlflow/logged-models/{model_id}/artifacts/directories",
        rule=Rule(Level.READ, "logged_model", "model_id"),
        returns="",
    )
    @abstractmethod
    def list_logged_model_artifacts(
        self, model_id: str, artifact_directory_path: str | None = None, page_token: str | None = None
    ) -> ArtifactListing:
        """List a folder of a logged model's files."""

    @act("GET", "mlflow/get-artifact", rule=_READ_RUN, legacy=_OLD, stream=True)
    @abstractmethod
    def read_run_artifact(self, run_id: str, path: str) -> Iterator[bytes]:
        """Download one file of a run. Also at ``/get-artifact``."""

    @act(
        "GET",
        "mlflow/logged-models/{model_id}/artifacts/files",
        rule=Rule(Level.READ, "logged_model", "model_id"),
        stream=True,
    )
    @abstractmethod
    def read_logged_model_artifact(self, model_id: str, artifact_file_path: str) -> Iterator[bytes]:
        """Download one file of a logged model."""

    @act(
        "GET",
        "mlflow/model-versions/get-artifact",
        rule=Rule(Level.READ, "registered_model", "name"),
        stream=True,
    )
    @abstractmethod
    def read_model_version_artifact(self, name: str, version: str, path: str) -> Iterator[bytes]:
        """Download one file of a model version. Also at ``/model-versions/get-artifact``."""

    @act(
        "GET",
        "mlflow/model-versions/artifacts/list",
        rule=Rule(Level.READ, "registered_model", "name"),
        returns="",
    )
    @abstractmethod
    def list_model_version_artifacts(
        self, name: str, version: str, path: str | None = None, page_token: str | None = None
    ) -> ArtifactListing:
        """List a folder of a model version's files. Penstock's own."""

    @act("POST", "mlflow/upload-artifact", rule=_EDIT_RUN, legacy=_OLD, stream=True)
    @abstractmethod
    def write_run_artifact(self, run_id: str, path: str, data: Iterable[bytes]) -> None:
        """Upload one file of at most 10 MiB to a run."""


class ArtifactFiles(msgspec.Struct, omit_defaults=True):
    """A folder behind the artifact proxy."""

    files: list[FileInfo] = msgspec.field(default_factory=list)


class MultipartUploadCredential(msgspec.Struct, omit_defaults=True):
    """Where one part of a file goes.

    Args:
        url: Its address for a PUT.
        part_number: From 1.
        headers: To be sent with it.
    """

    url: str
    part_number: int
    headers: dict[str, str] = msgspec.field(default_factory=dict)


class MultipartUpload(msgspec.Struct, omit_defaults=True):
    """A file that is about to arrive in parts.

    Args:
        upload_id: The upload.
        credentials: Where each part goes.
    """

    upload_id: str
    credentials: list[MultipartUploadCredential] = msgspec.field(default_factory=list)


class MultipartUploadPart(msgspec.Struct, omit_defaults=True):
    """A part that has arrived.

    Args:
        part_number: From 1.
        etag: The ``ETag`` of the answer to its PUT.
        url: Where it went.
    """

    part_number: int
    etag: str = ""
    url: str = ""


_EDIT_FOLDER = Rule(Level.EDIT, "artifact", "artifact_path")


class ArtifactProxy(ABC):
    """Files below the server's artifact destination, for clients that have no access to it themselves."""

    @act("GET", "mlflow-artifacts/artifacts", rule=Rule(Level.READ, "artifact", "path"), returns="")
    @abstractmethod
    def list_artifacts(self, path: str | None = None) -> ArtifactFiles:
        """List a folder; paths are relative to it."""

    @act(
        "GET",
        "mlflow-artifacts/artifacts/{path:path}",
        rule=Rule(Level.READ, "artifact", "path"),
        stream=True,
    )
    @abstractmethod
    def download_artifact(self, path: str) -> Iterator[bytes]:
        """Download one file."""

    @act(
        "PUT",
        "mlflow-artifacts/artifacts/{path:path}",
        rule=Rule(Level.EDIT, "artifact", "path"),
        stream=True,
    )
    @abstractmethod
    def upload_artifact(self, path: str, data: Iterable[bytes]) -> None:
        """Upload one file: all of it is there afterwards, or nothing."""

    @act(
        "DELETE",
        "mlflow-artifacts/artifacts/{path:path}",
        rule=Rule(Level.MANAGE, "artifact", "path"),
        stream=True,
    )
    @abstractmethod
    def delete_artifact(self, path: str) -> None:
        """Delete a file or folder."""

    @act("POST", "mlflow-artifacts/mpu/create/{artifact_path:path}", rule=_EDIT_FOLDER, returns="")
    @abstractmethod
    def create_multipart_upload(self, artifact_path: str, path: str, num_parts: int) -> MultipartUpload:
        """Begin a file in a folder; only the last name of ``path`` counts. Nothing is there until it is complete."""

    @act("PUT", "mlflow-artifacts/mpu/part/{path:path}", rule=Rule(Level.EDIT, "artifact", "path"), stream=True)
    @abstractmethod
    def upload_part(self, path: str, upload_id: str, part_number: int, data: Iterable[bytes]) -> MultipartUploadPart:
        """Upload one part; its ``ETag`` is in the answer's headers. All parts but the last are of one size."""

    @act("POST", "mlflow-artifacts/mpu/complete/{artifact_path:path}", rule=_EDIT_FOLDER)
    @abstractmethod
    def complete_multipart_upload(
        self, artifact_path: str, path: str, upload_id: str, parts: list[MultipartUploadPart]
    ) -> None:
        """Put the parts of a file together."""

    @act("POST", "mlflow-artifacts/mpu/abort/{artifact_path:path}", rule=_EDIT_FOLDER)
    @abstractmethod
    def abort_multipart_upload(self, artifact_path: str, path: str, upload_id: str) -> None:
        """Give a file up; nothing happens where there is no such upload."""
