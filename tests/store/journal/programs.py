"""Programs of users, run as processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from tests.processes import clean_environment


def start(code: str, folder: Path, **variables: str) -> subprocess.Popen[str]:
    """A program that runs in a folder, its journals below it."""
    environment = clean_environment(**{"PENSTOCK_JOURNAL_DIR": str(folder / "journals"), **variables})
    return subprocess.Popen(
        [sys.executable, "-c", dedent(code)],
        cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run(code: str, folder: Path, status: int = 0, **variables: str) -> tuple[str, str]:
    """What a program prints to standard output and standard error."""
    process = start(code, folder, **variables)
    out, err = process.communicate(timeout=100)
    assert process.returncode == status, out + err
    return out.strip(), err


def left(folder: Path) -> list[Path]:
    """Journals that wait."""
    return sorted((folder / "journals").rglob("*.journal"))
