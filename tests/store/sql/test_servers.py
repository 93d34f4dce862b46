"""What is special to database servers: addresses, many writers at once, and servers that go away."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from math import inf, isnan, nan, nextafter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mlflow.cli.main import main
from mlflow.contracts.stores import all_acts
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import (
    BadRequest,
    InvalidParameterValue,
    InvalidState,
    MlflowException,
    PermissionDenied,
    ResourceAlreadyExists,
    ResourceDoesNotExist,
    TemporarilyUnavailable,
)
from mlflow.store.sql import schema
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.uris import StoreUri
from tests.databases import PASSWORD, DatabaseServer
from tests.store.sql.wires import wire

KINDS = ["postgresql", "mariadb"]


@pytest.fixture(scope="module", params=KINDS)
def server(request: pytest.FixtureRequest) -> DatabaseServer:
    found: DatabaseServer = request.getfixturevalue(f"{request.param}_server")
    return found


@pytest.fixture
def url(server: DatabaseServer) -> Iterator[str]:
    fresh = server.fresh()
    yield fresh
    close_all()
    server.drop(fresh)


def opened(url: str) -> SqlStore:
    return open_store(StoreUri("sql", url), "/artifacts")


def at_once(count: int, work: Callable[[int], None]) -> None:
    """Do something in so many threads; every error is raised."""
    errors: list[BaseException] = []

    def tried(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=tried, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


class TestAddresses:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("postgresql://", "postgres://"),
            ("postgresql://", "postgresql+psycopg2://"),
            ("mysql://", "mysql+pymysql://"),
            ("mysql://", "mysql+mysqldb://"),
            ("mysql://", "mariadb://"),
            ("mysql://", "mariadb+mariadbconnector://"),
        ],
    )
    def test_drivers_that_others_have(self, request: pytest.FixtureRequest, old: str, new: str) -> None:
        server = request.getfixturevalue("postgresql_server" if old.startswith("postgresql") else "mariadb_server")
        store = open_store(StoreUri("sql", server.fresh().replace(old, new, 1)), "/artifacts")
        assert store.get_run(store.create_run("0").info.run_id)
        close_all()

    def test_no_message_holds_the_password(self, url: str) -> None:
        wrong = url.replace("owner:", "owner:x", 1)
        for address, kind in (
            (wrong, PermissionDenied),
            (url + "_absent", ResourceDoesNotExist),
            (url.rsplit("/", 1)[0] + "/", InvalidParameterValue),
            (url.replace("@127.0.0.1:", "@127.0.0.1:1", 1), MlflowException),
        ):
            with pytest.raises(kind) as refused:
                opened(address)
            told: BaseException | None = refused.value
            while told is not None:
                assert PASSWORD not in str(told) and "p%40ss" not in str(told)
                told = told.__cause__

    def test_nobody_listens(self, server: DatabaseServer, url: str) -> None:
        began = time.monotonic()
        with pytest.raises(TemporarilyUnavailable, match=r"cannot be reached.*Check that"):
            opened(url.replace(f":{server.port}/", ":1/"))
        assert time.monotonic() - began < 5

    @pytest.mark.parametrize(
        ("address", "extra"), [("postgresql://h/d", "postgresql"), ("mysql://h/d", "mysql"), ("mssql://h/d", "mssql")]
    )
    @pytest.mark.parametrize("lacking", ["'psycopg', 'pymysql', 'pyodbc'", "'sqlalchemy',"])
    def test_driver_that_is_not_installed(self, address: str, extra: str, lacking: str) -> None:
        code = (
            f"import sys; sys.modules.update(dict.fromkeys(({lacking})))\n"
            "from mlflow.store.sql.store import open_store; from mlflow.uris import StoreUri\n"
            f"open_store(StoreUri('sql', {address!r}))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert f"pip install 'penstock[{extra}]'" in done.stderr

    def test_pool_as_its_variables_say(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MLFLOW_SQLALCHEMYSTORE_POOL_SIZE", "1")
        monkeypatch.setenv("MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW", "1")
        monkeypatch.setenv("MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE", "3600")
        store = opened(url)
        at_once(8, lambda _: [store.create_run("0") for _ in range(3)] and None)
        assert store.count_runs(["0"]) == 24
        close_all()
        monkeypatch.setenv("MLFLOW_SQLALCHEMYSTORE_POOLCLASS", "Pond")
        with pytest.raises(InvalidParameterValue, match="no pool of SQLAlchemy"):
            opened(url)


class TestOpening:
    def test_several_processes_at_once(self, url: str) -> None:
        code = (
            "import sys; from mlflow.store.sql.store import open_store; from mlflow.uris import StoreUri\n"
            "open_store(StoreUri('sql', sys.argv[1]), '/artifacts').create_run('0')"
        )
        workers = [subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE) for _ in range(3)]
        for worker in workers:
            _, errors = worker.communicate()
            assert worker.returncode == 0, errors.decode()
        assert opened(url).count_runs(["0"]) == 3

    def test_database_of_mlflow_is_refused(self, server: DatabaseServer, url: str) -> None:
        name = url.rsplit("/", 1)[1]
        server.ask("CREATE TABLE alembic_version (version_num VARCHAR(32))", name)
        with pytest.raises(InvalidState, match=rf"mlflow db import .*/{name}.* --into .*/{name}_penstock") as refused:
            opened(url)
        assert "p%40ss" not in str(refused.value)

    def test_database_of_another_program_is_refused(self, server: DatabaseServer, url: str) -> None:
        name = url.rsplit("/", 1)[1]
        server.ask("CREATE TABLE runs (distance INTEGER)", name)
        with pytest.raises(InvalidState, match=r"tables of another program .*\(runs\)") as refused:
            opened(url)
        assert "p%40ss" not in str(refused.value)

    def test_an_export_tells_no_password(self, url: str, tmp_path: Path) -> None:
        done = CliRunner().invoke(main, ["db", "export", str(tmp_path / "out"), "--from", url])
        assert done.exit_code == 0 and ":***@" in done.output
        assert "p%40ss" not in done.output

    def test_upgrade_that_was_interrupted_goes_on(
        self, server: DatabaseServer, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = schema.statements

        def stopped(version: int, dialect: Any) -> list[str]:
            return [*whole(version, dialect)[:5], "SELECT no_such_column FROM facts"]

        monkeypatch.setattr(schema, "statements", stopped)
        with pytest.raises(MlflowException, match="no_such_column"):
            opened(url)
        monkeypatch.setattr(schema, "statements", whole)
        store = opened(url)
        store.log_metric(store.create_run("0").info.run_id, "m", 1.0, 1)
        assert store.get_experiment("0").name == "Default"

    def test_database_of_the_first_version(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(schema, "CURRENT", 1)
        opened(url)
        close_all()
        monkeypatch.undo()
        assert schema.CURRENT > 1
        store = opened(url)
        run_id = store.create_run("0").info.run_id
        store.log_batch(run_id, [Metric("m", 1.0, 1, 0)], [Param("p", "1")], [RunTag("t", "1")])
        assert store.get_run(run_id).data.metrics == {"m": 1.0}


class TestValues:
    def test_numbers_come_back_as_they_are(self, url: str) -> None:
        store = opened(url)
        largest, tiny = nextafter(inf, 0), 5e-324
        values = [nan, inf, -inf, 0.1 + 0.2, 1 / 3, tiny, -tiny, 2.0**53 + 2, nextafter(largest, 0), -1e308, 1e22, 1.5]
        run_id = store.create_run("0").info.run_id
        steps = [-(2**63) + 1, 2**63 - 1, 0]
        store.log_batch(run_id, [Metric(f"m{i}", value, 2**63 - 1, steps[i % 3]) for i, value in enumerate(values)])
        found = {metric.key: metric for metric in store.search_runs(["0"])[0].data._metric_objs}
        for i, value in enumerate(values):
            metric = found[f"m{i}"]
            assert (metric.timestamp, metric.step) == (2**63 - 1, steps[i % 3])
            assert repr(metric.value) == repr(value)
            if value not in (inf, -inf) and not isnan(value):
                assert len(store.search_runs(["0"], f"metrics.m{i} = {value!r}")) == 1
            (summary,) = [s for s in store.get_metric_summaries(run_id) if s.key == f"m{i}"]
            assert summary.minimum == value or isnan(value)
            assert repr(store.get_metric_history(run_id, f"m{i}")[0].value) == repr(value)

    def test_summaries_are_those_of_sqlite(self, url: str, tmp_path: Path) -> None:
        chance = random.Random(3)
        stores = [opened(url), opened(f"sqlite:///{tmp_path}/same.db")]
        runs = [store.create_run("0").info.run_id for store in stores]
        values = [nan, inf, -inf, 0.1, -2.5, 1e300, 5e-324, 3.0]
        for batch in range(12):
            steps = [batch, batch + 1, chance.randrange(-(2**63) + 1, 2**63)]
            metrics = [
                Metric(f"m{key}", chance.choice(values if key % 3 else values[:1]), batch, chance.choice(steps))
                for key in chance.sample(range(300), 270)
            ]
            for store, run_id in zip(stores, runs, strict=True):
                store.log_batch(run_id, metrics)
        told = [[repr(summary) for summary in s.get_metric_summaries(r)] for s, r in zip(stores, runs, strict=True)]
        assert len(told[0]) == 300 and told[0] == told[1]

    def test_infinities_are_ordered_and_found(self, url: str) -> None:
        store = opened(url)
        largest = nextafter(inf, 0)
        for value in (1.0, inf, nan, -inf, largest, -largest):
            run_id = store.create_run("0", run_name=str(value)).info.run_id
            store.log_metric(run_id, "m", value, 1)
        runs = store.search_runs(["0"], order_by=["metrics.m ASC"])
        assert [run.info.run_name for run in runs] == ["-inf", str(-largest), "1.0", str(largest), "inf", "nan"]
        assert {run.info.run_name for run in store.search_runs(["0"], "metrics.m > 1e308")} == {str(largest), "inf"}
        history = store.get_metric_history(runs[3].info.run_id, "m")
        assert history[0].value == largest

    def test_texts_that_look_alike_are_different(self, url: str) -> None:
        store = opened(url)
        run_id = store.create_run("0").info.run_id
        keys = ["a", "A", "a ", "é", "É", "e", "ß", "ss", "ä", "æ", "ae"]
        store.log_batch(run_id, [Metric(key, 1.0, 1, 0) for key in keys], [Param(key, key) for key in keys])
        data = store.get_run(run_id).data
        assert data.params == {key: key for key in keys} and set(data.metrics) == set(keys)
        for key in keys:
            store.create_experiment(f"x{key}x")
            store.create_registered_model(f"x{key}x")
        for key in ("a", "a "):
            assert len(store.search_runs(["0"], f"params.`{key}` = '{key}'")) == 1
        assert not store.search_runs(["0"], "params.a = 'a '")

    def test_the_longest_texts(self, url: str) -> None:
        store = opened(url)
        name = "🙂" * 500
        assert store.get_experiment(store.create_experiment(name)).name == name
        run_id = store.create_run("0").info.run_id
        keys = [chr(0x4E00 + i) * 250 for i in range(3)]
        store.log_batch(run_id, [Metric(k, 1.0, 1, 0) for k in keys], [Param(k, "🙂" * 6000) for k in keys])
        store.set_tag(run_id, keys[0], "🙂" * 8000)
        assert store.get_run(run_id).data.params[keys[2]] == "🙂" * 6000
        model = "🙂" * 256
        store.create_registered_model(model, description="d" * 100_000)
        assert len(store.get_registered_model(model).description or "") == 100_000

    def test_texts_that_sort_late(self, url: str) -> None:
        store = opened(url)
        same = "x" * 3000
        names = [f"{same}{chr(ord('z') - i)}" for i in range(8)]
        for name in names:
            store.create_run("0", tags=[RunTag("t", name)])
        found: list[str] = []
        token = None
        while True:
            page = store.search_runs(["0"], max_results=3, order_by=["tags.t ASC"], page_token=token)
            found += [run.data.tags["t"] for run in page]
            if not (token := page.token):
                break
        assert found == sorted(names)

    def test_more_tags_than_a_packet_holds(self, server: DatabaseServer, url: str) -> None:
        if url.startswith("mysql"):
            server.ask("SET GLOBAL max_allowed_packet = 1048576")
        try:
            store = opened(url)
            store.create_registered_model("model")
            for i in range(12):
                store.set_registered_model_tag("model", f"t{i}", "x" * 100_000)
            assert len(store.get_registered_model("model").tags) == 12
        finally:
            if url.startswith("mysql"):
                server.ask("SET GLOBAL max_allowed_packet = 16777216")

    @pytest.mark.parametrize("text", ["\0", "\ud800", "\udc80"])
    def test_what_is_no_text_is_refused(self, url: str, text: str) -> None:
        store = opened(url)
        run_id = store.create_run("0").info.run_id
        try:
            store.set_tag(run_id, "t", text)
        except InvalidParameterValue:
            assert "t" not in store.get_run(run_id).data.tags
        else:
            assert store.get_run(run_id).data.tags["t"] == text
        store.set_tag(run_id, "t", "fine")


class TestManyWriters:
    def test_one_run(self, url: str) -> None:
        stores = [opened(url), open_store(StoreUri("sql", url), "/elsewhere")]  # two pools, as of two processes
        run_id = stores[0].create_run("0").info.run_id

        def write(number: int) -> None:
            store = stores[number % 2]
            for step in range(4):
                metrics = [Metric(f"m{key}", float(step), number, step) for key in range(6)]
                tags = [RunTag(f"t{number % 5}", str(number)), RunTag("same", str(step))]
                store.log_batch(run_id, metrics, [Param(f"p{number}", "1")], tags)
            store.log_metric(run_id, f"only{number}", 1.0, 1)

        at_once(64, write)
        run = stores[0].get_run(run_id)
        assert len(run.data.params) == 64 and len(run.data.metrics) == 70
        for key in range(6):
            points = stores[1].get_metric_history(run_id, f"m{key}")
            assert len(points) == len({(p.step, p.timestamp) for p in points}) == 256

    def test_names_and_versions(self, url: str) -> None:
        store = opened(url)
        store.create_registered_model("model")
        made: list[str] = []
        taken: list[str] = []

        def write(number: int) -> None:
            store.create_model_version("model", f"s3://bucket/{number}")
            store.set_registered_model_alias("model", "best", "1")
            store.create_experiment(f"mine {number}")
            try:
                made.append(store.create_experiment("everybody's"))
            except ResourceAlreadyExists:
                taken.append("")

        at_once(16, write)
        assert (len(made), len(taken)) == (1, 15)
        versions = sorted(int(v.version) for v in store.search_model_versions("name = 'model'"))
        assert versions == list(range(1, 17))
        assert len({e.experiment_id for e in store.search_experiments()}) == 18

    def test_deadlock_is_run_anew(self, url: str) -> None:
        store = opened(url)
        runs = [store.create_run("0").info.run_id for _ in range(2)]
        database = store.foundation[0]
        both = threading.Barrier(2)
        tries = [0, 0]

        def swapped(number: int) -> None:
            tries[number] += 1
            first, second = runs[:: 1 if number else -1]
            change = "UPDATE runs SET user_id = :me WHERE run_id = :id"
            with database.write() as session:
                session.run(change, {"me": str(number), "id": first})
                if tries[number] == 1:
                    both.wait(10)  # each holds one row now, and wants the other's
                session.run(change, {"me": str(number), "id": second})

        at_once(2, lambda number: database.tried(lambda: swapped(number)))
        assert sum(tries) >= 3
        assert len({store.get_run(run_id).info.user_id for run_id in runs}) == 1

    def test_what_contradicts_is_told_soon(self, url: str) -> None:
        database = opened(url).foundation[0]
        tries: list[int] = []

        def twice() -> None:
            tries.append(1)
            with database.write() as session:
                for _ in range(2):
                    session.run("INSERT INTO facts (name, value) VALUES ('twice', '1')")

        with pytest.raises(BadRequest, match="contradicts"):
            database.tried(twice)
        assert len(tries) == 4

    def test_every_act_is_run_anew(self, url: str) -> None:
        kind = type(opened(url))
        acts = {declared.name for _, declared in all_acts() if hasattr(SqlStore, declared.name)}
        assert len(acts) > 50 and all(vars(kind)[name].__wrapped__ is getattr(SqlStore, name) for name in acts)

    def test_forked_process(self, url: str) -> None:
        store = opened(url)
        run_id = store.create_run("0").info.run_id
        child = os.fork()
        if child == 0:
            status = 1
            try:
                store.log_metric(run_id, "child", 1.0, 1)
                status = 0
            finally:
                os._exit(status)
        store.log_metric(run_id, "parent", 1.0, 1)
        assert os.waitpid(child, 0)[1] == 0
        store.log_metric(run_id, "later", 1.0, 1)
        assert set(store.get_run(run_id).data.metrics) == {"child", "parent", "later"}


class TestServersThatGoAway:
    def test_pool_survives_a_restart(self, server: DatabaseServer, url: str) -> None:
        store = opened(url)
        run_id = store.create_run("0").info.run_id
        at_once(6, lambda n: store.log_metric(run_id, "m", 1.0, n))
        server.restart()
        at_once(6, lambda n: store.log_metric(run_id, "m", 1.0, 10 + n))
        server.restart(server.crash)
        assert len(store.get_metric_history(run_id, "m")) == 12

    def test_acts_wait_for_a_server_that_comes_back(self, server: DatabaseServer, url: str) -> None:
        store = opened(url)
        run_id = store.create_run("0").info.run_id
        server.stop()
        waiting = threading.Thread(target=store.log_metric, args=(run_id, "m", 1.0, 1))
        waiting.start()
        time.sleep(1.0)
        assert waiting.is_alive()
        server.start()
        waiting.join()
        assert store.get_run(run_id).data.metrics == {"m": 1.0}

    def test_callers_are_not_told_where_the_database_is(
        self, server: DatabaseServer, url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr("mlflow.store.sql.servers._AWAY", 0.2)
        store = opened(url)
        server.stop()
        try:
            with pytest.raises(TemporarilyUnavailable, match="cannot be reached just now") as refused:
                store.create_run("0")
        finally:
            server.start()
        assert refused.value.error_code == "TEMPORARILY_UNAVAILABLE"
        assert not any(part in str(refused.value) for part in ("127.0.0.1", str(server.port), "owner"))
        assert "The database is away" in caplog.text
        assert store.create_run("0")

    def test_killed_in_the_middle_of_batches(self, server: DatabaseServer, url: str) -> None:
        store = opened(url)
        run_id = store.create_run("0").info.run_id
        enough = threading.Event()
        logged: list[int] = []

        def write(number: int) -> None:
            for step in range(10_000):
                if enough.is_set():
                    return
                time_ = number * 10_000 + step
                metrics = [Metric(f"m{key}", 1.0, time_, time_) for key in range(20)]
                while True:
                    try:
                        store.log_batch(run_id, metrics, tags=[RunTag(f"at{number}", str(step))])
                        break
                    except TemporarilyUnavailable:
                        time.sleep(0.1)  # what a client does
                logged.append(time_)

        writing = threading.Thread(target=at_once, args=(4, write))
        writing.start()
        for _ in range(2):
            time.sleep(0.6)
            server.restart(server.crash)
        time.sleep(0.5)
        enough.set()
        writing.join()
        assert len(logged) > 20
        for key in range(20):
            assert sorted(p.step for p in store.get_metric_history(run_id, f"m{key}")) == sorted(logged)

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_commit_whose_answer_is_lost(self, url: str, when: str) -> None:
        opened(url)
        with wire(url) as laid:
            store = opened(laid.url + ("?prepare_threshold=none" if url.startswith("postgresql") else ""))
            experiment = store.create_experiment("first")
            store.create_registered_model("model")
            run_id = store.create_run(experiment).info.run_id
            third = store.create_experiment("third")
            acts: list[Callable[[], Any]] = [
                lambda: store.create_run(experiment),
                lambda: store.create_experiment("second"),
                lambda: store.create_registered_model("another"),
                lambda: store.create_model_version("model", "s3://b/m"),
                lambda: store.create_logged_model(experiment, "logged"),
                lambda: store.log_batch(run_id, [Metric("m", 1.0, 1, 1)], [Param("p", "1")], [RunTag("t", "1")]),
                lambda: store.delete_tag(run_id, "t"),
                lambda: store.delete_experiment(third),
                lambda: store.delete_registered_model("another"),
            ]
            for number, act in enumerate(acts, 1):
                laid.cut = when
                act()
                assert laid.cuts == number
            close_all()
        store = opened(url)
        assert store.count_runs([experiment]) == 2
        assert [v.version for v in store.search_model_versions("name = 'model'")] == [1]
        assert len(store.search_logged_models([experiment])) == 1
        assert len(store.get_metric_history(run_id, "m")) == 1 and "t" not in store.get_run(run_id).data.tags
        assert store.get_experiment(third).lifecycle_stage == "deleted"

    def test_receipts_do_not_pile_up(self, server: DatabaseServer, url: str) -> None:
        store = opened(url)
        name = url.rsplit("/", 1)[1]
        server.ask("INSERT INTO facts (name, value) VALUES ('receipt/of old', '00000000000000000007')", name)
        for _ in range(30):
            store.create_run("0")
        assert server.ask("SELECT count(*) FROM facts WHERE name LIKE 'receipt/%'", name) == [(1,)]

    def test_reading_too_long_is_given_up(self, url: str) -> None:
        store = opened(url)
        store.share(0.2)
        asleep = "pg_sleep(5)" if url.startswith("postgresql") else "sleep(5)"
        began = time.monotonic()
        with pytest.raises(InvalidParameterValue, match="takes longer than this server allows"):
            store.search_runs(["0"]), store.foundation[0].tried(lambda: slept(store, asleep))
        assert time.monotonic() - began < 4
        store.share(0)
        assert not store.search_runs(["0"])


def slept(store: SqlStore, asleep: str) -> None:
    with store.foundation[0].read() as session:
        session.row(f"SELECT {asleep}")


def test_nothing_of_this_is_loaded_for_sqlite() -> None:
    code = (
        "import sys, tempfile; from mlflow.store.sql.store import open_store; from mlflow.uris import StoreUri; "
        "store = open_store(StoreUri('directory', tempfile.mkdtemp())); store.create_run('0'); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not [
        name for name in loaded if name.startswith(("sqlalchemy", "psycopg", "pymysql", "mlflow.store.sql.server"))
    ]
