"""Names of columns: what they stand for, and where the place of an error is."""

from __future__ import annotations

import random
import string

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.search import Identifier, parse_column, parse_columns, parse_filter
from mlflow.search.groups import parse_group_columns, parse_group_metrics, parse_group_order
from mlflow.search.vocabulary import RUNS


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        ("metrics.val/loss", Identifier("metric", "val/loss", "number")),
        ("metric.a.b c", Identifier("metric", "a.b c", "number")),
        ("min(metrics.val/loss)", Identifier("metric", "val/loss", "number", "min")),
        ("FIRST(metric.x)", Identifier("metric", "x", "number", "first")),
        ("last(metrics.x)", Identifier("metric", "x", "number")),
        ("params.lr", Identifier("param", "lr", "text")),
        ("parameters.min(x)", Identifier("param", "min(x)", "text")),
        ("tags.mlflow.user", Identifier("tag", "mlflow.user", "text")),
        ("attributes.start_time", Identifier("attribute", "start_time", "number")),
        ("Created", Identifier("attribute", "start_time", "number")),
        ("run.experiment_id", Identifier("attribute", "experiment_id", "text")),
        ("lifecycle_stage", Identifier("attribute", "lifecycle_stage", "text")),
    ],
)
def test_columns(column: str, wanted: Identifier) -> None:
    assert parse_column(column) == wanted


@pytest.mark.parametrize(
    ("column", "place"),
    [
        ("loss", 1),
        ("", 1),
        ("metrics.", 9),
        ("metrics", 8),
        ("attributes.loss", 12),
        ("attributes.text", 12),
        ("mean(metrics.loss)", 1),
        ("min(loss)", 5),
        ("min(metrics.)", 13),
        ("min(params.lr)", 5),
        ("min(metrics.loss", 1),
        ("dataset.name", 1),
        ("min(dataset.name)", 5),
    ],
)
def test_errors_show_the_place(column: str, place: int) -> None:
    for parse in (parse_column, lambda name: parse_columns(["params.a", name])):
        if parse is not parse_column and column == "metrics":
            continue
        with pytest.raises(InvalidParameterValue, match=f"column at character {place}:"):
            parse(column)


def test_functions_are_apart_from_last_values() -> None:
    found = parse_columns(["min(metrics.a)", "max(metrics.a)", "metrics.b", "last(metrics.c)", "params.x"])
    assert found.aggregates == {("min", "a"), ("max", "a"), ("last", "c")}
    assert found.metrics == {"b"} and found.params == {"x"} and found.tags == frozenset()


def test_groups() -> None:
    by = parse_group_columns(["params.a b", "dataset.name", "attributes.status"], 3)
    metrics = parse_group_metrics(["metrics.loss", "min(metrics.loss)"], 3)
    assert [identifier.kind for identifier in by.values()] == ["param", "dataset", "attribute"]

    def order(*clauses: str) -> list[tuple[str | None, bool]]:
        return [(step.column, step.ascending) for step in parse_group_order(clauses, by, metrics)]

    rest = [("params.a b", True), ("dataset.name", True), ("attributes.status", True)]
    assert order() == [(None, False), *rest]
    assert order("count") == [(None, True), *rest]
    assert order(" COUNT desc ") == order()
    assert order("min(metrics.loss) DESC", "params.`a b` DESC") == [
        ("min(metrics.loss)", False), ("params.a b", False), (None, False), *rest[1:]
    ]  # fmt: skip
    assert order("run.status")[0] == ("attributes.status", True) and order("datasets.name")[0] == ("dataset.name", True)


@pytest.mark.parametrize(
    ("clause", "place"), [("metrics.other", 1), ("count(metrics.loss)", 1), ("params.", 1), ("count up", 1)]
)
def test_orders_of_groups_show_the_place(clause: str, place: int) -> None:
    by, metrics = parse_group_columns(["params.a"], 1), parse_group_metrics(["metrics.loss"], 1)
    with pytest.raises(InvalidParameterValue, match=f"order at character {place}:"):
        parse_group_order([clause], by, metrics)


@pytest.mark.parametrize(
    ("text", "place"),
    [("text", 5), ("text != 'x'", 6), ("text NOT ILIKE 'x'", 6), ("NOT text IS NULL", 10), ("text IN ('a')", 6)],
)
def test_quick_search_asks_for_what_is_there(text: str, place: int) -> None:
    with pytest.raises(InvalidParameterValue, match=f"(?s)filter at character {place}:.*NOT text ILIKE"):
        parse_filter(text, RUNS)


def test_noise_is_no_group() -> None:
    chance = random.Random(5)
    by, metrics = parse_group_columns(["params.a"], 1), parse_group_metrics(["metrics.loss"], 1)
    for _ in range(3_000):
        text = "".join(
            chance.choice([*string.printable, "min(", "metrics.", "count", "é"]) for _ in range(chance.randrange(12))
        )
        for parse in (
            lambda t: parse_column(t, with_datasets=True),
            lambda t: parse_group_columns([t], 1),
            lambda t: parse_group_metrics([t], 1),
            lambda t: parse_group_order([t], by, metrics),
        ):
            try:
                parse(text)
            except InvalidParameterValue as error:
                assert "\n" not in error.message.partition("\n  ")[0]
