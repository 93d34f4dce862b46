"""Artifacts of runs and models by URI, as code for MLflow 1 and 2 asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflow.exceptions import InvalidParameterValue
from mlflow.tracking import artifacts
from mlflow.tracking.client.artifacts import upload
from mlflow.tracking.client.whole import MlflowClient
from mlflow.tracking.places import logged_model_of_run, place_of
from mlflow.uris import RunsUri, parse_location, parse_models_uri, parse_runs_uri

if TYPE_CHECKING:
    from mlflow.entities import FileInfo


class _Repository:
    """Files below a URI.

    Args:
        artifact_uri: The URI.
        tracking_uri: Where runs are kept; the URI in force where None.
        registry_uri: Where registered models are kept; the URI in force where None.
    """

    def __init__(self, artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> None:
        self.artifact_uri = str(artifact_uri)
        self.tracking_uri = tracking_uri
        self.registry_uri = registry_uri

    def _below(self, path: str | None) -> str:
        return f"{self.artifact_uri.rstrip('/')}/{path}" if path else self.artifact_uri

    def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
        """List a folder."""
        return artifacts.list_artifacts(self._below(path), tracking_uri=self.tracking_uri)

    def download_artifacts(self, artifact_path: str, dst_path: str | None = None) -> str:
        """Make a file or folder available on this machine; returns its path.

        Args:
            artifact_path: The file or folder; ``""`` for all there is.
            dst_path: Folder that receives a copy.
        """
        return artifacts.download_artifacts(
            self._below(artifact_path),
            dst_path=dst_path,
            tracking_uri=self.tracking_uri,
            registry_uri=self.registry_uri,
        )


class RunsArtifactRepository(_Repository):
    """The files of a ``runs:/<run_id>/<path>`` URI."""

    @staticmethod
    def is_runs_uri(uri: str) -> bool:
        """Whether a text is such a URI."""
        return str(uri).startswith("runs:/")

    @staticmethod
    def parse_runs_uri(run_uri: str) -> tuple[str, str]:
        """The run and the path that a URI names.

        Raises:
            InvalidParameterValue: It is no such URI.
        """
        found = _runs(run_uri)
        return found.run_id, found.path

    @staticmethod
    def get_underlying_uri(runs_uri: str, tracking_uri: str | None = None) -> str:
        """Where the files are: of a model that the run logged, else of a path among its artifacts.

        Raises:
            InvalidParameterValue: It is no such URI.
            ResourceDoesNotExist: There is no such run.
        """
        found = _runs(runs_uri)
        client = MlflowClient(tracking_uri)
        name, _, below = found.path.partition("/")
        model = logged_model_of_run(found.run_id, name, client._tracking) if name else None
        if model is not None:
            return str(parse_location(model.artifact_location).join(below))
        return artifacts.artifact_uri_of_run(found.run_id, found.path or None, tracking_uri)

    def log_artifact(self, local_file: str, artifact_path: str | None = None) -> None:
        """Copy a file of this machine into a folder of the run."""
        found = _runs(self._below(artifact_path))
        upload(MlflowClient(self.tracking_uri)._artifacts_of_run(found.run_id), local_file, found.path)

    def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> None:
        """Copy all that is in a folder of this machine into a folder of the run."""
        found = _runs(self._below(artifact_path))
        MlflowClient(self.tracking_uri).log_artifacts(found.run_id, local_dir, found.path or None)


class ModelsArtifactRepository(_Repository):
    """The files of a ``models:/…`` URI."""

    @staticmethod
    def is_models_uri(uri: str) -> bool:
        """Whether a text is such a URI."""
        return str(uri).startswith("models:/")

    @staticmethod
    def get_underlying_uri(uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> str:
        """Where the files are.

        Raises:
            InvalidParameterValue: It is no such URI.
            ResourceDoesNotExist: There is no such model.
        """
        if parse_models_uri(uri) is None:
            raise InvalidParameterValue(f"{uri!r} is no models:/ URI.")
        client = MlflowClient(tracking_uri, registry_uri)
        return str(place_of(uri, client._tracking, client._registry).location)


def _runs(uri: str) -> RunsUri:
    found = parse_runs_uri(uri)
    if found is None:
        raise InvalidParameterValue(f"{uri!r} is no runs:/<run_id>/<path> URI.")
    return found


def download_artifact_from_uri(artifact_uri: str, output_path: str | None = None) -> str:
    """Make a file or folder available on this machine; returns its path.

    Args:
        artifact_uri: ``runs:/…``, ``models:/…``, a path, or a URI of files.
        output_path: Folder that receives a copy.
    """
    return artifacts.download_artifacts(artifact_uri, dst_path=output_path)
