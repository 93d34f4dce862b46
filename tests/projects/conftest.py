from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

IDENTITY = ["-c", "user.name=tester", "-c", "user.email=tester@example.org", "-c", "init.defaultBranch=main"]


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Makes a project folder from file names and texts."""

    def make(files: dict[str, str], name: str = "proj") -> Path:
        folder = tmp_path / name
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        folder.mkdir(exist_ok=True)
        return folder

    return make


@pytest.fixture
def commit() -> Callable[..., str]:
    """Commits everything in a folder, making it a repository first if need be; returns the commit."""

    def make(folder: Path, *then: str) -> str:
        def git(*arguments: str) -> str:
            done = subprocess.run(
                ["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True, text=True
            )
            return done.stdout.strip()

        if not (folder / ".git").exists():
            git("init", "--quiet")
        git("add", "--all")
        git("commit", "--quiet", "--message", "change")
        for command in then:
            git(*command.split())
        return git("rev-parse", "HEAD")

    return make
