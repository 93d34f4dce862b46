"""Who asks, as requests say it: variables, the file of credentials, plug-ins, signatures."""

from __future__ import annotations

import base64
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.store.rest import headers, request_auth
from mlflow.store.rest.aws import sign_for_aws
from mlflow.store.rest.outgoing import Outgoing
from mlflow.store.rest.store import RestStore, open_store
from tests.serving_apps import listening


class Echo:
    """Answers every request with an empty object, and keeps its headers and connection."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []
        self.clients: set[tuple[str, int]] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        self.clients.add(tuple(scope["client"]))
        self.seen.append({name.decode(): value.decode() for name, value in scope["headers"]})
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{}"})

    @property
    def shown(self) -> str | None:
        return self.seen[-1].get("authorization")


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home" / ".mlflow").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def store(echo: Echo, home: Path) -> Iterator[RestStore]:
    with listening(echo) as address:
        yield open_store(address)


def _basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def test_nothing_is_shown_where_nothing_is_known(store: RestStore, echo: Echo) -> None:
    store.delete_run("r")
    assert echo.shown is None and echo.seen[-1]["user-agent"].startswith("mlflow-python-client/3.6.0 ")


def test_the_file_of_credentials(store: RestStore, echo: Echo, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As MLflow has it: variables win over the file, one by one; a name and password win over a token."""
    file = home / ".mlflow" / "credentials"
    file.write_text("[mlflow]\nmlflow_tracking_username = u\nmlflow_tracking_password = p%(x\n")
    store.delete_run("r")
    assert echo.shown == _basic("u:p%(x")
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "other")
    store.delete_run("r")
    assert echo.shown == _basic("other:p%(x")
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "token")
    store.delete_run("r")
    assert echo.shown == _basic("other:p%(x")
    file.unlink()
    store.delete_run("r")
    assert echo.shown == "Bearer token"


def test_a_file_that_cannot_be_read_is_told_without_what_it_holds(store: RestStore, home: Path) -> None:
    (home / ".mlflow" / "credentials").write_text("mlflow_tracking_password = hunter2\n")
    with pytest.raises(MlflowException, match="not a readable file") as raised:
        store.delete_run("r")
    assert "hunter2" not in str(raised.value)


