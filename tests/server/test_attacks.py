"""What has been used against MLflow's server, in variants; each fix upstream was passed by the next variant."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from mlflow.contracts.logged_models import DatasetChoice, LoggedModelOrder
from mlflow.entities import (
    LoggedModelInput,
    LoggedModelOutput,
    ModelVersionTag,
    RegisteredModelTag,
    Run,
    RunTag,
)
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.server import bodies
from mlflow.server.app import Server, create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.store import RestStore, over
from mlflow.store.sql.store import close_all
from mlflow.testing.asgi import AsgiTransport

_ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts"

#: Paths that leave their root, or that another reader might take for something else.
_PATHS = [
    "../x",
    "../../../../etc/passwd",
    "a/../../x",
    "a/..",
    "..",
    "/etc/passwd",
    "//etc/passwd",
    "//proc/self/root/etc/passwd",
    "C:/",
    "C:\\windows",
    "..\\x",
    "a\\..\\..\\x",
    "file:///etc/passwd",
    "http://evil.com/x",
    "%2e%2e/x",
    "..%2fx",
    "%2e%2e%2fx",
    "%252e%252e%252fx",
    "%25252e%25252e%25252fx",
    "..%5cx",
    "x\0.txt",
    "/".join(["a"] * 10_000),
]

#: The same as they travel in a URL's path, encoded once, twice, thrice.
_URL_PATHS = [
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "%252e%252e%252fetc",
    "%252E%252E%252F%252E%252E%252Fx",
    "%25252e%25252e%25252fx",
    "a/%2e%2e/%2e%2e/x",
    "..%5c..%5cx",
    "%2fetc%2fpasswd",
    "%2f%2fproc/self/root/etc/passwd",
    "C:%2f",
    "C:%5cx",
    "x%00.txt",
    "..;/x",
    "..%3b/..%2fx",
]

#: Places that are none of the artifacts of a run or logged model.
_SOURCES = [
    "/etc",
    "/etc/passwd",
    "//proc/self/root",
    "///etc",
    "./etc",
    "../etc",
    "etc",
    ".",
    "C:/",
    "c:\\x",
    "file:/etc",
    "file:///etc/",
    "file:etc",
    "file://./etc",
    "file://localhost/etc",
    "file://evil.com/etc",
    "FILE:///etc",
    "file:///%2e%2e/etc",
    "file:///a/%252e%252e/etc",
    "http://evil.com/api/2.0/mlflow-artifacts/artifacts/",
    "https://evil.com/x",
    "HTTP://169.254.169.254/latest/meta-data/",
    "http:///?/../../../../etc/",
    "http:///#/../../../../etc/",
    "http://host#/../../etc/",
    "http:///;/../../../etc",
    "mlflow-artifacts:/../..",
    "mlflow-artifacts:/%2e%2e/x",
    "mlflow-artifacts:/%252e%252e/x",
    "mlflow-artifacts://evil.com/x",
    "mlflow-artifacts://evil.com:5000/0/x",
    "mlflow-artifacts:/a?/../../x",
    "mlflow-artifacts:/a#/../../x",
    "mlflow-artifacts:/a;/../../x",
    "s3://b/../../c",
    "s3://b/p?x=1",
    "s3://user@b/p",
    "dbfs:/../..?x",
    "dbfs:/a/%2e%2e/%2e%2e/etc",
    "models:/nope/1",
    "models:/../x/1",
    "runs:/../x",
    "unknown:/x",
    "data:text/plain,x",
    "\0",
    "x" * 1_000_000,
]

_LOCATIONS = [
    *[s for s in _SOURCES if not s.startswith(("models:", "runs:", "mlflow-artifacts://", "x"))],
    "mlflow-artifacts://evil.com/x",
    "models:/m/1",
    "runs:/0/x",
    "/tmp/../etc",
]


@pytest.fixture
def run(client: RestStore) -> Run:
    made = client.create_run("0")
    client.upload_artifact(f"0/{made.info.run_id}/artifacts/model/MLmodel", iter([b"flavors: {}"]))
    return made


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file beside the artifacts that nobody may get at."""
    path = tmp_path / "secret.txt"
    path.write_text("kept to ourselves")
    return path


def _refused(web: AsgiTransport, method: str, target: str, body: bytes | None = None) -> None:
    answer = web.request(method, target, body, {"Content-Type": "application/json"} if method == "POST" else None)
    assert answer.status in (400, 404, 405), (method, target[:200], answer.status, answer.body[:200])
    assert b"kept to" not in answer.body and b"root:" not in answer.body


