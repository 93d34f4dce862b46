"""Runs that are copied into the folder of a store appear there, also in a process that has it open."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mlflow.entities import Metric, Param
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.mlruns import copied, source
from mlflow.mlruns.copied import CopiedRuns
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.uris import StoreUri
from tests.mlruns.layouts import FIRST, MODEL, RUN, experiment, meta, run, whole, write


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A look at every question, and nothing waits until it has been left alone."""
    monkeypatch.setattr(copied, "_OFTEN", 0.0)
    monkeypatch.setattr(copied, "_SHARE", 0)
    monkeypatch.setattr(copied, "_QUIET", -1)
    monkeypatch.setattr(copied, "_PATIENCE", 30.0)  # a busy machine may hold the one that looks up
    yield
    close_all()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "mlruns"


@pytest.fixture
def store(root: Path) -> SqlStore:
    return open_store(StoreUri("directory", str(root)))


def settled(store: SqlStore) -> None:
    store.folders.finish()  # type: ignore[attr-defined]


def ids(store: SqlStore, experiment_id: str) -> set[str]:
    return {run.info.run_id for run in store.search_runs([experiment_id])}


def test_a_run_appears(store: SqlStore, root: Path) -> None:
    mine = store.create_run("0").info.run_id
    store.update_run(mine, "FINISHED", 5)
    settled(store)
    assert ids(store, "0") == {mine}
    folder = run(root / "0", RUN, experiment_id="77")  # of another machine, where its experiment has another id
    write(folder / "metrics" / "loss", "1 0.5 0\n")
    write(folder / "artifacts" / "model.txt", "weights")
    assert ids(store, "0") == {mine, RUN}
    found = store.get_run(RUN)
    assert found.data.metrics == {"loss": 0.5} and found.info.experiment_id == "0"
    assert (
        found.info.artifact_uri == str(folder / "artifacts")
        or found.info.artifact_uri == (folder / "artifacts").as_uri()
    )


def test_a_run_is_found_by_its_id(store: SqlStore, root: Path) -> None:
    with pytest.raises(ResourceDoesNotExist):
        store.get_run(RUN)
    experiment(root, FIRST, "wine")
    run(root / FIRST, RUN)
    assert store.get_run(RUN).info.experiment_id == FIRST


def test_a_whole_experiment_appears(store: SqlStore, root: Path, tmp_path: Path) -> None:
    store.search_experiments()
    shutil.copytree(whole(tmp_path / "there") / FIRST, root / FIRST)
    assert {e.name for e in store.search_experiments()} == {"Default", "wine"}
    assert RUN in ids(store, FIRST)
    assert [m.run_id for m in store.get_logged_model(MODEL).metrics or ()] == [RUN]
    assert store.get_run(RUN).inputs.dataset_inputs[0].dataset.name == "wine data"


