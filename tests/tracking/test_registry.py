from __future__ import annotations

import pytest

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.tracking import MlflowClient


@pytest.fixture
def source(client: MlflowClient) -> str:
    run_id = client.create_run("0").info.run_id
    client.log_text(run_id, "weights", "model/w.bin")
    return f"runs:/{run_id}/model"


def test_registered_models(client: MlflowClient) -> None:
    made = client.create_registered_model("wine", {"team": 1}, "red")
    assert (made.name, made.description, made.tags) == ("wine", "red", {"team": "1"})
    with pytest.raises(ResourceAlreadyExists):
        client.create_registered_model("wine")
    client.set_registered_model_tag("wine", "n", 2)
    client.delete_registered_model_tag("wine", "team")
    assert client.update_registered_model("wine", "white").description == "white"
    assert client.rename_registered_model("wine", "cellar").name == "cellar"
    assert client.get_registered_model("cellar").tags == {"n": "2"}
    assert [m.name for m in client.list_registered_models()] == ["cellar"]
    assert [m.name for m in mlflow.search_registered_models(filter_string="name LIKE 'cel%'")] == ["cellar"]
    client.delete_registered_model("cellar")
    with pytest.raises(ResourceDoesNotExist):
        client.get_registered_model("cellar")


def test_versions(client: MlflowClient, source: str) -> None:
    client.create_registered_model("wine")
    first = client.create_model_version("wine", source, tags={"a": 1}, description="d")
    second = client.create_model_version("wine", source, await_creation_for=None)
    assert (first.version, second.version, first.tags, first.current_stage) == (1, 2, {"a": "1"}, "None")
    client.transition_model_version_stage("wine", 1, "Production")
    client.transition_model_version_stage("wine", 2, "production", archive_existing_versions=True)
    assert client.get_model_version("wine", 1).current_stage == "Archived"
    assert [v.version for v in client.get_latest_versions("wine", ["Production"])] == [2]
    assert client.get_model_version_stages("wine", 1) == ["None", "Staging", "Production", "Archived"]
    client.set_model_version_tag("wine", 1, "b", 2)
    client.set_model_version_tag("wine", key="c", value=3, stage="Production")
    mlflow.set_model_version_tag("wine", "1", "d", 4)
    client.delete_model_version_tag("wine", "1", "a")
    assert client.get_model_version("wine", "1").tags == {"b": "2", "d": "4"}
    assert client.get_model_version("wine", "2").tags == {"c": "3"}
    for arguments in (
        {"key": "k"},
        {"version": 1, "stage": "Staging", "key": "k"},
        {"version": 1},
        {"stage": "Staging"},
    ):
        with pytest.raises(InvalidParameterValue):
            client.set_model_version_tag("wine", **arguments)
    client.set_registered_model_alias("wine", "champion", 2)
    assert client.get_model_version_by_alias("wine", "champion").version == 2
    client.delete_registered_model_alias("wine", "champion")
    with pytest.raises(InvalidParameterValue):
        client.get_model_version_by_alias("wine", "champion")
    assert [v.version for v in mlflow.search_model_versions(filter_string="tags.b = '2'")] == [1]
    assert len(mlflow.search_model_versions(max_results=1)) == 1
    assert client.update_model_version("wine", 1, "linear").description == "linear"
    client.delete_model_version("wine", 1)
    with pytest.raises(ResourceDoesNotExist):
        client.get_model_version("wine", 1)


def test_copies(client: MlflowClient, source: str) -> None:
    client.create_registered_model("wine")
    client.create_model_version("wine", source, tags={"a": 1})
    assert client.copy_model_version("models:/wine/1", "cellar").version == 1
    assert client.copy_model_version("models:/wine/1", "cellar").version == 2
    assert client.get_model_version("cellar", 2).tags == {"a": "1"}
    for uri in ("runs:/x/y", "models:/m-1", "models:/wine/Staging"):
        with pytest.raises(MlflowException):
            client.copy_model_version(uri, "cellar")


def test_a_version_without_description() -> None:
    client = mlflow.MlflowClient()
    client.create_registered_model("Wine")
    assert client.create_model_version("Wine", "/models/wine").description is None
    assert client.get_model_version("Wine", "1").description is None
