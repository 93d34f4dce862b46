"""SQLite: one connection that writes, some that read, none that a forked process shares with its parent."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from mlflow.environment_variables import PENSTOCK_SERVER_READ_TIMEOUT
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist, TemporarilyUnavailable
from mlflow.store.sql.checkpoints import Checkpoints
from mlflow.store.sql.databases import Database
from mlflow.store.sql.deviation import Deviation
from mlflow.store.sql.dialects.sqlite import SQLITE
from mlflow.store.sql.interning import Interned
from mlflow.store.sql.sessions import Session
from mlflow.store.sql.warming import Warming

#: Seconds a writer waits for another process's write to end.
_PATIENCE: Final = 60.0
_IDLE_READERS: Final = 4
#: SQLite's instructions between two looks at the clock: well below a millisecond, a second where each one is dear.
_STEPS: Final = 1000
#: Pages of the log that a writer copies into the database, waiting for the disk: ten times SQLite's default, so that a
#: logging call costs half as much on average, for a log of at most some 40 MB.
_LOG: Final = 10_000
#: The same where a thread of its own does it, should that not come to it.
_SHARED_LOG: Final = 100_000
#: Stands where a process id would, once everything is closed.
_CLOSED: Final = -1
#: What SQLite says when the place is in trouble, and not the statement.
_TROUBLE: Final = {
    "locked": "Another process holds it locked; it is free again when that has ended or gone on.",
    "busy": "Another process holds it locked; it is free again when that has ended or gone on.",
    "full": "The disk is full, or its quota is used up. Nothing was lost; go on when there is room.",
    "readonly": "The file or its folder is read-only, to this user at least; reading needs a folder to write to.",
    "disk I/O": "The disk could not be read or written: it may be full, or damaged.",
    "unable to open": "Check that the file and its folder may be read and written.",
}

#: One thread of a forked process opens what it inherited.
_reopening = threading.Lock()


def _renew_lock() -> None:
    global _reopening
    _reopening = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_lock)


class Writing:
    """The transaction that writes: ``with database.write() as session``. One at a time in a process.

    It is committed at the end of the block and rolled back where the block raises.
    """

    __slots__ = ("_connection", "_session", "_undone", "lock")

    def __init__(self, connection: sqlite3.Connection, undone: Callable[[], None]) -> None:
        self._connection = connection
        self._undone = undone
        self._session = Session(connection)
        # Reentrant, so that a thread interrupted between locking and the block can still write its run's end.
        self.lock = threading.RLock()

    def __enter__(self) -> Session:
        self.lock.acquire()
        try:
            if self._connection.in_transaction:
                self._roll_back()
            self._connection.execute("BEGIN IMMEDIATE")
        except BaseException as error:
            self.lock.release()
            raise told(error) from error
        return self._session

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                try:
                    self._connection.execute("COMMIT")
                except BaseException as failure:
                    self._roll_back()
                    raise told(failure) from failure
            else:
                self._roll_back()
                if isinstance(error, (sqlite3.Error, UnicodeEncodeError)):
                    raise told(error) from error
        finally:
            self.lock.release()

    def _roll_back(self) -> None:
        self._undone()
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


class SqliteDatabase(Database):
    """One SQLite database, opened.

    Args:
        file: Path of the file; ``""`` for a database in memory, which lives as long as this object.
    """

    dialect = SQLITE

    def __init__(self, file: str) -> None:
        self.file = file
        self._abandoned: list[Any] = []
        self._shared = False
        self._warming: Warming | None = None
        self._open()

    def _open(self) -> None:
        self.interned = Interned()
        self._idle: list[sqlite3.Connection] = []
        self._writing = Writing(self._connect(), self.interned.forget)
        self._identity = (0, 0)
        if self.file:
            found = os.stat(self.file)
            self._identity = (found.st_dev, found.st_ino)
        self._checkpoints = self._begin_checkpoints() if self._shared else None
        self._process = os.getpid()

    @property
    def _shown(self) -> str:
        """What errors call the file. Callers of a server need not know where it is; who runs it does."""
        return "" if self._shared else self.file

    def _begin_checkpoints(self) -> Checkpoints | None:
        return Checkpoints(self.file, self._connect, self._writing.lock) if self.file else None

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self.file or ":memory:", timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            connection.create_function("lower_text", 1, _lower, deterministic=True)
            connection.create_aggregate("stddev_samp", 1, Deviation)  # type: ignore[arg-type]
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA cache_size = -16000")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_SHARED_LOG if self._shared else _LOG}")
        except sqlite3.Error as error:
            raise told(error, self._shown) from error
        return connection

    def _reopen(self) -> None:
        """Open anew in a forked process, or after :meth:`close`."""
        with _reopening:
            if self._process != os.getpid():
                # Connections of the parent are kept, not closed: that would end the parent's hold on its files.
                self._abandoned += [self._writing, *self._idle]
                self._open()

    def define(self) -> Writing:
        writing = self.write()
        if self.file:
            # For good; and not before this, so that a database that is refused is left as it is.
            _use_wal(writing._connection)
        return writing

    def write(self) -> Writing:
        if self._process != os.getpid():
            self._reopen()
        return self._writing

    @contextmanager
    def read(self) -> Iterator[Session]:
        if self._process != os.getpid():
            self._reopen()
        if not self.file:
            with self._writing as session:
                yield session
            return
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        try:
            if self.longest_read:
                connection.set_progress_handler(_Deadline(self.longest_read), _STEPS)
            connection.execute("BEGIN")
            yield Session(connection)
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise told(error, self._shown) from error
        finally:
            if self.longest_read:
                connection.set_progress_handler(None, 0)
            self._take_back(connection)

    def _take_back(self, connection: sqlite3.Connection) -> None:
        """Keep a connection that has read, if it is still of use."""
        try:
            if connection.in_transaction:
                connection.execute("COMMIT")
        except sqlite3.Error:
            connection.close()  # the file is damaged or gone, which the statement before has told
            return
        if len(self._idle) < _IDLE_READERS:
            self._idle.append(connection)
        else:
            connection.close()

    def share(self, longest_read: float) -> None:
        super().share(longest_read)
        if not self._shared:
            self._shared = True
            self.close()
            self._open()
            self._warming = Warming(self._connect) if self.file else None

    def close(self) -> None:
        if self._process == os.getpid():
            for thread in (self._checkpoints, self._warming):
                if thread is not None:
                    thread.stop()
            with self._writing.lock:
                for connection in (*self._idle, self._writing._connection):
                    connection.close()
                self._idle.clear()
                self._process = _CLOSED

    @property
    def is_gone(self) -> bool:
        if not self.file:
            return False
        try:
            found = os.stat(self.file)
        except OSError:
            return True
        return (found.st_dev, found.st_ino) != self._identity

    @property
    def url(self) -> str:
        return f"sqlite:///{Path(self.file).absolute()}" if self.file else "sqlite://"

    def neighbour(self) -> str:
        file = Path(self.file).absolute()
        return f"sqlite:///{file.with_name(file.stem + '-penstock.db')}"


class _Deadline:
    """Tells SQLite, which asks now and then, to give a statement up when its time is over."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def __call__(self) -> bool:
        return time.monotonic() > self._end


