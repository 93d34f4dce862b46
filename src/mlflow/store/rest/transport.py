"""How requests travel: a pool of kept-open connections to one server."""

from __future__ import annotations

import copy
import gzip
import os
import random
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import IOBase
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProxyError, SSLError
from urllib3.util import Timeout

from mlflow import environment_variables as variables
from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.store.rest.answers import Answer, failure
from mlflow.store.rest.connections import Connections, is_here, open_connections
from mlflow.store.rest.headers import plain_headers, resolve_request_headers
from mlflow.store.rest.outgoing import Credentials, Nobody, Outgoing
from mlflow.store.rest.streams import Stream
from mlflow.uris import base_url, joined_url

Body = bytes | Iterable[bytes] | IO[bytes] | None

_BUSY = frozenset({408, 429, 502, 503, 504})
_HOPS = 5
#: Bytes of a body from which on it is compressed, for a server that has said that it takes that.
_WORTH_COMPRESSING = 16 << 10
_CHUNK = 1 << 20
#: Seconds to connect to a server that something else can stand in for.
_HASTY = 5.0
_IN_MEMORY = 8 << 20
#: What urllib3 puts before the reason why a connection failed.
_OF_URLLIB3 = re.compile(
    r"^(?:HTTPS?Connection(?:Pool)?\([^)]*\): )?(?:Failed to establish a new connection: )?(?:\[Errno -?\d+\] )?"
)


