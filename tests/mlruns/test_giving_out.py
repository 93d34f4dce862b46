"""A store written as a folder: what reads it again finds what was there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.entities import LoggedModelOutput, Metric, Param, RunTag
from mlflow.mlruns.copying import copy_files
from mlflow.mlruns.giving_out import FolderExport, Given
from mlflow.mlruns.source import FolderSource
from mlflow.store.sql.leaving import Leaving
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.store.sql.taking_in import take_in
from mlflow.uris import StoreUri
from tests.mlruns.layouts import BINNED, FIRST, GONE, MODEL, RUN, whole
from tests.store.sql.test_taking_in import everything


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    yield open_store(StoreUri("sql", f"sqlite:///{tmp_path}/here.db"))
    close_all()


def exported(store: SqlStore, folder: Path, **options: object) -> Given:
    return FolderExport(Leaving(*store.foundation), str(folder), **options).write(lambda: None)  # type: ignore[arg-type]


def records(store: SqlStore) -> dict[str, str]:
    """Every answer, less where files are: places that are not there are replaced when a folder is read."""
    return {
        name: re.sub(r"(artifact_(uri|location)'?[=:] ?)'[^']*'", r"\1", str(v))
        for name, v in everything(store).items()
    }


def read_again(folder: Path) -> SqlStore:
    store = open_store(StoreUri("sql", f"sqlite:///{folder}/again.db"))
    summary = take_in(store, FolderSource(folder))
    assert not summary.refused and not summary.notes
    return store


def files_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_everything_comes_back(store: SqlStore, tmp_path: Path) -> None:
    root = whole(tmp_path / "there")
    for series in (root / FIRST).rglob("val/acc"):
        series.write_text(series.read_text().replace("wine data", "wine"))
    take_in(store, FolderSource(root))
    given = exported(store, tmp_path / "out")
    assert given.counts == {"experiments": 3, "logged models": 1, "runs": 3, "registered models": 1} and not given.left
    again = read_again(tmp_path / "out")
    assert records(again) == records(store)
    assert (tmp_path / "out" / ".trash" / GONE / BINNED / "meta.yaml").is_file()
    metrics = tmp_path / "out" / FIRST / RUN / "metrics"
    assert (metrics / "loss").read_text() == "1003 1e-09 -5\n1000 3.0 0\n1001 nan 1\n1002 inf 2\n"
    assert (tmp_path / "out" / FIRST / "models" / MODEL / "metrics" / "val" / "acc").read_text().count(RUN) == 2


def test_a_deleted_version_keeps_its_number(store: SqlStore, tmp_path: Path) -> None:
    store.create_registered_model("m")
    for _ in range(3):
        store.create_model_version("m", "s3://b/x")
    store.delete_model_version("m", "3")
    store.delete_model_version("m", "1")
    exported(store, tmp_path / "out")
    again = read_again(tmp_path / "out")
    assert [v.version for v in again.search_model_versions()] == [2]
    assert again.create_model_version("m", "s3://b/x").version == 4


def test_a_second_export_touches_only_what_changed(store: SqlStore, tmp_path: Path) -> None:
    run = store.create_run("0").info.run_id
    store.log_batch(run, [Metric("a", 1.0, 1, s) for s in range(5)] + [Metric("b", 1, 1)], [Param("p", "1")], [])
    store.create_registered_model("m")
    exported(store, tmp_path / "out")
    before = files_of(tmp_path / "out")
    exported(store, tmp_path / "out")
    assert files_of(tmp_path / "out") == before
    store.log_metric(run, "a", 2.0, 9, 9)
    store.set_tag(run, "new", "1")
    store.delete_registered_model("m")
    exported(store, tmp_path / "out")
    after = files_of(tmp_path / "out")
    changed = {name.partition(run + "/")[2] for name in after if after[name] != before.get(name)}
    assert changed == {"metrics/a", "tags/new", ".penstock"}
    store.delete_experiment(store.create_experiment("x"))
    store.delete_tag(run, "new")
    exported(store, tmp_path / "out")
    assert not (tmp_path / "out" / "0" / run / "tags" / "new").exists()


def test_an_export_that_was_stopped_goes_on(store: SqlStore, tmp_path: Path) -> None:
    runs = [store.create_run("0").info.run_id for _ in range(5)]
    for run in runs:
        store.log_batch(run, [Metric("a", 1.0, 1, s) for s in range(3)])
    steps = iter(range(4))
    with pytest.raises(StopIteration):
        FolderExport(Leaving(*store.foundation), str(tmp_path / "out")).write(lambda: next(steps) and None)
    exported(store, tmp_path / "out")
    assert records(read_again(tmp_path / "out")) == records(store)


def test_what_the_layout_cannot_hold_is_told(store: SqlStore, tmp_path: Path) -> None:
    run = store.create_run("0").info.run_id
    long = "ü" * 200
    store.log_batch(run, [Metric("a/b", 1.0, 1)], [Param("a", "1"), Param("a/b", "2"), Param(long, "3")], [])
    store.create_registered_model("a name")
    given = exported(store, tmp_path / "out")
    assert len(given.left) == 2 and "'a/b'" in given.left[0] and long in given.left[1]
    params = tmp_path / "out" / "0" / run / "params"
    assert [p.name for p in params.iterdir()] == ["a"]


def test_keys_from_elsewhere_stay_inside(store: SqlStore, tmp_path: Path) -> None:
    run = store.create_run("0").info.run_id
    with store.foundation[0].write() as session:
        for key in ("../../../../out-of-it", "/etc/x", "a//b", "a/./b", ".", "..", "nul\0"):
            values = {"run": 1, "name": key, "value": "v"}
            session.run("INSERT INTO params (run, name, value) VALUES (:run, :name, :value)", values)
    given = exported(store, tmp_path / "out")
    assert len(given.left) == 7 and list((tmp_path / "out" / "0" / run / "params").iterdir()) == []
    assert not list(tmp_path.rglob("*out-of-it*"))


def test_a_link_that_waits_in_the_folder_is_not_followed(store: SqlStore, tmp_path: Path) -> None:
    run = store.create_run("0").info.run_id
    store.log_batch(run, [Metric("a", 1.0, 1)])
    (tmp_path / "precious").write_text("mine")
    folder = tmp_path / "out" / "0" / run / "metrics"
    folder.mkdir(parents=True)
    (folder / "a").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match=r"."):
        exported(store, tmp_path / "out")
    assert (tmp_path / "precious").read_text() == "mine"


def test_artifacts_come_along_if_asked_for(tmp_path: Path) -> None:
    store = open_store(StoreUri("directory", str(tmp_path / "mlruns")))
    experiment = store.create_experiment("wine")
    run = store.create_run(experiment)
    place = Path(run.info.artifact_uri or "")
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "a.txt").write_text("weights")
    exported(store, tmp_path / "refers")
    assert f"artifact_uri: {place}\n" in (tmp_path / "refers" / experiment / run.info.run_id / "meta.yaml").read_text()
    exported(store, tmp_path / "holds", copy=copy_files)
    target = tmp_path / "holds" / experiment / run.info.run_id
    assert (target / "artifacts" / "deep" / "a.txt").read_text() == "weights"
    assert f"artifact_uri: {target}/artifacts\n" in (target / "meta.yaml").read_text()
    then = os.stat(target / "artifacts" / "deep" / "a.txt").st_mtime_ns
    exported(store, tmp_path / "holds", copy=copy_files)
    assert os.stat(target / "artifacts" / "deep" / "a.txt").st_mtime_ns == then
    close_all()


def test_points_that_say_what_was_measured(store: SqlStore, tmp_path: Path) -> None:
    runs = [store.create_run("0").info.run_id for _ in range(2)]
    model = store.create_logged_model("0", "forest").model_id
    for run in runs:
        store.log_metric(run, "acc", 0.5, 1, 1, model_id=model, dataset_name="wine", dataset_digest="d1")
        store.log_metric(run, "acc", 0.6, 2, 2, model_id=model, dataset_name="with spaces", dataset_digest="d2")
        store.log_outputs(run, [LoggedModelOutput(model, 2)])
    given = exported(store, tmp_path / "out")
    assert len(given.left) == 2 and "'with spaces'" in given.left[0]
    exported(store, tmp_path / "out")
    lines = (tmp_path / "out" / "0" / "models" / model / "metrics" / "acc").read_text().splitlines()
    assert sorted(lines) == sorted(line for run in runs for line in (f"1 0.5 1 {run} wine d1", f"2 0.6 2 {run}"))
    again = read_again(tmp_path / "out")
    assert len(again.get_logged_model(model).metrics or ()) == 4


def test_only_some_experiments(store: SqlStore, tmp_path: Path) -> None:
    one, other = store.create_experiment("one"), store.create_experiment("other")
    store.create_run(one), store.create_run(other)
    store.create_registered_model("m")
    leaving = Leaving(*store.foundation, experiments={int(one)})
    assert leaving.size() == 2
    given = FolderExport(leaving, str(tmp_path / "out")).write(lambda: None)
    assert given.counts == {"experiments": 1, "runs": 1}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [one]


def test_tags_of_every_noun(store: SqlStore, tmp_path: Path) -> None:
    run = store.create_run("0", tags=[RunTag("a/b", "x\r\ny"), RunTag("empty", "")]).info.run_id
    store.set_experiment_tag("0", "team", "cellar")
    exported(store, tmp_path / "out")
    tags = tmp_path / "out" / "0" / run / "tags"
    assert (tags / "a" / "b").read_bytes() == b"x\r\ny" and (tags / "empty").read_bytes() == b""
    store.delete_tag(run, "a/b")
    store.set_tag(run, "a", "now a file")
    exported(store, tmp_path / "out")
    assert (tags / "a").read_text() == "now a file"


def test_a_store_on_any_database(any_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow.store.sql.leaving._PAGE", 2)
    monkeypatch.setattr("mlflow.store.sql.leaving._HELD", 3)
    root = whole(tmp_path / "there")
    for series in (root / FIRST).rglob("val/acc"):
        series.write_text(series.read_text().replace("wine data", "wine"))
    store = open_store(StoreUri("sql", any_database))
    take_in(store, FolderSource(root))
    given = exported(store, tmp_path / "out")
    assert given.counts == {"experiments": 3, "logged models": 1, "runs": 3, "registered models": 1} and not given.left
    assert records(read_again(tmp_path / "out")) == records(store)
    close_all()
