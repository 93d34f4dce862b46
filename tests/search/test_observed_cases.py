"""The 403 filters and orders that were tried on MLflow: what it accepts we accept.

``cases.tsv`` has one case to a line: section, text (``\\n`` for a line break, ``{id0}`` and ``{id1}`` for ids of runs),
whether MLflow 3.6 on SQLite accepts it, whether Penstock does, and the names found, in order (``~`` before them: in any
order). Results are checked where there is a store.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.search import (
    EXPERIMENTS,
    LOGGED_MODELS,
    MODEL_VERSIONS,
    REGISTERED_MODELS,
    RUNS,
    parse_filter,
    parse_order_by,
)

VOCABULARIES = {
    "search_runs": RUNS,
    "search_experiments": EXPERIMENTS,
    "search_registered_models": REGISTERED_MODELS,
    "search_model_versions": MODEL_VERSIONS,
    "search_logged_models": LOGGED_MODELS,
}


def observed_cases() -> list[dict[str, str]]:
    with Path(__file__).with_name("cases.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = observed_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['section']}: {case['text'] or 'empty'}")
def test_accepted_or_refused_as_the_table_says(case: dict[str, str]) -> None:
    noun, part = case["section"].split(".")
    text = case["text"].replace("\\n", "\n").replace("{id0}", "a" * 32).replace("{id1}", "b" * 32)
    try:
        if part == "filter":
            parse_filter(text, VOCABULARIES[noun])
        else:
            parse_order_by([text], VOCABULARIES[noun])
    except InvalidParameterValue as error:
        assert case["penstock"] == "refused", error
    else:
        assert case["penstock"] == "accepted"


def test_the_table_is_whole_and_never_takes_away() -> None:
    assert len(CASES) == 403
    assert [case for case in CASES if case["mlflow"] == "accepted" and case["penstock"] != "accepted"] == []
    assert {case["penstock"] for case in CASES} == {"accepted", "refused"}
