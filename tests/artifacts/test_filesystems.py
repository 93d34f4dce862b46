"""Files behind protocols that fsspec speaks, and what is told when they cannot be reached."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from mlflow.artifacts.stores import open_artifacts
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    PermissionDenied,
    TemporarilyUnavailable,
    Unauthenticated,
)
from mlflow.uris import Location, parse_location
from tests.machines import PASSWORD, USER, ftp_server, sftp_server
from tests.processes import free_port

_SECRET = quote(PASSWORD)


def test_a_machine_that_is_not_known_is_not_spoken_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sftp_server(tmp_path, tmp_path / "theirs") as host:
        monkeypatch.setenv("HOME", str(tmp_path / "ours"))
        with pytest.raises(PermissionDenied, match="known_hosts") as raised:
            open_artifacts(f"sftp://{USER}:{_SECRET}@{host}/x")
    assert PASSWORD not in str(raised.value) and _SECRET not in str(raised.value)


@pytest.mark.parametrize("scheme", ["sftp", "ftp"])
def test_no_message_tells_a_password(scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    away = f"127.0.0.1:{free_port()}"
    with pytest.raises(TemporarilyUnavailable, match="cannot be reached") as raised:
        open_artifacts(f"{scheme}://{USER}:{_SECRET}@{away}/x")
    assert "kept" not in str(raised.value) and f"{USER}@127.0.0.1" in str(raised.value)
    serving = sftp_server(tmp_path, tmp_path) if scheme == "sftp" else ftp_server(tmp_path)
    with serving as host, pytest.raises(PermissionDenied, match="refuses") as refused:
        open_artifacts(f"{scheme}://{USER}:wrong-secret@{host}/x")
    assert "wrong-secret" not in str(refused.value)
    for odd in (f"{scheme}://{USER}:{_SECRET}@{away}/x?y", f"{scheme}://{USER}:{_SECRET}@{away}/../x"):
        with pytest.raises(InvalidParameterValue) as seen:
            parse_location(odd)
        assert "kept" not in str(seen.value)


def test_locations_that_name_no_machine() -> None:
    for location in ("sftp:///x", "ftp:/x"):
        with pytest.raises(InvalidParameterValue, match="names no host"):
            open_artifacts(location)
    assert parse_location("sftp://me:pw@host:22/a").shown == "sftp://me@host:22/a"
    assert Location("s3", "bucket", "/x").shown == "s3://bucket/x"


def test_what_a_connection_that_broke_does_to_the_next_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, home = tmp_path / "files", tmp_path / "home"
    folder.mkdir()
    with ftp_server(folder) as host:
        files = open_artifacts(f"ftp://{USER}:{_SECRET}@{host}/x")
        files.write("a", [b"1"])
        files._opened.ftp.close()  # type: ignore[attr-defined]  # as a line that was idle too long is
        with pytest.raises((TemporarilyUnavailable, MlflowException)):
            files.read_bytes("a")
        assert files.read_bytes("a") == b"1"
    monkeypatch.setenv("HOME", str(home))
    with sftp_server(folder, home) as host:
        files = open_artifacts(f"sftp://{USER}:{_SECRET}@{host}/x")
        files._opened.client.close()  # type: ignore[attr-defined]
        with pytest.raises((TemporarilyUnavailable, MlflowException)):
            files.read_bytes("a")
        assert files.read_bytes("a") == b"1"


def test_databricks_needs_a_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABRICKS_HOST", "DATABRICKS_TOKEN", "DATABRICKS_CONFIG_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(InvalidParameterValue, match="DATABRICKS_HOST"):
        open_artifacts("dbfs:/folder")
    monkeypatch.setenv("DATABRICKS_HOST", "https://workspace.example")
    with pytest.raises(Unauthenticated, match="DATABRICKS_TOKEN"):
        open_artifacts("dbfs:/folder")
    monkeypatch.setenv("DATABRICKS_TOKEN", "abc")
    assert open_artifacts("dbfs:/folder")._place == "dbfs:/folder"  # type: ignore[attr-defined]


def test_a_machine_without_hadoop_says_so() -> None:
    pytest.importorskip("pyarrow")
    for location in ("hdfs://namenode:8020/x", "viewfs://cluster/x"):
        with pytest.raises(MlflowException, match=r"(?i)hdfs|hadoop|jvm|java"):
            open_artifacts(location)


@pytest.mark.parametrize(
    ("location", "missing", "extra"),
    [
        ("sftp://me:secret@host/x", "paramiko", "sftp"),
        ("sftp://me:secret@host/x", "fsspec", "sftp"),
        ("ftp://me:secret@host/x", "fsspec", "ftp"),
        ("ftps://me:secret@host/x", "fsspec", "ftp"),
        ("viewfs://cluster/x", "fsspec", "hdfs"),
        ("hdfs://me:secret@host/x", "pyarrow", "hdfs"),
        ("dbfs:/x", "fsspec", "dbfs"),
    ],
)
def test_without_the_library_the_extra_is_named(location: str, missing: str, extra: str) -> None:
    script = (
        "import sys\n"
        f"sys.modules[{missing!r}] = None\n"
        "from mlflow.artifacts.stores import open_artifacts\n"
        "from mlflow.exceptions import MlflowException\n"
        f"try: open_artifacts({location!r})\n"
        "except MlflowException as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert f"pip install 'penstock[{extra}]'" in done.stdout and "secret" not in done.stdout


@pytest.mark.parametrize("scheme", ["sftp", "ftp"])
def test_a_folder_called_like_a_pattern_is_one_folder(
    scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, home = tmp_path / "files", tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(home))
    with sftp_server(folder, home) if scheme == "sftp" else ftp_server(folder) as host:
        files = open_artifacts(f"{scheme}://{USER}:{_SECRET}@{host}/x")
        files.write("victim/deep/a", [b"1"])
        for name in ("*", "[a-z]*", "victi?", "**"):
            files.write(f"{name}/a", [b"2"])
            files.write(f"{name}/victi?/a", [b"2"])
            files.delete(name)
            assert [f.path for f in files.walk()] == ["victim/deep/a"]


def test_who_sends_slowly_keeps_nobody_from_the_connection(tmp_path: Path) -> None:
    with ftp_server(tmp_path) as host:
        files = open_artifacts(f"ftp://{USER}:{_SECRET}@{host}/x")
        begun, go_on = threading.Event(), threading.Event()

        def slowly() -> Iterator[bytes]:
            yield b"1"
            begun.set()
            assert go_on.wait(30)
            yield b"2"

        sender = threading.Thread(target=files.write, args=("slow", slowly()))
        sender.start()
        assert begun.wait(30)
        others = threading.Thread(target=files.write, args=("quick", [b"3"]))
        others.start()
        others.join(15)
        waits = others.is_alive()
        go_on.set()
        sender.join()
        others.join()
        assert not waits and files.read_bytes("slow") == b"12" and files.read_bytes("quick") == b"3"
