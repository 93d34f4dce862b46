"""Stores by their URI, each opened once."""

from __future__ import annotations

import os
import threading

from mlflow._door import resolve
from mlflow.active.addresses import default_uri, get_registry_uri, get_tracking_uri
from mlflow.contracts.stores import Store
from mlflow.environment_variables import MLFLOW_OFFLINE, PENSTOCK_JOURNAL
from mlflow.uris import StoreUri, parse_store_uri

#: Kind of a store URI → module that opens one; loaded on use, since each brings its own libraries.
_SQL = "mlflow.store.sql.store"
_REST = "mlflow.store.rest.store"
_DATABRICKS = "mlflow.store.rest.databricks"
_PLUGGED = "mlflow.store.plugged.store"
#: What stands in front of each.
_JOURNAL = "mlflow.store.journal.store"

_opened: dict[StoreUri, Store] = {}
_by_text: dict[str, Store] = {}
_lock = threading.RLock()


def open_store(uri: str) -> Store:
    """The store of a tracking or registry URI; the same object for the same place.

    Raises:
        InvalidParameterValue: No store is known for the URI.
        MlflowNotImplementedException: It names a registry in Databricks' Unity Catalog.
    """
    found = _by_text.get(uri)
    if found is None or not uri:
        with _lock:
            found = _by_text[uri] = _open(uri or default_uri())
    return found


def _open(uri: str) -> Store:
    place = parse_store_uri(uri)
    found = _opened.get(place)
    if found is None:
        found = _opened[place] = _new(place)
    return found


def _new(place: StoreUri) -> Store:
    if place.kind == "plugged" or not (PENSTOCK_JOURNAL.get() or MLFLOW_OFFLINE.get()):
        return open_directly(place)
    store: Store = resolve(f"{_JOURNAL}:open_store")(place, lambda: open_directly(place))
    return store


def open_directly(place: StoreUri) -> Store:
    """The store at an address, without a journal."""
    if place.kind in ("directory", "sql"):
        store = resolve(f"{_SQL}:open_store")(place)
    elif place.kind == "http":
        store = resolve(f"{_REST}:open_store")(place.text)
    elif place.kind == "plugged":
        store = resolve(f"{_PLUGGED}:open_store")(place.text)
    else:
        store = resolve(f"{_DATABRICKS}:open_store")(place.text)
    assert isinstance(store, Store)
    return store


def tracking_store() -> Store:
    """The store of the tracking URI in force."""
    return open_store(get_tracking_uri())


def registry_store() -> Store:
    """The store of the registry URI in force."""
    return open_store(get_registry_uri())


def flush_stores() -> None:
    """Return when all that was logged is in its store, or that store turns out to be away."""
    for store in {id(store): store for store in _opened.values()}.values():
        store.flush()


def close_stores() -> None:
    """Close every store that was opened; the next use opens them again."""
    with _lock:
        if any(type(store).__module__ == _JOURNAL for store in _opened.values()):
            resolve(f"{_JOURNAL}:finish_all")()
        local = any(place.kind in ("directory", "sql") for place in _opened)
        _forget()
        if local:
            resolve(f"{_SQL}:close_all")()


def _forget() -> None:
    _opened.clear()
    _by_text.clear()


def _renew_lock() -> None:
    global _lock
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    # The stores themselves notice that they are in another process; another thread may have held the lock.
    os.register_at_fork(after_in_child=_renew_lock)