# Rows 1, 6, 7, 20, 21, 22, 25: paths


@pytest.mark.parametrize("path", _PATHS)
def test_no_path_of_a_query_leaves_the_artifacts(client: RestStore, run: Run, path: str) -> None:
    client.create_registered_model("m")
    client.create_model_version("m", f"runs:/{run.info.run_id}/model", run.info.run_id)
    for doing in (
        lambda: client.list_run_artifacts(run.info.run_id, path),
        lambda: client.read_run_artifact(run.info.run_id, path),
        lambda: client.read_model_version_artifact("m", "1", path),
        lambda: client.list_model_version_artifacts("m", "1", path),
        lambda: client.write_run_artifact(run.info.run_id, path, iter([b"x"])),
        lambda: client.list_artifacts(path),
    ):
        with pytest.raises(InvalidParameterValue):
            doing()


@pytest.mark.parametrize("path", _URL_PATHS)
@pytest.mark.parametrize("prefix", [_ARTIFACTS, "/ajax-api/3.0/mlflow-artifacts/artifacts"])
def test_no_path_of_a_url_leaves_the_artifacts(
    web: AsgiTransport, client: RestStore, run: Run, secret: Path, tmp_path: Path, prefix: str, path: str
) -> None:
    before = sorted(p for p in tmp_path.rglob("*"))
    for method in ("GET", "PUT", "DELETE"):
        _refused(web, method, f"{prefix}/{path}", b"x" if method == "PUT" else None)
    assert sorted(p for p in tmp_path.rglob("*")) == before
    assert secret.read_text() == "kept to ourselves"


def test_a_link_that_leads_out_is_not_followed(web: AsgiTransport, client: RestStore, run: Run, secret: Path) -> None:
    root = secret.parent / "artifacts" / "0" / run.info.run_id / "artifacts"
    (root / "out").symlink_to(secret)
    (root / "away").symlink_to(secret.parent)
    below = f"0/{run.info.run_id}/artifacts"
    for path in ("out", "away/secret.txt", "away"):
        _refused(web, "GET", f"{_ARTIFACTS}/{below}/{path}")
        _refused(web, "GET", f"/get-artifact?run_id={run.info.run_id}&path={path}")
    _refused(web, "PUT", f"{_ARTIFACTS}/{below}/away/new.txt", b"x")
    _refused(web, "DELETE", f"{_ARTIFACTS}/{below}/away/secret.txt")
    assert [f.path for f in client.list_run_artifacts(run.info.run_id).files] == ["model"]
    assert secret.read_text() == "kept to ourselves" and not (secret.parent / "new.txt").exists()


def test_the_root_of_all_artifacts_cannot_be_deleted(web: AsgiTransport, client: RestStore, run: Run) -> None:
    for path in (".", "./", "%2e", "a/%2e%2e"):
        _refused(web, "DELETE", f"{_ARTIFACTS}/{path}")
    assert client.list_run_artifacts(run.info.run_id).files


# Rows 2 to 5, 8 to 11, 18, 19, 24, 26, 27, 31: sources of versions


@pytest.mark.parametrize("source", _SOURCES)
def test_no_version_points_at_a_place_that_its_caller_named(client: RestStore, run: Run, source: str) -> None:
    client.create_registered_model("m")
    for run_id in (None, run.info.run_id):
        with pytest.raises(MlflowException) as refused:
            client.create_model_version("m", source, run_id)
        assert refused.value.get_http_status_code() in (400, 404)
    assert client.search_model_versions("name = 'm'") == []


@pytest.mark.parametrize("tag", ["mlflow.prompt.is_prompt", "mlflow.source.type", "anything"])
def test_no_tag_is_an_exemption(client: RestStore, tag: str) -> None:
    client.create_registered_model("m", [RegisteredModelTag(tag, "true")])
    with pytest.raises(InvalidParameterValue):
        client.create_model_version("m", "file:///etc", None, [ModelVersionTag(tag, "true")])


def test_refusals_do_not_tell_what_exists(client: RestStore, secret: Path) -> None:
    client.create_registered_model("m")
    texts = set()
    for source in (str(secret), str(secret) + "-absent", "/etc", "/nope"):
        with pytest.raises(InvalidParameterValue) as refused:
            client.create_model_version("m", source)
        texts.add(refused.value.message)
    assert len(texts) == 1


