"""Certificates, proxies and redirects: real servers on the loopback."""

from __future__ import annotations

import base64
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from urllib3.exceptions import InsecureRequestWarning

import mlflow
import mlflow.data.http_dataset_source
from mlflow.entities import Metric
from mlflow.exceptions import InvalidParameterValue, MlflowException, TemporarilyUnavailable
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.connections import proxy_of
from mlflow.store.rest.store import open_store
from tests.serving_apps import listening

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "0.01")


@pytest.fixture
def app(tmp_path: Path) -> Any:
    settings = Settings(backend_store_uri=str(tmp_path / "runs"), serve_artifacts=False, disable_security=True)
    return create_app(settings)


class Certificates:
    """An authority of our own, as files: its certificate, a server's, and those of two people."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.authority = folder / "authority.pem"
        authority.cert_pem.write_to_path(self.authority)
        issued = authority.issue_cert("127.0.0.1", "localhost")
        self.key, self.certificate = folder / "server.key", folder / "server.pem"
        issued.private_key_pem.write_to_path(self.key)
        for blob in issued.cert_chain_pems:
            blob.write_to_path(self.certificate, append=True)
        self.me, self.stranger = folder / "me.pem", folder / "stranger.pem"
        authority.issue_cert("me@example.com").private_key_and_cert_chain_pem.write_to_path(self.me)
        trustme.CA().issue_cert("x@example.com").private_key_and_cert_chain_pem.write_to_path(self.stranger)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def secure(app: Any, certificates: Certificates) -> Iterator[str]:
    with listening(
        app, "https", ssl_keyfile=str(certificates.key), ssl_certfile=str(certificates.certificate)
    ) as address:
        yield address


@pytest.mark.parametrize("variable", ["MLFLOW_TRACKING_SERVER_CERT_PATH", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_an_authority_of_ones_own(
    secure: str, certificates: Certificates, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(certificates.authority))
    assert open_store(secure).get_experiment("0").name == "Default"


def test_a_server_of_an_unknown_authority_is_not_trusted(secure: str) -> None:
    with pytest.raises(MlflowException, match="MLFLOW_TRACKING_SERVER_CERT_PATH"):
        open_store(secure).get_experiment("0")


def test_a_certificate_of_another_host_is_not_trusted(
    app: Any, certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    other = authority.issue_cert("other.example")
    file = tmp_path / "other.pem"
    other.private_key_and_cert_chain_pem.write_to_path(file)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("MLFLOW_TRACKING_SERVER_CERT_PATH", str(tmp_path / "authority.pem"))
    with (
        listening(app, "https", ssl_keyfile=str(file), ssl_certfile=str(file)) as address,
        pytest.raises(MlflowException, match="cannot be trusted"),
    ):
        open_store(address).get_experiment("0")


def test_any_certificate_is_taken_where_that_is_said(secure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_INSECURE_TLS", "true")
    with pytest.warns(InsecureRequestWarning):
        assert open_store(secure).get_experiment("0").name == "Default"


def test_a_certificate_of_the_clients(app: Any, certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_SERVER_CERT_PATH", str(certificates.authority))
    with listening(
        app,
        "https",
        ssl_keyfile=str(certificates.key),
        ssl_certfile=str(certificates.certificate),
        ssl_ca_certs=str(certificates.authority),
        ssl_cert_reqs=ssl.CERT_REQUIRED,
    ) as address:
        for refused in (None, certificates.stranger):
            if refused is not None:
                monkeypatch.setenv("MLFLOW_TRACKING_CLIENT_CERT_PATH", str(refused))
            with pytest.raises(MlflowException):
                open_store(address).get_experiment("0")
        monkeypatch.setenv("MLFLOW_TRACKING_CLIENT_CERT_PATH", str(certificates.me))
        assert open_store(address).get_experiment("0").name == "Default"


@pytest.mark.parametrize("variable", ["MLFLOW_TRACKING_SERVER_CERT_PATH", "MLFLOW_TRACKING_CLIENT_CERT_PATH"])
def test_a_file_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "/no/such.pem")
    with pytest.raises(InvalidParameterValue, match=f"{variable} is '/no/such.pem'"):
        open_store("https://server.example")


def test_contradicting_variables_are_told(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_INSECURE_TLS", "true")
    monkeypatch.setenv("MLFLOW_TRACKING_SERVER_CERT_PATH", str(certificates.authority))
    with pytest.raises(InvalidParameterValue, match="unset one"):
        open_store("https://server.example")


# Proxies


class Proxy(ThreadingHTTPServer):
    """Hands every request to one server, whatever host it names, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.target = port
        self.asked: list[tuple[str, str, str | None]] = []
        self.sizes: list[tuple[int, str | None]] = []
        super().__init__(("127.0.0.1", 0), _Forward)


