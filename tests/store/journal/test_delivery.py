"""Records on their way into a store: gathered, in order, and what is refused set aside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mlflow.contracts.stores import Store
from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.store.journal.delivery import Delivery, experiment_id_of_name, name_of_experiment_id
from mlflow.store.journal.records import (
    BATCH,
    CREATE,
    EXPERIMENT,
    EXPERIMENT_TAG,
    INPUTS,
    OUTPUTS,
    POINT,
    UNTAG,
    UPDATE,
    Record,
)
from mlflow.store.sql.engine import SqliteDatabase
from mlflow.store.sql.places import Places
from mlflow.store.sql.store import SqlStore
from mlflow.store.sql.upgrades import prepare


class Counted(SqlStore):
    """The engine, which tells how often it was asked to log."""

    batches = 0
    is_away = False

    def log_batch(self, *args: Any, **kwargs: Any) -> None:
        if self.is_away:
            raise TemporarilyUnavailable("away")
        self.batches += 1
        if any(metric.key == "poison" for metric in (args[1:2] or [()])[0] or ()):
            raise MlflowException("cannot digest this")
        super().log_batch(*args, **kwargs)


@pytest.fixture
def store() -> Iterator[Counted]:
    places = Places(None, "/artifacts")
    database = SqliteDatabase("")
    prepare(database, "sqlite://", places.of_experiment(0))
    yield Counted(database, places)
    database.close()


class Sent:
    """A delivery and what came back."""

    def __init__(self, store: Store) -> None:
        self.refused: list[tuple[Record, str]] = []
        self.delivery = Delivery(store, lambda record, error: self.refused.append((record, str(error))))

    def __call__(self, *records: Record) -> None:
        self.delivery.send(records)


def _point(run_id: str, i: int) -> Record:
    return (POINT, run_id, f"m{i % 3}", float(i), 1000 + i, i)


def test_points_are_gathered_and_kept_in_order(store: Counted) -> None:
    one, two = (store.create_run("0").info.run_id for _ in range(2))
    records = [_point(run_id, i) for i in range(1500) for run_id in (one, two)]
    Sent(store)(*records)
    assert store.batches == 4
    for run_id in (one, two):
        for key in range(3):
            history = store.get_metric_history(run_id, f"m{key}")
            assert [point.step for point in history] == list(range(key, 1500, 3))


def test_sending_twice_changes_nothing(store: Counted) -> None:
    run_id = "a" * 32
    name = "a place, later"
    experiment = experiment_id_of_name(name)
    model = store.create_logged_model("0").model_id
    dataset = {"dataset": {"name": "d", "digest": "1", "source_type": "s", "source": "{}"}, "tags": []}
    records: list[Record] = [
        (EXPERIMENT, experiment, name, None, [["team", "x"]]),
        (CREATE, run_id, experiment, "me", 5, [["k", "v"]], "named"),
        (EXPERIMENT_TAG, experiment, "more", "y"),
        *(_point(run_id, i) for i in range(10)),
        (BATCH, run_id, [["n", 1.0, 2, 3]], [["p", "1"]], [["t", "old"], ["gone", "x"]]),
        (BATCH, run_id, [["n", 1.0, 2, 3]], [["p", "1"]], [["t", "new"]]),
        (INPUTS, run_id, [dataset], [{"model_id": model}]),
        (OUTPUTS, run_id, [{"model_id": model, "step": 2}]),
        (UNTAG, run_id, "gone"),
        (UPDATE, run_id, "FINISHED", 99, None),
    ]
    Sent(store)(*records)
    once = store.get_run(run_id)
    for start in range(len(records)):  # as after a crash: from anywhere, by somebody who knows of nothing
        sent = Sent(store)
        sent(*records[start:])
        assert not sent.refused
    again = store.get_run(run_id)
    assert again == once and again.info.to_wire() == once.info.to_wire()
    assert again.data.tags == {"k": "v", "mlflow.runName": "named", "t": "new"}
    assert again.inputs == once.inputs and len(again.outputs.model_outputs) == 1
    assert len(store.get_metric_history(run_id, "n")) == 1
    assert store.get_experiment_by_name(name).tags == {"team": "x", "more": "y"}
    assert len(store.search_experiments()) == 2


def test_what_is_refused_is_isolated(store: Counted) -> None:
    run_id = store.create_run("0").info.run_id
    store.log_param(run_id, "p5", "somebody else's")
    sent = Sent(store)
    params: list[Record] = [(BATCH, run_id, [], [[f"p{i}", "mine"]], []) for i in range(20)]
    points = [_point(run_id, i) for i in range(500)]
    sent(*points[:250], *params, *points[250:])
    assert [record for record, _ in sent.refused] == [params[5]] and "somebody else" in sent.refused[0][1]
    data = store.get_run(run_id).data
    assert len(data.params) == 20 and data.params["p5"] == "somebody else's" and data.params["p19"] == "mine"
    assert sum(len(store.get_metric_history(run_id, f"m{k}")) for k in range(3)) == 500


def test_a_param_that_changes_in_the_journal_keeps_its_first_value(store: Counted) -> None:
    run_id = store.create_run("0").info.run_id
    sent = Sent(store)
    sent((BATCH, run_id, [], [["p", "1"]], []), (BATCH, run_id, [], [["p", "2"]], []), _point(run_id, 1))
    assert store.get_run(run_id).data.params == {"p": "1"} and len(sent.refused) == 1


def test_a_run_that_is_gone_is_refused_at_once(store: Counted) -> None:
    kept, binned = (store.create_run("0").info.run_id for _ in range(2))
    store.delete_run(binned)
    sent = Sent(store)
    sent(*(_point(run_id, i) for i in range(900) for run_id in (binned, "f" * 32, kept)))
    assert len(sent.refused) == 1800 and store.batches < 10
    assert len(store.get_metric_history(kept, "m0")) == 300


def test_trouble_is_no_refusal(store: Counted) -> None:
    run_id = store.create_run("0").info.run_id
    sent = Sent(store)
    store.is_away = True
    with pytest.raises(TemporarilyUnavailable):
        sent(_point(run_id, 1))
    assert not sent.refused


def test_a_record_that_a_store_cannot_digest_does_not_stop_the_rest(store: Counted) -> None:
    run_id = store.create_run("0").info.run_id
    records = [_point(run_id, i) for i in range(300)]
    records.insert(150, (POINT, run_id, "poison", 1.0, 2, 3))
    sent = Sent(store)
    with pytest.raises(MlflowException):  # at first it is taken for trouble of the store
        sent(*records)
    assert not sent.refused
    sent.delivery.isolates = True
    sent(*records)
    assert [record[2] for record, _ in sent.refused] == ["poison"]
    assert sum(len(store.get_metric_history(run_id, f"m{k}")) for k in range(3)) == 300
    store.is_away = True
    with pytest.raises(TemporarilyUnavailable):
        sent(*records)


def test_an_experiment_that_cannot_be_made_takes_its_runs_with_it(store: Counted) -> None:
    binned = store.create_experiment("binned")
    store.delete_experiment(binned)
    sent = Sent(store)
    sent((CREATE, "b" * 32, experiment_id_of_name("binned"), "", 5, [], "x"), _point("b" * 32, 1))
    assert len(sent.refused) == 2


@pytest.mark.parametrize("name", ["a", "with / and ü 🦆", "x" * 500, "offline-"])
def test_names_stand_in_ids(name: str) -> None:
    assert name_of_experiment_id(experiment_id_of_name(name)) == name
    assert name_of_experiment_id("123") is None and name_of_experiment_id("0") is None
