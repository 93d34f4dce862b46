"""What other packages add to this one, found by the groups of their entry points."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

_log = logging.getLogger(__name__)


@lru_cache(maxsize=64)
def announced(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, each name once; looked up once a process."""
    return tuple({point.name: point for point in entry_points(group=group)}.values())


def loaded(group: str) -> Iterator[tuple[str, Any]]:
    """Name and object of each entry point of a group; one that cannot be imported is told and left out."""
    for point in announced(group):
        try:
            yield point.name, point.load()
        except Exception as error:  # it is somebody else's code, and the others are not to suffer
            _log.warning("The plug-in %s (%s) cannot be loaded: %s", point.name, group, error)
