"""Tests of frameworks: a folder a group, collected by the interpreter of the group's environment only.

``make test-flavors`` makes the environments, ``.cache/frameworks/<group>`` of ``requirements/frameworks/<group>.txt``,
and runs them. Nothing is skipped there: a framework of the group that cannot be imported is a failure.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.compat.conftest import genuine_python as genuine_python
from tests.frameworks.genuine import GenuineProcess

HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the folders of other groups; the group is the name of the environment's folder."""
    if collection_path.parent == HERE and collection_path.is_dir() and collection_path.name != Path(sys.prefix).name:
        return True
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            # What frameworks warn of, among themselves and of the versions of the day, is not ours to mend.
            item.add_marker(pytest.mark.filterwarnings("default"))


@pytest.fixture(scope="session")
def genuine_facts(genuine_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Runs a script under a genuine MLflow 3.6.0 with this group's frameworks, and returns the JSON it printed."""
    process = GenuineProcess(genuine_python, tmp_path_factory.mktemp("genuine") / "log")
    yield process.facts
    process.close()
