"""How requests travel: a pool of kept-open connections to one server."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import IOBase
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util import Timeout, make_headers

from mlflow import environment_variables as variables
from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.store.rest.answers import Answer, failure
from mlflow.uris import base_url, credentials_in
from mlflow.version import PENSTOCK_VERSION, VERSION

Body = bytes | Iterable[bytes] | IO[bytes] | None

_BUSY = frozenset({429, 502, 503, 504})
_CHUNK = 1 << 20
_IN_MEMORY = 8 << 20


class Transport(Protocol):
    """The one seam between the store and the network."""

    def send(
        self, method: str, target: str, body: Body = None, content_type: str | None = None, again: bool = False
    ) -> Answer:
        """Send a request and return the whole answer, whatever its status.

        Args:
            method: HTTP method.
            target: Path and query below the server's address, quoted.
            body: Bytes, or chunks to be streamed.
            content_type: Of the body.
            again: Whether doing it twice is as good as once, so that it may be sent again after a failure.

        Raises:
            TemporarilyUnavailable: The server cannot be reached.
        """

    def stream(self, target: str) -> Iterator[bytes]:
        """Download: the body of a GET in chunks.

        Raises:
            MlflowException: The server refused; raised by the call, not by the first chunk.
        """


class HttpTransport:
    """Requests over HTTP with a pool of kept-open connections; safe to use from threads and after a fork.

    Timeouts, retries, credentials and TLS are those of the ``MLFLOW_*`` environment variables at the time of creation.

    Args:
        url: Address of the server, with the path it is mounted at if any.
        with_credentials: Whether it is shown the credentials of the environment variables.
    """

    def __init__(self, url: str, with_credentials: bool = True) -> None:
        named, self.url = credentials_in(url)
        self._scheme, self._host, self._port, self._path = base_url(self.url)
        agent = f"mlflow-python-client/{VERSION} penstock/{PENSTOCK_VERSION}"
        self._headers = {"User-Agent": agent, **(_credentials(named) if with_credentials else {})}
        self._timeout = Timeout(total=variables.MLFLOW_HTTP_REQUEST_TIMEOUT.get())
        self._retries = variables.MLFLOW_HTTP_REQUEST_MAX_RETRIES.get()
        self._backoff = variables.MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR.get()
        self._pool = self._open()
        self._process = os.getpid()

    def _open(self) -> urllib3.HTTPConnectionPool:
        # urllib3's sockets have TCP_NODELAY: a small request is not held back for an acknowledgement.
        if self._scheme == "http":
            return urllib3.HTTPConnectionPool(self._host, self._port, maxsize=16)
        insecure = variables.MLFLOW_TRACKING_INSECURE_TLS.get()
        authorities = variables.MLFLOW_TRACKING_SERVER_CERT_PATH.get()
        if insecure and authorities:
            raise MlflowException(
                "MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH contradict each other; unset one.",
                error_code="INVALID_PARAMETER_VALUE",
            )
        return urllib3.HTTPSConnectionPool(
            self._host,
            self._port,
            maxsize=16,
            cert_reqs="CERT_NONE" if insecure else "CERT_REQUIRED",
            ca_certs=authorities,
            cert_file=variables.MLFLOW_TRACKING_CLIENT_CERT_PATH.get(),
        )

    @property
    def _connections(self) -> urllib3.HTTPConnectionPool:
        if self._process != os.getpid():  # a child must not talk over its parent's sockets
            self._pool, self._process = self._open(), os.getpid()
        return self._pool

    def send(
        self, method: str, target: str, body: Body = None, content_type: str | None = None, again: bool = False
    ) -> Answer:
        headers = dict(self._headers)
        if content_type is not None:
            headers["Content-Type"] = content_type
        if isinstance(body, list | tuple):  # MLflow's server takes a body of no stated length for an empty one
            body = b"".join(body)
        if body is not None and not isinstance(body, bytes):
            with _file(body) as file:
                headers["Content-Length"] = str(file.seek(0, os.SEEK_END))
                return self._send(method, target, file, headers, again)
        return self._send(method, target, body, headers, again)

    def _send(
        self, method: str, target: str, body: bytes | IO[bytes] | None, headers: dict[str, str], again: bool
    ) -> Answer:
        attempt = 0
        while True:
            if body is not None and not isinstance(body, bytes):
                body.seek(0)
            try:
                response = self._connections.urlopen(
                    method,
                    self._path + target,
                    body=body,
                    headers=headers,
                    retries=False,
                    redirect=False,
                    timeout=self._timeout,
                )
                answer = Answer(response.status, response.data, {k.lower(): v for k, v in response.headers.items()})
                if answer.status not in _BUSY or not again or attempt >= self._retries:
                    return answer
                wait = answer.headers.get("retry-after", "")
            except (HTTPError, OSError) as error:
                unsent = isinstance(error, (NewConnectionError, ConnectTimeoutError))
                if attempt >= self._retries or not (again or unsent):
                    raise self._unreachable(error) from error
                wait = ""
            time.sleep(min(float(wait), 60.0) if wait.isdigit() else self._pause(attempt))
            attempt += 1

    def _pause(self, attempt: int) -> float:
        """Seconds before the next attempt: doubling, a quarter of a second at first with the default factor."""
        return float(self._backoff * 2**attempt / 8 * random.uniform(0.8, 1.2))

    def stream(self, target: str) -> Iterator[bytes]:
        try:
            response = self._connections.urlopen(
                "GET",
                self._path + target,
                headers=self._headers,
                retries=False,
                redirect=False,
                timeout=self._timeout,
                preload_content=False,
            )
        except (HTTPError, OSError) as error:
            raise self._unreachable(error) from error
        if response.status != 200:
            raise failure(Answer(response.status, response.data), f"GET {self.url}{target}")
        return self._chunks(response)

    def _chunks(self, response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
        try:
            yield from response.stream(_CHUNK, decode_content=True)
        except (HTTPError, OSError) as error:
            raise self._unreachable(error) from error
        finally:
            response.release_conn()

    def _unreachable(self, error: Exception) -> MlflowException:
        if isinstance(error, urllib3.exceptions.SSLError):
            return MlflowException(
                f"The server at {self.url} cannot be trusted: {error}. If its certificate is of your own authority, "
                "give that in MLFLOW_TRACKING_SERVER_CERT_PATH."
            )
        return TemporarilyUnavailable(f"The server at {self.url} cannot be reached: {error}. Is it running?")


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


def _credentials(named: tuple[str, str] | None) -> dict[str, str]:
    """Those of the environment variables, or else those that the address names."""
    name, password = variables.MLFLOW_TRACKING_USERNAME.get(), variables.MLFLOW_TRACKING_PASSWORD.get()
    if not (name and password) and named is not None and not variables.MLFLOW_TRACKING_TOKEN.get():
        name, password = named
    if name and password:
        return {k.title(): v for k, v in make_headers(basic_auth=f"{name}:{password}").items()}
    token = variables.MLFLOW_TRACKING_TOKEN.get()
    return {"Authorization": f"Bearer {token}"} if token else {}