def test_another_runs_files_are_not_inside_this_run(client: RestStore, run: Run) -> None:
    other = client.create_run("0")
    client.create_registered_model("m")
    version = client.create_model_version("m", f"s3://bucket/{run.info.run_id}", other.info.run_id)
    with pytest.raises(InvalidParameterValue, match="does not read"):
        client.read_model_version_artifact("m", version.version, "MLmodel")
    with pytest.raises(InvalidParameterValue, match="does not read"):
        client.list_model_version_artifacts("m", version.version)


def test_a_server_does_not_read_an_object_store_that_a_caller_named(client: RestStore) -> None:
    client.create_registered_model("m")
    for source in ("s3://bucket/x", "gs://bucket/x", "wasbs://a@b/x", "dbfs:/x", "hdfs://h/x"):
        version = client.create_model_version("m", source)
        with pytest.raises(InvalidParameterValue, match="does not read"):
            client.read_model_version_artifact("m", version.version, "x")


@pytest.mark.parametrize("source", [f"runs:/{'0' * 32}/x", f"models:/m-{'0' * 32}"])
def test_a_run_of_another_server_may_be_named_and_is_not_read(client: RestStore, source: str) -> None:
    client.create_registered_model("m")
    version = client.create_model_version("m", source)
    with pytest.raises(ResourceDoesNotExist):
        client.read_model_version_artifact("m", version.version, "MLmodel")


def test_a_circle_of_versions_ends(client: RestStore, run: Run) -> None:
    client.create_registered_model("m")
    client.create_model_version("m", f"runs:/{run.info.run_id}/model", run.info.run_id)
    client.set_registered_model_alias("m", "a", "1")
    second = client.create_model_version("m", "models:/m@a")
    assert b"".join(client.read_model_version_artifact("m", second.version, "MLmodel")) == b"flavors: {}"
    client.set_registered_model_alias("m", "a", second.version)
    with pytest.raises(InvalidParameterValue, match="circle"):
        client.read_model_version_artifact("m", second.version, "MLmodel")


def test_what_clients_send_is_registered_and_served(client: RestStore, run: Run) -> None:
    model = client.create_logged_model("0", "lm", source_run_id=run.info.run_id)
    client.upload_artifact(f"0/models/{model.model_id}/artifacts/MLmodel", iter([b"of the model"]))
    client.create_registered_model("m")
    for source, run_id, model_id, content in [
        (f"models:/{model.model_id}", run.info.run_id, model.model_id, b"of the model"),
        (f"models:/{model.model_id}", None, None, b"of the model"),
        (model.artifact_location, None, model.model_id, b"of the model"),
        (f"{run.info.artifact_uri}/model", run.info.run_id, None, b"flavors: {}"),
        (f"{run.info.artifact_uri}/model", None, None, b"flavors: {}"),
        (f"runs:/{run.info.run_id}/model", run.info.run_id, None, b"flavors: {}"),
        ("models:/m/1", None, None, b"of the model"),
    ]:
        made = client.create_model_version("m", source, run_id, model_id=model_id)
        assert made.source == source
        assert b"".join(client.read_model_version_artifact("m", made.version, "MLmodel")) == content, source
        listed = client.list_model_version_artifacts("m", made.version)
        assert [(file.path, file.file_size) for file in listed.files] == [("MLmodel", len(content))], source


# Rows 12 to 17, 23, 31, 54, 83: artifact locations of experiments


@pytest.mark.parametrize("location", _LOCATIONS)
def test_no_experiment_keeps_artifacts_where_a_caller_named(client: RestStore, location: str) -> None:
    with pytest.raises(InvalidParameterValue):
        client.create_experiment("e", location)
    assert len(client.search_experiments()) == 1


def test_an_operator_may_allow_places(settings: Settings, tmp_path: Path) -> None:
    allowed = dataclasses.replace(settings, allowed_artifact_locations=(str(tmp_path / "shared"),))
    web = AsgiTransport(create_app(allowed))
    client = over(web)
    for location in (str(tmp_path / "shared"), f"file://{tmp_path}/shared/team"):
        assert client.get_experiment(client.create_experiment(location, location)).artifact_location == location
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "link").symlink_to(tmp_path)
    (tmp_path / "shared" / "inner").symlink_to(tmp_path / "shared" / "team")
    client.create_experiment("inner", f"{tmp_path}/shared/inner")
    for below in (
        "",
        "/shared/link",
        "/shared/link/x",
        "/shared/inner/../link",
        "/shared2",
        "/shared/../x",
        "/shared/%2e%2e/x",
    ):
        with pytest.raises(InvalidParameterValue):
            client.create_experiment("e", f"{tmp_path}{below}")
    web.close()


