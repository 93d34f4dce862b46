"""A tracking server as a source: what its clients see of it is taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.entities import Metric, ViewType
from mlflow.exceptions import EndpointNotFound
from mlflow.mlruns.source import FolderSource
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.source import ServerSource
from mlflow.store.rest.store import RestStore, over
from mlflow.store.sql.store import SqlStore, close_all, open_store
from mlflow.store.sql.taking_in import take_in
from mlflow.testing.asgi import AsgiTransport
from mlflow.uris import StoreUri
from tests.mlruns.layouts import FIRST, RUN, whole
from tests.store.sql.test_taking_in import everything

ADDRESS = "http://there:5000"


@pytest.fixture
def there(tmp_path: Path) -> Iterator[SqlStore]:
    """The records behind the server."""
    store = open_store(StoreUri("sql", f"sqlite:///{tmp_path}/there.db"))
    take_in(store, FolderSource(whole(tmp_path / "mlruns")))
    yield store
    close_all()


@pytest.fixture
def client(there: SqlStore, tmp_path: Path) -> Iterator[RestStore]:
    settings = Settings(backend_store_uri=f"sqlite:///{tmp_path}/there.db", artifacts_destination=f"{tmp_path}/files")
    app = create_app(settings)
    transport = AsgiTransport(app)
    yield over(transport)
    transport.close()
    app.close()


@pytest.fixture
def here(tmp_path: Path) -> SqlStore:
    return open_store(StoreUri("sql", f"sqlite:///{tmp_path}/here.db"))


def records(store: SqlStore) -> dict[str, str]:
    places = re.compile(r"(artifact_(uri|location)'?[=:] ?)'[^']*'")
    return {name: places.sub(r"\1", str(told)) for name, told in everything(store).items() if name != "experiment 0"}


def test_what_is_behind_a_server_is_copied(
    client: RestStore, there: SqlStore, here: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlflow.store.rest.source._PAGE", 1)
    monkeypatch.setattr("mlflow.store.rest.source.GET_METRIC_HISTORY_MAX_RESULTS", 2)
    source = ServerSource(client, ADDRESS)
    summary = take_in(here, source)
    assert not summary.refused and summary.taken["runs"] == 3 and source.size() == 6
    assert records(here) == records(there)
    assert take_in(here, source).taken == {}
    there.log_batch(RUN, [Metric("later", 1.0, 1)])
    assert take_in(here, source).taken == {"points": 1}
    assert here.get_run(RUN).data.metrics["later"] == 1.0


def test_files_are_said_to_be_behind_that_server(client: RestStore, here: SqlStore) -> None:
    experiment = client.create_experiment("proxied")
    run = client.create_run(experiment).info
    assert (run.artifact_uri or "").startswith("mlflow-artifacts:/")
    take_in(here, ServerSource(client, ADDRESS))
    place = f"{ADDRESS}/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run.run_id}/artifacts"
    assert here.get_run(run.run_id).info.artifact_uri == place
    location = here.get_experiment(experiment).artifact_location or ""
    assert "there:5000" not in location and location.endswith(f"/{experiment}")


def test_servers_of_before_logged_models(client: RestStore, here: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise EndpointNotFound("There is no such route.")

    monkeypatch.setattr(client, "search_logged_models", missing)
    assert "logged models" not in take_in(here, ServerSource(client, ADDRESS)).taken
    assert len(here.search_runs([FIRST], run_view_type=ViewType.ALL)) == 2
