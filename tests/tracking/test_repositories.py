"""Artifacts by URI, as code for MLflow 1 and 2 asks for them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mlflow.store.artifact.models_artifact_repo import ModelsArtifactRepository
from mlflow.store.artifact.runs_artifact_repo import RunsArtifactRepository
from mlflow.tracking.artifact_utils import _download_artifact_from_uri
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow.exceptions import InvalidParameterValue

MODEL = LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])


@pytest.fixture
def run_id() -> str:
    with mlflow.start_run() as run:
        mlflow.sklearn.log_model(MODEL, "wine")
        mlflow.log_text("dry", "texts/notes.txt")
    return run.info.run_id


def test_a_version_made_of_the_underlying_uri_can_be_loaded(run_id: str) -> None:
    client = mlflow.MlflowClient()
    client.create_registered_model("Wine")
    source = RunsArtifactRepository.get_underlying_uri(f"runs:/{run_id}/wine")
    client.create_model_version("Wine", source, run_id)
    assert mlflow.pyfunc.load_model("models:/Wine/1").predict([[3.0]])[0] == pytest.approx(6)
    assert ModelsArtifactRepository.get_underlying_uri("models:/Wine/1") == source
    assert "MLmodel" in os.listdir(ModelsArtifactRepository("models:/Wine/1").download_artifacts("", dst_path="here"))


def test_files_of_a_run(run_id: str) -> None:
    uri = f"runs:/{run_id}/texts"
    files = RunsArtifactRepository(uri)
    assert RunsArtifactRepository.is_runs_uri(uri) and RunsArtifactRepository.parse_runs_uri(uri) == (run_id, "texts")
    assert Path(files.download_artifacts("notes.txt")).read_text() == "dry"
    Path("more.txt").write_text("sweet")
    files.log_artifact("more.txt")
    assert [entry.path for entry in files.list_artifacts()] == ["texts/more.txt", "texts/notes.txt"]
    assert RunsArtifactRepository.get_underlying_uri(uri).endswith(f"{run_id}/artifacts/texts")
    assert Path(_download_artifact_from_uri(f"{uri}/notes.txt", output_path="copy")).read_text() == "dry"


@pytest.mark.parametrize("of", [RunsArtifactRepository, ModelsArtifactRepository])
def test_other_uris_have_no_underlying_one(of: type) -> None:
    with pytest.raises(InvalidParameterValue):
        of.get_underlying_uri("s3://bucket/model")
