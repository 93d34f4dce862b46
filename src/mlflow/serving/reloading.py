"""Newer versions of models taken up while the server answers.

What an alias, a stage or ``latest`` means is asked of the registry now and then. A version that is new is loaded beside
the one that answers, asked its own input example, and takes over by one assignment: a request is answered whole by the
version that was there when it came. One that cannot be loaded is told once and tried again ever more rarely.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

from mlflow.exceptions import ExecutionException
from mlflow.serving.catalog import Catalog
from mlflow.serving.served import Served
from mlflow.serving.sources import Source, example_fails, fetched, version_now

_log = logging.getLogger(__name__)
#: Seconds after a failure until a version is tried again; doubled each time.
_FIRST_WAIT, _LONGEST_WAIT = 10.0, 600.0


class Watched:
    """A model whose version may change, and what is known of it.

    Args:
        source: The model, as it is served.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.failed = ""
        self.unknown = ""
        self.wait = _FIRST_WAIT
        self.not_before = 0.0

    def may_try(self, version: str) -> bool:
        """Whether a version is to be loaded now."""
        return version != self.source.version and (version != self.failed or time.monotonic() >= self.not_before)

    def note_failure(self, version: str) -> bool:
        """Wait longer before the next try; whether this version fails for the first time."""
        first = version != self.failed
        self.wait = _FIRST_WAIT if first else min(2 * self.wait, _LONGEST_WAIT)
        self.failed, self.not_before = version, time.monotonic() + self.wait
        return first


class Reloading:
    """A thread that looks for newer versions.

    Args:
        catalog: The models that answer.
        sources: Where each comes from; those that cannot change are left alone.
        load: Makes a fetched source ready to answer.
        told: Called with a model's name and whether a newer version was taken up.
        seconds: Time between two looks.
    """

    def __init__(
        self, catalog: Catalog, sources: Sequence[Source], load: Callable[[Source], Served],
        told: Callable[[str, bool], None], seconds: float,
    ) -> None:  # fmt: skip
        self._catalog = catalog
        self._watched = [Watched(source) for source in sources if source.moves]
        self._load = load
        self._told = told
        self._seconds = seconds
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin, if there is anything to watch; the thread ends with the process."""
        if self._watched and self._seconds > 0:
            threading.Thread(target=self._run, name="reloading", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            self.look()

    def look(self) -> None:
        """Look for newer versions once, and take up those there are."""
        for watched in self._watched:
            name = watched.source.name
            try:
                version = version_now(watched.source)
            except Exception as error:  # a registry that is away, or a version that is gone, changes nothing here
                if watched.unknown != str(error):
                    _log.warning("Whether %r has a newer version cannot be told: %s", name, error)
                watched.unknown = str(error)
                continue
            watched.unknown = ""
            if watched.may_try(version):
                self._take_up(watched, version)

    def _take_up(self, watched: Watched, version: str) -> None:
        before = watched.source
        try:
            source = fetched(before)
            served = self._load(source)
            if failure := example_fails(served, source.folder):
                raise ExecutionException(f"it does not answer its input example: {failure}")
        except BaseException as error:  # whatever a model raises when it is loaded
            if watched.note_failure(version):
                _log.error(
                    "Version %s of %r cannot be served, %s goes on: %s", version, before.name, before.version, error
                )
            self._told(before.name, False)
            return
        self._catalog.replace(served)
        watched.source, watched.failed = source, ""
        self._told(before.name, True)
        _log.warning("Version %s of %r answers now, in the place of %s", source.version, before.name, before.version)
