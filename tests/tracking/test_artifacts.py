from __future__ import annotations

import os
from pathlib import Path

import pytest

import mlflow
from mlflow.exceptions import BadRequest, InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.tracking import MlflowClient


def files(run: mlflow.ActiveRun) -> list[str]:
    root = Path(run.info.artifact_uri.removeprefix("file://"))
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


def test_files_of_a_directory_store_are_ordinary_files() -> None:
    with mlflow.start_run() as run:
        mlflow.log_text("hällo", "a/t.txt")
    place = Path.cwd() / "mlruns" / "0" / run.info.run_id / "artifacts" / "a" / "t.txt"
    assert place.read_text(encoding="utf-8") == "hällo"


def test_files_and_folders_go_up() -> None:
    Path("dd/e").mkdir(parents=True)
    Path("dd/e/f.txt").write_text("f")
    Path("notes.txt").write_text("dry")
    with mlflow.start_run() as run:
        mlflow.log_artifact("notes.txt")
        mlflow.log_artifact(Path("notes.txt"), artifact_path="texts/en")
        mlflow.log_artifact("dd")
        mlflow.log_artifacts("dd", artifact_path="up")
        mlflow.log_artifacts("dd", run_id=run.info.run_id)
        for missing in ("none.txt", "none/"):
            with pytest.raises(FileNotFoundError):
                mlflow.log_artifact(missing)
        with pytest.raises(NotADirectoryError):
            mlflow.log_artifacts("none")
    assert files(run) == ["dd/e/f.txt", "e/f.txt", "notes.txt", "texts/en/notes.txt", "up/e/f.txt"]


@pytest.mark.parametrize("path", ["../x.txt", "/tmp/x.txt", "a/../../x.txt", "..%2fx.txt"])
def test_paths_that_leave_the_run_are_refused(path: str) -> None:
    with mlflow.start_run() as run:
        with pytest.raises(MlflowException):
            mlflow.log_text("x", path)
        with pytest.raises(MlflowException):
            mlflow.log_dict({}, path)
        with pytest.raises(MlflowException):
            mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path=path)
        with pytest.raises(MlflowException):
            mlflow.get_artifact_uri(path)
    assert files(run) == []


def test_where_artifacts_are(client: MlflowClient) -> None:
    with mlflow.start_run() as run:
        assert mlflow.get_artifact_uri() == run.info.artifact_uri
        assert mlflow.get_artifact_uri("a/b") == run.info.artifact_uri + "/a/b"
    assert client.list_artifacts(run.info.run_id) == []
    with pytest.raises(ResourceDoesNotExist):
        client.list_artifacts("0" * 32)


def test_listing(client: MlflowClient) -> None:
    with mlflow.start_run() as run:
        mlflow.log_text("12", "a/b.txt")
        mlflow.log_text("1", "c.txt")
    run_id = run.info.run_id
    assert [(f.path, f.is_dir, f.file_size) for f in client.list_artifacts(run_id)] == [
        ("a", True, None),
        ("c.txt", False, 1),
    ]
    assert [f.path for f in mlflow.artifacts.list_artifacts(run_id=run_id, artifact_path="a")] == ["a/b.txt"]
    assert [f.path for f in mlflow.artifacts.list_artifacts(f"runs:/{run_id}/a")] == ["a/b.txt"]
    assert mlflow.artifacts.list_artifacts(f"runs:/{run_id}/a/b.txt") == []
    # As MLflow shows what is in a plain URI: below its last name, unless a slash follows that.
    uri = run.info.artifact_uri
    for listed, expected in (
        (uri, ["artifacts/a", "artifacts/c.txt"]),
        (f"{uri}/", ["a", "c.txt"]),
        (f"{uri}/a", ["a/b.txt"]),
    ):
        assert [f.path for f in mlflow.artifacts.list_artifacts(listed)] == expected


def test_downloads(client: MlflowClient, tmp_path: Path) -> None:
    with mlflow.start_run() as run:
        mlflow.log_text("hi", "a/b.txt")
    run_id, download = run.info.run_id, mlflow.artifacts.download_artifacts
    assert download(run_id=run_id) == run.info.artifact_uri.removeprefix("file://")
    assert Path(download(run_id=run_id, artifact_path="a/b.txt")).read_text() == "hi"
    target = tmp_path / "new"
    assert download(run_id=run_id, artifact_path="a/b.txt", dst_path=str(target)) == str(target / "b.txt")
    assert download(f"runs:/{run_id}/a", dst_path=str(target)) == str(target / "a")
    assert client.download_artifacts(run_id, "", str(tmp_path / "all")) == str(tmp_path / "all")
    assert download(f"{run.info.artifact_uri}/a", dst_path=str(tmp_path / "named")) == str(tmp_path / "named" / "a")
    download(f"{run.info.artifact_uri}/a/", dst_path=str(tmp_path / "whole"))
    assert (tmp_path / "whole" / "b.txt").read_text() == "hi"
    assert (target / "b.txt").read_text() == (target / "a/b.txt").read_text() == "hi"
    assert (tmp_path / "all/a/b.txt").read_text() == "hi"
    assert download(str(target / "a")) == str(target / "a")
    assert download((target / "a" / "b.txt").as_uri()) == str(target / "a" / "b.txt")
    for missing in (f"runs:/{run_id}/none", str(target / "none")):
        with pytest.raises(ResourceDoesNotExist):
            download(missing)


