"""Taking in the records of another store: as they are, once, and each wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf, isnan
from pathlib import Path

import pytest

from mlflow.entities import Metric, ViewType
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.mlruns.source import FolderSource
from mlflow.store.arrivals import Arrival, ArrivingRun, Summary
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.store.sql.taking_in import take_in
from mlflow.uris import StoreUri
from tests.mlruns.layouts import BINNED, DELETED, FIRST, GONE, MODEL, RUN, experiment, meta, run, whole, write


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    yield open_store(StoreUri("sql", f"sqlite:///{tmp_path}/here.db"))
    close_all()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return whole(tmp_path / "there")


def everything(store: SqlStore) -> dict[str, object]:
    """Every answer of a store, in an order of its own."""
    found: dict[str, object] = {}
    experiments = store.search_experiments(ViewType.ALL)
    for each in experiments:
        found[f"experiment {each.experiment_id}"] = each.to_dictionary()
    ids = [each.experiment_id for each in experiments]
    for each in store.search_runs(ids, run_view_type=ViewType.ALL):
        found[f"run {each.info.run_id}"] = repr(each)
        for key in each.data.metrics:
            found[f"{each.info.run_id} {key}"] = repr(list(store.get_metric_history(each.info.run_id, key)))
    for each in store.search_logged_models(ids):
        found[f"logged model {each.model_id}"] = repr(each)
    for each in store.search_registered_models():
        found[f"registered model {each.name}"] = repr(each)
    for each in store.search_model_versions():
        found[f"version {each.name} {each.version}"] = repr(each)
    return found


def test_everything_is_kept_as_it_was(store: SqlStore, root: Path) -> None:
    summary = take_in(store, FolderSource(root))
    assert not summary.refused and not summary.left and not summary.notes and not summary.present
    assert summary.taken == {
        "experiments": 3, "logged models": 1, "runs": 3, "points": 7, "registered models": 1, "versions": 3
    }  # fmt: skip
    default, first = store.get_experiment("0"), store.get_experiment(FIRST)
    assert (default.creation_time, default.artifact_location) == (10, (root / "0").as_uri())
    assert (first.name, first.tags, first.creation_time) == ("wine", {"team": "cellar", "a/b": "ü\r\n"}, 1000)
    found = store.get_run(RUN)
    assert (found.info.status, found.info.start_time, found.info.end_time) == ("FINISHED", 1200, 1500)
    assert (found.info.user_id, found.info.run_name, found.info.experiment_id) == ("ann", "first try", FIRST)
    assert found.info.artifact_uri == (root / FIRST / RUN / "artifacts").as_uri()
    assert found.data.params == {"alpha": "0.5", "deep/er": ""}
    assert found.data.tags == {"mlflow.runName": "first try", "note": "two\nlines\n"}
    assert found.data.metrics == {"loss": inf, "old": 2.5, "val/acc": 0.75}
    history = store.get_metric_history(RUN, "loss")
    assert [(p.step, p.timestamp) for p in history] == [(-5, 1003), (0, 1000), (1, 1001), (2, 1002)]
    assert history[0].value == 1e-09 and isnan(history[2].value) and history[3].value == inf
    accuracy = store.get_metric_history(RUN, "val/acc")
    assert [(p.model_id, p.dataset_name, p.dataset_digest) for p in accuracy] == [(MODEL, "wine data", "d1")] * 2
    assert found.inputs.dataset_inputs[0].dataset.name == "wine data"
    assert found.inputs.model_inputs[0].model_id == found.outputs.model_outputs[0].model_id == MODEL
    assert found.outputs.model_outputs[0].step == 3
    model = store.get_logged_model(MODEL)
    assert (model.params, model.tags, str(model.status)) == ({"depth": "3"}, {"t": "x"}, "READY")
    assert [(m.key, m.value, m.run_id) for m in model.metrics or ()] == [("val/acc", 0.75, RUN)]
    assert [r.info.run_id for r in store.search_runs([FIRST], "metrics.`val/acc` > 0.7 and params.alpha = '0.5'")] == [
        RUN
    ]


def test_what_is_deleted_is_restored_together(store: SqlStore, root: Path) -> None:
    alone = run(root / ".trash" / GONE, "1" * 32, lifecycle_stage="deleted", deleted_time=1999)
    take_in(store, FolderSource(root))
    assert store.get_run(DELETED).info.lifecycle_stage == store.get_run(BINNED).info.lifecycle_stage == "deleted"
    assert store.get_experiment(GONE).lifecycle_stage == "deleted"
    store.restore_experiment(GONE)
    assert store.get_run(BINNED).info.lifecycle_stage == "active"
    assert store.get_run(alone.name).info.lifecycle_stage == "deleted"  # that was deleted before its experiment
    store.restore_run(DELETED)
    assert store.get_run(DELETED).info.status == "RUNNING"


def test_the_registry(store: SqlStore, root: Path) -> None:
    take_in(store, FolderSource(root))
    model = store.get_registered_model("taster")
    assert (model.creation_timestamp, model.last_updated_timestamp, model.tags) == (3000, 3100, {"owner": "ann"})
    assert model.description == "tells wines apart" and {a: str(v) for a, v in model.aliases.items()} == {
        "champion": "10"
    }
    stages = {str(v.version): v.current_stage for v in store.search_model_versions("name = 'taster'")}
    assert stages == {"1": "Archived", "9": "Production", "10": "Production"}
    assert str(store.get_latest_versions("taster", ["Production"])[0].version) == "10"
    assert store.get_model_version_by_alias("taster", "champion").tags == {"checked": "yes"}
    assert store.get_model_version("taster", "9").model_id == MODEL
    assert store.get_model_version_download_uri("taster", "1") == (root / FIRST / RUN / "artifacts/model").as_uri()
    with pytest.raises(ResourceDoesNotExist):
        store.get_model_version("taster", "11")
    assert str(store.create_model_version("taster", f"runs:/{RUN}/m").version) == "12"  # numbers are not used again


def test_twice_changes_nothing(store: SqlStore, root: Path) -> None:
    take_in(store, FolderSource(root))
    store.set_experiment_tag(FIRST, "team", "kitchen")
    store.set_registered_model_alias("taster", "champion", "9")
    before = everything(store)
    summary = take_in(store, FolderSource(root))
    assert summary.taken == {} and sum(summary.present.values()) == 8
    assert everything(store) == before


class Interrupted(Exception):
    pass


@pytest.mark.parametrize("after", range(8))
def test_what_was_interrupted_goes_on(store: SqlStore, root: Path, tmp_path: Path, after: int) -> None:
    left = [after]

    def interrupt() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Interrupted

    with pytest.raises(Interrupted):
        take_in(store, FolderSource(root), interrupt)
    take_in(store, FolderSource(root))
    other = open_store(StoreUri("sql", f"sqlite:///{tmp_path}/other.db"))
    take_in(other, FolderSource(root))
    assert everything(store) == everything(other)


def test_a_run_that_went_on_is_completed(store: SqlStore, root: Path) -> None:
    folder = run(root / FIRST, "1" * 32, status=1, end_time=None)
    write(folder / "metrics" / "loss", "1000 3.0 0\n")
    take_in(store, FolderSource(root))
    assert store.get_run("1" * 32).info.status == "RUNNING"
    write(folder / "metrics" / "loss", "1000 3.0 0\n1001 2.0 1\n")
    write(folder / "params" / "late", "x")
    run(root / FIRST, "1" * 32, status=4, end_time=1999)
    for _ in range(2):
        take_in(store, FolderSource(root))
        found = store.get_run("1" * 32)
        assert (found.info.status, found.info.end_time, found.data.params) == ("FAILED", 1999, {"late": "x"})
        assert [p.value for p in store.get_metric_history("1" * 32, "loss")] == [3.0, 2.0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda f: write(f / "metrics" / "z", "1000 1.0 0\noops\n"), "line 2 of metrics/z"),
        (lambda f: write(f / "metrics" / "z", f"1000 1.0 {2**63}\n"), "64 bits"),
        (lambda f: write(f / "metrics" / "z", f"{-(2**63) - 1} 1.0 1\n"), "64 bits"),
        (lambda f: run(f.parent, RUN, start_time=2**63), "64 bits"),
        (lambda f: run(f.parent, RUN, artifact_uri="file:///etc"), "not a folder of its own"),
        (lambda f: run(f.parent, RUN, artifact_uri="/"), "not a folder of its own"),
        (lambda f: run(f.parent, RUN, artifact_uri=f"/x/{RUN}/artifacts/../../.."), "not a folder of its own"),
    ],
)  # fmt: skip
def test_a_bad_run_leaves_nothing_behind(
    store: SqlStore, root: Path, change: Callable[[Path], object], says: str
) -> None:
    (root / FIRST / RUN / "artifacts" / "model.txt").unlink()  # own files would count before what is recorded
    change(root / FIRST / RUN)
    summary = take_in(store, FolderSource(root))
    (refused,) = summary.refused
    assert says in refused.why and RUN in refused.what
    with pytest.raises(ResourceDoesNotExist):
        store.get_run(RUN)
    assert summary.taken["runs"] == 2 and "points" not in summary.taken
    with store.foundation[0].read() as session:
        for table in ("series", "metrics", "params", "model_metrics", "inputs"):
            assert session.row(f"SELECT count(*) FROM {table}") == (0,)


@pytest.mark.parametrize("run_id", ["etc", "f" * 31, "F" * 32])
def test_an_id_does_not_make_a_folder_its_own(store: SqlStore, root: Path, run_id: str) -> None:
    run(root / FIRST, run_id, artifact_uri=f"file:///{run_id}")
    (refused,) = take_in(store, FolderSource(root)).refused
    assert "not a folder of its own" in refused.why


def test_a_link_does_not_make_a_folder_its_own(store: SqlStore, root: Path) -> None:
    (root / FIRST / DELETED / "artifacts").rmdir()
    (root / FIRST / DELETED / "artifacts").symlink_to("/etc")
    (refused,) = take_in(store, FolderSource(root)).refused
    assert DELETED in refused.what and "'/etc', which is not a folder of its own" in refused.why


def test_a_folder_that_is_a_link_itself_is_read(store: SqlStore, root: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(root)
    summary = take_in(store, FolderSource(tmp_path / "linked"))
    assert not summary.refused and summary.taken["runs"] == 3


def test_a_place_that_no_location_can_name_is_kept(store: SqlStore, root: Path) -> None:
    run(root / FIRST, RUN, artifact_uri="file:///C:/mlruns/1/artifacts")
    take_in(store, FolderSource(root))
    assert store.get_run(RUN).info.artifact_uri == "file:///C:/mlruns/1/artifacts"


def test_a_text_that_is_no_unicode(store: SqlStore, root: Path) -> None:
    (root / FIRST / RUN / "params" / "p\udcff").write_text("x")
    (refused,) = take_in(store, FolderSource(root)).refused
    assert RUN in refused.what and "Unicode" in refused.why


def test_long_series_in_any_order(store: SqlStore, root: Path) -> None:
    steps = [(step * 7919) % 30_000 for step in range(30_000)]
    write(root / FIRST / RUN / "metrics" / "long", "".join(f"{1000 + s} {s / 8} {s}\n" for s in steps))
    write(root / FIRST / RUN / "metrics" / "same", "".join(f"5 {n}.0 0\n" for n in range(9000)))
    take_in(store, FolderSource(root))
    history = store.get_metric_history(RUN, "long")
    assert [p.step for p in history] == list(range(30_000)) and history[-1].value == 29_999 / 8
    assert [p.value for p in store.get_metric_history(RUN, "same")] == list(range(9000))
    assert store.get_run(RUN).data.metrics["same"] == 8999.0


def test_ids_and_names_that_are_taken(store: SqlStore, tmp_path: Path) -> None:
    assert store.create_experiment("mine") == "1" and store.create_experiment("both") == "2"
    store.create_registered_model("taster")
    there = tmp_path / "there"
    other = experiment(there, "1", "theirs")
    run(other, RUN)
    run(experiment(there, "2", "also theirs", creation_time=1001), "1" * 32)
    run(experiment(there, "3", "both", creation_time=1002), "2" * 32)
    meta(there / "models" / "taster", name="taster", creation_timestamp=1)
    summary = take_in(store, FolderSource(there))
    assert store.get_experiment("1").name == "mine"
    moved = store.get_experiment_by_name("theirs").experiment_id
    assert store.get_run(RUN).info.experiment_id == moved == "3"
    assert [note.partition(" here")[0] for note in summary.notes] == [
        "experiment 1 ('theirs') has the id 3", "experiment 2 ('also theirs') has the id 4",
        "experiment 3 is named 'both (3)'", "experiment 3 ('both (3)') has the id 5",
    ]  # fmt: skip
    assert store.get_run("2" * 32).info.experiment_id == "5"
    assert [(r.what, "rename one of them" in r.why) for r in summary.refused] == [("registered model 'taster'", True)]
    assert take_in(store, FolderSource(there)).taken == {}  # found again by name and time


def test_default_experiments_are_one(store: SqlStore, root: Path) -> None:
    mine = store.create_run("0").info.run_id
    run(root / "0", "1" * 32)
    assert not take_in(store, FolderSource(root)).refused
    assert {r.info.run_id for r in store.search_runs(["0"])} == {mine, "1" * 32}


def test_points_of_models_that_were_refused_lose_the_link_only(store: SqlStore, root: Path) -> None:
    write(root / FIRST / "models" / MODEL / "params" / "p", "x")
    (root / FIRST / "models" / MODEL / "params" / "q").write_bytes(b"\xff")
    summary = take_in(store, FolderSource(root))
    assert len(summary.refused) == 1 and summary.taken["runs"] == 3
    assert store.get_run(RUN).data.metrics["val/acc"] == 0.75


def test_what_is_told(store: SqlStore, root: Path) -> None:
    assert Summary().sentence() == "nothing new"
    (root / FIRST / DELETED / "meta.yaml").write_text("a: [")
    first = take_in(store, FolderSource(root)).sentence()
    assert first == (
        "3 experiments, 1 logged model, 2 runs, 7 points, 1 registered model, 3 versions; 1 could not be read or kept"
    )
    again = take_in(store, FolderSource(root)).sentence()
    assert again == "nothing new; 7 were there already; 1 could not be read or kept"


def test_two_models_measured_by_one_point(store: SqlStore, root: Path) -> None:
    class Twice:
        name = "twice"

        def size(self) -> int:
            return 0

        def records(self) -> Iterator[Arrival]:
            for record in FolderSource(root).records():
                if isinstance(record, ArrivingRun) and record.measured:
                    record.measured.append(Metric("val/acc", 0.5, 1000, 1, "m-gone"))
                yield record

    assert not take_in(store, Twice()).refused
    assert [p.value for p in store.get_metric_history(RUN, "val/acc")] == [0.5, 0.75]