class Transport(Protocol):
    """The one seam between the store and the network."""

    def send(
        self,
        method: str,
        target: str,
        body: Body = None,
        content_type: str | None = None,
        again: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request and return the whole answer, whatever its status.

        Args:
            method: HTTP method.
            target: Path and query below the server's address, quoted.
            body: Bytes, or chunks to be streamed.
            content_type: Of the body.
            again: Whether doing it twice is as good as once, so that it may be sent again after a failure.
            headers: Further headers.

        Raises:
            TemporarilyUnavailable: The server cannot be reached.
        """

    def stream(self, target: str, headers: Mapping[str, str] | None = None) -> Stream:
        """Download: the body of a GET in chunks.

        Args:
            target: Path and query below the server's address, quoted.
            headers: Further headers.

        Raises:
            MlflowException: The server refused; raised by the call, not by the first chunk.
        """


class HttpTransport:
    """Requests over HTTP with a pool of kept-open connections; safe to use from threads and after a fork.

    Timeouts, retries, proxies and TLS are those of the environment variables at the time of creation.

    Args:
        url: Address of the server, with the path it is mounted at if any.
        credentials: Show the server who asks.
        insecure: Whether any certificate is taken; as the environment says where None.
    """

    def __init__(self, url: str, credentials: Credentials, insecure: bool | None = None) -> None:
        self.url = url.rstrip("/")
        self._credentials = credentials
        #: Whether the server is not to know who asks.
        self._is_strange = isinstance(credentials, Nobody)
        self._insecure = insecure
        self._timeout = Timeout(total=variables.MLFLOW_HTTP_REQUEST_TIMEOUT.get())
        self._retries = variables.MLFLOW_HTTP_REQUEST_MAX_RETRIES.get()
        self._backoff = variables.MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR.get()
        self._jitter = variables.MLFLOW_HTTP_REQUEST_BACKOFF_JITTER.get()
        self._heeds = variables.MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER.get()
        self._follows = variables.MLFLOW_ALLOW_HTTP_REDIRECTS.get()
        #: Whether it is this machine, where sending is quicker than compressing.
        self._is_near = is_here(base_url(url)[1])
        self._compresses = False
        self._opened = open_connections(url, insecure)
        self._process = os.getpid()

    def retrying(self, times: int, seconds: float | None = None) -> HttpTransport:
        """The same connections, with little time to connect and at most so many retries, and seconds for an answer."""
        transport = copy.copy(self)
        transport._retries = min(times, self._retries)
        longest = variables.MLFLOW_HTTP_REQUEST_TIMEOUT.get()
        total = longest if seconds is None else min(seconds, longest)
        transport._timeout = Timeout(connect=min(_HASTY, total), total=total)
        return transport

    @property
    def _connections(self) -> Connections:
        if self._process != os.getpid():  # a child must not talk over its parent's sockets
            self._opened, self._process = open_connections(self.url, self._insecure), os.getpid()
        return self._opened

    def send(
        self,
        method: str,
        target: str,
        body: Body = None,
        content_type: str | None = None,
        again: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        headers = dict(headers or {})
        if content_type is not None:
            headers["Content-Type"] = content_type
        if isinstance(body, list | tuple):  # MLflow's server takes a body of no stated length for an empty one
            body = b"".join(body)
        if body is not None and not isinstance(body, bytes):
            with _file(body) as file:
                headers["Content-Length"] = str(file.seek(0, os.SEEK_END))
                return self._send(method, target, file, headers, again)
        if body is not None and self._compresses and len(body) > _WORTH_COMPRESSING:
            body = gzip.compress(body, 1, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return self._send(method, target, body, headers, again)

    def _send(
        self, method: str, target: str, body: bytes | IO[bytes] | None, headers: dict[str, str], again: bool
    ) -> Answer:
        attempt = 0
        while True:
            try:
                response = self._ask(method, target, body, headers)
                answer = Answer(response.status, response.data, {k.lower(): v for k, v in response.headers.items()})
                if not self._is_near:
                    self._compresses = "gzip" in answer.headers.get("accept-encoding", "")
                if answer.status not in _BUSY or not again or attempt >= self._retries:
                    return answer
                wait = answer.headers.get("retry-after", "") if self._heeds else ""
            except (HTTPError, OSError) as error:
                unsent = isinstance(error, (NewConnectionError, ConnectTimeoutError))
                if attempt >= self._retries or not (again or unsent) or isinstance(error, SSLError):
                    raise self._unreachable(error) from error
                wait = ""
            time.sleep(min(float(wait), 60.0) if wait.isdigit() else self._pause(attempt))
            attempt += 1

    def _ask(
        self, method: str, target: str, body: bytes | IO[bytes] | None, headers: dict[str, str], whole: bool = True
    ) -> urllib3.BaseHTTPResponse:
        """Send a request once, and again where the same server says it is to be sent to another path."""
        for _ in range(_HOPS):
            given = plain_headers(headers) if self._is_strange else resolve_request_headers(headers)
            request = Outgoing(method, self.url + target, given, body)
            self._credentials.sign(request)
            if body is not None and not isinstance(body, bytes):
                body.seek(0)
            connections = self._connections
            response = connections.pool.urlopen(
                method,
                connections.base + target,
                body=body,
                headers=request.headers,
                retries=False,
                redirect=False,
                timeout=self._timeout,
                preload_content=whole,
            )
            place = self._moved_to(response, method, target)
            if place is None:
                break
            response.drain_conn()
            response.release_conn()
            target = place
        return response

    def _moved_to(self, response: urllib3.BaseHTTPResponse, method: str, target: str) -> str | None:
        """The target to ask instead, where an answer says so and that is at the same server.

        Nothing is sent elsewhere: whoever answers there would be shown the credentials and the data.
        """
        kept = response.status in (307, 308) or (response.status in (301, 302) and method in ("GET", "HEAD"))
        place = response.headers.get("location")
        if not kept or not place or not self._follows:
            return None
        place = joined_url(self.url + target, place)
        return place[len(self.url) :] if place.startswith(self.url + "/") and "#" not in place else None

    def _pause(self, attempt: int) -> float:
        """Seconds before the next attempt: doubling, a quarter of a second at first with the default factor."""
        spread = 0.2 * min(max(self._jitter, 0.0), 4.0)
        return float(self._backoff * 2**attempt / 8 * random.uniform(1 - spread, 1 + spread))

    def stream(self, target: str, headers: Mapping[str, str] | None = None) -> Stream:
        try:
            response = self._ask("GET", target, None, dict(headers or {}), whole=False)
        except (HTTPError, OSError) as error:
            raise self._unreachable(error) from error
        if response.status not in (200, 206):
            raise failure(Answer(response.status, response.data), f"GET {self.url}{target}")
        return Stream(self._chunks(response), response.status, {k.lower(): v for k, v in response.headers.items()})

    def _chunks(self, response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
        try:
            yield from response.stream(_CHUNK, decode_content=True)
        except (HTTPError, OSError) as error:
            raise self._unreachable(error) from error
        finally:
            response.release_conn()

    def _unreachable(self, error: Exception) -> MlflowException:
        if isinstance(error, SSLError):
            return MlflowException(
                f"The server at {self.url} cannot be trusted: {error}. If its certificate is of your own authority, "
                "give that in MLFLOW_TRACKING_SERVER_CERT_PATH."
            )
        if isinstance(error, ProxyError):
            return TemporarilyUnavailable(
                f"The server at {self.url} cannot be reached through the proxy that the environment names: "
                f"{error.original_error}. To go without it, name the server's host in no_proxy."
            )
        told = _OF_URLLIB3.sub("", str(error)).rstrip(".")
        return TemporarilyUnavailable(
            f"The server at {self.url} cannot be reached: {told}. Does it run, at this address?"
        )


@contextmanager
def _file(body: Iterable[bytes] | IO[bytes]) -> Iterator[IO[bytes]]:
    """The body as a file, whose length is known: a server of MLflow reads nothing of a body of unknown length."""
    if isinstance(body, IOBase):
        yield body  # type: ignore[misc]  # a file that yields bytes
        return
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        for chunk in body:
            file.write(chunk)
        yield file
