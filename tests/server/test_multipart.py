"""Files in parts that the server holds."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mlflow.artifacts.held_parts import HeldParts
from mlflow.artifacts.local import LocalArtifacts
from mlflow.contracts.acts import Level, Rule
from mlflow.contracts.artifacts import MultipartUpload, MultipartUploadPart
from mlflow.exceptions import InvalidParameterValue, MlflowException, PermissionDenied, ResourceDoesNotExist
from mlflow.server.app import Server, create_app
from mlflow.server.permissions import Caller, GrantAll
from mlflow.server.settings import Settings
from mlflow.store.rest.store import RestStore
from mlflow.store.sql.store import close_all
from mlflow.testing.asgi import AsgiTransport

_MPU = "/api/2.0/mlflow-artifacts/mpu"
_SIZE = 100_000


def begun(client: RestStore, count: int, folder: str = "0/run", name: str = "/home/me/é b.bin") -> MultipartUpload:
    return client.create_multipart_upload(folder, name, count)


def sent(web: AsgiTransport, upload: MultipartUpload, number: int, content: bytes, **headers: str) -> str:
    credential = upload.credentials[number - 1]
    assert credential.part_number == number
    target = credential.url.removeprefix("http://localhost")
    answer = web.request("PUT", target, content, {"content-length": str(len(content)), **credential.headers, **headers})
    assert answer.status == 200, answer.body
    return answer.headers["etag"]


def named(etags: list[str]) -> list[MultipartUploadPart]:
    return [MultipartUploadPart(number, etag) for number, etag in enumerate(etags, 1)]


def left(tmp_path: Path) -> list[str]:
    """What is below the folder of uploads, apart from the notes on finished ones."""
    folder = tmp_path / "artifacts" / ".penstock-uploads"
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and p.name not in ("about", "done", "lock"))


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (3, 1, 2)])
def test_parts_in_any_order(web: AsgiTransport, client: RestStore, tmp_path: Path, order: tuple[int, ...]) -> None:
    parts = [os.urandom(_SIZE), os.urandom(_SIZE), os.urandom(17)]
    upload = begun(client, 3)
    by_number = {number: sent(web, upload, number, parts[number - 1]) for number in order}
    etags = [by_number[number] for number in (1, 2, 3)]
    assert client.list_artifacts("0").files == []
    client.complete_multipart_upload("0/run", "/home/me/é b.bin", upload.upload_id, named(etags))
    assert b"".join(client.download_artifact("0/run/é b.bin")) == b"".join(parts)
    assert left(tmp_path) == []
    # Who did not hear the answer asks again.
    client.complete_multipart_upload("0/run", "/home/me/é b.bin", upload.upload_id, named(etags))


@pytest.mark.parametrize("content", [b"", b"x", os.urandom(3_000_000)])
def test_one_part(web: AsgiTransport, client: RestStore, content: bytes) -> None:
    upload = begun(client, 1)
    client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, named([sent(web, upload, 1, content)]))
    assert b"".join(client.download_artifact("0/run/é b.bin")) == content


def test_many_parts_at_a_time(web: AsgiTransport, client: RestStore) -> None:
    parts = [os.urandom(_SIZE) for _ in range(40)] + [b""]
    upload = begun(client, len(parts))
    with ThreadPoolExecutor(8) as pool:
        etags = list(pool.map(lambda n: sent(web, upload, n, parts[n - 1]), range(1, len(parts) + 1)))
    client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, named(etags))
    assert b"".join(client.download_artifact("0/run/é b.bin")) == b"".join(parts)


def test_a_part_that_is_sent_again_counts(web: AsgiTransport, client: RestStore) -> None:
    upload = begun(client, 2)
    old = [sent(web, upload, 1, b"a" * _SIZE), sent(web, upload, 2, b"b" * 50)]
    new = [sent(web, upload, 1, b"c" * _SIZE), sent(web, upload, 2, b"d" * 20)]
    with pytest.raises(InvalidParameterValue, match="send it again"):
        client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, named(old))
    client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, named(new))
    assert b"".join(client.download_artifact("0/run/é b.bin")) == b"c" * _SIZE + b"d" * 20


def test_a_file_is_there_whole_or_as_it_was(web: AsgiTransport, client: RestStore, tmp_path: Path) -> None:
    client.upload_artifact("0/run/é b.bin", [b"before"])
    upload = begun(client, 2)
    first = sent(web, upload, 1, b"a" * _SIZE)
    for parts in ([], named([first]), named([first, first]), [MultipartUploadPart(1, first)] * 2, named([first] * 3)):
        with pytest.raises(InvalidParameterValue):
            client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, parts)
    assert b"".join(client.download_artifact("0/run/é b.bin")) == b"before"
    client.abort_multipart_upload("0/run", "é b.bin", upload.upload_id)
    client.abort_multipart_upload("0/run", "é b.bin", upload.upload_id)
    assert list((tmp_path / "artifacts" / ".penstock-uploads").iterdir()) == []
    with pytest.raises(ResourceDoesNotExist):
        client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, named([first, first]))
    assert [f.path for f in client.list_artifacts("0/run").files] == ["é b.bin"]


def test_parts_of_unequal_size_are_refused(web: AsgiTransport, client: RestStore) -> None:
    upload = begun(client, 3)
    etags = [sent(web, upload, number, b"a" * size) for number, size in ((1, 500), (2, 400), (3, 1))]
    with pytest.raises(InvalidParameterValue, match="one size"):
        client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, named(etags))


def test_a_part_that_was_damaged_on_the_way_is_refused(web: AsgiTransport, client: RestStore) -> None:
    upload = begun(client, 2)
    coded = base64.b64encode(hashlib.sha256(b"right").digest()).decode()
    target = upload.credentials[0].url.removeprefix("http://localhost")
    answer = web.request("PUT", target, b"wrong", {"content-digest": f"sha-256=:{coded}:"})
    assert b"DATA_LOSS" in answer.body
    sent(web, upload, 1, b"right", **{"content-digest": f"sha-256=:{coded}:"})


def test_a_part_that_is_damaged_when_it_is_sent_again_is_none(web: AsgiTransport, client: RestStore) -> None:
    upload = begun(client, 2)
    etags = [sent(web, upload, 1, b"right"), sent(web, upload, 2, b"x")]
    coded = base64.b64encode(hashlib.sha256(b"right").digest()).decode()
    target = upload.credentials[0].url.removeprefix("http://localhost")
    assert b"DATA_LOSS" in web.request("PUT", target, b"wrong", {"content-digest": f"sha-256=:{coded}:"}).body
    with pytest.raises(InvalidParameterValue, match="send it again"):
        client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, named(etags))
    assert client.list_artifacts("0").files == []
    assert sent(web, upload, 1, b"right") == etags[0]
    client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, named(etags))
    assert b"".join(client.download_artifact("0/run/é b.bin")) == b"rightx"


@pytest.mark.parametrize("size", [1 << 60, (1 << 63) - 1, (1 << 64) - 1, 10**19])
def test_a_part_that_says_it_is_larger_than_any_file(web: AsgiTransport, client: RestStore, size: int) -> None:
    upload = begun(client, 10_000)
    target = upload.credentials[4000].url.removeprefix("http://localhost")
    answer = web.request("PUT", target, b"x", {"content-length": str(size)})
    assert answer.status == 400 and b"No file has" in answer.body


@pytest.mark.parametrize("count", [0, -1, 10_001, 1 << 62])
def test_numbers_of_parts_that_cannot_be(client: RestStore, count: int) -> None:
    with pytest.raises(InvalidParameterValue):
        begun(client, count)


@pytest.mark.parametrize("number", ["0", "3", "-1", "1e3", "99999999999999999999", ""])
def test_parts_that_there_are_not(web: AsgiTransport, client: RestStore, number: str) -> None:
    upload = begun(client, 2)
    target = f"{_MPU}/part/0/run/%C3%A9%20b.bin?upload_id={upload.upload_id}&part_number={number}"
    assert web.request("PUT", target, b"x").status == 400


@pytest.mark.parametrize(
    "name",
    ["../../evil", "..", "/", "", "C:\\x\\..", "a/..", "%2e%2e", "..%2fevil", "x\0", ".penstock-x", "a\\..\\..", "x/"],
)
def test_no_name_leads_out(web: AsgiTransport, client: RestStore, name: str, tmp_path: Path) -> None:
    try:
        upload = begun(client, 1, "0/run", name)
    except InvalidParameterValue:
        return
    # What is left of it is one name in the folder that was asked for.
    etag = sent(web, upload, 1, b"x")
    with contextlib.suppress(InvalidParameterValue):
        client.complete_multipart_upload("0/run", name, upload.upload_id, named([etag]))
    assert all(p.parent == tmp_path / "artifacts/0/run" for p in tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("act", ["create", "complete", "abort", "part"])
@pytest.mark.parametrize(
    "path",
    ["..%2f..%2fx", "%252e%252e%252fx", "0/../../x", "/etc/x", "%2fetc/x", "a%5C..%5Cx", "a%00", ".penstock-uploads/x"],
)
@pytest.mark.parametrize("prefix", ["/api/2.0", "/ajax-api/2.0"])
def test_no_folder_leads_out(web: AsgiTransport, act: str, path: str, prefix: str, tmp_path: Path) -> None:
    known = "0" * 32
    asked = {"path": "x", "num_parts": 1, "upload_id": known, "parts": [{"part_number": 1, "etag": "x"}]}
    target = f"{prefix}/mlflow-artifacts/mpu/{act}/{path}"
    if act == "part":
        answer = web.request("PUT", f"{target}?upload_id={known}&part_number=1", b"x")
    else:
        answer = web.request("POST", target, json.dumps(asked).encode(), {"content-type": "application/json"})
    allowed = (400, 404, 200) if path.startswith(".penstock") else (400,)
    assert answer.status in allowed, (answer.status, answer.body)
    assert not [p for p in tmp_path.rglob("x") if p.is_file()]


@pytest.mark.parametrize(
    "upload_id", ["", "..", "../x", "0" * 31, "0" * 32, "%2e%2e", "../../../etc", "a" * 5000, "\0", "G" * 32]
)
def test_ids_that_are_none(web: AsgiTransport, client: RestStore, upload_id: str) -> None:
    begun(client, 1)
    with pytest.raises((ResourceDoesNotExist, InvalidParameterValue)):
        client.complete_multipart_upload("0/run", "x", upload_id, named(["x"]))
    if upload_id:
        client.abort_multipart_upload("0/run", "x", upload_id)


def test_an_upload_is_one_of_its_file_only(web: AsgiTransport, client: RestStore) -> None:
    """Who may write to one run cannot finish, fill or give up the upload of another."""
    upload = begun(client, 1)
    etag = sent(web, upload, 1, b"theirs")
    other = f"{_MPU}/part/1/mine/%C3%A9%20b.bin?upload_id={upload.upload_id}&part_number=1"
    assert web.request("PUT", other, b"mine").status == 404
    with pytest.raises(ResourceDoesNotExist):
        client.complete_multipart_upload("1/mine", "é b.bin", upload.upload_id, named([etag]))
    client.abort_multipart_upload("1/mine", "é b.bin", upload.upload_id)
    client.complete_multipart_upload("0/run", "é b.bin", upload.upload_id, named([etag]))
    assert b"".join(client.download_artifact("0/run/é b.bin")) == b"theirs"
    assert client.list_artifacts("1").files == []


def test_uploads_are_no_artifacts(web: AsgiTransport, client: RestStore) -> None:
    begun(client, 2)
    assert client.list_artifacts().files == []
    for doing in (client.list_artifacts, client.delete_artifact, lambda p: client.upload_artifact(p + "/x", [b"x"])):
        with pytest.raises(InvalidParameterValue):
            doing(".penstock-uploads")


def test_who_asks_is_told_where_they_asked(web: AsgiTransport) -> None:
    def urls(prefix: str, **headers: str) -> list[Any]:
        answer = web.request(
            "POST",
            f"{prefix}/mlflow-artifacts/mpu/create/0/run",
            json.dumps({"path": "x", "num_parts": 1}).encode(),
            {"content-type": "application/json", **headers},
        )
        assert answer.status == 200, answer.body
        found = json.loads(answer.body)["credentials"][0]
        return [found["url"].partition("?")[0], found.get("headers", {})]

    base = "http://localhost"
    assert urls("/api/2.0") == [f"{base}/api/2.0/mlflow-artifacts/mpu/part/0/run/x", {}]
    shown = {"authorization": "Bearer abc"}
    assert urls("/ajax-api/2.0", **shown)[0] == f"{base}/ajax-api/2.0/mlflow-artifacts/mpu/part/0/run/x"
    assert urls("/api/2.0", **shown)[1] == {"Authorization": "Bearer abc"}


def test_uploads_that_nobody_goes_on_with_are_forgotten(
    web: AsgiTransport, client: RestStore, server: Server, tmp_path: Path
) -> None:
    old, new = begun(client, 2), begun(client, 2)
    sent(web, old, 1, b"x")
    sent(web, new, 1, b"x")
    folder = tmp_path / "artifacts" / ".penstock-uploads"
    past = time.time() - 1000
    for path in [folder / old.upload_id, *(folder / old.upload_id).iterdir(), folder / new.upload_id]:
        os.utime(path, (past, past))
    held = HeldParts(LocalArtifacts(tmp_path / "artifacts"))
    assert held.sweep(900) == 1
    assert [p.name for p in folder.iterdir()] == [new.upload_id]
    with pytest.raises(MlflowException):
        client.complete_multipart_upload("0/run", "é b.bin", old.upload_id, named(["x", "y"]))


class _Asked(GrantAll):
    """Refuses everything below one folder, and notes what is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Level, str, Any]] = []

    def check(self, caller: Caller, rule: Rule, arguments: Mapping[str, Any]) -> None:
        place = arguments.get(rule.argument or "")
        self.asked.append((rule.level, rule.noun, place))
        if rule.noun == "artifact" and str(place).startswith("theirs/"):
            raise PermissionDenied("Theirs.")


