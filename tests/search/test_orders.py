from __future__ import annotations

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.search import (
    EXPERIMENTS,
    LOGGED_MODELS,
    MODEL_VERSIONS,
    REGISTERED_MODELS,
    RUNS,
    Identifier,
    OrderBy,
    Vocabulary,
    parse_order_by,
)


def short(order: tuple[OrderBy, ...]) -> list[str]:
    return [f"{step.identifier.key} {'ASC' if step.ascending else 'DESC'}" for step in order]


@pytest.mark.parametrize(
    ("vocabulary", "wanted"),
    [
        (RUNS, ["start_time DESC", "run_id ASC"]),
        (EXPERIMENTS, ["creation_time DESC", "experiment_id DESC"]),
        (REGISTERED_MODELS, ["name ASC"]),
        (MODEL_VERSIONS, ["last_updated_timestamp DESC", "name ASC", "version_number DESC"]),
        (LOGGED_MODELS, ["creation_timestamp DESC", "model_id ASC"]),
    ],
)
@pytest.mark.parametrize("nothing", [None, [], ()])
def test_defaults(vocabulary: Vocabulary, wanted: list[str], nothing: list[str] | None) -> None:
    assert short(parse_order_by(nothing, vocabulary)) == wanted


def test_clauses_come_first_and_ties_are_broken() -> None:
    assert short(parse_order_by(["metrics.acc desc", "Created"], RUNS)) == ["acc DESC", "start_time ASC", "run_id ASC"]
    assert short(parse_order_by(["version_number"], MODEL_VERSIONS)) == ["version_number ASC", "name ASC"]
    assert short(parse_order_by(["timestamp"], REGISTERED_MODELS)) == ["last_updated_timestamp ASC", "name ASC"]


def test_a_thing_named_twice_counts_once() -> None:
    assert short(parse_order_by(["run_id", "run_id DESC", "attributes.run_id"], RUNS)) == [
        "run_id ASC",
        "start_time DESC",
    ]
    assert len(parse_order_by(["metrics.a", "min(metrics.a)"], RUNS)) == 4


def test_functions_order_too() -> None:
    first = parse_order_by(["min(metrics.`val/loss`) DESC"], RUNS)[0]
    assert first == OrderBy(Identifier("metric", "val/loss", "number", "min"), ascending=False)


def test_logged_models_take_mappings() -> None:
    first = parse_order_by(
        [{"field_name": "metrics.acc", "ascending": False, "dataset_name": "d", "dataset_digest": "1"}], LOGGED_MODELS
    )[0]
    assert first == OrderBy(Identifier("metric", "acc", "number"), False, "d", "1")
    assert parse_order_by([{"field_name": "name"}], LOGGED_MODELS)[0].ascending


@pytest.mark.parametrize(
    ("clauses", "says"),
    [
        ("metrics.acc", "a list of clauses"),
        (["metrics.acc, params.lr"], "string of its own"),
        (["metrics.acc foo"], "ASC, DESC"),
        (["metrics.val/loss"], "backticks"),
        (["dataset.name"], "cannot be ordered by datasets"),
        (["experiment_id"], "start_time"),
        ([""], "it ends here"),
        ([1], "must be a string"),
        (["run_id"] * 51, "50 clauses"),
        ([{"ascending": True}], "field_name"),
        ([{"field_name": "name", "ascending": "yes"}], "true or false"),
        ([{"field_name": "metrics.a", "dataset_digest": "x"}], "dataset_name"),
        ([{"field_name": "status", "dataset_name": "x"}], "by a metric"),
        ([{"field_name": "metrics.a", "dataset_name": 1}], "must be texts"),
    ],
)
def test_bad_clauses(clauses: list[str], says: str) -> None:
    with pytest.raises(InvalidParameterValue) as caught:
        parse_order_by(clauses, RUNS)
    assert says in caught.value.message


def test_only_sortable_things_order() -> None:
    for vocabulary, clause in ((EXPERIMENTS, "tags.a"), (MODEL_VERSIONS, "run_id"), (REGISTERED_MODELS, "tags.a")):
        with pytest.raises(InvalidParameterValue):
            parse_order_by([clause], vocabulary)