class _Forward(BaseHTTPRequestHandler):
    server: Proxy

    def do_CONNECT(self) -> None:
        self.server.asked.append(("CONNECT", self.path, self.headers["Proxy-Authorization"]))
        with socket.create_connection(("127.0.0.1", self.server.target)) as onward:
            self.send_response(200)
            self.end_headers()
            self._pump(onward)
        self.close_connection = True

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["Proxy-Authorization"]))
        path = "/" + self.path.split("/", 3)[3]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with socket.create_connection(("127.0.0.1", self.server.target)) as onward:
            head = f"{self.command} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            for name in ("Content-Type", "Content-Encoding"):
                head += f"{name}: {self.headers[name]}\r\n" if self.headers[name] else ""
            self.server.sizes.append((len(body), self.headers["Content-Encoding"]))
            onward.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            while part := onward.recv(65536):
                self.wfile.write(part)
        self.close_connection = True

    do_POST = do_GET

    def _pump(self, onward: socket.socket) -> None:
        ends = {self.connection: onward, onward: self.connection}
        while True:
            for end in select.select(list(ends), [], [], 5)[0]:
                part = end.recv(65536)
                if not part:
                    return
                ends[end].sendall(part)

    def log_message(self, *args: Any) -> None:
        return None


@pytest.fixture
def proxied(request: pytest.FixtureRequest) -> Iterator[Any]:
    opened: list[Proxy] = []

    def start(address: str) -> Proxy:
        proxy = Proxy(int(address.rpartition(":")[2]))
        opened.append(proxy)
        threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return proxy

    yield start
    for proxy in opened:
        proxy.shutdown()
        proxy.server_close()


def test_requests_go_through_a_proxy(app: Any, proxied: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(app) as address:
        proxy = proxied(address)
        monkeypatch.setenv("HTTP_PROXY", f"http://me:p%40ss@127.0.0.1:{proxy.server_port}")
        store = open_store("http://tracking.example/")
        made = store.create_experiment("through")
        assert store.get_experiment(made).name == "through"
        shown = "Basic " + base64.b64encode(b"me:p@ss").decode()
        assert proxy.asked[0] == ("POST", "http://tracking.example/api/2.0/mlflow/experiments/create", shown)
        monkeypatch.setenv("NO_PROXY", "other.example,.example")
        count = len(proxy.asked)
        with pytest.raises(TemporarilyUnavailable):  # there is no such host to go straight to
            open_store("http://tracking.example/").get_experiment("0")
        assert len(proxy.asked) == count


def test_files_of_the_web_go_through_a_proxy(proxied: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def page(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"3")]})
        await send({"type": "http.response.body", "body": b"a,b"})

    with listening(page) as address:
        proxy = proxied(address)
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.server_port}")
        assert mlflow.artifacts.load_text("http://data.example/a.csv") == "a,b"
        local = mlflow.data.http_dataset_source.HTTPDatasetSource("http://data.example/b.csv").load(str(tmp_path))
        assert Path(local).read_text() == "a,b"
    assert {url for _, url, _ in proxy.asked} == {"http://data.example/a.csv", "http://data.example/b.csv"}


def test_large_batches_are_compressed_on_the_way_to_another_machine(
    app: Any, proxied: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(app) as address:
        proxy = proxied(address)
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.server_port}")
        store = open_store("http://tracking.example")
        run_id = store.create_run("0").info.run_id
        metrics = [Metric(f"loss/{n}", n / 7, 1, n) for n in range(900)]
        store.log_batch(run_id, metrics[:1])
        store.log_batch(run_id, metrics)
        assert [encoding for _, encoding in proxy.sizes] == [None, None, "gzip"]
        assert proxy.sizes[-1][0] < 20_000
        assert len(store.get_run(run_id).data.metrics) == 900
        near = open_store(address)  # on this machine sending is quicker
        near.log_batch(run_id, metrics)
        near.log_batch(run_id, metrics)
        assert near.transport._compresses is False  # type: ignore[attr-defined]