def test_an_experiment_without_runs_appears(store: SqlStore, root: Path, caplog: pytest.LogCaptureFixture) -> None:
    experiment(root, FIRST, "wine")
    experiment(root, "7", "damaged", creation_time="now")
    for _ in range(3):
        assert {e.name for e in store.search_experiments()} == {"Default", "wine"}
    (told,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert "experiment 7" in told and "creation_time" in told


def test_an_experiment_of_the_same_id_or_name_stays_apart(
    store: SqlStore, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wine = store.create_experiment("wine")
    mine = store.create_run(wine).info.run_id
    run(experiment(root, FIRST, "wine", creation_time=77), "1" * 32)
    assert ids(store, FIRST) == {"1" * 32} and store.get_experiment(FIRST).name == f"wine ({FIRST})"
    settled(store)
    # As cp -r does it: the folder of an experiment here is overlaid by that of another one with its number.
    run(experiment(root, wine, "theirs", creation_time=88), "2" * 32)
    run(root / wine, "3" * 32)
    theirs = store.get_experiment_by_name("theirs")
    assert ids(store, theirs.experiment_id) == {"2" * 32, "3" * 32} and ids(store, wine) == {mine}
    run(root / wine, "4" * 32)
    assert "4" * 32 in ids(store, theirs.experiment_id)
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len(told) == 2 and f"named 'wine ({FIRST})'" in told[0] and "has the id" in told[1]


def test_a_damaged_run_is_told_once_and_the_rest_goes_on(
    store: SqlStore, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    experiment(root, FIRST, "wine")
    run(root / FIRST, "1" * 32, status=99)
    run(root / FIRST, "2" * 32)
    for _ in range(3):
        assert ids(store, FIRST) == {"2" * 32}
    run(root / FIRST, "3" * 32)
    assert ids(store, FIRST) == {"2" * 32, "3" * 32}
    close_all()
    again = open_store(StoreUri("directory", str(root)))
    assert ids(again, FIRST) == {"2" * 32, "3" * 32}
    (told,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert "1" * 32 in told and "99" in told
    run(root / FIRST, "1" * 32)  # mended
    assert "1" * 32 in ids(again, FIRST)


def test_what_is_still_being_copied_waits(store: SqlStore, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "_QUIET", 300_000_000)
    folder = root / "0" / RUN
    write(folder / "params" / "a", "1")
    assert ids(store, "0") == set()
    run(root / "0", RUN)  # it gets its meta.yaml, which the experiment's folder does not show
    assert ids(store, "0") == set()
    time.sleep(0.4)
    assert ids(store, "0") == {RUN}
    write(folder / "metrics" / "loss", "1 0.5 0\n")  # the rest of a copy that stood still for a while
    time.sleep(0.4)
    store.search_runs(["0"])
    assert store.get_run(RUN).data.metrics == {"loss": 0.5}


def test_runs_that_come_before_their_experiment_wait_for_it(store: SqlStore, root: Path) -> None:
    run(root / FIRST, RUN)
    with pytest.raises(ResourceDoesNotExist):
        store.get_run(RUN)
    experiment(root, FIRST, "wine")
    assert store.get_run(RUN)


def test_a_known_run_is_merged_exactly(store: SqlStore, root: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A run was copied while it went on elsewhere, and once more when it had ended."""
    folder = run(root / "0", RUN, status=1, end_time=None)
    write(folder / "params" / "a", "1")
    write(folder / "metrics" / "loss", "1 0.5 0\n2 0.25 1\n")
    store.search_runs(["0"])
    assert store.get_run(RUN).info.status == "RUNNING"
    write(folder / "metrics" / "loss", "1 0.5 0\n2 0.25 1\n3 0.125 2\n")
    write(folder / "params" / "a", "2")
    write(folder / "tags" / "new", "x")
    run(root / "0", RUN, status=3, end_time=9)
    store.search_runs(["0"])
    found = store.get_run(RUN)
    assert [p.value for p in store.get_metric_history(RUN, "loss")] == [0.5, 0.25, 0.125]
    assert found.info.status == "FINISHED" and found.data.params == {"a": "1"} and found.data.tags == {"new": "x"}
    (told,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert "'1' here and stays so; '2' arrived" in told


def test_looking_costs_nothing_where_nothing_changed(
    store: SqlStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "123":
        run(experiment(root, name, f"e{name}"), name * 32)
    store.search_experiments()
    monkeypatch.setattr(copied, "_WATCHED", -1)
    store.search_experiments()
    scanned = _counted(monkeypatch)
    for _ in range(3):
        assert ids(store, "1") == {"1" * 32}
    assert scanned == [str(root)] * 3
    close_all()
    store = open_store(StoreUri("directory", str(root)))  # another process knows what this one has seen
    scanned.clear()
    assert ids(store, "1") == {"1" * 32}
    assert scanned == [str(root)]
    run(root / "2", "a" * 32)
    scanned.clear()
    assert ids(store, "2") == {"2" * 32, "a" * 32}
    assert [Path(folder).name for folder in scanned if Path(folder).parent == root] == ["2"]


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    scanned: list[str] = []
    original: Callable[..., object] = os.scandir

    def scandir(folder: object) -> object:
        scanned.append(str(folder))
        return original(folder)

    monkeypatch.setattr(copied.os, "scandir", scandir)
    return scanned


def test_it_looks_once_a_second_at_most(store: SqlStore, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    scanned = _counted(monkeypatch)
    for _ in range(50):
        store.search_runs(["0"])
    assert len(scanned) == 1


def test_its_own_runs_are_not_read(store: SqlStore, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "read_run", None)  # would be noticed
    mine = store.create_run("0").info.run_id
    store.log_batch(mine, [Metric("a", 1.0, 1)], [Param("p", "1")])
    (root / "0" / mine / "artifacts").mkdir(parents=True)
    assert ids(store, "0") == {mine}
    store.update_run(mine, "FINISHED", 5)
    settled(store)
    assert ids(store, "0") == {mine}


def test_a_purged_run_does_not_come_back(store: SqlStore, root: Path) -> None:
    mine = store.create_run("0").info.run_id
    store.update_run(mine, "FINISHED", 5)
    settled(store)
    with store.foundation[0].write() as session:
        session.run("DELETE FROM runs")
    assert (root / "0" / mine / "meta.yaml").is_file() and ids(store, "0") == set()


def test_links_and_odd_folders_are_left_alone(store: SqlStore, root: Path, tmp_path: Path) -> None:
    whole(tmp_path / "there")
    (root / FIRST).symlink_to(tmp_path / "there" / FIRST)
    (root / "0").mkdir(exist_ok=True)
    (root / "0" / RUN).symlink_to(tmp_path / "there" / FIRST / RUN)
    run(root / "0" / "artifacts", "1" * 32)
    run(root / "0", ".hidden")
    for name in ("12ab", "1" * 30, "-1", "١٢"):
        run(experiment(root, name, name), "2" * 32)
    assert {e.experiment_id for e in store.search_experiments()} == {"0"} and ids(store, "0") == set()


def test_several_look_at_once(store: SqlStore, root: Path) -> None:
    experiment(root, FIRST, "wine")
    for number in range(20):
        run(root / FIRST, f"{number:032x}")
    others = [CopiedRuns(store, str(root)) for _ in range(3)]
    assert [other.look() for other in others] == [True, False, False]
    assert len(ids(store, FIRST)) == 20


def test_a_model_that_comes_alone(store: SqlStore, root: Path) -> None:
    experiment(root, FIRST, "wine")
    assert store.search_logged_models([FIRST]) == []
    meta(root / FIRST / "models" / MODEL, creation_timestamp=1, experiment_id=FIRST, model_id=MODEL, name="forest",
         status=2)  # fmt: skip
    assert [m.name for m in store.search_logged_models([FIRST])] == ["forest"]


def test_many_runs_are_taken_in_by_a_thread(store: SqlStore, root: Path) -> None:
    experiment(root, FIRST, "wine")
    for number in range(250):
        run(root / FIRST, f"{number:032x}")
    assert len(store.search_runs([FIRST])) in range(100, 251)  # the first of them at once
    deadline = time.monotonic() + 30
    while len(store.search_runs([FIRST])) < 250:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_look_that_takes_long_is_not_waited_for(store: SqlStore, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "_SLOW", -1.0)
    assert ids(store, "0") == set()
    run(root / "0", RUN)
    deadline = time.monotonic() + 30
    while not ids(store, "0"):
        assert time.monotonic() < deadline
    run(root / "0", "1" * 32)
    assert store.get_run("1" * 32)  # whose answer matters


def test_what_another_takes_in_meanwhile_is_found(store: SqlStore, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = store.look  # type: ignore[attr-defined]
    monkeypatch.setattr(store, "look", lambda **options: look(**options) and False)  # there was nothing left to take in
    run(root / "0", RUN)
    assert store.get_run(RUN)


@pytest.mark.parametrize("is_first", [True, False])
def test_mlflow_goes_on_writing_in_the_same_folder(root: Path, monkeypatch: pytest.MonkeyPatch, is_first: bool) -> None:
    monkeypatch.setattr(copied, "_WATCHED", -1)
    if not is_first:
        open_store(StoreUri("directory", str(root)))
    experiment(root, "0", "Default")
    folder = run(root / "0", RUN, status=1, end_time=None)
    write(folder / "metrics" / "loss", "1 0.5 0\n")
    store = open_store(StoreUri("directory", str(root)))
    for _ in range(3):
        assert ids(store, "0") == {RUN}
    assert store.get_run(RUN).info.status == "RUNNING"
    with (folder / "metrics" / "loss").open("a") as file:
        file.write("2 0.25 1\n")
    run(root / "0", RUN, status=3, end_time=9)
    store.search_runs(["0"])
    assert store.get_run(RUN).info.status == "FINISHED" and store.get_run(RUN).data.metrics == {"loss": 0.25}
