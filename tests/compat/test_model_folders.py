"""Model folders saved here load in genuine MLflow, and the reverse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.processes import facts_of

SCRIPTS = Path(__file__).parent / "scripts"


@pytest.mark.slow
@pytest.mark.parametrize("saved_by", ["genuine", "ours"])
def test_folders_load_across(saved_by: str, genuine_python: Path, our_python: Path, tmp_path: Path) -> None:
    writer, reader = (genuine_python, our_python) if saved_by == "genuine" else (our_python, genuine_python)
    written: dict[str, Any] = facts_of(writer, SCRIPTS / "save_folders.py", tmp_path)
    read: dict[str, Any] = facts_of(reader, SCRIPTS / "load_folders.py", tmp_path)
    assert read["answers"] == written["answers"]
    assert read["signatures"] == written["signatures"]


@pytest.mark.slow
def test_folders_say_the_same(genuine_python: Path, our_python: Path, tmp_path: Path) -> None:
    """The MLmodel files of both differ in times and ids only."""
    said = {}
    for name, python in (("genuine", genuine_python), ("ours", our_python)):
        folder = tmp_path / name
        folder.mkdir()
        said[name] = facts_of(python, SCRIPTS / "save_folders.py", folder)["records"]
    assert said["ours"] == said["genuine"]
