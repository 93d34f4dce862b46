"""Versions of models, tried on scoring servers.

Nobody but the operator names an address that is asked: a caller names a version, and the first of the operator's
servers that says it serves it gets the request. What a server says is input: it is decoded by a schema, has a size and
a time, and redirects are not followed.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final

import msgspec

from mlflow.contracts.serving import ModelServing, Prediction, ServedModel, Serving
from mlflow.contracts.stores import RegistryStore
from mlflow.entities import ModelVersion
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist, TemporarilyUnavailable
from mlflow.uris import base_url

MAX_REQUEST: Final = 8 << 20
MAX_ANSWER: Final = 16 << 20
_MAX_LISTING: Final = 4 << 20
#: Seconds for a prediction, and for what a server says of its models.
_PREDICTING: Final = 60.0
_LISTING: Final = 3.0
#: Seconds for which what a server said of its models is believed.
_BELIEVED: Final = 5.0
#: What is put into a path of theirs.
_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")
_KINDS: Final = ("application/json", "text/csv")
_CHUNK: Final = 1 << 16


class _Listing(msgspec.Struct):
    models: list[ServedModel] = []


class ScoringServer:
    """One scoring server.

    Args:
        url: Its address.
        predicting: Seconds that a prediction may take.
        listing: Seconds that it may take to tell its models.
    """

    def __init__(self, url: str, predicting: float = _PREDICTING, listing: float = _LISTING) -> None:
        self.url = url
        self._scheme, self._host, self._port, self._path = base_url(url)
        self._predicting, self._listing = predicting, listing
        self._told: tuple[float, list[ServedModel] | None] = (0, None)

    def models(self) -> list[ServedModel] | None:
        """What it says it serves; None where it does not answer."""
        since, known = self._told
        if time.monotonic() - since > _BELIEVED:
            known = self._asked()
            self._told = (time.monotonic(), known)
        return known

    def _asked(self) -> list[ServedModel] | None:
        try:
            status, body = self._send("GET", "/models", None, {}, self._listing, _MAX_LISTING)
            return msgspec.json.decode(body, type=_Listing).models if status == 200 else []
        except TemporarilyUnavailable:
            return None
        except msgspec.MsgspecError:
            return []  # a server of another make

    def described(self, model: ServedModel) -> ServedModel:
        """A model with its signature and example; as it was listed where the server tells no more."""
        try:
            status, body = self._send("GET", f"/models/{_checked(model)}", None, {}, self._listing, _MAX_LISTING)
            found = msgspec.json.decode(body, type=ServedModel) if status == 200 else model
        except (TemporarilyUnavailable, msgspec.MsgspecError):
            found = model
        return msgspec.structs.replace(found, server=self.url)

    def predict(self, model: ServedModel, body: bytes, content_type: str) -> Prediction:
        """What a model answers.

        Raises:
            TemporarilyUnavailable: It went away, was too slow, or answered too much.
        """
        began = time.perf_counter()
        path = f"/models/{_checked(model)}/invocations"
        headers = {"Content-Type": content_type, "Accept": "application/json"}
        status, said = self._send("POST", path, body, headers, self._predicting, MAX_ANSWER)
        took = round((time.perf_counter() - began) * 1000, 1)
        return Prediction(status, said.decode("utf-8", "replace"), took, self.url)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], seconds: float, most: int
    ) -> tuple[int, bytes]:
        deadline = time.monotonic() + seconds
        connection = self._connection(seconds)
        try:
            connection.request(method, self._path + path, body, dict(headers))
            response = connection.getresponse()
            parts: list[bytes] = []
            size = 0
            while True:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                if connection.sock is not None:  # else it is read to its end
                    connection.sock.settimeout(left)
                if not (part := response.read1(_CHUNK)):
                    return response.status, b"".join(parts)
                parts.append(part)
                size += len(part)
                if size > most:
                    raise TemporarilyUnavailable(f"The scoring server answered more than {most >> 20} MiB.")
        except TimeoutError:
            raise TemporarilyUnavailable(
                f"The scoring server gave no whole answer within {seconds:g} seconds."
            ) from None
        except (OSError, HTTPException) as error:
            raise TemporarilyUnavailable(f"The scoring server cannot be reached: {type(error).__name__}.") from error
        finally:
            connection.close()

    def _connection(self, seconds: float) -> HTTPConnection:
        if self._scheme == "https":
            context = ssl.create_default_context()
            return HTTPSConnection(self._host, self._port, timeout=seconds, context=context)
        return HTTPConnection(self._host, self._port, timeout=seconds)


def _checked(model: ServedModel) -> str:
    if not _NAME.fullmatch(model.name):
        raise TemporarilyUnavailable("The scoring server calls its model by a name that cannot be asked for.")
    return model.name


class ScoringServers(ModelServing):
    """The scoring servers that the operator named.

    Args:
        servers: Their addresses, or the servers.
        registry: Knows the versions.
    """

    def __init__(self, servers: Iterable[str | ScoringServer], registry: RegistryStore) -> None:
        self._servers = [ScoringServer(server) if isinstance(server, str) else server for server in servers]
        self._registry = registry

    def get_serving(self, name: str, version: str) -> Serving:
        wanted = self._registry.get_model_version(name, version)
        told = self._listings()
        found = _first(told, wanted)
        return Serving(
            [server.url for server in self._servers],
            [server.url for server, models in told if models is None],
            found and found[0].described(found[1]),
        )

    def invoke_model_version(
        self, name: str, version: str, body: str, content_type: str = "application/json"
    ) -> Prediction:
        sent = body.encode()
        if len(sent) > MAX_REQUEST:
            raise InvalidParameterValue(f"A request has at most {MAX_REQUEST >> 20} MiB, not {len(sent)} bytes.")
        if content_type not in _KINDS:
            raise InvalidParameterValue(f"A request is application/json or text/csv, not {content_type!r}.")
        found = _first(self._listings(), self._registry.get_model_version(name, version))
        if found is None:
            raise ResourceDoesNotExist(
                f"None of the scoring servers of this server ({len(self._servers)}) serves version {version} of "
                f"{name!r}. Serve it with `mlflow models serve`, and name the address with --serving-url."
            )
        return found[0].predict(found[1], sent, content_type)

    def _listings(self) -> list[tuple[ScoringServer, list[ServedModel] | None]]:
        if not self._servers:
            return []
        with ThreadPoolExecutor(min(8, len(self._servers)), "listing") as threads:
            return list(zip(self._servers, threads.map(ScoringServer.models, self._servers), strict=True))


def _first(
    told: Iterable[tuple[ScoringServer, list[ServedModel] | None]], wanted: ModelVersion
) -> tuple[ScoringServer, ServedModel] | None:
    """The first model that is the version, and the server that has it."""
    for server, models in told:
        for model in models or ():
            same = model.registered_model == wanted.name and model.version == str(wanted.version)
            if same or (wanted.model_id and wanted.model_id == model.model_id):
                return server, model
    return None
