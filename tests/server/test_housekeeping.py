"""The acts of housekeeping keep their laws on every store; and what only a server on this machine can tell."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mlflow.contracts.acts import Level, Rule
from mlflow.entities import Metric, Param, ViewType
from mlflow.exceptions import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist
from mlflow.server import purges
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.store.journal.file import JournalFile
from mlflow.store.journal.places import folder_of
from mlflow.store.rest.store import RestStore, over
from mlflow.testing.asgi import AsgiTransport
from mlflow.testing.store_housekeeping import HousekeepingContract
from mlflow.uris import parse_store_uri
from tests.server.test_table import Ledger

_OFFLINE = """
import mlflow
with mlflow.start_run() as run:
    for step in range(50):
        mlflow.log_metric("m", 1.0, step=step)
print(run.info.run_id)
"""


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def _client(settings: Settings) -> Iterator[RestStore]:
    app = create_app(settings)
    transport = AsgiTransport(app)
    yield over(transport)
    app.close()
    transport.close()


class TestDirectory(HousekeepingContract):
    @pytest.fixture
    def house(self, tmp_path: Path) -> Iterator[RestStore]:
        folder = str(tmp_path / "mlruns")
        # Without the proxy, files lie beside the records of each run.
        yield from _client(Settings(backend_store_uri=folder, default_artifact_root=folder))


class TestDatabases(HousekeepingContract):
    @pytest.fixture
    def house(self, any_database: str, tmp_path: Path) -> Iterator[RestStore]:
        yield from _client(Settings(backend_store_uri=any_database, artifacts_destination=str(tmp_path / "artifacts")))


def _logged_offline(tracking_uri: str) -> str:
    """The id of a run that a program logged while its store was away."""
    environment = {**os.environ, "MLFLOW_OFFLINE": "true", "MLFLOW_TRACKING_URI": tracking_uri}
    command = [sys.executable, "-c", _OFFLINE]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()[-1]


def test_journals_of_this_machine_are_told_and_those_of_the_servers_store_shipped(tmp_path: Path) -> None:
    folder = str(tmp_path / "mlruns")
    house = next(client := _client(Settings(backend_store_uri=folder)))
    assert house.list_journals() == []
    run_id = _logged_offline(folder)
    _logged_offline("http://127.0.0.1:9")
    own, other = sorted(house.list_journals(), key=lambda journal: not journal.own)
    assert own.own and not own.in_use and not own.command
    assert own.records and own.records > 50 and own.runs == 1
    assert own.process and own.began <= own.changed and own.bytes > 500
    assert not other.own and other.store == "http://127.0.0.1:9"
    assert other.command == "mlflow sync --tracking-uri http://127.0.0.1:9"
    with pytest.raises(ResourceDoesNotExist):
        house.get_run(run_id)
    done = house.ship_journals()
    assert (done.shipped, done.refused, done.left) == (own.records, 0, 0)
    assert len(house.get_metric_history(run_id, "m")) == 50
    assert [journal.own for journal in house.list_journals()] == [False]
    client.close()


def test_a_journal_in_use_is_left_to_its_process(tmp_path: Path) -> None:
    folder = str(tmp_path / "mlruns")
    house = next(client := _client(Settings(backend_store_uri=folder)))
    journals = folder_of(parse_store_uri(folder))
    assert journals is not None
    journals.mkdir(parents=True)
    file = JournalFile.create(journals, folder)
    (journal,) = house.list_journals()
    assert journal.in_use and journal.process == os.getpid()
    assert house.ship_journals().shipped == 0 and file.path.exists()
    file.close(remove=True)
    client.close()


def test_addresses_of_journals_are_shown_without_passwords(tmp_path: Path) -> None:
    house = next(client := _client(Settings(backend_store_uri=str(tmp_path / "mlruns"))))
    _logged_offline("http://ana:s3cret@127.0.0.1:9")
    (journal,) = house.list_journals()
    assert "s3cret" not in f"{journal.store} {journal.command}"
    client.close()


def test_what_is_where_the_server_deletes_nothing_is_refused_as_a_whole(settings: Settings) -> None:
    away = replace(settings, serve_artifacts=False, default_artifact_root="s3://bucket/runs")
    house = next(client := _client(replace(away, allowed_artifact_locations=())))
    elsewhere = house.create_run("0").info.run_id
    house.delete_run(elsewhere)
    client.close()
    house = next(client := _client(replace(settings, serve_artifacts=False, default_artifact_root="/other")))
    with pytest.raises(InvalidParameterValue, match=r"Nothing was deleted: .*object store"):
        house.purge_runs([elsewhere])
    assert house.get_run(elsewhere).info.lifecycle_stage == "deleted"
    client.close()


def test_purging_goes_on_where_a_call_ended(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purges, "_PATIENCE", -1.0)
    house = next(client := _client(settings))
    experiment = house.create_experiment("e")
    runs = [house.create_run(experiment).info.run_id for _ in range(12)]
    house.delete_experiment(experiment)
    calls = [house.purge_experiment(experiment) for _ in range(2)]
    assert [done.remaining for done in calls] == [3, 0]
    assert {id for done in calls for id in done.purged} == {*runs, experiment}
    assert house.search_runs([experiment], run_view_type=ViewType.ALL) == []
    client.close()


def test_only_an_administrator_sees_journals_and_only_who_manages_purges(settings: Settings) -> None:
    ledger = Ledger(Level.ADMIN)
    app = create_app(settings, ledger)
    transport = AsgiTransport(app)
    house = over(transport)
    run_id = house.create_run("0").info.run_id
    house.delete_run(run_id)
    ledger.most = Level.EDIT
    for asking in (
        house.list_journals,
        house.ship_journals,
        house.give_back_space,
        lambda: house.purge_runs([run_id]),
        lambda: house.purge_experiment("0"),
    ):
        with pytest.raises(PermissionDenied):
            asking()
    house.search_bin("run")
    assert ledger.asked[-1][0] == Rule(Level.READ, "experiment")
    app.close()
    transport.close()


def test_what_records_take_is_estimated_near_what_the_file_grows_by(tmp_path: Path) -> None:
    folder = tmp_path / "mlruns"
    house = next(client := _client(Settings(backend_store_uri=str(folder), default_artifact_root=str(folder))))
    before = house.get_server_facts().database_bytes or 0
    for number in range(60):
        run_id = house.create_run("0").info.run_id
        params = [Param(f"param {i}", f"value {number} {i}") for i in range(30)]
        house.log_batch(run_id, [], params)
        points = [Metric(f"metric {i}", step * 0.37 + number, step, step) for i in range(10) for step in range(100)]
        house.log_batch(run_id, points)
        house.update_run(run_id, "FINISHED", 1)
    for run in house.search_runs(["0"]):
        house.delete_run(run.info.run_id)
    estimated = sum(one.record_bytes for one in house.search_bin("run"))
    facts = house.get_server_facts()
    grown = (facts.database_bytes or 0) - (facts.free_bytes or 0) - before
    assert 0.6 < estimated / grown < 1.4, (estimated, grown)
    client.close()