def test_https_goes_through_a_tunnel(
    secure: str, certificates: Certificates, proxied: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = proxied(secure)
    monkeypatch.setenv("https_proxy", f"127.0.0.1:{proxy.server_port}")
    monkeypatch.setenv("MLFLOW_TRACKING_SERVER_CERT_PATH", str(certificates.authority))
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "secret")
    with pytest.raises(MlflowException, match="cannot be trusted"):  # the certificate is of another name
        open_store("https://tracking.example").get_experiment("0")
    assert proxy.asked[0][:2] == ("CONNECT", "tracking.example:443")


def test_a_proxy_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(TemporarilyUnavailable, match="no_proxy"):
        open_store("http://tracking.example").get_experiment("0")


@pytest.mark.parametrize(
    ("host", "port", "no_proxy", "straight"),
    [
        ("tracking.example", None, "", False),
        ("tracking.example", None, "tracking.example", True),
        ("tracking.example", None, "EXAMPLE", True),
        ("tracking.example", None, ".example", True),
        ("tracking.example", None, "*.example", True),
        ("mytracking.example", None, "tracking.example", False),
        ("tracking.example", 5000, "tracking.example:5000", True),
        ("tracking.example", 5001, "tracking.example:5000", False),
        ("tracking.example", None, "a, b ,*", True),
        ("10.1.2.3", None, "10.0.0.0/8", True),
        ("11.1.2.3", None, "10.0.0.0/8", False),
        ("10.1.2.3", None, "10.1.2.3", True),
        ("localhost", None, "", True),
        ("127.0.0.1", None, "", True),
        ("::1", None, "", True),
    ],
)
def test_who_is_reached_without_a_proxy(
    monkeypatch: pytest.MonkeyPatch, host: str, port: int | None, no_proxy: str, straight: bool
) -> None:
    monkeypatch.setenv("all_proxy", "proxy:3128")
    monkeypatch.setenv("no_proxy", no_proxy)
    assert proxy_of("http", host, port) == (None if straight else "http://proxy:3128")


def test_a_proxy_of_another_kind_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://me:secret@proxy:1080")
    with pytest.raises(InvalidParameterValue, match="'socks5'") as raised:
        open_store("http://tracking.example")
    assert "secret" not in str(raised.value)


# Redirects


class Redirecting:
    """Sends requests that lack ``/moved`` on, as often as its ``place`` says."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.place = ""
        self.status = 307
        self.seen: list[tuple[str, str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        self.seen.append((scope["path"], headers.get(b"authorization", b"").decode()))
        if scope["path"].startswith("/moved"):
            path = scope["path"][len("/moved") :]
            await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, send)
            return
        query = scope["query_string"].decode()
        location = (self.place + scope["path"] + (f"?{query}" if query else "")).encode()
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"location", location)]})
        await send({"type": "http.response.body", "body": b"moved"})


def test_a_server_may_send_to_another_of_its_paths(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "secret")
    redirecting = Redirecting(app)
    redirecting.place = "/moved"
    with listening(redirecting) as address:
        store = open_store(address)
        made = store.create_experiment("moved")  # with its body
        assert store.get_experiment(made).name == "moved"
        assert redirecting.seen[1][0] == "/moved/api/2.0/mlflow/experiments/create"
        redirecting.status = 302  # asks for a GET, which creating is not
        with pytest.raises(MlflowException, match="redirects to /moved"):
            store.create_experiment("other")
        monkeypatch.setenv("MLFLOW_ALLOW_HTTP_REDIRECTS", "false")
        with pytest.raises(MlflowException, match="redirects to /moved"):
            open_store(address).get_experiment("0")


def test_nothing_is_sent_to_another_server(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "secret")
    redirecting, other = Redirecting(app), Redirecting(app)
    with listening(redirecting) as address, listening(other) as elsewhere:
        for place in (elsewhere, f"//{elsewhere.partition('//')[2]}", f"{address}@{elsewhere.partition('//')[2]}"):
            redirecting.place = place
            with pytest.raises(MlflowException, match="redirects to"):
                open_store(address).get_experiment("0")
            with pytest.raises(MlflowException, match="redirects to"):
                open_store(address).download_artifact("a")
    assert other.seen == []


def test_a_circle_of_redirects_ends(app: Any) -> None:
    redirecting = Redirecting(app)
    with listening(redirecting) as address:
        redirecting.place = ""
        with pytest.raises(MlflowException, match="redirects to"):
            open_store(address).get_experiment("0")
    assert len(redirecting.seen) <= 10
