"""Files of runs that began while their store was away: kept beside the journal, sent to their run later."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from mlflow._door import resolve
from mlflow.contracts.stores import Store
from mlflow.environment_variables import PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS
from mlflow.store.journal.places import is_below_root
from mlflow.uris import lies_below, parse_location

_log = logging.getLogger(__name__)

_SUFFIX: Final = ".files"


def files_of(journal: Path) -> Path:
    """The folder of the files that wait beside a journal, one folder per run."""
    return journal.with_suffix(_SUFFIX)


def has_files(journal: Path) -> bool:
    """Whether files wait beside a journal."""
    return any(files_of(journal).glob("*/*"))


class StagedFiles:
    """The files that wait in a folder of journals.

    Args:
        folder: The folder.
        address: The store's address, for files behind a server.
        store: The store, which knows where a run's files belong.
    """

    def __init__(self, folder: Path, address: str, store: Callable[[], Store]) -> None:
        self._folder = folder
        self._address = address
        self._store = store

    def send_of_run(self, run_id: str, known_as: str) -> None:
        """Send what waits for a run.

        Args:
            run_id: The run as its journal calls it.
            known_as: The run as the store calls it.
        """
        for waiting in self._folder.glob(f"*{_SUFFIX}/{run_id}"):
            self._send(waiting, known_as)

    def send_of_journal(self, journal: Path, known_as: Callable[[str], str]) -> None:
        """Send what waits beside a journal whose records the store has.

        Args:
            journal: The journal.
            known_as: How the store calls a run.
        """
        folder = files_of(journal)
        if folder.is_dir():
            for waiting in sorted(folder.iterdir()):
                if any(waiting.iterdir()):
                    self._send(waiting, known_as(waiting.name))
            with suppress(OSError):
                folder.rmdir()

    def _may_send(self, waiting: Path, location: str) -> bool:
        """Whether files may go to a place.

        What lies beside an embedded database came with it, perhaps from somebody else, as did the database that says
        where it belongs: opening a folder must not write anywhere but in it, nor read from elsewhere through a link.
        """
        if is_below_root(self._folder):
            return True
        here, name = os.path.realpath(self._folder), waiting.name
        if os.path.realpath(waiting) != os.path.join(here, waiting.parent.name, name) or name in ("", ".", ".."):
            return False
        if any(path.is_symlink() for path in waiting.rglob("*")):
            return False
        places = [str(self._folder.parent), *(PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS.get() or "").split(",")]
        return any(lies_below(parse_location(location), parse_location(p.strip())) for p in places if p.strip())

    def _location(self, owner: str) -> str:
        """Where the files of a run, or of a logged model, belong."""
        if owner.startswith("m-"):
            return self._store().get_logged_model(owner).artifact_location
        return self._store().get_run(owner).info.artifact_uri or ""

    def _send(self, waiting: Path, run_id: str) -> None:
        location = self._location(run_id)
        if not self._may_send(waiting, location):
            _log.warning(
                "The files in %s wait for %s, whose files are at %s. They came with a folder that may be somebody "
                "else's, so nothing is written outside of it and no link is followed. If they are yours, log them "
                "there: mlflow artifacts log-artifacts.",
                waiting,
                run_id,
                location,
            )
            return
        before = {path: _version(path) for path in waiting.rglob("*") if path.is_file()}
        resolve("mlflow.artifacts.stores:open_artifacts")(location, self._address).upload_folder(waiting)
        for path, version in before.items():
            if _version(path) == version:  # one that was written anew meanwhile waits on
                path.unlink()
        for folder in sorted([waiting, *waiting.rglob("*")], reverse=True):
            with suppress(OSError):  # it is a file, or not empty
                folder.rmdir()


def _version(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size
