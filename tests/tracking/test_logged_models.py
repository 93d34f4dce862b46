from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import mlflow
from mlflow.entities import LoggedModelInput, LoggedModelOutput, LoggedModelStatus
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.tracking import MlflowClient


def test_a_model_is_pending_then_ready() -> None:
    with mlflow.start_run() as run:
        made = mlflow.initialize_logged_model("m", tags={"a": 1}, params={"p": 1}, model_type="t")  # type: ignore[dict-item]
        assert (made.status, made.name, made.source_run_id) == (LoggedModelStatus.PENDING, "m", run.info.run_id)
        assert made.experiment_id == run.info.experiment_id and made.model_type == "t"
        mlflow.log_outputs([LoggedModelOutput(made.model_id, 2)])
        mlflow.log_input(model=LoggedModelInput(made.model_id))
    assert mlflow.finalize_logged_model(made.model_id, "READY").status == LoggedModelStatus.READY
    got = mlflow.get_logged_model(made.model_id)
    assert got.params == {"p": "1"} and got.tags["a"] == "1" and got.tags["mlflow.source.type"] == "LOCAL"
    mlflow.set_logged_model_tags(made.model_id, {"b": 2})
    mlflow.delete_logged_model_tag(made.model_id, "a")
    mlflow.log_model_params({"q": 3}, made.model_id)  # type: ignore[dict-item]
    got = mlflow.get_logged_model(made.model_id)
    assert got.tags["b"] == "2" and "a" not in got.tags and got.params == {"p": "1", "q": "3"}
    ended = mlflow.get_run(run.info.run_id)
    assert ended.outputs.model_outputs == [LoggedModelOutput(made.model_id, 2)]
    assert ended.inputs.model_inputs == [LoggedModelInput(made.model_id)]
    last = mlflow.last_logged_model()
    assert last is not None and last.model_id == made.model_id
    with pytest.raises(InvalidParameterValue, match="NAPPING"):
        mlflow.finalize_logged_model(made.model_id, "NAPPING")  # type: ignore[arg-type]
    with pytest.raises(ResourceDoesNotExist):
        mlflow.get_logged_model("m-1")


def test_files_of_a_model(client: MlflowClient) -> None:
    made = client.create_logged_model("0", "m")
    Path("made").mkdir()
    for name in ("w.bin", "b.bin"):
        Path("made", name).write_text("weights")
    client.log_model_artifact(made.model_id, "made/w.bin")
    assert [f.path for f in client.list_logged_model_artifacts(made.model_id)] == ["w.bin"]
    client.log_model_artifacts(made.model_id, "made")
    assert [f.path for f in client.list_logged_model_artifacts(made.model_id)] == ["b.bin", "w.bin"]
    assert mlflow.artifacts.load_text(f"models:/{made.model_id}/w.bin") == "weights"


def test_metrics_are_linked_to_the_active_model() -> None:
    assert mlflow.get_active_model_id() is None
    with pytest.raises(InvalidParameterValue, match="active"):
        mlflow.log_model_params({"a": "1"})
    with mlflow.start_run():
        active = mlflow.set_active_model(name="agent")
        assert mlflow.get_active_model_id() == active.model_id
        assert mlflow.set_active_model(name="agent").model_id == active.model_id
        mlflow.log_metric("v", 1)
        mlflow.log_metrics({"w": 2})
        mlflow.log_model_params({"a": "1"})
        mlflow.clear_active_model()
        mlflow.log_metric("x", 3)
    got = mlflow.get_logged_model(active.model_id)
    assert {m.key: m.value for m in got.metrics or ()} == {"v": 1.0, "w": 2.0} and got.params == {"a": "1"}
    assert got.status == LoggedModelStatus.READY and got.tags["mlflow.model.isExternal"] == "true"
    with mlflow.set_active_model(model_id=active.model_id) as again:
        assert isinstance(again, mlflow.ActiveModel) and mlflow.get_active_model_id() == active.model_id
    assert mlflow.get_active_model_id() is None
    with pytest.raises(InvalidParameterValue):
        mlflow.set_active_model()
    with pytest.raises(ResourceDoesNotExist):
        mlflow.set_active_model(model_id="m-1")


def test_models_are_found() -> None:
    with mlflow.start_run():
        for number in range(3):
            made = mlflow.create_external_model(f"m{number}", params={"n": str(number)})
            mlflow.log_metric("loss", number, model_id=made.model_id)
    found = mlflow.search_logged_models(
        filter_string="metrics.loss >= 1",
        order_by=[{"field_name": "metrics.loss", "ascending": False}],
        output_format="list",
    )
    assert [m.name for m in found] == ["m2", "m1"]
    frame = mlflow.search_logged_models(max_results=2)
    assert isinstance(frame, pd.DataFrame) and len(frame) == 2 and set(frame["params"].iloc[0]) == {"n"}
    with pytest.raises(InvalidParameterValue, match="colour"):
        mlflow.search_logged_models(order_by=[{"colour": "red"}])
    with pytest.raises(InvalidParameterValue, match="pandas"):
        mlflow.search_logged_models(output_format="csv")  # type: ignore[arg-type]


def test_a_run_that_measures_a_model_has_it_as_an_input() -> None:
    with mlflow.start_run():
        model = mlflow.initialize_logged_model(name="measured")
    mlflow.finalize_logged_model(model.model_id, "READY")
    for log in (
        lambda: mlflow.log_metric("x", 1, model_id=model.model_id),
        lambda: mlflow.log_metrics({"x": 1, "y": 2}, model_id=model.model_id),
    ):
        with mlflow.start_run() as run:
            log()
            log()
        assert [each.model_id for each in mlflow.get_run(run.info.run_id).inputs.model_inputs] == [model.model_id]


def test_the_active_model_by_its_name_and_id() -> None:
    model = mlflow.create_external_model(name="both")
    with mlflow.set_active_model(name="both", model_id=model.model_id) as active:
        assert mlflow.get_active_model_id() == active.model_id == model.model_id
    with pytest.raises(InvalidParameterValue, match="'both', not 'other'"):
        mlflow.set_active_model(name="other", model_id=model.model_id)
