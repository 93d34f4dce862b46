"""Database servers: pooled connections, transactions that many processes run at once, and acts run anew.

SQLAlchemy reads the URL, chooses the driver and keeps the pool; statements are ours, on the driver's own connections.
A dead connection is found when it is used, not asked for beforehand, since an act is run anew anyway where another
transaction came between.
"""

from __future__ import annotations

import logging
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

import sqlalchemy.pool

from mlflow.environment_variables import (
    MLFLOW_SQLALCHEMYSTORE_ECHO,
    MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW,
    MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE,
    MLFLOW_SQLALCHEMYSTORE_POOL_SIZE,
    MLFLOW_SQLALCHEMYSTORE_POOLCLASS,
)
from mlflow.exceptions import InvalidParameterValue, TemporarilyUnavailable
from mlflow.store.sql.databases import Database
from mlflow.store.sql.dialects.server import ServerDialect
from mlflow.store.sql.drivers import dialect_of, driver_of, read_url
from mlflow.store.sql.extras import no_driver
from mlflow.store.sql.faults import Contradicted, Interrupted, Lost, told
from mlflow.store.sql.server_sessions import ServerSession
from mlflow.store.sql.shared_interning import SharedInterned
from mlflow.uris import without_password

T = TypeVar("T")

#: Connections kept, and further ones in a rush: together one for each thread of a server's that does acts.
_KEPT: Final = 5
_MORE: Final = 11
#: Seconds a thread waits for a connection of the pool.
_PATIENCE: Final = 30.0
#: How often an act is run anew because others came between, and for how many seconds while the database is away.
_ATTEMPTS: Final = 24
_AWAY: Final = 10.0
#: How often it is where it contradicts what is there: what another wrote a moment before is seen at the next look.
_CONTRADICTIONS: Final = 4

_log = logging.getLogger(__name__)


class _Act(threading.local):
    """What a thread is doing: how deep in acts it is, and the receipt that its transaction leaves, if it does."""

    depth = 0
    receipt: str | None = None


