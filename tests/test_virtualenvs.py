"""Where environments are kept."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from mlflow.exceptions import ExecutionException
from mlflow.virtualenvs import Wanted, environments_root, virtualenv

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


def test_uv_is_asked_for_a_python_to_the_minor_number(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Stands in for uv, which would fetch a Python: tells what it is asked for, and fails.
    uv = tmp_path / "uv"
    uv.write_text('#!/bin/sh\necho "asked: $*" >&2\nexit 1\n')
    uv.chmod(0o755)
    monkeypatch.setattr("mlflow.virtualenvs.find_uv_bin", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ExecutionException, match=r"--python 3\.7 "):
        virtualenv("x", Wanted("3.7.99", ("numpy",)))
    with pytest.raises(ExecutionException, match="--python " + re.escape(sys.executable)):
        virtualenv("x", Wanted(f"{sys.version_info.major}.{sys.version_info.minor}.99", ("numpy",)))
    assert list(root.iterdir()) == []
