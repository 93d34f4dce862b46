"""Files behind a tracking server that hands them on: ``mlflow-artifacts:`` locations."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from mlflow.artifacts.contract import ArtifactStore, Content, local_files
from mlflow.artifacts.downloads import Download
from mlflow.artifacts.parted_upload import parted_upload
from mlflow.artifacts.progress import advance, telling
from mlflow.artifacts.together import together
from mlflow.artifacts.uploads import spooled, upload
from mlflow.entities import FileInfo
from mlflow.environment_variables import PENSTOCK_CREDENTIAL_HOSTS
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.store.rest.store import RestStore
from mlflow.store.rest.store import open_store as open_rest_store
from mlflow.uris import Location, base_url, join_url, relative_path

_ROUTE = "/mlflow-artifacts/artifacts"
_VERSIONS = ("/api/2.0", "/ajax-api/2.0")


class ProxiedArtifacts(ArtifactStore):
    """A folder below the artifact root of a server.

    Args:
        server: The server.
        root: The folder, relative to the server's artifact root.
    """

    def __init__(self, server: RestStore, root: str) -> None:
        self._server = server
        self.root = relative_path(root)

    def retrying(self, times: int) -> ProxiedArtifacts:
        """The same files, asked for again at most so many times where the server does not answer."""
        return ProxiedArtifacts(self._server.retrying(times), self.root)

    def _at(self, path: str) -> str:
        return "/".join(p for p in (self.root, relative_path(path)) if p)

    def entries(self, path: str = "") -> list[FileInfo]:
        below = relative_path(path)
        found = []
        for entry in self._server.list_artifacts(self._at(path) or None).files:
            # What a server lists is input: a name that would lead elsewhere is refused, not written to.
            name = relative_path(entry.path)
            if not name or "/" in name:
                raise MlflowException(f"The server lists {entry.path!r} in the folder {below!r}; that is no name.")
            found.append(FileInfo(f"{below}/{name}" if below else name, entry.is_dir, entry.file_size))
        return sorted(found, key=lambda f: f.path)

    def stat(self, path: str) -> FileInfo | None:
        path = relative_path(path)
        if not path:
            return FileInfo("", True)
        return next((f for f in self.entries(path.rpartition("/")[0]) if f.path == path), None)

    def read(self, path: str, offset: int = 0) -> Content:
        try:
            return Download(self._server.transport, f"{_VERSIONS[0]}{_ROUTE}/{self._at(path)}", offset)
        except MlflowException as error:
            if error.get_http_status_code() == 404:
                raise ResourceDoesNotExist(f"There is no file {path!r} among the artifacts.") from error
            raise

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        if not relative_path(path):
            raise InvalidParameterValue("A file needs a name; the path is the root of the artifacts.")
        with spooled(chunks) as source:
            upload(self._server, self._at(path), source)

    def upload_file(self, local_path: str | Path, path: str) -> None:
        if not relative_path(path):
            raise InvalidParameterValue("A file needs a name; the path is the root of the artifacts.")
        with open(local_path, "rb") as source:
            size = os.fstat(source.fileno()).st_size
            with telling(f"Uploading {os.path.basename(local_path)}", size):
                if not parted_upload(self._server, self._at(path), local_path, size):
                    upload(self._server, self._at(path), source)
                    advance(size)

    def upload_folder(self, local_folder: str | Path, path: str = "") -> None:
        def send(file: tuple[str, str]) -> None:
            self.upload_file(file[0], f"{path}/{file[1]}" if path else file[1])

        files = list(local_files(local_folder))
        with telling(f"Uploading {os.path.basename(local_folder)}", sum(os.path.getsize(f) for f, _ in files)):
            together(send, files)

    def fetch(self, files: Iterable[tuple[str, Path]]) -> None:
        together(lambda file: self.fetch_file(*file), list(files))

    def delete(self, path: str = "") -> None:
        try:
            self._server.delete_artifact(self._at(path))
        except MlflowException as error:
            if error.get_http_status_code() != 404:
                raise


def open_store(location: Location, server: str | None) -> ProxiedArtifacts:
    """The files of an ``mlflow-artifacts:`` location, or of the ``http(s):`` address of a server's artifact routes.

    Args:
        location: The location.
        server: Address of the tracking server, for a location that names no host.

    Raises:
        InvalidParameterValue: No server is known, or the address is not one of artifact routes.
    """
    if location.scheme == "mlflow-artifacts":
        at_hand = server is not None and server.startswith(("http://", "https://"))
        if location.authority:
            scheme = "https" if server is not None and server.startswith("https:") else "http"
            base = f"{scheme}://{location.authority}"
        elif at_hand and server is not None:
            base = server
        else:
            raise InvalidParameterValue(
                f"{str(location)!r} lies behind a tracking server; give its address in MLFLOW_TRACKING_URI."
            )
        return ProxiedArtifacts(_server(base, is_known(base, server)), location.path.strip("/"))
    found = _route(location)
    if found is None:
        raise InvalidParameterValue(
            f"{str(location)!r} is no folder of artifacts; give http(s)://<server>/api/2.0{_ROUTE}/<folder>."
        )
    mounted, root = found
    address = join_url(f"{location.scheme}://{location.authority}", mounted.strip("/"))
    return ProxiedArtifacts(_server(address.rstrip("/"), is_known(address, server)), root.strip("/"))


def is_route(location: Location) -> bool:
    """Whether an ``http(s):`` address is that of artifact routes."""
    return _route(location) is not None


def _route(location: Location) -> tuple[str, str] | None:
    """``(path that the server is mounted at, folder)`` of an address of artifact routes."""
    before, route, root = location.path.partition(_ROUTE)
    mounted = next((before.removesuffix(v) for v in _VERSIONS if before.endswith(v)), None)
    return None if not route or mounted is None or (root and not root.startswith("/")) else (mounted, root)


@lru_cache(maxsize=16)
def _server(address: str, with_credentials: bool) -> RestStore:
    return open_rest_store(address, with_credentials)


def is_known(address: str, server: str | None) -> bool:
    """Whether a server may be shown the user's credentials: the tracking server, or a host that the user names.

    A location is text that others wrote; a token must not go wherever it says, nor unencrypted where it was not before.
    """
    scheme, host, _, _ = base_url(address)
    if host in (PENSTOCK_CREDENTIAL_HOSTS.get() or "").replace(" ", "").lower().split(","):
        return True
    if server is None or not server.startswith(("http://", "https://")):
        return False
    own_scheme, own_host, _, _ = base_url(server)
    return host == own_host and (scheme == "https" or own_scheme == "http")
