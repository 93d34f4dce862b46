"""Journals that wait on this machine, of whichever store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mlflow.contracts.stores import Store
from mlflow.store.journal import places
from mlflow.store.journal.file import origin_of
from mlflow.store.journal.leftovers import Shipment, journals, listed, ship_all
from mlflow.store.journal.refusals import SUFFIX
from mlflow.uris import StoreUri

#: Bytes beyond which a journal is told by its size alone.
_LARGEST: Final = 64 << 20


@dataclass(frozen=True)
class Waiting:
    """A journal that waits.

    Args:
        address: The store it is for, as ``mlflow sync`` takes it.
        shipment: What it holds; -1 records where it is too large to be read for that.
        process: Id of the process that wrote it; 0 where its beginning is damaged.
        host: Machine of that process.
        began: When it was begun, milliseconds since the epoch.
        refused: Records that the store would not have.
        trouble: Why the last of these was refused.
    """

    address: str
    shipment: Shipment
    process: int
    host: str
    began: int
    refused: int
    trouble: str


def folders(place: StoreUri) -> Iterator[tuple[str, Path]]:
    """Addresses and folders of journals: of a store, then of all others that programs of this user left some for."""
    folder = places.folder_of(place)
    if folder is not None:
        yield place.text, folder
    yield from ((address, other) for address, other in places.known() if other != folder)


def waiting(address: str, folder: Path) -> Iterator[Waiting]:
    """What waits in a folder, the oldest first."""
    for shipment in listed(folder, _LARGEST):
        refused, trouble = _refusals(shipment.path)
        yield Waiting(address, shipment, *origin_of(shipment.path), refused, trouble)


def ship(place: StoreUri, store: Store) -> list[Shipment]:
    """Ship what waits for a store to it."""
    folder = places.folder_of(place)
    if folder is None or not journals(folder):
        return []
    return list(ship_all(folder, place.text, store, lambda _: None))


def _refusals(journal: Path) -> tuple[int, str]:
    path = journal.with_suffix("")
    path = path.with_name(path.name + SUFFIX)
    try:
        lines = path.read_bytes().splitlines()
        last: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    except (OSError, ValueError):
        return 0, ""
    return len(lines), str(last.get("error", ""))
