"""Files between a client and a server over a line that breaks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.artifacts.proxy import ProxiedArtifacts
from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.store.rest.store import open_store
from tests.broken_lines import broken_line
from tests.processes import server

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