# Row 53: names


@pytest.mark.parametrize("twin", ["a%20b", "%61 b", "a%2520b", "a b%00", "%e9", "a%2Fb", "a%3Ab", "x%41"])
def test_no_name_reads_as_another_in_a_uri(client: RestStore, twin: str) -> None:
    client.create_registered_model("a b")
    with pytest.raises(InvalidParameterValue):
        client.create_registered_model(twin)
    with pytest.raises(InvalidParameterValue):
        client.rename_registered_model("a b", twin)
    assert [m.name for m in client.search_registered_models()] == ["a b"]


def test_a_name_of_nothing_but_accents_takes_no_time(client: RestStore) -> None:
    name = "a" + "\u0301\u0327" * 500_000
    began = time.process_time()
    for doing in (client.create_registered_model, client.create_experiment, client.get_latest_versions):
        with pytest.raises(MlflowException):
            doing(name)
    assert time.process_time() - began < 5  # of this process's own: what else the machine does is not in it


def test_names_are_compared_as_they_are(client: RestStore) -> None:
    for name in ("a b", "a+b", "100%", "A B"):
        client.create_registered_model(name)
    assert sorted(m.name for m in client.search_registered_models()) == ["100%", "A B", "a b", "a+b"]
    client.create_registered_model("caf\u00e9")
    with pytest.raises(ResourceAlreadyExists):
        client.create_registered_model("cafe\u0301")
    assert client.get_registered_model("cafe\u0301").name == "caf\u00e9"


@pytest.mark.parametrize("query", ["path=b.txt", "path=", "path=b.txt&path=b.txt", "path=../x", "run_id=1&path=b.txt"])
def test_the_file_of_a_url_is_the_one_in_its_path(web: AsgiTransport, client: RestStore, query: str) -> None:
    for name in ("a.txt", "b.txt"):
        client.upload_artifact(name, iter([name.encode()]))
    assert web.request("GET", f"{_ARTIFACTS}/a.txt?{query}").body == b"a.txt"
    web.request("PUT", f"{_ARTIFACTS}/a.txt?{query}", b"new")
    assert [web.request("GET", f"{_ARTIFACTS}/{n}").body for n in ("a.txt", "b.txt")] == [b"new", b"b.txt"]
    web.request("DELETE", f"{_ARTIFACTS}/a.txt?{query}")
    assert [f.path for f in client.list_artifacts().files] == ["b.txt"]
    model = client.create_logged_model("0", "lm")
    assert web.request("GET", f"/api/2.0/mlflow/logged-models/{model.model_id}?model_id=m-1&{query}").status == 200


_LONG = "x" * 1_000_000


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("experiments/create", {"name": _LONG}),
        ("experiments/create", {"name": "e", "artifact_location": "s3://b/" + _LONG}),
        ("experiments/create", {"name": "e", "tags": [{"key": "k", "value": _LONG}]}),
        ("runs/create", {"experiment_id": "0", "user_id": _LONG}),
        ("runs/create", {"experiment_id": "0", "run_name": _LONG}),
        ("runs/create", {"experiment_id": "0", "tags": [{"key": _LONG, "value": "v"}]}),
        ("runs/set-tag", {"key": _LONG, "value": "v"}),
        ("runs/log-parameter", {"key": _LONG, "value": "v"}),
        ("runs/log-metric", {"key": _LONG, "value": 1, "timestamp": 1}),
        ("runs/log-model", {"model_json": _LONG}),
        ("runs/log-model", {"model_json": json.dumps({"run_id": "", "artifact_path": "", "flavors": _LONG})}),
        *[("runs/log-model", {"model_json": text}) for text in ("NaN", "1", "[]", "null", "[" * 100_000)],
        ("logged-models", {"experiment_id": "0", "name": _LONG}),
        ("logged-models", {"experiment_id": "0", "model_type": _LONG}),
        ("logged-models", {"experiment_id": "0", "source_run_id": _LONG}),
        ("logged-models", {"experiment_id": "0", "params": [{"key": _LONG, "value": "v"}]}),
        ("registered-models/create", {"name": _LONG}),
        ("registered-models/create", {"name": "n", "description": _LONG}),
        ("registered-models/create", {"name": "n", "tags": [{"key": "k", "value": _LONG}]}),
        ("model-versions/create", {"name": "m", "source": f"models:/m-{_LONG}"}),
        ("model-versions/create", {"name": "m", "source": f"runs:/{_LONG}/x"}),
        ("model-versions/create", {"name": "m", "source": f"s3://b/{_LONG}"}),
        ("model-versions/create", {"name": "m", "source": "s3://b/x", "run_id": _LONG}),
        ("model-versions/create", {"name": "m", "source": "s3://b/x", "run_link": _LONG}),
        ("model-versions/create", {"name": "m", "source": "s3://b/x", "description": _LONG}),
        ("registered-models/alias", {"name": "m", "alias": _LONG, "version": "1"}),
        ("registered-models/alias", {"name": "m", "alias": "a", "version": _LONG}),
    ],
)  # fmt: skip
def test_what_is_too_long_is_not_stored(
    web: AsgiTransport, client: RestStore, run: Run, path: str, fields: dict[str, object]
) -> None:
    client.create_registered_model("m")
    if path.startswith("runs/") and path != "runs/create":
        fields = {"run_id": run.info.run_id, **fields}
    headers = {"Content-Type": "application/json"}
    answer = web.request("POST", f"/api/2.0/mlflow/{path}", json.dumps(fields).encode(), headers)
    assert answer.status in (400, 404), answer.body[:200]
    assert len(answer.body) < 3000


