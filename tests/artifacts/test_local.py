from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.artifacts.local import LocalArtifacts
from mlflow.artifacts.stores import open_artifacts
from mlflow.exceptions import InvalidParameterValue, MlflowNotImplementedException, ResourceDoesNotExist


@pytest.fixture
def files(tmp_path: Path) -> LocalArtifacts:
    return LocalArtifacts(tmp_path / "root")


def test_a_file_comes_back_as_it_was_written(files: LocalArtifacts) -> None:
    files.write("a/b.bin", iter([b"one", b"", b"two"]))
    assert files.read_bytes("a/b.bin") == b"onetwo"
    assert [(f.path, f.is_dir, f.file_size) for f in files.entries()] == [("a", True, None)]
    assert [(f.path, f.is_dir, f.file_size) for f in files.entries("a")] == [("a/b.bin", False, 6)]
    assert files.entries("a/b.bin") == [] and files.entries("nothing") == []


def test_a_write_that_breaks_off_leaves_what_was_there(files: LocalArtifacts) -> None:
    files.write("a.txt", [b"first"])

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError("away")

    with pytest.raises(ConnectionError):
        files.write("a.txt", broken())
    assert files.read_bytes("a.txt") == b"first"
    assert os.listdir(files.root) == ["a.txt"]


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a/../../x", "a\\b", "..%2fx", "a\0b", "%2e%2e/x", "file:///x"]
)
def test_paths_that_leave_the_root_are_refused(files: LocalArtifacts, path: str) -> None:
    for use in (files.entries, files.stat, files.read, files.delete, lambda p: files.write(p, [b"x"])):
        with pytest.raises(InvalidParameterValue):
            use(path)


def test_links_that_lead_out_are_not_followed(files: LocalArtifacts, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "outside").mkdir()
    files.write("a.txt", [b"a"])
    os.symlink(tmp_path / "secret.txt", files.root / "link.txt")
    os.symlink(tmp_path / "outside", files.root / "folder")
    os.symlink(files.root / "a.txt", files.root / "inside.txt")
    assert [f.path for f in files.entries()] == ["a.txt", "inside.txt"]
    with pytest.raises(InvalidParameterValue):
        files.read("link.txt")
    with pytest.raises(InvalidParameterValue):
        files.write("folder/x.txt", [b"x"])
    with pytest.raises(InvalidParameterValue):
        files.delete("folder/x.txt")
    assert os.listdir(tmp_path / "outside") == []
    assert files.read_bytes("inside.txt") == b"a"


def test_reading_what_is_no_file_says_so_at_once(files: LocalArtifacts) -> None:
    files.write("a/b.txt", [b""])
    for path in ("a", "none", ""):
        with pytest.raises(ResourceDoesNotExist):
            files.read(path)
    with pytest.raises(InvalidParameterValue):
        files.write("a", [b"x"])


def test_folders_go_up_and_come_down(files: LocalArtifacts, tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "e").mkdir(parents=True)
    (source / "e" / "f.txt").write_text("f")
    (source / "g.txt").write_text("g")
    os.symlink(source, source / "e" / "loop")
    files.upload_folder(source, "up")
    got = files.download("up", tmp_path / "got")
    assert got == tmp_path / "got" / "up"
    assert sorted(p.relative_to(got).as_posix() for p in got.rglob("*.txt")) == ["e/f.txt", "g.txt"]
    one = files.download("up/g.txt")
    assert one.read_text() == "g" and one.name == "g.txt"
    with pytest.raises(ResourceDoesNotExist):
        files.download("none")


def test_a_folder_that_holds_the_root_is_copied_once(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("dry")
    files = LocalArtifacts(tmp_path / "mlruns" / "0")
    files.upload_folder(tmp_path, "all")
    files.upload_folder(tmp_path, "all")
    assert [f.path for f in files.walk()] == ["all/notes.txt"]


def test_delete_removes_files_folders_and_links_only(files: LocalArtifacts, tmp_path: Path) -> None:
    files.write("a/b.txt", [b"b"])
    files.write("c.txt", [b"c"])
    os.symlink(files.root / "c.txt", files.root / "d.txt")
    files.delete("d.txt")
    files.delete("a")
    files.delete("nothing")
    assert [f.path for f in files.entries()] == ["c.txt"]


def test_an_unknown_scheme_says_what_there_is() -> None:
    with pytest.raises(MlflowNotImplementedException, match="local folders"):
        open_artifacts("gopher://host/x")
