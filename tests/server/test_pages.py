"""Pages, documents, prefixes."""

from __future__ import annotations

import dataclasses
import gzip
import json
import os
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlflow.contracts.openapi import document
from mlflow.server import pages
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.testing.asgi import AsgiTransport


@pytest.fixture
def ui(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built UI of three files."""
    folder = tmp_path / "ui"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>the page</title>")
    (folder / "assets" / "index-abc.js").write_text("1")
    (folder / ".built-from").write_text("digest")
    (tmp_path / "secret").write_text("secret")
    (folder / "out").symlink_to(tmp_path / "secret")
    monkeypatch.setattr(pages, "_UI", folder)
    return folder


@pytest.fixture
def built(ui: Path, settings: Settings) -> Iterator[AsgiTransport]:
    transport = AsgiTransport(create_app(settings))
    yield transport
    transport.close()


def test_the_page_and_its_files(built: AsgiTransport) -> None:
    page = built.request("GET", "/")
    assert (page.status, page.headers["cache-control"]) == (200, "no-cache") and b"the page" in page.body
    script = built.request("GET", "/static-files/assets/index-abc.js")
    assert (script.status, script.body) == (200, b"1") and "javascript" in script.headers["content-type"]
    assert "immutable" in script.headers["cache-control"]


def test_files_are_sent_small_and_once(built: AsgiTransport, ui: Path) -> None:
    text = "let number = 1;\n" * 1000
    (ui / "assets" / "large-abc.js").write_text(text)
    path = "/static-files/assets/large-abc.js"
    small = built.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
    assert small.headers["content-encoding"] == "gzip" and gzip.decompress(small.body) == text.encode()
    assert len(small.body) < 500 and small.headers["vary"] == "Accept-Encoding"
    for accepted in ({}, {"Accept-Encoding": "gzip;q=0, br"}):
        whole = built.request("GET", path, headers=accepted)
        assert whole.body == text.encode() and "content-encoding" not in whole.headers
        assert whole.headers["etag"] == small.headers["etag"]
    again = built.request("GET", path, headers={"If-None-Match": f'"other", {whole.headers["etag"]}'})
    assert (again.status, again.body) == (304, b"") and again.headers["etag"] == whole.headers["etag"]


def test_what_was_pressed_beforehand_is_sent_to_those_who_take_it(built: AsgiTransport, ui: Path) -> None:
    (ui / "assets" / "large-abc.mjs").write_text("let number = 1;\n" * 1000)
    (ui / "assets" / "large-abc.mjs.br").write_bytes(b"pressed")
    path = "/static-files/assets/large-abc.mjs"
    pressed = built.request("GET", path, headers={"Accept-Encoding": "gzip, br"})
    assert (pressed.headers["content-encoding"], pressed.body) == ("br", b"pressed")
    assert "javascript" in pressed.headers["content-type"] and pressed.headers["vary"] == "Accept-Encoding"
    for accepted in ("gzip", "gzip, br;q=0"):
        assert built.request("GET", path, headers={"Accept-Encoding": accepted}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in built.request("GET", path).headers


def test_the_page_is_asked_for_again_and_sent_when_it_has_changed(built: AsgiTransport, ui: Path) -> None:
    tag = built.request("GET", "/").headers["etag"]
    unchanged = built.request("GET", "/", headers={"If-None-Match": tag})
    assert unchanged.status == 304 and "content-security-policy" in unchanged.headers
    (ui / "index.html").write_text("<title>another page</title>")
    changed = built.request("GET", "/", headers={"If-None-Match": tag})
    assert changed.status == 200 and b"another page" in changed.body and changed.headers["etag"] != tag


@pytest.mark.parametrize(
    "path",
    [
        *("nope.js", "assets", ".built-from", "out", "/etc/passwd"),
        *("../secret", "%2e%2e/secret", "%252e%252e/secret", "..%2fsecret", "assets/../../secret"),
    ],
)
def test_no_other_file_is_served(built: AsgiTransport, path: str) -> None:
    answer = built.request("GET", f"/static-files/{path}")
    assert (answer.status, b"secret" in answer.body) == (404, False)


def test_other_ways_to_write_a_path_fill_no_memory(built: AsgiTransport, ui: Path) -> None:
    (ui / "assets" / "large-abc.js").write_bytes(os.urandom(1 << 20))
    assert built.request("GET", "/static-files/assets/large-abc.js").status == 200
    tracemalloc.start()
    try:
        for count in range(2, 30):
            for way in ("/" * count, "/." * count + "/"):
                assert built.request("GET", f"/static-files/assets{way}large-abc.js").status == 404
        assert tracemalloc.get_traced_memory()[0] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_page_that_is_not_built_says_what_helps(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_UI", tmp_path / "nothing")
    web = AsgiTransport(create_app(settings))
    page = web.request("GET", "/")
    assert page.status == 200 and b"make ui" in page.body
    web.close()


def test_health_and_version(web: AsgiTransport) -> None:
    assert web.request("GET", "/health").body == b"OK"
    assert web.request("GET", "/version").body == b"3.6.0"


def test_a_prefix_moves_what_browsers_ask_for(ui: Path, settings: Settings) -> None:
    web = AsgiTransport(create_app(dataclasses.replace(settings, static_prefix="/pre")))
    search = "/2.0/mlflow/experiments/get?experiment_id=0"
    for path, status in {
        "/pre/": 200,
        "/pre": 307,
        "/": 404,
        "/pre/static-files/assets/index-abc.js": 200,
        "/pre/docs": 200,
        f"/pre/ajax-api{search}": 200,
        f"/ajax-api{search}": 404,
        f"/api{search}": 200,
        f"/pre/api{search}": 200,  # a client that is told the address of the pages
        "/health": 200,
        "/pre/health": 200,
        "/version": 200,
        "/pre/version": 200,
    }.items():
        assert web.request("GET", path).status == status, path
    web.close()


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if "$ref" in node else [])
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def test_the_document_is_whole(web: AsgiTransport) -> None:
    served = json.loads(web.request("GET", "/openapi.json").body)
    assert served == document() == document()
    names = served["components"]["schemas"]
    assert {ref.removeprefix("#/components/schemas/") for ref in _references(served)} <= names.keys()
    assert not [n for n in names if n.startswith("_") or n.endswith("Json")]
    operations = [o for methods in served["paths"].values() for o in methods.values()]
    assert len({o["operationId"] for o in operations}) == len(operations)
    for path, methods in served["paths"].items():
        for operation in methods.values():
            fields = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
            assert fields == set(re.findall(r"{(\w+)}", path)), path
            assert operation["summary"] and operation["x-permission"]


def test_the_reference_shows_every_operation_and_fetches_nothing_from_elsewhere(web: AsgiTransport) -> None:
    page = web.request("GET", "/docs").body.decode()
    for methods in document()["paths"].values():
        for operation in methods.values():
            assert f"id='{operation['operationId']}'" in page
    assert "http://" not in page and "https://" not in page
    assert re.findall(r"<script[^>]*>", page) == ["<script src='docs/reference.js'>"]
    assert web.request("GET", "/docs/reference.js").headers["content-type"].startswith("text/javascript")
