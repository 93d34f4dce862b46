"""Real database servers on loopback, for tests: started once per test process, ended with it whatever happens.

Their settings are not what the engine would choose, so that it has to say what it needs: texts sort by a language's
rules, the time zone is odd, and MariaDB forgives everything.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import psycopg
import pymysql
import pytest

from mlflow.store.sql.store import close_all
from tests.processes import free_port

PASSWORD = "p@ss/w:rd%"
_QUOTED = "p%40ss%2Fw%3Ard%25"
_NOBODY = 65534
_SECONDS = 60.0
_PLENTY = 4 << 30


class DatabaseServer(ABC):
    """A server with a folder of its own, which can be stopped, killed and started again."""

    #: Signal that ends it in order, and one that ends it as a crash would.
    polite: signal.Signals
    crash: signal.Signals
    #: What deletes a database although somebody is connected to it.
    at_once = ""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="penstock-database-", dir=_place()))
        self.port = free_port()
        self._names = count(1)
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def make(self) -> None:
        """Lay out the server's files."""

    @abstractmethod
    def command(self) -> list[str]:
        """What runs the server in the foreground."""

    @abstractmethod
    def ask(self, statement: str, database: str | None = None) -> list[tuple[object, ...]]:
        """The rows of a statement, run by the administrator."""

    @abstractmethod
    def url(self, name: str) -> str:
        """The address of a database."""

    def fresh(self) -> str:
        """The URL of a database that was not there before."""
        name = f"records_{next(self._names)}"
        self.ask(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Delete the database at a URL that :meth:`fresh` gave."""
        self.ask(f"DROP DATABASE {url.rpartition('/')[2]}{self.at_once}")

    def start(self) -> None:
        # By the main thread: the server is told to end when the thread that started it does.
        assert threading.current_thread() is threading.main_thread()
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.folder)
        end = time.monotonic() + _SECONDS
        while True:
            if not port_is_free(self.port):
                with suppress(psycopg.OperationalError, pymysql.OperationalError):
                    self.ask("SELECT 1")
                    return
            told = (self.folder / "server.log").read_text(errors="replace")
            assert self._process.poll() is None and time.monotonic() < end, f"{self.command()}:\n{told}"
            time.sleep(0.05)

    def stop(self, how: signal.Signals | None = None) -> None:
        if self._process is not None:
            self._process.send_signal(how or self.polite)
            try:
                self._process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def restart(self, how: signal.Signals | None = None) -> None:
        self.stop(how)
        self.start()

    def end(self) -> None:
        self.stop(self.crash)
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresqlServer(DatabaseServer):
    polite, crash = signal.SIGINT, signal.SIGQUIT
    at_once = " WITH (FORCE)"

    def __init__(self, binaries: Path) -> None:
        super().__init__()
        self._binaries = binaries
        # PostgreSQL refuses to run as root.
        self._as = ["--reuid", str(_NOBODY), "--regid", str(_NOBODY), "--clear-groups"] if os.getuid() == 0 else []

    def make(self) -> None:
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        if self._as:
            for path in (self.folder, secret):
                os.chown(path, _NOBODY, _NOBODY)
        _run(
            ["setpriv", *self._as, "--", str(self._binaries / "initdb"), "-D", str(self.folder / "data"), "--no-sync",
             "-U", "owner", "--pwfile", str(secret), "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8",
             *self._sorting()],
            self.folder,
        )  # fmt: skip

    def _sorting(self) -> list[str]:
        """A language's rules, from the version on that can have them for a whole database."""
        told = _run([str(self._binaries / "initdb"), "--version"], self.folder)
        version = re.search(r"\d+", told)
        return ["--locale-provider", "icu", "--icu-locale", "en-US"] if version and int(version[0]) >= 15 else []

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "fsync": "off",
            "max_connections": 200,
            "timezone": "Asia/Kolkata",
            "default_transaction_isolation": "serializable",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        postgres = [str(self._binaries / "postgres"), "-D", str(self.folder / "data"), *options]
        return ["setpriv", *self._as, "--pdeathsig", "QUIT", "--", *postgres]

    def ask(self, statement: str, database: str | None = None) -> list[tuple[object, ...]]:
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="owner", password=PASSWORD, dbname=database or "postgres",
            autocommit=True, connect_timeout=10,
        ) as connection:  # fmt: skip
            answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []

    def url(self, name: str) -> str:
        return f"postgresql://owner:{_QUOTED}@127.0.0.1:{self.port}/{name}"


