from __future__ import annotations

import asyncio
import contextvars
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import mlflow
from mlflow.entities import Run, tag_names
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.tracking import MlflowClient


def status(run: mlflow.ActiveRun) -> str:
    return str(mlflow.get_run(run.info.run_id).info.status)


def test_a_with_block_ends_its_run() -> None:
    assert mlflow.active_run() is None
    with mlflow.start_run() as run:
        assert mlflow.active_run() is run and status(run) == "RUNNING"
    assert mlflow.active_run() is None and status(run) == "FINISHED"
    assert mlflow.get_run(run.info.run_id).info.end_time >= run.info.start_time


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), SystemExit(0)])
def test_an_exception_leaves_a_failed_run(error: BaseException) -> None:
    with pytest.raises(type(error)), mlflow.start_run() as run:
        raise error
    assert status(run) == "FAILED"


def test_a_second_run_needs_nested() -> None:
    with mlflow.start_run() as outer:
        with pytest.raises(InvalidParameterValue, match="nested=True"):
            mlflow.start_run()
        with mlflow.start_run(nested=True) as inner:
            assert mlflow.active_run() is inner
        assert mlflow.active_run() is outer
    assert mlflow.get_run(inner.info.run_id).data.tags[tag_names.MLFLOW_PARENT_RUN_ID] == outer.info.run_id
    parent = mlflow.get_parent_run(inner.info.run_id)
    assert parent is not None and parent.info.run_id == outer.info.run_id
    assert mlflow.get_parent_run(outer.info.run_id) is None


def test_a_block_ends_what_was_left_open_inside_it() -> None:
    with mlflow.start_run() as outer:
        inner = mlflow.start_run(nested=True)
    assert (status(outer), status(inner)) == ("FINISHED", "FINISHED")
    assert mlflow.active_run() is None


def test_a_run_ended_inside_its_block_stays_as_it_was_ended() -> None:
    with mlflow.start_run() as run:
        mlflow.end_run("KILLED")
        with mlflow.start_run() as other:
            pass
    assert (status(run), status(other)) == ("KILLED", "FINISHED")


def test_end_run() -> None:
    mlflow.end_run()
    run = mlflow.start_run()
    with pytest.raises(InvalidParameterValue, match="SLEEPING"):
        mlflow.end_run("SLEEPING")
    mlflow.end_run("KILLED")
    assert status(run) == "KILLED" and mlflow.active_run() is None


def test_a_run_can_be_resumed(client: MlflowClient) -> None:
    with mlflow.start_run(run_name="n", tags={"a": 1}, description="desc") as run:
        mlflow.log_param("p", 1)
    assert run.data.tags["mlflow.note.content"] == "desc" and run.data.tags["a"] == "1"
    with mlflow.start_run(run.info.run_id, run_name="m", tags={"b": None}) as again:
        assert again.info.status == "RUNNING" and again.info.run_name == "m"
        assert again.data.params == {"p": "1"} and again.data.tags["b"] == "None"
    client.delete_run(run.info.run_id)
    with pytest.raises(MlflowException, match="deleted"):
        mlflow.start_run(run.info.run_id)
    with pytest.raises(ResourceDoesNotExist):
        mlflow.start_run("0" * 32)
    assert mlflow.active_run() is None


def test_start_run_checks_before_it_creates() -> None:
    with pytest.raises(InvalidParameterValue, match="not both"):
        mlflow.start_run(description="x", tags={"mlflow.note.content": "y"})
    with pytest.raises(ResourceDoesNotExist):
        mlflow.start_run(experiment_id="77")
    with pytest.raises(ResourceDoesNotExist):
        mlflow.start_run(parent_run_id="0" * 32)
    assert mlflow.search_runs(output_format="list", search_all_experiments=True) == []


def test_logging_starts_a_run() -> None:
    mlflow.log_metric("a", 1)
    run = mlflow.active_run()
    assert run is not None and mlflow.get_run(run.info.run_id).data.metrics == {"a": 1.0}


