"""``mlflow gc``: what is in the bin goes with its files, nothing else does, and a killed one leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mlflow.cli.main import main
from mlflow.entities import Dataset, DatasetInput, ExperimentTag, Metric, RunTag, ViewType
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.store.sql import space
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.uris import StoreUri, parse_store_uri
from tests.processes import free_port

DAY = 86_400_000


@pytest.fixture
def store(tmp_path: Path) -> SqlStore:
    return open_store(StoreUri("directory", str(tmp_path / "mlruns")))


def gc(store: SqlStore, *arguments: str, answer: str = "") -> Result:
    _, places = store.foundation
    directory = places.directory
    assert directory is not None
    return CliRunner().invoke(main, ["gc", "--backend-store-uri", directory, *arguments], input=answer)


def new_run(store: SqlStore, experiment_id: str = "0", *, files: int = 1) -> tuple[str, Path]:
    """A run with everything a run can have; returns its id and its folder."""
    run = store.create_run(experiment_id, tags=[RunTag("t", "1")])
    run_id = run.info.run_id
    store.log_batch(run_id, [Metric("m", 0.5, i, i) for i in range(100)])
    store.log_param(run_id, "p", "1")
    store.log_inputs(run_id, [DatasetInput(Dataset(f"data of {run_id}", "d", "local", "{}"), [])])
    folder = Path(run.info.artifact_uri)
    folder.mkdir(parents=True)
    for number in range(files):
        (folder / f"f{number}.txt").write_text("x" * 1000)
    return run_id, folder.parent


def rows(store: SqlStore, table: str) -> int:
    with store._db.read() as session:
        return int(session.rows(f"SELECT count(*) FROM {table}")[0][0])


def runs(store: SqlStore, experiment_id: str = "0") -> set[str]:
    return {run.info.run_id for run in store.search_runs([experiment_id], run_view_type=ViewType.ALL)}


def test_runs_of_the_bin_go_with_their_files(store: SqlStore) -> None:
    kept, kept_folder = new_run(store)
    gone, gone_folder = new_run(store)
    store.delete_run(gone)
    result = gc(store, "--dry-run")
    assert result.exit_code == 0 and "Would delete for good: 1 runs" in result.output and gone in result.output
    assert runs(store) == {kept, gone} and gone_folder.is_dir()
    result = gc(store)
    assert result.exit_code == 0 and "1 runs" in result.output, result.output
    assert runs(store) == {kept}
    assert kept_folder.is_dir() and not gone_folder.exists()
    for table in ("params", "series", "metrics", "inputs", "datasets"):
        assert rows(store, table) == 1, table
    with pytest.raises(ResourceDoesNotExist):
        store.get_run(gone)
    assert "0 runs" in gc(store).output


def test_an_experiment_goes_with_all_that_is_in_it_and_its_name_is_free(store: SqlStore) -> None:
    experiment_id = store.create_experiment("e", tags=[ExperimentTag("k", "v")])
    _, folder = new_run(store, experiment_id)
    model = store.create_logged_model(experiment_id, "m")
    model_folder = Path(model.artifact_location)
    model_folder.mkdir(parents=True)
    (model_folder / "MLmodel").write_text("x")
    other, _ = new_run(store)
    store.delete_experiment(experiment_id)
    result = gc(store, "--experiment-ids", experiment_id)
    assert result.exit_code == 0, result.output
    assert not folder.parent.exists() and not model_folder.exists()
    assert rows(store, "logged_models") == rows(store, "emptying") == 0
    again = store.create_experiment("e")
    assert again != experiment_id and store.get_experiment_by_name("e").experiment_id == again
    assert runs(store) == {other}


def test_only_what_is_named_goes(store: SqlStore) -> None:
    experiment_id = store.create_experiment("e")
    inside, _ = new_run(store, experiment_id)
    one, other, active = (new_run(store)[0] for _ in range(3))
    store.delete_run(one)
    store.delete_run(other)
    store.delete_experiment(experiment_id)
    assert gc(store, "--run-ids", one).exit_code == 0
    assert runs(store) == {other, active} and runs(store, experiment_id) == {inside}
    for wrong, told in ((active, "not deleted"), ("0" * 32, "no run"), (" , ", "empty")):
        result = gc(store, "--run-ids", wrong)
        assert result.exit_code == 1 and told in result.output
    for wrong in ("0", "77", "x"):
        assert gc(store, "--experiment-ids", wrong).exit_code == 1
    assert runs(store) == {other, active} and runs(store, experiment_id) == {inside}


def test_older_than(store: SqlStore) -> None:
    run_id, _ = new_run(store)
    store.delete_run(run_id)
    assert "0 runs" in gc(store, "--older-than", "1d2h").output
    assert "for that long" in gc(store, "--older-than", "1d", "--run-ids", run_id).output
    assert runs(store) == {run_id}
    for wrong in ("banana", "", "5", "-1d", "1d1d"):
        assert gc(store, "--older-than", wrong).exit_code == 1, wrong
    with store._db.write() as session:
        session.run("UPDATE runs SET deleted = deleted - :age", {"age": DAY * 2})
    assert "Deleted for good: 1 runs" in gc(store, "--older-than", "1d2h").output


def test_logged_models(store: SqlStore) -> None:
    kept, gone = store.create_logged_model("0", "kept"), store.create_logged_model("0", "gone")
    for model in (kept, gone):
        Path(model.artifact_location).mkdir(parents=True)
        (Path(model.artifact_location) / "MLmodel").write_text("x")
    store.delete_logged_model(gone.model_id)
    assert gc(store, "--logged-model-ids", kept.model_id).exit_code == 1
    assert gc(store).exit_code == 0
    assert rows(store, "logged_models") == 1
    assert Path(kept.artifact_location).is_dir() and not Path(gone.artifact_location).parent.exists()


def test_files_of_a_registered_model_are_kept_unless_it_is_said(store: SqlStore) -> None:
    run_id, folder = new_run(store)
    store.create_registered_model("m")
    store.create_model_version("m", str(folder / "artifacts" / "model"), run_id)
    store.delete_run(run_id)
    result = gc(store)
    assert "kept" in result.output and "version 1 of the model 'm'" in result.output and folder.is_dir()
    assert gc(store, "--with-registered").exit_code == 0
    assert not folder.exists() and runs(store) == set()


def test_nothing_outside_the_stores_own_folders_is_deleted(store: SqlStore, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    victims = []
    for location in (
        str(precious),
        str(precious / "artifacts"),
        f"{precious}/../precious/artifacts",
        str(tmp_path / "mlruns"),
        str(tmp_path / "mlruns" / "0"),
        "./..",
        "/",
    ):
        run_id, folder = new_run(store)
        with store._db.write() as session:
            session.run("UPDATE runs SET location = :l WHERE run_id = :r", {"l": location, "r": run_id})
        store.delete_run(run_id)
        victims.append(folder)
    # A run that calls itself what a folder is called that is not its own.
    run_id, _ = new_run(store)
    with store._db.write() as session:
        session.run(
            "UPDATE runs SET run_id = 'precious', location = :l WHERE run_id = :r",
            {"l": f"{precious}/artifacts", "r": run_id},
        )
        session.run("UPDATE experiments SET location = :l WHERE id = 0", {"l": str(tmp_path)})
    store.delete_run("precious")
    (precious / "artifacts").mkdir(parents=True)
    (precious / "artifacts" / "f").write_text("x")
    result = gc(store)
    assert result.exit_code == 0 and "left:" in result.output, result.output
    assert (precious / "artifacts" / "f").is_file()
    assert all(folder.is_dir() for folder in victims)
    assert runs(store) == set()


def test_a_link_that_leads_out_is_removed_and_not_followed(store: SqlStore, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "f").write_text("x")
    run_id, folder = new_run(store)
    (folder / "artifacts" / "out").symlink_to(outside)
    as_link = store.create_run("0").info
    Path(as_link.artifact_uri).parent.symlink_to(outside)
    for id in (run_id, as_link.run_id):
        store.delete_run(id)
    gc(store)
    assert not folder.exists() and (outside / "f").is_file()


def test_a_place_that_a_user_chose_keeps_what_else_is_in_it(store: SqlStore, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen"
    experiment_id = store.create_experiment("e", str(chosen))
    _, folder = new_run(store, experiment_id)
    (chosen / "tags").mkdir()
    (chosen / "tags" / "mine").write_text("x")
    store.delete_experiment(experiment_id)
    assert gc(store).exit_code == 0
    assert not folder.exists() and (chosen / "tags" / "mine").is_file()


def test_files_behind_a_server_need_to_be_reached_before_anything_is_deleted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    store = open_store(parse_store_uri(url), "mlflow-artifacts:/")
    run = store.create_run("0").info
    folder = tmp_path / "files" / "0" / run.run_id
    (folder / "artifacts").mkdir(parents=True)
    (folder / "artifacts" / "f").write_text("x")
    store.delete_run(run.run_id)
    close_all()
    result = CliRunner().invoke(main, ["gc", "--backend-store-uri", url])
    assert result.exit_code == 1 and "--artifacts-destination" in result.output
    assert store.count_runs(["0"], None, ViewType.ALL) == 1
    close_all()
    files = ["--artifacts-destination", str(tmp_path / "files")]
    result = CliRunner().invoke(main, ["gc", "--backend-store-uri", url, *files])
    assert result.exit_code == 0, result.output
    assert not folder.exists() and store.count_runs(["0"], None, ViewType.ALL) == 0


def test_what_lies_where_nobody_can_reach_it_is_kept_and_holds_up_nothing_else(store: SqlStore) -> None:
    far = store.create_experiment("far", "gopher://host/x")
    odd = store.create_experiment("odd")
    with store._db.write() as session:
        session.run("UPDATE experiments SET location = 'http://user@host/x' WHERE name = 'odd'")
    kept = [store.create_run(experiment_id).info.run_id for experiment_id in (far, odd)]
    gone, folder = new_run(store)
    store.delete_run(gone)
    store.delete_experiment(far)
    store.delete_experiment(odd)
    result = gc(store)
    assert result.exit_code == 0 and "Deleted for good: 1 runs" in result.output, result.output
    assert not folder.exists() and all(f"kept: run {run_id}" in result.output for run_id in kept)
    assert runs(store, far) | runs(store, odd) == set(kept)
    result = gc(store)
    assert result.exit_code == 1 and "--leave-files" in result.output
    result = gc(store, "--leave-files")
    assert result.exit_code == 0 and "Deleted for good: 2 runs, 0 logged models, 2 experiments" in result.output
    assert rows(store, "emptying") == 0 and store.create_experiment("far") != far


def test_a_store_behind_a_server(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    store = open_store(parse_store_uri(url), "mlflow-artifacts:/")
    command = ["gc", "--backend-store-uri", url, "--artifacts-destination", str(tmp_path / "files")]
    gone, shared = store.create_experiment("gone"), store.create_experiment("shared")
    for experiment_id in (gone, shared):
        run = store.create_run(experiment_id).info
        (tmp_path / "files" / experiment_id / run.run_id / "artifacts").mkdir(parents=True)
        store.delete_experiment(experiment_id)
    (tmp_path / "files" / shared / "meta.yaml").write_text("of another store")
    lost = tmp_path / "files" / "0" / ("f" * 32)
    forgotten = tmp_path / "files" / "77" / ("e" * 32)
    for folder in (lost, forgotten):
        folder.mkdir(parents=True)
        (folder / "f").write_text("x")
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    assert sorted(p.name for p in (tmp_path / "files").iterdir()) == ["0", shared, "77"]
    assert [p.name for p in (tmp_path / "files" / shared).iterdir()] == ["meta.yaml"]
    result = CliRunner().invoke(main, [*command, "--orphans", "--yes"])
    assert result.exit_code == 0 and "Deleted 2 folders" in result.output, result.output
    assert not lost.exists() and not forgotten.exists()


def test_files_that_could_not_be_deleted_are_known_to_the_next_purge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    url = f"sqlite:///{tmp_path / 'x.db'}"
    store = open_store(parse_store_uri(url), "mlflow-artifacts:/")
    run = store.create_run("0").info
    folder = tmp_path / "files" / "0" / run.run_id
    (folder / "artifacts").mkdir(parents=True)
    (folder / "artifacts" / "f").write_text("x")
    store.delete_run(run.run_id)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{free_port()}")  # nobody is there
    result = CliRunner().invoke(main, ["gc", "--backend-store-uri", url])
    assert result.exit_code == 0 and "left: mlflow-artifacts:/0/" in result.output, result.output
    assert folder.is_dir() and rows(store, "runs") == 0 and rows(store, "emptying") == 1
    result = CliRunner().invoke(
        main, ["gc", "--backend-store-uri", url, "--artifacts-destination", str(folder.parent.parent)]
    )
    assert result.exit_code == 0 and "1 folders of files" in result.output, result.output
    assert not folder.exists() and rows(store, "emptying") == 0


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["gc", "--backend-store-uri", str(tmp_path / "no")])
    assert result.exit_code == 1 and "no store" in result.output and not (tmp_path / "no").exists()
    result = CliRunner().invoke(main, ["gc", "--backend-store-uri", "http://127.0.0.1:1"])
    assert result.exit_code == 1 and "where the server runs" in result.output


def test_space_is_given_back(store: SqlStore, tmp_path: Path) -> None:
    run_id, _ = new_run(store)
    noise = [Metric(f"k{i}", i / 7, t, t) for i in range(100) for t in range(300)]
    for start in range(0, len(noise), 1000):
        store.log_batch(run_id, noise[start : start + 1000])
    store.delete_run(run_id)
    store.close()
    before = (tmp_path / "mlruns" / "penstock.db").stat().st_size
    assert "smaller" in gc(store).output
    store.close()
    assert (tmp_path / "mlruns" / "penstock.db").stat().st_size < before / 3


def test_the_space_of_a_large_file_is_given_back_when_it_is_asked_for(
    store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "_IN_PASSING", 1000)
    run_id, _ = new_run(store)
    for start in range(0, 160_000, 1000):
        store.log_batch(run_id, [Metric(f"k{start % 7}", i / 7, i, i) for i in range(start, start + 1000)])
    store.delete_run(run_id)
    assert "'mlflow db compact'" in gc(store).output
    file = tmp_path / "mlruns" / "penstock.db"
    store.close()
    before = file.stat().st_size
    result = CliRunner().invoke(main, ["db", "compact", str(tmp_path / "mlruns")])
    assert result.exit_code == 0 and "smaller" in result.output
    store.close()
    assert file.stat().st_size < before / 3
    assert "nothing to give back" in CliRunner().invoke(main, ["db", "compact", str(tmp_path / "mlruns")]).output


def test_space_is_given_back_while_others_read_and_write(store: SqlStore, tmp_path: Path) -> None:
    run_id, _ = new_run(store)
    for start in range(0, 60_000, 1000):
        store.log_batch(run_id, [Metric(f"k{start % 7}", i / 7, i, i) for i in range(start, start + 1000)])
    store.delete_run(run_id)
    other, _ = new_run(store)
    stop, failures, count = threading.Event(), [], 0

    def work() -> None:
        nonlocal count
        while not stop.is_set():
            try:
                store.log_metric(other, "m", 0.5, count + 1000, count + 1000)
                count += 1
                assert store.get_run(other).data.metrics["m"] == 0.5
            except Exception as error:
                failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    command = [sys.executable, "-c", "from mlflow.cli.main import main; main()", "gc", "--backend-store-uri"]
    done = subprocess.run([*command, str(tmp_path / "mlruns")], capture_output=True, text=True, check=False)
    stop.set()
    thread.join()
    assert done.returncode == 0 and "1 runs" in done.stdout, done.stderr
    assert not failures and len(store.get_metric_history(other, "m")) == count + 100 > 100


def test_retention(store: SqlStore) -> None:
    experiment_id = store.create_experiment("e")
    store.set_experiment_tag(experiment_id, "penstock.retention.bin", "30d")
    store.set_experiment_tag(experiment_id, "penstock.retention.runs", "90d")
    now = int(time.time() * 1000)
    ages = {"new": (10, None), "old": (100, None), "binned": (100, 1), "long binned": (200, 40)}
    ids = {}
    for name, (ended, binned) in ages.items():
        ids[name], _ = new_run(store, experiment_id)
        store.update_run(ids[name], "FINISHED", now - ended * DAY)
        if binned is not None:
            store.delete_run(ids[name])
            with store._db.write() as session:
                session.run(
                    "UPDATE runs SET deleted = :then WHERE run_id = :id",
                    {"then": now - binned * DAY, "id": ids[name]},
                )
    running, _ = new_run(store, experiment_id)
    elsewhere, _ = new_run(store)
    store.update_run(elsewhere, "FINISHED", now - 1000 * DAY)
    assert "Would delete for good: 1 runs" in gc(store, "--dry-run").output
    result = gc(store)
    assert "kept" in result.output
    assert runs(store, experiment_id) == {ids["new"], ids["old"], ids["binned"], running}
    result = gc(store, "--retention", answer="n\n")
    assert result.exit_code == 1 and store.get_run(ids["old"]).info.lifecycle_stage == "active"
    assert gc(store, "--retention", "--dry-run").exit_code == 0
    assert store.get_run(ids["old"]).info.lifecycle_stage == "active"
    assert gc(store, "--retention", answer="y\n").exit_code == 0
    active = {run.info.run_id for run in store.search_runs([experiment_id])}
    assert active == {ids["new"], running} and runs(store, experiment_id) == active | {ids["old"], ids["binned"]}
    assert runs(store) == {elsewhere}
    assert "Deleted for good: 2 runs" in gc(store, "--older-than", "0s").output  # what is asked for goes before rules
    store.delete_experiment_tag(experiment_id, "penstock.retention.bin")
    store.update_run(running, "FINISHED", now - 91 * DAY)
    result = gc(store, "--retention", "--yes")
    assert "Deleted for good: 0 runs" in result.output and store.get_run(running).info.lifecycle_stage == "deleted"
    store.set_experiment_tag(experiment_id, "penstock.retention.bin", "a while")
    store.delete_run(elsewhere)
    result = gc(store, "--retention", "--yes")
    assert "Deleted for good: 1 runs" in result.output and "'a while' is no duration" in result.output
    assert runs(store, experiment_id) == {ids["new"], running} and runs(store) == set()


def test_orphans(store: SqlStore, tmp_path: Path) -> None:
    _, folder = new_run(store)
    binned, binned_folder = new_run(store)
    store.delete_run(binned)
    root = tmp_path / "mlruns"
    lost = [root / "0" / ("a" * 32), root / "123456789012345678" / ("b" * 32), root / "0" / "models" / f"m-{'c' * 32}"]
    record = root / "0" / ("d" * 32)
    others = [root / "0" / "notes", root / "models" / "m", root / "0" / "models" / "other"]
    for place in [*lost, record, *others]:
        (place / "artifacts").mkdir(parents=True)
        (place / "artifacts" / "f").write_text("x" * 5000)
    (record / "meta.yaml").write_text("run_id: x")
    result = gc(store, "--orphans", "--dry-run")
    assert result.exit_code == 0 and "3 folders belong to no run" in result.output and "15.0 kB" in result.output
    assert all(str(place) in result.output for place in [*lost, record])
    assert gc(store, "--orphans", answer="n\n").exit_code == 1
    assert all(place.is_dir() for place in lost)
    result = gc(store, "--orphans", "--yes")
    assert result.exit_code == 0 and not any(place.exists() for place in lost)
    assert all(place.is_dir() for place in [record, folder, binned_folder, *others])
    assert "0 folders" in gc(store, "--orphans").output


def test_a_killed_purge_leaves_nothing_that_points_at_nothing(store: SqlStore, tmp_path: Path) -> None:
    folders = {}
    for _ in range(40):
        run_id, folder = new_run(store, files=8)
        folders[run_id] = folder
        store.delete_run(run_id)
    close_all()
    root = tmp_path / "mlruns"
    command = [sys.executable, "-c", "from mlflow.cli.main import main; main()", "gc", "--backend-store-uri", str(root)]
    killed = 0
    for _ in range(7):
        before = sum(folder.exists() for folder in folders.values())
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
        while process.poll() is None and sum(folder.exists() for folder in folders.values()) > before - 3:
            time.sleep(0.0005)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        there = runs(store)
        for run_id, folder in folders.items():
            files = list((folder / "artifacts").glob("*")) if folder.exists() else []
            assert (len(files) == 8) if run_id in there else True
        noted = rows(store, "emptying")
        strays = [run_id for run_id, folder in folders.items() if folder.exists() and run_id not in there]
        assert len(strays) <= noted <= 1
        close_all()
    assert killed >= 3
    assert gc(store).exit_code == 0
    assert runs(store) == set() and not any(folder.exists() for folder in folders.values())
    assert rows(store, "emptying") == rows(store, "series") == rows(store, "datasets") == 0
    assert "0 folders" in gc(store, "--orphans").output


@pytest.mark.parametrize("odd", [" " * 4000 + "x", "1d" + " " * 4000 + "x", "1" + " " * 4000, "\n\t" * 2000])
def test_no_rule_keeps_gc_for_itself(store: SqlStore, odd: str) -> None:
    """Whoever may set a tag must not be able to stop the housekeeping."""
    run_id, _ = new_run(store)
    store.delete_run(run_id)
    store.set_experiment_tag(store.create_experiment("odd"), "penstock.retention.bin", odd)
    began = time.monotonic()
    assert "Deleted for good: 1 runs" in gc(store).output
    assert time.monotonic() - began < 5


def test_a_dry_run_says_where_files_would_be_deleted(store: SqlStore, tmp_path: Path) -> None:
    elsewhere = store.create_experiment("elsewhere", f"file://{tmp_path}/other/place")
    for experiment in ("0", elsewhere, elsewhere):
        run_id = store.create_run(experiment).info.run_id
        store.delete_run(run_id)
    told = gc(store, "--dry-run").output
    assert f"files: 2 folders in file://{tmp_path}/other/place" in told
    assert f"files: 1 folders in {tmp_path / 'mlruns' / '0'}" in told
