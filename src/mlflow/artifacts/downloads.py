"""A file on its way from a server: continued where it broke off, and compared with its checksum at the end."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from mlflow import environment_variables as variables
from mlflow.artifacts import digests
from mlflow.artifacts.contract import Content, left_out
from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.store.rest.transport import Transport

_WANTED = {"Want-Repr-Digest": "sha-256=1"}


class Download(Content):
    """The content of one file.

    Args:
        transport: The way to the server.
        target: The file's path there, not quoted.
        offset: Bytes at its beginning that are left out; what is not read whole is not compared.

    Raises:
        MlflowException: The server refused.
    """

    def __init__(self, transport: Transport, target: str, offset: int = 0) -> None:
        self._transport = transport
        self._target = quote(target)
        self._name = target.rpartition("/")[2]
        self._hash = None if offset else hashlib.sha256()
        self._position = offset
        self._failures = 0
        chunks, told = self._opened(None)
        whole = told.get("content-range", "").rpartition("/")[2] or told.get("content-length", "")
        super().__init__(chunks, int(whole) if whole.isdigit() else None, told.get("etag"))
        self._told = digests.from_header(told.get("repr-digest"))
        self._can_tell = "want-repr-digest" in told.get("vary", "").lower()

    def _opened(self, etag: str | None) -> tuple[Iterator[bytes], Mapping[str, str]]:
        """What is left of the file, and the headers; it must still be the file with the ETag, where one is given."""
        headers = dict(_WANTED)
        if self._position:
            headers["Range"] = f"bytes={self._position}-"
            if etag is not None:
                headers["If-Range"] = etag
        try:
            stream = self._transport.stream(self._target, headers)
        except MlflowException as error:
            if self._position and error.get_http_status_code() == 416:
                return iter(()), {}
            raise
        if not self._position:
            return stream, stream.headers
        if stream.status == 206 and stream.headers.get("content-range", "").startswith(f"bytes {self._position}-"):
            return stream, stream.headers
        if etag is not None:
            raise MlflowException(
                f"The file {self._name!r} was replaced while it was downloaded; download it again.",
                error_code="ABORTED",
            )
        return left_out(stream, self._position), stream.headers

    def __next__(self) -> bytes:
        """The next chunk.

        Raises:
            TemporarilyUnavailable: The connection broke too often, or the server cannot continue a download.
            MlflowException: The file was replaced in between, or its checksum is wrong.
        """
        try:
            chunk = self._following()
        except StopIteration:
            self._compare()
            raise
        self._position += len(chunk)
        self._failures = 0
        if self._hash is not None:
            self._hash.update(chunk)
        return chunk

    def _following(self) -> bytes:
        while True:
            try:
                return next(self._chunks)
            except TemporarilyUnavailable:
                # Without an ETag nobody knows whether what is left belongs to what is here.
                if self.etag is None:
                    raise
                self._reopen()

    def _reopen(self) -> None:
        while True:
            if self._failures >= max(1, variables.MLFLOW_HTTP_REQUEST_MAX_RETRIES.get()):
                raise TemporarilyUnavailable(
                    f"The download of {self._name!r} broke off {self._failures} times at {self._position:,} bytes of "
                    f"{self.size if self.size is not None else 'an unknown number'}, and the server does not answer."
                )
            time.sleep(min(0.25 * 2**self._failures, 30.0))
            self._failures += 1
            try:
                self._chunks, _ = self._opened(self.etag)
                return
            except TemporarilyUnavailable:
                continue

    def _compare(self) -> None:
        if self._hash is None:
            return
        if self._told is None and self._can_tell:
            answer = self._transport.send("HEAD", self._target, again=True, headers=_WANTED)
            if answer.headers.get("etag") == self.etag:
                self._told = digests.from_header(answer.headers.get("repr-digest"))
        found = self._hash.hexdigest()
        if self._told is not None and self._told != found:
            raise digests.damaged(self._name, self._position, self._told, found)
