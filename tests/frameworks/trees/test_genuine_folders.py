"""Folders that MLflow 3.6 wrote answer here."""

from __future__ import annotations

import pytest

from tests.frameworks.genuine_folders import OF_FRAMEWORKS, assert_answers


@pytest.mark.parametrize("name", OF_FRAMEWORKS["trees"])
def test_answers(name: str) -> None:
    assert_answers(name, OF_FRAMEWORKS["trees"][name])
