"""The same laws for files on this machine, behind a server, and in a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.proxy import ProxiedArtifacts
from mlflow.artifacts.stores import open_artifacts
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.store import over
from mlflow.store.sql.store import close_all
from mlflow.testing.artifacts import ArtifactStoreContract
from mlflow.testing.asgi import AsgiTransport


def proxied(destination: str, folder: Path) -> Iterator[ArtifactStore]:
    """Files behind a server that keeps them at the destination."""
    app = create_app(Settings(backend_store_uri=f"sqlite:///{folder}/records.db", artifacts_destination=destination))
    transport = AsgiTransport(app)
    yield ProxiedArtifacts(over(transport), "0/run/artifacts")
    transport.close()
    app.close()
    close_all()


class TestLocal(ArtifactStoreContract):
    @pytest.fixture
    def files(self, tmp_path: Path) -> ArtifactStore:
        return open_artifacts(tmp_path / "root")


class TestProxy(ArtifactStoreContract):
    @pytest.fixture
    def files(self, tmp_path: Path) -> Iterator[ArtifactStore]:
        yield from proxied(str(tmp_path / "kept"), tmp_path)


class TestS3(ArtifactStoreContract):
    @pytest.fixture
    def files(self, bucket: str) -> ArtifactStore:
        return open_artifacts(f"s3://{bucket}/some/folder")


class TestS3Whole(ArtifactStoreContract):
    """A bucket without a folder in front."""

    @pytest.fixture
    def files(self, bucket: str) -> ArtifactStore:
        return open_artifacts(f"s3://{bucket}")


class TestProxyToS3(ArtifactStoreContract):
    @pytest.fixture
    def files(self, bucket: str, tmp_path: Path) -> Iterator[ArtifactStore]:
        yield from proxied(f"s3://{bucket}/kept", tmp_path)


class TestSftp(ArtifactStoreContract):
    @pytest.fixture
    def files(self, sftp: str) -> ArtifactStore:
        return open_artifacts(f"{sftp}/some/folder")


class TestFtp(ArtifactStoreContract):
    @pytest.fixture
    def files(self, ftp: str) -> ArtifactStore:
        return open_artifacts(f"{ftp}/some/folder")


class TestProxyToSftp(ArtifactStoreContract):
    @pytest.fixture
    def files(self, sftp: str, tmp_path: Path) -> Iterator[ArtifactStore]:
        yield from proxied(f"{sftp}/kept", tmp_path)


class TestAzure(ArtifactStoreContract):
    @pytest.fixture
    def files(self, container: str) -> ArtifactStore:
        return open_artifacts(f"az://{container}/some/folder")


class TestAzureByHost(ArtifactStoreContract):
    @pytest.fixture
    def files(self, container: str) -> ArtifactStore:
        return open_artifacts(f"wasbs://{container}@ours.blob.core.windows.net/folder")


class TestProxyToAzure(ArtifactStoreContract):
    @pytest.fixture
    def files(self, container: str, tmp_path: Path) -> Iterator[ArtifactStore]:
        yield from proxied(f"az://{container}/kept", tmp_path)


class TestGoogle(ArtifactStoreContract):
    @pytest.fixture
    def files(self, gcs_bucket: str) -> ArtifactStore:
        return open_artifacts(f"gs://{gcs_bucket}/some/folder")
