"""What every file of the repository keeps to."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.checkout import ROOT, tracked_files

LONGEST = 600
CODE = {".py", ".pyi", ".ts", ".tsx", ".css", ".mjs", ".js"}
#: Generated, hence as long as they come; and the public table of contents, which is one list by nature.
GENERATED = re.compile(r"ui/src/api/schema[^/]*\.ts|src/mlflow/__init__\.pyi")
#: Package indexes: an address in a lock or a setting would tie the project to one machine's way out.
REGISTRIES = re.compile("|".join(re.escape(".".join(parts)) for parts in [
    ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"), ("deb", "debian", "org"),
]))  # fmt: skip
#: Folders so common that documentation may name them.
COMMON = {"/", "/tmp", "/home", "/usr", "/srv", "/opt", "/var", "/src", "/app", "/workspace"}


def text_of(path: Path) -> str | None:
    """The file's text, or None if it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_no_file_is_too_long() -> None:
    long = {
        name: lines
        for path in tracked_files()
        if path.suffix in CODE
        and not GENERATED.fullmatch(name := path.relative_to(ROOT).as_posix())
        and name.startswith(("src/", "ui/", "tests/", "examples/", "benchmarks/"))
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long, f"split these, each holds more than one concept: {long}"


def test_no_path_of_a_machine() -> None:
    places = {str(ROOT), str(ROOT.parent), str(Path.home())} - COMMON
    pattern = re.compile("|".join(rf"(?<![\w/]){re.escape(place)}/" for place in sorted(places)))
    found = [path.relative_to(ROOT).as_posix() for path in tracked_files() if pattern.search(text_of(path) or "")]
    assert not found


def test_no_registry_host() -> None:
    found = [path.relative_to(ROOT).as_posix() for path in tracked_files() if REGISTRIES.search(text_of(path) or "")]
    assert not found