def test_a_run_of_the_environment_is_resumed_once(client: MlflowClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made = client.create_run("0")
    monkeypatch.setenv("MLFLOW_RUN_ID", made.info.run_id)
    with mlflow.start_run() as first:
        pass
    with mlflow.start_run() as second:
        pass
    assert first.info.run_id == made.info.run_id != second.info.run_id


def test_a_thread_begins_without_a_run() -> None:
    seen: list[object] = []
    with mlflow.start_run() as run:
        thread = threading.Thread(target=lambda: seen.append(mlflow.active_run()))
        thread.start()
        thread.join()
        assert seen == [None] and mlflow.active_run() is run


def test_threads_have_runs_of_their_own() -> None:
    barrier = threading.Barrier(4)

    def work(number: int) -> tuple[str, str]:
        with mlflow.start_run() as run:
            barrier.wait()
            mlflow.log_param("number", number)
            barrier.wait()
            mine = mlflow.active_run()
            assert mine is run
        return run.info.run_id, mlflow.get_run(run.info.run_id).data.params["number"]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, range(4)))
    assert len({run_id for run_id, _ in found}) == 4 and [n for _, n in found] == ["0", "1", "2", "3"]


def test_tasks_inherit_and_do_not_disturb_each_other() -> None:
    async def child(name: str, started: asyncio.Event, other: asyncio.Event) -> str:
        assert mlflow.active_run() is outer
        with mlflow.start_run(nested=True, run_name=name) as run:
            started.set()
            await other.wait()
            assert mlflow.active_run() is run
            mlflow.log_param("name", name)
        assert mlflow.active_run() is outer
        return run.info.run_id

    async def both() -> list[str]:
        one, two = asyncio.Event(), asyncio.Event()
        return await asyncio.gather(child("a", one, two), child("b", two, one))

    with mlflow.start_run() as outer:
        ids = asyncio.run(both())
        assert mlflow.active_run() is outer
    assert [mlflow.get_run(i).data.params["name"] for i in ids] == ["a", "b"]
    assert {mlflow.get_run(i).data.tags[tag_names.MLFLOW_PARENT_RUN_ID] for i in ids} == {outer.info.run_id}


def test_last_active_run_shows_the_run_as_it_is_now() -> None:
    assert mlflow.last_active_run() is None
    with mlflow.start_run() as run:
        mlflow.log_param("p", 1)
    last = mlflow.last_active_run()
    assert last is not None and last.info.run_id == run.info.run_id and last.data.params == {"p": "1"}


def test_a_run_stays_with_its_store_when_the_address_changes(tmp_path: object) -> None:
    with mlflow.start_run() as run:
        before = mlflow.get_tracking_uri()
        mlflow.set_tracking_uri("sqlite:///other.db")
        mlflow.log_metric("a", 1)
        mlflow.log_text("x", "x.txt")
    mlflow.set_tracking_uri(before)
    assert mlflow.get_run(run.info.run_id).data.metrics == {"a": 1.0} and status(run) == "FINISHED"


def test_a_notebook_whose_cells_have_contexts_of_their_own_keeps_its_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def cell(code: Callable[[], object]) -> object:
        return contextvars.Context().run(code)

    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    run = cell(mlflow.start_run)
    assert cell(mlflow.active_run) is run
    cell(lambda: mlflow.log_metric("m", 1))
    cell(mlflow.end_run)
    assert cell(mlflow.active_run) is None
    last = cell(mlflow.last_active_run)
    assert isinstance(run, mlflow.ActiveRun) and isinstance(last, Run)
    assert last.info.run_id == run.info.run_id and last.data.metrics == {"m": 1.0}


def test_many_threads_log_to_one_run() -> None:
    with mlflow.start_run() as run, ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(mlflow.log_metric, f"m{i % 4}", i, i, run_id=run.info.run_id) for i in range(200)]:
            done.result()
    client = MlflowClient()
    assert sum(len(client.get_metric_history(run.info.run_id, f"m{k}")) for k in range(4)) == 200


def test_runs_that_follow_each_other_are_found_newest_first() -> None:
    for name in "abcdefgh":
        with mlflow.start_run(run_name=name, tags={"mlflow.runName": "the argument counts"}):
            pass
    assert [run.info.run_name for run in mlflow.search_runs(output_format="list")] == list("hgfedcba")


@pytest.mark.parametrize("nothing", ["", None])
def test_an_empty_status_is_a_good_end(nothing: str | None) -> None:
    run = mlflow.start_run()
    mlflow.end_run(nothing)  # type: ignore[arg-type]
    assert mlflow.get_run(run.info.run_id).info.status == "FINISHED"
