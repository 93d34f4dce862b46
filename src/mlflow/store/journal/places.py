"""Where journals are kept.

Beside an embedded database, so that a copied folder is complete. For any other store in a folder of the user's, so that
nothing but this machine is needed to log.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mlflow._door import resolve
from mlflow.environment_variables import PENSTOCK_JOURNAL_DIR, state_folder
from mlflow.exceptions import MlflowException
from mlflow.uris import StoreUri, credentials_in, parse_store_uri, sqlite_file, without_password

_log = logging.getLogger(__name__)

#: Name of the file that tells people, and ``mlflow sync``, which store a folder is for.
ADDRESS: Final = "store"


def address_of(place: StoreUri) -> str:
    """What people may see of a store's address: no password."""
    return shown(place.text)


def shown(address: str) -> str:
    """An address without a password; whoever connects to a database keeps their name."""
    if address.startswith("http"):
        return credentials_in(address)[1]
    return without_password(address).replace(":***@", "@", 1)


def folder_of(place: StoreUri) -> Path | None:
    """The folder of a store's journals; None for a database in memory, which needs none."""
    beside = _database(place)
    if beside == "":
        return None
    chosen = PENSTOCK_JOURNAL_DIR.get()
    if beside is not None and not chosen:
        return Path(beside + "-journals")
    return root() / _key(place)


def _key(place: StoreUri) -> str:
    """Name of the folder of a store that has none beside it.

    Raises:
        InvalidParameterValue: It is a workspace of Databricks, and nothing says which.
    """
    named = address_of(place)
    if place.kind == "databricks":  # a word for what the environment or a profile says, which may be another next time
        named += " at " + resolve("mlflow.store.rest.databricks:workspace_of")(place.text).host
    return hashlib.sha256(named.encode()).hexdigest()[:20]


def is_embedded(place: StoreUri) -> bool:
    """Whether a store is a file of this machine."""
    return _database(place) is not None


def root() -> Path:
    """The folder that holds the journals of stores that are not beside one."""
    chosen = PENSTOCK_JOURNAL_DIR.get()
    return Path(chosen).absolute() if chosen else state_folder() / "penstock" / "journal"


def known() -> Iterator[tuple[str, Path]]:
    """Addresses and folders of stores that programs of this user left journals for, below :func:`root`."""
    try:
        folders = sorted(root().iterdir())
    except OSError:
        return
    for folder in folders:
        try:
            address = (folder / ADDRESS).read_text(encoding="utf-8").strip()
        except OSError:
            continue
        if _is_elsewhere(address, folder):
            _log.warning("What waits in %s is for another workspace than %r means now.", folder, address)
        else:
            yield address, folder


def _is_elsewhere(address: str, folder: Path) -> bool:
    """Whether an address of Databricks does not mean the workspace any more that a folder is for."""
    if not address.startswith("databricks"):
        return False
    try:
        return _key(parse_store_uri(address)) != folder.name
    except MlflowException:
        return True


def note_address(folder: Path, address: str) -> None:
    """Say in a folder which store it is for."""
    if not (folder / ADDRESS).exists():
        (folder / ADDRESS).write_text(address + "\n", encoding="utf-8")


def forget_folder(folder: Path) -> None:
    """Remove a folder that holds nothing but the address of its store."""
    try:
        if [entry.name for entry in folder.iterdir()] == [ADDRESS]:
            (folder / ADDRESS).unlink(missing_ok=True)
        folder.rmdir()
    except OSError:
        pass  # others have something there


def is_below_root(folder: Path) -> bool:
    """Whether a folder is among those of stores that have no folder of their own."""
    return folder.parent == root()


def _database(place: StoreUri) -> str | None:
    """The file of an embedded database; ``""`` for one in memory, None for any other store."""
    if place.kind == "directory":
        return str(Path(place.text) / "penstock.db")
    return sqlite_file(place.text) if place.kind == "sql" else None
