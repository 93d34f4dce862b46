from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.server.app import Server, create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.store import RestStore, over
from mlflow.store.sql.store import close_all
from mlflow.testing.asgi import AsgiTransport


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        backend_store_uri=f"sqlite:///{tmp_path}/records.db", artifacts_destination=str(tmp_path / "artifacts")
    )


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    app = create_app(settings)
    yield app
    app.close()
    close_all()


@pytest.fixture
def web(server: Server) -> Iterator[AsgiTransport]:
    transport = AsgiTransport(server)
    yield transport
    transport.close()


@pytest.fixture
def client(web: AsgiTransport) -> RestStore:
    return over(web)
