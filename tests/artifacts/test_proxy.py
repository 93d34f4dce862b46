"""Artifacts behind a server, through its application and without a port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.artifacts.contract import CHUNK
from mlflow.artifacts.proxy import ProxiedArtifacts, _server, open_store
from mlflow.contracts.artifacts import ArtifactFiles
from mlflow.entities import FileInfo
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.outgoing import Outgoing
from mlflow.store.rest.store import RestStore, over
from mlflow.store.rest.transport import HttpTransport
from mlflow.store.sql.store import close_all
from mlflow.testing.asgi import AsgiTransport
from mlflow.uris import parse_location


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RestStore]:
    app = create_app(
        Settings(backend_store_uri=f"sqlite:///{tmp_path}/records.db", artifacts_destination=str(tmp_path / "kept"))
    )
    transport = AsgiTransport(app)
    yield over(transport)
    transport.close()
    app.close()
    close_all()


@pytest.fixture
def files(server: RestStore) -> ProxiedArtifacts:
    return ProxiedArtifacts(server, "0/run/artifacts")


def test_files_go_up_and_come_down(files: ProxiedArtifacts, tmp_path: Path) -> None:
    large = bytes(range(256)) * (CHUNK // 128)
    files.write("a/b.bin", iter([large[:1000], large[1000:]]))
    files.write("é f.txt", [b"text"])
    assert files.read_bytes("a/b.bin") == large
    assert (tmp_path / "kept/0/run/artifacts/a/b.bin").read_bytes() == large
    assert [(f.path, f.is_dir, f.file_size) for f in files.entries()] == [("a", True, None), ("é f.txt", False, 4)]
    assert [f.path for f in files.entries("a")] == ["a/b.bin"]
    assert files.download("a", tmp_path / "got") == tmp_path / "got/a"
    assert (tmp_path / "got/a/b.bin").read_bytes() == large
    assert files.download("é f.txt", tmp_path / "got").read_text() == "text"


def test_folders_go_up_and_come_down(files: ProxiedArtifacts, tmp_path: Path) -> None:
    source = tmp_path / "source"
    for number in range(20):
        (source / f"d{number % 3}").mkdir(parents=True, exist_ok=True)
        (source / f"d{number % 3}" / f"{number}.txt").write_text(str(number))
    files.upload_folder(source, "up")
    got = files.download("up", tmp_path / "got")
    assert {p.name: p.read_text() for p in got.rglob("*.txt")} == {f"{n}.txt": str(n) for n in range(20)}
    assert files.download("", tmp_path / "all") == tmp_path / "all"
    assert len(list((tmp_path / "all" / "up").rglob("*.txt"))) == 20
    files.delete("up")
    files.delete("up")
    assert files.entries() == []


def test_what_is_not_there(files: ProxiedArtifacts, tmp_path: Path) -> None:
    files.write("a.txt", [b"a"])
    with pytest.raises(ResourceDoesNotExist):
        files.read("none.txt")
    with pytest.raises(ResourceDoesNotExist):
        files.download("none", tmp_path)
    assert files.entries("none") == [] and files.stat("none/x") is None
    with pytest.raises(FileNotFoundError):
        files.upload_file(tmp_path / "none", "x")


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "%2e%2e/x", ""])
def test_odd_paths_are_not_sent(files: ProxiedArtifacts, path: str) -> None:
    with pytest.raises(InvalidParameterValue):
        files.write(path, [b"x"])


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "a/../b", "a/b", "", "..%2fx"])
def test_what_a_server_lists_is_input(tmp_path: Path, name: str) -> None:
    class Hostile(RestStore):
        def __init__(self) -> None:
            pass

        def list_artifacts(self, path: str | None = None) -> ArtifactFiles:  # type: ignore[override]
            return ArtifactFiles([FileInfo(name, False, 1)])

    Hostile.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]
    with pytest.raises(MlflowException):
        ProxiedArtifacts(Hostile(), "0").download("", tmp_path / "got")
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize(
    ("location", "server", "root"),
    [
        ("mlflow-artifacts:/0/run", "http://host:5000", "0/run"),
        ("mlflow-artifacts://other:1/0/run", "http://host:5000", "0/run"),
        ("http://host/api/2.0/mlflow-artifacts/artifacts/0/run", None, "0/run"),
        ("https://host/mounted/ajax-api/2.0/mlflow-artifacts/artifacts", None, ""),
    ],
)
def test_locations(location: str, server: str | None, root: str) -> None:
    assert open_store(parse_location(location), server).root == root


@pytest.mark.parametrize(
    ("location", "server"),
    [
        ("mlflow-artifacts:/0/run", None),
        ("mlflow-artifacts:/0/run", "sqlite:///x.db"),
        ("http://host/files", None),
        ("http://host/mlflow-artifacts/artifacts/x", None),
        ("http://host/api/2.0/mlflow-artifacts/artifactsandmore/x", None),
    ],
)
def test_locations_that_lead_nowhere(location: str, server: str | None) -> None:
    with pytest.raises(InvalidParameterValue):
        open_store(parse_location(location), server)


@pytest.mark.parametrize(
    ("location", "server", "named", "shown"),
    [
        ("mlflow-artifacts:/0/x", "http://tracking:5000", None, True),
        ("mlflow-artifacts:/0/x", "https://tracking", None, True),
        ("mlflow-artifacts://tracking/0/x", "http://tracking:5000", None, True),
        ("mlflow-artifacts://tracking:5001/0/x", "https://tracking", None, True),
        ("https://tracking/api/2.0/mlflow-artifacts/artifacts/x", "https://tracking", None, True),
        ("http://tracking/api/2.0/mlflow-artifacts/artifacts/x", "https://tracking", None, False),
        ("mlflow-artifacts://evil.com/0/x", "http://tracking:5000", None, False),
        ("mlflow-artifacts://tracking.evil.com/0/x", "http://tracking:5000", None, False),
        ("http://evil.com/api/2.0/mlflow-artifacts/artifacts/x", "http://tracking:5000", None, False),
        ("http://evil.com/api/2.0/mlflow-artifacts/artifacts/x", None, None, False),
        ("http://evil.com/tracking/api/2.0/mlflow-artifacts/artifacts", "http://tracking", None, False),
        ("mlflow-artifacts://files.corp/0/x", "http://tracking:5000", "other, files.corp", True),
        ("mlflow-artifacts://corp/0/x", "http://tracking:5000", "files.corp,", False),
    ],
)
def test_credentials_go_to_the_tracking_server_only(
    location: str, server: str | None, named: str | None, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "secret")
    if named is not None:
        monkeypatch.setenv("PENSTOCK_CREDENTIAL_HOSTS", named)
    _server.cache_clear()
    transport = open_store(parse_location(location), server)._server.transport
    _server.cache_clear()
    assert isinstance(transport, HttpTransport)
    request = Outgoing("GET", f"{transport.url}/x", {}, None)
    transport._credentials.sign(request)
    assert ("Authorization" in request.headers) == shown
