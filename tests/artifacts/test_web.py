"""Files at web addresses are read, and nothing else."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlflow
from mlflow.artifacts.contract import CHUNK
from mlflow.artifacts.proxy import ProxiedArtifacts
from mlflow.artifacts.stores import open_artifacts
from mlflow.exceptions import MlflowNotImplementedException, ResourceDoesNotExist, TemporarilyUnavailable
from tests.processes import free_port


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    (tmp_path / "site").mkdir()
    handler = functools.partial(Quiet, directory=str(tmp_path / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_a_file_of_the_web_is_read(site: str, tmp_path: Path) -> None:
    content = bytes(range(256)) * (CHUNK // 100)
    (tmp_path / "site" / "a b é.bin").write_bytes(content)
    files = open_artifacts(site)
    found = files.stat("a b é.bin")
    assert found is not None and found.file_size == len(content)
    assert files.read_bytes("a b é.bin") == content
    got = mlflow.artifacts.download_artifacts(f"{site}/a b é.bin", dst_path=str(tmp_path / "got"))
    assert Path(got).read_bytes() == content
    (tmp_path / "site" / "x.txt").write_text("text")
    assert mlflow.artifacts.load_text(f"{site}/x.txt") == "text"


def test_what_the_web_cannot_do_is_told(site: str) -> None:
    files = open_artifacts(f"{site}/folder")
    assert files.stat("none") is None
    with pytest.raises(ResourceDoesNotExist):
        files.read("none")
    for doing in (lambda: files.write("x", [b"x"]), files.delete, files.entries, files.download):
        with pytest.raises(MlflowNotImplementedException):
            doing()
    with pytest.raises(TemporarilyUnavailable):
        open_artifacts(f"http://127.0.0.1:{free_port()}").read("x")


def test_addresses_of_a_tracking_server_are_its_artifacts() -> None:
    assert isinstance(open_artifacts("http://host/api/2.0/mlflow-artifacts/artifacts/0"), ProxiedArtifacts)
