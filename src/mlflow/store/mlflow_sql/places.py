"""Where artifacts lie, as a database of MLflow says it."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def absolute_place(recorded: str, folder: Path) -> str:
    """A place as it is recorded; a relative path is taken from the folder of the database.

    Old servers recorded paths relative to the folder they were started in, which is mostly where their database is.
    """
    if not recorded or recorded.startswith("/") or _SCHEME.match(recorded):
        return recorded
    return posixpath.normpath(posixpath.join(str(folder), recorded))
