"""Removes what killed uploads left behind, at the start of the server and a few times a day."""

from __future__ import annotations

import logging
import threading

from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.held_parts import HeldParts
from mlflow.artifacts.local import LocalArtifacts

_log = logging.getLogger(__name__)

#: Seconds after which nobody goes on with an upload, and between two looks.
_FORGOTTEN = 24 * 3600.0
_AGAIN = 6 * 3600.0


class Sweeping:
    """A thread that looks after a store of artifacts.

    Args:
        store: The store.
        held: Its uploads in parts.
    """

    def __init__(self, store: ArtifactStore, held: HeldParts) -> None:
        self._store = store
        self._held = held
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="sweeping")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; waits for the file that is looked at."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._held.sweep(_FORGOTTEN)
                if isinstance(self._store, LocalArtifacts):
                    self._store.sweep(_FORGOTTEN, self._stopped.is_set)
            except OSError:
                _log.warning("What killed uploads left behind could not be removed", exc_info=True)
            self._stopped.wait(_AGAIN)
