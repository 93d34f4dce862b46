"""Purging and squeezing on every database that the engine runs on."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, nan
from pathlib import Path

import pytest

from mlflow.artifacts.stores import open_artifacts
from mlflow.entities import Dataset, DatasetInput, Metric, Param, RunTag, ViewType
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.store.sql.chores import FACT, Chores
from mlflow.store.sql.footing import Footing
from mlflow.store.sql.packing import pack
from mlflow.store.sql.purging import Purging
from mlflow.store.sql.retention import Expiry
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.tracking.orphans import orphans, remove, roots
from mlflow.tracking.purging import purge
from mlflow.uris import StoreUri


@pytest.fixture
def store(any_database: str, tmp_path: Path) -> Iterator[SqlStore]:
    yield open_store(StoreUri("sql", any_database), str(tmp_path / "files"))
    close_all()


def new_run(store: SqlStore, experiment_id: str) -> tuple[str, Path]:
    run = store.create_run(experiment_id, tags=[RunTag("t", "1")])
    run_id = run.info.run_id
    store.log_batch(run_id, [Metric("m", 0.5, i, i) for i in range(100)], [Param("p", "1")])
    store.log_inputs(run_id, [DatasetInput(Dataset(f"of {run_id}", "d", "local", "{}"), [])])
    Path(run.info.artifact_uri).mkdir(parents=True)
    (Path(run.info.artifact_uri) / "f").write_text("x")
    return run_id, Path(run.info.artifact_uri).parent


def test_purging(store: SqlStore) -> None:
    experiment_id = store.create_experiment("purged", None, [])
    inside, inside_folder = new_run(store, experiment_id)
    model = store.create_logged_model(experiment_id, "m", source_run_id=inside)
    store.log_batch(inside, [Metric("measured", 1.0, 1, 1, model.model_id)])
    kept_in = store.create_experiment("kept", None, [])
    binned, binned_folder = new_run(store, kept_in)
    kept, kept_folder = new_run(store, kept_in)
    store.delete_run(binned)
    store.delete_experiment(experiment_id)
    purging = Purging(*store.foundation)
    plan = purging.plan(10**15)
    assert {d.id for d in plan.runs} == {inside, binned}
    assert {d.id for d in plan.models} == {model.model_id} and {d.id for d in plan.experiments} == {experiment_id}
    stale = next(d for d in plan.runs if d.id == binned)
    store.restore_run(binned)
    assert not purging.purge(stale)  # it left the bin in the meantime
    store.delete_run(binned)
    done = purge(purging, plan, open_artifacts)
    assert (done.runs, done.models, done.experiments, done.left) == (2, 1, 1, [])
    assert not inside_folder.exists() and not binned_folder.exists() and kept_folder.is_dir()
    assert [r.info.run_id for r in store.search_runs([kept_in], run_view_type=ViewType.ALL)] == [kept]
    assert purging.emptying() == [] and purging.plan(10**15).size == 0
    with store._db.read() as session:
        assert session.rows("SELECT count(*) FROM datasets") == [(1,)]
        assert session.rows("SELECT count(*) FROM model_metrics") == [(0,)]
    again = store.create_experiment("purged", None, [])
    assert again != experiment_id
    store.log_batch(kept, [Metric("m", 0.5, i, i) for i in range(100, 110)])
    assert len(store.get_metric_history(kept, "m")) == 110
    with pytest.raises(ResourceDoesNotExist):
        store.get_run(inside)


def test_what_was_measured_on_a_purged_model_stays_with_the_run_alone(store: SqlStore) -> None:
    experiment_id = store.create_experiment("measured", None, [])
    run_id, _ = new_run(store, experiment_id)
    model = store.create_logged_model(experiment_id, "m", source_run_id=run_id)
    store.log_batch(run_id, [Metric("score", 1.0, 1, 1, model.model_id)])
    store.delete_logged_model(model.model_id)
    purging = Purging(*store.foundation)
    plan = purging.plan(10**15, model_ids=[model.model_id])
    assert (plan.runs, plan.experiments, [d.id for d in plan.models]) == ([], [], [model.model_id])
    assert purge(purging, plan, open_artifacts).models == 1
    with store._db.read() as session:
        left = session.rows("SELECT count(*) FROM model_metrics WHERE model_id = :id", {"id": model.model_id})
    assert left == [(0,)]
    assert [m.value for m in store.get_metric_history(run_id, "score")] == [1.0]


def test_a_folder_that_has_a_record_again_is_left_alone(store: SqlStore) -> None:
    experiment_id = store.create_experiment("back", None, [])
    run_id, folder = new_run(store, experiment_id)
    store.delete_run(run_id)
    purging = Purging(*store.foundation)
    (doomed,) = [d for d in purging.plan(10**15).runs if d.id == run_id]
    assert purging.purge(doomed) and len(purging.emptying()) == 1
    other = store.create_run(experiment_id).info.run_id
    with store._db.write() as session:
        session.run("UPDATE runs SET run_id = :id WHERE run_id = :other", {"id": run_id, "other": other})
    purge(purging, purging.plan(10**15), open_artifacts)
    assert folder.is_dir() and purging.emptying() == []


def test_orphans(store: SqlStore, tmp_path: Path) -> None:
    experiment_id = store.create_experiment("with orphans", None, [])
    _, folder = new_run(store, experiment_id)
    lost = folder.parent / ("e" * 32)
    lost.mkdir()
    (lost / "f").write_text("xyz")
    footing = Footing(*store.foundation)
    places = [place for place in roots(footing, open_artifacts) if place.startswith(str(tmp_path))]
    (found,) = orphans(footing, open_artifacts, places)
    assert (found.path, found.files, found.size) == ("e" * 32, 1, 3)
    remove(footing, open_artifacts, found)
    assert not lost.exists() and folder.is_dir()
    assert list(orphans(footing, open_artifacts, places)) == []


def test_expiry(store: SqlStore) -> None:
    experiment_id = store.create_experiment("expiring", None, [])
    store.set_experiment_tag(experiment_id, "penstock.retention.runs", "1d")
    run_id, _ = new_run(store, experiment_id)
    new_run(store, experiment_id)
    store.update_run(run_id, "FINISHED", 1000)
    assert Expiry(*store.foundation).expired(1000 + 86_400_000) == []
    assert Expiry(*store.foundation).expired(1001 + 86_400_000) == [run_id]


def test_squeezing_what_an_older_version_left(store: SqlStore) -> None:
    experiment_id = store.create_experiment("old", None, [])
    values = [0.5, nan, inf, -inf, -0.0, 1e-300] * 1500
    runs = []
    for status in ("RUNNING", "FINISHED"):
        run_id, _ = new_run(store, experiment_id)
        store.log_batch(run_id, [Metric("long", 0.5, 0, 0)])
        store.update_run(run_id, status)
        runs.append(run_id)
    points = [(i, 10 * i, value, 0) for i, value in enumerate(values)]
    packing, packed = pack(points)
    with store._db.write() as session:
        changed = {"points": len(points), "packing": packing, "packed": packed, "step": len(points) - 1}
        which = "metric = (SELECT id FROM metric_names WHERE name = 'long')"
        session.run(
            "UPDATE series SET points = :points, packing = :packing, packed = :packed, high_step = :step, "
            f"high_time = 10 * :step WHERE {which}",
            changed,
        )
        session.run(f"UPDATE metrics SET points = :points WHERE {which}", changed)
        session.run("DELETE FROM facts WHERE name = :name", {"name": FACT})
    chores, seen = Chores(*store.foundation), []
    size = chores.size()
    assert size >= 2 and chores.do(lambda: seen.append(1)) == size == len(seen)
    assert chores.size() == 0 and chores.do() == 0
    with store._db.read() as session:
        found = session.rows(f"SELECT packing, packed FROM series WHERE {which}")
    assert [row[0] for row in found] == [2, 2] and all(len(row[1]) < 20_000 for row in found)
    for run_id in runs:
        assert str([m.value for m in store.get_metric_history(run_id, "long")]) == str(values)
    chart = store.get_metric_history_bulk_interval(runs, "long", max_results=10)
    assert {m.run_id for m in chart} == set(runs) and {inf, -inf} <= {m.value for m in chart}
