"""Files at web addresses, to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError

from mlflow import environment_variables as variables
from mlflow.artifacts import proxy
from mlflow.artifacts.contract import CHUNK, ArtifactStore, Content, left_out
from mlflow.entities import FileInfo
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    MlflowNotImplementedException,
    PermissionDenied,
    ResourceDoesNotExist,
    TemporarilyUnavailable,
)
from mlflow.store.rest.connections import web_pool
from mlflow.uris import Location, join_url, relative_path


class WebArtifacts(ArtifactStore):
    """Files below a web address. They can be read by name; the web has no folders to list, and nothing is written.

    Args:
        address: The address that paths are appended to.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        seconds = variables.MLFLOW_HTTP_REQUEST_TIMEOUT.get()
        self._pool = web_pool(address, timeout=urllib3.Timeout(seconds), retries=urllib3.Retry(3, redirect=5))

    def _ask(self, method: str, path: str, offset: int = 0) -> urllib3.BaseHTTPResponse:
        address = join_url(self._address, relative_path(path))
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={offset}-"} if offset else {})}
        try:
            answer = self._pool.request(method, address, preload_content=False, headers=headers)
        except MaxRetryError as error:
            raise TemporarilyUnavailable(f"{address} cannot be reached: {error.reason}") from None
        except HTTPError as error:
            raise MlflowException(f"{address} failed: {error}") from None
        if answer.status in (200, 206, 405, 416):
            return answer
        answer.release_conn()
        if answer.status in (404, 410):
            raise ResourceDoesNotExist(f"There is no file at {address}.")
        if answer.status in (401, 403):
            raise PermissionDenied(f"{address} may not be read by everybody; download it by other means.")
        raise MlflowException(f"{address} answered with status {answer.status}.")

    def entries(self, path: str = "") -> list[FileInfo]:
        raise MlflowNotImplementedException(
            f"The files at {join_url(self._address, relative_path(path))} cannot be listed; name one of them."
        )

    def stat(self, path: str) -> FileInfo | None:
        path = relative_path(path)
        if not path:
            return FileInfo("", True)
        try:
            answer = self._ask("HEAD", path)
        except ResourceDoesNotExist:
            return None
        answer.release_conn()
        size = answer.headers.get("content-length", "")
        return FileInfo(path, False, int(size) if answer.status == 200 and size.isdigit() else None)

    def read(self, path: str, offset: int = 0) -> Content:
        answer = self._ask("GET", path, offset)
        if answer.status == 405:
            raise MlflowException(f"{join_url(self._address, relative_path(path))} cannot be read with GET.")
        if answer.status == 416:  # nothing is left
            answer.release_conn()
            return Content(iter(()))
        if offset and answer.status == 200:  # the server knows no ranges
            return Content(left_out(_chunks(answer), offset))
        return Content(_chunks(answer))

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        raise _unwritable(self._address)

    def delete(self, path: str = "") -> None:
        raise _unwritable(self._address)


def _chunks(answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    try:
        yield from answer.stream(CHUNK)
    except HTTPError as error:
        raise MlflowException(f"The connection broke off before the whole file had arrived: {error}") from None
    finally:
        answer.release_conn()


def _unwritable(address: str) -> MlflowException:
    return MlflowNotImplementedException(
        f"Files at {address} can only be read. To write, give the address of a tracking server's artifacts or a bucket."
    )


def open_store(location: Location, server: str | None) -> ArtifactStore:
    """The files at an ``http(s):`` address: a tracking server's where it is that of artifact routes, else the web's.

    Raises:
        InvalidParameterValue: The address names no host.
    """
    if proxy.is_route(location):
        return proxy.open_store(location, server)
    if not location.authority:
        raise InvalidParameterValue(f"{str(location)!r} names no host.")
    return WebArtifacts(f"{location.scheme}://{location.authority}{location.path}")
