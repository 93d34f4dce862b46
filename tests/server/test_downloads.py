"""What a download's headers ask for: parts, continuations, checksums."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

import pytest

from mlflow.artifacts.digests import from_header
from mlflow.artifacts.proxy import ProxiedArtifacts
from mlflow.exceptions import MlflowException
from mlflow.server.app import Server
from mlflow.store.rest.store import RestStore
from mlflow.testing.asgi import AsgiTransport

_FILE = "/api/2.0/mlflow-artifacts/artifacts/a/b.bin"
_CONTENT = bytes(range(256)) * 20_000


@pytest.fixture
def file(client: RestStore) -> str:
    client.upload_artifact("a/b.bin", [_CONTENT])
    return _FILE


def digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


@pytest.mark.parametrize(
    ("asked", "first", "past"),
    [
        ("bytes=0-", 0, None),
        ("bytes=100-", 100, None),
        ("bytes=100-100", 100, 101),
        ("bytes=2000000-3999999", 2_000_000, 4_000_000),
        ("bytes=5119999-99999999999", 5_119_999, None),
        ("bytes=-5", 5_119_995, None),
        ("bytes=-99999999999", 0, None),
    ],
)
def test_a_part_of_a_file(web: AsgiTransport, file: str, asked: str, first: int, past: int | None) -> None:
    answer = web.request("GET", file, headers={"range": asked})
    expected = _CONTENT[first:past]
    assert (answer.status, answer.body) == (206, expected)
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(expected) - 1}/{len(_CONTENT)}"
    assert answer.headers["content-length"] == str(len(expected))


@pytest.mark.parametrize(
    "asked", ["bytes=5-3", "bytes=0-1,5-6", "items=0-5", "bytes=a-b", "bytes=-", "", "bytes=1", "bytes=-1-2"]
)
def test_what_is_no_single_range_gets_all(web: AsgiTransport, file: str, asked: str) -> None:
    answer = web.request("GET", file, headers={"range": asked})
    assert (answer.status, answer.body) == (200, _CONTENT)


@pytest.mark.parametrize("asked", ["bytes=5120000-", "bytes=99999999999-", "bytes=-0"])
def test_a_part_that_is_not_there(web: AsgiTransport, file: str, asked: str) -> None:
    answer = web.request("GET", file, headers={"range": asked})
    assert (answer.status, answer.headers["content-range"], answer.body) == (416, f"bytes */{len(_CONTENT)}", b"")


def test_a_download_is_continued_only_of_the_same_file(web: AsgiTransport, client: RestStore, file: str) -> None:
    etag = web.request("GET", file).headers["etag"]
    continued = {"range": "bytes=5-", "if-range": etag}
    assert web.request("GET", file, headers=continued).status == 206
    assert web.request("GET", file, headers={"if-none-match": etag}).status == 304
    client.upload_artifact("a/b.bin", [_CONTENT[::-1]])
    answer = web.request("GET", file, headers=continued)
    assert (answer.status, answer.body) == (200, _CONTENT[::-1])
    assert web.request("GET", file, headers={"if-none-match": etag}).status == 200


def test_the_head_of_a_file_reads_none_of_it(web: AsgiTransport, file: str) -> None:
    answer = web.request("HEAD", file)
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(_CONTENT))
    assert answer.headers["accept-ranges"] == "bytes" and answer.headers["etag"]
    assert web.request("HEAD", file + "x").status == 404


def test_the_checksum_of_a_file_is_told(web: AsgiTransport, file: str, tmp_path: Path) -> None:
    wanted = {"want-repr-digest": "sha-256=1"}
    assert web.request("HEAD", file, headers=wanted).headers["repr-digest"] == digest(_CONTENT)
    assert web.request("GET", file, headers=wanted | {"range": "bytes=7-"}).headers["repr-digest"] == digest(_CONTENT)
    other = tmp_path / "artifacts" / "a" / "other.bin"  # put there by other means: it is read for its checksum
    other.write_bytes(b"other")
    at = file.replace("b.bin", "other.bin")
    assert "repr-digest" not in web.request("GET", at).headers
    assert web.request("GET", at, headers=wanted).headers["repr-digest"] == digest(b"other")
    other.write_bytes(b"rewritten")
    assert web.request("HEAD", at, headers=wanted).headers["repr-digest"] == digest(b"rewritten")


@pytest.mark.parametrize("name", ["repr-digest", "content-digest"])
def test_what_was_damaged_on_the_way_is_refused(web: AsgiTransport, client: RestStore, file: str, name: str) -> None:
    assert web.request("PUT", file, b"right", headers={name: digest(b"right")}).status == 200
    answer = web.request("PUT", file, b"wrong", headers={name: digest(b"right")})
    assert answer.status == 500 and b"DATA_LOSS" in answer.body
    assert b"".join(client.download_artifact("a/b.bin")) == b"right"
    assert [f.path for f in client.list_artifacts("a").files] == ["b.bin"]


def test_odd_digests_are_none(web: AsgiTransport, file: str) -> None:
    for odd in ("sha-256=:not base64:", "md5=:AAAA:", "sha-256", ":", "sha-256=::", ",,,=", "sha-256=:QQ==:"):
        assert from_header(odd) is None
        assert web.request("PUT", file, b"x", headers={"repr-digest": odd}).status == 200


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system keeps no attributes of files")
def test_a_disk_that_forgets_bits_is_found_out(
    web: AsgiTransport, client: RestStore, server: Server, file: str, tmp_path: Path
) -> None:
    path = tmp_path / "artifacts" / "a" / "b.bin"
    before = path.stat()
    try:
        os.getxattr(path, "user.penstock.sha256")
    except OSError:
        pytest.skip("this file system keeps no attributes of files")
    with path.open("r+b") as kept:
        kept.seek(1_000_000)
        kept.write(b"?")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    files = ProxiedArtifacts(client, "a")
    with pytest.raises(MlflowException, match="SHA-256") as raised:
        files.download("b.bin", tmp_path / "got")
    assert raised.value.error_code == "DATA_LOSS"
    assert list((tmp_path / "got").iterdir()) == []
