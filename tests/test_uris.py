"""Paths and URIs: what is accepted, in which form, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.uris import (
    ModelsUri,
    checked_artifact_location,
    parse_location,
    parse_models_uri,
    parse_runs_uri,
    parse_store_uri,
    relative_path,
    without_password,
)

HOSTILE_PATHS = [
    "../x",
    "a/../../x",
    "a/..",
    "..%2fx",
    "%2e%2e/x",
    "%252e%252e%252fx",
    "%25252e%25252e%25252fx",
    "a%2fb",
    "a%5c..%5cb",
    "..\\x",
    "a\\b",
    "/etc/passwd",
    "//proc/self/root/etc/passwd",
    "C:/",
    "c:\\windows",
    "http://host/x",
    "x\0y",
    "x\ny",
    "a/" * 600,
    "x" * 5000,
]


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_a_path_that_is_odd_is_refused(path: str) -> None:
    with pytest.raises(InvalidParameterValue):
        relative_path(path)


@pytest.mark.parametrize(
    ("path", "clean"),
    [
        (None, ""),
        ("", ""),
        (".", ""),
        ("a/b.txt", "a/b.txt"),
        ("./a//b/", "a/b"),
        ("with space/ü.png", "with space/ü.png"),
        ("50%/x", "50%/x"),
        ("images/dog%step%3%timestamp%179%9f.png", "images/dog%step%3%timestamp%179%9f.png"),
        ("x;y", "x;y"),
        ("a?b#c", "a?b#c"),
        ("..a/b..", "..a/b.."),
    ],
)
def test_an_ordinary_path_is_kept(path: str | None, clean: str) -> None:
    assert relative_path(path) == clean


@pytest.mark.parametrize(
    "uri",
    [
        "http:///?/../../../../etc/",
        "http:///#/../../../../etc/",
        "http://host#/../../etc/",
        "http://host/a;/../../etc",
        "file://./etc",
        "file:etc",
        "file:////proc/self",
        "file://host/etc",
        "file:///a/%2e%2e/b",
        "file:///a/%252e%252e/b",
        "file:///a%5cb",
        "dbfs:/../..?x",
        "mlflow-artifacts:/../..",
        "mlflow-artifacts:/%2e%2e/x",
        "s3://b/../../c",
        "s3://b/%2e%2e/c",
        "s3://b/p?x=1",
        "s3://b/p#f",
        "s3://user:secret@b/p",
        "s3://b/" + "a" * 3000,
        "C:/x",
        "//proc/self/root",
        "a\\b",
        "",
        "s3://b/\0",
        "s3://b/a%0ab",
        "ftp://b/a%0d%0aDELE x",
        "s3://b/a%3fversion=1",
        "s3://b/a%23b",
        "mlflow-artifacts:/a%3bb",
    ],
)
def test_a_location_that_is_odd_is_refused(uri: str) -> None:
    with pytest.raises(InvalidParameterValue):
        checked_artifact_location(uri)


def test_a_callers_location_may_not_climb() -> None:
    for uri in ("/tmp/../etc", "../x", "a/..", "/tmp/%2e%2e/etc"):
        with pytest.raises(InvalidParameterValue):
            checked_artifact_location(uri)


@pytest.mark.parametrize(
    "uri", ["s3://bucket/a b", "gs://bucket", "/data/runs 50%", "file:///a%20b/c", "mlflow-artifacts:/1/2"]
)
def test_a_location_is_written_as_it_was_read(uri: str) -> None:
    assert str(parse_location(uri)) == uri
    assert parse_location(str(parse_location(uri))) == parse_location(uri)


def test_a_relative_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_location("runs").local_path == tmp_path / "runs"
    assert parse_location("sub/../runs").local_path == tmp_path / "runs"


def test_join_stays_below_and_relative_to_tells_where() -> None:
    root = parse_location("s3://bucket/root")
    inside = root.join("a/b", "c")
    assert str(inside) == "s3://bucket/root/a/b/c"
    assert inside.relative_to(root) == "a/b/c"
    assert root.relative_to(root) == ""
    assert parse_location("s3://bucket/rootless").relative_to(root) is None
    assert parse_location("s3://other/root/a").relative_to(root) is None
    with pytest.raises(InvalidParameterValue):
        root.join("../b")


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("./mlruns", "directory"),
        ("file:///tmp/mlruns", "directory"),
        ("sqlite:///x.db", "sql"),
        ("postgresql+psycopg://u:p@h/db", "sql"),
        ("http://127.0.0.1:5000/", "http"),
        ("databricks://profile", "databricks"),
    ],
)
def test_a_store_uri_names_its_kind(uri: str, kind: str) -> None:
    assert parse_store_uri(uri).kind == kind


def test_a_store_of_unknown_scheme_is_refused_with_what_there_is() -> None:
    with pytest.raises(InvalidParameterValue, match="sqlite:///"):
        parse_store_uri("gopher://x")


@pytest.mark.parametrize(
    ("uri", "parts"),
    [
        ("models:/Wine/3", ModelsUri(name="Wine", version="3")),
        ("models:/Wine/Production", ModelsUri(name="Wine", stage="Production")),
        ("models:/Wine/latest", ModelsUri(name="Wine", latest=True)),
        ("models:/Wine@champion", ModelsUri(name="Wine", alias="champion")),
        ("models:/My%20Wine/1", ModelsUri(name="My Wine", version="1")),
        ("models:/m-0123", ModelsUri(model_id="m-0123")),
    ],
)
def test_each_form_of_a_models_uri(uri: str, parts: ModelsUri) -> None:
    assert parse_models_uri(uri) == parts


@pytest.mark.parametrize(
    "uri", ["models:/", "models:/Wine", "models://x", "models:/a/b/c", "models:/@x", "models:/Wine@"]
)
def test_a_malformed_models_uri_is_refused(uri: str) -> None:
    with pytest.raises(InvalidParameterValue, match="models:/<name>"):
        parse_models_uri(uri)


def test_runs_uri() -> None:
    parsed = parse_runs_uri("runs:/0123456789abcdef0123456789abcdef/model/sub")
    assert parsed is not None
    assert (parsed.run_id, parsed.path) == ("0123456789abcdef0123456789abcdef", "model/sub")
    assert parse_runs_uri("s3://b/x") is None
    with pytest.raises(InvalidParameterValue):
        parse_runs_uri("runs:/0123/../../x")


def test_a_home_that_is_not_here_is_refused() -> None:
    with pytest.raises(InvalidParameterValue, match="home"):
        parse_location("~no-such-user/x")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://me:se@c/r:et@host:5432/name", "postgresql://me:***@host:5432/name"),
        ("mysql+pymysql://me@host/name", "mysql+pymysql://me@host/name"),
        ("postgresql://host/name?user=me&password=secret&x=1", "postgresql://host/name?user=me&password=***&x=1"),
        ("https://me:secret@host/path", "https://me:***@host/path"),
        ("sqlite:////a/b:c@d.db", "sqlite:////a/b:c@d.db"),
        ("./mlruns", "./mlruns"),
    ],
)
def test_passwords_are_not_shown(address: str, shown: str) -> None:
    assert without_password(address) == shown


def test_unknown_scheme_is_told_without_its_password() -> None:
    with pytest.raises(InvalidParameterValue) as refused:
        parse_store_uri("db2://me:secret@host/name")
    assert "secret" not in str(refused.value)
