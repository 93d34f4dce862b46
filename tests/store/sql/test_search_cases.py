"""The observed search cases, answered by the engine: the same things are found, in the same order."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import Any

import pytest

from mlflow.entities import (
    Dataset,
    DatasetInput,
    ExperimentTag,
    InputTag,
    LoggedModelParameter,
    LoggedModelTag,
    Metric,
    ModelVersionTag,
    Param,
    RegisteredModelTag,
    RunTag,
)
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.uris import StoreUri
from tests.search.test_observed_cases import observed_cases

CASES = [case for case in observed_cases() if case["penstock"] == "accepted"]


@dataclass
class Told:
    """A store with the records that the cases were tried on."""

    store: SqlStore
    runs: list[str]


def tick() -> None:
    """Let the clock reach another millisecond."""
    time.sleep(0.002)


@pytest.fixture(scope="module")
def told(any_database: str) -> Told:
    store = open_store(StoreUri("sql", any_database), "/artifacts")
    tick()
    experiment = store.create_experiment("Exp-A", tags=[ExperimentTag("team", "x"), ExperimentTag("my tag", "q")])
    for name in ("exp-b", "it's"):
        tick()
        store.create_experiment(name)
    runs = _runs(store, experiment)
    for name in ("ModelA", "modelb", "MODEL-c"):
        store.create_registered_model(name, [RegisteredModelTag("k", name)])
        tick()
    for i, name in enumerate(("ModelA", "ModelA", "modelb")):
        store.create_model_version(name, f"s3://bkt/{i}", runs[i], [ModelVersionTag("vt", str(i))])
        tick()
    store.set_registered_model_alias("ModelA", "champ", "1")
    store.transition_model_version_stage("ModelA", "2", "Production", False)
    params, tags = [LoggedModelParameter("a", "1")], [LoggedModelTag("t", "v")]
    store.create_logged_model(experiment, "m", params=params, tags=tags)
    return Told(store, runs)


def _runs(store: SqlStore, experiment: str) -> list[str]:
    runs = []
    for i, (name, status) in enumerate(
        (("Alpha", "FINISHED"), ("beta", "FAILED"), ("Gamma", "KILLED"), ("delta", "RUNNING"))
    ):
        run_id = store.create_run(experiment, "bob", 1000 * (i + 1), run_name=name).info.run_id
        tags = [RunTag("t", "xyXz"[i]), RunTag("a.b", "1"), RunTag("mlflow.user", "bob")]
        store.log_batch(
            run_id,
            [Metric("acc", i / 10, 1, 0), Metric("val/loss", float(i), 1, 0)],
            [Param("lr", ("0.1", "0.01", "abc", "1")[i]), Param("my param", f"v{i}")],
            tags + [RunTag("opt", "1")] * (i < 2),
        )
        store.update_run(run_id, status, 5000 + i if status != "RUNNING" else None)
        runs.append(run_id)
    store.log_metric(runs[0], "nanm", nan, 1)
    store.log_metric(runs[1], "only1", 5.0, 1)
    dataset = DatasetInput(Dataset("ds", "dg", "local", "{}"), [InputTag("mlflow.data.context", "train")])
    store.log_inputs(runs[0], [dataset])
    return runs


def _found(told: Told, noun: str, filter_string: str | None, order_by: list[str] | None) -> list[str]:
    store = told.store
    searches: dict[str, tuple[Callable[[], Sequence[Any]], Callable[[Any], str]]] = {
        "search_runs": (lambda: store.search_runs(["1"], filter_string, order_by=order_by), lambda r: r.info.run_name),
        "search_experiments": (
            lambda: store.search_experiments(filter_string=filter_string, order_by=order_by),
            lambda e: e.name,
        ),
        "search_registered_models": (
            lambda: store.search_registered_models(filter_string, order_by=order_by),
            lambda m: m.name,
        ),
        "search_model_versions": (
            lambda: store.search_model_versions(filter_string, order_by=order_by),
            lambda v: f"{v.name}:{v.version}",
        ),
        "search_logged_models": (lambda: store.search_logged_models(["1"], filter_string), lambda m: m.name),
    }
    search, name = searches[noun]
    return [name(found) for found in search()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['section']}: {case['text'] or 'empty'}")
def test_the_same_is_found(told: Told, case: dict[str, str]) -> None:
    noun, part = case["section"].split(".")
    text = case["text"].replace("\\n", "\n").replace("{id0}", told.runs[0]).replace("{id1}", told.runs[1])
    found = _found(told, noun, text if part == "filter" else None, [text] if part == "order_by" else None)
    expected = case["result"]
    if expected.startswith("~"):
        assert sorted(found) == sorted(expected.lstrip("~ ").split(", "))
    else:
        assert ", ".join(found) == expected


def test_every_case_is_tried() -> None:
    assert len(CASES) > 250
    assert Path(__file__).parents[2].joinpath("search", "cases.tsv").is_file()
