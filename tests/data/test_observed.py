"""Digests, schemas and profiles are those that MLflow 3.6.0 gives the same data."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from tests.data.observed_cases import answers

OBSERVED = json.loads(Path(__file__).with_name("observed.json").read_text(encoding="utf-8"))

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # hints about integers, and pandas' own
    ANSWERS = answers()


@pytest.mark.parametrize("case", sorted(OBSERVED))
def test_as_observed(case: str) -> None:
    assert ANSWERS[case] == OBSERVED[case]


def test_every_case_was_observed() -> None:
    assert ANSWERS.keys() == OBSERVED.keys()
