"""``databricks`` addresses: our own server behind the tokens that a workspace asks for."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mlflow
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    MlflowNotImplementedException,
    Unauthenticated,
)
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.databricks import workspace_of
from tests.serving_apps import listening

TOKEN = "dapi-0123456789"
PRINCIPAL = {"client-1": "secret-1"}


class Workspace:
    """Lets requests with a token through to a tracking server, and grants tokens to service principals."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.shown: list[str] = []
        self.granted: list[str] = []
        self.lasting = 3600
        self.accepted = {f"Bearer {TOKEN}", "Basic " + base64.b64encode(b"me:p:w").decode()}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        shown = dict(scope["headers"]).get(b"authorization", b"").decode()
        self.shown.append(shown)
        if scope["path"] == "/oidc/v1/token":
            await receive()
            client, _, secret = base64.b64decode(shown.partition(" ")[2]).decode().partition(":")
            if PRINCIPAL.get(client) == secret:
                self.granted.append(f"granted-{len(self.granted)}")
                self.accepted.add(f"Bearer {self.granted[-1]}")
                await _answer(
                    send, 200, b'{"access_token": "%s", "expires_in": %d}' % (self.granted[-1].encode(), self.lasting)
                )
            else:
                await _answer(send, 401, b'{"error": "invalid_client"}')
        elif shown in self.accepted:
            await self._app(scope, receive, send)
        else:
            await _answer(send, 403, b'{"error_code": "PERMISSION_DENIED", "message": "Invalid access token."}')


