"""Where artifacts lie, as the database says it and as callers see it.

The database of a directory store keeps what lies in that directory relative to it (``./<experiment>/…``), so the whole
directory can be moved or copied and everything is found again.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

_HERE = "./"


@dataclass(frozen=True)
class Places:
    """The places of one store.

    Args:
        directory: Folder of a directory store, None for a store at a database URL.
        root: URI below which experiments get their places; None for the directory itself.
        as_uri: Whether callers see what lies in the directory as ``file:`` URIs.
    """

    directory: str | None
    root: str | None
    as_uri: bool = False

    @property
    def here(self) -> str:
        """What stands in the place of ``.`` where filters look at stored places."""
        return self.directory or "."

    def of_experiment(self, experiment_id: int) -> str:
        """Where an experiment that was given no place keeps its artifacts, as it is stored."""
        if self.root is None:
            return f"{_HERE}{experiment_id}"
        return self.stored(below(self.root, str(experiment_id)))

    def stored(self, location: str) -> str:
        """A place as the database says it."""
        if self.directory is not None and location.startswith("/"):
            path = posixpath.normpath(location)
            if path.startswith(self.directory + "/"):
                return _HERE + path[len(self.directory) + 1 :]
        return location

    def shown(self, stored: str) -> str:
        """A place as callers see it."""
        if self.directory is not None and stored.startswith(_HERE):
            path = f"{self.directory}/{stored[len(_HERE) :]}"
            return "file://" + quote(path) if self.as_uri else path
        return stored


def below(location: str, *parts: str) -> str:
    """The place of a relative path below another place; a query stays where it is."""
    path, mark, query = location.partition("?")
    return "/".join([path.rstrip("/"), *parts]) + mark + query
