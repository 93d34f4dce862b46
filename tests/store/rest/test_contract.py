"""The REST store keeps every law of a store: a client and a server, bytes and all, less the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.store import RestStore, over
from mlflow.testing.asgi import AsgiTransport
from mlflow.testing.stores import StoreContract


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RestStore]:
    folder = tmp_path_factory.mktemp("server")
    # The suite names places of its own, which a server refuses unless its operator allows them.
    app = create_app(
        Settings(
            backend_store_uri=str(folder / "mlruns"),
            artifacts_destination=str(folder / "artifacts"),
            allowed_artifact_locations=(str(Path("/")),),
        )
    )
    transport = AsgiTransport(app)
    yield over(transport)
    transport.close()
    app.close()


class TestRestStore(StoreContract):
    @pytest.fixture
    def store(self, client: RestStore) -> RestStore:
        return client
