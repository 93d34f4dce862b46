"""Files between a client and a server over a line that breaks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from mlflow.artifacts.proxy import ProxiedArtifacts
from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.store.rest.store import open_store
from tests.broken_lines import broken_line
from tests.processes import clean_environment, free_port, server

_MB = 1 << 20


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server's address, and where it keeps files."""
    folder = tmp_path_factory.mktemp("server")
    with server(Path(sys.executable), folder, 30) as address:
        yield address, folder / "files"


def behind(address: str) -> ProxiedArtifacts:
    return ProxiedArtifacts(open_store(address), "0/run")


def test_a_broken_download_continues_where_it_stopped(running: tuple[str, Path], tmp_path: Path) -> None:
    content = os.urandom(20 * _MB)
    behind(running[0]).write("down.bin", [content])
    with broken_line(running[0], 9 * _MB, 100, 5 * _MB) as line:
        got = behind(line.address).download("down.bin", tmp_path / "got")
        assert line.connections >= 4
    assert got.read_bytes() == content


def test_a_download_of_a_file_that_changed_in_between_fails(running: tuple[str, Path], tmp_path: Path) -> None:
    files = behind(running[0])
    files.write("changing.bin", [os.urandom(10 * _MB)])
    with broken_line(running[0], 5 * _MB) as line:
        content = behind(line.address).read("changing.bin")
        next(content)
        files.write("changing.bin", [os.urandom(10 * _MB)])
        with pytest.raises(MlflowException, match="was replaced"):
            for _ in content:
                pass


