"""Our REST store asks a genuine server: what it leaves out or wants spelled out."""

from __future__ import annotations

import math

import pytest

from mlflow.entities import LoggedModelStatus, LoggedModelTag, Metric, Param
from mlflow.exceptions import InvalidParameterValue, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.store.rest.store import RestStore, open_store


@pytest.fixture
def store(genuine_server: str) -> RestStore:
    return open_store(genuine_server)


def test_a_genuine_server_answers_every_question(store: RestStore) -> None:
    experiment = store.create_experiment("asked by ours")
    assert "asked by ours" in [e.name for e in store.search_experiments()]
    run_id = store.create_run(experiment).info.run_id
    points = [Metric("loss", float(step), 1000 + step, step) for step in range(5)]
    store.log_batch(run_id, [*points, Metric("odd", math.nan, 1, 0)], [Param("p", "1")])
    assert store.get_metric_history(run_id, "loss") == points
    assert len(store.get_metric_history_bulk([run_id], "loss")) == 5
    assert len(store.get_metric_history_bulk_interval([run_id], "loss")) == 5
    assert store.count_runs([experiment], "params.p = '1'") == 1
    loss, odd = store.get_metric_summaries(run_id)
    assert (loss.count, loss.first, loss.last, loss.minimum, loss.maximum, loss.last_step) == (5, 0, 4, 0, 4, 4)
    assert math.isnan(odd.last or 0) and odd.minimum is None
    keys = store.get_run_keys([experiment])
    assert keys.metrics == ["loss", "odd"] and keys.params == ["p"]
    assert store.search_runs([experiment], columns=["metrics.loss"])[0].data.metrics["loss"] == 4
    assert store.search_datasets([experiment]) == []


def test_a_genuine_server_keeps_files(store: RestStore) -> None:
    run = store.create_run("0").info
    path = f"0/{run.run_id}/artifacts/a b/c.txt"
    store.upload_artifact(path, iter([b"hello ", b"world"]))
    assert b"".join(store.download_artifact(path)) == b"hello world"
    assert [(f.path, f.file_size) for f in store.list_run_artifacts(run.run_id, "a b").files] == [("a b/c.txt", 11)]


def test_a_genuine_server_keeps_models(store: RestStore) -> None:
    run_id = store.create_run("0").info.run_id
    model = store.create_logged_model("0", "m", source_run_id=run_id)
    assert store.finalize_logged_model(model.model_id, LoggedModelStatus.READY).status == LoggedModelStatus.READY
    assert store.set_logged_model_tags(model.model_id, [LoggedModelTag("a", "b")]).tags == {"a": "b"}
    store.create_registered_model("asked by ours")
    version = store.create_model_version("asked by ours", f"models:/{model.model_id}", run_id, model_id=model.model_id)
    store.set_registered_model_alias("asked by ours", "best", version.version)
    assert store.get_model_version_by_alias("asked by ours", "best").version == version.version
    assert store.transition_model_version_stage("asked by ours", "1", "Production", False).current_stage == "Production"


def test_errors_of_a_genuine_server_are_ours(store: RestStore) -> None:
    run_id = store.create_run("0").info.run_id
    store.log_param(run_id, "p", "1")
    with pytest.raises(InvalidParameterValue):
        store.log_param(run_id, "p", "2")
    with pytest.raises(InvalidParameterValue):
        store.search_runs(["0"], "not a filter")
    with pytest.raises(ResourceDoesNotExist):
        store.get_run("0" * 32)
    with pytest.raises(ResourceAlreadyExists):
        store.create_experiment("Default")
