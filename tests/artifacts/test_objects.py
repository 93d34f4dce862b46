"""Files in S3, spoken to a real server of that protocol, and what is told when it cannot be."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import mlflow
from mlflow.artifacts.contract import CHUNK
from mlflow.artifacts.stores import open_artifacts
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    PermissionDenied,
    ResourceDoesNotExist,
    TemporarilyUnavailable,
    Unauthenticated,
)
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.store.rest.store import over
from mlflow.store.sql.store import close_all
from mlflow.testing.asgi import AsgiTransport
from tests.buckets import S3Server
from tests.processes import free_port, server


def blocks(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield number.to_bytes(8, "big") * (CHUNK // 8)


def test_objects_have_the_names_of_their_files(s3: S3Server, bucket: str) -> None:
    files = open_artifacts(f"s3://{bucket}/folder")
    files.write("a/b.txt", [b"content"])
    assert s3.call("GET", f"/{bucket}/folder/a/b.txt") == b"content"
    s3.call("PUT", f"/{bucket}/folder2/x", b"a neighbour's")
    s3.call("PUT", f"/{bucket}/folder", b"named like ours")
    assert [f.path for f in files.walk()] == ["a/b.txt"]
    files.delete()
    assert s3.call("GET", f"/{bucket}/folder2/x") == b"a neighbour's"
    assert files.entries() == []


def test_an_object_that_marks_a_folder_is_no_file(s3: S3Server, bucket: str, tmp_path: Path) -> None:
    s3.call("PUT", f"/{bucket}/made/by/", b"")
    s3.call("PUT", f"/{bucket}/made/by/console.txt", b"x")
    files = open_artifacts(f"s3://{bucket}/made")
    assert [(f.path, f.is_dir) for f in files.entries()] == [("by", True)]
    assert [f.path for f in files.entries("by")] == [f.path for f in files.walk("by")] == ["by/console.txt"]
    assert (files.download("by", tmp_path) / "console.txt").read_bytes() == b"x"


@pytest.mark.parametrize("key", ["up/..%2F..%2Fevil", "up/a%5Cb", "up/x/..%2F..%2F..%2Fevil", "up//evil"])
def test_what_a_bucket_lists_is_input(s3: S3Server, bucket: str, key: str, tmp_path: Path) -> None:
    s3.call("PUT", f"/{bucket}/{key}", b"x")
    with pytest.raises(MlflowException):
        open_artifacts(f"s3://{bucket}").download("up", tmp_path / "a" / "b")
    assert not list(tmp_path.rglob("*evil*"))


def test_an_upload_that_breaks_off_leaves_no_parts(s3: S3Server, bucket: str) -> None:
    def broken() -> Iterator[bytes]:
        yield from blocks(30)
        raise ConnectionError("away")

    with pytest.raises(ConnectionError, match="away"):
        open_artifacts(f"s3://{bucket}").write("x", broken())
    assert b"<Upload>" not in s3.call("GET", f"/{bucket}?uploads")


def test_a_missing_bucket_is_told(s3: S3Server, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    files = open_artifacts("s3://never-made/folder")
    for doing in (
        lambda: files.write("x", [b"x"]),
        lambda: files.write("x", blocks(12)),
        lambda: files.upload_file(tmp_path / "x", "x"),
        lambda: files.read("x"),
        lambda: files.stat("x"),
        files.entries,
        lambda: list(files.walk()),
        files.delete,
    ):
        with pytest.raises(ResourceDoesNotExist, match=r"no bucket for s3://never-made/folder.*MLFLOW_S3_ENDPOINT_URL"):
            doing()


def test_a_server_that_is_away_is_told(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_S3_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(TemporarilyUnavailable, match="cannot be reached"):
        open_artifacts("s3://bucket").entries()


def test_a_refusal_is_told(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(403)
            self.end_headers()
            self.wfile.write(b"<Error><Code>AccessDenied</Code></Error>")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Refusing) as refusing:
        thread = threading.Thread(target=refusing.serve_forever)
        thread.start()
        monkeypatch.setenv("MLFLOW_S3_ENDPOINT_URL", f"http://127.0.0.1:{refusing.server_port}")
        try:
            for doing in (lambda f: f.entries("x"), lambda f: f.read("x")):
                with pytest.raises(PermissionDenied, match=r"(?s)credentials in use.*AccessDenied"):
                    doing(open_artifacts("s3://bucket"))
        finally:
            refusing.shutdown()
            thread.join()


def test_missing_credentials_are_told_at_once(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(Unauthenticated, match=r"AWS_ACCESS_KEY_ID.*AWS_PROFILE"):
        open_artifacts("s3://bucket")


def test_credentials_and_address_of_a_profile(
    s3: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "credentials").write_text("[team]\naws_access_key_id = a%b\naws_secret_access_key = c\n")
    (tmp_path / "config").write_text(f"[profile team]\nregion = eu-west-1\nendpoint_url = {s3.address}\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION", "MLFLOW_S3_ENDPOINT_URL"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "team")
    open_artifacts(f"s3://{bucket}").write("x", [b"x"])
    assert s3.call("GET", f"/{bucket}/x") == b"x"


def test_what_new_objects_are_told_to_be(s3: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_S3_UPLOAD_EXTRA_ARGS", json.dumps({"CacheControl": "no-store"}))
    open_artifacts(f"s3://{bucket}").write("page.html", [b"x"])
    told = s3.headers(f"/{bucket}/page.html")
    assert (told["cache-control"], told["content-type"].partition(";")[0]) == ("no-store", "text/html")
    for wrong in ("[]", "{", '{"ACL": "public-read"}'):
        monkeypatch.setenv("MLFLOW_S3_UPLOAD_EXTRA_ARGS", wrong)
        with pytest.raises(InvalidParameterValue, match="MLFLOW_S3_UPLOAD_EXTRA_ARGS"):
            open_artifacts(f"s3://{bucket}")


@pytest.mark.parametrize(
    "location",
    [
        "s3:///folder",
        "gs:///x",
        "wasbs://container@evil.example.com/x",
        "abfss://container@account.dfs.core.windows.net.evil.example/x",
        "wasbs://container@account.evil.net#.blob.core.windows.net/x",
    ],
)
def test_locations_that_name_no_bucket(location: str, s3: S3Server) -> None:
    with pytest.raises(InvalidParameterValue):
        open_artifacts(location)


def test_a_connection_string_names_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", "AccountName=ours;AccountKey=a2V5a2V5;EndpointSuffix=x")
    for location in ("az://container/x", "wasbs://container@ours.blob.core.windows.net/x"):
        open_artifacts(location)
    monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", "nonsense")
    with pytest.raises(InvalidParameterValue, match="AccountName"):
        open_artifacts("az://container/x")


def test_without_the_library_the_extra_is_named() -> None:
    script = (
        "import sys; sys.modules['obstore'] = None\n"
        "from mlflow.artifacts.stores import open_artifacts\n"
        "from mlflow.exceptions import MlflowException\n"
        "open_artifacts('/tmp/x')\n"
        "try: open_artifacts('s3://bucket/x')\n"
        "except MlflowException as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "pip install 'penstock[objects]'" in done.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
def test_a_forked_process_is_told_rather_than_left_waiting(s3: S3Server, bucket: str) -> None:
    script = (
        "import os, sys\n"
        "from mlflow.artifacts.stores import open_artifacts\n"
        "files = open_artifacts(sys.argv[1])\n"
        "if os.fork() == 0:\n"
        "    files.write('early', [b'x'])\n"  # nothing was used before: it works
        "    os._exit(0)\n"
        "assert os.wait()[1] == 0\n"
        "files.write('x', [b'x'])\n"
        "if os.fork() == 0:\n"
        "    try: files.read('x')\n"
        "    except Exception as error: print(error, flush=True)\n"
        "    os._exit(0)\n"
        "assert os.wait()[1] == 0\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, f"s3://{bucket}"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "spawn" in done.stdout
    assert s3.call("GET", f"/{bucket}/early") == b"x"


def test_runs_keep_files_in_a_bucket(s3: S3Server, bucket: str, tmp_path: Path) -> None:
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/records.db")
    experiment = mlflow.create_experiment("in a bucket", artifact_location=f"s3://{bucket}/team")
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    (tmp_path / "folder" / "inner" / "x.txt").write_text("x")
    with mlflow.start_run(experiment_id=experiment) as run:
        mlflow.log_text("hello", "notes/a.txt")
        mlflow.log_dict({"a": 1}, "b.json")
        mlflow.log_artifacts(str(tmp_path / "folder"), "folder")
    assert run.info.artifact_uri == f"s3://{bucket}/team/{run.info.run_id}/artifacts"
    assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/notes/a.txt") == "hello"
    assert mlflow.artifacts.load_dict(f"{run.info.artifact_uri}/b.json") == {"a": 1}
    listed = mlflow.MlflowClient().list_artifacts(run.info.run_id)
    assert [(f.path, f.is_dir) for f in listed] == [("b.json", False), ("folder", True), ("notes", True)]
    got = Path(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="folder"))
    assert (got / "inner" / "x.txt").read_text() == "x"


def test_a_server_streams_to_a_bucket_and_back(
    s3: S3Server, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.address)  # variables of MLFLOW_* do not reach the process
    count = 120
    large = tmp_path / "large.bin"
    with large.open("wb") as sink:
        for block in blocks(count):
            sink.write(block)
    with server(Path(sys.executable), tmp_path, 30, "--artifacts-destination", f"s3://{bucket}/kept") as address:
        process = next(
            p for p in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(p.info["cmdline"] or [])
        )
        before = process.memory_info().rss
        most = [before]
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(0.02):
                most.append(process.memory_info().rss)

        watching = threading.Thread(target=watch)
        watching.start()
        began = time.perf_counter()
        try:
            files = open_artifacts("mlflow-artifacts:/0/run", address)
            files.upload_file(large, "large.bin")
            up = time.perf_counter()
            got = files.download("large.bin", tmp_path / "got")
            down = time.perf_counter()
        finally:
            ended.set()
            watching.join()
        assert got.read_bytes() == large.read_bytes()
        assert files.stat("large.bin") is not None
        speed = [f"{count / seconds:.0f} MB/s" for seconds in (up - began, down - up)]
        print(f"{speed[0]} up, {speed[1]} down; the server: {before >> 20} MB before, {max(most) >> 20} MB at most")
        assert max(most) - before < 100 << 20

        def broken() -> Iterator[bytes]:
            yield from blocks(15)
            raise KeyError("away")

        with pytest.raises(KeyError):
            files.write("broken.bin", broken())
        assert [f.path for f in files.entries()] == ["large.bin"]
        end = time.monotonic() + 10
        while b"<Upload>" in s3.call("GET", f"/{bucket}?uploads"):
            assert time.monotonic() < end, "the server left parts of a broken upload in the bucket"
            time.sleep(0.05)


def test_a_server_lends_nobody_its_credentials(s3: S3Server, bucket: str, tmp_path: Path) -> None:
    s3.call("PUT", f"/{bucket}/secret/plan.txt", b"ours")
    for allowed in (False, True):
        app = create_app(
            Settings(
                backend_store_uri=f"sqlite:///{tmp_path}/records.db",
                default_artifact_root=f"s3://{bucket}/public",
                allowed_artifact_locations=(f"s3://{bucket}/secret",) if allowed else (),
            )
        )
        transport = AsgiTransport(app)
        try:
            store = over(transport)
            theirs = store.create_experiment(f"theirs {allowed}", artifact_location=f"s3://{bucket}/secret")
            run = store.create_run(theirs, start_time=0)
            open_artifacts(run.info.artifact_uri or "").write("x.txt", [b"x"])
            if allowed:
                assert [f.path for f in store.list_run_artifacts(run.info.run_id).files] == ["x.txt"]
            else:
                with pytest.raises(InvalidParameterValue, match="PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS"):
                    store.list_run_artifacts(run.info.run_id)
            ours = store.create_run(store.create_experiment(f"ours {allowed}"), start_time=0)
            open_artifacts(ours.info.artifact_uri or "").write("y.txt", [b"y"])
            assert [f.path for f in store.list_run_artifacts(ours.info.run_id).files] == ["y.txt"]
            assert b"".join(store.read_run_artifact(ours.info.run_id, "y.txt")) == b"y"
        finally:
            transport.close()
            app.close()
            close_all()
