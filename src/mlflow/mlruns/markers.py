"""The mark in a run's folder that says which database wrote it, and how much of each series it holds.

With it, writing a run again leaves alone the series that have not grown, and a database that reads its own folders
knows them. It says nothing to anybody else: a folder that was copied to another database is read as a whole.
"""

from __future__ import annotations

import os
from typing import Final

import msgspec

from mlflow.mlruns.layout import INPUTS, META, METRICS, OUTPUTS, PARAMS, TAGS

#: Its name in the folder of a run.
MARKER: Final = ".penstock"
_LARGEST: Final = 16 << 20


class Marker(msgspec.Struct, frozen=True):
    """What a run's folder holds, and of which database.

    Args:
        store: The database.
        points: Points by metric.
    """

    store: str
    points: dict[str, int] = {}

    def text(self) -> str:
        """The mark as it is written."""
        return msgspec.json.encode(self).decode() + "\n"


def read_marker(folder: str, store: str) -> Marker | None:
    """The mark of a folder, if a database left it there."""
    try:
        with open(os.path.join(folder, MARKER), "rb") as file:
            marker = msgspec.json.decode(file.read(_LARGEST), type=Marker)
    except (OSError, msgspec.MsgspecError):
        return None
    return marker if marker.store == store else None


def is_untouched(folder: str, store: str) -> bool:
    """Whether a database wrote a run's folder, and nothing in it was changed since.

    Files that were changed in place show by their own times, those that were added or removed by their folder's.
    """
    if read_marker(folder, store) is None:
        return False
    try:
        marked = os.stat(os.path.join(folder, MARKER)).st_mtime_ns
        waiting = [os.path.join(folder, name) for name in (META, METRICS, PARAMS, TAGS, INPUTS, OUTPUTS)]
        while waiting:
            place = waiting.pop()
            try:
                if os.lstat(place).st_mtime_ns > marked:
                    return False
            except FileNotFoundError:
                continue
            if os.path.isdir(place):
                with os.scandir(place) as entries:
                    waiting += [entry.path for entry in entries]
    except OSError:
        return False
    return True
