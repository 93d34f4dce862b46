"""The functions of these flavors take what MLflow 3.6's take."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.public_api.test_signature_table import differences, found

TABLE = [line.split("\t") for line in Path(__file__).with_name("signatures.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("name", "published"), TABLE)
def test_the_published_calls_are_taken(name: str, published: str) -> None:
    assert not list(differences(found(name), published))
