"""Folders and paths by the names of ``mlflow.utils.file_utils``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mlflow.utils.file_utils import TempDir, local_file_uri_to_path, mkdir, path_to_local_file_uri, read_file, write_to


@pytest.mark.parametrize("chdr", [False, True])
def test_a_temporary_folder_goes_at_the_end(chdr: bool, tmp_path: Path) -> None:
    with TempDir(chdr=chdr) as folder:
        write_to(folder.path("a.txt"), "ä")
        place = Path(folder.path("a.txt")).resolve()
        assert place.read_text(encoding="utf-8") == "ä" and (Path.cwd() == place.parent) is chdr
    assert not place.parent.exists() and Path.cwd() == tmp_path


def test_a_temporary_folder_can_stay() -> None:
    with TempDir(remove_on_exit=False) as folder:
        place = folder.path()
    os.rmdir(place)


def test_paths_and_uris(tmp_path: Path) -> None:
    uri = path_to_local_file_uri("a b")
    assert uri == f"file://{tmp_path}/a%20b" and local_file_uri_to_path(uri) == str(tmp_path / "a b")
    assert local_file_uri_to_path("a b") == "a b"
    write_to(os.path.join(mkdir("x", "y"), "t"), "1")
    assert read_file("x/y", "t") == "1"
