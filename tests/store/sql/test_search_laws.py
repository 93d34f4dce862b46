"""Random filters and orders, answered by the engine as plain Python answers them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from math import inf, isnan, nan
from typing import Any

import pytest

from mlflow.entities import Dataset, DatasetInput, Metric, Param, Run, RunTag
from mlflow.search import RUNS, And, Between, Comparison, In, IsNull, Node, Not, Or, parse_filter
from mlflow.search.orders import MAX_CLAUSES
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.uris import StoreUri

TEXTS = ["a", "B", "b", "ab", "a%", "a_b", "[a]", "*", "", "é", "É", "a ", "\\", "a\\_b", "🙂", "ž", "Ω", "ω"]
NUMBERS = [-1.0, 0.0, 0.5, 2.0]


@pytest.fixture(scope="module")
def store(any_database: str) -> SqlStore:
    chance = random.Random(11)
    store = open_store(StoreUri("sql", any_database), "/artifacts")
    for i in range(60):
        run_id = store.create_run("0", "", chance.randrange(8), run_name=f"{chance.choice(TEXTS)}{i}").info.run_id
        metrics = [
            Metric(key, chance.choice([*NUMBERS, nan, inf, -inf]), 1, step)
            for key in ("m", "n")
            for step in range(chance.randrange(4))
        ]
        params = [Param(key, chance.choice(TEXTS)) for key in ("p", "q") if chance.random() < 0.6]
        tags = [RunTag("t", chance.choice(TEXTS))] if chance.random() < 0.6 else []
        store.log_batch(run_id, metrics, params, tags)
        used = [DatasetInput(Dataset(name, "1", "local", "{}"), []) for name in chance.sample(["a", "b", "ab"], i % 3)]
        store.log_inputs(run_id, used)
        if chance.random() < 0.5:
            store.update_run(run_id, chance.choice(["FINISHED", "FAILED"]), chance.randrange(8))
    return store


def some_filter(chance: random.Random, depth: int = 0) -> str:
    kind = chance.random()
    if depth < 3 and kind < 0.3:
        return f"({some_filter(chance, depth + 1)} {chance.choice(['AND', 'OR'])} {some_filter(chance, depth + 1)})"
    if depth < 3 and kind < 0.4:
        return f"NOT {some_filter(chance, depth + 1)}"
    if chance.random() < 0.5:
        name = chance.choice(["metrics.m", "metrics.n", "min(metrics.m)", "max(metrics.n)", "first(metrics.m)"])
        name = chance.choice([name, name, "count(metrics.m)", "end_time", "start_time"])
        values = [str(chance.choice(NUMBERS if "metrics" in name else range(8))) for _ in range(2)]
        tests = [
            f"{chance.choice(['=', '!=', '<', '<=', '>', '>='])} {values[0]}",
            f"BETWEEN {values[0]} AND {values[1]}",
        ]
        tests += [f"IN ({', '.join(values)})", f"NOT IN ({values[0]})"]
    else:
        name = chance.choice(["params.p", "params.q", "tags.t", "tags.none", "run_name", "status", "dataset.name"])
        values = [f"'{chance.choice(TEXTS)}'" for _ in range(2)]
        operators = ["=", "!=", "LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE"]
        tests = [f"{chance.choice(operators)} {values[0]}", f"{chance.choice(operators)} '%{values[1][1:]}"]
        tests += [f"IN ({', '.join(values)})", f"NOT IN ({', '.join(values)})"]
    return f"{name} {chance.choice([*tests, 'IS NULL', 'IS NOT NULL'])}"


#: A list where an object may have several.
Facts = dict[tuple[str, str, str], Any]


def facts(store: SqlStore, run: Run) -> Facts:
    """Everything a filter can ask of a run, by kind, key and aggregate."""
    found: Facts = {("attribute", name, "last"): getattr(run.info, name) for name in ("run_name", "status")}
    found |= {("attribute", name, "last"): getattr(run.info, name) for name in ("start_time", "end_time")}
    found |= {("param", k, "last"): v for k, v in run.data.params.items()}
    found |= {("tag", k, "last"): v for k, v in run.data.tags.items()}
    for key in ("m", "n"):
        values = [m.value for m in store.get_metric_history(run.info.run_id, key)]
        real = [v for v in values if not isnan(v)]
        if values:
            found["metric", key, "last"], found["metric", key, "first"] = values[-1], values[0]
            found["metric", key, "min"] = min(real) if real else nan
            found["metric", key, "max"] = max(real) if real else nan
            found["metric", key, "count"] = len(values)
    found["dataset", "name", "last"] = [used.dataset.name for used in run.inputs.dataset_inputs]
    return found


def like(value: str, pattern: str) -> bool:
    expression = "".join({"%": ".*", "_": "."}.get(c, re.escape(c)) for c in pattern)
    return re.fullmatch(expression, value, re.DOTALL) is not None


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "LIKE": like,
    "NOT LIKE": lambda a, b: not like(a, b),
    "ILIKE": lambda a, b: like(a.lower(), b.lower()),
    "NOT ILIKE": lambda a, b: not like(a.lower(), b.lower()),
}


def holds(node: Node, known: Facts) -> bool:
    if isinstance(node, And):
        return all(holds(n, known) for n in node.operands)
    if isinstance(node, Or):
        return any(holds(n, known) for n in node.operands)
    if isinstance(node, Not):
        return not holds(node.operand, known)
    found = known.get((node.identifier.kind, node.identifier.key, node.identifier.aggregate))
    values = [value for value in (found if isinstance(found, list) else [found]) if value is not None]
    if isinstance(node, IsNull):
        return bool(values) == node.negated
    return any(_passes(node, value) for value in values)


def _passes(node: Comparison | In | Between, value: Any) -> bool:
    if isinstance(node, In):
        return (value in node.values) != node.negated
    if isinstance(node, Between):
        return (node.low <= value <= node.high) != node.negated
    return COMPARE[node.operator](value, node.value)


def test_filters(store: SqlStore) -> None:
    chance = random.Random(5)
    runs = store.search_runs(["0"])
    known = {run.info.run_id: facts(store, run) for run in runs}
    sizes = set()
    for _ in range(600):
        text = some_filter(chance)
        tree = parse_filter(text, RUNS)
        assert tree is not None
        expected = [run.info.run_id for run in runs if holds(tree, known[run.info.run_id])]
        assert [run.info.run_id for run in store.search_runs(["0"], text)] == expected, text
        assert store.count_runs(["0"], text) == len(expected)
        sizes.add(len(expected))
    assert len(sizes) > 20  # the filters told runs apart


def test_orders_and_pages(store: SqlStore) -> None:
    chance = random.Random(6)
    runs = store.search_runs(["0"])
    known = {run.info.run_id: facts(store, run) for run in runs}
    names = ["metrics.m", "min(metrics.n)", "params.p", "tags.t", "status", "end_time", "start_time", "run_name"]
    names += ["max(metrics.m)", "first(metrics.n)", "count(metrics.m)"]
    for _ in range(60):
        clauses = [(name, chance.random() < 0.5) for name in chance.sample(names, chance.randrange(1, 4))]
        expected = sorted(runs, key=lambda run: (-run.info.start_time, run.info.run_id))
        for name, ascending in reversed(clauses):
            expected = ordered(expected, known, name, ascending)
        order_by = [f"{name} {'ASC' if ascending else 'DESC'}" for name, ascending in clauses]
        found: list[str] = []
        token: str | None = None
        while True:
            page = store.search_runs(["0"], max_results=7, order_by=order_by, page_token=token)
            found += [run.info.run_id for run in page]
            token = page.token
            if token is None:
                break
        assert found == [run.info.run_id for run in expected], order_by


def ordered(runs: list[Run], known: dict[str, Facts], name: str, ascending: bool) -> list[Run]:
    aggregate, _, inner = name.rstrip(")").rpartition("(")
    kind, _, key = inner.rpartition(".")
    fact = (kind.rstrip("s") or "attribute", key, aggregate or "last")
    values = {run.info.run_id: known[run.info.run_id].get(fact) for run in runs}

    def rank(value: Any) -> int:
        return 2 if value is None else int(isinstance(value, float) and isnan(value))

    told = [run for run in runs if rank(values[run.info.run_id]) == 0]
    told.sort(key=lambda run: values[run.info.run_id], reverse=not ascending)
    return told + [run for r in (1, 2) for run in runs if rank(values[run.info.run_id]) == r]


def test_the_longest_order_has_pages(store: SqlStore) -> None:
    clauses = [f"{kind}.k{i}" for i in range(15) for kind in ("metrics", "params", "tags")]
    clauses += ["metrics.m DESC", "params.p", "tags.t", "min(metrics.n)", "count(metrics.n)"]
    everything = [run.info.run_id for run in store.search_runs(["0"], order_by=clauses[-5:])]
    found, token = [], None
    for _ in range(3):
        page = store.search_runs(["0"], max_results=20, order_by=clauses, page_token=token, columns=["metrics.m"])
        found += [run.info.run_id for run in page]
        token = page.token
    assert found == everything and token is None and len(clauses) == MAX_CLAUSES
