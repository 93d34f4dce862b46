"""Models that are asked with a conversation load and answer across."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.processes import facts_of

SCRIPTS = Path(__file__).parent / "scripts"


@pytest.mark.slow
def test_folders_say_the_same_and_load_across(genuine_python: Path, our_python: Path, tmp_path: Path) -> None:
    said: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    pythons = {"genuine": genuine_python, "ours": our_python}
    for saved_by, writer in pythons.items():
        folder = tmp_path / saved_by
        folder.mkdir()
        said[saved_by] = facts_of(writer, SCRIPTS / "save_conversations.py", folder)
        for loaded_by, reader in pythons.items():
            answers[f"{saved_by} by {loaded_by}"] = facts_of(reader, SCRIPTS / "load_conversations.py", folder)
    assert said["ours"] == said["genuine"]
    expected = answers.pop("genuine by genuine")
    assert expected["chat"]["whole"]["choices"][0]["message"]["content"] == "yes x 0.25 {'a': 1} {'a': 1}"
    assert expected["agent"]["pieces"] and expected["responses"]["pieces"]
    for who, told in answers.items():
        assert told == expected, who