@pytest.mark.parametrize("prefix", ["/api/2.0", "/ajax-api/2.0", "/api/3.0", "/ajax-api/3.0"])
@pytest.mark.parametrize("act", ["create", "complete", "abort", "part"])
def test_who_may_not_write_there_may_not_in_parts(settings: Settings, act: str, prefix: str, tmp_path: Path) -> None:
    authorizer = _Asked()
    app = create_app(settings, authorizer)
    web = AsgiTransport(app)
    try:
        asked = {"path": "x", "num_parts": 1, "upload_id": "0" * 32, "parts": [{"part_number": 1, "etag": "x"}]}
        for smuggled in ({}, {"artifact_path": "mine/run"}):
            body = json.dumps({**asked, **smuggled}).encode()
            target = f"{prefix}/mlflow-artifacts/mpu/{act}/theirs/run"
            if act == "part":
                target += "?upload_id=" + "0" * 32 + "&part_number=1" + ("&path=mine/run" if smuggled else "")
                answer = web.request("PUT", target, b"x")
            else:
                answer = web.request("POST", target, body, {"content-type": "application/json"})
            assert answer.status == 403, answer.body
        assert set(authorizer.asked) == {(Level.EDIT, "artifact", "theirs/run")}
        assert not list(tmp_path.rglob(".penstock-uploads"))
    finally:
        web.close()
        app.close()
        close_all()
