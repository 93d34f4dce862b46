"""What holds for every test: no setting of the person who runs it, and a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_configure() -> None:
    for name in [name for name in os.environ if name.startswith("MLFLOW_")]:
        del os.environ[name]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default store is a folder below the current one: none may land in the checkout."""
    monkeypatch.chdir(tmp_path)
