"""Stores by their URI, each opened once."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TypeVar

from mlflow._door import resolve
from mlflow.active.addresses import default_uri, get_registry_uri, get_tracking_uri
from mlflow.contracts.stores import Store
from mlflow.exceptions import MlflowNotImplementedException
from mlflow.uris import parse_store_uri

#: Kind of a store URI → function that opens one; loaded on use, since each brings its own libraries.
_OPENERS: dict[str, str] = {
    "directory": "mlflow.store.sql.store:open_store",
    "sql": "mlflow.store.sql.store:open_store",
    "http": "mlflow.store.rest.store:open_store",
}

_opened: dict[tuple[str, str], Store] = {}
_by_text: dict[str, Store] = {}
_lock = threading.RLock()

T = TypeVar("T")


def open_store(uri: str) -> Store:
    """The store of a tracking or registry URI; the same object for the same place.

    Raises:
        InvalidParameterValue: No store is known for the URI.
        MlflowNotImplementedException: It names Databricks.
    """
    found = _by_text.get(uri)
    if found is None or not uri:
        with _lock:
            found = _by_text[uri] = _open(uri or default_uri())
    return found


def _open(uri: str) -> Store:
    place = parse_store_uri(uri)
    opener = _OPENERS.get(place.kind)
    if opener is None:
        raise MlflowNotImplementedException(
            f"{uri!r} cannot be reached: Databricks is not supported yet. Give a folder, a database URL or a server."
        )
    key = (place.kind, place.text)
    if key not in _opened:
        store = resolve(opener)(place.text)
        assert isinstance(store, Store)
        _opened[key] = store
    return _opened[key]


def tracking_store() -> Store:
    """The store of the tracking URI in force."""
    return open_store(get_tracking_uri())


def registry_store() -> Store:
    """The store of the registry URI in force."""
    return open_store(get_registry_uri())


def close_stores() -> None:
    """Close every store that was opened; the next use opens them again."""
    with _lock:
        stores = list(_opened.values())
        _forget()
    for store in stores:
        close = getattr(store, "close", None)
        if close is not None:
            with contextlib.suppress(Exception):
                close()


def _forget() -> None:
    _opened.clear()
    _by_text.clear()


if hasattr(os, "register_at_fork"):
    # Connections do not survive a fork: a child that used its parent's would corrupt both.
    os.register_at_fork(after_in_child=_forget)
