"""The REST store keeps every law of a store: a client and a server, bytes and all, less the network.

On the way every request and answer is held against the OpenAPI document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from mlflow.contracts.openapi import PREFIXES, document
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.answers import Answer
from mlflow.store.rest.store import RestStore, over
from mlflow.store.rest.transport import Body
from mlflow.testing.asgi import AsgiTransport
from mlflow.testing.stores import StoreContract


class CheckedTransport(AsgiTransport):
    """Fails where a request or an answer is not as the document says."""

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self._document = document()
        self._paths = [
            (re.compile("(?:" + "|".join(PREFIXES) + ")" + re.sub(r"{\w+}", "[^/]+", path)), methods)
            for path, methods in self._document["paths"].items()
        ]
        self._validators: dict[int, jsonschema.Draft202012Validator] = {}

    def _check(self, schema: dict[str, Any], body: bytes) -> None:
        validator = self._validators.get(id(schema))
        if validator is None:
            whole = {**schema, "components": self._document["components"]}
            validator = self._validators[id(schema)] = jsonschema.Draft202012Validator(whole)
        validator.validate(json.loads(body))

    def send(
        self, method: str, target: str, body: Body = None, content_type: str | None = None, again: bool = False
    ) -> Answer:
        answer = super().send(method, target, body, content_type, again)
        path = target.partition("?")[0]
        methods = next(m for pattern, m in self._paths if pattern.fullmatch(path) and method.lower() in m)
        operation = methods[method.lower()]
        json_of = operation["responses"][str(answer.status)]["content"]["application/json"]
        self._check(json_of["schema"], answer.body)
        if answer.status == 200 and isinstance(body, bytes):
            self._check(operation["requestBody"]["content"]["application/json"]["schema"], body)
        return answer


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RestStore]:
    folder = tmp_path_factory.mktemp("server")
    # The suite names places of its own, which a server refuses unless its operator allows them.
    app = create_app(
        Settings(
            backend_store_uri=str(folder / "mlruns"),
            artifacts_destination=str(folder / "artifacts"),
            allowed_artifact_locations=("/",),
        )
    )
    transport = CheckedTransport(app)
    yield over(transport)
    transport.close()
    app.close()


class TestRestStore(StoreContract):
    @pytest.fixture
    def store(self, client: RestStore) -> RestStore:
        return client
