"""The same scripts against a server in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlflow
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.tracking import MlflowClient
from tests.processes import server


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(Path(sys.executable), tmp_path_factory.mktemp("server"), 30) as address:
        yield address


@pytest.fixture(autouse=True)
def _at_the_server(address: str) -> None:
    mlflow.set_tracking_uri(address)


def test_a_run(capsys: pytest.CaptureFixture[str], address: str) -> None:
    mlflow.set_experiment("wine")
    with mlflow.start_run(run_name="first") as run:
        mlflow.log_params({"a": 1, "b": "x"})
        for step in range(3):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metric("nan", float("nan"))
        mlflow.set_tag("team", "cellar")
        with pytest.raises(InvalidParameterValue):
            mlflow.log_param("a", 2)
        mlflow.log_text("dry", "texts/en/notes.txt")
        Path("folder").mkdir()
        Path("folder/a.csv").write_text("x")
        mlflow.log_artifacts("folder", "tables")
        mlflow.log_table({"a": [1]}, "t.json")
    assert f"{address}/#/experiments/{run.info.experiment_id}/runs/{run.info.run_id}" in capsys.readouterr().out
    client = MlflowClient()
    got = client.get_run(run.info.run_id)
    assert got.info.status == "FINISHED" and got.data.params == {"a": "1", "b": "x"}
    assert got.data.metrics["loss"] == pytest.approx(1 / 3) and got.data.metrics["nan"] != got.data.metrics["nan"]
    assert len(client.get_metric_history(run.info.run_id, "loss")) == 3
    assert [f.path for f in client.list_artifacts(run.info.run_id)] == ["t.json", "tables", "texts"]
    local = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="texts/en/notes.txt")
    assert Path(local).read_text() == "dry" and not local.startswith(run.info.artifact_uri)
    assert mlflow.artifacts.load_text(f"{run.info.artifact_uri}/tables/a.csv") == "x"
    frame = mlflow.search_runs(filter_string="params.a = '1' and metrics.loss < 1")
    assert list(frame["run_id"]) == [run.info.run_id]
    with pytest.raises(ResourceDoesNotExist):
        client.get_run("0" * 32)


def test_models() -> None:
    with mlflow.start_run() as run:
        mlflow.log_text("weights", "model/w.bin")
        made = mlflow.create_external_model("m", params={"n": "1"})
        mlflow.log_metric("v", 1, model_id=made.model_id)
    client = MlflowClient()
    client.create_registered_model("wine")
    client.create_model_version("wine", f"runs:/{run.info.run_id}/model", run.info.run_id)
    client.transition_model_version_stage("wine", 1, "Production")
    assert mlflow.artifacts.load_text("models:/wine/Production/w.bin") == "weights"
    assert [m.name for m in mlflow.search_logged_models(output_format="list")] == ["m"]
    assert [m.value for m in mlflow.get_logged_model(made.model_id).metrics or ()] == [1.0]
