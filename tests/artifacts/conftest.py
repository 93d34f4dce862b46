"""Places for files, made for one test each."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.azurite_server import Absent, AzureServer, azure_server
from tests.buckets import S3Server, s3_server
from tests.gcs_server import gcs_server
from tests.machines import PASSWORD, USER, ftp_server, sftp_server


@pytest.fixture(scope="session")
def s3_process() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture
def s3(s3_process: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """An S3 server that this process's variables name."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, "no-such-file")
    for name, value in s3_process.variables.items():
        monkeypatch.setenv(name, value)
    return s3_process


@pytest.fixture
def bucket(s3: S3Server) -> str:
    """A new bucket."""
    name = f"bucket-{uuid.uuid4().hex[:12]}"
    s3.make_bucket(name)
    return name


@pytest.fixture(scope="session")
def sftp_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("sftp")
    (folder / "served").mkdir()
    with sftp_server(folder / "served", folder / "home") as host:
        yield host, folder / "home"


@pytest.fixture
def sftp(sftp_process: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> str:
    """A new folder's location on an SFTP server that this process's user knows."""
    host, home = sftp_process
    monkeypatch.setenv("HOME", str(home))
    return f"sftp://{USER}:{quote(PASSWORD)}@{host}/{uuid.uuid4().hex}"


@pytest.fixture(scope="session")
def ftp_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with ftp_server(tmp_path_factory.mktemp("ftp")) as host:
        yield host


@pytest.fixture
def ftp(ftp_process: str) -> str:
    """A new folder's location on an FTP server."""
    return f"ftp://{USER}:{quote(PASSWORD)}@{ftp_process}/{uuid.uuid4().hex}"


@pytest.fixture(scope="session")
def azure_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AzureServer]:
    try:
        with azure_server(tmp_path_factory.mktemp("azure")) as server:
            yield server
    except Absent as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture
def container(azure_process: AzureServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new container of an Azure account that this process's variables name."""
    for name in ("AZURE_STORAGE_ACCESS_KEY", "AZURE_STORAGE_ACCOUNT_NAME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in azure_process.variables.items():
        monkeypatch.setenv(name, value)
    name = f"container-{uuid.uuid4().hex[:12]}"
    azure_process.make_container(name)
    return name


@pytest.fixture
def gcs_bucket(s3_process: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A new bucket of a server that ``STORAGE_EMULATOR_HOST`` names."""
    name = f"bucket-{uuid.uuid4().hex[:12]}"
    s3_process.make_bucket(name)
    with gcs_server(s3_process) as host:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", host)
        monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
        yield name
