"""The store of records: every noun's part in one object, opened once per address and process."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Final

from mlflow._door import resolve
from mlflow.contracts.stores import Store
from mlflow.exceptions import InvalidParameterValue
from mlflow.exits import Stage, at_exit
from mlflow.store.sql.databases import Database
from mlflow.store.sql.engine import SqliteDatabase
from mlflow.store.sql.experiments import Experiments
from mlflow.store.sql.extras import resolve_for
from mlflow.store.sql.folders import settle
from mlflow.store.sql.history import Histories
from mlflow.store.sql.logged_models import LoggedModels
from mlflow.store.sql.model_versions import ModelVersions
from mlflow.store.sql.places import Places
from mlflow.store.sql.registered_models import RegisteredModels
from mlflow.store.sql.run_charts import ChartsOfRuns
from mlflow.store.sql.run_columns import ColumnsOfRuns
from mlflow.store.sql.run_groups import GroupsOfRuns
from mlflow.store.sql.run_keys import KeysOfRuns
from mlflow.store.sql.run_search import RunSearch
from mlflow.store.sql.runs import Runs
from mlflow.store.sql.upgrades import prepare
from mlflow.uris import StoreUri, parse_location, sqlite_file, without_password

#: Name of the database file of a directory store.
FILE: Final = "penstock.db"
#: Loaded where they are used: they bring SQLAlchemy and a driver.
_SERVERS: Final = "mlflow.store.sql.servers:ServerDatabase"
_STORE_ON_SERVER: Final = "mlflow.store.sql.trying:ServerStore"
#: Built on this module.
_STORE_OF_FOLDER: Final = "mlflow.store.sql.directory_store:DirectoryStore"
#: Where the artifacts of a store at a database URL go, unless it is told otherwise.
_ARTIFACTS: Final = "./mlruns"


class SqlStore(
    Experiments,
    Runs,
    RunSearch,
    ColumnsOfRuns,
    GroupsOfRuns,
    KeysOfRuns,
    Histories,
    ChartsOfRuns,
    LoggedModels,
    RegisteredModels,
    ModelVersions,
    Store,
):
    """All records of one database.

    Args:
        database: Where the records are.
        places: Where the artifacts are.
    """

    def close(self) -> None:
        """Let go of the database's files; whoever uses the store again opens them again."""
        self._db.close()

    def share(self, longest_read: float) -> None:
        """Be used by a server; see :meth:`Database.share`."""
        self._db.share(longest_read)

    @property
    def is_gone(self) -> bool:
        """Whether its database was deleted, moved or replaced since it was opened."""
        return self._db.is_gone


#: By the database's file and the places of artifacts, both resolved: the current folder may change.
_opened: dict[tuple[str, Places], SqlStore] = {}
_opening = threading.Lock()


def open_store(uri: StoreUri, artifact_root: str | None = None) -> SqlStore:
    """The store at an address, opened once per process.

    Args:
        uri: A folder (its database is ``penstock.db`` in it, and artifacts lie beside that) or a database URL.
        artifact_root: URI below which new experiments keep their artifacts; None for the folder itself, or for
            ``./mlruns`` with a database URL.

    Raises:
        InvalidState: The database was made by MLflow or by a newer Penstock.
        TemporarilyUnavailable: It cannot be opened or is locked.
    """
    key = file, places = _resolve(uri, artifact_root)
    store = _opened.get(key)
    if store is not None and not store.is_gone:
        return store
    with _opening:
        store = _opened.get(key)
        if store is None or store.is_gone:
            if store is not None:
                store.close()
            store = _opened[key] = _open(uri, file, places)
        return store


def close_all() -> None:
    """Close every store that this process opened."""
    with _opening:
        for store in _opened.values():
            store.close()
        _opened.clear()


def _renew_lock() -> None:
    global _opening
    _opening = threading.Lock()


# Closing writes what is in the write-ahead log to the database itself: one file is left behind, ready to be copied.
at_exit(Stage.STORES, close_all)
# A forked process may have been split off while another thread of its parent held the lock.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_lock)


def _resolve(uri: StoreUri, artifact_root: str | None) -> tuple[str, Places]:
    root = str(parse_location(artifact_root)) if artifact_root else None
    if uri.kind == "directory":
        return str(Path(uri.text) / FILE), Places(uri.text, root, uri.as_uri)
    if uri.kind != "sql":
        raise InvalidParameterValue(f"{without_password(uri.text)!r} is the address of a server, not of a database.")
    file = sqlite_file(uri.text)
    return uri.text if file is None else file, Places(None, root or str(parse_location(_ARTIFACTS)))


def _open(uri: StoreUri, file: str, places: Places) -> SqlStore:
    if places.directory is not None:
        _make_folder(places.directory)
    elif sqlite_file(uri.text) is None:
        return _open_on_server(uri.text, places)
    database = SqliteDatabase(file)
    prepare(database, uri.text, places.of_experiment(0))
    if places.directory is None:
        return SqlStore(database, places)
    kept: SqlStore = resolve(_STORE_OF_FOLDER)(database, places)
    settle(kept, places.directory)
    return kept


def _make_folder(folder: str) -> None:
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidParameterValue(
            f"No records can be kept in the folder {folder!r} ({error.strerror}). Choose another in "
            "MLFLOW_TRACKING_URI, or for a server in --backend-store-uri."
        ) from error


def _open_on_server(url: str, places: Places) -> SqlStore:
    database: Database = resolve_for(url, _SERVERS)(url)
    try:
        prepare(database, database.url, places.of_experiment(0))
    except BaseException:
        database.close()
        raise
    store: SqlStore = resolve(_STORE_ON_SERVER)(database, places)
    return store