def told(error: BaseException, file: str = "") -> BaseException:
    """A driver's error as one of ours, where there is something to say."""
    if isinstance(error, UnicodeEncodeError):
        return InvalidParameterValue(f"A text that is no valid Unicode cannot be stored ({error.reason}).")
    if not isinstance(error, sqlite3.Error):
        return error
    where = f" {file}" if file else ""
    text = str(error)
    if isinstance(error, sqlite3.OperationalError):
        if "unable to open" in text and file and not Path(file).parent.is_dir():
            return ResourceDoesNotExist(f"The database{where} cannot be opened: its folder does not exist.")
        if text == "interrupted":
            return InvalidParameterValue(
                "The search takes longer than this server allows; narrow its filter, or search fewer experiments. "
                f"Whoever runs the server can allow more seconds with {PENSTOCK_SERVER_READ_TIMEOUT.name}."
            )
        for trouble, advice in _TROUBLE.items():
            if trouble in text:
                return TemporarilyUnavailable(f"The database{where} cannot be used just now ({text}). {advice}")
        return MlflowException(f"The database{where} failed: {text}.")
    if isinstance(error, sqlite3.IntegrityError):
        return MlflowException(
            f"The database{where} refused what contradicts other records ({text}).", error_code="BAD_REQUEST"
        )
    if "malformed" in text:
        return MlflowException(
            f"The database{where} is damaged ({text}). Put a backup in its place; see 'mlflow db backup --help'."
        )
    return MlflowException(f"The database{where} failed: {text}.")


def _lower(text: str | None) -> str | None:
    """Lower case of any script; SQLite's own knows ASCII only."""
    return None if text is None else text.lower()


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging, which several processes may ask for at once."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise told(error) from error
            time.sleep(0.01)
