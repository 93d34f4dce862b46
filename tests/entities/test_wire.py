"""Entities cross the wire unchanged, in the shape that MLflow's clients read."""

from __future__ import annotations

import json
import math

import pytest

from mlflow.entities import (
    Dataset,
    DatasetInput,
    Experiment,
    InputTag,
    LoggedModel,
    LoggedModelOutput,
    LoggedModelStatus,
    Metric,
    ModelVersion,
    Param,
    RegisteredModel,
    Run,
    RunData,
    RunInfo,
    RunInputs,
    RunOutputs,
    RunTag,
)
from mlflow.entities.wire import Entity, convert, decode, encode, to_plain
from mlflow.exceptions import InvalidParameterValue

RUN = Run(
    RunInfo("a" * 32, "0", "ana", "RUNNING", 1, None, "active", "s3://b/a", "first"),
    RunData([Metric("loss", 0.5, 7, 0)], [Param("lr", "0.1")], [RunTag("team", "x")]),
    RunInputs([DatasetInput(Dataset("wine", "d1", "code", "{}"), [InputTag("mlflow.data.context", "train")])]),
    RunOutputs([LoggedModelOutput("m-1", 3)]),
)
VERSION = ModelVersion("Wine", 2, 5, tags={"a": "b"}, aliases=["champion"], current_stage="Production")
EVERY = [
    RUN,
    VERSION,
    Experiment("1", "wine", "s3://b", "active", {"k": "v"}, 1, 2),
    RegisteredModel("Wine", 1, 2, "d", [VERSION], {"k": "v"}, {"champion": "2"}),
    LoggedModel(
        "1", "m-1", "model", "s3://b/m", 1, 2, tags={"k": "v"}, params={"p": "1"}, metrics=[Metric("a", 1.0, 1)]
    ),
    Metric("a", 1.0, 2, -3),
]


@pytest.mark.parametrize("entity", EVERY, ids=lambda e: type(e).__name__)
def test_what_is_encoded_is_decoded(entity: Entity) -> None:
    assert decode(encode(entity), type(entity)) == entity


def test_a_run_has_mlflows_shape() -> None:
    wire = json.loads(encode(RUN))
    assert wire["info"]["run_id"] == wire["info"]["run_uuid"] == "a" * 32
    assert "end_time" not in wire["info"]
    assert wire["data"] == {
        "metrics": [{"key": "loss", "value": 0.5, "timestamp": 7, "step": 0}],
        "params": [{"key": "lr", "value": "0.1"}],
        "tags": [{"key": "team", "value": "x"}],
    }
    assert wire["outputs"] == {"model_outputs": [{"model_id": "m-1", "step": 3}]}


@pytest.mark.parametrize(("value", "text"), [(math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity")])
def test_numbers_that_json_lacks_travel_by_name(value: float, text: str) -> None:
    data = RunData([Metric("m", value, 1)])
    assert json.loads(encode(data))["metrics"][0]["value"] == text
    back = decode(encode(data), RunData).metrics["m"]
    assert back == value or (math.isnan(back) and math.isnan(value))
    assert data.metrics["m"] is value, "encoding must not change the entity"


def test_statuses_of_logged_models_have_their_long_names() -> None:
    model = EVERY[4]
    assert json.loads(encode(model))["info"]["status"] == "LOGGED_MODEL_READY"
    assert decode(encode(model), LoggedModel).status is LoggedModelStatus.READY


def test_numbers_may_come_as_text_and_unknown_fields_are_ignored() -> None:
    metric = decode(b'{"key":"a","value":"1.5","timestamp":"12","new":1}', Metric)
    assert metric == Metric("a", 1.5, 12, 0)


@pytest.mark.parametrize("body", [b"{", b"[1]", b'{"key":5,"value":1,"timestamp":1}', b'"\xff"'])
def test_what_is_not_that_shape_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidParameterValue):
        decode(body, Metric)


def test_dictionaries_go_both_ways() -> None:
    assert convert(to_plain(VERSION), ModelVersion) == VERSION
    assert RUN.to_dictionary()["data"]["params"] == {"lr": "0.1"}


def test_entities_show_themselves_as_mlflows_do() -> None:
    point = Metric("loss", 0.5, 10, 2)
    assert repr(point) == (
        "<Metric: dataset_digest=None, dataset_name=None, key='loss', model_id=None, run_id=None, step=2, "
        "timestamp=10, value=0.5>"
    )
    info = RunInfo("r", "0", "u", "FINISHED", 1, 2, "active", "/x", "n")
    assert dict(info) == info.to_dictionary() and dict(info)["run_id"] == "r" and "run_uuid" not in dict(info)
    assert RunInfo.from_dictionary(info.to_dictionary()) == info
    run = Run(info, RunData([point], [Param("lr", "1")]))
    assert set(dict(run)) == {"info", "data", "inputs", "outputs"} and repr(run).startswith("<Run: data=<RunData: ")
    assert run.to_dictionary()["inputs"] == {"dataset_inputs": [], "model_inputs": []}
    assert Run.from_dictionary(run.to_dictionary()).data.metrics == {"loss": 0.5}
    assert {point, Metric("loss", 0.5, 10, 2)} == {point}
    assert len({run, Run(info, run.data)}) == 1
