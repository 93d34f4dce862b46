"""Kinds of sources under one name, as MLflow has them."""

from __future__ import annotations

from mlflow.data.artifact_dataset_sources import (
    AzureBlobArtifactDatasetSource,
    AzureDataLakeArtifactDatasetSource,
    FTPArtifactDatasetSource,
    GCSArtifactDatasetSource,
    HdfsArtifactDatasetSource,
    LocalArtifactDatasetSource,
    R2ArtifactDatasetSource,
    S3ArtifactDatasetSource,
    SFTPArtifactDatasetSource,
)
from mlflow.data.code_dataset_source import CodeDatasetSource
from mlflow.data.http_dataset_source import HTTPDatasetSource

__all__ = [
    "AzureBlobArtifactDatasetSource",
    "AzureDataLakeArtifactDatasetSource",
    "CodeDatasetSource",
    "FTPArtifactDatasetSource",
    "GCSArtifactDatasetSource",
    "HTTPDatasetSource",
    "HdfsArtifactDatasetSource",
    "LocalArtifactDatasetSource",
    "R2ArtifactDatasetSource",
    "S3ArtifactDatasetSource",
    "SFTPArtifactDatasetSource",
]
