from __future__ import annotations

from pathlib import Path

import pytest

from mlflow.search import parse_filter
from mlflow.search.vocabulary import DATASET_FIELDS, PREFIXES, VOCABULARIES, Vocabulary

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "filter-language.md"


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.noun)
def test_the_reference_names_everything(vocabulary: Vocabulary) -> None:
    rows = DOCS.read_text(encoding="utf-8").split("## What each search knows")[1].split("## Orders")[0].split("\n| ")
    start = next(n for n, row in enumerate(rows) if row.startswith(f"{vocabulary.noun} |"))
    section = [rows[start]]
    for row in rows[start + 1 :]:
        if not row.startswith("|"):
            break
        section.append(row)
    text = "".join(section)
    for attribute in vocabulary.attributes:
        for name in (attribute.name, *attribute.aliases):
            assert f"`{name}`" in text


def test_the_reference_names_prefixes_and_datasets() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in (*PREFIXES, *DATASET_FIELDS, "run"))


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.noun)
def test_the_examples_are_read(vocabulary: Vocabulary) -> None:
    section = DOCS.read_text(encoding="utf-8").split("## Examples")[1].split("## Orders")[0]
    block = section.split(f"\n{vocabulary.noun.capitalize()}:\n\n```\n")[1].split("```")[0]
    assert len(block.splitlines()) >= 2
    for example in block.splitlines():
        assert parse_filter(example, vocabulary) is not None


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.noun)
def test_names_are_unique_and_orders_end_in_one(vocabulary: Vocabulary) -> None:
    names = [name for a in vocabulary.attributes for name in (a.name, *a.aliases)]
    assert len(names) == len(set(names))
    for name, _ in (*vocabulary.default_order, *vocabulary.tie_break):
        attribute = vocabulary.attribute(name)
        assert attribute is not None and attribute.sortable
    assert vocabulary.tie_break