def test_a_token_that_changes(store: RestStore, echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    for token in ("first", "second"):
        monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", token)
        store.delete_run("r")
        assert echo.shown == f"Bearer {token}"


@pytest.mark.parametrize("token", ["a\nb", "a\r\nX-Evil: 1", "tök"])
def test_a_token_that_is_none_is_told_and_not_shown(
    store: RestStore, echo: Echo, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", token)
    with pytest.raises(InvalidParameterValue, match="token") as raised:
        store.delete_run("r")
    assert token not in str(raised.value) and not echo.seen


# Headers of plug-ins


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> Any:
    registry = headers.RequestHeaderProviderRegistry()
    registry.register(headers.DefaultRequestHeaderProvider)
    monkeypatch.setattr(headers, "_request_header_provider_registry", registry)
    return registry


def test_headers_of_others(store: RestStore, echo: Echo, providers: Any, caplog: pytest.LogCaptureFixture) -> None:
    class Team(headers.RequestHeaderProvider):
        def in_context(self) -> bool:
            return True

        def request_headers(self) -> dict[str, str]:
            return {"User-Agent": "team/1", "X-Team": "vision"}

    class Absent(Team):
        def in_context(self) -> bool:
            return False

    class Broken(Team):
        def in_context(self) -> bool:
            raise RuntimeError("no team today")

    for provider in (Team, Absent, Broken):
        providers.register(provider)
    with caplog.at_level(logging.WARNING):
        store.delete_run("r")
    assert echo.seen[-1]["x-team"] == "vision" and echo.seen[-1]["user-agent"].endswith(" team/1")
    assert "no team today" in caplog.text
    assert headers.resolve_request_headers({"X-Team": "mine"})["X-Team"] == "mine"


def test_a_server_that_is_not_to_know_who_asks_gets_no_headers_of_plug_ins(
    store: RestStore, echo: Echo, providers: Any
) -> None:
    class Gateway(headers.RequestHeaderProvider):
        def in_context(self) -> bool:
            return True

        def request_headers(self) -> dict[str, str]:
            return {"X-Gateway-Token": "secret", "Cookie": "session=secret"}

    providers.register(Gateway)
    strange = open_store(store.transport.url, with_credentials=False)  # type: ignore[attr-defined]
    strange.delete_run("r")
    strange.retrying(1).delete_run("r")
    list(strange.transport.stream("/x"))
    assert len(echo.seen) == 3 and not any("secret" in str(seen) for seen in echo.seen)
    store.delete_run("r")
    assert echo.seen[-1]["x-gateway-token"] == "secret"


def test_a_plug_in_that_signs(store: RestStore, echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    class Kerberos(request_auth.RequestAuthProvider):
        def get_name(self) -> str:
            return "kerberos"

        def get_auth(self) -> Any:
            def sign(request: Any) -> Any:
                request.headers["Authorization"] = f"Negotiate {request.method} {len(request.body)}"
                return request

            return sign

    class Pair(Kerberos):
        def get_name(self) -> str:
            return "pair"

        def get_auth(self) -> Any:
            return ("a", "b")

    registry = request_auth.RequestAuthProviderRegistry()
    registry.register(Kerberos)
    registry.register(Pair)
    monkeypatch.setattr(request_auth, "_request_auth_provider_registry", registry)
    monkeypatch.setenv("MLFLOW_TRACKING_AUTH", "kerberos")
    store.delete_run("r")
    assert echo.shown == "Negotiate POST 14"
    monkeypatch.setenv("MLFLOW_TRACKING_AUTH", "pair")
    store.delete_run("r")
    assert echo.shown == _basic("a:b")
    monkeypatch.setenv("MLFLOW_TRACKING_AUTH", "none")
    with pytest.raises(InvalidParameterValue, match="there are kerberos, pair"):
        store.delete_run("r")


# Signatures of AWS


@pytest.mark.parametrize(
    ("method", "url", "body"),
    [
        ("POST", "https://api.example/stage/api/2.0/mlflow/runs/create", b'{"a": 1}'),
        ("GET", "https://api.example:8443/api/2.0/mlflow/runs/get?run_id=b&run_id=a&x=%2Fy", None),
        ("DELETE", "http://api.example/api/2.0/mlflow/logged-models/m/tags/a%2Fb%20c", b""),
        ("GET", "https://api.example/", None),
    ],
)
@pytest.mark.parametrize("session", [None, "session/token=="])
def test_signatures_are_those_of_amazons_own_library(
    monkeypatch: pytest.MonkeyPatch, method: str, url: str, body: bytes | None, session: str | None
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret/key")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    if session:
        monkeypatch.setenv("AWS_SESSION_TOKEN", session)
    ours = Outgoing(method, url, {"User-Agent": "x"}, body)
    sign_for_aws(ours)
    theirs = AWSRequest(method=method, url=url, data=body or b"")
    signer = SigV4Auth(Credentials("AKID", "secret/key", session), "execute-api", "eu-central-1")
    moment = ours.headers["X-Amz-Date"]
    theirs.context["timestamp"] = moment
    theirs.headers["X-Amz-Date"] = moment
    if session:
        theirs.headers["X-Amz-Security-Token"] = session
    text = signer.string_to_sign(theirs, signer.canonical_request(theirs))
    assert ours.headers["Authorization"].endswith(f"Signature={signer.signature(text, theirs)}")
    assert "secret/key" not in str(ours.headers)


def test_requests_are_signed_where_that_is_said(
    store: RestStore, echo: Echo, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MLFLOW_TRACKING_AWS_SIGV4", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "config"))
    with pytest.raises(MlflowException, match="AWS_ACCESS_KEY_ID"):
        store.delete_run("r")
    (home / "credentials").write_text("[default]\naws_access_key_id = A\naws_secret_access_key = B\n")
    with pytest.raises(MlflowException, match="AWS_REGION"):
        store.delete_run("r")
    (home / "config").write_text("[default]\nregion = us-east-1\n")
    store.delete_run("r")
    assert (echo.shown or "").startswith("AWS4-HMAC-SHA256 Credential=A/")


# Connections


def test_threads_share_connections_and_keep_them(
    store: RestStore, echo: Echo, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> None:
        for _ in range(20):
            store.delete_run("r")

    with caplog.at_level(logging.DEBUG, "urllib3"):
        for _ in range(2):
            threads = [threading.Thread(target=work) for _ in range(24)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    assert len(echo.seen) == 960 and len(echo.clients) <= 24
    assert "pool is full" not in caplog.text