def test_what_is_asked_for_is_said_once() -> None:
    for arguments in ({}, {"artifact_uri": "x", "run_id": "y"}, {"artifact_uri": "x", "artifact_path": "y"}):
        with pytest.raises(InvalidParameterValue):
            mlflow.artifacts.download_artifacts(**arguments)


def test_models_are_downloaded_by_version_and_alias(client: MlflowClient) -> None:
    with mlflow.start_run() as run:
        mlflow.log_text("weights", "model/data/w.bin")
    client.create_registered_model("wine")
    client.create_model_version("wine", f"runs:/{run.info.run_id}/model", run.info.run_id)
    client.set_registered_model_alias("wine", "champion", 1)
    copied = client.copy_model_version("models:/wine/1", "cellar")
    assert copied.version == 1 and copied.run_id == run.info.run_id
    for uri in ("models:/wine/1", "models:/wine@champion", "models:/wine/latest", "models:/cellar/1"):
        assert mlflow.artifacts.load_text(uri + "/data/w.bin") == "weights"
        assert Path(mlflow.artifacts.download_artifacts(uri), "data/w.bin").read_text() == "weights"


def test_dicts() -> None:
    with mlflow.start_run() as run:
        mlflow.log_dict({"b": 1, "a": [1, 2]}, "d.json")
        mlflow.log_dict({"b": 1, "a": [1, 2]}, "d.yaml")
        mlflow.log_dict([1, "é"], "e.yml")
        mlflow.log_dict({"b": 1}, "d")
        mlflow.log_dict({"o": object}, "o.json")
    root = Path(run.info.artifact_uri.removeprefix("file://"))
    assert (root / "d.json").read_text() == '{\n  "b": 1,\n  "a": [\n    1,\n    2\n  ]\n}'
    assert (root / "d.yaml").read_text() == "a:\n- 1\n- 2\nb: 1\n"
    assert (root / "d").read_text() == '{\n  "b": 1\n}'
    uri = f"runs:/{run.info.run_id}/"
    assert mlflow.artifacts.load_dict(uri + "d.json") == mlflow.artifacts.load_dict(uri + "d.yaml")
    assert mlflow.artifacts.load_dict(uri + "e.yml") == [1, "é"]
    for name, text in {"bad.json": "no: [json", "deep.json": "[" * 100_000, "deep.yaml": "[" * 100_000}.items():
        mlflow.MlflowClient().log_text(run.info.run_id, text, name)
        with pytest.raises(BadRequest):
            mlflow.artifacts.load_dict(uri + name)
    with pytest.raises(BadRequest):
        mlflow.artifacts.load_image(uri + "bad.json")


def test_files_of_logged_models_are_found_by_the_models_name(client: MlflowClient, tmp_path: Path) -> None:
    with mlflow.start_run() as run:
        made = mlflow.initialize_logged_model("model")
        mlflow.log_text("x", "a/b.txt")
    run_id = run.info.run_id
    Path("w.bin").write_text("weights")
    client.log_model_artifact(made.model_id, "w.bin")
    assert [f.path for f in client.list_artifacts(run_id)] == ["a"]
    assert [f.path for f in client.list_artifacts(run_id, "model")] == ["model/w.bin"]
    assert [f.path for f in mlflow.artifacts.list_artifacts(f"runs:/{run_id}/model")] == ["model/w.bin"]
    assert [f.path for f in mlflow.artifacts.list_artifacts(f"models:/{made.model_id}")] == ["w.bin"]
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/model/w.bin") == "weights"
    assert mlflow.artifacts.load_text(f"models:/{made.model_id}/w.bin") == "weights"
    assert client.download_artifacts(run_id, "model", str(tmp_path / "to")) == str(tmp_path / "to" / "model")
    assert (tmp_path / "to" / "model" / "w.bin").read_text() == "weights"
    with pytest.raises(ResourceDoesNotExist):
        client.download_artifacts(run_id, "model/none")


def test_all_artifacts_of_a_run_that_has_none() -> None:
    with mlflow.start_run() as run:
        pass
    assert os.listdir(mlflow.artifacts.download_artifacts(run_id=run.info.run_id)) == []
    assert mlflow.MlflowClient().download_artifacts(run.info.run_id, "", "here") == os.path.abspath("here")
    with pytest.raises(ResourceDoesNotExist):
        mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="model")
