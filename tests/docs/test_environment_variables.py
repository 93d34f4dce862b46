"""The page of environment variables names what is read, with its default, and what is not."""

from __future__ import annotations

import re
from pathlib import Path

from mlflow import environment_variables
from mlflow.environment_variables import EnvironmentVariable

_ROOT = Path(__file__).resolve().parents[2]
_READ, _, _WITHOUT_EFFECT = (
    (_ROOT / "docs" / "reference" / "environment-variables.md").read_text("utf-8").partition("## Without effect")
)
_ROWS = dict(re.findall(r"^\| `([A-Z0-9_]+)` \| (.*?) \|", _READ, re.MULTILINE))


def _variables() -> dict[str, EnvironmentVariable[object]]:
    """Every variable by the name it has in code."""
    return {name: each for name, each in vars(environment_variables).items() if isinstance(each, EnvironmentVariable)}


def _told(default: object) -> str:
    if default is None:
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_what_is_read_has_a_row_with_its_default_and_what_is_not_has_none() -> None:
    files = [path for path in (_ROOT / "src" / "mlflow").rglob("*.py") if path.name != "environment_variables.py"]
    words = {word for path in files for word in re.findall(r"\b[A-Z][A-Z0-9_]+\b", path.read_text("utf-8"))}
    read = {each.name: _told(each.default) for name, each in _variables().items() if name in words}
    assert read == _ROWS
    others = {each.name for each in _variables().values()} - set(read)
    assert others == set(re.findall(r"`([A-Z0-9_]+)`", _WITHOUT_EFFECT))


def test_guides_name_only_variables_that_are_read() -> None:
    named = {
        f"{page.relative_to(_ROOT)}: {name}"
        for page in [_ROOT / "README.md", *(_ROOT / "docs").rglob("*.md")]
        if page.name != "environment-variables.md"
        for name in re.findall(r"\b(?:MLFLOW|PENSTOCK)_[A-Z0-9_]*[A-Z0-9]\b", page.read_text("utf-8"))
        if name not in _ROWS
    }
    assert not named
