"""Random filters, orders and pages over what is not runs, answered by the engine as plain Python answers them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, isnan, nan
from typing import Any

import pytest

from mlflow.entities import (
    ExperimentTag,
    LoggedModelParameter,
    LoggedModelStatus,
    LoggedModelTag,
    Metric,
    ModelVersionTag,
    PagedList,
    RegisteredModelTag,
)
from mlflow.search import (
    EXPERIMENTS,
    LOGGED_MODELS,
    MODEL_VERSIONS,
    REGISTERED_MODELS,
    Vocabulary,
    parse_filter,
    parse_order_by,
)
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.uris import StoreUri
from tests.store.sql.test_search_laws import NUMBERS, TEXTS, Facts, holds

_STAGES = ("None", "Staging", "Production", "Archived")


@dataclass(frozen=True)
class Noun:
    """How one noun is searched, and what can be asked of it.

    Args:
        vocabulary: Its vocabulary.
        search: Its search: filter, order, page size, token.
        identity: What tells an object from others.
        facts: What is known of an object.
        texts: Identifiers that are texts.
        numbers: Identifiers that are numbers.
        orders: Identifiers to order by.
    """

    vocabulary: Vocabulary
    search: Callable[[SqlStore, str | None, Any, int, str | None], PagedList[Any]]
    identity: Callable[[Any], Any]
    facts: Callable[[Any], Facts]
    texts: Sequence[str]
    numbers: Sequence[str]
    orders: Sequence[str]


def attributes(thing: Any, *names: str, **renamed: str) -> Facts:
    found: Facts = {("attribute", name, "last"): getattr(thing, name) for name in names}
    return found | {("attribute", name, "last"): getattr(thing, real) for name, real in renamed.items()}


def tags(thing: Any) -> Facts:
    return {("tag", key, "last"): value for key, value in thing.tags.items()}


def measured(model: Any) -> Facts:
    found: Facts = {("param", key, "last"): value for key, value in model.params.items()}
    for key in ("m", "n"):
        points = [metric for metric in model.metrics or () if metric.key == key]
        if points:
            values = [point.value for point in points]
            real = [value for value in values if not isnan(value)]
            found["metric", key, "last"] = values
            found["metric", key, "min"] = min(real) if real else nan
            found["metric", key, "max"] = max(real) if real else nan
            found["metric", key, "count"] = len(values)
    return found


NOUNS = {
    "experiments": Noun(
        EXPERIMENTS,
        lambda s, f, o, n, t: s.search_experiments(filter_string=f, order_by=o, max_results=n, page_token=t),
        lambda e: e.experiment_id,
        lambda e: attributes(e, "name", "experiment_id", "creation_time", "last_update_time") | tags(e),
        ("name", "tags.t", "tags.u", "attribute.experiment_id"),
        ("creation_time", "last_update_time"),
        ("name", "experiment_id", "creation_time", "last_update_time"),
    ),
    "registered models": Noun(
        REGISTERED_MODELS,
        lambda s, f, o, n, t: s.search_registered_models(f, n, o, t),
        lambda m: m.name,
        lambda m: (
            attributes(m, "name", "creation_timestamp", "last_updated_timestamp")
            | tags(m)
            | {
                ("attribute", "aliases", "last"): list(m.aliases),
                ("attribute", "description", "last"): m.description or None,
            }
        ),
        ("name", "tags.t", "tags.u", "aliases", "description"),
        ("creation_timestamp", "last_updated_timestamp"),
        ("name", "timestamp", "creation_timestamp"),
    ),
    "model versions": Noun(
        MODEL_VERSIONS,
        lambda s, f, o, n, t: s.search_model_versions(f, n, o, t),
        lambda v: (v.name, int(v.version)),
        lambda v: (
            attributes(
                v, "name", "current_stage", "status", "run_id", "aliases", "creation_timestamp", source_path="source"
            )
            | attributes(v, "last_updated_timestamp", "description", "model_id", "user_id")
            | {("attribute", "version_number", "last"): int(v.version)}
            | tags(v)
        ),
        ("name", "run_id", "tags.t", "alias", "stage", "description", "status", "source_path", "model_id", "user_id"),
        ("version_number", "creation_timestamp", "last_updated_timestamp"),
        ("name", "version_number", "creation_timestamp", "last_updated_timestamp"),
    ),
    "logged models": Noun(
        LOGGED_MODELS,
        lambda s, f, o, n, t: s.search_logged_models(["0"], f, None, n, o, t),
        lambda m: m.model_id,
        lambda m: (
            attributes(m, "name", "model_id", "model_type", "source_run_id", "experiment_id", "creation_timestamp")
            | attributes(m, "last_updated_timestamp")
            | {("attribute", "status", "last"): m.status.value}
            | tags(m)
            | measured(m)
        ),
        ("name", "model_type", "status", "source_run_id", "experiment_id", "tags.t", "params.p", "tags.none"),
        ("metrics.m", "metrics.n", "min(metrics.m)", "max(metrics.n)", "count(metrics.m)", "creation_time"),
        ("name", "params.p", "tags.t", "min(metrics.m)", "count(metrics.n)", "model_type", "creation_timestamp"),
    ),
}


@pytest.fixture(scope="module")
def store(any_database: str) -> SqlStore:
    chance = random.Random(21)
    store = open_store(StoreUri("sql", any_database), "/artifacts")

    def some(kind: Callable[[str, str], Any], keys: Sequence[str] = ("t", "u")) -> list[Any]:
        return [kind(key, chance.choice(TEXTS)) for key in keys if chance.random() < 0.6]

    def soon() -> None:
        if chance.random() < 0.5:
            time.sleep(0.002)

    for i in range(25):
        store.create_experiment(f"{chance.choice(TEXTS)}{i}", tags=some(ExperimentTag))
        soon()
    runs = [store.create_run("0").info.run_id for _ in range(3)]
    for i in range(25):
        name = f"{chance.choice(['a', 'B', 'é', '[a]', 'a_b'])}{i}"
        described = chance.choice([None, "", "a", "ab"])
        store.create_registered_model(name, some(RegisteredModelTag), described)
        for number in range(chance.randrange(4)):
            soon()
            source, run = f"s3://b/{chance.randrange(3)}", chance.choice([None, *runs])
            version = store.create_model_version(name, source, run, some(ModelVersionTag), description=described)
            if chance.random() < 0.4:
                stage = chance.choice(_STAGES)
                store.transition_model_version_stage(name, version.version, stage)
            for alias in chance.sample(["a", "b", "ab"], number):
                store.set_registered_model_alias(name, alias, version.version)
    for i in range(40):
        params, notes = some(LoggedModelParameter, ("p",)), some(LoggedModelTag)
        kind, run = chance.choice([None, "a", "B"]), chance.choice([None, *runs])
        model = store.create_logged_model("0", f"{chance.choice(['a', 'B', 'é'])}{i % 7}", kind, run, params, notes)
        for run in runs:
            values = [*NUMBERS, nan, inf, -inf]
            points = [
                Metric(
                    key, chance.choice(values), 10 * i + n, n, model.model_id, chance.choice(["", "d"]) or None, None
                )
                for key in ("m", "n")
                for n in range(chance.randrange(3))
            ]
            store.log_batch(run, points)
        if chance.random() < 0.5:
            store.finalize_logged_model(
                model.model_id, chance.choice([LoggedModelStatus.READY, LoggedModelStatus.FAILED])
            )
        soon()
    return store


def some_filter(chance: random.Random, noun: Noun, known: Sequence[Facts], depth: int = 0) -> str:
    kind = chance.random()
    if depth < 3 and kind < 0.3:
        sides = [some_filter(chance, noun, known, depth + 1) for _ in range(2)]
        return f"({chance.choice([' AND ', ' or ']).join(sides)})"
    if depth < 3 and kind < 0.4:
        return f"not {some_filter(chance, noun, known, depth + 1)}"
    if chance.random() < 0.4:
        name = chance.choice(noun.numbers)
        near = [_near(chance, name, noun, known) for _ in range(2)]
        tests = [f"{chance.choice(['=', '!=', '<', '<=', '>', '>='])} {near[0]}", f"BETWEEN {near[0]} AND {near[1]}"]
        tests += [f"IN ({near[0]}, {near[1]})", f"NOT IN ({near[0]})", f"NOT BETWEEN {near[1]} AND {near[0]}"]
    else:
        name = chance.choice(noun.texts)
        near = [_near(chance, name, noun, known).replace("'", "") for _ in range(2)]
        operator = chance.choice(["=", "!=", "LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE"])
        tests = [f"{operator} '{near[0]}'", f"{operator} '%{near[1][1:]}'", f"{operator} '{near[0][:2]}%'"]
        tests += [f"IN ('{near[0]}', '{near[1]}',)", f"NOT IN ('{near[0]}')"]
    return f"{name} {chance.choice([*tests, 'IS NULL', 'IS NOT NULL'])}"


def _near(chance: random.Random, name: str, noun: Noun, known: Sequence[Facts]) -> str:
    """A value that an object has, or one that maybe none has."""
    (step, *_) = parse_order_by([name], noun.vocabulary) if name in noun.orders else (None,)
    tree = parse_filter(f"{name} IS NULL", noun.vocabulary)
    identifier = step.identifier if step is not None else tree.identifier  # type: ignore[union-attr]
    found = chance.choice(known).get((identifier.kind, identifier.key, identifier.aggregate))
    value = found[0] if isinstance(found, list) and found else found
    if identifier.type == "number":
        return str(value) if isinstance(value, int) else str(chance.choice(NUMBERS))
    return value if isinstance(value, str) and chance.random() < 0.8 else chance.choice(TEXTS)


@pytest.mark.parametrize("name", NOUNS)
def test_filters(store: SqlStore, name: str) -> None:
    noun, chance = NOUNS[name], random.Random(3)
    everything = noun.search(store, None, None, 1000, None)
    known = [noun.facts(thing) for thing in everything]
    sizes = set()
    for _ in range(250):
        text = some_filter(chance, noun, known)
        tree = parse_filter(text, noun.vocabulary)
        assert tree is not None
        expected = [noun.identity(t) for t, facts in zip(everything, known, strict=True) if holds(tree, facts)]
        assert [noun.identity(t) for t in noun.search(store, text, None, 1000, None)] == expected, text
        sizes.add(len(expected))
    assert len(sizes) > 10  # the filters told objects apart


@pytest.mark.parametrize("name", NOUNS)
def test_orders_and_pages(store: SqlStore, name: str) -> None:
    noun, chance = NOUNS[name], random.Random(4)
    everything = noun.search(store, None, None, 1000, None)
    for _ in range(15):
        asked = [
            {"field_name": clause, "ascending": chance.random() < 0.5}
            for clause in chance.sample(noun.orders, chance.randrange(1, 3))
        ]
        order: list[Any] = [f"{c['field_name']} {'ASC' if c['ascending'] else 'DESC'}" for c in asked]
        if noun.vocabulary is LOGGED_MODELS:
            order = asked
        steps = parse_order_by(order, noun.vocabulary)
        expected = list(everything)
        for step in reversed(steps):
            wanted = step.identifier.kind, step.identifier.key, step.identifier.aggregate
            number = int if wanted[1] == "experiment_id" else _same
            expected = _ordered(expected, lambda t, w=wanted, n=number: n(noun.facts(t).get(w)), step.ascending)
        size = chance.choice([1, 4, 9])
        found: list[Any] = []
        token: str | None = None
        while True:
            page = noun.search(store, None, order, size, token)
            found += [noun.identity(thing) for thing in page]
            token = page.token
            if token is None:
                break
        assert found == [noun.identity(thing) for thing in expected], order


def _ordered(things: list[Any], value: Callable[[Any], Any], ascending: bool) -> list[Any]:
    def rank(thing: Any) -> int:
        found = value(thing)
        return 2 if found is None else int(isinstance(found, float) and isnan(found))

    told = [thing for thing in things if rank(thing) == 0]
    told.sort(key=value, reverse=not ascending)
    return told + [thing for r in (1, 2) for thing in things if rank(thing) == r]


def _same(value: Any) -> Any:
    return value


@pytest.mark.parametrize(
    "text",
    [
        " OR ".join(f"tags.t{i} = 'x'" for i in range(500)),
        "(" * 50 + "tags.t = 'x'" + ")" * 50,
        "".join(f"(tags.t{i} = 'x' {'OR' if i % 2 else 'AND'} " for i in range(50)) + "tags.t = 'x'" + ")" * 50,
        "".join(f"NOT (tags.t = 'x' {'OR' if i % 2 else 'AND'} " for i in range(25)) + "tags.t = 'x'" + ")" * 25,
        "NOT (" * 25 + "tags.t = 'x'" + ")" * 25,
        f"name IN ({', '.join(repr(str(i)) for i in range(10_000))})",
        "tags.t LIKE '" + "%a" * 1_000 + "'",
        "name ILIKE '" + "_" * 10_000 + "'",
    ],
    ids=[
        "500 tests",
        "50 groups",
        "50 levels",
        "25 NOTs and levels",
        "25 NOTs",
        "10,000 values",
        "1,000 wildcards",
        "a long pattern",
    ],
)
def test_the_largest_filters_are_answered(store: SqlStore, text: str) -> None:
    for noun in NOUNS.values():
        noun.search(store, text, None, 100, None)  # what grows too fast with the filter never ends
