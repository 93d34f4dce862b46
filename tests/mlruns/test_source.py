"""Reading the folder layout: everything as it is, and what is odd refused by itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.mlruns.layout import holds_layout
from mlflow.mlruns.source import FolderSource
from mlflow.store.arrivals import (
    ArrivingExperiment,
    ArrivingModel,
    ArrivingRegisteredModel,
    ArrivingRun,
    Left,
    Refused,
)
from tests.mlruns.layouts import BINNED, DELETED, FIRST, GONE, MODEL, RUN, experiment, meta, run, whole, write


def read(root: Path) -> dict[type, list[Any]]:
    """The records of a folder by their kind; histories are read."""
    found: dict[type, list[Any]] = {}
    for record in FolderSource(root).records():
        found.setdefault(type(record), []).append(record)
    return found


def test_everything_is_read_as_it_is(tmp_path: Path) -> None:
    found = read(whole(tmp_path / "mlruns"))
    root = tmp_path / "mlruns"
    assert Refused not in found and Left not in found
    first, gone = [e.experiment for e in found[ArrivingExperiment][1:]]
    assert (first.experiment_id, first.name, first.lifecycle_stage) == (FIRST, "wine", "active")
    assert (first.creation_time, first.last_update_time) == (1000, 2000)
    assert first.tags == {"team": "cellar", "a/b": "ü\r\n"}
    assert first.artifact_location == (root / FIRST).as_uri()
    assert (gone.experiment_id, gone.lifecycle_stage, gone.artifact_location) == (GONE, "deleted", str(root / GONE))

    runs = {record.info.run_id: record for record in found[ArrivingRun]}
    assert list(runs) == [RUN, DELETED, BINNED]
    done = runs[RUN]
    assert done.params == {"alpha": "0.5", "deep/er": ""}
    assert done.tags == {"mlflow.runName": "first try", "note": "two\nlines\n"}
    assert (done.info.status, done.info.start_time, done.info.end_time) == ("FINISHED", 1200, 1500)
    assert (done.info.user_id, done.info.run_name) == ("ann", "first try")
    assert done.info.artifact_uri == (root / FIRST / RUN / "artifacts").as_uri()
    history = dict(done.histories)
    points = [(p.timestamp, p.value, p.step) for p in history["loss"] if p.value == p.value]
    assert points == [(1000, 3.0, 0), (1002, inf, 2), (1003, 1e-09, -5)] and len(history["loss"]) == 4
    assert [(p.value, p.step) for p in history["old"]] == [(2.5, 0)]
    measured = [(p.dataset_name, p.dataset_digest, p.model_id) for p in history["val/acc"]]
    assert measured == [("wine data", "d1", None)] * 2
    assert [(p.model_id, p.value, p.step) for p in done.measured] == [(MODEL, 0.5, 1), (MODEL, 0.75, 2)]
    (dataset,) = done.inputs.dataset_inputs
    assert (dataset.dataset.name, dataset.dataset.digest, dataset.tags[0].value) == ("wine data", "d1", "train")
    assert [m.model_id for m in done.inputs.model_inputs] == [MODEL]
    assert [(m.model_id, m.step) for m in done.outputs.model_outputs] == [(MODEL, 3)]
    assert (runs[DELETED].info.lifecycle_stage, runs[DELETED].deleted_time) == ("deleted", 1600)
    # The files of a deleted experiment lie where MLflow moved them.
    assert runs[BINNED].info.artifact_uri == str(root / ".trash" / GONE / BINNED / "artifacts")

    (model,) = found[ArrivingModel]
    assert (model.model.model_id, str(model.model.status), model.is_deleted) == (MODEL, "READY", False)
    assert (model.model.params, model.model.tags) == ({"depth": "3"}, {"t": "x"})
    (registered,) = found[ArrivingRegisteredModel]
    assert [str(v.version) for v in registered.versions] == ["1", "10", "9"] and registered.last_version == 11
    assert registered.model.aliases == {"champion": "10"} and registered.model.tags == {"owner": "ann"}
    stages = {str(v.version): (v.current_stage, v.tags, v.model_id) for v in registered.versions}
    assert stages["10"] == ("Production", {"checked": "yes"}, None) and stages["9"][2] == MODEL


def test_a_folder_that_was_moved_has_its_files_with_it(tmp_path: Path) -> None:
    files = whole(tmp_path / "old") / FIRST / RUN / "artifacts" / "model"
    files.mkdir()
    version = tmp_path / "old" / "models" / "taster" / "version-1"
    meta(version, name="taster", version=1, source=files.as_uri(), current_stage="None")
    shutil.move(tmp_path / "old", tmp_path / "new")
    found = read(tmp_path / "new")
    places = {r.info.run_id: r.info.artifact_uri for r in found[ArrivingRun]}
    assert places[RUN] == str(tmp_path / "new" / FIRST / RUN / "artifacts")
    assert found[ArrivingExperiment][1].experiment.artifact_location == str(tmp_path / "new" / FIRST)
    (registered,) = found[ArrivingRegisteredModel]
    sources = {str(v.version): v.source for v in registered.versions}
    assert sources["1"] == str(tmp_path / "new" / FIRST / RUN / "artifacts" / "model")
    assert sources["10"] == f"runs:/{RUN}/model"
    elsewhere = run(tmp_path / "new" / FIRST, "f" * 32, artifact_uri="s3://bucket/x")
    places = {r.info.run_id: r.info.artifact_uri for r in read(tmp_path / "new")[ArrivingRun]}
    assert places[elsewhere.name] == "s3://bucket/x"


def test_what_older_versions_wrote(tmp_path: Path) -> None:
    root = tmp_path / "mlruns"
    old = experiment(root, "1", "old")
    meta(old, artifact_location=str(old), experiment_id=1, lifecycle_stage="active", name="old")
    folder = old / RUN
    meta(folder, artifact_uri=str(folder / "artifacts"), end_time=None, experiment_id="1", name="called",
         run_uuid=RUN, source_type=4, start_time=5, status=4, tags=[], user_id="ann")  # fmt: skip
    found = read(root)
    (record,) = found[ArrivingRun]
    assert (record.info.run_name, record.info.status, record.info.lifecycle_stage) == ("called", "FAILED", "active")
    assert found[ArrivingExperiment][0].experiment.creation_time == 0


def broken(name: str, change: Callable[[Path], object], says: str) -> Any:
    return pytest.param(change, says, id=name)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        broken("no meta.yaml", lambda f: (f / "meta.yaml").unlink(), "meta.yaml is missing"),
        broken("empty meta.yaml", lambda f: write(f / "meta.yaml", ""), "no mapping"),
        broken("no YAML", lambda f: write(f / "meta.yaml", "a: ["), "no plain YAML"),
        broken("deep YAML", lambda f: write(f / "meta.yaml", "[" * 100_000), "levels deep"),
        broken("alias bomb", lambda f: write(f / "meta.yaml", "a: &a [*a]"), "of itself"),
        broken("an object", lambda f: write(f / "meta.yaml", "!!python/name:os.system"), "no plain YAML"),
        broken("meta.yaml too large", lambda f: write(f / "meta.yaml", "#" * (17 << 20)), "larger than"),
        broken("meta.yaml is a folder", lambda f: (_aside(f / "meta.yaml"), (f / "meta.yaml").mkdir()), "plain file"),
        broken("binary meta.yaml", lambda f: (f / "meta.yaml").write_bytes(b"\xff\xfe"), "no text in UTF-8"),
        broken("another's id", lambda f: meta(f, run_id="f" * 32, experiment_id=FIRST), "it is run"),
        broken("unknown status", lambda f: run(f.parent, RUN, status=99), "99"),
        broken("status in words", lambda f: run(f.parent, RUN, status="DONE"), "DONE"),
        broken("time in words", lambda f: run(f.parent, RUN, start_time="now"), "start_time"),
        broken("a list for a name", lambda f: run(f.parent, RUN, run_name=["a"]), "run_name"),
        broken("binary param", lambda f: (f / "params" / "p").write_bytes(b"\xff"), "no text in UTF-8"),
        broken("param is a link", lambda f: (f / "params" / "p").symlink_to("/etc/passwd"), "is a link"),
        broken("params are a link", lambda f: (_gone(f / "params"), (f / "params").symlink_to("/etc")), "is a link"),
        broken("tag in a linked folder", lambda f: (f / "tags" / "t").symlink_to("/etc"), "is a link"),
        broken("a link", lambda f: (_aside(f / "meta.yaml"), (f / "meta.yaml").symlink_to("../m")), "cannot be read"),
        broken("a pipe for a param", lambda f: os.mkfifo(f / "params" / "p"), "no plain file"),
        broken("inputs are a link", lambda f: (_gone(f / "inputs"), (f / "inputs").symlink_to("/etc")), "is a link"),
        broken("missing dataset", lambda f: shutil.rmtree(f.parent / "datasets"), "missing"),
        broken("dataset elsewhere", lambda f: meta(f / "inputs" / "1", source_id="../x", source_type="DATASET"), "odd"),
        broken("unknown input", lambda f: meta(f / "inputs" / "1", source_type="THING", source_id="x"), "THING"),
    ],
)  # fmt: skip
def test_a_bad_run_is_refused_and_the_others_are_read(
    change: Callable[[Path], object], says: str, tmp_path: Path
) -> None:
    root = whole(tmp_path / "mlruns")
    change(root / FIRST / RUN)
    found = read(root)
    (refused,) = [r for r in found[Refused] if RUN in r.what]
    assert refused.what == f"run {FIRST}/{RUN}"
    assert says in refused.why
    assert {DELETED, BINNED} <= {r.info.run_id for r in found[ArrivingRun]} and len(found[ArrivingExperiment]) == 3


_gone = shutil.rmtree


def _aside(path: Path) -> None:
    path.replace(path.parent.parent / "m")


@pytest.mark.parametrize(
    "line",
    ["1000", "x 1.0 0", "1000 y 0", "1000 1.0 z", "1000 1.0 0 name", "1000  1.0 0", "1" * 5000 + " 1.0 0", "1e3 1.0 0"],
)
def test_a_line_that_is_no_point(line: str, tmp_path: Path) -> None:
    root = whole(tmp_path / "mlruns")
    write(root / FIRST / RUN / "metrics" / "loss", f"1000 1.0 0\n{line}\n")
    (record,) = [r for r in read(root)[ArrivingRun] if r.info.run_id == RUN]
    with pytest.raises(InvalidParameterValue, match="line 2 of metrics/loss"):
        list(record.histories)


def test_nothing_outside_the_folder_is_followed(tmp_path: Path) -> None:
    root, other = whole(tmp_path / "mlruns"), whole(tmp_path / "other")
    (root / "55").symlink_to(other / FIRST)
    (root / FIRST / ("9" * 32)).symlink_to(other / FIRST / RUN)
    (root / FIRST / "models" / "m-1").symlink_to(other / FIRST / "models" / MODEL)
    shutil.rmtree(root / ".trash")
    (root / ".trash").symlink_to(other / ".trash")
    shutil.rmtree(root / "models")
    (root / "models").symlink_to(other / "models")
    found = read(root)
    refused = {r.what for r in found[Refused]}
    linked = {"experiment 55", f"run {FIRST}/{'9' * 32}", f"logged model {FIRST}/models/m-1", ".trash", "models"}
    assert refused == linked
    assert len(found[ArrivingExperiment]) == 2 and ArrivingRegisteredModel not in found


def test_a_bad_experiment_model_or_registered_model(tmp_path: Path) -> None:
    root = whole(tmp_path / "mlruns")
    write(root / FIRST / "models" / MODEL / "meta.yaml", "status: 99")
    write(root / ".trash" / GONE / "meta.yaml", "name: gone")
    write(root / "models" / "taster" / "version-9" / "meta.yaml", "version: 9\nname: other\n")
    (root / "0" / "meta.yaml").unlink()
    run(root / "0", "1" * 32)
    found = read(root)
    refused = {r.what for r in found[Refused]}
    assert {"experiment 0", f"experiment .trash/{GONE}", "registered model models/taster"} < refused
    assert refused >= {f"logged model {FIRST}/models/{MODEL}"} and len(refused) == 4
    assert {r.info.run_id for r in found[ArrivingRun]} == {RUN, DELETED}


def test_what_is_no_run_is_not_told(tmp_path: Path) -> None:
    """A directory store of Penstock keeps artifacts in the same folders, without ``meta.yaml``."""
    root = whole(tmp_path / "mlruns")
    write(root / FIRST / ("8" * 32) / "artifacts" / "a.txt", "a")
    write(root / FIRST / "models" / ("m-" + "8" * 32) / "artifacts" / "a.txt", "a")
    write(root / "77" / ("8" * 32) / "artifacts" / "a.txt", "a")
    write(root / FIRST / RUN / "params" / ".DS_Store", "litter")
    assert Refused not in read(root)


def test_traces_are_counted(tmp_path: Path) -> None:
    root = whole(tmp_path / "mlruns")
    for name in ("tr-1", "tr-2"):
        write(root / FIRST / "traces" / name / "trace_info.yaml", "{}")
    (left,) = read(root)[Left]
    assert (left.what, left.count) == ("traces", 2)


def test_whether_a_folder_holds_the_layout(tmp_path: Path) -> None:
    assert not holds_layout(str(tmp_path / "nowhere"))
    write(tmp_path / "ours" / "0" / RUN / "artifacts" / "a.txt", "a")
    assert not holds_layout(str(tmp_path / "ours"))
    assert holds_layout(str(whole(tmp_path / "mlruns")))
    registry = tmp_path / "registry"
    meta(registry / "models" / "m", name="m")
    assert holds_layout(str(registry))
    with pytest.raises(InvalidParameterValue, match="no folder"):
        FolderSource(tmp_path / "nowhere")


def test_a_run_that_was_moved_belongs_to_where_it_lies(tmp_path: Path) -> None:
    root = whole(tmp_path / "mlruns")
    run(root / FIRST, RUN, experiment_id="7")
    assert next(r for r in read(root)[ArrivingRun] if r.info.run_id == RUN).info.experiment_id == FIRST


def test_long_files_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow.mlruns.series._BLOCK", 1000)
    root = whole(tmp_path / "mlruns")
    write(root / FIRST / RUN / "metrics" / "long", "".join(f"{n} {n}.5 {n}\n" for n in range(5000)) + "5000 1 5000")
    (done,) = (r for r in read(root)[ArrivingRun] if r.info.run_id == RUN)
    pieces = [points for key, points in done.histories if key == "long"]
    assert len(pieces) > 15 and [p.step for piece in pieces for p in piece] == list(range(5001))
    assert sum(1 for _ in done.histories) == sum(1 for _ in done.histories) > 15  # they can be read again
    write(root / FIRST / RUN / "metrics" / "long", "1 1 1\n" * 5000 + "oops\n")
    with pytest.raises(InvalidParameterValue, match="line 5001 of metrics/long"):
        list(done.histories)
    monkeypatch.setattr("mlflow.mlruns.series._LONGEST", 5000)
    write(root / FIRST / RUN / "metrics" / "long", "1" * 10_000)
    with pytest.raises(InvalidParameterValue, match="line 1 of metrics/long"):
        list(done.histories)


def test_files_in_the_folder_count_before_those_elsewhere(tmp_path: Path) -> None:
    root = whole(tmp_path / "mlruns")
    old = tmp_path / "old" / FIRST / RUN / "artifacts"
    old.mkdir(parents=True)
    place = root / FIRST / RUN / "artifacts"
    run(root / FIRST, RUN, artifact_uri=str(old))
    assert _uri(root) == str(place)
    (place / "model.txt").unlink()
    assert _uri(root) == str(old)
    old.rmdir()
    assert _uri(root) == str(place)
    place.rmdir()
    assert _uri(root) == str(place)  # it was the place in a folder such as this one
    run(root / FIRST, RUN, artifact_uri=f"/elsewhere/{RUN}/files")
    place.rmdir()
    assert _uri(root) == f"/elsewhere/{RUN}/files"


def _uri(root: Path) -> str | None:
    return next(r.info.artifact_uri for r in read(root)[ArrivingRun] if r.info.run_id == RUN)