def test_who_falls_silent_in_an_upload_is_given_up(
    server: Server, client: RestStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "SILENCE", 0.1)
    client.upload_artifact("a.txt", iter([b"before"]))
    sent: list[dict[str, object]] = []

    async def upload() -> None:
        messages = iter([{"type": "http.request", "body": b"half", "more_body": True}])

        async def receive() -> dict[str, object]:
            found = next(messages, None)
            return found if found is not None else await asyncio.Future()

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        path = f"{_ARTIFACTS}/a.txt"
        headers = [(b"host", b"localhost"), (b"content-length", b"1000")]
        scope = {"type": "http", "method": "PUT", "path": path, "raw_path": path.encode(), "query_string": b"",
                 "headers": headers, "scheme": "http", "http_version": "1.1"}  # fmt: skip
        await asyncio.wait_for(server(scope, receive, send), 10)

    asyncio.run(upload())
    assert sent[0]["status"] == 400
    assert b"".join(client.download_artifact("a.txt")) == b"before"
    assert [p.name for p in (tmp_path / "artifacts").iterdir()] == ["a.txt"]


def test_a_filter_cannot_keep_the_database_for_itself(settings: Settings) -> None:
    web = AsgiTransport(create_app(dataclasses.replace(settings, read_timeout=0.2)))
    client = over(web)
    for _ in range(3):
        client.create_run("0", tags=[RunTag(f"k{i}", "a" * 8000) for i in range(5)])
    costly = " OR ".join(f"tags.k{i % 5} {op} '%{'a' * 150}b%'" for i in range(250) for op in ("LIKE", "ILIKE"))
    for search in (client.search_runs, client.count_runs):
        with pytest.raises(InvalidParameterValue, match="longer than this server allows"):
            search(["0"], costly)
    assert len(client.search_runs(["0"], "tags.k0 LIKE 'a%'")) == 3  # others go on
    web.close()


@pytest.mark.parametrize(
    "id", ["../../../../evil", "..", ".", "/evil", "a/../../../../evil", "a/b", "\n", "x" * 300, "-x"]
)
def test_no_id_becomes_a_path(tmp_path: Path, id: str) -> None:
    """A folder's store writes a folder for each run, and in it one for each model that the run is said to have made."""
    app = create_app(
        Settings(backend_store_uri=str(tmp_path / "a" / "b" / "mlruns"), artifacts_destination=str(tmp_path / "files"))
    )
    web = AsgiTransport(app)
    client = over(web)
    run_id = client.create_run("0").info.run_id
    for act in (
        lambda: client.log_outputs(run_id, [LoggedModelOutput(id, 0)]),
        lambda: client.log_inputs(run_id, None, [LoggedModelInput(id)]),
        lambda: client.create_run("0", run_id=id),
        lambda: client.create_logged_model("0", model_id=id),
    ):
        with pytest.raises(InvalidParameterValue):
            act()
    client.log_outputs(run_id, [LoggedModelOutput(f"m-{'0' * 32}", 0)])
    client.update_run(run_id, "FINISHED", 1)
    web.close()
    app.close()
    close_all()
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")}
    assert f"a/b/mlruns/0/{run_id}/outputs/m-{'0' * 32}/meta.yaml" in written
    assert {p for p in written if not f"{p}/".startswith("a/b/mlruns/")} <= {"a", "a/b", "files"}