class ServerDatabase(Database):
    """One database of a database server.

    Args:
        address: Its URL, as users of MLflow write it.

    Raises:
        InvalidParameterValue: The URL cannot be read.
        MlflowException: The driver is not installed.
    """

    def __init__(self, address: str) -> None:
        self._url = read_url(address)
        self.dialect: ServerDialect = dialect_of(self._url)
        self._driver = driver_of(self._url, self.dialect)
        self._act = _Act()
        self._was_reached = False
        self._abandoned: list[Any] = []
        self._open()

    def _open(self) -> None:
        self._process = os.getpid()
        self._pool = self._new_pool()
        self.interned = SharedInterned(self._apart)
        self._renewing = threading.Lock()
        self._own = threading.Lock()
        self._own_connection: Any = None

    def _new_pool(self) -> sqlalchemy.pool.Pool:
        name = MLFLOW_SQLALCHEMYSTORE_POOLCLASS.get() or "QueuePool"
        kind = getattr(sqlalchemy.pool, name, None)
        if not (isinstance(kind, type) and issubclass(kind, sqlalchemy.pool.Pool)):
            raise InvalidParameterValue(
                f"{MLFLOW_SQLALCHEMYSTORE_POOLCLASS.name} is {name!r}, which is no pool of SQLAlchemy; QueuePool and "
                "NullPool are."
            )
        recycle = MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE.get()
        options: dict[str, Any] = {"recycle": -1 if recycle is None else recycle, "reset_on_return": None}
        if issubclass(kind, sqlalchemy.pool.QueuePool):
            size, more = MLFLOW_SQLALCHEMYSTORE_POOL_SIZE.get(), MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW.get()
            options |= {
                "pool_size": _KEPT if size is None else size,
                "max_overflow": _MORE if more is None else more,
                "timeout": _PATIENCE,
                "use_lifo": True,
            }
        return kind(self._connect, **options)

    def _connect(self) -> Any:
        arguments, options = self._driver.create_connect_args(self._url.set(drivername=self.dialect.driver))
        try:
            connection = self._driver.connect(*arguments, **self.dialect.arguments(options))
        except RuntimeError as error:  # a way of logging in that needs another library
            raise no_driver(self.dialect.extra, error) from error
        cursor = connection.cursor()
        self.dialect.greet(cursor)
        cursor.close()
        return connection

    def _here(self) -> None:
        """Open anew in a forked process."""
        if self._process != os.getpid():
            # Connections of the parent are kept, not closed: closing one here would end the parent's.
            self._abandoned += [self._pool, self._own_connection]
            self._open()

    def write(self) -> Any:
        return self._transaction(self.dialect.begin_writing, writes=True)

    def read(self) -> Any:
        return self._transaction(self.dialect.begin_reading, writes=False)

    @contextmanager
    def define(self) -> Iterator[ServerSession]:
        with self._transaction(self.dialect.begin_defining, writes=True) as session:
            yield session
            self._complete(session)
            for statement in self.dialect.end_defining:
                session.row(statement)

    def _complete(self, session: ServerSession) -> None:
        """Commit what was defined before others are let go on, where that is not one."""
        if self.dialect.end_defining:
            session.execute(self.dialect.commit)

    @contextmanager
    def _transaction(self, begin: Sequence[str], *, writes: bool) -> Iterator[ServerSession]:
        self._here()
        pool = self._pool
        held = None
        try:
            held = pool.connect()
            cursor = self.dialect.cursor(held)
            self._limit(held.info, cursor)
            for statement in begin:
                cursor.execute(statement)
            session = ServerSession(cursor, self.dialect, self._echo, writes=writes)
            yield session
            if writes and self._act.receipt is not None:
                session.leave(self._act.receipt, held.info.get("receipt"))
        except BaseException as error:
            undone = self._undone(pool, held, error)
            if undone is error:
                raise
            raise undone from error
        try:
            cursor.execute(self.dialect.commit)
        except BaseException as error:
            undone = self._undone(pool, held, error)
            if isinstance(undone, Lost) and writes and self._act.receipt is not None:
                if self._arrived(self._act.receipt):
                    return
            raise undone from error
        cursor.close()
        self._was_reached = True
        if writes and self._act.receipt is not None:
            held.info["receipt"], self._act.receipt = self._act.receipt, _receipt()
        self._hand_back(pool, held)

    def _limit(self, info: dict[Any, Any], cursor: Any) -> None:
        if info.get("longest", 0.0) != self.longest_read:
            self.dialect.limit(cursor, self.longest_read)
            info["longest"] = self.longest_read

    def _undone(self, pool: sqlalchemy.pool.Pool, held: Any, error: BaseException) -> BaseException:
        """Undo a transaction that failed; returns its error as one of ours."""
        found = self._told(error, self._is_dead(held, error))
        if held is None:
            return found
        if isinstance(found, Lost) or not isinstance(error, Exception):
            # Whatever an interrupted thread was doing on it, nobody goes on with that.
            with suppress(Exception):
                held.invalidate()
            if isinstance(found, Lost):
                self._renew(pool)
            return found
        try:
            cursor = held.cursor()
            cursor.execute(self.dialect.roll_back)
            cursor.close()
        except Exception:
            with suppress(Exception):
                held.invalidate()
        else:
            self._hand_back(pool, held)
        return found

    def _told(self, error: BaseException, dead: bool) -> BaseException:
        where = None if self._was_reached else self.url
        return told(error, self._driver.loaded_dbapi.Error, self.dialect, where, dead, self._secret)

    def _is_dead(self, held: Any, error: BaseException) -> bool:
        if not isinstance(error, self._driver.loaded_dbapi.Error):
            return False
        return bool(self._driver.is_disconnect(error, held and held.dbapi_connection, None))

    def _hand_back(self, pool: sqlalchemy.pool.Pool, held: Any) -> None:
        if pool is not self._pool:
            held.invalidate()  # the pool it came from is over
        else:
            held.close()

    def _renew(self, pool: sqlalchemy.pool.Pool) -> None:
        """Give up every idle connection: where one is dead, most are."""
        with self._renewing:
            if pool is not self._pool:
                return  # another thread was quicker
            self._pool = pool.recreate()
        pool.dispose()

    def _arrived(self, receipt: str) -> bool:
        """Whether a transaction whose commit was not answered has left its receipt."""
        end = time.monotonic() + _AWAY
        while True:
            try:
                with self._transaction(self.dialect.begin_writing, writes=False) as session:
                    # Waits for a commit that is still under way, and leaves nothing.
                    session.leave(receipt)
                    raise _NotArrived
            except _NotArrived:
                return False
            except Interrupted as error:
                if isinstance(error, Contradicted):
                    return True
                if time.monotonic() > end:
                    raise TemporarilyUnavailable(
                        "The database went away while it was saving. Whether that was saved is not known: look before "
                        "it is tried again."
                    ) from error
                time.sleep(0.1)

    @contextmanager
    def _apart(self) -> Iterator[ServerSession]:
        """A short transaction on a connection that is none of the pool's, so that it never waits for one."""
        self._here()
        with self._own:
            try:
                if self._own_connection is None:
                    self._own_connection = self._connect()
                cursor = self.dialect.cursor(self._own_connection)
                for statement in self.dialect.begin_writing:
                    cursor.execute(statement)
                yield ServerSession(cursor, self.dialect, self._echo, writes=True)
                cursor.execute(self.dialect.commit)
                cursor.close()
            except BaseException as error:
                connection, self._own_connection = self._own_connection, None
                with suppress(Exception):
                    connection.close()
                raise self._told(error, dead=False) from error

    def tried(self, act: Callable[[], T], *, repeatable: bool = False) -> T:
        """What an act returns.

        Args:
            act: A call that writes in one transaction at most, or only reads.
            repeatable: Whether it may be done twice, as logging may. One that may not leaves a receipt in its
                transaction, which is looked for where the answer to its commit is lost.
        """
        doing = self._act
        if doing.depth:
            return act()
        doing.depth = 1
        doing.receipt = None if repeatable else _receipt()
        end = 0.0
        attempt = 0
        try:
            while True:
                try:
                    return act()
                except Interrupted as error:
                    attempt += 1
                    end = end or time.monotonic() + _AWAY
                    if self._is_hopeless(error, attempt, end):
                        raise
                    _log.debug("Run anew: %s", error.message)
                # Nobody waits longer than needed, and those who collided do not meet again.
                time.sleep(random.SystemRandom().uniform(0, min(0.5, 0.002 * 2**attempt)))
        finally:
            doing.depth = 0
            doing.receipt = None

    @staticmethod
    def _is_hopeless(error: Interrupted, attempt: int, end: float) -> bool:
        if isinstance(error, Lost):
            return time.monotonic() > end
        return attempt >= (_CONTRADICTIONS if isinstance(error, Contradicted) else _ATTEMPTS)

    def close(self) -> None:
        if self._process == os.getpid():
            with self._own:
                if self._own_connection is not None:
                    with suppress(Exception):
                        self._own_connection.close()
                    self._own_connection = None
            pool, self._pool = self._pool, self._pool.recreate()
            pool.dispose()

    @property
    def is_gone(self) -> bool:
        return False

    @property
    def url(self) -> str:
        return without_password(self._url.render_as_string(hide_password=True))

    def neighbour(self) -> str:
        beside = self._url.set(database=f"{self._url.database}_penstock")
        return without_password(beside.render_as_string(hide_password=True))

    def dump_command(self, destination: str) -> list[str]:
        url = self._url
        if self.dialect.name == "PostgreSQL":
            open_query = {name: value for name, value in url.query.items() if "password" not in name}
            named = url.set(drivername="postgresql", query=open_query)._replace(password=None)
            return ["pg_dump", "--format=custom", f"--file={destination}", named.render_as_string()]
        if self.dialect.name != "MySQL":
            return []
        found = ["--host", url.host, "--port", url.port, "--user", url.username]
        options = [f"{o}={v}" for o, v in zip(found[::2], found[1::2], strict=True) if v]
        own = ["--password", "--single-transaction", "--hex-blob", f"--result-file={destination}"]
        return ["mysqldump", *options, *own, str(url.database)]

    @property
    def _secret(self) -> str:
        return str(self._url.password or self._url.query.get("password") or "")

    @property
    def _echo(self) -> bool:
        return MLFLOW_SQLALCHEMYSTORE_ECHO.get()


def _receipt() -> str:
    return f"receipt/{os.urandom(12).hex()}"


class _NotArrived(Exception):
    """Undoes a look for a receipt."""
