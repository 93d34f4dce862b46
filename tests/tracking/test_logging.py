from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest

import mlflow
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.tracking import MlflowClient


def latest(key: str) -> float:
    run = mlflow.last_active_run()
    assert run is not None
    return float(run.data.metrics[key])


class Tensor:
    """As a tensor of a framework: a shape, and ``item()`` for one element."""

    def __init__(self, *values: float) -> None:
        self.values, self.shape = values, (len(values),)

    def item(self) -> float:
        if len(self.values) != 1:
            raise RuntimeError("several elements")
        return self.values[0]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (3, 3.0),
        (1.5, 1.5),
        (True, 1.0),
        ("4.5", 4.5),
        (math.inf, math.inf),
        (-math.inf, -math.inf),
        (np.float32(2.5), 2.5),
        (np.int64(2), 2.0),
        (np.array(2), 2.0),
        (np.array([2.0]), 2.0),
        (np.array([[2.0]]), 2.0),
        (Tensor(1.25), 1.25),
    ],
)
def test_numbers_of_any_kind(given: Any, kept: float) -> None:
    with mlflow.start_run():
        assert mlflow.log_metric("m", given) is None
    assert latest("m") == kept


def test_nan_is_kept() -> None:
    with mlflow.start_run():
        mlflow.log_metric("m", math.nan)
    assert math.isnan(latest("m"))


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("x", InvalidParameterValue),
        (None, InvalidParameterValue),
        (np.array([1, 2]), InvalidParameterValue),
        (Tensor(1, 2), InvalidParameterValue),
        ([1], TypeError),
        (1j, TypeError),
        (10**400, OverflowError),
    ],
)
def test_what_is_no_number_is_refused(given: Any, error: type[Exception]) -> None:
    with mlflow.start_run() as run, pytest.raises(error):
        mlflow.log_metric("m", given)
    assert mlflow.get_run(run.info.run_id).data.metrics == {}


@pytest.mark.parametrize(("key", "error"), [(None, InvalidParameterValue), (1, TypeError), ("", MlflowException)])
def test_keys_are_text(key: Any, error: type[Exception]) -> None:
    with mlflow.start_run():
        for log in (mlflow.log_metric, mlflow.log_param):
            with pytest.raises(error):
                log(key, 1)
        with pytest.raises(error):
            mlflow.log_params({key: 1})
        with pytest.raises(error):
            mlflow.log_metrics({key: 1})
        with pytest.raises((error, MlflowException)):
            mlflow.set_tag(key, 1)


def test_the_latest_value_is_of_the_highest_step_then_time_then_value(client: MlflowClient) -> None:
    with mlflow.start_run() as run:
        mlflow.log_metric("a", 5, step=5)
        mlflow.log_metric("a", 3, step=3)
        mlflow.log_metric("b", 9, timestamp=1)
        mlflow.log_metric("b", 1, timestamp=2)
        mlflow.log_metric("c", 9, timestamp=1)
        mlflow.log_metric("c", 1, timestamp=1)
        mlflow.log_metric("d", 1, step=1.0, timestamp=1.0)  # type: ignore[arg-type]
        with pytest.raises(InvalidParameterValue, match="step"):
            mlflow.log_metric("d", 1, step="x")  # type: ignore[arg-type]
        with pytest.raises(AttributeError):
            mlflow.log_metrics([1])  # type: ignore[arg-type]
    assert mlflow.get_run(run.info.run_id).data.metrics == {"a": 5, "b": 1, "c": 9, "d": 1}
    assert [(p.step, p.timestamp) for p in client.get_metric_history(run.info.run_id, "d")] == [(1, 1)]


def test_many_at_once_are_split_into_batches() -> None:
    with mlflow.start_run() as run:
        mlflow.log_metrics({f"m{i}": i for i in range(1500)}, step=2)
        mlflow.log_params({f"p{i}": i for i in range(250)})
        mlflow.set_tags({f"t{i}": i for i in range(250)})
        mlflow.log_metrics({})
    data = mlflow.get_run(run.info.run_id).data
    assert len(data.metrics) == 1500 and len(data.params) == 250
    assert len([key for key in data.tags if key.startswith("t")]) == 250


def test_params_are_text_and_written_once() -> None:
    with mlflow.start_run() as run:
        value = [1, "a"]
        assert mlflow.log_param("list", value) is value
        assert mlflow.log_param("none", None) is None
        mlflow.log_param("a/b", 1)
        mlflow.log_param("a/b", 1)
        with pytest.raises(InvalidParameterValue):
            mlflow.log_param("a/b", 2)
        with pytest.raises(InvalidParameterValue):
            mlflow.log_params({"fresh": 1, "a/b": 2})
        assert mlflow.log_params({"x": 1}) is None
    assert mlflow.get_run(run.info.run_id).data.params == {"list": "[1, 'a']", "none": "None", "a/b": "1", "x": "1"}


def test_long_values_are_cut_unless_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with mlflow.start_run() as run:
        mlflow.log_param("p", "x" * 6001)
        mlflow.set_tag("t", "x" * 8001)
        data = mlflow.get_run(run.info.run_id).data
        assert len(data.params["p"]) == 6000 and len(data.tags["t"]) == 8000
        monkeypatch.setenv("MLFLOW_TRUNCATE_LONG_VALUES", "false")
        with pytest.raises(InvalidParameterValue):
            mlflow.log_param("q", "x" * 6001)
        with pytest.raises(InvalidParameterValue):
            mlflow.set_tag("u", "x" * 8001)
    with pytest.raises(InvalidParameterValue), mlflow.start_run(run.info.run_id):
        mlflow.log_param("k" * 251, 1)


