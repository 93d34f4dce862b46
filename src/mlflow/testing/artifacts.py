"""The laws of a place for files (:mod:`mlflow.artifacts.contract`), as tests that every implementation passes.

Inherit from :class:`ArtifactStoreContract` and provide a fixture ``files`` that returns an empty
:class:`~mlflow.artifacts.contract.ArtifactStore` to each test.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlflow.artifacts.contract import CHUNK, ArtifactStore
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist

#: More than what stores take in one request.
LARGE = 23 * CHUNK + 17


def _numbers(size: int) -> Iterator[bytes]:
    """That many bytes in chunks, each chunk unlike its neighbours."""
    for number in itertools.count():
        if size <= 0:
            return
        yield (number.to_bytes(8, "big") * (CHUNK // 8))[: min(size, CHUNK)]
        size -= CHUNK


class ArtifactStoreContract:
    """What holds for files wherever they are."""

    def test_a_file_comes_back_as_it_was_written(self, files: ArtifactStore) -> None:
        files.write("a/b.bin", iter([b"one", b"", b"two"]))
        assert files.read_bytes("a/b.bin") == b"onetwo"
        assert [(f.path, f.is_dir, f.file_size) for f in files.entries()] == [("a", True, None)]
        assert [(f.path, f.is_dir, f.file_size) for f in files.entries("a")] == [("a/b.bin", False, 6)]
        files.write("a/b.bin", [b"other"])
        assert files.read_bytes("a/b.bin") == b"other"

    def test_a_file_without_content_is_a_file(self, files: ArtifactStore) -> None:
        files.write("empty", [])
        assert files.read_bytes("empty") == b""
        assert [(f.path, f.file_size) for f in files.entries()] == [("empty", 0)]

    def test_a_large_file_streams_both_ways(self, files: ArtifactStore, tmp_path: Path) -> None:
        files.write("large.bin", _numbers(LARGE))
        found = files.stat("large.bin")
        assert found is not None and found.file_size == LARGE
        expected = b"".join(_numbers(LARGE))
        got = list(files.read("large.bin"))
        assert max(map(len, got)) <= CHUNK and b"".join(got) == expected
        assert files.download("large.bin", tmp_path / "got").read_bytes() == expected
        files.upload_file(tmp_path / "got" / "large.bin", "again.bin")
        assert files.read_bytes("again.bin") == expected

    @pytest.mark.parametrize("size", [0, 10, LARGE])
    def test_a_write_that_breaks_off_leaves_what_was_there(self, files: ArtifactStore, size: int) -> None:
        def broken() -> Iterator[bytes]:
            yield from _numbers(size)
            raise KeyError("broken off")

        files.write("a.txt", [b"first"])
        for path in ("a.txt", "new.txt"):
            with pytest.raises(KeyError, match="broken off"):
                files.write(path, broken())
        assert files.read_bytes("a.txt") == b"first"
        assert [f.path for f in files.entries()] == ["a.txt"]

    @pytest.mark.parametrize(
        "name", ["a b.txt", "é ü.txt", "100%.txt", "a+b&c=d.txt", "[x]{y}~!.txt", "x#1.txt", "日本"]
    )
    def test_names_stay_what_they_are(self, files: ArtifactStore, name: str, tmp_path: Path) -> None:
        files.write(f"folder {name}/{name}", [b"content"])
        assert [f.path for f in files.walk()] == [f"folder {name}/{name}"]
        assert files.read_bytes(f"folder {name}/{name}") == b"content"
        assert (files.download(f"folder {name}", tmp_path) / name).read_bytes() == b"content"
        files.delete(f"folder {name}/{name}")
        assert list(files.walk()) == []

    @pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "a\\b", "..%2fx", "a\0b", "%2e%2e/x"])
    def test_paths_that_leave_the_root_are_refused(self, files: ArtifactStore, path: str) -> None:
        for use in (files.entries, files.stat, files.read, files.delete, lambda p: files.write(p, [b"x"])):
            with pytest.raises(InvalidParameterValue):
                use(path)

    def test_what_is_not_there(self, files: ArtifactStore, tmp_path: Path) -> None:
        files.write("a/b.txt", [b"b"])
        for path in ("none", "a/none", "a/b", "none/x"):
            with pytest.raises(ResourceDoesNotExist):
                files.read(path)
            with pytest.raises(ResourceDoesNotExist):
                files.download(path, tmp_path)
            assert files.entries(path) == [] and files.stat(path) is None
            files.delete(path)
        with pytest.raises(ResourceDoesNotExist):
            files.read("a")
        assert files.entries("a/b.txt") == []
        with pytest.raises(FileNotFoundError):
            files.upload_file(tmp_path / "none", "x")
        with pytest.raises(NotADirectoryError):
            files.upload_folder(tmp_path / "none", "x")
        with pytest.raises(InvalidParameterValue):
            files.write("", [b"x"])
        assert [f.path for f in files.walk()] == ["a/b.txt"]

    def test_one_entry_says_what_it_is(self, files: ArtifactStore) -> None:
        files.write("a/b/c.txt", [b"123"])
        found = [files.stat(path) for path in ("a", "a/b", "a/b/c.txt")]
        assert [(f.path, f.is_dir, f.file_size) for f in found if f] == [
            ("a", True, None),
            ("a/b", True, None),
            ("a/b/c.txt", False, 3),
        ]

    def test_folders_go_up_and_come_down(self, files: ArtifactStore, tmp_path: Path) -> None:
        source = tmp_path / "source"
        contents = {f"d{n % 3}/e{n % 2}/{n}.txt": str(n) for n in range(30)} | {"top.txt": "top"}
        for path, content in contents.items():
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            (source / path).write_text(content)
        files.upload_folder(source, "up")
        assert [(f.path, f.is_dir) for f in files.entries("up")] == [
            ("up/d0", True),
            ("up/d1", True),
            ("up/d2", True),
            ("up/top.txt", False),
        ]
        assert sorted(f.path for f in files.walk("up")) == sorted(f"up/{path}" for path in contents)
        for got in (files.download("up", tmp_path / "one"), files.download("", tmp_path / "all") / "up"):
            found = {p.relative_to(got).as_posix(): p.read_text() for p in got.rglob("*") if p.is_file()}
            assert found == contents

    def test_many_entries_are_all_listed(self, files: ArtifactStore) -> None:
        names = [f"{number:03}" for number in range(35)]
        for name in names:
            files.write(f"many/{name}/x" if int(name) % 2 else f"many/{name}", [b"x"])
        assert [f.path for f in files.entries("many")] == [f"many/{name}" for name in names]
        assert len(list(files.walk("many"))) == 35
        files.delete("many")
        assert files.entries() == []

    def test_delete_takes_what_it_names_and_no_more(self, files: ArtifactStore) -> None:
        for path in ("a/x", "a/b/y", "ab/x", "a.txt", "c"):
            files.write(path, [b"x"])
        files.delete("a")
        files.delete("c")
        assert sorted(f.path for f in files.walk()) == ["a.txt", "ab/x"]
