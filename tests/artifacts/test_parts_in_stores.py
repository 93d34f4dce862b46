"""Parts that go straight to a store, at addresses that the server signed."""

from __future__ import annotations

import os
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.artifacts.parts import Part
from mlflow.artifacts.proxy import ProxiedArtifacts
from mlflow.artifacts.stores import open_artifacts
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.store.rest.store import open_store
from tests.buckets import S3Server
from tests.processes import server

_MB = 1 << 20


def put(url: str, content: bytes) -> str:
    """Send a part as a client without credentials does; its ETag."""
    assert url.startswith("http://127.0.0.1")
    kind = {"Content-Type": "application/octet-stream"}  # urllib would call it a form
    request = urllib.request.Request(url, method="PUT", data=content, headers=kind)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.headers["ETag"] or "")


def test_parts_go_to_s3(s3: S3Server, bucket: str) -> None:
    files = open_artifacts(f"s3://{bucket}/some/folder")
    assert files.parts is not None
    contents = [os.urandom(5 * _MB), os.urandom(17)]
    upload_id, targets = files.parts.begin("é/b c.bin", 2)
    etags = [put(target.url, content) for target, content in zip(targets, contents, strict=True)]
    assert files.stat("é/b c.bin") is None
    files.parts.finish("é/b c.bin", upload_id, [Part(number, etag) for number, etag in enumerate(etags, 1)])
    assert files.read_bytes("é/b c.bin") == b"".join(contents)


def test_an_upload_to_s3_that_is_given_up_leaves_nothing(s3: S3Server, bucket: str) -> None:
    files = open_artifacts(f"s3://{bucket}")
    assert files.parts is not None
    upload_id, targets = files.parts.begin("x", 2)
    etag = put(targets[0].url, b"x")
    assert b"<Upload>" in s3.call("GET", f"/{bucket}?uploads")
    files.parts.abandon("x", upload_id)
    assert b"<Upload>" not in s3.call("GET", f"/{bucket}?uploads")
    for wrong in ([], [Part(2, etag)], [Part(1, etag), Part(1, etag)]):
        with pytest.raises(InvalidParameterValue):
            files.parts.finish("x", upload_id, wrong)


def test_parts_go_to_azure(container: str) -> None:
    files = open_artifacts(f"az://{container}/some/folder")
    assert files.parts is not None
    contents = [os.urandom(2 * _MB), os.urandom(17)]
    upload_id, targets = files.parts.begin("é/b c.bin", 2)
    for target, content in zip(targets, contents, strict=True):
        put(target.url, content)
    assert files.stat("é/b c.bin") is None
    with pytest.raises(InvalidParameterValue):  # one that has not arrived
        files.parts.finish("é/b c.bin", upload_id, [Part(1, ""), Part(2, ""), Part(3, "")])
    files.parts.finish("é/b c.bin", upload_id, [Part(1, ""), Part(2, "")])
    assert files.read_bytes("é/b c.bin") == b"".join(contents)
    for wrong in ("x", "../..", "0" * 32):
        with pytest.raises((ResourceDoesNotExist, InvalidParameterValue)):
            files.parts.finish("other.bin", wrong, [Part(1, "")])
    files.parts.abandon("other.bin", upload_id)


def test_a_missing_bucket_is_told(s3: S3Server) -> None:
    files = open_artifacts("s3://never-made")
    assert files.parts is not None
    with pytest.raises(MlflowException):
        files.parts.begin("x", 1)


def test_what_new_objects_are_told_to_be_is_not_left_out(
    s3: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_S3_UPLOAD_EXTRA_ARGS", '{"ServerSideEncryption": "AES256"}')
    assert open_artifacts(f"s3://{bucket}").parts is None  # then the server takes the parts itself


@pytest.fixture
def with_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", str(6 * _MB))
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", str(5 * _MB))
    monkeypatch.setattr("mlflow.artifacts.parted_upload._LARGE", 6 * _MB)


@pytest.fixture
def proxy_to_s3(
    s3: S3Server, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_parts: None
) -> Iterator[ProxiedArtifacts]:
    own = {name: value for name, value in s3.variables.items() if name.startswith(("AWS_", "MLFLOW_S3"))}
    monkeypatch.setattr("tests.processes._QUIET", {**own, "MLFLOW_DISABLE_TELEMETRY": "true"})
    with server(Path(sys.executable), tmp_path, 30, "--artifacts-destination", f"s3://{bucket}/kept") as address:
        yield ProxiedArtifacts(open_store(address), "0/run")


@pytest.mark.parametrize("direct", [True, False])
def test_a_file_goes_past_the_server_only_where_the_user_says_so(
    s3: S3Server,
    bucket: str,
    proxy_to_s3: ProxiedArtifacts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    direct: bool,
) -> None:
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", str(direct))
    content = os.urandom(13 * _MB)
    (tmp_path / "big.bin").write_bytes(content)
    proxy_to_s3.upload_file(tmp_path / "big.bin", "a/b c.bin")
    etag = s3.headers(f"/{bucket}/kept/0/run/a/b%20c.bin")["etag"]
    # Parts of the client are of five megabytes, those of the server of ten.
    assert etag.strip('"').endswith("-3" if direct else "-2")
    assert proxy_to_s3.read_bytes("a/b c.bin") == content
    assert b"<Upload>" not in s3.call("GET", f"/{bucket}?uploads")