class MariadbServer(DatabaseServer):
    polite, crash = signal.SIGTERM, signal.SIGKILL

    def make(self) -> None:
        _run(
            [_found("mariadb-install-db"), "--no-defaults", f"--datadir={self.folder}/data", "--skip-test-db",
             "--auth-root-authentication-method=normal", *self._user()],
            self.folder,
        )  # fmt: skip

    @staticmethod
    def _user() -> list[str]:
        return ["--user=root"] if os.getuid() == 0 else []

    def command(self) -> list[str]:
        options = [
            f"--datadir={self.folder}/data", f"--socket={self.folder}/socket", f"--pid-file={self.folder}/pid",
            # Of its own, since a server that starts removes what looks like temporary tables there.
            f"--tmpdir={self.folder}",
            f"--port={self.port}", "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=2",
            "--innodb-buffer-pool-size=64M", "--max-connections=200", "--default-time-zone=+05:30", "--sql-mode=",
            "--character-set-server=latin1", "--collation-server=latin1_swedish_ci", *self._user(),
        ]  # fmt: skip
        return ["setpriv", "--pdeathsig", "KILL", "--", _found("mariadbd"), "--no-defaults", *options]

    def start(self) -> None:
        super().start()
        self.ask(f"CREATE USER IF NOT EXISTS owner@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
        self.ask("GRANT ALL ON *.* TO owner@'127.0.0.1'")

    def ask(self, statement: str, database: str | None = None) -> list[tuple[object, ...]]:
        connection = pymysql.connect(
            unix_socket=f"{self.folder}/socket", user="root", database=database, autocommit=True
        )
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def url(self, name: str) -> str:
        return f"mysql://owner:{_QUOTED}@127.0.0.1:{self.port}/{name}"


def _place() -> str | None:
    """A folder in memory where there is plenty: making and deleting databases is mostly making and deleting files."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > _PLENTY else None


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _found(program: str) -> str:
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        _missing(f"there is no {program} here; install mariadb-server")
    return found


def _missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _live(server: DatabaseServer) -> Iterator[DatabaseServer]:
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.end()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[DatabaseServer]:
    """A PostgreSQL; skipped with a reason where none is installed, failing under ``CI``."""
    installed = [Path(path).parent for path in ([shutil.which("postgres")] if shutil.which("postgres") else [])]
    installed += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not installed or shutil.which("setpriv") is None:
        _missing("there is no PostgreSQL here; install postgresql")
    yield from _live(PostgresqlServer(installed[-1]))


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[DatabaseServer]:
    """A MariaDB; skipped with a reason where none is installed, failing under ``CI``."""
    _found("mariadbd"), _found("mariadb-install-db")
    yield from _live(MariadbServer())


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def any_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a fresh database in each of those the engine runs on, one after another."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('records')}/records.db"
        return
    server: DatabaseServer = request.getfixturevalue(f"{request.param}_server")
    yield from _fresh(server)


@pytest.fixture
def postgresql_url(postgresql_server: DatabaseServer) -> Iterator[str]:
    """The URL of a fresh database in PostgreSQL, which is deleted with the test."""
    yield from _fresh(postgresql_server)


@pytest.fixture
def mariadb_url(mariadb_server: DatabaseServer) -> Iterator[str]:
    """The URL of a fresh database in MariaDB, which is deleted with the test."""
    yield from _fresh(mariadb_server)


def _fresh(server: DatabaseServer) -> Iterator[str]:
    url = server.fresh()
    yield url
    close_all()
    server.drop(url)


def port_is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0
