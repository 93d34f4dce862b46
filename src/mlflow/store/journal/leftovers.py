"""Journals that processes left behind, found and shipped by somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mlflow.contracts.stores import Store
from mlflow.store.journal.delivery import Delivery
from mlflow.store.journal.file import SUFFIX, JournalFile, unshipped
from mlflow.store.journal.places import forget_folder
from mlflow.store.journal.records import Record, runs_of
from mlflow.store.journal.refusals import Refusals
from mlflow.store.journal.staging import StagedFiles, has_files


@dataclass(slots=True)
class Shipment:
    """What became of one journal.

    Args:
        path: The journal.
        records: Records in it that were not known to be shipped.
        runs: The runs that they are about.
        shipped: How many of them the store has now.
        refused: How many it will not have.
        in_use: Whether a process that runs holds it, and ships it.
        trouble: Why the rest is left; None where nothing is.
    """

    path: Path
    records: int
    runs: list[str]
    shipped: int = 0
    refused: int = 0
    in_use: bool = False
    trouble: Exception | None = None
    has_files: bool = field(default=False)

    @property
    def left(self) -> int:
        """How many are still to be shipped by somebody."""
        return 0 if self.in_use else self.records - self.shipped - self.refused


def journals(folder: Path) -> list[Path]:
    """The journals in a folder, the oldest first."""
    try:
        return sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    except OSError:
        return []


def listed(folder: Path, largest: int | None = None) -> list[Shipment]:
    """What the journals in a folder hold, without shipping any.

    Args:
        folder: The folder.
        largest: Bytes beyond which a journal is not read; it is then said to hold -1 records.
    """
    found = []
    for path in journals(folder):
        file = JournalFile.claim(path)
        if file is not None:
            file.close(remove=False)
        if largest is not None and _size(path) > largest:
            shipment = Shipment(path, -1, [], has_files=has_files(path))
        else:
            shipment = _described(path)
        shipment.in_use = file is None
        found.append(shipment)
    return found


def ship_all(folder: Path, address: str, store: Store, step: Callable[[int], None]) -> Iterator[Shipment]:
    """Ship every journal of a folder that no running process holds.

    Args:
        folder: The journals.
        address: The store's address.
        store: The store.
        step: Told how many records more are dealt with.
    """
    for path in journals(folder):
        file = JournalFile.claim(path)
        shipment = _described(path)
        if file is None:
            shipment.in_use = path.exists()
            if shipment.in_use:
                yield shipment
            continue
        _ship(file, shipment, address, store, step)
        yield shipment
    forget_folder(folder)


def _ship(file: JournalFile, shipment: Shipment, address: str, store: Store, step: Callable[[int], None]) -> None:
    refusals = Refusals(lambda: file.path)

    def refuse(record: Record, error: Exception) -> None:
        shipment.refused += 1
        refusals.add(record, error)

    staged = StagedFiles(file.path.parent, address, lambda: store)
    delivery = Delivery(store, refuse, staged.send_of_run)
    try:
        while file.shipped < file.end:
            window = file.read(file.shipped)
            records = [record for _, record in window if record is not None]
            refused = shipment.refused
            try:
                delivery.send(records)
            except Exception:
                delivery.isolates = True  # nobody waits for this, so what is to blame is sought at once
                delivery.send(records)
            file.mark(window[-1][0])
            shipment.shipped += len(records) - (shipment.refused - refused)
            step(len(records))
        staged.send_of_journal(file.path, delivery.known_as)
    except Exception as error:
        shipment.trouble = error
    file.close(remove=shipment.trouble is None)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _described(path: Path) -> Shipment:
    records = unshipped(path)
    return Shipment(path, len(records), runs_of(records), has_files=has_files(path))
