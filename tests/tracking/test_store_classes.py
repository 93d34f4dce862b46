"""Stores and places of files by MLflow's classes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from mlflow.store.artifact.artifact_repo import ArtifactRepository
from mlflow.store.artifact.artifact_repository_registry import (
    ArtifactRepositoryRegistry,
    get_artifact_repository,
    get_registered_artifact_repositories,
)
from mlflow.store.artifact.local_artifact_repo import LocalArtifactRepository
from mlflow.store.artifact.runs_artifact_repo import RunsArtifactRepository
from mlflow.store.tracking.file_store import FileStore
from mlflow.store.tracking.rest_store import RestStore
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
from mlflow.tracking.registry import StoreRegistry, UnsupportedModelRegistryStoreURIException
from mlflow.utils import uri
from mlflow.utils.rest_utils import MlflowHostCreds
from mlflow.utils.time import Timer, conv_longdate_to_str

import mlflow
from mlflow.entities import ExperimentTag, FileInfo, Metric, Param, RunStatus, RunTag, ViewType
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist, TemporarilyUnavailable
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from tests.serving_apps import listening


@pytest.fixture(params=["file", "sql", "rest"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "file":
        yield FileStore(str(tmp_path / "runs"))
    elif request.param == "sql":
        yield SqlAlchemyStore(f"sqlite:///{tmp_path}/runs.db", str(tmp_path / "files"))
    else:
        app = create_app(Settings(backend_store_uri=str(tmp_path / "runs"), serve_artifacts=False))
        with listening(app) as address:
            yield RestStore(lambda: MlflowHostCreds(address))


def test_a_store_by_mlflows_signatures(store: Any) -> None:
    made = store.create_experiment("wine", None, [ExperimentTag("a", "b")])
    store.set_experiment_tag(made, ExperimentTag("c", "d"))
    assert store.get_experiment(made).tags == {"a": "b", "c": "d"}
    assert store.get_experiment_by_name("beer") is None
    assert {e.name for e in store.list_experiments()} == {"Default", "wine"}
    run_id = store.create_run(made, "ada", 5, [RunTag("x", "y")], "first").info.run_id
    store.log_metric(run_id, Metric("loss", 0.5, 1, 0))
    store.log_param(run_id, Param("lr", "1"))
    store.set_tag(run_id, RunTag("t", "u"))
    assert store.update_run_info(run_id, RunStatus.FINISHED, 9, "second").run_name == "second"
    found = store.get_run(run_id)
    assert (found.info.status, found.info.end_time, found.info.user_id) == ("FINISHED", 9, "ada")
    assert found.data.metrics == {"loss": 0.5} and found.data.params == {"lr": "1"} and found.data.tags["t"] == "u"
    assert [r.info.run_id for r in store.search_runs([made], "metrics.loss < 1", ViewType.ACTIVE_ONLY)] == [run_id]
    assert [i.run_id for i in store.list_run_infos(made, ViewType.ALL)] == [run_id]
    assert [p.value for p in store.get_metric_history(run_id, "loss")] == [0.5]
    with pytest.raises(AttributeError):
        store.no_such_act  # noqa: B018


def test_files_go_where_the_store_is_told(tmp_path: Path) -> None:
    store = SqlAlchemyStore(f"sqlite:///{tmp_path}/runs.db", str(tmp_path / "files"))
    assert store.get_experiment("0").artifact_location == str(tmp_path / "files" / "0")
    for kind, wrong in ((FileStore, "sqlite:///x.db"), (SqlAlchemyStore, "./folder")):
        with pytest.raises(InvalidParameterValue):
            kind(wrong)


def test_stores_of_the_addresses_in_force(tmp_path: Path) -> None:
    from mlflow.tracking._model_registry.utils import _get_store as registry
    from mlflow.tracking._tracking_service.utils import _get_store, get_tracking_uri

    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/runs.db")
    assert get_tracking_uri().endswith("runs.db")
    made = _get_store().create_experiment("wine")
    assert _get_store(f"sqlite:///{tmp_path}/runs.db").get_experiment(made).name == "wine"
    assert registry().create_registered_model("m").name == "m"
    there = _get_store(f"sqlite:///{tmp_path}/other.db", str(tmp_path / "files"))
    assert there.get_experiment("0").artifact_location == str(tmp_path / "files" / "0")


def test_functions_that_make_stores() -> None:
    registry = StoreRegistry("mlflow.tracking_store")
    registry.register_entrypoints()
    registry.register("postgresql", dict)
    assert registry.get_store_builder("postgresql+psycopg://h/d") is dict
    with pytest.raises(UnsupportedModelRegistryStoreURIException, match="postgresql"):
        registry.get_store_builder("ftp://h")


@pytest.mark.parametrize(
    ("question", "given", "answer"),
    [
        (uri.get_uri_scheme, "sqlite+pysqlite:///x", "sqlite"),
        (uri.get_uri_scheme, "/a/b", ""),
        (uri.get_uri_scheme, "S3://x", "s3"),
        (uri.is_local_uri, "databricks", False),
        (uri.is_local_uri, "./x", True),
        (uri.is_local_uri, "file:///x", True),
        (uri.is_local_uri, "file://host/x", False),
        (uri.is_local_uri, "s3://x/y", False),
        (uri.is_file_uri, "file:x", True),
        (uri.is_http_uri, "https://x", True),
        (uri.is_models_uri, "models:/m/1", True),
        (uri.is_databricks_uri, "databricks://p", True),
        (uri.is_databricks_uri, "databricks-uc", False),
        (uri.is_databricks_unity_catalog_uri, "databricks-uc://p", True),
        (uri.extract_db_type_from_uri, "mysql+pymysql://x/y", "mysql"),
        (uri.resolve_uri_if_local, "s3://b", "s3://b"),
        (uri.resolve_uri_if_local, "file:///a/b", "file:///a/b"),
        (uri.validate_path_is_safe, "a/b", "a/b"),
    ],
)
def test_questions_about_uris(question: Any, given: str, answer: object) -> None:
    assert question(given) == answer


def test_more_questions_about_uris(tmp_path: Path) -> None:
    assert uri.append_to_uri_path("s3://b/x", "y", "z") == "s3://b/x/y/z"
    assert uri.resolve_uri_if_local("rel/x") == str(tmp_path / "rel/x")
    for question, wrong in ((uri.validate_path_is_safe, "../x"), (uri.extract_db_type_from_uri, "ftp://x")):
        with pytest.raises(InvalidParameterValue):
            question(wrong)


def test_times() -> None:
    with Timer() as timer:
        time.sleep(0.01)
    assert 0.01 <= timer.elapsed < 5 and float(f"{timer:.3f}") == round(timer.elapsed, 3) and float(repr(timer))
    assert conv_longdate_to_str(1795204429565, False) == "2026-11-20 19:53:49"
    assert len(conv_longdate_to_str(1795204429565).split()) == 3


def test_who_asks_is_shown(tmp_path: Path) -> None:
    shown: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        shown.append(dict(scope["headers"]).get(b"authorization", b"").decode())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    with listening(app) as address:
        RestStore(lambda: MlflowHostCreds(address, token="abc")).delete_run("r")
        RestStore(lambda: MlflowHostCreds(address, "me", "pw")).delete_run("r")
    assert shown == ["Bearer abc", "Basic bWU6cHc="]
    assert "pw" not in repr(MlflowHostCreds(address, "me", "pw", "abc")) and "abc" not in repr(
        MlflowHostCreds("x", token="abc")
    )


# Places of files


def test_files_by_their_uri(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.txt").write_text("b")
    files = get_artifact_repository(str(tmp_path / "place"))
    assert isinstance(files, LocalArtifactRepository) and files.artifact_dir == str(tmp_path / "place")
    files.log_artifact(str(tmp_path / "a.txt"), "into")
    files.log_artifacts(str(tmp_path / "more"))
    assert [f.path for f in files.list_artifacts()] == ["b.txt", "into"]
    assert [f.path for f in files.list_artifacts("into")] == ["into/a.txt"] and files.list_artifacts("b.txt") == []
    assert files.download_artifacts("into/a.txt") == str(tmp_path / "place" / "into" / "a.txt")
    (tmp_path / "copy").mkdir()
    assert files.download_artifacts("", str(tmp_path / "copy")) == str(tmp_path / "copy")
    assert (tmp_path / "copy" / "into" / "a.txt").read_text() == "a"
    for path, folder in (("none", None), ("none", str(tmp_path)), ("b.txt", str(tmp_path / "nowhere"))):
        with pytest.raises(ResourceDoesNotExist):
            files.download_artifacts(path, folder)
    with pytest.raises(InvalidParameterValue):
        files.download_artifacts("../a.txt", str(tmp_path))
    files.delete_artifacts("into")
    assert [f.path for f in files.list_artifacts()] == ["b.txt"]


def test_files_of_a_run(tmp_path: Path) -> None:
    with mlflow.start_run() as run:
        mlflow.log_text("x", "a/b.txt")
    files = get_artifact_repository(f"runs:/{run.info.run_id}/a")
    assert isinstance(files, RunsArtifactRepository)
    assert Path(files.download_artifacts("b.txt")).read_text() == "x"
    assert [f.path for f in get_artifact_repository(run.info.artifact_uri).list_artifacts("a")] == ["a/b.txt"]


def test_a_class_of_ones_own(tmp_path: Path) -> None:
    class Memory(ArtifactRepository):
        kept: dict[str, bytes] = {}

        def log_artifact(self, local_file: str, artifact_path: str | None = None) -> None:
            self.kept[f"{artifact_path}/{Path(local_file).name}"] = Path(local_file).read_bytes()

        def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> None:
            for file in Path(local_dir).iterdir():
                self.log_artifact(str(file), artifact_path)

        def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
            return [FileInfo(p, False, len(c)) for p, c in self.kept.items() if path and p.startswith(f"{path}/")]

        def _download_file(self, remote_file_path: str, local_path: str) -> None:
            Path(local_path).write_bytes(self.kept[remote_file_path])

    registry = ArtifactRepositoryRegistry()
    registry.register("memory", Memory)
    (tmp_path / "a.txt").write_text("a")
    files = registry.get_artifact_repository("memory://x", "http://server")
    assert files.tracking_uri == "http://server"
    files.log_artifact(str(tmp_path / "a.txt"), "in")
    (tmp_path / "to").mkdir()
    files.download_artifacts("in", str(tmp_path / "to"))
    assert (tmp_path / "to" / "in" / "a.txt").read_text() == "a"
    assert registry.get_registered_artifact_repositories()["memory"] is Memory
    assert get_registered_artifact_repositories()["runs"] is RunsArtifactRepository


def test_a_server_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    with pytest.raises(TemporarilyUnavailable):
        RestStore(lambda: MlflowHostCreds("http://127.0.0.1:9")).get_run("r")
