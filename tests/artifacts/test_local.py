from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.artifacts.local import _HANDLES, LocalArtifacts
from mlflow.artifacts.stores import open_artifacts
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    MlflowNotImplementedException,
    ResourceDoesNotExist,
)


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


@pytest.mark.parametrize("path", ["a" * 300, "d/" + "é" * 200, "file/below", "loop/x"])
def test_names_that_no_file_can_have_are_the_callers_fault(files: LocalArtifacts, path: str, tmp_path: Path) -> None:
    files.write("file", [b"x"])
    (files.root / "loop").symlink_to("loop")
    source = tmp_path / "source"
    source.write_bytes(b"x")
    for doing in (lambda: files.write(path, [b"x"]), lambda: files.upload_file(source, path)):
        with pytest.raises(InvalidParameterValue):
            doing()
    assert files.stat(path) is None and files.entries(path) == []
    with pytest.raises(ResourceDoesNotExist):
        files.read(path)
    files.delete(path)
    assert sorted(os.listdir(files.root)) in (["file", "loop"], ["d", "file", "loop"])


@pytest.mark.parametrize("path", [".penstock-1", "a/.penstock-1", ".penstock-/x"])
def test_files_under_way_are_no_artifacts(files: LocalArtifacts, path: str, tmp_path: Path) -> None:
    for doing in (files.stat, files.read, files.delete, files.entries, lambda p: files.write(p, [b"x"])):
        with pytest.raises(InvalidParameterValue):
            doing(path)
    left = tmp_path / "folder" / path
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half of it")
    (tmp_path / "folder" / "whole").write_bytes(b"all of it")
    files.upload_folder(tmp_path / "folder")
    assert [f.path for f in files.walk()] == ["whole"]


@pytest.mark.skipif(not _HANDLES, reason="the system opens no files from folders")
@pytest.mark.parametrize("swapped", ["a", "a/b", "a/b/secret"])
def test_a_link_put_there_between_check_and_use_is_not_followed(tmp_path: Path, swapped: str) -> None:
    outside = tmp_path / "outside"
    for below in ("b/secret", "secret"):
        (outside / below).parent.mkdir(parents=True, exist_ok=True)
        (outside / below).write_bytes(b"kept to ourselves")

    class Raced(LocalArtifacts):
        racing = False

        def _inside(self, path: str) -> str:
            real = super()._inside(path)
            if self.racing:
                os.rename(self.root / swapped, tmp_path / "aside")
                at = {"a": outside, "a/b": outside / "b", "a/b/secret": outside / "secret"}[swapped]
                (self.root / swapped).symlink_to(at)
                self.racing = False
            return real

    for doing in (lambda f: b"".join(f.read("a/b/secret")), lambda f: f.write("a/b/secret", [b"overwritten"])):
        files = Raced(tmp_path / "root")
        files.write("a/b/secret", [b"ours"])
        files.racing = True
        with contextlib.suppress(OSError, MlflowException):
            assert doing(files) in (None, b"ours")
        assert not files.racing
        assert {(outside / p).read_bytes() for p in ("b/secret", "secret")} == {b"kept to ourselves"}
        assert sorted(p.name for p in outside.rglob("*")) == ["b", "secret", "secret"]
        shutil.rmtree(files.root)
        shutil.rmtree(tmp_path / "aside", ignore_errors=True)
        (tmp_path / "aside").unlink(missing_ok=True)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files cannot be counted")
def test_a_file_opened_and_not_read_is_closed(files: LocalArtifacts) -> None:
    files.write("x", [b"x" * 10])
    opened = [files.read("x") for _ in range(20)]
    next(opened[0])
    before = len(os.listdir("/proc/self/fd"))
    opened.clear()
    assert len(os.listdir("/proc/self/fd")) <= before - 20


def test_a_full_disk_leaves_nothing_half_written(files: LocalArtifacts) -> None:
    files.write("x", [b"before"])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(OSError):
            files.write("x", [b"y" * 50_000] * 10)
        with pytest.raises(OSError):
            files.write("new", [b"y" * 50_000] * 10)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert os.listdir(files.root) == ["x"] and files.read_bytes("x") == b"before"