def test_tags_change_and_go() -> None:
    with mlflow.start_run() as run:
        mlflow.set_tag("a", 1)
        mlflow.set_tag("a", 2)
        mlflow.set_tag("mlflow.runName", "renamed")
        assert mlflow.get_run(run.info.run_id).info.run_name == "renamed"
        mlflow.delete_tag("a")
        with pytest.raises(ResourceDoesNotExist):
            mlflow.delete_tag("a")


def test_another_run_by_its_id(client: MlflowClient) -> None:
    made = client.create_run("0")
    assert made.info.user_id == "unknown" and made.info.run_name
    mlflow.log_metric("m", 1, run_id=made.info.run_id)
    mlflow.log_metrics({"n": 2}, run_id=made.info.run_id)
    mlflow.log_params({"p": 3}, run_id=made.info.run_id)
    data = client.get_run(made.info.run_id).data
    assert data.metrics == {"m": 1, "n": 2} and data.params == {"p": "3"} and mlflow.active_run() is None
    with pytest.raises(ResourceDoesNotExist):
        mlflow.log_metric("m", 1, run_id="0" * 32)


def test_batches_of_a_client(client: MlflowClient) -> None:
    run_id = client.create_run("0", tags={"mlflow.user": "alice", "n": 1}).info.run_id
    client.log_batch(
        run_id,
        [Metric("m", np.float32(0.5), 1.0, np.int64(3))],  # type: ignore[arg-type]
        [Param("p", 5)],  # type: ignore[arg-type]
        [RunTag("t", None)],  # type: ignore[arg-type]
    )
    run = client.get_run(run_id)
    assert run.info.user_id == "alice" and run.data.tags["n"] == "1"
    assert run.data.metrics == {"m": 0.5} and run.data.params == {"p": "5"} and run.data.tags["t"] == "None"
    assert client.get_metric_history(run_id, "m")[0].step == 3
    client.update_run(run_id, "FINISHED", "named")
    assert client.get_run(run_id).info.run_name == "named"
    for refused in (client.update_run, client.set_terminated):
        with pytest.raises(InvalidParameterValue):
            refused(run_id, "NAPPING")
    client.delete_run(run_id)
    with pytest.raises(InvalidParameterValue):
        client.log_param(run_id, "q", 1)


def test_logging_without_waiting(client: MlflowClient) -> None:
    with mlflow.start_run() as run:
        operations = [mlflow.log_metric("m", i, step=i, synchronous=False) for i in range(20)]
        operations.append(mlflow.log_params({f"p{i}": i for i in range(150)}, synchronous=False))
        operations.append(mlflow.set_tag("t", 1, synchronous=False))
        operations.append(mlflow.log_param("q", 1, synchronous=False))
        for operation in operations:
            assert isinstance(operation, mlflow.RunOperations)
            operation.wait()
        assert len(client.get_metric_history(run.info.run_id, "m")) == 20
        refused = mlflow.log_param("q", 2, synchronous=False)
        with pytest.raises(InvalidParameterValue):
            refused.wait()
        mlflow.log_metric("last", 1, synchronous=False)
    data = client.get_run(run.info.run_id).data
    assert len(data.params) == 151 and data.metrics["last"] == 1 and data.params["q"] == "1"


def test_not_waiting_can_be_the_default() -> None:
    mlflow.config.enable_async_logging()
    try:
        with mlflow.start_run():
            assert isinstance(mlflow.log_metric("m", 1), mlflow.RunOperations)
            assert mlflow.log_metric("n", 1, synchronous=True) is None
        assert latest("m") == 1
    finally:
        mlflow.config.enable_async_logging(False)


def test_a_metric_costs_little_more_than_its_store() -> None:
    """Issue 2 asks for at most 80 µs into the store and 15 µs around it; generous, since other work may run beside."""
    with mlflow.start_run():
        mlflow.log_metric("m", 0)
        best = min(_seconds_per_call(200) for _ in range(5))
    assert best < 300e-6


def _seconds_per_call(calls: int) -> float:
    begin = time.perf_counter()
    for step in range(calls):
        mlflow.log_metric("m", 0.5, step=step)
    return (time.perf_counter() - begin) / calls


def test_a_client_splits_what_is_more_than_a_batch(client: MlflowClient) -> None:
    run_id = client.create_run("0").info.run_id
    client.log_batch(
        run_id,
        [Metric(f"m{i}", i, 1, 0) for i in range(1001)],
        [Param(f"p{i}", "1") for i in range(101)],
        [RunTag(f"t{i}", "1") for i in range(101)],
    )
    data = client.get_run(run_id).data
    assert (len(data.metrics), len(data.params)) == (1001, 101) and data.tags["t100"] == "1"


def test_of_points_without_step_and_timestamp_the_last_counts() -> None:
    """They fall into one millisecond; MLflow is slow enough to give each its own."""
    with mlflow.start_run() as run:
        for value in (5.0, 9.0, -0.0, 7.0, 1.0):
            mlflow.log_metric("m", value)
        for value in (5.0, 9.0, 3.0):
            mlflow.log_metrics({"n": value, "o": value}, step=2)
    client = mlflow.MlflowClient()
    for value in (4.0, 2.0):
        client.log_metric(run.info.run_id, "p", value)
    client.log_metric(run.info.run_id, "p", 3.0, timestamp=1)
    assert mlflow.get_run(run.info.run_id).data.metrics == {"m": 1.0, "n": 3.0, "o": 3.0, "p": 2.0}
    history = client.get_metric_history(run.info.run_id, "m")
    assert [point.value for point in history] == [5.0, 9.0, -0.0, 7.0, 1.0]
    assert history[-1].timestamp - history[0].timestamp < 1000
