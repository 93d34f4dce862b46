"""The acts of housekeeping, as the server does them."""

from __future__ import annotations

import logging
import platform
import shutil
import time
from pathlib import Path
from typing import Final

from mlflow.contracts.housekeeping import (
    Binned,
    ExperimentUse,
    GivenBack,
    Housekeeping,
    Journal,
    Measurement,
    Purge,
    RunUse,
    ServerFacts,
    Shipped,
)
from mlflow.contracts.stores import TrackingStore
from mlflow.entities import PagedList
from mlflow.exceptions import InvalidParameterValue, MlflowNotImplementedException
from mlflow.server.measuring import Measuring
from mlflow.server.places import Places
from mlflow.server.purges import Purges, why_not
from mlflow.server.settings import Settings
from mlflow.store.sql.binned import Bin
from mlflow.store.sql.space import give_back, taken
from mlflow.store.sql.store import SqlStore
from mlflow.tracking.journals import Waiting, folders, ship, waiting
from mlflow.uris import parse_location, parse_store_uri, sqlite_file, without_password
from mlflow.version import PENSTOCK_VERSION, VERSION

_log = logging.getLogger(__name__)

_STARTED: Final = int(time.time() * 1000)
_MOST: Final = 1000
_KINDS: Final = {
    "file": "in a folder of the server's machine",
    "mlflow-artifacts": "moved by the server",
    "s3": "in a bucket of S3",
    "gs": "in a bucket of Google Cloud Storage",
}


class Keeper(Housekeeping):
    """Keeps house in the store of a server.

    Args:
        settings: The operator's decisions.
        tracking: Where runs are kept.
        places: Where artifacts are.
    """

    def __init__(self, settings: Settings, tracking: TrackingStore, places: Places) -> None:
        self._settings = settings
        self._store = tracking
        self._places = places
        self._measuring = Measuring(tracking, places) if isinstance(tracking, SqlStore) else None

    def stop(self) -> None:
        """End what works in the background."""
        if self._measuring is not None:
            self._measuring.stop()

    # The bin

    def search_bin(
        self, kind: str, older_than: int = 0, max_results: int = 100, page_token: str | None = None
    ) -> PagedList[Binned]:
        before = int(time.time() * 1000) - max(0, older_than)
        return Bin(*self._own().foundation).search(kind, before, _checked(max_results), page_token)

    def purge_runs(self, run_ids: list[str], older_than: int | None = None, only_tell: bool = False) -> Purge:
        return self._purges().purge(older_than, only_tell, run_ids=run_ids)

    def purge_logged_models(
        self, model_ids: list[str], older_than: int | None = None, only_tell: bool = False
    ) -> Purge:
        return self._purges().purge(older_than, only_tell, model_ids=model_ids)

    def purge_experiment(self, experiment_id: str, older_than: int | None = None, only_tell: bool = False) -> Purge:
        return self._purges().purge(older_than, only_tell, experiment_id=experiment_id)

    def _purges(self) -> Purges:
        return Purges(self._own(), self._places, self._settings.artifacts_destination)

    def _own(self) -> SqlStore:
        if not isinstance(self._store, SqlStore):
            raise MlflowNotImplementedException(
                "The store behind this server is another package's, which keeps its own house."
            )
        return self._store

    # Space

    def search_usage(self, max_results: int = 200, page_token: str | None = None) -> PagedList[ExperimentUse]:
        start = int(page_token) if page_token and page_token.isdecimal() else 0
        found = self._measured().figures().experiments
        end = start + _checked(max_results)
        return PagedList(found[start:end], str(end) if end < len(found) else None)

    def get_largest_runs(self, experiment_id: str) -> list[RunUse]:
        return self._measured().figures().largest.get(experiment_id, [])

    def get_measurement(self) -> Measurement:
        return self._measured().state()

    def measure(self) -> Measurement:
        return self._measured().start()

    def _measured(self) -> Measuring:
        self._own()
        assert self._measuring is not None
        return self._measuring

    def give_back_space(self) -> GivenBack:
        done = give_back(self._own().foundation[0])
        return GivenBack(done.given_back, done.free)

    def get_server_facts(self) -> ServerFacts:
        store = self._own()
        database, places = store.foundation
        home = places.shown(places.of_experiment(0))
        size = taken(database)
        disk = shutil.disk_usage(folder) if (folder := self._folder(home)) is not None else None
        return ServerFacts(
            version=VERSION,
            penstock_version=PENSTOCK_VERSION,
            python=platform.python_version(),
            started=_STARTED,
            store="a folder with SQLite" if places.directory is not None else database.dialect.name,
            artifacts=self._kind(home),
            database_bytes=None if size is None else size[0],
            free_bytes=None if size is None else size[1],
            disk_bytes=None if disk is None else disk.total,
            disk_free=None if disk is None else disk.free,
            cannot_purge=why_not(self._places, home),
        )

    def _folder(self, home: str) -> Path | None:
        """A folder on the disk that fills up: that of the files, else that of the database."""
        place = parse_location(home)
        if place.scheme == "mlflow-artifacts":
            place = parse_location(self._settings.artifacts_destination)
        if place.is_local:
            return next(folder for folder in (place.local_path, *place.local_path.parents) if folder.is_dir())
        file = sqlite_file(self._settings.backend_store_uri) if "://" in self._settings.backend_store_uri else None
        return Path(file).absolute().parent if file else None

    def _kind(self, home: str) -> str:
        scheme = parse_location(home).scheme
        kind = _KINDS.get(scheme, f"in {scheme}")
        if scheme != "mlflow-artifacts":
            return kind
        kept = parse_location(self._settings.artifacts_destination).scheme
        return f"{kind}, {_KINDS.get(kept, f'in {kept}')}"

    # Journals

    def list_journals(self) -> list[Journal]:
        place = parse_store_uri(self._settings.backend_store_uri)
        return [
            _told(found, found.address == place.text)
            for address, folder in folders(place)
            for found in waiting(address, folder)
        ]

    def ship_journals(self) -> Shipped:
        done = Shipped()
        for shipment in ship(parse_store_uri(self._settings.backend_store_uri), self._own()):
            done.shipped += shipment.shipped
            done.refused += shipment.refused
            done.left += shipment.left
            if shipment.trouble is not None:
                done.trouble = str(shipment.trouble)
        _log.warning("Shipped what journals held: %d records, %d refused.", done.shipped, done.refused)
        return done


def _told(found: Waiting, own: bool) -> Journal:
    shipment = found.shipment
    try:
        state = shipment.path.stat()
    except OSError:
        state = None
    address = without_password(found.address)
    return Journal(
        name=shipment.path.name,
        store="the store of this server" if own else address,
        own=own,
        in_use=shipment.in_use,
        process=found.process,
        host=found.host,
        began=found.began,
        changed=0 if state is None else int(state.st_mtime * 1000),
        records=None if shipment.records < 0 else shipment.records,
        runs=len(shipment.runs),
        bytes=0 if state is None else state.st_size,
        files=shipment.has_files,
        refused=found.refused,
        trouble=found.trouble,
        command="" if own else f"mlflow sync --tracking-uri {address}",
    )


def _checked(max_results: int) -> int:
    if not 1 <= max_results <= _MOST:
        raise InvalidParameterValue(f"A page has 1 to {_MOST} entries, not {max_results}.")
    return max_results
