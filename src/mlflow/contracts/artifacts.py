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

    @act("POST", "mlflow/upload-artifact", rule=_EDIT_RUN, legacy=_OLD, stream=True)
    @abstractmethod
    def write_run_artifact(self, run_id: str, path: str, data: Iterable[bytes]) -> None:
        """Upload one file of at most 10 MiB to a run."""


class ArtifactFiles(msgspec.Struct, omit_defaults=True):
    """A folder behind the artifact proxy."""

    files: list[FileInfo] = msgspec.field(default_factory=list)


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
