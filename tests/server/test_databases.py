"""Stateless servers in front of one database, with many writers, while the database goes away and comes back."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException
from mlflow.store.rest.store import RestStore, open_store
from tests.databases import PASSWORD, DatabaseServer
from tests.processes import server

WRITERS = 64
BATCHES = 3


@pytest.fixture(scope="module")
def database(postgresql_server: DatabaseServer) -> DatabaseServer:
    return postgresql_server


@pytest.fixture(scope="module")
def two(database: DatabaseServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[str], list[Path]]]:
    """The addresses of two servers that started at once on one empty database, and their logs."""
    url = database.fresh()
    folders = [tmp_path_factory.mktemp("server") for _ in range(2)]
    with ExitStack() as running:
        found: dict[int, str] = {}
        options = ("--backend-store-uri", url)
        for number, folder in enumerate(folders):
            found[number] = running.enter_context(server(Path(sys.executable), folder, 60, *options))
        yield [found[0], found[1]], [folder / "server.log" for folder in folders]


@pytest.fixture
def stores(two: tuple[list[str], list[Path]]) -> list[RestStore]:
    return [open_store(address) for address in two[0]]


def at_once(writers: list[threading.Thread]) -> None:
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def test_many_writers_on_one_run(stores: list[RestStore], two: tuple[list[str], list[Path]]) -> None:
    run_id = stores[0].create_run("0").info.run_id
    errors: list[Exception] = []

    def write(number: int) -> None:
        store = stores[number % 2]
        try:
            for step in range(BATCHES):
                metrics = [Metric(f"m{key}", 1.0, number, step) for key in range(5)]
                store.log_batch(run_id, metrics, [Param(f"p{number}", "1")], [RunTag("who", str(number))])
        except MlflowException as error:
            errors.append(error)

    at_once([threading.Thread(target=write, args=(number,)) for number in range(WRITERS)])
    assert not errors
    for store in stores:
        run = store.get_run(run_id)
        assert len(run.data.params) == WRITERS
        assert len(store.get_metric_history(run_id, "m4")) == WRITERS * BATCHES
    for log in two[1]:
        assert PASSWORD not in log.read_text() and "Traceback" not in log.read_text()


def test_database_that_crashes(stores: list[RestStore], database: DatabaseServer) -> None:
    run_id = stores[0].create_run("0").info.run_id
    enough = threading.Event()
    logged: list[int] = []
    odd: list[MlflowException] = []

    def write(number: int) -> None:
        step = number * 10_000
        while not enough.is_set():
            metrics = [Metric(f"m{key}", 1.0, step, step) for key in range(10)]
            while True:
                try:
                    stores[number % 2].log_batch(run_id, metrics)
                    break
                except MlflowException as error:  # sent again, as it is
                    if error.error_code != "TEMPORARILY_UNAVAILABLE":
                        odd.append(error)
            logged.append(step)
            step += 1

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    time.sleep(0.5)
    database.restart(database.crash)
    time.sleep(0.5)
    enough.set()
    for writer in writers:
        writer.join()
    assert len(logged) > 10 and not odd
    for store in stores:
        for key in range(10):
            points = store.get_metric_history(run_id, f"m{key}")
            assert sorted(point.step for point in points) == sorted(logged)
