from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import mlflow
from mlflow.active.stores import open_store
from mlflow.exceptions import InvalidParameterValue
from mlflow.tracking import MlflowClient


def test_the_default_is_mlruns_of_the_current_folder() -> None:
    assert not mlflow.is_tracking_uri_set()
    assert mlflow.get_tracking_uri() == mlflow.get_registry_uri() == (Path.cwd() / "mlruns").as_uri()
    with mlflow.start_run():
        pass
    assert (Path.cwd() / "mlruns" / "penstock.db").is_file()


@pytest.mark.parametrize("uri", ["mlruns2", "./rel", "http://h:1/", "sqlite:///x.db"])
def test_an_address_is_kept_as_given(uri: str) -> None:
    mlflow.set_tracking_uri(uri)
    assert mlflow.get_tracking_uri() == mlflow.get_registry_uri() == uri == os.environ["MLFLOW_TRACKING_URI"]
    assert mlflow.is_tracking_uri_set() and MlflowClient().tracking_uri == uri


def test_a_path_becomes_a_uri_and_nothing_becomes_the_default() -> None:
    mlflow.set_tracking_uri(Path("rel"))
    assert mlflow.get_tracking_uri() == (Path.cwd() / "rel").as_uri()
    mlflow.set_tracking_uri("")
    assert mlflow.get_tracking_uri() == "" and not mlflow.is_tracking_uri_set()
    with mlflow.start_run():
        pass
    assert (Path.cwd() / "mlruns").is_dir()
    mlflow.set_tracking_uri(None)
    assert mlflow.get_tracking_uri() == (Path.cwd() / "mlruns").as_uri()


def test_a_client_can_be_sent_to_another_process() -> None:
    client = MlflowClient("sqlite:///a.db", "sqlite:///b.db")
    client.log_text(client.create_run("0").info.run_id, "x", "x.txt")
    again = pickle.loads(pickle.dumps(client))
    assert again.tracking_uri == "sqlite:///a.db" and len(again.search_runs(["0"])) == 1


def test_the_environment_and_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///env.db")
    assert mlflow.get_tracking_uri() == "sqlite:///env.db" and mlflow.is_tracking_uri_set()
    monkeypatch.setenv("MLFLOW_REGISTRY_URI", "sqlite:///reg.db")
    assert mlflow.get_registry_uri() == "sqlite:///reg.db"
    mlflow.set_tracking_uri("sqlite:///set.db")
    code = "import mlflow; print(mlflow.get_tracking_uri())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "sqlite:///set.db\n"


def test_the_registry_may_be_elsewhere() -> None:
    mlflow.set_registry_uri("sqlite:///reg.db")
    MlflowClient().create_registered_model("wine")
    assert [m.name for m in mlflow.search_registered_models()] == ["wine"]
    assert MlflowClient(registry_uri=mlflow.get_tracking_uri()).search_registered_models() == []
    mlflow.set_registry_uri("")
    assert mlflow.get_registry_uri() == mlflow.get_tracking_uri()


def test_the_same_place_is_opened_once() -> None:
    here = Path.cwd() / "runs"
    assert open_store(str(here)) is open_store("runs") is not open_store("others")
    assert open_store(here.as_uri()) is open_store("file:runs") is open_store("file:./runs")


def test_what_is_no_place_is_refused() -> None:
    with pytest.raises(InvalidParameterValue, match="gopher"):
        open_store("gopher://x")


@pytest.mark.parametrize("form", ["runs", "./runs", "file:runs", "file:./runs"])
def test_a_relative_folder_lies_in_the_current_one(form: str, tmp_path: Path) -> None:
    mlflow.set_tracking_uri(form)
    assert mlflow.get_tracking_uri() == form
    with mlflow.start_run() as run:
        mlflow.log_text("x", "a.txt")
    # Files are named as the store is: as a path, or as a file: URI.
    assert run.info.artifact_uri is not None and run.info.artifact_uri.startswith("file:") is form.startswith("file:")
    assert (tmp_path / "runs/0" / run.info.run_id / "artifacts/a.txt").is_file()
    assert mlflow.artifacts.load_text(f"{run.info.artifact_uri}/a.txt") == "x"