def test_a_search_of_models_names_some_datasets_and_no_more(client: RestStore) -> None:
    client.create_logged_model("0")
    datasets = [DatasetChoice(f"d{i}'--", "x") for i in range(100)]
    filter_string = " AND ".join(f"metrics.a{i} > 1" for i in range(500))
    order = [LoggedModelOrder(f"metrics.a{i}") for i in range(50)]
    assert client.search_logged_models(["0"], filter_string, datasets, order_by=order) == []
    with pytest.raises(InvalidParameterValue, match="datasets"):
        client.search_logged_models(["0"], datasets=datasets * 2)


def test_errors_do_not_tell_where_the_database_is(client: RestStore, run: Run, tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"nonsense" * 100_000)
    told = []
    for ask in (
        lambda: client.search_runs(["0"], "tags.a = 'b'"),
        lambda: client.get_run(run.info.run_id),
        lambda: client.set_tag(run.info.run_id, "a", "b"),
        client.search_registered_models,
    ):
        try:
            ask()
        except MlflowException as error:
            told.append(str(error))
    assert told and all("database" in text and str(tmp_path) not in text for text in told)


def test_no_text_keeps_the_server_for_itself(web: AsgiTransport, client: RestStore, run: Run) -> None:
    """What is read character by character must take a time that grows with its length, not with the square of it."""
    client.upload_artifact("0/a.txt", [b"x"])
    spaces, addresses = " " * 60_000, "://:" * 40_000
    headers = [
        ("if-none-match", f'"a{spaces}b"'),
        ("range", f"bytes={'9' * 5000}-"),
        ("range", f"bytes=-{'9' * 60_000}"),
    ]
    began = time.process_time()
    for name, value in headers:
        assert web.request("GET", f"{_ARTIFACTS}/0/a.txt", headers={name: value}).status == 200
    for digits in ("1" * 90_000 + "x", "1." + "1" * 90_000 + ".", "-" + "1" * 90_000 + "e", "1" * 90_000):
        with pytest.raises(InvalidParameterValue):
            client.search_runs(["0"], f"metrics.a > {digits}")
    client.create_registered_model("m")
    for source in (f"runs:{addresses}", f"models:{addresses}", f"s3://{addresses}", f"/{addresses}", addresses):
        with pytest.raises(InvalidParameterValue):
            client.create_model_version("m", source, run.info.run_id)
    for folder in (addresses, "/" + addresses):
        with pytest.raises(InvalidParameterValue):
            client.create_multipart_upload("0", folder + "\\..", 1)
        with pytest.raises(InvalidParameterValue):
            client.list_artifacts(folder)
    assert time.process_time() - began < 5  # with the square of it, minutes


@pytest.mark.parametrize(
    "path", ["/graphql", "/ajax-api/3.0/jobs/", "/v1/traces", "/signup", "/api/2.0/mlflow/webhooks"]
)
def test_doors_that_are_not_there(web: AsgiTransport, path: str) -> None:
    for method in ("GET", "POST"):
        answer = web.request(method, path, b"{}", {"Content-Type": "application/json"})
        assert (answer.status, json.loads(answer.body)["error_code"]) == (404, "ENDPOINT_NOT_FOUND")


# Row 59 and the like: files shown in a browser


@pytest.mark.parametrize("name", ["page.html", "image.svg", "doc.xml", 'q".html', "a b.html", "é.html", "x;y.js"])
def test_files_are_attachments_that_do_nothing(client: RestStore, web: AsgiTransport, run: Run, name: str) -> None:
    client.upload_artifact(f"0/{run.info.run_id}/artifacts/{name}", iter([b"<script>alert(1)</script>"]))
    for target in (
        f"{_ARTIFACTS}/0/{run.info.run_id}/artifacts/{quote(name)}",
        f"/get-artifact?run_id={run.info.run_id}&path={quote(name)}",
        f"/ajax-api/2.0/mlflow/get-artifact?run_id={run.info.run_id}&path={quote(name)}",
    ):
        headers = web.request("GET", target).headers
        assert headers["content-disposition"].startswith("attachment;")
        assert headers["content-disposition"].isascii() and "\n" not in headers["content-disposition"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
