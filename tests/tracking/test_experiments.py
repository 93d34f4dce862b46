from __future__ import annotations

import os
from typing import Any

import pytest

import mlflow
from mlflow.entities import ViewType
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.tracking import MlflowClient


def test_set_experiment_makes_and_chooses() -> None:
    made = mlflow.set_experiment("wine")
    assert mlflow.set_experiment("wine").experiment_id == made.experiment_id
    with mlflow.start_run() as run:
        assert run.info.experiment_id == made.experiment_id
        mlflow.set_experiment_tag("a", 1)
        mlflow.set_experiment_tags({"b": 2, "c": 3})
        mlflow.delete_experiment_tag("c")
    assert mlflow.get_experiment(made.experiment_id).tags == {"a": "1", "b": "2"}
    assert os.environ["MLFLOW_EXPERIMENT_ID"] == made.experiment_id
    assert mlflow.set_experiment(experiment_id="0").name == "Default"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, InvalidParameterValue),
        ({"experiment_name": "a", "experiment_id": "0"}, InvalidParameterValue),
        ({"experiment_name": 5}, InvalidParameterValue),
        ({"experiment_id": "77"}, ResourceDoesNotExist),
    ],
)
def test_set_experiment_refuses(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        mlflow.set_experiment(**arguments)


def test_a_deleted_experiment_is_not_used(client: MlflowClient) -> None:
    made = mlflow.set_experiment("gone")
    client.delete_experiment(made.experiment_id)
    with pytest.raises(InvalidParameterValue, match="deleted"):
        mlflow.set_experiment("gone")
    with pytest.raises(MlflowException):
        mlflow.start_run()
    with pytest.raises(ResourceAlreadyExists):
        mlflow.create_experiment("gone")


@pytest.mark.parametrize("name", ["", None, 5])
def test_names_are_text(name: Any) -> None:
    with pytest.raises(InvalidParameterValue):
        mlflow.create_experiment(name)


def test_experiments_by_name_and_filter(client: MlflowClient) -> None:
    made = mlflow.create_experiment("e2", tags={"a": 1})
    assert mlflow.get_experiment_by_name("none") is None
    with pytest.raises(ResourceDoesNotExist):
        mlflow.get_experiment("77")
    found = mlflow.get_experiment_by_name("e2")
    assert found is not None and found.experiment_id == made and found.tags == {"a": "1"}
    assert [e.name for e in mlflow.search_experiments(filter_string="tags.a = '1'")] == ["e2"]
    assert [e.name for e in mlflow.list_experiments()] == ["Default", "e2"]
    mlflow.delete_experiment(made)
    assert [e.name for e in mlflow.search_experiments()] == ["Default"]
    assert [e.name for e in mlflow.search_experiments(ViewType.DELETED_ONLY)] == ["e2"]
    client.restore_experiment(made)
    client.rename_experiment(made, "e3")
    assert client.get_experiment(made).name == "e3"


def test_search_goes_through_all_pages() -> None:
    for number in range(7):
        mlflow.create_experiment(f"e{number}")
    assert len(mlflow.search_experiments()) == 8 and len(mlflow.search_experiments(max_results=3)) == 3


def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "named")
    with mlflow.start_run() as run:
        pass
    assert mlflow.get_experiment(run.info.experiment_id).name == "named"
    monkeypatch.setenv("MLFLOW_EXPERIMENT_ID", run.info.experiment_id)
    with mlflow.start_run():
        pass
    monkeypatch.setenv("MLFLOW_EXPERIMENT_ID", "0")
    with pytest.raises(InvalidParameterValue, match="Unset one"):
        mlflow.start_run()
    # A script that chose an experiment starts another that is told a new name: the name is made and holds.
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "new")
    with mlflow.start_run() as run:
        pass
    assert mlflow.get_experiment(run.info.experiment_id).name == "new"
