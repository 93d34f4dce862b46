"""Where artifacts are, seen from the server: which files belong to a run, a logged model or a version.

Nothing is read because a caller named it: a place counts only as part of the artifacts of a run or logged model, and
these are looked up and checked each time.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from mlflow.artifacts.contract import ArtifactStore, Content
from mlflow.artifacts.stores import open_artifacts
from mlflow.contracts.stores import TrackingStore
from mlflow.entities import FileInfo
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    MlflowNotImplementedException,
    ResourceDoesNotExist,
)
from mlflow.uris import Location, parse_location, relative_path

_PROXY = "mlflow-artifacts"
_WEB = frozenset({"http", "https"})


@dataclass(frozen=True)
class Folder:
    """A folder of artifacts: a place in a store.

    Args:
        store: Checks that paths stay below its root.
        inside: The folder's path in the store.
        root_uri: The folder's address as clients know it.
    """

    store: ArtifactStore
    inside: str = ""
    root_uri: str = ""

    def path(self, below: str | None) -> str:
        """Path in the store of a path in the folder."""
        return posixpath.join(self.inside, relative_path(below)).rstrip("/")

    def entries(self, below: str | None) -> list[FileInfo]:
        """Entries of a folder in this one, with paths relative to this one."""
        cut = len(self.inside) + 1 if self.inside else 0
        return [replace_path(f, f.path[cut:]) for f in self.store.entries(self.path(below))]

    def open(self, below: str) -> File:
        """A file in this folder.

        Raises:
            ResourceDoesNotExist: There is none.
        """
        path = self.path(below)
        if not relative_path(below):
            raise ResourceDoesNotExist(f"There is no file {below!r} among the artifacts.")
        return File.opened(below, self.store, path)

    def below(self, path: str) -> Folder:
        """A folder in this one."""
        return replace(self, inside=self.path(path), root_uri=posixpath.join(self.root_uri, path))


@dataclass
class File(Iterator[bytes]):
    """A file being read.

    Args:
        path: As it was asked for.
        content: Its content.
        again: Opens it at an offset.
    """

    path: str
    content: Content
    again: Callable[[int], Content]

    @classmethod
    def opened(cls, shown: str, store: ArtifactStore, path: str) -> File:
        """A file of a store, open.

        Args:
            shown: The path as it was asked for.
            store: Where it is.
            path: Its path there.

        Raises:
            ResourceDoesNotExist: There is none.
        """
        return cls(shown, store.read(path), partial(store.read, path))

    @property
    def size(self) -> int | None:
        """Bytes, where known."""
        return self.content.size

    def at(self, offset: int) -> Content:
        """The content from an offset on, of the file as it was when it was opened.

        Raises:
            MlflowException: It has been replaced since.
        """
        if not offset:
            return self.content
        content = self.again(offset)
        if content.etag != self.content.etag:
            raise MlflowException(
                f"The file {self.path!r} was replaced while it was being opened; ask again.", error_code="ABORTED"
            )
        return content

    def __next__(self) -> bytes:
        return next(self.content)


def replace_path(info: FileInfo, path: str) -> FileInfo:
    """The entry under another path."""
    return FileInfo(path, info.is_dir, info.file_size)


class Places:
    """Finds the artifacts of runs and logged models.

    Args:
        tracking: Knows where they are.
        destination: The store behind the proxy; None where artifacts are not served.
        reached: Places in object stores that the server reads with its own credentials. A caller may name any bucket as
            an experiment's location, and shall not borrow these for it.
    """

    def __init__(self, tracking: TrackingStore, destination: ArtifactStore | None, reached: Iterable[str] = ()) -> None:
        self._tracking = tracking
        self._destination = destination
        self._reached = [place for place in map(parse_location, reached) if not place.is_local]

    def of_run(self, run_id: str) -> Folder:
        """A run's artifacts."""
        return self.at(self._tracking.get_run(run_id).info.artifact_uri or "")

    def of_logged_model(self, model_id: str) -> Folder:
        """A logged model's files."""
        return self.at(self._tracking.get_logged_model(model_id).artifact_location)

    def at(self, text: str) -> Folder:
        """The folder at an address that the store keeps for a run or logged model.

        Raises:
            InvalidParameterValue: It cannot be reached from here: behind another server, or the proxy is off.
        """
        location = parse_location(text)
        if location.scheme == _PROXY and not location.authority:
            if self._destination is None:
                raise MlflowNotImplementedException(
                    "These artifacts are behind the proxy, which is off; start the server with --serve-artifacts."
                )
            return Folder(self._destination, relative_path(location.path.lstrip("/")), text)
        if location.scheme in _WEB or location.scheme == _PROXY:
            raise InvalidParameterValue("These artifacts are on another server, and this one does not fetch them.")
        if not location.is_local and all(location.relative_to(place) is None for place in self._reached):
            raise InvalidParameterValue(
                "These artifacts are in an object store where this server keeps nothing, so it does not read them; "
                "clients do, with their own credentials. Whoever runs the server can name the place in "
                "PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS."
            )
        return Folder(open_artifacts(location), "", text)

    def within_run(self, location: Location, run_id: str) -> str | None:
        """Path of a place in a run's artifacts; None where it is elsewhere."""
        return location.relative_to(parse_location(self._tracking.get_run(run_id).info.artifact_uri or ""))

    def within_logged_model(self, location: Location, model_id: str) -> str | None:
        """Path of a place in a logged model's files; None where it is elsewhere."""
        return location.relative_to(parse_location(self._tracking.get_logged_model(model_id).artifact_location))
