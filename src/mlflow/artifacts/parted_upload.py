"""A large file on its way to a server in parts, of which only those that broke are sent again.

Parts go to the server that was asked, or, where the user allows it with ``MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD``,
straight to its store, at addresses that it signed.
"""

from __future__ import annotations

import os
import threading
import time
from io import RawIOBase
from pathlib import Path

import urllib3
from urllib3.exceptions import HTTPError

from mlflow import environment_variables as variables
from mlflow.artifacts import digests
from mlflow.artifacts.parts import MOST_PARTS
from mlflow.artifacts.progress import advance
from mlflow.artifacts.together import together
from mlflow.contracts.artifacts import MultipartUpload, MultipartUploadCredential, MultipartUploadPart
from mlflow.exceptions import EndpointNotFound, MlflowException, MlflowNotImplementedException, TemporarilyUnavailable
from mlflow.store.rest.answers import failure
from mlflow.store.rest.connections import web_pool
from mlflow.store.rest.store import RestStore

#: Bytes from which on a file goes to the server in parts: less is soon sent again.
_LARGE = 64 << 20
#: Stores take no smaller parts.
_SMALLEST_PART = 5 << 20
_HELD = "/mlflow-artifacts/mpu/part/"
_TRIED_AGAIN = frozenset({408, 429, 500, 502, 503, 504})


class _Slice(RawIOBase):
    """Some bytes of a file, as a file; several can be read at a time."""

    def __init__(self, handle: int, start: int, size: int) -> None:
        self._handle = handle
        self._start = start
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._position = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        return self._position

    def tell(self) -> int:
        return self._position

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._size - self._position)
        found = os.pread(self._handle, left if size < 0 else min(size, left), self._start + self._position)
        self._position += len(found)
        return found


def parted_upload(server: RestStore, path: str, local_path: str | Path, size: int) -> bool:
    """Send a file in parts; False where it is too small for that or the server takes no parts, and nothing was sent.

    Args:
        server: The server.
        path: Where the file shall be, below the server's artifact root.
        local_path: The file.
        size: Its bytes.

    Raises:
        MlflowException: The server or its store refused, or was away too long; nothing is at ``path`` then.
    """
    direct = variables.MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD.get()
    least = min(_LARGE, variables.MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE.get()) if direct else _LARGE
    folder, _, name = path.rpartition("/")
    if size < least or not folder:
        return False
    length = max(_SMALLEST_PART, variables.MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE.get(), -(-size // (MOST_PARTS - 1)))
    count = max(1, -(-size // length))
    try:
        upload = server.create_multipart_upload(folder, name, count)
    except (EndpointNotFound, MlflowNotImplementedException):
        return False
    sending = _Sending(server, path, upload, direct)
    if len(upload.credentials) != count or not sending.allowed:
        sending.give_up(folder, name)
        return False
    handle = os.open(local_path, os.O_RDONLY)
    try:
        etags: dict[int, str] = {}

        def send(credential: MultipartUploadCredential) -> None:
            start = (credential.part_number - 1) * length
            here = min(length, size - start)
            etags[credential.part_number] = sending.part(credential, handle, start, here)
            advance(here)

        together(send, upload.credentials, 4)
        if os.fstat(handle).st_size != size:
            raise MlflowException(f"The file {os.fspath(local_path)!r} changed while it was sent; log it once more.")
        sending.finish(folder, name, [MultipartUploadPart(n, etags[n]) for n in sorted(etags)])
    except BaseException:
        sending.give_up(folder, name)
        raise
    finally:
        os.close(handle)
    return True


class _Sending:
    """An upload that has begun.

    Args:
        server: The server.
        path: The file's path there.
        upload: Its answer.
        direct: Whether parts may go to other places.
    """

    def __init__(self, server: RestStore, path: str, upload: MultipartUpload, direct: bool) -> None:
        self._server = server
        self._path = path
        self._upload = upload
        self._away = [c for c in upload.credentials if _HELD not in c.url.partition("?")[0]]
        self.allowed = direct or not self._away
        self._pool = web_pool(self._away[0].url, maxsize=8, block=False, retries=False) if self._away else None
        self._stopped = threading.Event()

    def part(self, credential: MultipartUploadCredential, handle: int, start: int, size: int) -> str:
        """Send a part until it has arrived; returns its ETag."""
        retries = variables.MLFLOW_HTTP_REQUEST_MAX_RETRIES.get()
        for attempt in range(retries + 1):
            try:
                return self._sent(credential, _Slice(handle, start, size), size)
            except TemporarilyUnavailable:
                if attempt == retries or self._stopped.wait(min(0.25 * 2**attempt, 30.0)):
                    self._stopped.set()
                    raise
            except BaseException:
                self._stopped.set()
                raise
        raise AssertionError

    def _sent(self, credential: MultipartUploadCredential, source: _Slice, size: int) -> str:
        if self._pool is not None:
            return self._sent_away(self._pool, credential, source, size)
        hashed = digests.Hashed(iter(lambda: source.read(1 << 20), b""))
        for _ in hashed:
            pass
        source.seek(0)
        # The server is reached as it was asked, whatever it believes its address to be.
        target = "/api/2.0" + _HELD + credential.url.partition(_HELD)[2]
        headers = {"Content-Digest": digests.header(hashed.hexdigest())}
        answer = self._server.transport.send("PUT", target, source, "application/octet-stream", headers=headers)
        if answer.status in _TRIED_AGAIN:
            raise TemporarilyUnavailable(f"The server took no part of {self._path!r}: status {answer.status}.")
        if answer.status >= 300:
            raise failure(answer, "PUT of a part")
        etag = answer.headers.get("etag", "")
        if etag.strip('"') != hashed.hexdigest():
            raise digests.damaged(f"a part of {self._path}", size, hashed.hexdigest(), etag.strip('"'))
        return etag

    def _sent_away(
        self, pool: urllib3.PoolManager, credential: MultipartUploadCredential, source: _Slice, size: int
    ) -> str:
        try:
            answer = pool.request(
                "PUT",
                credential.url,
                body=source,
                headers={**credential.headers, "Content-Length": str(size)},
                timeout=variables.MLFLOW_HTTP_REQUEST_TIMEOUT.get(),
                redirect=False,
            )
        except (HTTPError, OSError) as error:
            place = credential.url.partition("?")[0]
            raise TemporarilyUnavailable(f"{place} cannot be reached: {type(error).__name__}.") from None
        if answer.status in _TRIED_AGAIN:
            raise TemporarilyUnavailable(f"The store took no part of {self._path!r}: status {answer.status}.")
        if answer.status >= 300:
            raise MlflowException(f"The store refused a part of {self._path!r} with status {answer.status}.")
        return answer.headers.get("etag", "")

    def finish(self, folder: str, name: str, parts: list[MultipartUploadPart]) -> None:
        """Let the server put the parts together."""
        retries = variables.MLFLOW_HTTP_REQUEST_MAX_RETRIES.get()
        for attempt in range(retries + 1):
            try:
                self._server.complete_multipart_upload(folder, name, self._upload.upload_id, parts)
                return
            except TemporarilyUnavailable:
                if attempt == retries:
                    raise
                time.sleep(min(0.25 * 2**attempt, 30.0))

    def give_up(self, folder: str, name: str) -> None:
        """Tell the server that nothing more comes, if it listens."""
        try:
            self._server.abort_multipart_upload(folder, name, self._upload.upload_id)
        except MlflowException:
            return
