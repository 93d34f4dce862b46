"""A genuine client and our server move files in every way that the server can be told to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.buckets import s3_server
from tests.processes import facts_of, server

_SCRIPTS = Path(__file__).parent / "scripts"
_EXPECTED = {
    "a.bin": True,
    "b c.bin": True,
    "é.bin": True,
    "small.txt": True,
    "listed": [
        ["some/folder/a.bin", 11 << 20],
        ["some/folder/b c.bin", 5 << 20],
        ["some/folder/small.txt", 10],
        ["some/folder/é.bin", (10 << 20) + 1],
    ],
}


@pytest.mark.parametrize("parts", ["true", "false"])
def test_large_files(genuine_python: Path, our_server: str, tmp_path: Path, parts: str) -> None:
    facts = facts_of(genuine_python, _SCRIPTS / "large_artifacts.py", tmp_path, parts, tracking_uri=our_server)
    assert facts == _EXPECTED


def test_large_files_that_go_past_the_server(
    genuine_python: Path, our_python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with s3_server() as s3:
        s3.make_bucket("box")
        for name, value in s3.variables.items():
            if name.startswith("AWS_"):
                monkeypatch.setenv(name, value)
        monkeypatch.setenv("AWS_ENDPOINT_URL", s3.address)
        with server(our_python, tmp_path, 30, "--artifacts-destination", "s3://box/kept") as address:
            script = _SCRIPTS / "large_artifacts.py"
            assert facts_of(genuine_python, script, tmp_path, "true", tracking_uri=address) == _EXPECTED
        listed = s3.call("GET", "/box?list-type=2&max-keys=100")
        assert re.search(rb'-3(&quot;|&#34;|")', listed), listed  # the ETag of a file of three parts


def test_a_server_of_artifacts_only(genuine_python: Path, our_python: Path, tmp_path: Path) -> None:
    """Records are on one server, files on the other."""
    files, records = tmp_path / "files", tmp_path / "records"
    files.mkdir()
    records.mkdir()
    with server(our_python, files, 30, "--artifacts-only") as there:
        root = f"{there.replace('http:', 'mlflow-artifacts:')}/mine"
        with server(our_python, records, 30, "--no-serve-artifacts", "--default-artifact-root", root) as address:
            script = _SCRIPTS / "large_artifacts.py"
            assert facts_of(genuine_python, script, tmp_path, "false", tracking_uri=address) == _EXPECTED
    assert len(list((files / "files" / "mine").rglob("*.bin"))) == 3
    assert not list(records.rglob("*.bin"))


def test_a_client_that_reaches_the_folder_itself(genuine_python: Path, our_python: Path, tmp_path: Path) -> None:
    root = tmp_path / "shared folder"
    with server(our_python, tmp_path, 30, "--no-serve-artifacts", "--default-artifact-root", str(root)) as address:
        script = _SCRIPTS / "large_artifacts.py"
        assert facts_of(genuine_python, script, tmp_path, "false", tracking_uri=address) == _EXPECTED
    assert len(list(root.rglob("*.bin"))) == 3
