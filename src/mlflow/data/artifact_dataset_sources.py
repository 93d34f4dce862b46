"""Datasets in places that artifacts may be kept in as well: a class per scheme, from a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from typing_extensions import Self

from mlflow.artifacts.local import LocalArtifacts
from mlflow.artifacts.stores import open_artifacts
from mlflow.data.dataset_source import needed
from mlflow.data.filesystem_dataset_source import FileSystemDatasetSource
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.uris import Location, parse_location


class ArtifactDatasetSource(FileSystemDatasetSource):
    """Files in a place of one scheme.

    Args:
        uri: Path or URI, kept as given.
    """

    scheme: ClassVar[str] = "local"

    def __init__(self, uri: str) -> None:
        self._uri = str(uri)

    @property
    def uri(self) -> str:
        return self._uri

    @classmethod
    def _get_source_type(cls) -> str:
        return cls.scheme

    def load(self, dst_path: str | None = None) -> str:
        place = parse_location(self._uri)
        parent, _, name = place.path.rstrip("/").rpartition("/")
        files = open_artifacts(Location(place.scheme, place.authority, parent or "/"))
        if dst_path is None and isinstance(files, LocalArtifacts):
            if not place.local_path.exists():
                raise ResourceDoesNotExist(f"There is no file or folder {place.path!r}.")
            return place.path
        return str(files.download(name, dst_path))

    @classmethod
    def _can_resolve(cls, raw_source: Any) -> bool:
        if not isinstance(raw_source, str | Path):
            return False
        try:
            found = parse_location(raw_source).scheme
        except InvalidParameterValue:
            return False
        return found == ("file" if cls.scheme == "local" else cls.scheme)

    @classmethod
    def _resolve(cls, raw_source: Any) -> Self:
        return cls(str(raw_source))

    def to_dict(self) -> dict[str, Any]:
        return {"uri": self._uri}

    @classmethod
    def from_dict(cls, source_dict: Mapping[str, Any]) -> Self:
        return cls(needed(source_dict, "uri"))


class LocalArtifactDatasetSource(ArtifactDatasetSource):
    """Files on this machine."""


class S3ArtifactDatasetSource(ArtifactDatasetSource):
    """Files in an S3 bucket."""

    scheme = "s3"


class R2ArtifactDatasetSource(ArtifactDatasetSource):
    """Files in a Cloudflare R2 bucket."""

    scheme = "r2"


class GCSArtifactDatasetSource(ArtifactDatasetSource):
    """Files in a Google Cloud Storage bucket."""

    scheme = "gs"


class AzureBlobArtifactDatasetSource(ArtifactDatasetSource):
    """Files in an Azure Blob container."""

    scheme = "wasbs"


class AzureDataLakeArtifactDatasetSource(ArtifactDatasetSource):
    """Files in an Azure Data Lake."""

    scheme = "abfss"


class FTPArtifactDatasetSource(ArtifactDatasetSource):
    """Files behind FTP."""

    scheme = "ftp"


class SFTPArtifactDatasetSource(ArtifactDatasetSource):
    """Files behind SFTP."""

    scheme = "sftp"


class HdfsArtifactDatasetSource(ArtifactDatasetSource):
    """Files in HDFS."""

    scheme = "hdfs"


class ViewfsArtifactDatasetSource(HdfsArtifactDatasetSource):
    """Files in HDFS by a view of several clusters."""

    scheme = "viewfs"


#: Every class of this file that stands for a scheme.
ARTIFACT_SOURCES: tuple[type[ArtifactDatasetSource], ...] = (
    LocalArtifactDatasetSource,
    S3ArtifactDatasetSource,
    R2ArtifactDatasetSource,
    GCSArtifactDatasetSource,
    AzureBlobArtifactDatasetSource,
    AzureDataLakeArtifactDatasetSource,
    FTPArtifactDatasetSource,
    SFTPArtifactDatasetSource,
    HdfsArtifactDatasetSource,
    ViewfsArtifactDatasetSource,
)