async def _answer(send: Any, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(create_app(Settings(backend_store_uri=str(tmp_path / "runs"), serve_artifacts=False)))


@pytest.fixture
def host(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    for name in (
        "HOST",
        "TOKEN",
        "USERNAME",
        "PASSWORD",
        "CLIENT_ID",
        "CLIENT_SECRET",
        "CONFIG_FILE",
        "CONFIG_PROFILE",
    ):
        monkeypatch.delenv(f"DATABRICKS_{name}", raising=False)
    with listening(workspace) as address:
        yield address


def _profile(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "home" / ".databrickscfg"
    file.write_text("\n".join(lines) + "\n")
    return file


def test_a_run_by_the_environment(
    host: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", host + "/?o=123")  # as copied from a browser
    monkeypatch.setenv("DATABRICKS_TOKEN", TOKEN)
    mlflow.set_tracking_uri("databricks")
    mlflow.set_experiment("/Users/me@example.com/first")
    with mlflow.start_run() as run:
        mlflow.log_metric("loss", 0.5)
        mlflow.log_param("lr", 1)
    assert mlflow.get_run(run.info.run_id).data.metrics == {"loss": 0.5}
    assert set(workspace.shown) == {f"Bearer {TOKEN}"}
    link = f"{host}/ml/experiments/{run.info.experiment_id}/runs/{run.info.run_id}"
    assert link in capsys.readouterr().out


@pytest.mark.parametrize("uri", ["databricks://team", "databricks"])
def test_a_profile(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    _profile(
        tmp_path,
        "[DEFAULT]",
        "host = http://127.0.0.1:9",
        "token = other",
        "[team]",
        f"host = {host}/",
        f"token={TOKEN}",
    )
    if uri == "databricks":
        monkeypatch.setenv("DATABRICKS_CONFIG_PROFILE", "team")
    client = mlflow.MlflowClient(uri)
    assert client.get_experiment("0").name == "Default"


def test_a_token_of_a_profile_goes_to_no_other_host(host: str, tmp_path: Path) -> None:
    """Neither a profile that has no token nor one whose host has changed is shown another's."""
    file = _profile(tmp_path, "[DEFAULT]", "host = https://own.example", f"token = {TOKEN}", "[team]", f"host = {host}")
    client = mlflow.MlflowClient("databricks://team")
    with pytest.raises(Unauthenticated, match="nothing that shows who you are"):
        client.get_experiment("0")
    file.write_text(f"[team]\nhost = http://127.0.0.1:9\ntoken = {TOKEN}\n")
    with pytest.raises(InvalidParameterValue, match="another host"):
        client.get_experiment("0")


def test_another_file_and_a_token_that_changes(
    host: str, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cfg"
    file.write_text(f"[DEFAULT]\nhost = {host}\ntoken = old\n")
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", str(file))
    client = mlflow.MlflowClient("databricks")
    with pytest.raises(Unauthenticated, match="has it ended"):  # a workspace says 403, but a new token will do
        client.get_experiment("0")
    file.write_text(f"[DEFAULT]\nhost = {host}\ntoken = {TOKEN}\n")
    assert client.get_experiment("0").name == "Default"
    assert workspace.shown == ["Bearer old", f"Bearer {TOKEN}"]


def test_logging_goes_on_when_there_is_a_new_token(
    host: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", host)
    monkeypatch.setenv("DATABRICKS_TOKEN", TOKEN)
    mlflow.set_tracking_uri("databricks")
    with mlflow.start_run() as run:
        mlflow.log_metric("a", 1)
        mlflow.flush_async_logging()
        monkeypatch.setenv("DATABRICKS_TOKEN", "ended")
        mlflow.log_metric("b", 2)
        time.sleep(0.5)
        monkeypatch.setenv("DATABRICKS_TOKEN", TOKEN)
    mlflow.flush_async_logging()
    end = time.monotonic() + 20
    while (found := mlflow.get_run(run.info.run_id).data.metrics) != {"a": 1, "b": 2}:
        assert time.monotonic() < end, found
        time.sleep(0.1)


def test_a_name_and_password(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", host)
    monkeypatch.setenv("DATABRICKS_USERNAME", "me")
    monkeypatch.setenv("DATABRICKS_PASSWORD", "p:w")
    assert mlflow.MlflowClient("databricks").get_experiment("0").name == "Default"


def test_a_service_principal(host: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", host)
    monkeypatch.setenv("DATABRICKS_CLIENT_ID", "client-1")
    monkeypatch.setenv("DATABRICKS_CLIENT_SECRET", "wrong")
    client = mlflow.MlflowClient("databricks")
    with pytest.raises(Unauthenticated, match="service principal") as raised:
        client.get_experiment("0")
    assert "wrong" not in str(raised.value)
    monkeypatch.setenv("DATABRICKS_CLIENT_SECRET", "secret-1")
    workspace.lasting = 30  # ends so soon that another one is asked for each time
    for _ in range(2):
        client.get_experiment("0")
    assert workspace.granted == ["granted-0", "granted-1"]
    workspace.lasting = 3600
    for _ in range(3):
        client.get_experiment("0")
    assert workspace.granted[2:] == ["granted-2"]


def test_logging_in(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidParameterValue, match="DATABRICKS_TOKEN"):
        mlflow.login(interactive=False)
    with pytest.raises(InvalidParameterValue, match="MLFLOW_TRACKING_TOKEN"):
        mlflow.login("elsewhere")
    monkeypatch.setenv("DATABRICKS_HOST", host)
    monkeypatch.setenv("DATABRICKS_TOKEN", "wrong")
    with pytest.raises(Unauthenticated, match="does not let you in"):
        mlflow.login()
    assert not mlflow.is_tracking_uri_set()
    monkeypatch.setenv("DATABRICKS_TOKEN", TOKEN)
    mlflow.login()
    assert mlflow.get_tracking_uri() == "databricks"


@pytest.mark.parametrize(
    ("uri", "lines", "told"),
    [
        ("databricks", [], "DATABRICKS_HOST and DATABRICKS_TOKEN"),
        ("databricks://team", ["[DEFAULT]", "host = https://x"], r"'team' .* is not there \(profiles: DEFAULT\)"),
        ("databricks://team", ["[team]", "token = t"], "has no host"),
        ("databricks://team", ["token = t0ps3cret"], "not a readable file"),
        ("databricks://team/x/y", [], "no address of Databricks"),
    ],
)
def test_what_is_missing_is_told(host: str, tmp_path: Path, uri: str, lines: list[str], told: str) -> None:
    if lines:
        _profile(tmp_path, *lines)
    with pytest.raises(MlflowException, match=told) as raised:
        mlflow.MlflowClient(uri).get_experiment("0")
    assert raised.value.error_code == "INVALID_PARAMETER_VALUE" and "t0ps3cret" not in str(raised.value)


def test_what_is_not_supported_is_told(host: str, tmp_path: Path) -> None:
    with pytest.raises(MlflowNotImplementedException, match="secret scope"):
        workspace_of("databricks://scope:prefix")
    _profile(tmp_path, "[team]", f"host = {host}", "auth_type = azure-cli")
    with pytest.raises(Unauthenticated, match="'azure-cli' is not supported"):
        mlflow.MlflowClient("databricks://team").get_experiment("0")


def test_registered_models(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in MLflow 3 they are in Unity Catalog unless the workspace's own registry is named."""
    monkeypatch.setenv("DATABRICKS_HOST", host)
    monkeypatch.setenv("DATABRICKS_TOKEN", TOKEN)
    mlflow.set_tracking_uri("databricks")
    assert mlflow.get_registry_uri() == "databricks-uc"
    with pytest.raises(MlflowNotImplementedException, match=r"mlflow.set_registry_uri\('databricks'\)"):
        mlflow.MlflowClient().create_registered_model("m")
    mlflow.set_registry_uri("databricks")
    assert mlflow.MlflowClient().create_registered_model("m").name == "m"
    mlflow.set_tracking_uri("databricks://team")
    assert mlflow.MlflowClient("databricks://team", "databricks")._registry_uri == "databricks"
