"""Tests of frameworks: a folder a group, collected by the interpreter of the group's environment only.

``make test-flavors`` makes the environments, ``.cache/frameworks/<group>`` of ``requirements/frameworks/<group>.txt``, and
runs them. Nothing is skipped there: a framework of the group that cannot be imported is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.compat.conftest import genuine_python as genuine_python
from tests.processes import facts_of

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
def genuine_facts(genuine_python: Path) -> Callable[..., Any]:
    """Runs a script under a genuine MLflow 3.6.0 with this group's frameworks, and returns the JSON it printed.

    The group's own packages come first on the path, then genuine MLflow with what the group lacks of its needs.
    Penstock is an editable install here, which comes after both.
    """
    genuine = subprocess.run(
        [str(genuine_python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip

    def run(script: Path, folder: Path, *arguments: str) -> Any:
        path = os.pathsep.join([sysconfig.get_path("purelib"), genuine])
        return facts_of(Path(sys.executable), script, folder, *arguments, variables={"PYTHONPATH": path})

    return run
