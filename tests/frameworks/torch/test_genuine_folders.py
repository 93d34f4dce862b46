"""Folders that MLflow 3.6 wrote answer here."""

from __future__ import annotations

import pytest

import mlflow.pytorch
from tests.frameworks.genuine_folders import OF_FRAMEWORKS, SAMPLES, assert_answers


@pytest.mark.parametrize("name", OF_FRAMEWORKS["torch"])
def test_answers(name: str) -> None:
    assert_answers(name, OF_FRAMEWORKS["torch"][name])


def test_a_state_dictionary() -> None:
    assert mlflow.pytorch.load_state_dict(str(SAMPLES / "pytorch_state_dict"))
