"""Where environments are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlflow.exceptions import ExecutionException
from mlflow.virtualenvs import environments_root

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders have no owners here")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "envs"
    monkeypatch.setenv("MLFLOW_ENV_ROOT", str(folder))
    return folder


def test_the_folder_is_the_users_alone(root: Path) -> None:
    assert environments_root() == root
    assert root.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o702, 0o757])
def test_a_folder_that_anybody_may_write_to_is_refused(root: Path, mode: int) -> None:
    root.mkdir()
    root.chmod(mode)
    with pytest.raises(ExecutionException, match="MLFLOW_ENV_ROOT"):
        environments_root()


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o775, 0o500])
def test_other_folders_are_taken(root: Path, mode: int) -> None:
    root.mkdir()
    root.chmod(mode)
    assert environments_root() == root


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root gives folders away")
def test_another_users_folder_is_refused(root: Path) -> None:
    root.mkdir()
    os.chown(root, 12345, 12345)
    with pytest.raises(ExecutionException, match="another user"):
        environments_root()
