"""One declaration gives the request, the answer, the route and the rule."""

from __future__ import annotations

import json

import pytest

from mlflow.contracts.acts import Level, Rule, act, acts_of
from mlflow.contracts.stores import Store, all_acts
from mlflow.entities import LoggedModelStatus, PagedList, Run, RunInfo, ViewType
from mlflow.entities.wire import encode
from mlflow.exceptions import InvalidParameterValue

ACTS = acts_of(Store)
RUN = Run(RunInfo("a" * 32, "0", "ana", "RUNNING", 1, None, "active"))


@pytest.mark.parametrize("name", [a.name for _, a in all_acts()])
def test_every_act_is_whole(name: str) -> None:
    declared = next(a for _, a in all_acts() if a.name == name)
    assert isinstance(declared.rule, Rule)
    assert declared.summary.endswith(".")
    assert declared.request.__struct_fields__ is not None
    assert declared.stream or declared.response is not None
    named = {a.name for a in declared.arguments}
    if declared.rule.argument is not None:
        assert declared.rule.argument in named
    for field in [part.split("}")[0].split(":")[0] for part in declared.path.split("{")[1:]]:
        assert field in named


def test_no_two_acts_share_a_route() -> None:
    seen = [endpoint for _, declared in all_acts() for endpoint in declared.endpoints]
    assert len(seen) == len(set(seen))


def test_an_act_without_a_rule_cannot_be_declared() -> None:
    with pytest.raises(TypeError):
        act("GET", "mlflow/x")  # type: ignore[call-arg]


def test_a_body_becomes_arguments() -> None:
    body = b'{"experiment_ids":["1"],"filter":"x","run_view_type":"DELETED_ONLY","max_results":"5","new":1}'
    assert ACTS["search_runs"].read_body(body, {}) == {
        "experiment_ids": ["1"],
        "filter_string": "x",
        "run_view_type": ViewType.DELETED_ONLY,
        "max_results": 5,
    }
    assert ACTS["search_runs"].read_body(b'{"run_view_type":"odd","filter":null}', {}) == {}


def test_fields_of_the_path_and_names_of_states() -> None:
    arguments = ACTS["finalize_logged_model"].read_body(b'{"status":"LOGGED_MODEL_READY"}', {"model_id": "m-1"})
    assert arguments == {"model_id": "m-1", "status": LoggedModelStatus.READY}


def test_a_query_becomes_arguments_with_repeats_and_old_names() -> None:
    assert ACTS["get_run"].read_query([("run_uuid", "abc")], {}) == {"run_id": "abc"}
    query = [("run_id", "a"), ("run_id", "b"), ("metric_key", "loss"), ("max_results", "3")]
    assert ACTS["get_metric_history_bulk"].read_query(query, {}) == {
        "run_ids": ["a", "b"],
        "metric_key": "loss",
        "max_results": 3,
    }


@pytest.mark.parametrize("body", [b"{}", b'{"name":""}', b'{"name":null}', b'{"name":5}', b"[1]", b"{bad"])
def test_a_required_field_must_be_there_and_right(body: bytes) -> None:
    with pytest.raises(InvalidParameterValue):
        ACTS["create_experiment"].read_body(body, {})


def test_an_empty_value_is_a_value() -> None:
    assert ACTS["set_tag"].read_body(b'{"run_id":"a","key":"k","value":""}', {})["value"] == ""


def test_a_call_becomes_a_request_and_back() -> None:
    declared = ACTS["search_runs"]
    values = declared.bind((["1"],), {"filter_string": "m", "run_view_type": ViewType.ALL, "page_token": None})
    body = encode(declared.request(**values))
    given = {"experiment_ids": ["1"], "filter": "m", "run_view_type": "ALL"}
    assert json.loads(body) == {**given, "max_results": 1000}
    assert declared.read_body(body, {}) == {
        "experiment_ids": ["1"],
        "filter_string": "m",
        "run_view_type": ViewType.ALL,
        "max_results": 1000,
    }
    with pytest.raises(TypeError, match="no argument 'filter'"):
        declared.bind((["1"],), {"filter": "m"})
    with pytest.raises(TypeError, match="needs the argument 'run_id'"):
        ACTS["get_run"].bind((), {})


def test_a_result_becomes_an_answer_and_back() -> None:
    page = ACTS["search_runs"].unwrap(encode(ACTS["search_runs"].wrap(PagedList([RUN], "more"))))
    assert (list(page), page.token) == ([RUN], "more")
    assert encode(ACTS["search_runs"].wrap(PagedList([]))) == b"{}"
    assert json.loads(encode(ACTS["get_run"].wrap(RUN)))["run"]["info"]["run_id"] == "a" * 32
    assert encode(ACTS["delete_run"].wrap(None)) == b"{}"
    assert ACTS["get_run"].rule == Rule(Level.READ, "run", "run_id")
