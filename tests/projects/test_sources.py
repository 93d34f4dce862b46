from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mlflow.exceptions import ExecutionException
from mlflow.projects.sources import fetch

Make = Callable[..., Path]
Commit = Callable[..., str]


def test_a_plain_folder_is_used_in_place(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project({"a.py": "", "sub/b.py": ""})
    monkeypatch.chdir(folder.parent)
    source = fetch("proj")
    assert source.folder == folder and source.temporary is None
    assert source.tags == {"mlflow.source.name": str(folder)}
    assert fetch("proj#sub").folder == folder / "sub"
    assert fetch(folder.as_uri()).folder == folder


def test_a_folder_in_a_repository_names_its_commit(project: Make, commit: Commit) -> None:
    folder = project({"sub/a.py": ""})
    made = commit(folder, "remote add origin https://user:secret@example.org/r.git")
    assert fetch(str(folder / "sub")).tags == {
        "mlflow.source.name": folder.as_uri() + "#sub",
        "mlflow.source.git.commit": made,
        "mlflow.source.git.repoURL": "https://example.org/r.git",
    }
    assert fetch(str(folder)).tags["mlflow.source.name"] == folder.as_uri()


def test_a_repository_is_cloned(project: Make, commit: Commit) -> None:
    folder = project({"sub/a.py": "1"})
    first = commit(folder, "branch old", "tag v1")
    (folder / "sub" / "a.py").write_text("2")
    second = commit(folder)
    uri = folder.as_uri() + "#sub"
    for version, text, made, branch in (
        (None, "2", second, None),
        ("old", "1", first, "old"),
        ("v1", "1", first, None),
        (first, "1", first, None),
        (first[:10], "1", first, None),
    ):
        source = fetch(uri, version)
        assert source.temporary is not None and source.folder == source.temporary.resolve() / "sub"
        assert source.temporary.stat().st_mode & 0o077 == 0
        assert (source.folder / "a.py").read_text() == text
        assert source.tags["mlflow.source.name"] == uri
        assert source.tags["mlflow.source.git.commit"] == made
        assert source.tags["mlflow.source.git.repoURL"] == folder.as_uri()
        assert source.tags.get("mlflow.source.git.branch") == branch


def test_a_version_needs_a_repository(project: Make) -> None:
    with pytest.raises(ExecutionException, match="git URI"):
        fetch(str(project({"a.py": ""})), "main")


@pytest.mark.parametrize(
    "uri",
    ["nowhere", "file:///nowhere", "ext::sh -c 'touch pwned'", "s3://bucket/x", "proj#../..", "proj#/etc", "proj#nope"],
)
def test_what_is_no_project(project: Make, monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    monkeypatch.chdir(project({"a.py": ""}).parent)
    with pytest.raises(ExecutionException):
        fetch(uri)
    assert not Path("pwned").exists()


def test_options_and_odd_versions_never_reach_git(project: Make, commit: Commit) -> None:
    folder = project({"a.py": ""})
    commit(folder)
    for version in ("--upload-pack=touch pwned", "-v", "a b", "", "a;b", "x\ny"):
        with pytest.raises(ExecutionException, match="commit, branch or tag"):
            fetch(folder.as_uri(), version)
    with pytest.raises(ExecutionException, match="no commit, branch or tag 'nope'"):
        fetch(folder.as_uri(), "nope")


def test_a_link_out_of_the_repository_is_no_folder_of_it(
    project: Make, commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project({"a.py": ""})
    (folder / "out").symlink_to("/etc")
    commit(folder)
    clones = tmp_path / "clones"
    clones.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(clones))
    with pytest.raises(ExecutionException, match="no folder"):
        fetch(folder.as_uri() + "#out")
    assert not list(clones.iterdir()), "a failed clone is removed"