def test_a_download_that_never_gets_through_leaves_nothing(
    running: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    behind(running[0]).write("never.bin", [os.urandom(10 * _MB)])
    with broken_line(running[0], 5 * _MB, *[50] * 20) as line, pytest.raises(TemporarilyUnavailable, match="broke off"):
        behind(line.address).download("never.bin", tmp_path / "got")
    assert list((tmp_path / "got").iterdir()) == []


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of this size go up in parts."""
    monkeypatch.setattr("mlflow.artifacts.parted_upload._LARGE", 12 * _MB)
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", str(5 * _MB))
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "4")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "10")


def uploads(folder: Path) -> list[Path]:
    """Parts of unfinished uploads."""
    return [p for p in (folder / ".penstock-uploads").rglob("*") if p.name.startswith(("whole", "last", "part"))]


def test_a_broken_upload_sends_again_only_what_broke(running: tuple[str, Path], tmp_path: Path, in_parts: None) -> None:
    content = os.urandom(33 * _MB + 5)
    (tmp_path / "up.bin").write_bytes(content)
    with broken_line(running[0], 1 << 40, 3 * _MB, 200, 7 * _MB) as line:
        behind(line.address).upload_file(tmp_path / "up.bin", "in parts.bin")
        assert line.connections >= 5
    assert (running[1] / "0" / "run" / "in parts.bin").read_bytes() == content
    assert uploads(running[1]) == []


def test_an_upload_that_never_gets_through_leaves_nothing(
    running: tuple[str, Path], tmp_path: Path, in_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    (tmp_path / "up.bin").write_bytes(os.urandom(20 * _MB))
    with broken_line(running[0], 2000, *[_MB] * 8) as line, pytest.raises(TemporarilyUnavailable):
        behind(line.address).upload_file(tmp_path / "up.bin", "never up.bin")
    assert not (running[1] / "0" / "run" / "never up.bin").exists()
    assert uploads(running[1]) == []


def test_an_upload_outlives_its_server(tmp_path: Path, in_parts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "6")
    content = os.urandom(40 * _MB)
    (tmp_path / "up.bin").write_bytes(content)
    port = free_port()
    process = started(tmp_path, port)
    try:
        with broken_line(f"http://127.0.0.1:{port}") as line:
            files = behind(line.address)
            files.write("warm.bin", [b"x"])
            thread = threading.Thread(target=files.upload_file, args=(tmp_path / "up.bin", "outlived.bin"))
            line.pause = 0.05  # so that it is under way for a while
            thread.start()
            while not uploads(tmp_path / "files"):
                time.sleep(0.01)
            process.kill()
            process.wait()
            assert not (tmp_path / "files" / "0" / "run" / "outlived.bin").exists()
            line.pause = 0.0
            process = started(tmp_path, port)
            thread.join(60)
            assert not thread.is_alive()
    finally:
        process.kill()
        process.wait()
    assert (tmp_path / "files" / "0" / "run" / "outlived.bin").read_bytes() == content


def started(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """``mlflow server`` at a port, answering."""
    command = [sys.executable, "-m", "mlflow", "server", "--port", str(port)]
    command += ["--backend-store-uri", f"sqlite:///{folder}/records.db", "--artifacts-destination", f"{folder}/files"]
    process = subprocess.Popen(command, cwd=folder, env=clean_environment(), stdout=subprocess.DEVNULL)
    end = time.monotonic() + 30
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return process
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.05)


def test_a_killed_upload_or_download_leaves_no_half_file(running: tuple[str, Path], tmp_path: Path) -> None:
    content = os.urandom(60 * _MB)
    (tmp_path / "big.bin").write_bytes(content)
    behind(running[0]).upload_file(tmp_path / "big.bin", "killed down.bin")
    script = (
        "import sys\n"
        "from mlflow.artifacts.stores import open_artifacts\n"
        "files = open_artifacts('mlflow-artifacts:/0/run', sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "files.upload_file(sys.argv[3], 'killed up.bin') if sys.argv[2] == 'up' else "
        "files.download('killed down.bin', sys.argv[3])\n"
    )
    for way, argument in (("up", tmp_path / "big.bin"), ("down", tmp_path / "got")):
        with broken_line(running[0]) as line:
            line.pause = 0.02
            command = [sys.executable, "-c", script, line.address, way, str(argument)]
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            assert process.stdout is not None and process.stdout.readline() == b"ready\n"
            end = time.monotonic() + 20
            while line.passed < 5 * _MB:
                assert process.poll() is None and time.monotonic() < end
                time.sleep(0.01)
            process.kill()
            process.wait()
            process.stdout.close()
    run = running[1] / "0" / "run"
    assert not (run / "killed up.bin").exists()
    assert all(p.name.startswith(".penstock-") for p in (tmp_path / "got").iterdir())
    end = time.monotonic() + 10
    while any(p.name.startswith(".penstock-") for p in run.iterdir()):  # the server notices that nothing more comes
        assert time.monotonic() < end
        time.sleep(0.05)
    # The next download into the folder removes what the killed one left, once that is a day old.
    for left in (tmp_path / "got").iterdir():
        os.utime(left, (1, 1))
    assert behind(running[0]).download("killed down.bin", tmp_path / "got").read_bytes() == content
    assert [p.name for p in (tmp_path / "got").iterdir()] == ["killed down.bin"]


def test_a_server_removes_what_killed_uploads_left(tmp_path: Path) -> None:
    folder = tmp_path / "files" / "0" / "run"
    folder.mkdir(parents=True)
    old, new, file = folder / ".penstock-old", folder / ".penstock-new", folder / "old file"
    upload = tmp_path / "files" / ".penstock-uploads" / ("0" * 32)
    upload.mkdir(parents=True)
    for path in (old, new, file, upload / "whole"):
        path.write_bytes(b"x")
    for path in (old, file, upload / "whole", upload):
        os.utime(path, (1, 1))
    with server(Path(sys.executable), tmp_path, 30):
        end = time.monotonic() + 10
        while old.exists() or upload.exists():
            assert time.monotonic() < end
            time.sleep(0.05)
    assert new.exists() and file.exists()


def test_parts_may_go_to_different_workers(tmp_path: Path, in_parts: None) -> None:
    content = os.urandom(61 * _MB + 1)
    (tmp_path / "up.bin").write_bytes(content)
    with server(Path(sys.executable), tmp_path, 30, "--workers", "3") as address:
        files = behind(address)
        files.upload_file(tmp_path / "up.bin", "shared.bin")
        assert files.download("shared.bin", tmp_path / "got").read_bytes() == content
    assert uploads(tmp_path / "files") == []


@pytest.mark.parametrize("large", [64 * _MB, 1 << 60], ids=["in parts", "whole"])
def test_neither_end_holds_a_file_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr("mlflow.artifacts.parted_upload._LARGE", large)
    size = 300 * _MB
    with (tmp_path / "big.bin").open("wb") as file:
        for number in range(300):
            file.write(number.to_bytes(8, "big") * (_MB // 8))
    with server(Path(sys.executable), tmp_path, 30) as address:
        port = int(address.rpartition(":")[2])
        served = next(
            process
            for process in psutil.Process().children(recursive=True)
            if any(c.status == "LISTEN" and c.laddr.port == port for c in process.net_connections("inet"))
        )
        both = (served, psutil.Process())
        files = behind(address)
        files.write("warm", [b"x" * _MB])
        files.read_bytes("warm")
        before = [process.memory_info().rss for process in both]
        most = list(before)
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(0.02):
                most[:] = [max(m, p.memory_info().rss) for m, p in zip(most, both, strict=True)]

        watching = threading.Thread(target=watch)
        watching.start()
        files.upload_file(tmp_path / "big.bin", "big.bin")
        got = files.download("big.bin", tmp_path / "got")
        ended.set()
        watching.join()
    assert got.stat().st_size == size
    assert most[0] < 100 * _MB
    assert all(m - b < 64 * _MB for m, b in zip(most, before, strict=True))
